"""The card of an export: README.md, as Hugging Face reads it, in English and Arabic."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Any

from corpus.export.choices import TEST, TRAIN, Cause, Format
from corpus.export.formats import file_name
from corpus.export.schema import SCHEMA_VERSION, described, features
from corpus.quality.personal import ADDRESS, EMAIL, PHONE

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from corpus.export.choices import Choices
    from corpus.export.figures import Figures
    from corpus.export.record import Record
    from corpus.export.rows import Facts

TITLE = "Arabic news, archived and extracted by Warraq"
"""The name of an export, in its card and its Croissant description."""
_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M")
_MASKED = f"e-mail addresses (`{EMAIL}`), telephone numbers (`{PHONE}`) and public IP addresses (`{ADDRESS}`)"
_CARD = Template("""---
language:
- ar
pretty_name: $title
license: other
task_categories:
- text-generation
- fill-mask
size_categories:
- $size
tags:
- news
- arabic
- warc
$configs---

# $title

$documents documents with $words words from $outlets outlets in $lands countries; published $published, captured
$captured (UTC).

## Made by

Warraq archived every exchange with the outlets as WARC, extracted the article bodies, removed what is not the article
(the column `cut` holds it), and judged language and length. Each row names its record in the archive (`warc`, `offset`,
`record_id`, `payload_digest`), and the rules that made it (`rules`, `extractor`, `profile`):

$made_by

Choices of this export: $choices.

Not in it: $left_out.

## Contents

$years
$by_outlet
$sides
The columns (schema $schema):

$columns
Files are sorted by outlet, day and time of capture. `export.json` has the SHA-256 of each.

## Rights

The texts belong to their outlets. No licence is granted with them; the outlets' rights and your law decide what you may
do. The column `rights` holds what each outlet stated for machines at the time of the capture:

$rights
$reserved

## Limits

- News of the outlets named above, in the Arabic that they print, without a balance of countries, years or opinions.
- Metadata is exact or absent: what a page does not state with certainty is null. Dates are those that pages state.
- Extraction errs: a text may lack a paragraph, or have one that is not the article's.
- Personal names and other personal facts stand in the texts as they were published$masked.
- $copies of the documents have the text of an earlier one (`copy_of`): wire copy. Near-duplicates are $near.

## How to load, rebuild and cite it

    from datasets import load_dataset
    load_dataset("DIR")                              # or with streaming=True

    SELECT outlet, count(*) FROM 'DIR/$glob' GROUP BY outlet;   -- DuckDB

With the archives, `scrapy replay` rebuilds the corpus byte for byte under the same rules, and `scrapy export` with the
choices above gives these files again. A folder with MANIFEST.json is a release: `scrapy release --verify` proves it by
the archives, and CITATION.cff cites it. DATASHEET.md answers the questions of a datasheet. Cite a document by its `id`,
`url` and `captured`, and the corpus as:
$title, schema $schema, $documents documents, captured $captured.

## بالعربية

<div dir="rtl">

تضم هذه المدوّنة $documents وثيقة فيها $words كلمة من $outlets من المنابر الإخبارية العربية، نُشرت في المدة $published،
وحُفظت صفحاتها في المدة $captured. حفظ «ورّاق» كل صفحة في أرشيف WARC، ثم استخرج متن المقال وحذف ما ليس منه، وبقي
المحذوف في العمود `cut`. يدل كل صف على موضعه في الأرشيف، فيستطيع من لديه الأرشيف أن يعيد بناء المدوّنة كما هي.

حقوق النصوص لأصحابها، ولا تمنح هذه المدوّنة ترخيصاً باستعمالها. يحفظ العمود `rights` ما أعلنه كل منبر عن الأرشفة
والتنقيب في النصوص. $reserved_arabic

قد ينقص النصَّ فقرةٌ، أو تبقى فيه فقرة ليست منه. وما لم تذكره الصفحة يقيناً تُرك فارغاً. وفي الملف DATASHEET.ar.md بيان
المدوّنة مفصّلاً. وإن وُجد الملف MANIFEST.json فالمجلد إصدار ثابت، تسمّيه بصمة ذلك الملف، ويتحقق منه الأمر
`scrapy release --verify`. يُستشهد بالوثيقة بقيم `id` و`url` و`captured`، وبالإصدار باسمه وبصمته.

