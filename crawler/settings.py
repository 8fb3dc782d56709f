"""Settings of the Scrapy project. Where one differs from Scrapy's, a comment gives Scrapy's default and the reason."""

from crawler import VERSION

BOT_NAME = "warraq"
SPIDER_MODULES = ["crawler.spiders", "crawler.site"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
# Scrapy's own prints a traceback when an outlet's file is wrong; this one names the file, the line and the error.
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"
# Scrapy's default: False, with which one wrong file stops the crawls of all outlets.
SPIDER_LOADER_WARN_ONLY = True

# --- Warraq's own ---------------------------------------------------------------------------------------------

OUTPUT = "output"
"""Folder for all that Warraq writes, or `s3://BUCKET/PREFIX` for `crawl` and `grow` on several machines
(docs/storage.md)."""
LOCAL_OUTPUT = "local"
"""Folder in which runs work when OUTPUT is a URL; each such OUTPUT has its own folder in it."""
LOCAL_ARCHIVES = 1_000_000_000
"""Bytes of an outlet's uploaded archives that stay in that folder, the newest; others are read from the storage."""
LEASE_SECONDS = 300.0
"""Seconds after the last sign of life of a run with such an OUTPUT, after which another machine may take its outlet."""
STORAGE_WAIT = 300.0
"""Seconds for which a run waits at its end for a storage that does not answer; then the outlet's next run stores it."""
WORKERS: int | None = None
"""Processes that extract text from pages; None for two, and in `scrapy replay` and a large
`scrapy export` for one on each core."""
REPLAY_ENGINE = "processes"
"""Where `scrapy replay` works: on WORKERS processes of this machine; on all machines of a `ray` cluster; or, for
debugging, `inline`: in its own process, without WORKER_TIMEOUT."""
RAY_ADDRESS = ""
"""Address of the Ray cluster (`host:6379`); empty for the environment variable RAY_ADDRESS, else for a Ray on this
machine alone, which the replay starts and ends."""
WORKER_TIMEOUT = 20.0
"""Seconds after which the extraction of a page is given up and its worker replaced."""
OPERATOR = ""
"""Name of the person or institution that crawls; written into each WARC's warcinfo."""
CONTACT = ""
"""E-mail address or page at which an outlet can reach the operator; added to the user agent and the warcinfo."""
ARCHIVE_MAX_SIZE = 1_000_000_000
"""Bytes after which an archive is closed and the next one opened."""
ARCHIVE_MAX_AGE = 86_400.0
"""Seconds after which an archive is closed and the next one opened."""
RECHECK_HOURS = 48.0
"""Hours after publication in which an article is requested again, each time after half of its age."""
PROFILES = ""
"""Folder of the outlets' profiles (docs/profiles.md); empty for the folder `profiles` in OUTPUT."""
LEARN_DAYS = 30.0
"""Days from the newest page of an outlet's profile to its newest capture, after which `scrapy grow` learns the profile
anew; 0 for never. An outlet without a profile gets none: a person decides on the first, since texts change with it."""
RIGHTS_HONOURED = False
"""Whether to reject pages that reserve text-and-data mining or archiving (reason `reserved`). Each stored document
keeps its rights statements either way."""
ARCHIVE_TEXT = False
"""Whether to archive the text of each document too, as a conversion record."""
REQUISITES = 0
"""Style sheets and images of each stored article that are requested and archived too, at most; 0 for none. They only
serve those who look at archived pages, and cost many times the requests of the articles."""
REQUISITE_MAXSIZE = 5_000_000
"""Bytes of such a style sheet or image, at most; of a longer one the archive has the beginning."""

DATE_READER = "pipelines.page.dates.moment_of"
"""Reads the dates of lists that are in no form of their format («الخميس 26 نوفمبر 2026»), by the same rules as those of
pages; a crawl imports no text step itself."""

# --- Manners --------------------------------------------------------------------------------------------------

# Scrapy's default names Scrapy. An outlet must be able to see who crawls; the spider adds CONTACT.
USER_AGENT = f"Warraq/{VERSION}"
# Scrapy's default: False.
ROBOTSTXT_OBEY = True
# Scrapy's default: False. The delay follows how fast an outlet answers: one request at a time on average.
AUTOTHROTTLE_ENABLED = True
# Scrapy's default: 5.0 seconds; a crawl of twenty pages ends before the delay has fallen from there.
AUTOTHROTTLE_START_DELAY = 1.0
# Scrapy's default: 8.
CONCURRENT_REQUESTS_PER_DOMAIN = 4
# Scrapy's default: English.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.5",
}
ACCEPT_ENCODING = "gzip, deflate"
"""Content encodings to ask for. Scrapy asks for br and zstd as well; with such bodies `warcio check` and py-wacz fail,
and pywb hands on bodies that not every browser decodes. What a server sends unasked is decoded nevertheless."""
# Scrapy's default: True. A refresh in markup is part of the page; following it would hide the page that was archived.
METAREFRESH_ENABLED = False
# Scrapy's default: 20.
REDIRECT_MAX_TIMES = 5
# Scrapy's also drops a request that is redirected to its own address after it got a cookie there.
DUPEFILTER_CLASS = "crawler.network.redirects.RedirectsDupeFilter"
BLOCKED_LIMIT = 10
"""Refusals in a row (403, 429, a challenge) after which a host gets no more requests in a run."""
BLOCKED_PAUSE = 1.0
"""Seconds of a pause after a host's first refusal; each further refusal doubles the pause, up to ten minutes."""

