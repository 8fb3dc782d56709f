"""What is an article's page, and what only looks like one: small pages as outlets and their neighbours serve them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from lxml import etree

from pipelines.kind import judge_page, judge_text
from pipelines.rejected import Rejected
from pipelines.structured import nodes_of
from tests.project import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SITE = "صحيفة الضفاف"
real = pytest.mark.skipif(not SHARED.exists(), reason="../shared (real pages with gold) is not here")
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


def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def bare(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Take out what only machines read: metadata, scripts, classes, microdata."""
    etree.strip_elements(tree, "meta", "script", with_tail=False)
    etree.strip_attributes(tree, "class", "itemtype", "itemprop")
    return tree


def kind_of(tree: lxml.html.HtmlElement, url: str = URL, *, live: bool = False) -> str:
    """Return the kind for which a page is rejected; empty when it passes."""
    return _kind(lambda: judge_page(tree, nodes_of(tree), url, live=live))


def kind_of_text(text: str, tree: lxml.html.HtmlElement, title: str = "") -> str:
    return _kind(lambda: judge_text(tree, nodes_of(tree), title, text))


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
DIGEST = "".join(f"<p>{FLASH}</p><p><a href='/{n}'>{headline(n)}</a></p><p>{TEASERS[n % 3]}.</p>" for n in range(6))


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("section", page("الأخبار", f"<ul>{links(30)}</ul>")),
        (
            "section",
            page("صحيفة عربية يومية شاملة", f"<h2>أهم الأخبار</h2>{cards(20, 'div')}", meta("og:type", "website")),
        ),
        ("section", page("اقتصاد", f"<h1>اقتصاد</h1>{cards(12)}", classes="rtl archive category category-12")),
        ("section", page("اقتصاد", BODY * 3, meta("og:type", "article"), classes="archive category category-12")),
        ("section", page("الوسم: الموانئ", f"<h1>الموانئ</h1>{cards(5)}", classes="archive tag tag-31")),
        ("section", page("الموانئ", cards(5), ld({"@type": "CollectionPage", "name": "الموانئ"}))),
        (
            "section",
            page("اقتصاد", f"<table><tr><td><ul>{links(25)}</ul></td></tr></table>", meta("og:type", "website")),
        ),
        ("search", page("نتائج البحث عن: ميناء", cards(3), classes="rtl search search-results")),
        ("search", page("بحث", cards(3), ld({"@type": ["SearchResultsPage", "WebPage"]}))),
        ("author", page("سلمى الكاتب", cards(6), classes="archive author author-salma")),
        ("author", page("سلمى الكاتب", cards(6), ld({"@type": "ProfilePage"}))),
        ("challenge", page("لحظة من فضلك...", CHALLENGE)),
        ("challenge", page("difaf.example", f"{CHALLENGE}<p>يحتاج الموقع إلى التحقق قبل المتابعة</p>")),
        ("challenge", page("Access denied", "<p>Reference #18.2f3a</p>")),
        (
            "challenge",
            page(SITE, "<p>جارٍ التحقق من أنك لست روبوتًا</p><p>يجب مراجعة أمان اتصالك قبل المتابعة إلى الموقع</p>"),
        ),
        ("challenge", page("", "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'></iframe>")),
        ("consent", page("قبل المتابعة", CONSENT)),
        ("consent", page(SITE, CONSENT)),
        ("consent", page(SITE, f"<div id='cookie-consent'><p>{PARAGRAPHS[0]}</p></div>")),
        ("login", page("تسجيل الدخول", "<form><input name=u><input type=password></form>")),
        ("login", page(SITE, "<h1>إنشاء حساب</h1><form><input type=password></form>")),
        ("error", page("الصفحة غير موجودة", f"<h1>عفواً</h1><ul>{links(12)}</ul>")),
        ("error", page("404", cards(6))),
        ("error", page(SITE, MISSING)),
        ("error", page("عذراً، الصفحة التي تبحث عنها غير موجودة", "<p>ابحث من جديد.</p>")),
        ("error", page(SITE, BODY, classes="rtl error404")),
        (
            "shop",
            page(
                "حقيبة جلدية", f"<p>{FLASH}</p>", classes="product-template-default single single-product woocommerce"
            ),
        ),
        ("shop", page("حقيبة جلدية", f"<p>{FLASH}</p>", meta("og:type", "product"))),
        ("shop", page("حقيبة جلدية", f"<p>{FLASH}</p>", ld({"@type": "Product", "name": "حقيبة جلدية"}))),
        ("shop", page("حقيبة جلدية", f"<form action='/cart/add'><button>أضف</button></form><p>{FLASH}</p>")),
        ("video", page("شاهد", f"<h1>شاهد</h1>{WP_VIDEO}<p>لقطات من الميناء صباح اليوم.</p>")),
        ("video", page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", ld({"@type": "VideoObject", "name": HEADLINE}))),
        ("video", page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", meta("og:type", "video.other"))),
        ("gallery", page("بالصور", FIGURES)),
        ("gallery", page("بالصور", f"<p>{FLASH}</p>", ld({"@type": "ImageGallery", "name": "بالصور"}))),
        ("live blog", page(HEADLINE, BODY * 4, ld({"@type": "LiveBlogPosting", "headline": HEADLINE}))),
        (
            "live blog",
            page(HEADLINE, BODY * 4, ld({"@type": ["NewsArticle", "LiveBlogPosting"], "headline": HEADLINE})),
        ),
        ("standing", page("اتصل بنا", BODY, ld({"@type": "ContactPage"}))),
        ("standing", page("سياسة الخصوصية", BODY, meta("og:type", "article"), "page-template-default page page-id-3")),
        ("document", page("العدد الورقي", "<iframe src='/pdfjs/web/viewer.html?file=/issues/20418.pdf'></iframe>")),
        ("shell", page(SITE, "<div id='root'></div><script src='/main.js'></script>")),
    ],
)
def test_a_page_that_is_no_article_is_rejected_with_its_kind(kind: str, tree: lxml.html.HtmlElement) -> None:
    assert kind_of(tree) == kind


