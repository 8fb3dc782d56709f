"""Writes an outlet's archive: from the bytes on the wire to records on the disk."""
