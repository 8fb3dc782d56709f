"""Checks an archive: against the WARC standard, and against the index, the state and the corpus."""