@pytest.mark.parametrize(
    ("url", "title", "body", "kind"),
    [
        ("https://difaf.example/liveblog/2026/8/23/harbour", HEADLINE, BODY, "live blog"),
        ("https://difaf.example/about-us.html", "من نحن", BODY, "standing"),
        ("https://difaf.example/%D9%85%D9%86-%D9%86%D8%AD%D9%86/", "من نحن", BODY, "standing"),
        ("https://difaf.example/opinion/20418", "من نحن؟", BODY, ""),
        (
            "https://difaf.example/",
            "أخبار اليوم لحظة بلحظة من كل مكان",
            f"<p>{FLASH}</p><ul>{links(20)}</ul>",
            "section",
        ),
        ("https://difaf.example/category/economy/20418", HEADLINE, f"<p>{FLASH}</p><ul>{links(20)}</ul>", ""),
        ("http://[", HEADLINE, BODY, ""),
    ],
)
def test_an_address_counts_only_with_what_the_page_has(url: str, title: str, body: str, kind: str) -> None:
    assert kind_of(page(title, f"<h1>{title}</h1>{body}"), url) == kind


@pytest.mark.parametrize(
    "tree",
    [
        page("ما معنى 404", f"<h1>404</h1>{BODY}"),
        page("404", f"<h1>404</h1>{BODY}"),
        page("تسجيل الدخول", BODY),
        page(
            "شركات التقنية ترفض الكل",
            f"<p>نستخدم ملفات تعريف الارتباط، تقول المواقع، ولا يجد القارئ زر رفض الكل.</p>{BODY}",
        ),
        page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", meta("og:type", "website")),
        page(
            HEADLINE,
            f"<h1>{HEADLINE}</h1><p>{FLASH}</p><div id='comments'><h2>تسجيل الدخول</h2><input type=password></div>",
        ),
        page(HEADLINE, f"<p>{FLASH}</p><h1>تسجيل الدخول</h1><form><input type=password></form>"),
        page(HEADLINE, f"<p>{FLASH}</p><div class='cookie-notice'>{CONSENT}</div>"),
        page(HEADLINE, f"<p>{FLASH}</p><div class='bar'>{CONSENT}</div>"),
        page(HEADLINE, f"<div>{BODY}</div>{cards(60)}"),
        page(HEADLINE, f"<div><p>{FLASH}</p></div>{cards(60, 'div')}"),
        page(HEADLINE, f"<article class='card'><h1>{HEADLINE}</h1><div><p>{FLASH}</p></div></article>{cards(60)}"),
        page("الضفاف", f"<div>{FLASH}<br><br><ul>{links(40)}</ul></div>"),
        page(
            SITE,
            f"<form><table><tr><td><span>{'<br><br>'.join(PARAGRAPHS)}</span></td></tr></table><ul>{links(30)}</ul></form>",
        ),
        page(HEADLINE, "".join(f"<div class='row'><p>{text}</p></div>" for text in PARAGRAPHS) + cards(30, "div")),
        page("جولة الصباح", f"<div>{DIGEST}</div>"),
        page(
            "أفضل وصفات الصيف", f"<p>{FLASH}</p><ol>{'<li>ملعقة كبيرة من السكر</li>' * 9}</ol>", ld({"@type": "Recipe"})
        ),
        page(HEADLINE, f"<p>{FLASH}</p>{WP_VIDEO}<ul>{links(9)}</ul>"),
        page(HEADLINE, f"<p>{FLASH}</p>", ld({"@type": "VideoObject", "name": "تقرير مصور من داخل الميناء"})),
        page(HEADLINE, f"<p>{FLASH}</p>{FIGURES}"),
        page(HEADLINE, f"<div>{BODY}</div>", ld({"@type": "CollectionPage"})),
        page(HEADLINE, f"<p>{FLASH}</p>", ld({"@type": "Organization", "mainEntityOfPage": {"@type": "AboutPage"}})),
        page(HEADLINE, f"<div>{BODY}</div>", ld({"@type": "Product", "name": "هاتف"}), "woocommerce-page"),
        page(HEADLINE, f"<div>{BODY}</div><form action='/cart/add'></form>"),
        page(
            HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", ld({"@type": "LiveBlogPosting"}, {"@type": "NewsArticle"})
        ),
        page(HEADLINE, f"<p>{FLASH}</p><script>/*/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js*/</script>"),
        page("x", f"<ul>{links(30)}</ul>", ld({"@type": "NewsArticle", "headline": "y", "articleBody": FLASH})),
        page(
            "x",
            f"<ul>{links(30)}</ul><script>self.__next_f.push([1,{json.dumps(json.dumps({'body': FLASH}))}])</script>",
        ),
        page("x", f"<ul>{links(30)}</ul><div data-article='&lt;p&gt;{FLASH}&lt;/p&gt;'></div>"),
        page("x", f"<div id='__next'></div><script>{json.dumps({'body': FLASH}, ensure_ascii=False)}</script>"),
        page("رياضة", f"<ul>{links(30)}</ul>", classes="rtl post-template-default single single-post postid-20418"),
        page(HEADLINE, f"<h1>{HEADLINE}</h1><p>عاجل</p><ul>{links(30)}</ul>"),
        page(HEADLINE, f"<main class='newsletter'><p>{FLASH}</p></main><ul>{links(30)}</ul>", classes="has-footer"),
        page("قصيدة", "<p>يا ميناء المدينة</p>" * 20, meta("og:type", "article")),
        page(),
    ],
)
def test_an_article_passes_whatever_marks_it_bears(tree: lxml.html.HtmlElement) -> None:
    before = etree.tostring(tree)
    assert kind_of(tree) == ""
    assert etree.tostring(tree) == before


