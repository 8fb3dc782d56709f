"""Between Scrapy's engine and a host: what may be asked of it, how often, and what its answers mean."""
