"""The room of changes: edited headlines and texts, the last captured first, as a page, as JSON and as an Atom feed.

`edits` finds them and compares each with the version before it, `atom` writes the feed, `views` answer with them.
"""
