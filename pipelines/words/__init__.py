"""Lists of words: each written once, as outlets spell them."""
