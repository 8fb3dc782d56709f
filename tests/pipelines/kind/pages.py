"""Small pages like those of outlets and other sites, each with the kind for which it is rejected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import lxml.html

from pipelines.kind import judge_page, judge_text
from pipelines.page.structured import nodes_of
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

SITE = "صحيفة الضفاف"
URL = "https://difaf.example/news/20418/harbour-reopens"
HEADLINE = "ميناء المدينة يستأنف العمل بعد أسبوعين من التوقف"
FLASH = (
    "استأنف ميناء المدينة صباح اليوم الأحد استقبال السفن التجارية بعد توقف دام أسبوعين بسبب أعمال "
    "الصيانة، وفق ما أعلنته إدارة الميناء في بيان مقتضب نشرته على موقعها."
)
PARAGRAPHS = (
    (
        "قالت إدارة الميناء إن الأرصفة الخمسة عادت إلى العمل بكامل طاقتها، وإن أولى السفن التي رست صباح اليوم"
        " كانت محملة بعشرين ألف طن من القمح، ومن المقرر أن تفرغ حمولتها خلال ثلاثة أيام قبل أن تغادر إلى "
        "وجهتها التالية."
    ),
    (
        "وأضاف المدير العام في حديث إلى الصحفيين أن أعمال الصيانة شملت الرافعات والممرات وأنظمة الإنارة، وأن "
        "كلفتها بلغت أربعة ملايين دينار دفعت الوزارة نصفها وتحملت شركة التشغيل النصف الآخر بموجب العقد الموقع"
        " قبل عامين."
    ),
    (
        "ورحب التجار بعودة العمل، غير أن بعضهم شكا من أن الرسوم الجديدة التي فرضت على التخزين ترفع كلفة "
        "الاستيراد، وطالبوا بتأجيل تطبيقها إلى مطلع العام المقبل حتى تستعيد الأسواق نشاطها وتنخفض أسعار "
        "الشحن."
    ),
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEASERS = (
    "تفاصيل الاجتماع الذي عقده أعضاء المجلس البلدي مساء أمس في مقر المحافظة",
    "تقرير عن أسعار الخضر والفاكهة في أسواق الجملة هذا الأسبوع",
    "صور من حفل افتتاح المكتبة العامة في الحي القديم بعد ترميمها",
)


def headline(number: int) -> str:
    return f"المجلس البلدي يناقش المشروع رقم {number} لتوسعة الطرق الرئيسية"


def links(count: int) -> str:
    return "".join(f'<li><a href="/news/{number}">{headline(number)}</a></li>' for number in range(count))


def cards(count: int, tag: str = "article") -> str:
    return "".join(
        f'<{tag} class="post-{20_000 + number} card"><h3><a href="/news/{number}">{headline(number)}</a></h3>'
        f"<span>الأحد 23 أغسطس 2026</span><div><p>{TEASERS[number % 3]}، {TEASERS[(number + 1) % 3]}…</p></div></{tag}>"
        for number in range(count)
    )


def page(title: str = HEADLINE, body: str = "", head: str = "", classes: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(
        f'<html lang="ar" dir="rtl"><head><title>{title} - {SITE}</title>{head}</head><body class="{classes}">'
        f'<header><a href="/">{SITE}</a><nav><a href="/section/economy">اقتصاد</a></nav></header>{body}'
        "<footer><p>جميع الحقوق محفوظة لصحيفة الضفاف، ويحظر نسخ المواد أو إعادة نشرها دون إذن مسبق من إدارة الصحيفة "
        "وهيئة تحريرها.</p></footer></body></html>"
    )


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def ld(*nodes: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": nodes}, ensure_ascii=False)}</script>'


def kind_of(tree: lxml.html.HtmlElement, url: str = URL, *, live: bool = False) -> str:
    """Return the kind for which a page is rejected; empty if it is accepted."""
    return _kind(lambda: judge_page(tree, nodes_of(tree), url, live=live))


def kind_of_text(
    text: str, tree: lxml.html.HtmlElement, title: str = "", *, url: str = URL, dated: bool = False
) -> str:
    return _kind(lambda: judge_text(tree, nodes_of(tree), title, text, url=url, dated=dated))


def _kind(judge: Callable[[], None]) -> str:
    try:
        judge()
    except Rejected as rejected:
        return str(rejected).removeprefix("not-an-article: ").partition(":")[0]
    return ""


WP_VIDEO = "<iframe src='https://www.youtube.com/embed/abc'></iframe>"
CHALLENGE = "<script>window._cf_chl_opt={cvId:'3'};</script>"
CONSENT = (
    "<p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك ولعرض إعلانات تناسب اهتماماتك على موقعنا وفي تطبيقاتنا.</p>"
    "<p>يمكنك قبول الكل أو رفض الكل، أو إدارة التفضيلات في أي وقت من الرابط الموجود أسفل كل صفحة.</p>"
)
MISSING = (
    "<h1>عذراً!</h1><p>الصفحة التي تبحث عنها ربما تم نقلها أو حذفها، تأكد من صحة الرابط.</p>"
    "<a href='/'>العودة إلى الصفحة الرئيسية</a>"
)
FIGURES = "".join(
    f"<figure><img src='{n}.jpg'><figcaption>{TEASERS[n % 3]}، الصورة {n}</figcaption></figure>" for n in range(8)
)
DIGEST = "".join(
    f"<p>{n}. {FLASH}</p><p><a href='/{n}'>{headline(n)}</a></p><p>{TEASERS[n % 3]}.</p>" for n in range(6)
)
