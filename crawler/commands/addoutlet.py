"""`scrapy addoutlet NAME DOMAIN`: surveys a site and writes a draft of its outlet's file."""

from __future__ import annotations

import importlib
import json
import keyword
import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, all_outlets, fail, loader_of, output_of, unwritable
from crawler.errors import LockedError, OutletError
from crawler.files import write_whole
from crawler.outlet import Outlet
from crawler.run.failure import exit_code
from crawler.shapes import LIKELY_ARTICLE
from crawler.state.lock import OutletLock
from crawler.urls import PORTS, netloc

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from crawler.survey import Findings

_LINE = 120
_GOLDENS = ("first", "second")
_OTHERS = 6
"""Addresses of pages that are no articles, at most, in outlet.json."""
_ARTICLES = 3
_METADATA = ("title", "published", "modified", "authors", "section", "tags", "credit")
"""Metadata fields of a golden."""


class Command(Checked, ScrapyCommand):
    """Write a draft from the facts that a survey finds; a person completes it."""

    requires_project = True

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "NAME DOMAIN [--country XX]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Survey a site and write a draft of its outlet's file"

    def long_desc(self) -> str:
        """Return the description for `scrapy addoutlet -h`."""
        return (
            "Requests robots.txt, the front page, sitemaps, feeds, sections and three articles (about twenty requests, "
            "by https, or by http where https gives no page; archived under OUTPUT as in a crawl), and writes its "
            "findings to crawler/spiders/NAME.py and tests/outlets/NAME/. It overwrites nothing. make test fails until "
            "you have reviewed the file and written two goldens. Exit codes: 0 written, 1 the site cannot be surveyed "
            "or a file cannot be written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --country."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="XX", help="country of publication (default: by DOMAIN's ending)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; log only errors by default."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if opts.loglevel is None:
            self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Survey the site and write the files.

        Raises:
            UsageError: The name is taken, or an argument is invalid.
        """
        from crawler.survey import Findings, SurveySpider

        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        if len(args) != 2:  # noqa: PLR2004 - name and domain
            raise UsageError("scrapy addoutlet needs a name and a domain.", print_help=False)
        outlet = _outlet(args[0], args[1], opts.country)
        spider, folder = self._places(outlet)
        self._refuse_known(outlet, (spider, folder))
        output = output_of(self)
        try:
            OutletLock(output, outlet.name).release()
        except LockedError as error:
            raise UsageError(str(error), print_help=False) from None
        except OSError as error:
            fail(self, unwritable(output, error))
            return
        if opts.loglevel is None:
            logging.getLogger("scrapy").setLevel(logging.CRITICAL)  # a dead address is a finding
        findings = Findings(title=outlet.title)
        crawler = self.crawler_process.create_crawler(SurveySpider)
        self.crawler_process.crawl(crawler, outlet=outlet, findings=findings)
        self.crawler_process.start()
        if findings.fault or exit_code(crawler) or not findings.domains:
            fail(self, findings.fault or f"{outlet.domains[0]}: the survey did not finish; nothing was written.")
            return
        month = f"{datetime.now(UTC):%Y-%m}"
        try:
            content = spider_file(outlet, findings, month)
            folder.mkdir(parents=True)
            for name, body in golden_files(findings, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}").items():
                write_whole(folder / name, body.encode())
            write_whole(spider, content.encode())
        except OSError as error:
            fail(self, f"{error.filename or spider}: cannot be written: {error.strerror or error}.")
        except OutletError as error:
            fail(self, f"{spider}: was not written, because the findings make no valid outlet: {error}")
        else:
            _tell(findings, outlet, spider, folder)

    def _places(self, outlet: Outlet) -> tuple[Path, Path]:
        """Return where the outlet's file and its goldens belong."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        package = Path(importlib.import_module(self.settings["NEWSPIDER_MODULE"]).__file__ or "").parent
        module = outlet.name.replace(".", "_").replace("-", "_")
        return package / f"{module}.py", package.parent.parent / "tests" / "outlets" / outlet.name

    def _refuse_known(self, outlet: Outlet, places: Iterable[Path]) -> None:
        """Refuse an outlet that exists: nothing is overwritten.

        Raises:
            UsageError: The name or the domain belongs to an outlet, or one of the files exists.
        """
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        if outlet.name in loader_of(self).list():
            raise UsageError(f"There is an outlet {outlet.name} already.", print_help=False)
        for known in all_outlets(self):
            if known.owns(f"https://{outlet.domains[0]}/"):
                raise UsageError(f"{outlet.domains[0]} belongs to the outlet {known.name}.", print_help=False)
        for path in places:
            if path.exists():
                raise UsageError(f"{path} exists already; nothing is overwritten.", print_help=False)


def _outlet(name: str, domain: str, country: str | None) -> Outlet:
    """Return the outlet by the arguments alone, before the survey.

    Raises:
        UsageError: The name, domain or country is invalid.
    """
    from crawler.survey import country_of, zone_of

    forms = [netloc(domain if "://" in domain else f"{scheme}://{domain}") for scheme in PORTS]
    if any(form != domain for form in forms) or "." not in domain:
        near = min(forms, key=len)  # without the default port of either scheme
        hint = f"; write {near}" if "." in near else ""
        raise UsageError(f"{domain!r} is not a domain in lower case{hint}.", print_help=False)
    bare = domain.removeprefix("www.")
    if "." not in name:
        main = bare.replace(":", "_")
        sentence = f"The name {name!r} is no domain: an outlet is named after its main domain, such as {main}."
        raise UsageError(sentence, print_help=False)
    where = country or country_of(bare.partition(":")[0])
    try:
        return Outlet(
            name=name,
            title=bare,
            country=where,
            timezone=zone_of(where),
            domains=(domain, bare if domain != bare else f"www.{bare}"),
            exact_hosts=True,
            evidence="assumed: not surveyed yet",
        )
    except OutletError as error:
        raise UsageError(str(error), print_help=False) from None


def spider_file(outlet: Outlet, findings: Findings, month: str) -> str:
    """Return an outlet's file, formatted as ruff does.

    Args:
        outlet: Its name, country and zone.
        findings: Findings of the survey.
        month: Month of the survey, `YYYY-MM`.

    Raises:
        OutletError: The findings contradict themselves.
    """
    kinds = [name for name in ("sitemaps", "feeds", "sections") if getattr(findings, name)]
    counts = {name: len(getattr(findings, name)) for name in kinds}
    parts = [f"{count} {name if count > 1 else name[:-1]}" for name, count in counts.items()]
    parts = (["robots.txt"] if findings.robots else []) + ["front page", *parts]
    only = f"; only {kinds[0]} were found" if len(kinds) == 1 else ""
    shape = "assumed" if findings.article == LIKELY_ARTICLE else f"derived from {len(findings.articles)} addresses"
    evidence = f"{', '.join(parts)}, seen {month}{only}; article URL shape: {shape}"
    Outlet(
        name=outlet.name,
        title=findings.title,
        country=outlet.country,
        timezone=outlet.timezone,
        domains=findings.domains,
        exact_hosts=True,
        sitemaps=tuple(findings.sitemaps),
        feeds=tuple(findings.feeds),
        sections=tuple(findings.sections),
        article=findings.article,
        evidence=evidence,
    )
    fields = [f"name={_quoted(outlet.name)},", f"title={_quoted(findings.title)},"]
    fields += [f"country={_quoted(outlet.country)},", f"timezone={_quoted(outlet.timezone)},"]
    fields += [*_tuple("domains", findings.domains), "exact_hosts=True,"]
    for name in kinds:
        fields += _tuple(name, getattr(findings, name))
    if findings.article != LIKELY_ARTICLE:
        fields += _pieces("article", "r", re.split(r"(?=\|)", findings.article))
    fields += _pieces("evidence", "", re.split(r"(?<=; )", evidence))
    class_name = _class_name(outlet.name)
    body = "\n".join(f"        {line}" for line in fields)
    return (
        f'"""{outlet.name}."""\n\nfrom __future__ import annotations\n\nfrom crawler.outlet import Outlet\n'
        f"from crawler.spider import OutletSpider\n\n\nclass {class_name}(OutletSpider):\n"
        f'    """Crawls {outlet.name}."""\n\n    outlet = Outlet(\n{body}\n    )\n'
    )


def _class_name(name: str) -> str:
    """Return the spider's class name for an outlet's name: «sahifa.example» gives «SahifaExample»."""
    words = "".join(word.capitalize() for word in re.split(r"[._-]+", name) if word)
    return words if words.isidentifier() and not keyword.iskeyword(words) else f"Outlet{words}"


def _quoted(text: str) -> str:
    """Return a Python literal in double quotes; JSON's escapes are Python's too."""
    return json.dumps(text, ensure_ascii=False)


def _tuple(name: str, values: Iterable[str]) -> list[str]:
    quoted = [_quoted(value) for value in values]
    line = f"{name}=({', '.join(quoted)}{',' if len(quoted) == 1 else ''}),"
    return [line] if len(line) + 8 <= _LINE else [f"{name}=(", *(f"    {value}," for value in quoted), "),"]


def _pieces(name: str, prefix: str, pieces: list[str]) -> list[str]:
    """Return a field with one string, over several lines where it is too long for one."""
    whole = f'{name}={prefix}"{"".join(pieces)}",'
    if len(whole) + 8 <= _LINE:
        return [whole]
    return [
        f'{name}={prefix}"{pieces[0]}"',
        *(f'{prefix}"{piece}"' for piece in pieces[1:-1]),
        f'{prefix}"{pieces[-1]}",',
    ]


def golden_files(findings: Findings, now: str) -> dict[str, str]:
    """Return the files of an outlet's folder by name; they hold nothing that other people wrote.

    Args:
        findings: Findings of the survey.
        now: Time of the survey, RFC 3339 in UTC.
    """
    from crawler.patterns import made_up

    articles = made_up(findings.articles)
    outlet = {
        "reviewed": False,
        "articles": articles[:_ARTICLES],
        "others": made_up(findings.others)[:_OTHERS],
        "pages": {},
        "goldens": dict(zip(articles, _GOLDENS, strict=False)),
        "captured": now,
    }
    files = {"outlet.json": json.dumps(outlet, ensure_ascii=False, indent=2) + "\n"}
    for name in _GOLDENS:
        files[f"{name}.html"] = (
            "<!-- Write an article here, in this outlet's layout and in your own words. Write its text, as a careful "
            f"reader would copy it, to {name}.txt, and its metadata to {name}.json. -->\n"
        )
        files[f"{name}.txt"] = ""
        told: dict[str, Any] = {**dict.fromkeys(_METADATA), "authors": [], "tags": [], "forbidden": []}
        files[f"{name}.json"] = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return files


def _tell(findings: Findings, outlet: Outlet, spider: Path, folder: Path) -> None:
    """Print the findings, and the user's next steps."""
    from pipelines.article import article_of

    print(f"{outlet.name}: {findings.title}, {outlet.country}, {outlet.timezone}")
    if outlet.country == "ZZ":
        print("  The country is unknown: correct country and timezone in the file.")
    if findings.language and not findings.language.startswith("ar"):
        print(
            f"  The front page declares the language {findings.language!r}: there may be an Arabic edition elsewhere."
        )
    for name in ("sitemaps", "feeds", "sections"):
        print(f"  {name}: {' '.join(getattr(findings, name)) or 'none found'}")
    generic = findings.article == LIKELY_ARTICLE
    print(f"  article: {'generic rules: no common shape found' if generic else findings.article}")
    for page in findings.pages:
        outcome = article_of(page)
        letters = sum(letter.isalpha() for letter in outcome.article.text)
        became = f"rejected: {outcome.rejected.reason}" if outcome.rejected else f"{letters} letters"
        print(f"  sample: {page.capture.url} ({became})")
    if findings.forbidden:
        print(f"  robots.txt forbids: {' '.join(findings.forbidden)}")
    print(f"Wrote {spider} and {folder}.")
    print(
        f"Review the file: run scrapy crawl {outlet.name} -a limit=5 and read the texts. Write both goldens, remove "
        '"reviewed" from outlet.json, and run make test.'
    )