# --- Protection from hostile sites ----------------------------------------------------------------------------

ADDRESSES_ALLOWED: list[str] = []
"""Addresses and networks that are not public and may be reached nevertheless, at any port (`127.0.0.1,10.1.0.0/16`).
By default none: a page, a redirect or a name server could lead a run to services in its own network."""

# Scrapy's default: 1 GB, to which a few compressed kilobytes can unpack.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
# Scrapy's default: 32 MB.
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
# Scrapy's default: 180 seconds.
DOWNLOAD_TIMEOUT = 60
FIRST_TIMEOUT = 20.0
"""Seconds in which a host must begin to answer in a run; after two requests in a row without an answer it gets no more.
With DOWNLOAD_TIMEOUT and two retries, a server that answers nothing would hold a run for three minutes."""
# Scrapy's default: file, data, ftp and s3 as well, so that Scrapy would follow a link to file:///etc/passwd.
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
    # Scrapy's ignores ports, and a redirected request with `dont_filter` may go to any host.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.network.hosts.OwnHostsMiddleware": 50,
    "crawler.network.conditions.ConditionsMiddleware": 60,
    # Scrapy's passes requests before robots.txt has arrived, and when robots.txt cannot be fetched.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.network.robots.RobotsMiddleware": 100,
    # Scrapy's asks for each encoding that it can decode.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.network.encodings.EncodingsMiddleware": 590,
    # Next to the downloader, whose slots it delays; its process_response runs before RetryMiddleware's.
    "crawler.network.manners.MannersMiddleware": 950,
    # Scrapy's fetches the public suffix list from the network.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.network.cookies.OfflineCookiesMiddleware": 700,
}

SPIDER_MIDDLEWARES = {
    # Around all others, so that it sees their exceptions too. Scrapy logs an exception of a start, and goes on.
    "crawler.run.unforeseen.UnforeseenErrorsMiddleware": 0,
}

# --- The way of the text --------------------------------------------------------------------------------------

ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 100,
    # Put your own steps here; they get articles that are normalized, stripped and judged.
    "pipelines.store.StorePipeline": 900,
}
EXTENSIONS = {
    "crawler.archive.write.extension.ArchiveExtension": 0,
    "crawler.run.shutdown.ShutdownExtension": 500,
    "crawler.run.summary.SummaryExtension": 800,
    "crawler.run.progress.ProgressExtension": 900,
}
# Scrapy's default: True, which reads and parses the source of a generator callback again for each response.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Scrapy's default: 100 tasks a response; a page yields one item.
CONCURRENT_ITEMS = 2
# Scrapy's default: WARNING for each dropped item; a rejected page deserves no warning.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"

# --- Logs -----------------------------------------------------------------------------------------------------

OUTCOME_LOGGED = True
"""Whether a run logs its summary, or the cause of its failure, and prints which outlets' files cannot be loaded;
`scrapy grow` turns this off and prints all of it itself."""
# Scrapy's default: DEBUG, which logs a line for each page.
LOG_LEVEL = "INFO"
# Scrapy's default: 60 seconds. Warraq's own line of progress names what a replay does too, which fetches no pages.
LOGSTATS_INTERVAL = 0.0
# Scrapy's default: True. Warraq logs a summary for people instead; extensions can still read the stats.
STATS_DUMP = False
# Scrapy's default: None, which escapes Arabic letters.
FEED_EXPORT_ENCODING = "utf-8"
