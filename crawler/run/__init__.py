"""One run, from its arguments to its outcome: its progress, its failure or shutdown, and its summary."""
