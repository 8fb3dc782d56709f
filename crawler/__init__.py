"""Warraq's fetching and archiving side: it knows nothing of text."""

VERSION = "0.1.0"
