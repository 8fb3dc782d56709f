"""Profiles: what the pages of one outlet repeat, learned from its own articles, and the use of it.

`sheets` describes what is learned from, `lines` and `blocks` judge what repeats, `learning` makes the profile, `use`
finds furniture in a text and on a page, and `file` stores profiles for people to read and mend.
"""
