"""One run from its arguments to its outcome: how it ends, fails and is stopped, and what it reports."""
