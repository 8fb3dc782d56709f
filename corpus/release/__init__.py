"""`scrapy release`: a corpus frozen under a digest, and the proof that texts, manifest and archives belong together.

`freeze` makes a release; `manifest` is the file whose digest names it, `citation` the file that cites it; `archives`
finds what its documents came from. `check` compares a release with itself, `rebuild` with its archives.
"""