def test_an_outlet_that_wants_live_blogs_gets_them() -> None:
    assert kind_of(page(HEADLINE, BODY, ld({"@type": "LiveBlogPosting"})), live=True) == ""


@pytest.mark.parametrize(
    ("kind", "text", "body"),
    [
        ("section", "\n".join(headline(n) for n in range(8)), links(8)),
        ("section", "رياضة\n" + "\n".join(f"- {headline(n)}" for n in range(8)), links(8)),
        ("section", "\n".join(f"{headline(n)}\n{TEASERS[n % 3]}، {TEASERS[0]}…" for n in range(6)), cards(6)),
        ("consent", "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.\nقبول الكل\nرفض الكل", ""),
        ("challenge", "جارٍ التحقق من أنك لست روبوتًا.\nيرجى مراجعة أمان اتصالك قبل المتابعة.", ""),
        ("error", "عذراً، الصفحة التي تبحث عنها غير موجودة، ربما تم نقلها أو حذفها من الموقع.", ""),
        ("login", "أدخل بريدك الإلكتروني للمتابعة.\nنسيت كلمة المرور؟\nليس لديك حساب؟", ""),
        ("paywall", "هذا المحتوى للمشتركين فقط.\nاشترك الآن لقراءة المقال. مشترك بالفعل؟", ""),
        ("script", "متصفحك لا يدعم تشغيل الصفحة، يرجى تفعيل جافا سكريبت ثم إعادة المحاولة.", ""),
        ("copyright", "جميع الحقوق محفوظة لصحيفة الضفاف، ويحظر النسخ أو النشر.\nتصميم وتطوير شركة المدى", ""),
        ("caption", f"{TEASERS[0]}، الصورة 0\n{TEASERS[1]}، الصورة 1", FIGURES),
        ("caption", FLASH, ld({"@type": "VideoObject", "description": FLASH})),
    ],
)
def test_a_text_of_what_stands_around_articles_is_rejected(kind: str, text: str, body: str) -> None:
    assert kind_of_text(text, page("x", body)) == kind


