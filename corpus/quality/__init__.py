"""Signals of a text's quality, each a number; `docs/quality.md` names their sources.

A file holds a family: `letters`, `tokens`, `lines`, `repetition`, `personal`. `signals` joins them, and `presets` holds
the thresholds of published filters.
"""
