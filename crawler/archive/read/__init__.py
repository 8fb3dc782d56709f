"""Reads archives of any program: records, captures, and the pages that captures hold."""