</div>
""")


def card(record: Record, choices: Choices, facts: Mapping[str, Facts]) -> str:
    """Return the card of an export. It states no time of its own: equal exports have equal cards.

    Args:
        record: The export's record.
        choices: Its choices.
        facts: What the files of outlets state, by name.
    """
    total = record.figures()
    count = total.documents.total()
    outlets = sorted({outlet for (outlet, _), written in record.shards.items() if written.parts})
    reserved = total.left_out[Cause.RESERVED]
    return _CARD.substitute(
        title=TITLE,
        size=_SIZES[min(max(len(str(count)) - 3, 0), len(_SIZES) - 1)],
        configs=_configs(choices, total),
        documents=f"{count:,}",
        words=f"{total.words:,}",
        outlets=f"{len(outlets):,}",
        lands=len([land for land in total.lands if land]),
        published=_span(total.published),
        captured=_span(total.captured),
        made_by=_list(total.made_by, count),
        choices=_described(record.choices),
        left_out=", ".join(f"{number:,} {cause}" for cause, number in sorted(total.left_out.items())) or "nothing",
        years=_table("year", total.years),
        by_outlet=_outlets(record, outlets, facts),
        sides=_table("side of the split", total.documents),
        schema=SCHEMA_VERSION,
        columns=described(),
        rights=_list(total.rights, count),
        reserved=_reserved(reserved, count, with_reserved=choices.with_reserved),
        reserved_arabic=_reserved_arabic(reserved, with_reserved=choices.with_reserved),
        copies=_share(total.copies, count),
        masked=f"; marks stand for {_MASKED}" if choices.mask else "",
        near="marked (`near_of`)" if choices.needs_near else "not marked",
        glob=f"data/*/*/{file_name('*', choices.format)}",
    )


def _configs(choices: Choices, total: Figures) -> str:
    """Return the lines of YAML by which `datasets` loads the export: a folder of texts has none."""
    if choices.format is Format.TEXT:
        return ""
    lines = ["configs:", "- config_name: default", "  data_files:"]
    sides = [side for side in (TRAIN, TEST) if total.documents[side]]
    for side in sides:
        lines += [f"  - split: {side}", f"    path: data/{side}/*/{file_name('*', choices.format)}"]
    # Without `splits`: `datasets` compares their counts with what it loaded, and so refuses a load with a filter.
    lines += ["dataset_info:", "  features:", *(f"  {line}" for line in features())]
    return "\n".join(lines) + "\n"


def _described(choices: dict[str, Any]) -> str:
    """Return the choices in one line."""
    shown = []
    for name, value in choices.items():
        span = f"{value['first']}..{value['last']}" if isinstance(value, dict) else ""
        shown.append(f"`{name}` {', '.join(value) if isinstance(value, list) else span or value}")
    return "; ".join(shown).replace("\n", " ") or "the defaults (newest versions, nothing reserved)"


def _reserved(left_out: int, count: int, *, with_reserved: bool) -> str:
    if with_reserved:
        return "Documents whose outlet reserves archiving, or text and data mining, are in this export (`reserved`)."
    share = _share(left_out, left_out + count)
    return f"Left out, because their outlet reserves archiving, or text and data mining: {share} of the documents."


def _reserved_arabic(left_out: int, *, with_reserved: bool) -> str:
    if with_reserved:
        return "وفيها وثائق تحفّظت منابرها على الأرشفة أو التنقيب في النصوص."
    return f"وأُخرجت منها الوثائق التي تحفّظت منابرها على الأرشفة أو التنقيب في النصوص، وعددها {left_out:,}."


def _outlets(record: Record, outlets: list[str], facts: Mapping[str, Facts]) -> str:
    lines = ["| outlet | publication | country | documents | words |", "| --- | --- | --- | --- | --- |"]
    for outlet in outlets:
        publication, land = facts.get(outlet, (None, None))
        own = record.figures(outlet)
        cells = (outlet, publication or "", land or "", f"{own.documents.total():,}", f"{own.words:,}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _table(name: str, counts: Counter[str]) -> str:
    lines = [f"| {name} | documents |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {key} | {value:,} |" for key, value in sorted(counts.items()))]) + "\n"


def _list(counts: Counter[str], whole: int) -> str:
    return "\n".join(f"- {name}: {_share(count, whole)}" for name, count in sorted(counts.items())) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({100 * part / whole:.1f} %)" if whole else "0"


def _span(span: tuple[str, str]) -> str:
    return f"{span[0]} to {span[1]}" if span[0] else "on days that no page states"
