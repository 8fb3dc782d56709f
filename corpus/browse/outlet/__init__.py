"""The room of an outlet: its days, rejected pages, rights, health and runs, and its front pages over time.

`shown` joins what is shown of an outlet, `days` counts its days, `rejected` has the pages that became no
document, `fronts` the captures of its list pages; `views` answer with them.
"""
