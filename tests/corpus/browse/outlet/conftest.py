"""The news of `tests.corpus.browse.news`."""

from tests.corpus.browse.news import news, news_output

__all__ = ["news", "news_output"]
