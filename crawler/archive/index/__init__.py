"""The CDXJ index beside an outlet's archives: one or more sorted files, its segments.

`cdxj` defines a line, `surt` its key. `segments` names the files, `tiers` decides which of them are merged, `writing`
adds and merges them, `look_up` finds lines in all of them. `selection` describes the wanted captures.
"""
