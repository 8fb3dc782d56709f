"""Warraq's fetching and archiving side: it knows nothing of text."""
