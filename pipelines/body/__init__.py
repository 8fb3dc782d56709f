"""Finds the article's body in a page, and divides it into lines."""
