"""Tests of kinds of lines, their division, and the marks of a second article."""
