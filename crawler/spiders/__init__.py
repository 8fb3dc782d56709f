"""One file an outlet: facts, no code."""
