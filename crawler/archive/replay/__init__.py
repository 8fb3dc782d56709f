"""Replay: from archives to a corpus, in two steps.

`units` makes the outcomes of an archive's pages, a part of an archive at a time; `outcomes` is the form in which they
are kept; `plan` finds those that are there. `settling` puts the outcomes of all archives (`parts`) in the order of the
captures, an outlet at a time, and stores them as a crawl does; `kept` finds outlets for which nothing would change.
`context` holds what all share, and `spider` runs both steps, on the engine that the settings name (`crawler.run`).
"""
