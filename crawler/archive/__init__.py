"""WARC archives of every exchange, byte for byte as on the wire, and replay from them."""

OPEN = ".open"
"""Ending of a WARC's name while a crawl writes it."""
