"""Pages that a script composes of the project's own texts, for `benchmarks/parts.py`: bodies with parts of many kinds.

A body's paragraphs stand in one element, some of them in others; cards, prompts, notices and lives stand among and
behind them. Real pages at hand have few of the forms that sites give to these.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from generalise_inputs import own_texts

PROMPTS = (
    "انضم إلى قناة الموقع على واتساب",
    "هل أعجبك التقرير؟ شاركه مع أصدقائك",
    "حمّل تطبيقنا لتصلك الأخبار العاجلة أولًا",
    "اشترك في قائمتنا البريدية مجانًا",
    "ساعدنا على الاستمرار وتبرع بما تستطيع",
    "أرسل إلينا صورك ومقاطعك من مكان الحدث",
    "صوّت الآن: هل تؤيد القرار؟",
    "وجدت خطأ في النص؟ أبلغ هيئة التحرير",
)
LIVES = (
    "كاتبة وصحفية من الجزائر تهتم بقضايا البيئة والمدن.",
    "محرر الشؤون الاقتصادية في الموقع، عمل سابقًا في عدد من الصحف الخليجية.",
    "باحث في مركز دراسات المتوسط، صدر له كتابان عن الهجرة.",
    "مراسل ميداني، حاصل على ماجستير الإعلام من جامعة القاهرة.",
    "أستاذ الأدب المقارن، يكتب زاوية شهرية عن الترجمة",
)
NOTICES = (
    "التعليقات المنشورة تعبر عن أصحابها ولا تمثل رأي الموقع.",
    "يحتفظ الموقع بحق عدم نشر أي تعليق لا يلتزم بآداب الحوار.",
    "المواد المنشورة محمية بحقوق الملكية، ولا يجوز نسخها دون موافقة مسبقة.",
    "نعتمد ملفات الارتباط لتحسين التصفح وقياس الزيارات.",
    "لن ينشر بريدك، والحقول التي تحمل نجمة مطلوبة.",
)
NOTES = (
    "تحديث: أضيف تصريح الوزارة إلى هذا الخبر بعد نشره.",
    "شارك في التغطية مراسلنا في طرابلس.",
    "أعدّ التقرير فريق البيانات بالتعاون مع طلاب الجامعة.",
    "ملاحظة من المحرر: غُيّرت أسماء بعض الشهود حفاظًا على سلامتهم.",
)
SUBHEADINGS = ("خلفيات القرار", "ماذا يقول الأهالي؟", "أرقام من الميدان", "الخطوة التالية", "آراء متباينة")
FACTS = (
    "المساحة الإجمالية أربعة آلاف متر مربع.",
    "عدد العاملين مئة وعشرون عاملًا.",
    "مدة التنفيذ سبعة عشر شهرًا.",
    "رفضت الإدارة التعليق على ذلك.",
)
ALIKE = ("<p>{}</p>", "<p>{}</p>", "<div>{}</div>", "{}<br><br>", '<div class="par"><p>{}</p></div>')
"""The forms of a body's own paragraphs."""
APART = (
    "<div><p>{}</p></div>",
    '<div class="tx">{}</div>',
    "<section><p>{}</p></section>",
    "<blockquote>{}</blockquote>",
    '<p class="lead">{}</p>',
    "<p><span>{}</span></p>",
    '<div dir="rtl">{}</div>',
    '<div class="wrap"><div><p class="v">{}</p></div></div>',
)
"""The forms of its paragraphs that are not like the others."""
CONTAINERS = (
    "<div>{}</div><div>إعلان</div><div>{}</div>",
    '<div class="one">{}</div><div class="two"><div>{}</div></div>',
    "{}<section>{}</section>",
    "<div><div>{}</div></div><div>{}</div>",
)
"""The forms of a body in two containers."""
HEADED = ("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>", '<div class="sub">{}</div>')
LEADS = ('<div class="ld"><p>{}</p></div>', '<h2 class="st">{}</h2>', '<p class="ld"><b>{}</b></p>', "<div>{}</div>")
INSERTS = (
    '<div class="in"><span>اقرأ أيضا</span><div>{}</div><p>{}</p></div>',
    '<div class="in"><img src="a.jpg"><h4>{}</h4><p>{}</p></div>',
    "<card-box><div>{}</div><div>{}</div></card-box>",
)
ASKING = (
    '<div class="pr">{}</div>',
    '<div class="pr"><p>{}</p><button>تم</button></div>',
    '<section class="pr"><h4>لا تفوّت</h4><p>{}</p></section>',
)
LIFE = ('<div class="au"><h4>نادر الخطيب</h4><p>{}</p></div>', '<div class="au">{}</div>')
NOTICE = ('<div class="po"><p>{}</p></div>', '<p class="po">{}</p>', "<div><h3>التعليقات</h3><div>{}</div></div>")
TICKERS = ('<div class="tk"><span>{}</span> <span>{}</span></div>', '<div class="tk"><p>{}</p><p>{}</p></div>')
LISTS = ('<div class="mo"><h3>المزيد</h3>{}</div>', '<div class="mo"><div>اخترنا لك</div>{}</div>', "<div>{}</div>")


