"""The datasheet of an export in English and Arabic: the questions of Gebru et al. (Datasheets for Datasets, 2021).

The export answers what its figures and the program answer. The rest is the publisher's: `datasheet.toml` in the output
folder has a table for each section, and a string for each answer.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from corpus.export.card import TITLE
from corpus.export.choices import Cause
from corpus.export.datasheet_words import ARABIC, ENGLISH
from corpus.export.schema import SCHEMA_VERSION
from crawler.errors import ExportError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.export.datasheet_words import Words
    from corpus.export.record import Record

ANSWERS = "datasheet.toml"
"""The name of the publisher's file in the output folder."""
LARGEST = 200_000
"""Most bytes of that file."""


class Question(NamedTuple):
    """A question of the datasheet."""

    key: str
    """Its name in the publisher's file."""
    text: str
    """The question, in short."""
    answer: str = ""
    """The program's answer, with names of figures in braces; empty where only the publisher can answer."""


SECTIONS: Mapping[str, tuple[Question, ...]] = {
    "motivation": (
        Question("purpose", "For what purpose was it created?"),
        Question("creators", "Who created it, and on behalf of whom?"),
        Question("funding", "Who paid for it?"),
    ),
    "composition": (
        Question(
            "instances", "What is an instance?", "A row: the text of one version of a news article, with its metadata."
        ),
        Question(
            "count",
            "How many are there?",
            "{documents} documents with {words} words, of {outlets} outlets in {lands} countries; published "
            "{published}, "
            "captured {captured} (UTC).",
        ),
        Question(
            "sample",
            "Is it all instances, or a sample of a larger set?",
            "It holds what was captured, extracted and chosen ({choices}), not all that the outlets printed. "
            "Left out of what is stored: {left_out}.",
        ),
        Question(
            "fields",
            "What does an instance consist of?",
            "The columns of schema {schema}, which README.md lists: text, title, times, addresses, the outlet's "
            "statements "
            "of rights, and the place of the page in a web archive.",
        ),
        Question("labels", "Is there a label or target?", "None but the outlet's own sections and tags."),
        Question(
            "missing",
            "Is something missing?",
            "What a page does not state with certainty is null. Pictures and comments are not part of it.",
        ),
        Question(
            "relations",
            "Are relations between instances explicit?",
            "`article` joins versions of an article, `copy_of` the same text elsewhere, `near_of` nearly the same text "
            "(null unless asked for), `story` all of these.",
        ),
        Question("splits", "Are there recommended splits?", "{sides}."),
        Question(
            "noise",
            "Are there errors, noise or redundancies?",
            "Extraction errs: a text may lack a paragraph, or have one that is not the article's. {copies} of the "
            "documents "
            "have the text of an earlier one.",
        ),
        Question(
            "external",
            "Does it rely on anything outside?",
            "Not to be read. To be rebuilt it needs the archives that `warc` names.",
        ),
        Question(
            "confidential", "Might it hold anything confidential?", "It holds what the outlets published to anyone."
        ),
        Question(
            "offensive",
            "Might it hold what offends or distresses?",
            "Yes: news of war, crime and death, as it was printed. Nothing was filtered by content.",
        ),
        Question("groups", "Does it name subpopulations?", "Only as the texts do; no column does."),
        Question(
            "persons",
            "Can persons be identified?",
            "Yes: texts name persons as the outlets did, and `authors` names those who signed.",
        ),
        Question("sensitive", "Might it hold sensitive facts about persons?", "Yes, where an outlet printed them."),
    ),
    "collection": (
        Question(
            "how",
            "How was each instance acquired?",
            "A crawl requested the page by its address and archived the whole exchange as WARC; or somebody's "
            "archive was "
            "replayed. The text was extracted from that archive.",
        ),
        Question(
            "mechanism",
            "By what mechanism, and how was it validated?",
            "Warraq: {made_by}. Its documentation compares its texts with reviewed ones.",
        ),
        Question("strategy", "If it is a sample, how was it drawn?", "{drawn}."),
        Question("people", "Who was involved, and how were they paid?"),
        Question("when", "Over what time was it collected?", "Captured {captured} (UTC); published {published}."),
        Question("review", "Was there an ethical review?"),
        Question(
            "notified",
            "Were the persons told, and did they consent?",
            "No person was asked; the texts are publications.",
        ),
        Question(
            "revoke",
            "Can consent be revoked?",
            "Statements of the outlets to machines are in `rights`; {reserved} documents were left out because of "
            "them.",
        ),
        Question("impact", "Was the impact on persons analysed?"),
    ),
    "preprocessing": (
        Question(
            "done",
            "What was done to the instances?",
            "The body was found, characters that are invisible or accidental were normalized, and what is not the "
            "article "
            "was removed; language and length were judged. Letters, digits and punctuation stayed the author's.",
        ),
        Question(
            "raw", "Was the raw form kept?", "Yes: the archives hold the pages, and `cut` the removed paragraphs."
        ),
        Question("software", "Is the software available?", "Warraq (Apache-2.0), with trafilatura."),
    ),
    "uses": (
        Question("used", "Has it been used already?"),
        Question("repository", "Where are its uses listed?"),
        Question("other", "For what else could it be used?"),
        Question(
            "effects",
            "What in it might affect later uses?",
            "It has no balance of countries, years, topics or opinions: a model learns the outlets' words and views.",
        ),
        Question(
            "unfit",
            "For what should it not be used?",
            "To find out facts about private persons; as a picture of how most people speak Arabic; against what an "
            "outlet "
            "reserves in `rights`.",
        ),
    ),
    "distribution": (
        Question("third", "Is it given to others?"),
        Question("means", "How, and under what identifier?"),
        Question("when", "When?"),
        Question(
            "licence",
            "Under what licence or terms?",
            "The texts belong to their outlets, and no licence is granted with them. Statements that were found: "
            "{rights}.",
        ),
        Question("restrictions", "Do others restrict it?", "The outlets' rights and your law do."),
        Question("export", "Do export controls apply?"),
    ),
    "maintenance": (
        Question("host", "Who supports and hosts it?"),
        Question("contact", "How can they be reached?"),
        Question("erratum", "Is there an erratum?"),
        Question(
            "updates",
            "Is it updated?",
            "A later export into the same folder adds what is new. A release never changes: its manifest's digest "
            "names it.",
        ),
        Question("retention", "Are there limits on keeping facts about persons?"),
        Question(
            "versions",
            "Are older versions kept?",
            "An `id` names the same document in every export; `--versions all` adds older versions of articles.",
        ),
        Question("contribute", "Can others extend it?", "Whoever has the archives can build it, and add archives."),
    ),
}
"""The questions, by section, in the paper's order."""


