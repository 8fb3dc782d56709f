"""What a page tells about its article: who, when, where it stands. Exact, or absent.

The order of trust, the first that can be believed wins:

- Times: the JSON-LD node of this article; `article:published_time` and its like; other `meta` elements; microdata;
  `time` elements and RDFa beside the headline; what stands in words there; the page's data; the day in the URL. A
  source that tells only the day gives way to a later one that tells the time of that same day. The moment of
  rendering is not believed as `modified`; neither is one before the publication. One that equals the publication, or
  tells no more than its day, says that nothing was changed: `modified` is then absent. An offset of zero is not
  believed where the same clock stands in words beside the headline and the outlet's zone is another: it is local time.
- Authors: JSON-LD; `meta`; microdata; signed lines beside the headline (a class or a label says so); the page's data;
  a line beside the dateline, or right after the body, that begins with a given name and names nothing else. The
  outlet's own name names no author, neither does a place or a role.
- Section: JSON-LD; `article:section` and its like; microdata; the breadcrumbs' last step; what is marked as section
  beside the headline, or is written there as it is in the page's menu; the page's data. Of several sections the one
  where the breadcrumbs end, else the first.
- Tags: `article:tag`; JSON-LD; `news_keywords`; what stands after the headline under a label or a class of tags; the
  page's data; `meta` keywords, when they are not the site's own (more than `MAX_KEYWORDS`, or the outlet's name or
  words like «أخبار» among them).
- Image: `og:image`, JSON-LD, `twitter:image`. Description: JSON-LD, `og:description`, `meta` description, microdata;
  none that is about the site.
- The address: `link rel=canonical`, `og:url`, JSON-LD; only within the outlet, and never its front page.

The headline is the element whose text is the headline, a heading before others, else the last before the first line of
prose. Beside it means: in the elements around it, nearest first, and in none that holds other articles, captions,
comments or the page's own clock. A page may carry JSON-LD of other articles: a node counts when its address or its
headline is the page's, or when it is the only one and does not contradict. The page's data are objects in its scripts,
of Next.js and others: the one counts that itself holds the headline.

All of it is other people's: bounded in number and length, and what is of an unexpected type is passed over.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.etree import XPath

from crawler.urls import canonical, clean
from pipelines.dates import moment_of, moment_of_epoch, only_tells_when
from pipelines.folding import fold, phrases, words
from pipelines.headings import AGENCIES, KEYWORDS
from pipelines.normalize import normalize_line
from pipelines.structured import articles_of, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from crawler.outlet import Outlet
    from pipelines.structured import Node

MAX_AUTHORS = 20
MAX_TAGS = 50
MAX_NAME = 80
"""Characters of an author's name."""
MAX_TAG = 100
"""Characters of a tag or a section."""
MAX_DESCRIPTION = 1000
"""Characters of a description; a longer one is cut."""
MAX_KEYWORDS = 20
"""More `meta` keywords than these are about the site."""
MAX_VALUE = 10_000
"""Characters of one value that are looked at."""
RENDERED = timedelta(minutes=5)
"""How far from the capture a page's own moment of rendering lies."""
_MAX_VALUES = 200
_MAX_MARKS = 2000
_MAX_NEAR = 120
_MAX_BEFORE = 40
_MAX_DEPTH = 50
_LEVELS = 6
_LEVELS_BEFORE = 3
_FLAT = 2
_MAX_LINE = 120
_MAX_WORDS = 8
_LEAST_WORDS = 4
_SECTION_WORDS = 5
_NAME_WORDS = 4
_TAG_WORDS = 6
_MAX_STEPS = 5
_MAX_MENU = 200
_BESIDE_SECTION = 2
"""How many elements around the headline a section may stand beside."""
_PROSE = 150
"""Characters of one text that is prose, no line."""
_BODY = 400
"""Characters of an element that has a body in it."""
_MAX_SCRIPTS = 4_000_000
_MAX_OPENINGS = 30
_CARD = 300


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a page tells about its article. Absent is what it does not tell, or not for certain."""

    authors: list[str] = field(default_factory=list)
    """Names of persons, or of an agency, in the page's order."""
    published: str | None = None
    """Moment or day of publication, ISO 8601 (see `pipelines.dates.moment_of`)."""
    modified: str | None = None
    """Moment or day of the last change, later than `published`."""
    section: str | None = None
    """The outlet's name for the section that the article stands in; one line."""
    tags: list[str] = field(default_factory=list)
    """Keywords in the page's order, none twice."""
    image: str | None = None
    """Absolute http(s) URL of the article's picture."""
    description: str | None = None
    """The page's own summary; one line."""
    declared_url: str | None = None
    """The article's address as the page declares it; absolute, within the outlet."""
    language: str | None = None
    """The primary language tag that the page claims (BCP 47), lower case; it need not be true."""
    site_name: str | None = None
    """What the page calls its site; one line."""