def test_a_title_of_a_notice_tells_on_a_short_text_alone() -> None:
    assert kind_of_text(TEASERS[0], page(), "الصفحة غير موجودة") == "error"
    assert kind_of_text("\n".join(PARAGRAPHS), page(), "الصفحة غير موجودة") == ""


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (FLASH, links(30)),
        ("\n".join(PARAGRAPHS), links(30)),
        ("\n".join(f"{FLASH}\n{headline(n)}\n{TEASERS[n % 3]}." for n in range(6)), DIGEST),
        ("\n".join([FLASH, *(headline(n) for n in range(8))]), links(8)),
        ("\n".join(f"{headline(n)}\n{TEASERS[n % 3]}، {TEASERS[0]}." for n in range(6)), cards(6)),
        ("\n".join(["المكونات", *["ملعقة كبيرة من السكر"] * 9, "الطريقة", *["يخفق المزيج جيدا"] * 5]), links(9)),
        (f"{FLASH} وكتبت الإدارة: نستخدم ملفات تعريف الارتباط، ويمكنك رفض الكل.\n{PARAGRAPHS[0]}", ""),
        ("طالبت الهيئة المواقع بأن تعرض زر رفض الكل بجانب زر القبول، وأن تشرح للقارئ ما تجمعه عنه من معلومات.", ""),
        (
            "أعادت المكتبة نشر الكتاب بعبارة جميع الحقوق محفوظة على غلافه، وهو ما أثار اعتراض الورثة.",
            "",
        ),
        (FLASH, FIGURES),
        (FLASH, meta("og:type", "article") + ld({"@type": "VideoObject", "description": FLASH})),
        ("", ""),
    ],
)
def test_a_text_of_sentences_passes(text: str, body: str) -> None:
    assert kind_of_text(text, page("x", body)) == ""


@real
@pytest.mark.parametrize("path", sorted((SHARED / "pages").glob("articles/*/*.html")), ids=lambda path: path.stem)
def test_real_articles_pass_with_and_without_what_they_say_for_machines(path: Path) -> None:
    tree = parsed(path)
    assert kind_of(tree, path.as_uri()) == ""
    assert kind_of_text(path.with_suffix(".txt").read_text(), tree) == ""
    assert kind_of(bare(tree), path.as_uri()) == ""


@real
@pytest.mark.parametrize(
    ("pattern", "kind"), [("sections/*.html", "section"), ("negatives/ar_product_shopify_aya.html", "shop")]
)
def test_real_pages_that_are_no_article_are_rejected(pattern: str, kind: str) -> None:
    for path in sorted((SHARED / "pages").glob(pattern)):
        tree = parsed(path)
        assert kind_of(tree, path.as_uri()) == kind_of(bare(tree), path.as_uri()) == kind


@real
def test_the_reference_documents_pass() -> None:
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        assert kind_of_text(file.read_text(), page()) == "", file
