"""Signals that Warraq's components send beside Scrapy's."""

from __future__ import annotations

deadline = object()
"""What is under way is to be given up now: the run was told to stop. The state knows what the next one takes up."""
page_missing = object()
"""A page that the state knows has not come to the pipelines for some time (`seq`: its place in the order)."""
