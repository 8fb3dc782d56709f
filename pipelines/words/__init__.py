"""Lists of words in the spelling of outlets, each written once, and the folding that compares them."""
