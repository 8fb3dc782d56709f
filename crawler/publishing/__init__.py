"""Outlets whose OUTPUT is a storage: an object store that several machines share.

A run works in a folder of its machine, as it does without a storage. `lease` gives it the outlet for some minutes at a
time, `fetch` brings what the storage has of the outlet, `publish` stores what the run added; `head` is what counts in
the storage. `place` names folders and objects, `run` joins all of them for one run, `rebuild` the runs of all outlets.
"""