def _in_order(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_PUBLISHED = _in_order(
    "article:published_time og:article:published_time og:published_time article:published published_time datepublished "
    "rnews:datepublished parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime pubdate "
    "publishdate publish_date publish-date publication_date publisheddate article_date_original "
    "originalpublicationdate displaydate dc.date.issued dcterms.issued dc.date.created dcterms.created datecreated "
    "article:created_time og:pubdate"
)
_MAYBE_NOW = _in_order("dc.date dcterms.date date")
"""Names under which a page may print the moment of rendering."""
_MODIFIED = _in_order(
    "article:modified_time og:article:modified_time og:updated_time article:updated_time datemodified "
    "dc.date.modified dcterms.modified lastmod last-modified last_modified moddate revised lastdate"
)
_AUTHOR = _in_order(
    "author article:author og:article:author parsely-author sailthru.author cxenseparse:author byl dc.creator "
    "dcterms.creator"
)
_SECTION = _in_order("article:section og:article:section parsely-section section postlabel")

_SITES = frozenset({"WebSite", "NewsMediaOrganization"})
_KINDS = phrases("موقع، جريدة، صحيفة، قناة، بوابة، وكالة، شبكة، مجلة، راديو، تلفزيون، the")
"""Words before an outlet's name with and without which it is the same."""
_EDITIONS = phrases("نت، نيوز، أونلاين، اونلاين، الإلكترونية، الالكترونية، الإلكتروني، net، online، news، tv، com")
"""Words after an outlet's name with and without which it is the same author."""
_HOME = phrases("الرئيسية، الصفحة الرئيسية، رئيسية، الصفحة الأولى، Home، Homepage، Accueil")
_UNSORTED = phrases("غير مصنف، غير مصنفة، بدون تصنيف، Uncategorized، Non classé")
_SERVICES = phrases(
    """
    من نحن، اتصل بنا، اتصل، تواصل معنا، راسلنا، أعلن معنا، بحث، طباعة، مشاركة، شارك، عودة، رجوع، القائمة، الأرشيف،
    أرشيف، دخول، تسجيل الدخول، عاجل، آخر الأخبار، أحدث الأخبار، المزيد، English، Français، عربي
    """
)
"""What stands in menus and is no section."""
_HERE = phrases("أنت هنا، مسار التنقل، أنت الآن في، You are here، مسار الصفحة")
_SECTION_LABEL = re.compile(r"^\s*(?:القسم|التصنيفات?|الأقسام|قسم|نشرت? في|في)\s*[:：]?\s+")
_NOBODY = phrases(
    """
    admin، administrator، superuser، super user، root، webmaster، web master، editor، author، user، guest،
    anonymous، null، undefined، none، unknown، na، n/a، test، محرر، المحرر، محررة، الكاتب، كاتب، المشرف،
    مدير الموقع، أدمن، مجهول، غير معروف، كتب، كتبت، بقلم، بواسطة، فريق التحرير، هيئة التحرير، أسرة التحرير،
    قسم التحرير، التحرير، غرفة الأخبار، خاص، المصدر، مشاركة، متابعة، متابعات، تابع، المزيد، نص، إعداد، تحرير، تقرير،
    تحقيق، حوار، تغطية، وكالات، الوكالات،
    by، role، posted by، article information، staff، editorial staff، newsroom
    """
)
"""What stands in an author's place where nobody is named."""
_POSTS = phrases("role، job title، position، الصفة، الوظيفة، المسمى الوظيفي، المنصب")
"""Labels of what somebody is: the text after one names nobody."""
_OTHERS = phrases("تصوير، عدسة، كاميرا، ترجمة، رسم، رسوم، إخراج، مونتاج، رئيس التحرير، رئيسة التحرير، مدير التحرير")
"""Labels of those who did something else than write."""
_DESKS = phrases("قسم، فريق، هيئة، أسرة، غرفة، مكتب، إدارة")
"""First words of what names a newsroom, and nobody in it."""
_WROTE = (
    r"(?:(?:كتبه?ا?|كتبت|نشرت?|مرسلة|أضيف)\s+بواسطة|كتبه?ا?|كتبت|بقلم|بواسطة|[إا]عداد|تحرير|المحررة?|محررة?|الكاتبة?"
    r"|(?:written |posted )?by)"
)
_MADE = r"(?:نص|تقرير|تحقيق|حوار|[أا]جرى الحوار|حاوره?ا?|حاورته?ا?|تغطية|متابعة)"
_ROLE = re.compile(rf"^\s*(?:{_WROTE}(?:\s*/\s*كتبت)?(?:\s*[:：/\-–]\s*|\s+)|{_MADE}\s*[:：/\-–]\s*)", re.IGNORECASE)
_BYLINE = re.compile(rf"^\s*(?:{_WROTE}|{_MADE})\s*[:：/]", re.IGNORECASE)
_MAYBE_BYLINE = re.compile(r"[:：/]|^\s*(?:كتب|بقلم|بواسطة|[إا]عداد)")
_BARE_BYLINE = re.compile(r"^\s*(?:كتبت?|بقلم|بواسطة|[إا]عداد)\s+")
_DESK_EDITOR = re.compile(r"^(?:ال)?محررة?\s+ال")
"""«المحرر السياسي» is nobody by name."""
_JOBS = phrases(
    """
    مراسل، مراسلة، مراسلنا، مراسلتنا، محرر، محررة، كاتب، كاتبة، صحفي، صحفية، صحافي، صحافية، باحث، باحثة، رئيس،
    رئيسة، مدير، مديرة، أستاذ، أستاذة، موفد، موفدة، مندوب، مصور، تصوير، عدسة، كاميرا، خاص،
    role
    """
)
"""First words of what tells what somebody is."""
_CITIES = phrases(
    """
    القاهرة، الإسكندرية، الجيزة، كفر الشيخ، بني سويف، بور سعيد، شرم الشيخ، مرسى مطروح، مرسى علم، رأس غارب، الرياض،
    جدة، مكة، مكة المكرمة، المدينة المنورة، الدمام، حفر الباطن، خميس مشيط، وادي الدواسر، دبي، أبوظبي، أبو ظبي،
    الشارقة، عجمان، رأس الخيمة، أم القيوين، الفجيرة، العين، الدوحة، المنامة، مدينة الكويت، الكويت، مسقط، صلالة،
    صنعاء، عدن، بيروت، طرابلس، صيدا، دمشق، حلب، حمص، دير الزور، بغداد، البصرة، الموصل، أربيل، كركوك، السليمانية،
    عمان، عمّان، إربد، القدس، القدس المحتلة، رام الله، غزة، نابلس، الخليل، بيت لحم، خان يونس، دير البلح، بيت لاهيا،
    بيت حانون، تل أبيب، الخرطوم، أم درمان، بورتسودان، تونس، صفاقس، الجزائر، الجزائر العاصمة، وهران، سيدي بلعباس،
    عين الدفلى، الرباط، الدار البيضاء، فاس، مراكش، بني ملال، الجديدة، نواكشوط، بنغازي، مقديشو، جيبوتي، واشنطن،
    نيويورك، لندن، باريس، برلين، موسكو، أنقرة، إسطنبول، طهران، بروكسل، جنيف، فيينا، روما، مدريد، بكين، نيو دلهي،
    طوكيو، بيونغ يانغ، كوالالمبور، إسلام آباد، أديس أبابا، نجران، أبها، تبوك، حائل، بريدة، القصيم، الأحساء، الطائف،
    ينبع، الجبيل، الخبر، القطيف، المنيا، أسيوط، أسوان، الأقصر، سوهاج، قنا، الفيوم، طنطا، المنصورة، الزقازيق، دمياط،
    السويس، الإسماعيلية، بورسعيد، الغردقة، طنجة، أكادير، وجدة، تطوان، قسنطينة، عنابة، سوسة، تعز، الحديدة، مأرب، النجف،
    كربلاء، الأنبار، دهوك، اللاذقية، درعا، إدلب، الرقة، زحلة، بعلبك، جنين، طولكرم، قلقيلية، أريحا، رفح، الزرقاء، العقبة،
    مصر، السعودية، العراق، سوريا، لبنان، الأردن، فلسطين، اليمن، ليبيا، السودان، المغرب، قطر، البحرين، الإمارات
    """
)
"""Places before or after a name, or instead of one. Of one word others are told by that beside a name: a person is
named with two."""
_NOT_NAMES = _NOBODY | _CITIES
_GIVEN = phrases(
    """
    أحمد، محمد، محمود، مصطفى، علي، حسن، حسين، الحسين، الحسن، عمر، عمرو، عثمان، خالد، وليد، سعيد، سعد، سامي، سمير،
    سامر، كريم، كمال، جمال، جميل، نبيل، نادر، ناصر، نصر، منصور، منير، ماهر، مازن، مالك، ماجد، مجدي، مروان، معاذ،
    معتز، مهند، مهدي، موسى، عيسى، إبراهيم، إسماعيل، إسحاق، يعقوب، يوسف، يونس، يحيى، ياسر، ياسين، زياد، زيد، زكريا،
    زين، رامي، رائد، رعد، رشيد، رضا، رضوان، رفيق، راشد، ربيع، رياض، بدر، بسام، بشار، بشير، بلال، بكر، باسم، باسل،
    براء، بهاء، تامر، توفيق، ثامر، جابر، جاسم، جلال، جهاد، جواد، جورج، حاتم، حازم، حامد، حسام، حمد، حمدي، حمزة،
    حميد، حيدر، خليل، خليفة، خميس، داود، راغب، سالم، سليم، سليمان، سلمان، سلطان، سيف، سيد، السيد، شادي، شريف، شكري،
    صابر، صادق، صالح، صلاح، صبري، صفوت، ضياء، طارق، طاهر، الطاهر، طلال، طلعت، طه، عادل، عاصم، عامر، عباس، عبدالله،
    عبدالرحمن، عبدالعزيز، عبدالكريم، عبداللطيف، عبدالقادر، عبدالسلام، عبدالحميد، عبدالمجيد، عبدالوهاب، عبدالغني،
    عبدالناصر، عبد، عدنان، عزت، عزيز، عصام، عقيل، عماد، غازي، غالب، غسان، فؤاد، فادي، فارس، فاروق، فاضل، فايز، فائز،
    فتحي، فراس، فرج، فريد، فهد، فيصل، قاسم، قصي، قيس، لؤي، ليث، مأمون، مبارك، مثنى، مراد، مسعود، مشعل، معن، مؤمن،
    نايف، نادر، نجيب، نزار، نعيم، نواف، نور، نورالدين، هاشم، هاني، هشام، هيثم، وائل، وسام، وسيم، يزن، يزيد، أسامة،
    أسعد، أكرم، أمجد، أمين، أنس، أنور، أيمن، أيهم، أيوب، إياد، إيهاب، أشرف، أدهم، إدريس، إلياس، الحبيب، الصادق،
    الهادي، المختار، بوبكر، نوفل، رشدي، عرفان، فاطمة، خديجة، عائشة، مريم، زينب، آمنة، أمينة، أمل، آمال، أميرة،
    أماني، أسماء، أروى، إيمان، إيناس، إسراء، آية، آلاء، ابتسام، أحلام، بسمة، بثينة، تغريد، ثناء، جميلة، جنان، جود،
    حنان، حنين، حياة، خلود، دعاء، دلال، دنيا، ديما، دينا، رانيا، رباب، رحاب، رحمة، رشا، رغد، رنا، رندا، رنيم، روان،
    ريم، ريما، ريهام، زهراء، زهرة، زينة، سارة، سامية، سحر، سعاد، سلمى، سلوى، سمر، سماح، سميرة، سناء، سندس، سهى،
    سهام، سوزان، شذى، شهد، شيماء، صفاء، صفية، ضحى، عبير، عرين، عفاف، عزة، غادة، غدير، فاتن، فرح، فريدة، فدوى، كريمة،
    كوثر، لبنى، لمى، لميس، لمياء، لينا، ليلى، ليان، مها، منى، منال، منار، مروة، مي، ميساء، ميسون، نادية، ناهد،
    نجلاء، نجوى، ندى، نسرين، نهى، نهال، نوال، نورا، نورة، نورهان، هالة، هبة، هدى، هند، هناء، هيا، وفاء، ولاء، يارا،
    ياسمين، يسرى، منيرة، رشيدة، حسناء، نعيمة، فوزية، نجاة، بشرى، وداد، هاجر، لطيفة، مليكة، سعيدة، صالحة، بدرية، عهود
    """
)
"""Given names of men and women, the frequent ones: a line without a label is a name only when it begins with one."""
_BETWEEN_NAMES = re.compile(r"[،,;؛|\n]|\s/\s|\s&\s|\s(?:and|et)\s")
_NO_NAME = re.compile(
    r"[@\d<>{}=]|https?:|www\.|\w\.[a-z]{2,4}\b|\b(?:developed|designed|powered)\b|تصميم|برمجة", re.IGNORECASE
)
"""What no name of a person has in it."""
_MAYBE_LABEL = re.compile(r"كلم|وس[مو]|تا[جغ]|تسمي|علام|هاشت|دلال|المزيد عن|[Tt]ags?\b|eyword|Mots")
_BETWEEN_TAGS = re.compile(r"[،,;؛\n]")
_TAG_LABELS = KEYWORDS | phrases(
    """
    تاغز، تاج، تاغ، التاغات، وسم، الوسم، أوسمة، الأوسمة، التسميات، العلامات، علامات، هاشتاج، هاشتاغ،
    دلالات، المزيد عن، الكلمات الدليلية، كلمات البحث، كلمات مفتاحيه، الكلمة المفتاحية، Keywords، Tag، Mots clés
    """
)
_NO_TAGS = phrases("حول هذه القصة، مواضيع، الموضوعات، مواضيع إضافية، مواضيع ذات صلة، مواضيع متعلقة، اقرأ المزيد عن")
"""Headings of tags and of other articles: no tags, and no labels that tell which of them follow."""
_NOT_TAGS = _TAG_LABELS | _NO_TAGS
_OWN_KEYWORDS = phrases("أخبار، الأخبار، خبر، صحيفة، جريدة، موقع، بوابة، قناة، وكالة، نيوز، news، عاجل، صحف، جرائد")
"""Keywords that tell what a site is, not what an article is about."""
_DASH = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|\s\N{ARABIC TATWEEL}+\s")
_AND = re.compile(r"\sو\s?")
_WHERE = re.compile(r"\s(?:من|في)\s")
_HANDLE = re.compile(r"(?<![\w.])@\w{1,40}")
_NAME_MARK = re.compile(r"[/|():،]|\s[-–—]\s")
_TITLE_MARK = re.compile(r"\s+[|\-–—:«»•]+\s+|\s*\|\s*")
_TWO_WORDS = re.compile(r"\w\s+\w|\w\s+[-–—]\s")
_IN_BRACKETS = re.compile(r"(?<=[^\s(]) ?\([^()]{0,60}\)$")
_BESIDE_LABEL = re.compile(r"\s[/|]\s")
_APART_ON_LINE = re.compile(r"\s[|·•]\s")
_BRACKETS = "()[]{}«»\"'-–—:|.•* "

_UPDATED = re.compile(
    r"(?:[آا]خر\s+)?(?:تم\s+(?:ال)?)?تحديث|[آا]خر\s+تعديل(?:\s+(?:على|في))?|(?:تاريخ\s+)?التعديل|التحديث"
    r"|(?:last\s+)?(?:updated?|modified)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_RELATIVE = re.compile("منذ|قبل|[أا]مس|اليوم")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?![\d])")
_URL_COMPACT_DAY = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=/|$)")
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?$")

