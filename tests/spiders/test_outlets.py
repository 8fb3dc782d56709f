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
from crawler.spider import OutletSpider

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
OUTLETS = {spider.outlet.name: spider.outlet for spider in SPIDERS.values() if "outlet" in vars(spider)}

ARTICLES = {
    "digest.palestine-studies.org": ["/ar/node/36210", "/node/36211"],
    "alhurra.com": [
        "/a/four-questions-answered/347001.html",
        "/iraq/2024/08/23/تقدم-في-مباحثات-القاهرة",
        "/13999",
    ],
    "mustaqila.com": ["/مجلس-الوزراء-يقر-الموازنة/", "/2024/08/عنوان-خبر/", "/archives/41207"],
    "arabic.cnn.com": [
        "/middle-east/article/2024/02/11/gaza-call-truce",
        "/world/article/2026/1/2/عنوان-خبر",
    ],
    "alroya.om": ["/post/389001", "/post/389002/عنوان-الخبر"],
    "arabkhabar.com": ["/a/1200345", "/a/1200346/"],
    "aljazeera.net": [
        "/news/2026/7/28/عنوان-خبر-من-القدس",
        "/ebusiness/2026/7/1/أسعار-النفط?traffic_source=rss",
        "/sport/2026/12/31/مباراة-اليوم",
    ],
    "skynewsarabia.com": ["/middle-east/1879001-عنوان-الخبر-الأول", "/sport/1879002-نتيجة-المباراة"],
    "youm7.com": ["/story/2020/8/24/وزير-التعليم-يعلن-النتيجة/4943001", "/story/2026/12/1/خبر/7000001"],
    "lbcgroup.tv": ["/news/lifestyle/898001/عنوان-الخبر/ar", "/news/lebanon/898002/lbci-lebanon-articles/ar"],
}
"""Addresses in each outlet's shape, with made-up slugs."""

NOT_ARTICLES = {
    "digest.palestine-studies.org": ["/ar", "/ar/about", "/ar/search/node/1"],
    "alhurra.com": ["/iraq", "/en/13586", "/z/655", "/search/2024/08/23/x", "/api/ziqiiqpm_qie"],
    "mustaqila.com": ["/سياسة", "/category/عربي-ودولي-اليوم/", "/about-the-agency/", "/page/12/"],
    "arabic.cnn.com": ["/world", "/tag/gaza_strip", "/world/video/2024/02/11/v150", "/api/v1/rss/rss.xml"],
    "alroya.om": ["/category/2", "/author/17", "/post"],
    "arabkhabar.com": ["/a", "/c/12", "/tag/3001"],
    "aljazeera.net": [
        "/news",
        "/news/",
        "/liveblog/2026/7/28/تغطية-مباشرة",
        "/where/mideast/2026/7/28/x",
        "/video/2026/7/28/تقرير",
        "/sitemap.xml",
    ],
    "skynewsarabia.com": [
        "/latest-news",
        "/middle-east",
        "/article/1879657",
        "/amp/middle-east/1879001-عنوان",
        "/staticpage/6737-برنامج-التدريب",
        "/podcast/hayatouna/1879663-حلقة",
        "/breaking-news-الأخبار-العاجلة",
        "/topic/774411",
        "/radio-راديو-سكاي-نيوز-عربية",
    ],
    "youm7.com": [
        "/Section/أخبار-عاجلة/65/1",
        "/4943001",
        "/Tags/Index",
        "/Editor/Alleditors",
        "/رمضان",
        "/home/index",
    ],
    "lbcgroup.tv": [
        "/news/ar",
        "/news/category/1/أخبار-لبنان/ar",
        "/latest-news/ar",
        "/episodes/1958/برنامج/ar",
        "/watch/73813/نشرة/ar",
        "/weather-بيروت/1/ar",
        "/news/lifestyle/898001/title/en",
        "/news/lifestyle/898001/titre/fr",
    ],
}
"""Fronts, sections, live blogs and whatever else these outlets' pages link to."""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_module_holds_one_spider_named_after_its_outlet(module: ModuleType) -> None:
    (spider,) = spiders_of(module)
    if "outlet" not in vars(spider):
        return  # the spider of a site that has no file yet is named by its user

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
def test_a_start_point_is_no_article_and_is_asked_for_over_https(name: str) -> None:
    outlet = OUTLETS[name]
    for url in (*outlet.sitemaps, *outlet.feeds, *outlet.sections):
        assert url.startswith("https://")
        assert not outlet.is_article(url)


@pytest.mark.parametrize("name", OUTLETS)
def test_articles_are_told_from_all_else(name: str) -> None:
    outlet = OUTLETS[name]
    host = f"https://{outlet.domains[0]}"

    assert not outlet.is_article(host)
    assert not outlet.is_article(f"{host}/")
    for path in ARTICLES[name]:
        assert outlet.is_article(host + path), path
        assert outlet.is_article(host + quote(path, safe="/?=%")), path
    for path in NOT_ARTICLES[name]:
        assert not outlet.is_article(host + path), path
        assert not outlet.is_article(host + quote(unquote(path), safe="/")), path


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_travels_to_a_worker(name: str) -> None:
    assert pickle.loads(pickle.dumps(OUTLETS[name])) == OUTLETS[name]  # noqa: S301 - our own bytes
