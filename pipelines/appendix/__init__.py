"""What the step `pipelines.strip` knows of lines: their kinds, their division, and the marks of a second article."""
