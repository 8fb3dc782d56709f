"""Settings that cannot be used are refused before anything starts, by every command and in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings
from scrapy.settings import default_settings as scrapys

from crawler import settings as defaults
from crawler.errors import SettingError
from crawler.run.usable_settings import COMPONENTS, TABLE, check_profiles_exist, check_settings
from tests.support.project import ROOT, scrapy

if TYPE_CHECKING:
    from pathlib import Path


def project(**changed: Any) -> Settings:
    settings = Settings()
    settings.setmodule(defaults)
    settings.setdict(changed, priority="cmdline")
    return settings


def test_the_projects_own_settings_can_be_used() -> None:
    check_settings(project())


def test_the_table_has_every_setting_of_the_project_that_is_a_plain_value() -> None:
    own = {name for name, value in vars(defaults).items() if name.isupper() and isinstance(value, str | int | float)}
    other = {"BOT_NAME", "NEWSPIDER_MODULE", "COMMANDS_MODULE", "SPIDER_LOADER_CLASS", "DUPEFILTER_CLASS", "VERSION"}
    other |= {"DEFAULT_DROPITEM_LOG_LEVEL", "FEED_EXPORT_ENCODING"}
    assert own - other <= set(TABLE)


def test_the_documentation_has_a_row_with_the_default_for_each_of_our_own_settings() -> None:
    own = {name: value for name, value in vars(defaults).items() if name.isupper() and not hasattr(scrapys, name)}
    del own["VERSION"]  # an import
    shown = {name: f"`{value}`" if value or value == 0 else "empty" for name, value in own.items()}
    rows = [row.split(" | ") for row in (ROOT / "docs" / "settings.md").read_text().splitlines() if row[:3] == "| `"]
    assert {name.strip("|` "): default for name, default, _ in rows} == shown


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("OUTPUT", "", "OUTPUT= names no folder"),
        ("OUTPUT", " ", "names no folder"),
        ("OUTPUT", None, "OUTPUT= names no folder"),
        ("OUTPUT", "a\0b", "holds a NUL byte"),
        ("OUTPUT", "s3:/bucket/prefix", "OUTPUT=s3:/bucket/prefix has one slash after its scheme"),
        ("LOCAL_OUTPUT", "s3://bucket/prefix", "LOCAL_OUTPUT=s3://bucket/prefix is a URL, and no folder"),
        ("REPLAY_ENGINE", "spark", "REPLAY_ENGINE=spark is none of processes, inline, ray"),
        ("WORKERS", "abc", "WORKERS=abc is no whole number"),
        ("WORKERS", "0", "WORKERS=0 is not between 1 and 512"),
        ("WORKERS", "513", "is not between"),
        ("WORKERS", "1.5", "is no whole number"),
        ("WORKERS", 1.5, "is no whole number"),
        ("WORKERS", True, "is no whole number"),
        ("WORKERS", [2], "is no whole number"),
        ("WORKER_TIMEOUT", "0", "is not between"),
        ("ARCHIVE_MAX_SIZE", "x", "ARCHIVE_MAX_SIZE=x is no whole number"),
        ("ARCHIVE_MAX_SIZE", "0", "is not between"),
        ("ARCHIVE_MAX_AGE", "inf", "is not between"),
        ("RECHECK_HOURS", "soon", "RECHECK_HOURS=soon is no number"),
        ("RECHECK_HOURS", "nan", "is not between"),
        ("RECHECK_HOURS", "-1", "is not between"),
        ("LEARN_DAYS", "never", "is no number"),
        ("BLOCKED_LIMIT", "0", "is not between"),
        ("ROBOTSTXT_OBEY", "yes", "ROBOTSTXT_OBEY=yes is neither True nor False"),
        ("USER_AGENT", "Warraq\r\nX: 1", "holds a control character"),
        ("CONTACT", "a@b.example\n", "CONTACT='a@b.example\\n' holds a control character"),
        ("OPERATOR", "a\tb", "holds a control character"),
        ("PROFILES", __file__, "is no folder"),
        ("DATE_READER", "pipelines.page.dates.misspelt", "cannot be loaded: NameError"),
        ("DATE_READER", "json.decoder.FLAGS", "is no function"),
        ("DATE_READER", "", "cannot be loaded"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL=LOUD is none of CRITICAL"),
        (
            "ITEM_PIPELINES",
            '{"pipelines.missing.Step": 500}',
            "pipelines.missing.Step cannot be loaded: Module",
        ),
        ("ITEM_PIPELINES", '{"pipelines.store.Misspelt": 500}', "cannot be loaded: NameError"),
        ("EXTENSIONS", '{"nodots": 1}', "nodots cannot be loaded"),
        ("EXTENSIONS", '{"datetime.date": "first"}', "the place of datetime.date is 'first'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(name: str, value: Any, why: str) -> None:
    with pytest.raises(SettingError) as raised:
        check_settings(project(**{name: value}))
    assert str(raised.value).startswith(name)
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OUTPUT", "."),
        ("OUTPUT", "s3://bucket/prefix"),
        ("PROFILES", ""),
        ("REPLAY_ENGINE", "inline"),
        ("WORKERS", None),
        ("WORKERS", "1"),
        ("WORKERS", 512),
        ("WORKERS", 2.0),
        ("ARCHIVE_MAX_SIZE", "1"),
        ("RECHECK_HOURS", "0"),
        ("RECHECK_HOURS", "1e6"),
        ("CONTACT", "https://library.example/ مكتبة"),
        ("DATE_READER", "json.loads"),
        ("ROBOTSTXT_OBEY", "0"),
        ("LOG_LEVEL", 10),
        ("CLOSESPIDER_TIMEOUT", None),
        ("ITEM_PIPELINES", '{"pipelines.missing.Step": null, "json.JSONDecoder": 5}'),
    ],
)
def test_a_setting_at_the_edge_of_its_range_can_be_used(name: str, value: Any) -> None:
    check_settings(project(**{name: value}))


def test_a_folder_of_profiles_that_does_not_exist_is_refused_except_where_it_may_be_made(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    settings = project(PROFILES=str(folder))
    check_settings(settings)
    with pytest.raises(SettingError, match="profiles does not exist; make the folder, or correct the setting"):
        check_profiles_exist(settings)
    folder.mkdir()
    check_profiles_exist(settings)
    check_profiles_exist(project())
    run = scrapy("crawl", "alroya.om", "-s", f"OUTPUT={tmp_path}", "-s", f"PROFILES={tmp_path / 'misspelt'}")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"PROFILES={tmp_path / 'misspelt'} does not exist; make the folder, or correct the setting.\n"


def test_no_component_of_ours_is_imported_for_the_check() -> None:
    assert all(getattr(defaults, name) for name in COMPONENTS)
    check_settings(project(ITEM_PIPELINES=dict.fromkeys(defaults.ITEM_PIPELINES, 1)))


@pytest.mark.parametrize(
    "command",
    [
        *(("crawl", "alroya.om"), ("grow",), ("replay",), ("extract", "a.html"), ("clean", "a.txt"), ("demo",)),
        *(("outlets",), ("health",), ("diff", "alroya.om/1"), ("duplicates",), ("verify",), ("learn", "alroya.om")),
        *(("wacz", "alroya.om", "-o", "a.wacz"), ("addoutlet", "akhbar.example")),
    ],
)
def test_every_command_refuses_it_in_one_sentence_before_it_starts(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = scrapy(*command, "-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=0")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "WORKERS=0 is not between 1 and 512; see crawler/settings.py.\n"
    assert not list(tmp_path.iterdir())
