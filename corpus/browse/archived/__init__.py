"""What was archived, as it was served: pages in a sandbox, raw bodies, Memento, a CDX server, single records.

`address` reads and writes the addresses of this room, `markup` and `styles` rewrite pages and style sheets so that
nothing in them reaches outside the archive, `answers` gives a capture its headers. `memento` has the links and lists of
RFC 7089, `cdx` the queries of a CDX server.
"""
