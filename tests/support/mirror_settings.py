"""The project's settings, with every host on the mirror."""

from crawler.settings import *  # noqa: F403 - the settings are the point

AUTOTHROTTLE_ENABLED = False
ADDRESSES_ALLOWED = ["127.0.0.1"]
DOWNLOAD_HANDLERS = {
    "http": "tests.support.mirror.MirrorHandler",
    "https": "tests.support.mirror.MirrorHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
