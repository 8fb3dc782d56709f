"""Reads a page's characters, structured data, title and dates."""
