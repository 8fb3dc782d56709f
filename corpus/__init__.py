"""Derived from the documents of all outlets: everything here can be deleted, and is made again."""
