"""The room of results: search, and the outlets of a corpus.

`asked` reads what a request asks for, `found` answers it with typed records, `views` shows them.
"""
