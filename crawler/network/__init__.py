"""Between Scrapy's engine and a host: which requests may be sent, how often, and what the responses mean."""