_PASSED_OVER = frozenset(
    words("script style noscript nav aside form iframe select button svg template figure figcaption marquee")
)
_NOT_BESIDE = re.compile(
    r"related|sidebar|comment|latest|most[-_]?(?:read|view|popular)|popular|recommend|trending|ticker|breaking|newsletter"
    r"|clock|weather|prayer|current[-_]?date|top[-_]?date|header[-_]?date|today|copyright|(?:more|same|other)[-_]?(?:news|cat|section|articles|topics|stories)|caption|cookie|consent"
    r"|read[-_]?also|carousel|swiper|slider|(?:^|\s)(?:widget|card|navbar|menu)(?:\s|$)"
    r"|(?:^|\s)(?:(?:site|main|page|app|global|web|theme)[-_]?)?footer(?:[\s_-]|$)",
    re.IGNORECASE,
)
"""Classes of what stands on the page beside the article: other articles, the page's own clock."""
_DATED = re.compile(r"date|time|publish|created|modified", re.IGNORECASE)
_AUTHORED = re.compile(
    r"author|byline|writer|reporter|journalist|editor(?!ial)|(?:user|avatar|display)[-_]?name|(?:write|written|posted|created)[-_]?by",
    re.IGNORECASE,
)
_AUTHOR_PATH = re.compile(r"/(?:authors?|writers?|editors?|reporters?|journalists?)/", re.IGNORECASE)
_SECTION_PATH = re.compile(r"/(?:category|categories|section|sections|tag|tags|topic|topics)/", re.IGNORECASE)
_CATEGORY_PATH = re.compile(r"/(?:category|categories|section|sections)/", re.IGNORECASE)
_SECTIONED = re.compile(
    r"(?:^|[\s_-])(?:cat|category|categories|section|sec|rubric|rubrique|topics?)(?:[\s_-]?(?:name|title|link|label))?(?:\s|$)"
    r"|(?:lbl|meta|post|item|entry|article|news|story|tax|taxonomy)[_-]?(?:category|section)",
    re.IGNORECASE,
)
_TOPICAL = re.compile(r"topic", re.IGNORECASE)
_TAGGED = re.compile(
    r"(?:^|[\s_-])(?:hash)?(?:tags?|keywords?|topics)(?:[\s_-]|$)|[a-z](?:Tags|Keywords)|tag-?list", re.IGNORECASE
)
_NOT_TAGGED = re.compile(r"cloud|trend|categor", re.IGNORECASE)
_CRUMBS = re.compile(r"crumb|(?:^|[\s_-])path(?:way)?(?:[\s_-]|$)|you-?are-?here", re.IGNORECASE)
_CRUMB_MARK = re.compile(r"[»«›‹>→←\\]|(?:^|\s)[/\-–—:|]+(?=\s|$)")
_HOME_FIRST = re.compile(r"رئيسي|الصفح|أنت|انت|Home|Accueil|You", re.IGNORECASE)
_STEPPED = re.compile(r"[»«›‹>→←\\/]")
_PROPERTIES = XPath("descendant::*[@itemprop]")
_ARTICLE_AFTER = XPath("following::article[1]")
_AFTER = XPath("following::*[position() <= 600]")
_LINKS_BEFORE = XPath("preceding::a[@href]")
_PUSH = re.compile(r'__next_f\.push\(\s{0,9}\[\s{0,9}1\s{0,9},\s{0,9}"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_DATA_PUBLISHED = _in_order(
    "publishedat datepublished publisheddate publishdate publicationdate published publishedtime "
    "publishtime firstpublished firstpublishedat publishedon displaydate"
)
_DATA_MODIFIED = _in_order(
    "updatedat modifiedat datemodified modifieddate lastmodified updateddate lastupdated modified"
)
_DATA_AUTHORS = _in_order("authors author byline bylines writer writers authorname writername")
_DATA_SECTION = _in_order("section category primarysection maincategory primarycategory sectionname categoryname")
_DATA_TAGS = _in_order("tags topics keywords")


def metadata_of(
    tree: HtmlElement,
    nodes: tuple[Node, ...],
    outlet: Outlet,
    url: str,
    captured: datetime | None,
    headline: str = "",
) -> Metadata:
    """Return what a whole parsed page tells about its article, by the order of trust in this module.

    Args:
        tree: The page; it stays as it is.
        nodes: Its JSON-LD (`pipelines.structured.nodes_of`).
        outlet: Gives the zone of times that name none, unless its country is "ZZ": then it is unknown.
        url: The address that was asked for.
        captured: When it was, with an offset; None when unknown: nothing is then told from the moment of reading,
            and the future is not known.
        headline: What `pipelines.title.title_of` gives; it tells which line of the page is the headline. Without it a
            heading is looked for.
    """
    page = _Page(tree, nodes, outlet, url, headline)
    times = _Times(page, captured)
    section = _section(page, times)
    return Metadata(
        authors=_authors(page, times, section),
        published=times.published,
        modified=times.modified,
        section=section,
        tags=_tags(page),
        image=_image(page),
        description=_description(page),
        declared_url=_declared(page),
        language=_language(page),
        site_name=page.site_name,
    )


class _Beside(NamedTuple):
    """An element beside the headline."""

    element: HtmlElement
    classes: str
    """Its classes, id and microdata."""
    before: bool
    """Whether it stands before the headline."""
    level: int
    """How many of the elements around the headline one must leave to come to it."""


