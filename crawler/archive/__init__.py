"""WARC and replay: every exchange as it went over the wire, and the way back from it."""
