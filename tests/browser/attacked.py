"""An article whose page tries everything, and whose title and text are markup."""

from __future__ import annotations

from html import escape

from tests.corpus.browse.archived.attacks import attack
from tests.corpus.browse.news import SITE
from tests.support.project import paragraphs

ATTACKED = f"{SITE}/news/0066"
TITLE = "خبر عن </title><script>document.title = 'attacked'</script>"
LINE = "قال المتحدث إن <img src=x onerror=\"document.title = 'attacked'\"> هو ما كُتب أمس، وإنه لن يُنفَّذ في متصفح."


def attacked(canary: str) -> str:
    """Return the page; `canary` is the address that it tries to reach."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in (*paragraphs(66), LINE))
    body = f"<article><h1>{escape(TITLE)}</h1>{lines}</article>"
    page = attack(canary).replace("<title>", f"<title>{escape(TITLE)}</title><title>", 1)
    return page.replace("<h1 onclick", f"{body}<h1 onclick", 1)
