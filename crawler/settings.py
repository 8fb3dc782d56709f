"""Settings of the Scrapy project. Each that differs from Scrapy's default says what that is and why it was left."""

from crawler import VERSION

BOT_NAME = "warraq"
SPIDER_MODULES = ["crawler.spiders", "crawler.site"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
# Scrapy's own prints a traceback when an outlet's file is wrong; this one says which file, and what to mend.
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"

# --- Warraq's own ---------------------------------------------------------------------------------------------

OUTPUT = "output"
"""Folder that everything is written to."""
WORKERS = 2
"""Processes that extract text from pages."""
WORKER_TIMEOUT = 20.0
"""Seconds after which a page is given up and its worker replaced."""
OPERATOR = ""
"""Who crawls: goes into each WARC's warcinfo."""
CONTACT = ""
"""Address or page at which an outlet can reach the operator: goes into the user agent and the warcinfo."""
ARCHIVE_MAX_SIZE = 1_000_000_000
"""Bytes after which an archive is closed and the next one opened."""
ARCHIVE_MAX_AGE = 86_400.0
"""Seconds after which it is."""
RECHECK_HOURS = 48.0
"""Hours after its publication in which an article is asked for again, each time after half of its age."""
RIGHTS_HONOURED = False
"""Whether pages are dropped that reserve text-and-data mining or archiving (reason `reserved`); the manifest keeps what
they say either way."""
ARCHIVE_TEXT = False
"""Whether the text of each document is archived too, as a conversion record."""

# --- Manners --------------------------------------------------------------------------------------------------

# Scrapy's default names Scrapy. An outlet must be able to see who asks; CONTACT is added to it.
USER_AGENT = f"Warraq/{VERSION}"
# Scrapy's default: False.
ROBOTSTXT_OBEY = True
# Scrapy's default: False. The delay follows how fast an outlet answers: one request at a time on average.
AUTOTHROTTLE_ENABLED = True
# Scrapy's default: 5.0 seconds, which a crawl of twenty pages never gets over.
AUTOTHROTTLE_START_DELAY = 1.0
# Scrapy's default: 8.
CONCURRENT_REQUESTS_PER_DOMAIN = 4
# Scrapy's default: English.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.5",
}
# Scrapy's default: True. A refresh in markup is part of the page; following it would hide the page that was archived.
METAREFRESH_ENABLED = False
# Scrapy's default: 20.
REDIRECT_MAX_TIMES = 5
# Scrapy's also drops a request that is led back to its own address, with a cookie that it was given there.
DUPEFILTER_CLASS = "crawler.network.redirects.RedirectsDupeFilter"
BLOCKED_LIMIT = 10
"""Refusals in a row (403, 429, a challenge) after which a host is not asked any more in a run."""
BLOCKED_PAUSE = 1.0
"""Seconds for which a host is left alone after a refusal; twice as long after each that follows, for ten minutes at
most."""

# --- What comes from the web is hostile -----------------------------------------------------------------------

# Scrapy's default: 1 GB, also for what a few compressed kilobytes unpack to.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
# Scrapy's default: 32 MB.
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
# Scrapy's default: 180 seconds.
DOWNLOAD_TIMEOUT = 60
# Scrapy's default: file, data, ftp and s3 as well, so that a link to file:///etc/passwd would be followed.
DOWNLOAD_HANDLERS = {
    "http": "crawler.archive.write.handler.ArchivingDownloadHandler",
    "https": "crawler.archive.write.handler.ArchivingDownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# Scrapy's default: True for both; each opens a port that runs code.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    # Scrapy's knows no ports, and a redirect of a request that is not to be filtered may lead anywhere.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.network.hosts.OwnHostsMiddleware": 50,
    "crawler.network.conditions.ConditionsMiddleware": 60,
    # Scrapy's lets requests pass unjudged while robots.txt is on its way, and when it cannot be had.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.network.robots.RobotsMiddleware": 100,
    # Next to the downloader, whose slots it slows down; its process_response comes before RetryMiddleware's.
    "crawler.network.manners.MannersMiddleware": 950,
    # Scrapy's fetches the public suffix list from the network.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.network.cookies.OfflineCookiesMiddleware": 700,
}

# --- The way of the text --------------------------------------------------------------------------------------

ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 100,
    # Here stand steps of your own: they are given articles, normalized, stripped and judged.
    "pipelines.store.StorePipeline": 900,
}
EXTENSIONS = {
    "crawler.archive.write.extension.ArchiveExtension": 0,
    "crawler.run.shutdown.ShutdownExtension": 500,
    "crawler.run.summary.SummaryExtension": 800,
    "crawler.run.progress.ProgressExtension": 900,
}
# Scrapy's default: 100 tasks a response; a page yields one item.
CONCURRENT_ITEMS = 2
# Scrapy's default: WARNING for each, which a rejected page is not.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"

# --- Logs -----------------------------------------------------------------------------------------------------

OUTCOME_LOGGED = True
"""Whether a run logs why it failed and what it did; `scrapy grow` turns that off, and prints both itself."""
# Scrapy's default: DEBUG, with a line for each page.
LOG_LEVEL = "INFO"
# Scrapy's default: True; the summary at the end is for people, and the stats stay available to extensions.
STATS_DUMP = False
# Scrapy's default: None, which escapes Arabic letters.
FEED_EXPORT_ENCODING = "utf-8"