class _Page:
    """What several of the fields below are read from, each read once."""

    def __init__(
        self, tree: HtmlElement, nodes: tuple[Node, ...], outlet: Outlet, url: str, headline: str = ""
    ) -> None:
        self.tree = tree
        self.said_headline = headline
        self.nodes = nodes
        self.outlet = outlet
        self.url = url
        self.named: dict[str, list[str]] = {}
        """Contents of `meta` elements by name, lower case."""
        self.canonical = ""
        headings: list[HtmlElement] = []
        for element in islice(tree.iter("meta", "link", "h1", "h2"), _MAX_MARKS * 10):
            match element.tag:
                case "meta":
                    self._note(element)
                case "link" if (element.get("rel") or "").lower() == "canonical":
                    self.canonical = self.canonical or (element.get("href") or "")
                case "h1" | "h2":
                    headings.append(element)
        self.headline = self._located(headings, headline) if headline else self._headline(headings)

    def _note(self, element: HtmlElement) -> None:
        content = (element.get("content") or "")[:MAX_VALUE]
        for name in {element.get("property"), element.get("name")}:
            if name and content.strip():
                values = self.named.setdefault(name.strip().lower(), [])
                if len(values) < _MAX_VALUES:
                    values.append(content)

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the contents of `meta` elements, in the order of the names."""
        for name in names:
            yield from self.named.get(name, ())

    @cached_property
    def title(self) -> str:
        """The page's `title`."""
        return self.tree.findtext(".//title") or ""

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the page says that its headline is, folded."""
        said = chain(self.metas(("og:title", "twitter:title")), [self.title])
        return tuple(filter(None, (fold(html.unescape(line[:MAX_VALUE])) for line in said)))

    def _located(self, headings: list[HtmlElement], headline: str) -> HtmlElement | None:
        wanted = fold(headline).replace(" ", "")
        firsts = [element for element in headings if element.tag == "h1"][:20]
        for element in chain(firsts, headings[:20]):
            if wanted and fold(_text(element, MAX_VALUE)).replace(" ", "") == wanted:
                return element
        found = None
        shortest, longest = len(headline) * 2 // 3, len(headline) * 2
        body = self.tree.find(".//body")
        for element in () if body is None or not wanted else body.iter(etree.Element):
            text = element.text
            if text is None or element.tag in _PASSED_OVER or len(text) < shortest:
                continue
            line = text.strip()
            if shortest <= len(line) <= longest and fold(line).replace(" ", "") == wanted:
                if not self._is_repeated(element):
                    found = element
            elif found is not None and len(line) > max(_PROSE, longest):
                break
        return found

    def _is_repeated(self, element: HtmlElement) -> bool:
        """Tell whether a line that is the headline stands in breadcrumbs or in a list of news."""
        return any(
            holder.tag in {"nav", "marquee", "ol", "ul", "option"} or _marks(_CRUMBS, _classes(holder))
            for holder in islice(chain([element], element.iterancestors()), 4)
        )

    def _headline(self, headings: list[HtmlElement]) -> HtmlElement | None:
        firsts = [element for element in headings if element.tag == "h1"][:20]
        said = self.titles + tuple(
            fold(html.unescape(node["headline"][:MAX_VALUE]))
            for node in articles_of(self.nodes)
            if isinstance(node.get("headline"), str)
        )
        for element in chain(firsts, headings[:20]):
            line = fold(_text(element, MAX_VALUE))
            if line and len(line.split()) > 1 and any(title.startswith(line) or line == title for title in said):
                return element
        return firsts[0] if len(firsts) == 1 else None

    @cached_property
    def headline_text(self) -> str:
        """The headline's words, folded."""
        return fold(_text(self.headline, MAX_VALUE)) if self.headline is not None else ""

    @cached_property
    def around(self) -> tuple[HtmlElement, ...]:
        """The elements that hold the headline, innermost first, without `body`."""
        if self.headline is None:
            return ()
        return tuple(islice((one for one in self.headline.iterancestors() if one.tag not in {"body", "html"}), _LEVELS))

    @property
    def parts(self) -> tuple[HtmlElement, ...]:
        """The headline, and those of the elements around it that have siblings to be looked at."""
        if self.headline is None:
            return ()
        # In a flat page the line after the headline stands beside its outermost holder.
        return (self.headline, *(self.around if len(self.around) <= _FLAT else self.around[:-1]))

    @cached_property
    def holders(self) -> frozenset[HtmlElement]:
        """All the elements that hold the headline."""
        return frozenset() if self.headline is None else frozenset(self.headline.iterancestors())

    def stands_apart(self, element: HtmlElement) -> bool:
        """Tell whether an element belongs to something else than what the headline stands in."""
        for holder in islice(element.iterancestors(), _MAX_DEPTH):
            if holder in self.holders or holder is self.article_after:
                return False
            if holder.tag != "form" and _is_apart(holder, _classes(holder)):  # ASP.NET sets whole pages in a form
                return True
        return False

    @cached_property
    def article_after(self) -> HtmlElement | None:
        """The element `article` that has the body, where the headline stands before it (Drupal's blocks)."""
        if self.headline is None or any(holder.tag == "article" for holder in self.holders):
            return None
        found: Any = _ARTICLE_AFTER(self.headline)
        return found[0] if found and not _text(found[0], _BODY) else None

    def _walk(self, element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
        """Yield an element and those in it with their classes, without what holds something else than this article."""
        own = self.article_after
        waiting = [element]
        while waiting:
            one = waiting.pop()
            if isinstance(one.tag, str):
                classes = _classes(one)
                if one is own or not _is_apart(one, classes):
                    yield one, classes
                    waiting += reversed(list(islice(one, _MAX_NEAR)))

    @cached_property
    def near(self) -> tuple[_Beside, ...]:
        """The elements beside the headline, nearest first."""
        found: list[_Beside] = []
        for level, part in enumerate(self.parts):
            after = chain.from_iterable(map(self._walk, part.itersiblings()))
            found += [_Beside(*one, before=False, level=level) for one in islice(after, _MAX_NEAR - len(found))]
            if level < _LEVELS_BEFORE:
                before = chain.from_iterable(map(self._walk, part.itersiblings(preceding=True)))
                found += [_Beside(*one, before=True, level=level) for one in islice(before, _MAX_BEFORE)]
            if len(found) >= _MAX_NEAR:
                break
        return tuple(found)

    @cached_property
    def properties(self) -> dict[str, list[HtmlElement]]:
        """The elements of the page's microdata by what they tell."""
        found: dict[str, list[HtmlElement]] = {}
        elements: Any = _PROPERTIES(self.tree)
        for element in elements[:_MAX_MARKS]:
            for name in element.get("itemprop").split()[:5]:
                found.setdefault(name, []).append(element)
        return found

    def property_values(self, name: str) -> list[str]:
        """Return what the microdata around the headline tells; else what stands in no list of other articles."""
        elements = self.properties.get(name, [])[:_MAX_VALUES]
        own = [element for element in elements if self._is_own(element)]
        told = own or [element for element in elements if not self.stands_apart(element)]
        return list(dict.fromkeys(filter(None, map(_value, told))))

    def property_value(self, name: str) -> str | None:
        """Return the one value that the microdata around the headline agrees on."""
        values = self.property_values(name)
        return values[0] if len(values) == 1 else None

    def _is_own(self, element: HtmlElement) -> bool:
        for holder in islice(element.iterancestors(), _MAX_DEPTH):
            if holder.get("itemscope") is not None:
                return holder in self.holders
        return False

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node of this page's article; empty when there is none."""
        articles = articles_of(self.nodes)
        for node in articles:
            if self._addresses(node) & self.addresses:
                return node
        for node in articles:
            if self._titled(node):
                return node
        if len(articles) == 1 and not (self._addresses(articles[0]) and isinstance(articles[0].get("headline"), str)):
            return articles[0]
        return {}

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The page's own address, in all forms that it gives, canonical."""
        said = (self.url, *(_joined(self.url, href) for href in (self.canonical, *self.metas(["og:url"])) if href))
        front = canonical(urljoin(self.url, "/"))
        return frozenset(map(canonical, said)) - {"", front}

    def _addresses(self, node: Node) -> frozenset[str]:
        found = [node.get("url"), node.get("@id"), *_listed(node.get("mainEntityOfPage"))]
        urls = [one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in found]
        return frozenset(
            canonical(_joined(self.url, one)) for one in urls if isinstance(one, str) and one.startswith(("http", "/"))
        ) - {""}

    def _titled(self, node: Node) -> bool:
        said = node.get("headline") or node.get("name")
        title = fold(html.unescape(said[:MAX_VALUE])) if isinstance(said, str) else ""
        if not title:
            return False
        return any(
            ours.startswith(title) or title.startswith(ours) for ours in (self.headline_text, *self.titles) if ours
        )

    @cached_property
    def site_name(self) -> str | None:
        """What the page calls its site."""
        nodes = (node.get("name") for node in self.nodes if not _SITES.isdisjoint(types_of(node)))
        publisher = (one.get("name") for one in _listed(self.article.get("publisher")) if isinstance(one, dict))
        for said in chain(self.metas(["og:site_name"]), nodes, publisher, self.metas(["application-name"])):
            line = _line(said)
            if line and not _NO_NAME.search(line) and len(line) <= MAX_NAME:
                return line
        return None

    @cached_property
    def declared_names(self) -> tuple[str, ...]:
        """The names of the outlet that the page and the outlet's file declare."""
        nodes = [node for node in self.nodes if not _SITES.isdisjoint(types_of(node))]
        nodes += [one for one in _listed(self.article.get("publisher")) if isinstance(one, dict)]
        said = [one for node in nodes for key in ("name", "alternateName") for one in _listed(node.get(key))]
        said += [*self.metas(["og:site_name", "application-name"]), self.outlet.title]
        return tuple(one[:MAX_TAG] for one in said if isinstance(one, str) and one)

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The names of the outlet, compared without spaces."""
        host = self.outlet.name.removeprefix("www.")
        said = (*self.declared_names, host, host.partition(".")[0], *self.rest_of_title)
        return frozenset(map(_bare, said)) - {""}

    @cached_property
    def author_names(self) -> frozenset[str]:
        """The names under which the outlet may sign, compared without spaces: with its editions, and in parts."""
        parts = (part for name in self.declared_names for part in _NAME_MARK.split(name))
        return frozenset(_bare(name, _EDITIONS) for name in (*self.declared_names, *self.rest_of_title, *parts)) - {""}

    def is_author(self, name: str) -> bool:
        """Tell whether what stands in an author's place is the outlet: a name of it, an edition's, or a part of one."""
        folded = fold(name)
        return bool(folded) and (
            self.is_own_name(name)
            or _bare(name, _EDITIONS) in self.author_names
            or any(f" {folded} " in f" {fold(own)} " for own in self.declared_names)
            or (fold(name.rpartition(" ")[2]) in _CITIES and self.is_author(name.rpartition(" ")[0]))
        )

    @cached_property
    def rest_of_title(self) -> list[str]:
        """The first or last part of `title` beside the headline: the site's name, on most pages."""
        parts = [part.strip() for part in _TITLE_MARK.split(normalize_line(self.title[:MAX_VALUE]))]
        ours = self.headline_text
        if len(parts) < 2 or not ours:  # noqa: PLR2004 - a headline and a name
            return []
        return [part for part in (parts[0], parts[-1]) if part and fold(part) not in ours]

    def is_own_name(self, name: str) -> bool:
        """Tell whether a name is the outlet's."""
        return _bare(name) in self.own_names

    @cached_property
    def crumbs(self) -> list[str]:
        """The steps from the front page to the article, without either."""
        steps = [_line(one) for one in self._crumbs()]
        kept = [step for step in steps if step and len(step) <= MAX_TAG and self._is_section(step)]
        return [step for step in kept if not self._is_headline(step)]

    def _is_headline(self, step: str) -> bool:
        """Tell whether a step is the headline, or the beginning of it; a section's name may be its first word."""
        folded = fold(step)
        return folded == self.headline_text or (
            self.headline_text.startswith(folded)
            and (len(folded.split()) >= _LEAST_WORDS or step.endswith((".", "\N{HORIZONTAL ELLIPSIS}")))
        )

    def _crumbs(self) -> list[str]:
        for node in self.nodes:
            if "BreadcrumbList" in types_of(node):
                entries = [entry for entry in _listed(node.get("itemListElement")) if isinstance(entry, dict)]
                return [said for entry in entries if (said := _name_of(entry) or _name_of(entry.get("item")))]
        for element in islice(self._before_it(), _MAX_NEAR):
            steps = self._steps(element)
            if steps and (_are_crumbs(element) or self._lead_home(element, steps)):
                return steps
        return []

    def _steps(self, element: HtmlElement) -> list[str]:
        """Return the steps of what may be breadcrumbs; none when it is too long."""
        first = next((text for text in islice(element.itertext(None), _MAX_STEPS) if not text.isspace()), "")
        if not _are_crumbs(element) and not _HOME_FIRST.search(first[:_MAX_LINE]):
            return []
        if len(element) > _MAX_STEPS * 3 or not _text(element, _MAX_LINE * 2):
            return []
        pieces = chain.from_iterable(map(_CRUMB_MARK.split, element.itertext(None)))
        steps = [step for step in map(normalize_line, pieces) if fold(step) and fold(step) not in _HERE]
        return steps if len(steps) <= _MAX_STEPS else []

    def _lead_home(self, element: HtmlElement, steps: list[str]) -> bool:
        """Tell whether steps are breadcrumbs by themselves: from the front page on, with arrows between."""
        return len(steps) > 1 and fold(steps[0]) in _HOME and _STEPPED.search(_text(element, _MAX_LINE * 2)) is not None

    def _before_it(self) -> Iterator[HtmlElement]:
        """Yield where breadcrumbs may be: before the headline, nearest first, then in any list of links."""
        for part in self.parts:
            for sibling in islice(part.itersiblings(preceding=True), _MAX_BEFORE):
                yield from islice(sibling.iter("nav", "ol", "ul", "div", "p", "span", "td", "font", "center"), 20)
        yield from self.tree.iter("nav", "ol")

    @cached_property
    def menu(self) -> Counter[str]:
        """How often the page's links before the headline name something short, folded: its menus."""
        if self.headline is None:
            return Counter()
        links: Any = _LINKS_BEFORE(self.headline)
        return Counter(fold(_text(link, MAX_TAG)) for link in links[:_MAX_MENU])

    @cached_property
    def shown_section(self) -> str | None:
        """The section that stands beside the headline: marked as such, or linked there as in the menu."""
        for element, classes, before, level in self.near:
            if level > _BESIDE_SECTION:
                break
            by_class = _marks(_SECTIONED, classes) and (before or not _marks(_TOPICAL, classes))
            by_link = "category" in (element.get("rel") or "").lower().split()
            by_path = _marks(_CATEGORY_PATH, (element.get("href") or "")[:MAX_TAG])
            marked = by_class or by_link or (by_path and _is_lone(element))
            listed = level < _BESIDE_SECTION and (element.tag == "a" or (before and not len(element)))
            if not (marked or listed) or not (whole := _text(element, MAX_TAG)):
                continue
            line = next((text for link in element.iter("a") if (text := _text(link, MAX_TAG))), whole)
            section = self.as_step(_SECTION_LABEL.sub("", line))
            if section and (marked or self._is_in_menu(section, element)):
                return section
        return None

    def _is_in_menu(self, section: str, element: HtmlElement) -> bool:
        """Tell whether the menu has what stands alone beside the headline; a link there may itself be counted."""
        return self.menu[fold(section)] > (element.tag == "a") and _is_lone(element)

    def _is_section(self, line: str) -> bool:
        folded = fold(line)
        return bool(folded) and folded not in _HOME and folded not in _UNSORTED and not self._is_sites(line)

    def _is_sites(self, line: str) -> bool:
        # The rest of `title` is the section on some pages, so that it counts only where no name is declared.
        names = frozenset(map(_bare, self.declared_names)) - {_bare(self.outlet.name)} or self.own_names
        return _bare(line) in names

    def as_step(self, line: str) -> str | None:
        """Return the name of a section that is only shown, or None for what may be anything else."""
        folded = fold(line)
        if folded in _SERVICES or folded == self.headline_text or len(line.split()) > _SECTION_WORDS:
            return None
        return self.as_section(line)

    def as_section(self, said: Any) -> str | None:
        """Return a section's name, or None for what is none."""
        line = _line(said)
        return line if line and len(line) <= MAX_TAG and "://" not in line and self._is_section(line) else None

    @cached_property
    def object(self) -> dict[str, Any]:
        """The object in the page's data that itself holds the headline, its keys without case and marks."""
        headline = normalize_line(self.said_headline)
        if len(headline.split()) < _LEAST_WORDS:
            return {}
        left = _MAX_SCRIPTS
        stream: list[str] = []
        for script in self.tree.iter("script"):
            source = script.text or ""
            left -= len(source)
            if left < 0:
                break
            if "ld+json" in (script.get("type") or ""):
                continue
            if "__next_f" in source:
                stream += map(_unquoted, _PUSH.findall(source))
            elif (headline[:5] in source or "\\u06" in source) and (found := _holding(source, headline)):
                return found
        return _holding("".join(stream), headline)

    def listed(self, keys: Iterable[str]) -> Iterator[Any]:
        """Yield what the page's data say under the first of some keys that they have, one by one."""
        yield from _listed(self.told(keys))

    def told(self, keys: Iterable[str]) -> Any:
        """Return what the page's data say under the first of some keys that they have."""
        return next((self.object[key] for key in keys if self.object.get(key)), None)


def _holding(source: str, headline: str) -> dict[str, Any]:
    """Return the innermost JSON object of a script that has a text among its values."""
    decoder = json.JSONDecoder(strict=False)
    for written in (json.dumps(headline, ensure_ascii=False), json.dumps(headline)):
        at = source.find(written)
        start = at
        for _ in range(_MAX_OPENINGS if at > 0 else 0):
            start = source.rfind("{", 0, start)
            if start < 0:
                break
            try:
                found, end = decoder.raw_decode(source, start)
            except (ValueError, RecursionError):
                continue
            if end > at and headline in (one for one in found.values() if isinstance(one, str)):
                return {key.replace("_", "").replace("-", "").lower(): value for key, value in found.items()}
            if end > at:
                break
    return {}


def _unquoted(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""


class _Times:
    """When the article was published and changed."""

    def __init__(self, page: _Page, captured: datetime | None) -> None:
        self._page = page
        self._captured = captured
        self._zone = None if page.outlet.country == "ZZ" else ZoneInfo(page.outlet.timezone)
        self.datelines: list[HtmlElement] = []
        """The elements beside the headline that tell a moment in words."""
        self._clocks: set[datetime] = set()
        """The moments that they tell."""
        self.published = self._at_home(self._published())
        self.modified = self._modified()

    def _published(self) -> str | None:
        best = None
        for told in self._told_published():
            if told is not None and (best is None or told[:10] == best):
                best = told
                if len(best) > len("2024-08-24"):
                    break
        return best

    def _at_home(self, told: str | None) -> str | None:
        """Return a moment in the outlet's zone when it is said to be UTC, and the page shows that clock as local."""
        if told is None or self._zone is None or not told.endswith("+00:00"):
            return told
        moment = datetime.fromisoformat(told)
        local = moment.replace(tzinfo=self._zone)
        if not local.utcoffset() or not self._beside:
            return told
        shown = any(
            clock.utcoffset() == local.utcoffset() and clock.replace(second=0) == local.replace(second=0)
            for clock in self._clocks
        )
        return local.isoformat() if shown else told

    def _told_published(self) -> Iterator[str | None]:
        page = self._page
        for key in ("datePublished", "dateCreated"):
            yield self._machine(page.article.get(key))
        yield from map(self._machine, page.metas(_PUBLISHED))
        for name in ("datePublished", "dateCreated"):
            yield self._machine(page.property_value(name))
        for said in page.metas(_MAYBE_NOW):
            told = self._machine(said)
            yield None if told is None or self._is_rendering(told) else told
        yield from (told for told, changed in self._beside if not changed)
        yield self._machine(page.told(_DATA_PUBLISHED))
        path = unquote(urlsplit(page.url).path)
        if day := _URL_DAY.search(path) or _URL_COMPACT_DAY.search(path):
            yield moment_of("-".join(day.groups()), self._zone, self._captured)

    def _modified(self) -> str | None:
        for told in map(self._at_home, self._told_modified()):
            if told is not None and not self._is_rendering(told):
                return told if self._is_later(told) else None
        return None

    def _told_modified(self) -> Iterator[str | None]:
        page = self._page
        yield self._machine(page.article.get("dateModified"))
        yield from map(self._machine, page.metas(_MODIFIED))
        yield self._machine(page.property_value("dateModified"))
        yield from (told for told, changed in self._beside if changed)
        yield self._machine(page.told(_DATA_MODIFIED))

    def _machine(self, said: Any) -> str | None:
        text = str(said) if isinstance(said, int | str) else ""
        if not text or len(text) > MAX_VALUE:
            return None
        return moment_of_epoch(text, self._zone, self._captured) or moment_of(text, self._zone, self._captured)

    def _is_rendering(self, told: str) -> bool:
        moment = datetime.fromisoformat(told)
        return self._captured is not None and moment.tzinfo is not None and abs(moment - self._captured) <= RENDERED

    def _is_later(self, told: str) -> bool:
        if self.published is None:
            return True
        changed, published = datetime.fromisoformat(told), datetime.fromisoformat(self.published)
        if changed.tzinfo is None or published.tzinfo is None:
            if min(len(told), len(self.published)) == len("2024-08-24"):
                return told[:10] > self.published[:10]
            return changed.replace(tzinfo=None) > published.replace(tzinfo=None)
        return changed > published

    @cached_property
    def _beside(self) -> list[tuple[str, bool]]:
        """What stands beside the headline: each moment, and whether it is one of a change. The nearest first."""
        found: list[tuple[int, bool, str, bool]] = []
        for element, classes, before, level in self._page.near:
            marked = self._marked(element, classes)
            if marked is not None:
                # WordPress says "published updated" where there was no update.
                told_here = [(marked, _UPDATED.search(classes) is not None and "publish" not in classes)]
            else:
                told_here = []
            if marked is None and len(element.text or "") > _CARD:
                continue
            words = list(self._in_words(element, classes))
            if (told_here or words) and self._is_cards(element):
                continue
            told_here = [one for one in told_here or words if not (before and self._is_clock(one[0]))]
            found += [(level, marked is None, *one) for one in told_here]
            if words:
                self.datelines.append(element)
                self._clocks |= {moment for told, _ in words if (moment := datetime.fromisoformat(told)).tzinfo}
        found.sort(key=lambda one: one[:2])
        return [one[2:] for one in found]

    def _marked(self, element: HtmlElement, classes: str) -> str | None:
        """Return the moment that an attribute tells: of `time` and `abbr`, and of RDFa."""
        if element.tag in {"time", "abbr"} or element.get("datetime"):
            said = element.get("datetime") or (element.get("title") if _marks(_DATED, classes) else None)
        elif (named := element.get("property")) and _marks(_DATED, named[:MAX_TAG]):
            said = element.get("content")
        else:
            return None
        return self._machine(said)

    def _is_cards(self, element: HtmlElement) -> bool:
        """Tell whether a date belongs to the title of another article, which is a link beside it."""
        for holder in islice(element.iterancestors(), 2):
            if holder in self._page.holders or not _text(holder, _CARD):
                return False
            for link in islice(holder.iter("a"), _MAX_STEPS):
                words = fold(_text(link, _CARD))
                if len(words.split()) > _SECTION_WORDS and words != self._page.headline_text:
                    return not any(char.isdigit() for char in words)
        return False

    def _in_words(self, element: HtmlElement, classes: str) -> Iterator[tuple[str, bool]]:
        dated = element.tag == "time" or _marks(_DATED, classes)
        if not dated and not any(_DIGIT.search(one[:_MAX_LINE]) for one in _own_texts(element)):
            return
        line = _text(element, _MAX_LINE)
        if not _DIGIT.search(line) and not (dated and _RELATIVE.search(line)):
            return
        published, _, changed = _split_at_update(line)
        for part, is_change in ((published, False), (changed, True)):
            if not part or not only_tells_when(part):
                continue
            told = moment_of(part, self._zone, self._captured)
            if told is not None and len(told) == len("2024-08-24") and not changed:
                told = self._finer(element, told)
            if told is not None:
                yield told, is_change

    def _finer(self, element: HtmlElement, day: str) -> str:
        """Return the time of the day that stands in the element beside it, or the day."""
        parent = element.getparent()
        line = _text(parent, _MAX_LINE) if parent is not None else ""
        if not line or _UPDATED.search(line) or not only_tells_when(line):
            return day
        told = moment_of(line, self._zone, self._captured)
        return told if told is not None and told[:10] == day else day

    def _is_clock(self, told: str) -> bool:
        """Tell whether what stands before the headline may be the page's own clock: today, or within the hour."""
        if self._captured is None:
            return False
        if len(told) == len("2024-08-24"):
            today = self._captured.astimezone(self._zone).date()
            return abs(date.fromisoformat(told) - today) < timedelta(days=1)
        moment = datetime.fromisoformat(told)
        return moment.tzinfo is not None and abs(moment - self._captured) < timedelta(hours=1)


def _split_at_update(line: str) -> tuple[str, str, str]:
    found = _UPDATED.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _authors(page: _Page, times: _Times, section: str | None) -> list[str]:
    told: tuple[Iterable[str], ...] = (
        (name for key in ("author", "creator") for name in _persons(page.article.get(key))),
        page.metas(_AUTHOR),
        chain(page.property_values("author"), page.property_values("creator")),
    )
    for names in told:
        if found := _names(names, page, section):
            return found
    for element, classes, _, level in page.near:
        signed = (
            _marks(_AUTHORED, classes)
            or "author" in (element.get("rel") or "").lower().split()
            or (level < _LEVELS_BEFORE and _marks(_AUTHOR_PATH, (element.get("href") or "")[:MAX_TAG]))
        )
        said = _signatures(element) if signed else _labelled(element)
        if said and not _leads_elsewhere(element) and (found := _names(said, page, section)):
            return found
    if found := _names(_persons(page.told(_DATA_AUTHORS)), page, section):
        return found
    return _names(_unsigned(page, times), page, section)


def _signatures(element: HtmlElement) -> list[str]:
    """Return the names in a signed line: its links, else its texts without those that tell what somebody is."""
    if not _text(element, _MAX_LINE):
        return []
    texts: list[str] = []
    is_post = False
    for part in element.itertext(None):
        text = normalize_line(part)
        if (folded := fold(text)) and not is_post and folded not in _NOBODY:
            texts.append(text)
        is_post = folded in _POSTS or (is_post and not folded)
    if len(texts) == 1 or not len(element):
        return texts
    linked = [text for link in islice(element.iter("a"), _MAX_STEPS) if (text := _text(link, _MAX_LINE))]
    return linked or [text for text in texts if " " in text and not _tells_job(text)]


def _labelled(element: HtmlElement) -> list[str]:
    """Return the names in a line that says who wrote it; the label may stand in an element before the name."""
    text = element.text
    if text is None or len(text) > _CARD or not _MAYBE_BYLINE.search(text):
        return []
    parts = _BESIDE_LABEL.split(text)
    if not (labelled := [part for part in parts if _BYLINE.match(part)]):
        bare = _BARE_BYLINE.match(text)
        return [text] if bare and not len(element) and _is_persons(text[bare.end() :]) else []
    if len(parts) > 1:
        return labelled
    if _ROLE.sub("", f"{labelled[0]} ").strip() or len(element):
        return _signatures(element)
    parent = element.getparent()
    return _signatures(parent) if parent is not None else []


def _unsigned(page: _Page, times: _Times) -> Iterator[str]:
    """Yield a line that is a person's name: beside a dateline, or right after the body."""
    beside = {holder for line in times.datelines for holder in islice(line.iterancestors(), 2)} - page.holders
    beside |= {holder for line in times.datelines if (holder := line.getparent()) is not None}
    for element, classes, _, _ in page.near:
        text = element.text
        if text is None or len(element) or len(text) > MAX_NAME or not _TWO_WORDS.search(text) or _DIGIT.search(text):
            continue
        names = _name(text, page)
        if not names or not all(map(_is_persons, names)) or _marks(_TAGGED, classes):
            continue
        if any(holder.tag == "a" for holder in islice(element.iterancestors(), 3)) or element.tag == "a":
            continue
        previous = element.getprevious()
        ends_body = previous is not None and len("".join(islice(previous.itertext(None), _MAX_MARKS))) > _BODY
        if ends_body or not beside.isdisjoint(islice(element.iterancestors(), 2)):
            yield from names
            return
    for element in times.datelines:
        for text in _APART_ON_LINE.split(_text(element, _MAX_LINE)):
            if (names := _name(text, page)) and all(map(_is_persons, names)):
                yield from names
                return


def _is_persons(name: str) -> bool:
    words = fold(name).split()
    # Folded, the preposition «على» is a name.
    return 1 < len(words) <= _NAME_WORDS and words[0] in _GIVEN and not name.lstrip().startswith("على ")


def _leads_elsewhere(element: HtmlElement) -> bool:
    """Tell whether what looks like a byline is a link to a section: themes set both in one line."""
    return any(_SECTION_PATH.search(link.get("href") or "") for link in islice(element.iter("a"), 10))


def _persons(said: Any, depth: int = 3) -> Iterator[str]:
    for one in _listed(said):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and depth:
            yield from _persons(one.get("name"), depth - 1)


def _names(said: Iterable[str], page: _Page, section: str | None) -> list[str]:
    """Return the names of persons and agencies in what stands in an author's place."""
    found: dict[str, str] = {}
    for value in islice(said, _MAX_VALUES):
        said_here = html.unescape(value[:MAX_VALUE])
        for part in () if page.is_author(said_here) else _BETWEEN_NAMES.split(said_here):
            for name in _name(part, page):
                folded = fold(name)
                if folded != fold(section or "") and len(found) < MAX_AUTHORS:
                    found.setdefault(folded, name)
    return list(found.values())


def _name(part: str, page: _Page) -> list[str]:
    """Return the names in one part of what stands in an author's place: none, one, or two with a dash between."""
    said = normalize_line(_HANDLE.sub("", part))
    line = _IN_BRACKETS.sub("", _ROLE.sub("", said, count=1).strip()).strip(_BRACKETS)
    if len(line) > MAX_NAME or len(line.split()) > _MAX_WORDS or _names_nobody(said, line, page):
        return []
    place, mark, name = line.replace("\N{FULLWIDTH COLON}", ":").partition(":")
    if not mark and "/" in line:
        place, _, name = line.partition("/")
        mark = "/" if fold(place) in _CITIES else ""
    if mark:
        # «غرناطة: منى الشريف», and seldom the other way round.
        return [] if fold(place) in _OTHERS else _name(place if _is_persons(place) else name, page)
    for found in _AND.finditer(line):
        if all(map(_is_persons, both := [line[: found.start()], line[found.end() :]])):
            return both
    if where := _WHERE.search(line):
        # «منى الشريف من القاهرة»; what is left of «فريق من المراسلين» is no name.
        line = line[: where.start()].strip(_BRACKETS)
        line = line if " " in line else ""
    pieces = [piece.strip(_BRACKETS) for piece in _DASH.split(line)]
    # «دبي - البيان» is where the outlet itself wrote it.
    if len(pieces) > 1 and page.is_author(pieces[-1]) and line == said.strip(_BRACKETS):
        return []
    kept = [_without_job(piece) for piece in pieces if _may_be_name(piece, page) and not _tells_job(piece)]
    if len(pieces) == 1:
        return kept
    # A word alone may be a place.
    persons = [piece for piece in kept if " " in piece and fold(piece) not in AGENCIES]
    return persons or [piece for piece in kept if fold(piece) in AGENCIES]


def _without_job(piece: str) -> str:
    """Return the name without what follows it: «منى الشريف مراسلة المدينة»."""
    words = piece.split()
    at = next((at for at, word in enumerate(words) if at > 1 and fold(word) in _JOBS), None)
    return " ".join(words[:at])


def _names_nobody(said: str, line: str, page: _Page) -> bool:
    is_desk = _DESK_EDITOR.match(said) is not None or fold(line).partition(" ")[0] in _DESKS
    return is_desk or _NO_NAME.search(line) is not None or page.is_author(line)


def _may_be_name(piece: str, page: _Page) -> bool:
    return fold(piece) not in _NOT_NAMES and not page.is_author(piece) and any(char.isalpha() for char in piece)


def _tells_job(line: str) -> bool:
    return fold(line).partition(" ")[0] in _JOBS


def _section(page: _Page, times: _Times) -> str | None:
    told = (
        _listed(page.article.get("articleSection")),
        page.metas(_SECTION),
        page.property_values("articleSection"),
    )
    for values in told:
        sections = [one for one in map(page.as_section, islice(values, _MAX_VALUES)) if one]
        if sections:
            last = fold(page.crumbs[-1]) if len(sections) > 1 and page.crumbs else ""
            return next((one for one in sections if fold(one) == last), sections[0])
    if page.crumbs and (section := page.as_step(page.crumbs[-1])):
        return section
    if page.shown_section:
        return page.shown_section
    said = next(page.listed(_DATA_SECTION), None)
    return page.as_section(_name_of(said)) or _beside_date(page, times)


def _beside_date(page: _Page, times: _Times) -> str | None:
    """Return the section that stands on the line of the date and in the menu."""
    for element in times.datelines:
        for text in _APART_ON_LINE.split(_text(element, _MAX_LINE)):
            if page.menu[fold(text)] and (section := page.as_step(text)):
                return section
    return None


def _tags(page: _Page) -> list[str]:
    keywords = _split_tags(page.metas(["keywords"]))
    name = f" {' '.join(map(fold, page.rest_of_title))} "
    sites = [f" {fold(one)} " for one in page.declared_names if " " in one]
    general = len(keywords) > MAX_KEYWORDS or any(
        page.is_own_name(one)
        or fold(one) in _OWN_KEYWORDS
        or f" {fold(one)} " in name
        or any(site in f" {fold(one)} " for site in sites)
        for one in keywords
    )
    told: tuple[Iterable[str], ...] = (
        page.metas(["article:tag", "og:article:tag"]),
        (one for one in _listed(page.article.get("keywords")) if isinstance(one, str)),
        page.metas(["news_keywords", "parsely-tags", "sailthru.tags", "taxonomytags"]),
        _shown_tags(page),
        (_name_of(one) for one in page.listed(_DATA_TAGS)),
        [] if general else keywords,
    )
    for values in told:
        if found := _split_tags(values):
            return found[:MAX_TAGS]
    return []


def _shown_tags(page: _Page) -> Iterator[str]:
    """Yield the tags that stand after the headline: in the first block that is marked or labelled so."""
    if page.headline is None:
        return
    linked: list[str] = []
    elements: Any = _AFTER(page.headline)
    for element in elements:
        if "tag" in (element.get("rel") or ""):
            linked += _own_tag(element, page)
        elif not linked and (found := _in_block(element, page) or _after_label(element, page)):
            yield from found
            return
    yield from linked


def _own_tag(link: HtmlElement, page: _Page) -> list[str]:
    relations = (link.get("rel") or "").lower().split()
    own = "tag" in relations and "category" not in relations and not _names_category(link)
    return [_text(link, MAX_TAG)] if own and not page.stands_apart(link) else []


def _in_block(block: HtmlElement, page: _Page) -> list[str]:
    classes = block.get("class") or block.get("data-component") or ""
    if not _marks(_TAGGED, classes[:MAX_TAG]):
        return []
    classes = f"{_classes(block)} {block.get('data-component', '')[:MAX_TAG]}"
    if not _marks(_TAGGED, classes) or _marks(_NOT_TAGGED, classes) or _is_apart(block, classes):
        return []
    parent = block.getparent()
    if parent is not None and parent not in page.holders and _marks(_NOT_TAGGED, _classes(parent)):
        return []
    return [] if page.stands_apart(block) else _linked_tags(block)


def _linked_tags(block: HtmlElement) -> list[str]:
    return _named_by(list(islice(block.iter("a"), MAX_TAGS)))


def _named_by(links: list[HtmlElement]) -> list[str]:
    texts = [_text(link, MAX_TAG) for link in links if not _names_category(link)]
    # Titles of other articles are longer.
    return [] if any(len(text.split()) > _TAG_WORDS for text in texts) else texts


def _names_category(link: HtmlElement) -> bool:
    parent = link.getparent()
    return _marks(_CATEGORY_PATH, (link.get("href") or "")[:MAX_TAG]) or (
        parent is not None and "category" in _classes(parent).lower()
    )


def _after_label(element: HtmlElement, page: _Page) -> list[str]:
    for text, holder in ((element.text, element), (element.tail, element.getparent())):
        if text is None or len(text) > _BODY or not _MAYBE_LABEL.search(text):
            continue
        if (rest := _label(text)) is not None and (found := _under_label(holder, rest, page)):
            return found
    return []


def _label(text: str) -> str | None:
    """Return what stands after a label of tags on its line; None when it is none."""
    label, mark, rest = text.partition(":")
    if fold(label) in _TAG_LABELS:
        return rest
    return "" if not mark and fold(text) in _TAG_LABELS else None


def _under_label(element: HtmlElement | None, rest: str, page: _Page) -> list[str]:
    """Return the tags that follow a label: on its line, in the elements beside it, or in the element after."""
    if element is None or page.stands_apart(element) or _is_apart(element, _classes(element)):
        return []
    if listed := _short(_split_tags([rest])):
        return listed
    for holder in islice(chain([element], element.iterancestors()), 3):
        if holder in page.holders:
            break
        if _text(holder, _BODY) and (found := _linked_tags(holder)):
            return found
        following = holder.getnext()
        if following is not None and (line := _text(following, _BODY)):
            if following.tag == "a":
                return _named_by([following, *islice(following.itersiblings("a"), MAX_TAGS)])
            return _linked_tags(following) or _short(_split_tags([line]))
    return []


def _short(tags: list[str]) -> list[str]:
    return [] if any(len(tag.split()) > _TAG_WORDS for tag in tags) else tags


def _split_tags(values: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for value in islice(values, _MAX_VALUES):
        for part in _BETWEEN_TAGS.split(html.unescape(value[:MAX_VALUE])):
            tag = normalize_line(part).strip("#\"'«»-: ")
            if 0 < len(tag) <= MAX_TAG and fold(tag) and fold(tag) not in _NOT_TAGS:
                found.setdefault(fold(tag), tag)
    return list(found.values())


def _image(page: _Page) -> str | None:
    told = chain(
        page.metas(["og:image", "og:image:url", "og:image:secure_url"]),
        _addresses_in(page.article.get("image")),
        page.metas(["twitter:image", "twitter:image:src"]),
    )
    for said in told:
        if url := clean(_joined(page.url, said)):
            return url
    return None


def _addresses_in(said: Any, depth: int = 3) -> Iterator[str]:
    for one in _listed(said):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and depth:
            yield from _addresses_in(one.get("url") or one.get("contentUrl") or one.get("@list"), depth - 1)


def _description(page: _Page) -> str | None:
    told = chain(
        [page.article.get("description")],
        page.metas(["og:description", "description", "twitter:description"]),
        page.property_values("description"),
    )
    for said in told:
        line = _line(said)
        words = fold(line)
        about_site = any(name in words.replace(" ", "") for name in page.own_names if len(name) > _LEAST_WORDS)
        if (
            len(words.split()) >= _LEAST_WORDS
            and words != page.headline_text
            and not (about_site and len(line) < _MAX_LINE)
        ):
            return line[:MAX_DESCRIPTION].rstrip()
    return None


def _declared(page: _Page) -> str | None:
    asked = urlsplit(page.url).path.strip("/")
    for said in chain([page.canonical], page.metas(["og:url"]), [page.article.get("url")]):
        url = clean(_joined(page.url, said)) if isinstance(said, str) and said.strip() else ""
        if url and page.outlet.owns(url) and (urlsplit(url).path.strip("/") or urlsplit(url).query or not asked):
            return url
    return None


def _language(page: _Page) -> str | None:
    root = page.tree.getroottree().getroot()
    for said in (root.get("lang"), *page.metas(["og:locale"]), *_listed(page.article.get("inLanguage"))):
        if isinstance(said, str) and (tag := _LANGUAGE.match(said.strip())):
            return tag[1].lower()
    return None


def _joined(base: str, said: str) -> str:
    try:
        return urljoin(base, said[:MAX_VALUE].strip())
    except ValueError:  # "http://[" names no host
        return ""


def _is_apart(element: HtmlElement, classes: str) -> bool:
    if element.tag in _PASSED_OVER or element.tag == "article" or _marks(_NOT_BESIDE, classes):
        return True
    if element.tag != "footer":
        return False
    parent = element.getparent()
    return parent is None or parent.tag != "article"


def _classes(element: HtmlElement) -> str:
    return " ".join([element.get(name, "")[:MAX_TAG] for name in ("class", "id", "itemprop")])


@lru_cache(maxsize=2048)
def _marks(pattern: re.Pattern[str], classes: str) -> bool:
    """Tell whether classes match: the same ones stand on a page by the hundred, and on all pages of an outlet."""
    return pattern.search(classes) is not None


def _is_lone(element: HtmlElement) -> bool:
    """Tell whether an element is none of many links, as those of a menu are."""
    parent = element.getparent()
    if parent is not None and parent.tag == "li":
        parent = parent.getparent()
    return parent is None or len(list(islice(parent.iter("a"), _MAX_STEPS))) < _MAX_STEPS - 1


def _own_texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in islice(element, 20):
        yield child.tail or ""


def _are_crumbs(element: HtmlElement) -> bool:
    return _marks(_CRUMBS, _classes(element)) or _marks(_CRUMBS, (element.get("aria-label") or "")[:MAX_TAG])


def _value(element: HtmlElement) -> str:
    """Return what an element of microdata tells."""
    for attribute in ("content", "datetime"):
        if said := element.get(attribute):
            return said[:MAX_VALUE]
    for inner in islice(element.iter("meta", "span", "a", "strong", "b", "div", "h3", "h4", "h5"), 30):
        if inner is not element and "name" in (inner.get("itemprop") or "").split():
            return (inner.get("content") or "")[:MAX_VALUE] or _text(inner, _MAX_LINE)
    return _text(element, _MAX_LINE)


def _text(element: HtmlElement, most: int) -> str:
    """Return an element's text as one line; empty when it is longer than that."""
    parts: list[str] = []
    length = 0
    for part in element.itertext(None):
        length += len(part.strip())
        if length > most:
            return ""
        parts.append(part[: most * 2])
    return normalize_line(" ".join(parts))


def _bare(name: str, editions: frozenset[str] = frozenset()) -> str:
    words = fold(name[:MAX_VALUE].replace(".", " ")).split()
    words = words[1:] if len(words) > 1 and words[0] in _KINDS else words
    return "".join(words[:-1] if len(words) > 1 and words[-1] in editions else words)


def _line(said: Any) -> str:
    return normalize_line(html.unescape(said[:MAX_VALUE])) if isinstance(said, str) else ""


def _name_of(said: Any) -> str:
    name = said.get("name") if isinstance(said, dict) else said
    return name if isinstance(name, str) and "://" not in name else ""


def _listed(said: Any) -> list[Any]:
    if said is None:
        return []
    return said[:_MAX_VALUES] if isinstance(said, list) else [said]
