"""Signals that Warraq's components send beside Scrapy's."""

from __future__ import annotations

deadline = object()
"""Sent when a run that was told to stop must give up its work now. The state holds the rest for the next run."""
outlet_locked = object()
"""Sent with an `outlet` when the run holds the outlet's lock and its archive is mended, before the first request."""
worked = object()
"""Sent each second while a replay works: parts that have `ended`, of a `total`, pages `a_second`, the seconds that are
`left`, None as long as no part has ended, and the archive or outlet `at` which the last one ended, empty likewise."""
page_missing = object()
"""Sent with a `capture` whose page is in the state, but has not reached the pipelines for some time."""
