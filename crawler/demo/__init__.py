"""A small news site on loopback, made from the reference documents, so that a whole run needs no internet."""

from crawler.demo.newspaper import DemoSite
from crawler.demo.stories import DRAFT, STORIES, Answer, Story, answers, expected

__all__ = ["DRAFT", "STORIES", "Answer", "DemoSite", "Story", "answers", "expected"]
