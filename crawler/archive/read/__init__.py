"""Reads anybody's archives: records, captures, and the pages that captures hold."""
