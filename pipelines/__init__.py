"""The text side of Warraq: it turns archived pages into documents and does not use the network."""
