"""Policies over all outlets."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

import crawler.spiders
from crawler.discovery.paging import next_of
from crawler.spider import OutletSpider
from crawler.urls import canonical
from tests.support.mirror import place_of
from tests.support.mirror_site import FOLDER, OUTLETS, SITES

if TYPE_CHECKING:
    from types import ModuleType

MODULES = [
    importlib.import_module(f"crawler.spiders.{module.name}")
    for module in pkgutil.iter_modules(crawler.spiders.__path__)
]


def spiders_of(module: ModuleType) -> list[type[OutletSpider]]:
    members = vars(module).values()
    return [
        member
        for member in members
        if isinstance(member, type) and issubclass(member, OutletSpider) and member.__module__ == module.__name__
    ]


SPIDERS = {module.__name__.rpartition(".")[2]: spider for module in MODULES for spider in spiders_of(module)}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_module_holds_one_spider_named_after_its_outlet(module: ModuleType) -> None:
    (spider,) = spiders_of(module)
    if "outlet" not in vars(spider):
        return  # the user names the spider of a site that has no file yet

    name = module.__name__.rpartition(".")[2]
    assert spider.name == spider.outlet.name
    assert name == spider.outlet.name.replace(".", "_").replace("-", "_")


def test_the_outlets_of_the_reference_documents_are_here() -> None:
    assert {
        "digest.palestine-studies.org",
        "alhurra.com",
        "mustaqila.com",
        "arabic.cnn.com",
        "alroya.om",
    } <= set(OUTLETS)


def test_no_two_outlets_share_a_name_or_a_host() -> None:
    names = Counter(spider.name for spider in SPIDERS.values())
    hosts = Counter(host for outlet in OUTLETS.values() for host in outlet.domains)

    assert [name for name, count in (names + hosts).items() if count > 2] == []
    assert [name for name, count in names.items() if count > 1] == []
    assert [host for host, count in hosts.items() if count > 1] == []


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_is_facts_only(name: str) -> None:
    (spider,) = (spider for spider in SPIDERS.values() if spider.name == name)

    assert set(vars(spider)) - {"__module__", "__doc__", "__firstlineno__", "__static_attributes__"} == {
        "outlet",
        "name",
    }


@pytest.mark.parametrize("spider", SPIDERS.values(), ids=SPIDERS)
def test_no_spider_sets_its_own_speed_or_turns_off_robots(spider: type[OutletSpider]) -> None:
    assert "custom_settings" not in vars(spider)
    assert "update_settings" not in vars(spider)
    assert "download_delay" not in vars(spider)


@pytest.mark.parametrize("name", OUTLETS)
def test_discovery_survives_the_loss_of_one_start_point(name: str) -> None:
    outlet = OUTLETS[name]
    kinds = [kind for kind in (outlet.sitemaps, outlet.feeds, outlet.sections) if kind]

    assert len(kinds) >= 2 or "only" in outlet.evidence


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_has_a_mirror_and_two_goldens(name: str) -> None:
    site = SITES[name]

    assert len(site.goldens) >= 2
    assert len(set(site.goldens.values())) == len(site.goldens)
    for url in site.goldens:
        assert site.outlet.is_article(url), url
    assert site.answers


@pytest.mark.parametrize("name", OUTLETS)
def test_a_mirror_serves_lists_of_the_outlet_and_at_most_one_start_point_of_three_is_dead(name: str) -> None:
    site = SITES[name]
    served = set(map(place_of, site.pages))
    alive = [url for url in site.start_points if place_of(url) in served]

    for url in (*site.pages, *site.goldens):
        assert site.outlet.owns(url), url
    assert len(site.start_points) - len(alive) <= max(1, len(site.start_points) // 3)


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_is_reviewed(name: str) -> None:
    assert SITES[name].reviewed, (
        f"tests/outlets/{name}: read the outlet's file, write both goldens (CONTRIBUTING.md says how), "
        'then take "reviewed" out of outlet.json.'
    )


def test_a_folder_of_a_mirror_belongs_to_an_outlet() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(OUTLETS)


@pytest.mark.parametrize("name", OUTLETS)
def test_a_start_point_is_no_article_and_is_asked_for_over_https(name: str) -> None:
    outlet = OUTLETS[name]
    for url in (*outlet.sitemaps, *outlet.feeds, *outlet.sections):
        assert url.startswith("https://")
        assert not outlet.is_article(url)


@pytest.mark.parametrize("name", OUTLETS)
def test_a_template_fits_a_list_of_the_outlet_and_its_pages_are_no_articles(name: str) -> None:
    outlet = OUTLETS[name]
    starts = (*outlet.sitemaps, *outlet.feeds, *outlet.sections)
    for template in outlet.pages:
        second = template.format(page=2, year=2026, month=1, day=2)
        assert not outlet.is_article(second)
        if "{page" in template:
            assert canonical(second) in {canonical(next_of(outlet, start)) for start in starts}


@pytest.mark.parametrize("name", OUTLETS)
def test_articles_are_told_from_all_else(name: str) -> None:
    site = SITES[name]
    outlet = site.outlet

    assert len(site.articles) >= 2
    assert len(site.others) >= 3
    for place in ("", "/"):
        assert not outlet.is_article(f"https://{outlet.domains[0]}{place}")
    for url in map(site.address, site.articles):
        assert outlet.is_article(url), url
        assert outlet.is_article(quote(url, safe=":/?=&%")), url
    for url in map(site.address, site.others):
        assert not outlet.is_article(url), url
        assert not outlet.is_article(quote(unquote(url), safe=":/?=&")), url


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_travels_to_a_worker(name: str) -> None:
    assert pickle.loads(pickle.dumps(OUTLETS[name])) == OUTLETS[name]  # noqa: S301 - our own bytes
