"""`scrapy export`: the documents of all outlets as a data set that people load.

`choices` says what enters, `documents` reads and `formats` writes it, a shard (`shards`) at a time, in the columns of
`schema`, which `columns` fills. `groups` finds equal texts, `where` holds a user's condition. `folder` replaces files
all at once, `record` and `figures` remember what they hold, `card` and `croissant` describe it; `work` divides the
shards among processes, and `export` joins all of it.
"""

LIBRARIES = ("pyarrow", "duckdb", "numpy")
"""What the extra `export` installs."""
INSTALL = ".tools/bin/uv sync --inexact --no-dev --extra export"
"""The line that installs it, and removes nothing."""
