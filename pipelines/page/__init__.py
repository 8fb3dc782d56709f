"""The first look at a page: its characters, its structured data, its title, its dates."""