class Composed(NamedTuple):
    """A page that was composed."""

    site: str
    """The site of its article's text."""
    html: str
    body: list[str]
    """The lines of its article."""


def composed_pages(number: int) -> list[Composed]:
    """Return pages composed of the project's texts, the same ones at every call."""
    texts = [(name, text.split("\n")) for name, text in own_texts()]
    texts = [(name, lines) for name, lines in texts if len(lines) > 4]  # noqa: PLR2004 - a headline and a body
    return [_Composer(texts, random.Random(seed)).page(seed) for seed in range(number)]  # noqa: S311 - no secret


class _Composer:
    """Composes one page."""

    def __init__(self, texts: list[tuple[str, list[str]]], draw: random.Random) -> None:
        self._texts = texts
        self._draw = draw
        self._body: list[str] = []

    def page(self, seed: int) -> Composed:
        """Return a page about one of the texts."""
        draw = self._draw
        name, (title, *lines) = self._texts[seed % len(self._texts)]
        lead = ""
        if draw.random() < 0.3:  # noqa: PLR2004 - a share, as those below
            lead = draw.choice(LEADS).format(self._own(lines.pop(0)))
        parts = self._parts(lines, draw.choice(ALIKE))
        at = draw.randint(2, len(parts)) if draw.random() < 0.3 else len(parts)  # noqa: PLR2004
        body = "\n".join(parts[:at])
        if parts[at:]:
            body = draw.choice(CONTAINERS).format(body, "\n".join(parts[at:]))
        top, tail = self._top(), self._tail()
        inner = draw.choice(
            (
                f'<div class="body">{lead}{body}</div>{tail}',
                f'{lead}<div class="body">{body}{tail}</div>',
                f'{lead}<div class="a"><div class="b">{body}</div></div><div class="z">{tail}</div>',
            )
        )
        html = (
            f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} - موقع</title></head>'
            f'<body><div><ul><li><a href="/">الرئيسية</a></li><li><a href="/s">رياضة</a></li></ul></div>'
            f"<div><h1>{title}</h1>{top}{inner}</div></body></html>"
        )
        folder, _, stem = name.partition("/")
        return Composed(stem if folder == "pages" else folder, html, self._body)

    def _own(self, line: str) -> str:
        self._body.append(line)
        return line

    def _parts(self, lines: list[str], alike: str) -> list[str]:
        """Return the body's paragraphs with sub-headings, lists, notes and foreign parts among them."""
        draw, parts = self._draw, []
        for at, line in enumerate(lines):
            chance = draw.random()
            if chance < 0.12:  # noqa: PLR2004
                parts.append(draw.choice(HEADED).format(self._own(draw.choice(SUBHEADINGS))))
            elif chance < 0.2:  # noqa: PLR2004
                parts.append(f"<ul>{''.join(f'<li>{self._own(fact)}</li>' for fact in draw.sample(FACTS, 3))}</ul>")
            elif chance < 0.28 and at:  # noqa: PLR2004
                parts.append(draw.choice(INSERTS).format(*self._card()))
            elif chance < 0.36 and at:  # noqa: PLR2004
                parts.append(draw.choice(ASKING).format(draw.choice(PROMPTS)))
            form = draw.choice(APART) if "br" not in alike and draw.random() < 0.2 else alike  # noqa: PLR2004
            parts.append(form.format(self._own(line)))
        if draw.random() < 0.25:  # noqa: PLR2004
            parts.append(
                draw.choice(("<p><em>{}</em></p>", '<p class="no">{}</p>')).format(self._own(draw.choice(NOTES)))
            )
        return parts

    def _card(self) -> list[str]:
        """Return the headline of a text and the beginning of its first paragraph, as teasers have it."""
        title, first, *_ = self._draw.choice(self._texts)[1]
        words = first.split()[: self._draw.randint(9, 18)]
        return [title, " ".join(words).rstrip("،.؛:") + self._draw.choice((".", ".", "..."))]

    def _top(self) -> str:
        """Return what stands between headline and body."""
        draw, parts = self._draw, []
        if draw.random() < 0.4:  # noqa: PLR2004
            parts.append(f"<div><span>حلب</span> <span>{draw.randint(10, 28)}/03/2024</span></div>")
        if draw.random() < 0.2:  # noqa: PLR2004
            parts.append(draw.choice(LIFE).format(draw.choice(LIVES)))
        if draw.random() < 0.25:  # noqa: PLR2004
            parts.append(draw.choice(TICKERS).format(f"{self._card()[0]}.", f"{self._card()[0]}."))
        return "".join(parts)

    def _tail(self) -> str:
        """Return what stands behind the body."""
        draw, parts = self._draw, []
        if draw.random() < 0.4:  # noqa: PLR2004
            parts.append(draw.choice(LIFE).format(draw.choice(LIVES)))
        if draw.random() < 0.4:  # noqa: PLR2004
            parts.append(draw.choice(NOTICE).format(draw.choice(NOTICES)))
        if draw.random() < 0.5:  # noqa: PLR2004
            cards = [self._card() for _ in range(draw.randint(1, 3))]
            items = "".join(f"<div><div>{title}</div><p>{text}</p></div>" for title, text in cards)
            parts.append(draw.choice(LISTS).format(items))
        return "".join(parts)