def read_answers(output: Path) -> dict[tuple[str, str], str]:
    """Return the publisher's answers in an output folder, by section and key; none without the file.

    Raises:
        ExportError: The file cannot be read, or has another form.
    """
    path = output / ANSWERS
    try:
        if not path.exists():
            return {}
        if path.stat().st_size > LARGEST:
            raise ExportError(f"{path}: has more than {LARGEST:,} bytes; shorten the answers.")
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ExportError(f"{path}: cannot be read ({error}); correct it.") from None
    answers = {}
    for section, values in found.items():
        known = {question.key for question in SECTIONS.get(section, ())}
        for key, answer in values.items() if isinstance(values, dict) else [("", "")]:
            if key not in known or not isinstance(answer, str):
                raise ExportError(f"{path}: {section}.{key} is no question of {ENGLISH.file}, or its answer no string.")
            answers[section, key] = answer.strip()
    return answers


def datasheets(record: Record, choices: Choices, answers: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Yield name and content of the datasheets of an export. Equal exports and answers have equal ones.

    Args:
        record: The export's record.
        choices: Its choices.
        answers: The publisher's answers, which stand before the program's, in each language unchanged.
    """
    for words in (ENGLISH, ARABIC):
        yield words.file, _datasheet(record, choices, answers, words)


def _datasheet(record: Record, choices: Choices, answers: Mapping[tuple[str, str], str], words: Words) -> str:
    figures = _figures(record, choices, words)
    lines = [words.begin.format(title=TITLE)]
    for section, questions in SECTIONS.items():
        lines += ["", f"## {words.sections.get(section, section.capitalize())}"]
        for question in questions:
            text, answer = words.questions.get(f"{section}.{question.key}", (question.text, question.answer))
            own, given = answer.format_map(figures), answers.get((section, question.key), "")
            empty = words.empty.format(key=question.key, section=section, answers=ANSWERS)
            lines += ["", f"**{text}**", "", "\n\n".join(one for one in (given, own) if one) or empty]
    return "\n".join(lines) + f"{words.end}\n"


def _figures(record: Record, choices: Choices, words: Words) -> dict[str, str]:
    """Return what the answers name."""
    total = record.figures()
    described = words.comma.join(f"`{name}`" for name in record.choices) or words.defaults
    sides = words.split.format(choice=choices.split, counts=_counted(total.documents, words))
    return {
        "documents": f"{total.documents.total():,}",
        "words": f"{total.words:,}",
        "outlets": f"{len({outlet for (outlet, _), written in record.shards.items() if written.parts}):,}",
        "lands": f"{len([land for land in total.lands if land]):,}",
        "published": _span(total.published, words),
        "captured": _span(total.captured, words),
        "copies": f"{total.copies:,}",
        "reserved": f"{total.left_out[Cause.RESERVED]:,}",
        "left_out": _counted(total.left_out, words) or words.nothing,
        "made_by": words.comma.join(sorted(total.made_by)),
        "rights": _counted(total.rights, words),
        "sides": sides if choices.split else words.unsplit,
        "choices": described,
        "drawn": words.drawn.format(sample=choices.sample) if choices.sample else words.undrawn,
        "schema": str(SCHEMA_VERSION),
    }


def _counted(counts: Counter[str], words: Words) -> str:
    return words.comma.join(
        words.counted.format(count=f"{count:,}", name=name) for name, count in sorted(counts.items())
    )


def _span(span: tuple[str, str], words: Words) -> str:
    return words.span.format(first=span[0], last=span[1]) if span[0] else words.undated
