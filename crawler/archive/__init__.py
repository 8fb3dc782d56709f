"""WARC and replay: every exchange as it went over the wire, and the way back from it."""

OPEN = ".open"
"""What an archive's name ends with while it is written."""
