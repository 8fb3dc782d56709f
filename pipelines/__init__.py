"""Warraq's text side: it turns an archived page into a document, and knows nothing of the network."""
