"""Pages that are no article: sections, searches, shops, walls, errors, players, shells.

Judged before and after extraction. To reject an article is the worst mistake, to let a section page pass the second
worst. So evidence is weighed:

1. What says of itself that it is *this page's article* ends the judgement: a JSON-LD article whose headline the page
   shows, or the only one, with a body; microdata with an `articleBody`; WordPress's own `single-post`. Only a live
   blog comes before it. Outlets print none of these on a list.
2. A machine's statement of the page's kind is believed: the classes that a CMS writes from its query (WordPress,
   Drupal, Joomla, Magento, Shopify), JSON-LD page types, a shop's properties. CMS classes stand against any text, since
   an archive may print whole posts. Types and properties are typed in by hand, and some sites have the same ones on all
   pages: three long paragraphs in one container (`Shape.substantial`) outweigh them.
3. A title that *is* a phrase («الصفحة غير موجودة») speaks for an error, a wall or a form, unless the page has a
   substantial text, or a flash's and the marks of an article: articles are written about 404 and about cookies.
4. Structure alone (many headline links, a player, a password field) rejects only where no text of even a news flash
   stands outside the cards, nothing marks an article, and no script or attribute holds a text either.

Deliberately no evidence: `og:type` `website` (half of the smaller outlets print it on articles), `og:type` `article`
against 2 (Yoast prints it on archives), `noindex`, the words of a path such as /category/, and a JSON-LD `WebSite`,
`ItemList` or `Organization`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipelines.folding import fold, phrases, words
from pipelines.rejected import Rejected
from pipelines.structured import ARTICLES, articles_of, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from pipelines.structured import Node

SLUG = "not-an-article"
"""The reason of all rejections here."""

FLASH = 100
"""Letters of the shortest article: a news flash of one sentence (as in `pipelines.length`)."""
SEEN = 60
"""Letters of a flash that a survey is sure to see: what is linked or stands in texts shorter than `LINE` is lost."""
LONG = 150
"""Letters of a paragraph that no card has: teasers are cut at 100 to 140. Headlines are shorter still."""
SEVERAL = 3
"""Long paragraphs in one container that make a substantial text. Two may be a section's description."""
UNBROKEN = 600
"""Letters of a block that is a substantial text by itself: a body set in `<br>`, without `<p>`."""
CAPTION = 250
"""Letters up to which the text beside a player or pictures is their caption: two or three sentences."""
MANY_LINKS = 8
"""Headline links that make a list. Short articles without a list beside them have five related ones at most."""
MANY_CARDS = 4
"""Containers of one tag and class, each with a headline link and a text, that are cards. Three may be columns."""
LARGEST_CARD = 500
"""Letters of text in a card; what has more is an article in a box like the others."""
MOST = 0.8
"""Share of the texts between titles that are cut off where they are teasers; a columnist ends some paragraphs so."""
MANY_CAPTIONS = 5
"""Captions that make a gallery of a page without a text."""
LINE = 25
"""Characters of a text that is looked at: menus, dates and labels have fewer, sentences and headlines more."""
WALL = 1_500
"""Letters up to which a text is looked at as a notice; consent walls have the longest, about 1,200."""

_MAX_TEXTS = 4_000
"""Texts of a page that are looked at; long articles with all around them have 500."""
_MAX_HEADINGS = 5
_MAX_ATTRIBUTE = 300
"""Characters of a class list or title that are looked at."""
_LINK_LEVELS = 4
"""Elements above a link's own that may be its card: heading, text box, row, card."""
_TEXT_LEVELS = 3
"""Elements above a paragraph that may be its card: text box, row, card."""


TITLES = {
    "challenge": phrases(
        """
        Just a moment، لحظة من فضلك، لحظة واحدة، لحظة واحدة من فضلك، Attention Required،
        Attention Required Cloudflare، Access denied، Access to this page has been denied،
        One moment please، Checking your browser، Checking your browser before accessing،
        Verifying you are human، Verify you are human، Pardon Our Interruption، Please Wait،
        Please wait Cloudflare، DDoS Guard، Security check، Security Checkpoint، Vercel Security Checkpoint،
        Human Verification، Robot Check، Captcha، Request Rejected، Bot Verification، Client Challenge،
        You are being redirected، التحقق من أنك لست روبوتا، جار التحقق من أنك لست روبوتا، جار التحقق،
        جار التحقق من المتصفح، التحقق من المتصفح، التحقق الأمني، التحقق من الأمان، تحقق من أنك إنسان،
        التحقق من أنك إنسان، تم رفض الوصول، الوصول مرفوض، تم حظر الوصول، 403 Forbidden
        """
    ),
    "error": phrases(
        """
        404، 404 Not Found، Error 404، 404 Error، HTTP 404، Not Found، Page Not Found، 404 Page Not Found،
        The page cannot be found، خطأ 404، 404 خطأ، صفحة الخطأ، الصفحة غير موجودة، صفحة غير موجودة،
        الصفحة المطلوبة غير موجودة، الصفحة غير متوفرة، الصفحة غير متاحة، هذه الصفحة غير موجودة،
        هذه الصفحة غير متوفرة، عذرا الصفحة غير موجودة، عفوا الصفحة غير موجودة، عذرا هذه الصفحة غير موجودة،
        عفوا هذه الصفحة غير موجودة، عذرا الصفحة غير متوفرة، عذرا الصفحة المطلوبة غير موجودة،
        عفوا الصفحة المطلوبة غير موجودة، عذرا الصفحة التي تبحث عنها غير موجودة،
        عفوا الصفحة التي تبحث عنها غير موجودة، الصفحة التي تبحث عنها غير موجودة،
        الصفحة التي طلبتها غير موجودة، لم يتم العثور على الصفحة، لم يتم العثور على هذه الصفحة،
        لم نعثر على الصفحة، تعذر العثور على الصفحة، لا يمكن العثور على الصفحة، المحتوى غير موجود،
        المحتوى غير متوفر، المحتوى غير متاح، الخبر غير موجود، المقال غير موجود، الرابط غير صحيح،
        الرابط غير موجود، لا توجد نتائج، لم يتم العثور على شيء، Nothing Found، Server Error،
        500 Internal Server Error، 503 Service Unavailable، الموقع تحت الصيانة، الموقع قيد الصيانة
        """
    ),
    "login": phrases(
        """
        تسجيل الدخول، تسجيل دخول، سجل الدخول، سجل دخولك، دخول الأعضاء، دخول المشتركين، تسجيل عضوية جديدة،
        عضوية جديدة، تسجيل حساب جديد، إنشاء حساب، إنشاء حساب جديد، حساب جديد، نسيت كلمة المرور،
        نسيت كلمة السر، استعادة كلمة المرور، إعادة تعيين كلمة المرور، Login، Log in، Sign in، Sign up،
        Register، Lost Password
        """
    ),
    "consent": phrases(
        """
        قبل المتابعة، قبل أن تتابع، قبل المتابعة إلى الموقع، نحن نقدر خصوصيتك، نحن نهتم بخصوصيتك،
        نحترم خصوصيتك، خصوصيتك تهمنا، إعدادات الخصوصية، إعدادات ملفات تعريف الارتباط،
        الموافقة على ملفات تعريف الارتباط، Before you continue، We value your privacy، Your privacy matters،
        Cookie consent، Privacy settings، Cookie settings
        """
    ),
}
"""What a title, or a part of it between separators, says where the page is a notice. Only as the whole of that part:
an article's headline says more."""

SEARCH_TITLES = phrases("نتائج البحث، نتيجة البحث، البحث، بحث، البحث في الموقع، Search، Search results")
"""Headlines of search results, which may be as long as any article: only as the whole headline."""

STANDING_TITLES = phrases(
    """
    من نحن، من نحن؟، عن الموقع، عن الصحيفة، عن الجريدة، عن القناة، حول الموقع، حولنا، عنا، تعرف علينا،
    رسالتنا، اتصل بنا، اتصلوا بنا، تواصل معنا، تواصلوا معنا، للتواصل معنا، هيئة التحرير، فريق العمل،
    فريق التحرير، أعلن معنا، للإعلان معنا، أعلن لدينا، سياسة الخصوصية،
    سياسة الخصوصية وملفات تعريف الارتباط، سياسة ملفات تعريف الارتباط، سياسة الاستخدام، شروط الاستخدام،
    الشروط والأحكام، شروط الخدمة، شروط وأحكام الاستخدام، إخلاء المسؤولية، إخلاء مسؤولية، حقوق النشر،
    وظائف، خريطة الموقع، الأسئلة الشائعة، Contact us، Contact، About us، About، Privacy policy،
    Terms of use، Terms and conditions، Cookie policy، Disclaimer، Sitemap، Advertise with us
    """
)
"""Titles of the pages that every site has. A column may be called so too («من نحن؟»): a second sign is needed."""
STANDING_PATHS = words(
    """
    about about-us aboutus about_us who-we-are contact contact-us contactus contact_us privacy privacy-policy
    privacypolicy privacy_policy terms terms-of-use terms-of-service terms-and-conditions cookie-policy
    cookies disclaimer policy advertise advertise-with-us team editorial-board imprint sitemap faq من-نحن
    اتصل-بنا تواصل-معنا سياسة-الخصوصية شروط-الاستخدام هيئة-التحرير أعلن-معنا اعلن-معنا
    """
)
"""Last segments of their paths, without an ending such as .html."""

TYPES = {
    "CollectionPage": "section",
    "SearchResultsPage": "search",
    "ProfilePage": "author",
    "Product": "shop",
    "ProductGroup": "shop",
    "ProductModel": "shop",
    "IndividualProduct": "shop",
    "CheckoutPage": "shop",
    "AboutPage": "standing",
    "ContactPage": "standing",
    "ImageGallery": "gallery",
    "MediaGallery": "gallery",
    "VideoGallery": "gallery",
    "VideoObject": "video",
    "TVEpisode": "video",
    "Episode": "video",
    "PodcastEpisode": "audio",
    "RadioEpisode": "audio",
}
"""JSON-LD types (schema.org) of what is no article, and the kind of page that they make."""
MEDIA = frozenset({"gallery", "video", "audio"})
"""Kinds whose pages have a caption; with more text they are articles."""
LIVE = "LiveBlogPosting"
LIVE_NAMES = frozenset({"liveblog", "live-blog", "liveblogs", "live-blogs", "live_blog"})
"""Segments of a path and classes of `body` that live blogs have."""

OG_TYPES = {"product": "shop", "og:product": "shop", "profile": "author", "video": "video", "music": "audio"}
"""og:type up to its first dot, where it tells a kind (ogp.me). Not `website` and not `article`: see above."""
PRICES = frozenset({"product:price:amount", "og:price:amount", "product:availability", "product:retailer_item_id"})
"""Properties of `meta` that only goods have."""

CMS_CLASSES = (
    ("error", frozenset({"error404"})),
    ("search", frozenset({"search-results"})),
    ("search", frozenset({"search-no-results"})),
    ("section", frozenset({"archive", "category"})),
    ("section", frozenset({"archive", "tag"})),
    ("author", frozenset({"archive", "author"})),
    ("section", frozenset({"archive", "date"})),
    ("section", frozenset({"archive", "post-type-archive"})),
    ("section", frozenset({"home", "blog"})),
    ("section", frozenset({"home", "page", "page-template"})),
    ("section", frozenset({"home", "page", "page-template-default"})),
    ("shop", frozenset({"single-product"})),
    ("shop", frozenset({"post-type-archive-product"})),
    ("shop", frozenset({"woocommerce-cart"})),
    ("shop", frozenset({"woocommerce-checkout"})),
    ("login", frozenset({"woocommerce-account"})),
    ("gallery", frozenset({"attachment", "single-attachment"})),
    ("section", frozenset({"path-frontpage"})),
    ("section", frozenset({"path-taxonomy"})),
    ("section", frozenset({"page-taxonomy-term"})),
    ("section", frozenset({"com_content", "view-category"})),
    ("section", frozenset({"com_content", "view-categories"})),
    ("section", frozenset({"com_content", "view-featured"})),
    ("search", frozenset({"com_search"})),
    ("login", frozenset({"com_users", "view-login"})),
    ("shop", frozenset({"catalog-product-view"})),
    ("shop", frozenset({"catalog-category-view"})),
    ("shop", frozenset({"template-product"})),
)
"""Classes of `body` that WordPress with WooCommerce, Drupal, Joomla, Magento and Shopify write from the query that they
answered. Where one word is everybody's (`archive`, `home`), it takes two."""
SINGLE_CLASSES = frozenset({"single-post", "node-type-article", "page-node-type-article", "view-article"})
"""Classes of `body` on an article's page, which no list has. Not `single`: goods and attachments have it too."""

CHALLENGES = (
    "_cf_chl_opt",
    "captcha-delivery.com",
    "px-captcha",
    "awswafcookiedomainlist",
    "gokuprops",
    "sucuri_cloudproxy_js",
)
"""What only the page of a challenge has in its scripts: Cloudflare, DataDome, PerimeterX, AWS, Sucuri. Not Cloudflare's
challenge-platform/…/jsd, Imperva's script or Akamai's _abck: those are on every page that they guard."""
CHALLENGE_FRAMES = ("_incapsula_resource", "sec-if-cpt", "captcha-delivery.com", "validate.perfdrive.com")
"""The same in the addresses of frames: Imperva, Akamai, DataDome, Radware."""
_DOCUMENT = re.compile(
    r"\.pdf(?:[?#]|$)|[?&]file=|docs\.google\.com/(?:viewer|gview)|drive\.google\.com/file", re.IGNORECASE
)
_PLAYER = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|jwplatform|brightcove|facebook\.com/plugins/video|ok\.ru/video", re.IGNORECASE
)

NOTICES = {
    "consent": phrases(
        """
        نستخدم ملفات تعريف الارتباط، نستخدم الكوكيز، نستخدم نحن وشركاؤنا، نحن وشركاؤنا،
        يستخدم موقعنا ملفات تعريف الارتباط، يستخدم هذا الموقع ملفات تعريف الارتباط، باستخدامك لهذا الموقع،
        باستخدامك هذا الموقع، باستمرارك في تصفح، باستمرارك في استخدام، بمتابعتك تصفح، بالضغط على موافق،
        بالنقر على موافق، بالنقر فوق موافق، بالضغط على قبول، بالنقر على قبول، قبول الكل، رفض الكل،
        قبول جميع ملفات، إدارة التفضيلات، تخصيص التفضيلات، تغيير تفضيلاتك، سحب موافقتك، نقدر خصوصيتك،
        نهتم بخصوصيتك، We use cookies، we and our partners، accept all، reject all، manage preferences،
        your consent
        """
    ),
    "challenge": phrases(
        """
        التحقق من أنك لست روبوتا، أنك لست روبوتا، لست برنامج روبوت، التحقق من أنك إنسان، أنك إنسان،
        التحقق من متصفحك، فحص متصفحك، قبل الوصول إلى الموقع، مراجعة أمان اتصالك، أمان اتصالك قبل المتابعة،
        تفعيل جافا سكريبت وملفات تعريف الارتباط، تمكين جافا سكريبت وملفات تعريف الارتباط،
        سيتم تحويلك تلقائيا، سيتم توجيهك تلقائيا، حركة مرور غير عادية، Ray ID، أداء وأمان بواسطة Cloudflare،
        الأداء والأمان بواسطة Cloudflare، Performance security by Cloudflare، you are human، not a robot،
        review the security of your connection، Checking your browser،
        Enable JavaScript and cookies to continue، incident ID، Request unsuccessful، you have been blocked،
        access this page، unusual traffic
        """
    ),
    "error": phrases(
        """
        الصفحة غير موجودة، الصفحة التي تبحث عنها، الصفحة التي تحاول الوصول إليها، الصفحة التي طلبتها،
        الصفحة المطلوبة، غير موجودة أو، تم حذفها أو نقلها، تم نقلها أو حذفها، حذفت أو نقلت، نقلت أو حذفت،
        تم تغيير عنوانها، تم تغيير اسمها، العودة إلى الصفحة الرئيسية، العودة للصفحة الرئيسية،
        الرجوع إلى الصفحة الرئيسية، الذهاب إلى الصفحة الرئيسية، تأكد من صحة الرابط، تأكد من الرابط،
        تأكد من كتابة العنوان، التأكد من صحة الرابط، استخدام خانة البحث، جرب البحث، خطأ 404،
        page you are looking for، may have been moved، might have been removed، page not found،
        return to the homepage
        """
    ),
    "login": phrases(
        """
        أدخل بريدك الإلكتروني، أدخل البريد الإلكتروني، أدخل اسم المستخدم، أدخل كلمة المرور،
        اسم المستخدم أو البريد الإلكتروني، البريد الإلكتروني وكلمة المرور، نسيت كلمة المرور، نسيت كلمة السر،
        ليس لديك حساب، لا تملك حسابا، لديك حساب بالفعل، تسجيل الدخول إلى حسابك، سجل الدخول إلى حسابك،
        إنشاء حساب جديد، تذكرني، سجل دخولك، تسجيل الدخول باستخدام، forgot your password،
        don t have an account، sign in to your account، already have an account
        """
    ),
    "paywall": phrases(
        """
        هذا المحتوى للمشتركين فقط، هذا المحتوى مخصص للمشتركين، هذا المقال للمشتركين، محتوى حصري للمشتركين،
        مخصص للمشتركين فقط، اشترك الآن لقراءة، اشترك لمواصلة القراءة، اشترك الآن لمواصلة، لمواصلة القراءة،
        لمتابعة القراءة، لإكمال القراءة، لقراءة المقال كاملا، لقراءة الخبر كاملا، اشترك للاطلاع،
        للاطلاع على المزيد اشترك، لديك اشتراك، مشترك بالفعل، استنفدت عدد المقالات، خطط الاشتراك،
        subscribe to continue، already a subscriber، for subscribers only
        """
    ),
    "script": phrases(
        """
        تفعيل جافا سكريبت، تفعيل الجافا سكريبت، تمكين جافا سكريبت، جافا سكريبت معطل، متصفحك لا يدعم،
        المتصفح لا يدعم، تفعيل JavaScript، تمكين JavaScript، تشغيل JavaScript، enable JavaScript،
        JavaScript is disabled، browser does not support
        """
    ),
    "copyright": phrases(
        """
        جميع الحقوق محفوظة، كل الحقوق محفوظة، كافة الحقوق محفوظة، الحقوق محفوظة، حقوق النشر محفوظة،
        يحظر النسخ، يمنع النسخ، لا يجوز نسخ، دون إذن مسبق، دون إذن خطي، تصميم وتطوير، تصميم وبرمجة،
        تطوير وتصميم، All rights reserved، Powered by
        """
    ),
}
"""What notices say, in the person in which a site speaks to its reader. Two different phrases are needed, in lines
beside which nothing as long as a flash stands: an article may quote one."""

_SEPARATOR = re.compile(r"[|«»•·–—]|(?<=\s)[-:/](?=\s)")
_CLASS_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d{3,}")
_QUOTED = re.compile(rf'[^"]{{{FLASH},}}')
_ARABIC = re.compile(r"[\u0620-\u064a]|\\u06[2-4][0-9a-fA-F]")
_CUT_OFF = ("…", "...", "[…]", "[...]", "المزيد", "المزيد »", "التفاصيل")

_FURNITURE = frozenset({"footer", "copyright", "copyrights", "newsletter", "subscribe", "disclaimer"})
_CONSENT = frozenset({"cookie", "cookies", "consent", "gdpr", "onetrust", "didomi", "ccpa"})
_ON_WRAPPERS = frozenset({"has", "with", "no", "is", "sticky", "fixed", "without", "show", "hide"})
"""Words that make a wrapper's class of what they stand with: `has-footer`, `sticky-footer`."""
_NEVER_TEXT = words(
    """
    script style noscript title head nav footer button option select textarea label figcaption figure svg
    iframe
    """
)
_WHOLE = words("html body main article")
"""Elements that hold the article as well, so that their names say nothing of a text in them."""
_INLINE = words(
    """
    a abbr b bdi bdo big cite em font i ins mark q s small span strike strong sub sup time tt u
    """
)

_TEXTS = etree.XPath(
    # In this order: the cheapest test leaves the fewest nodes for the others.
    f"//body//text()[string-length() >= {LINE}][string-length(normalize-space()) >= {LINE}]"
    "[not(parent::script or parent::style)]"
)
_META = etree.XPath("//meta[@content][@property or @name]")
_TYPED = etree.XPath("//*[@itemtype]")
_PAGE_TYPES = etree.XPath("/html/@itemtype | //body/@itemtype", smart_strings=False)
_FRAMES = etree.XPath("//iframe/@src | //embed/@src | //object/@data", smart_strings=False)
_ATTRIBUTES = etree.XPath(
    f"//*[not(self::meta)]/@*[string-length() >= {FLASH}][name() != 'alt' and name() != 'title' and name() != 'href']",
    smart_strings=False,
)
_SCRIPTS = etree.XPath("//script[not(contains(@type, 'ld+json'))]/text()", smart_strings=False)
_SHELL = etree.XPath(
    "boolean(//*[@id = 'root' or @id = 'app' or @id = '__next' or @id = '__nuxt' or @id = 'q-app'] | //app-root"
    " | //noscript[contains(., 'avaScript') or contains(., 'جافا')])"
)
_PASSWORD = etree.XPath("boolean(//input[@type = 'password'])")
_CART = etree.XPath(
    "boolean(//form[contains(@action, '/cart/add') or contains(@action, '/checkout/cart/')"
    " or @id = 'product_addtocart_form' or .//*[@name = 'add-to-cart']])"
)
_CAPTIONS = etree.XPath("//figcaption")


@dataclass(frozen=True)
class Shape:
    """What a page's texts are, by where they stand. Letters are counted in texts of `LINE` characters and more."""

    lines: tuple[str, ...]
    """Texts outside links, cards and furniture, in their order."""
    headlines: frozenset[str]
    """Texts of links."""
    links: int
    """Headline links, repeated ones counted again."""
    prose: int
    """Most letters of text in one container (a block, or the blocks of one parent or grandparent)."""
    substantial: bool
    """Whether one container has `SEVERAL` long paragraphs, or a block is `UNBROKEN`."""
    consent: int
    """Letters in containers that name themselves after cookies and consent."""


def judge_page(tree: HtmlElement, nodes: tuple[Node, ...], url: str, *, live: bool = False) -> None:
    """Let a page pass unless it certainly is no article, by the rules of this module.

    Args:
        tree: The page; it stays as it is.
        nodes: Its JSON-LD, from `pipelines.structured.nodes_of`.
        url: Its address, of any scheme; the path's last segment and a live blog's are looked at, and the site's root.
        live: Whether the outlet wants live blogs.

    Raises:
        Rejected: `not-an-article`, with kind and evidence.
    """
    metas = _metas(tree)
    classes = _body_classes(tree)
    title = _one_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")[:_MAX_ATTRIBUTE]
    headings = [fold(_one_line(heading.text_content()[:1_000])) for heading in islice(tree.iter("h1"), _MAX_HEADINGS)]
    shown = {folded for folded in (*headings, fold(metas.get("og:title", "")), fold(title)) if folded}
    typed = _microdata(tree)
    if evidence := _live(nodes, typed, shown, classes, (url, _canonical(tree))):
        if live:
            return
        raise _rejected("live blog", evidence)
    if _own_article(tree, nodes, typed, shown, classes):
        return
    if not classes & SINGLE_CLASSES:
        for kind, needed in CMS_CLASSES:
            if needed <= classes:
                raise _rejected(kind, f"body class {' '.join(sorted(needed))}")
    stated = _stated(tree, nodes, metas, shown)
    named = {fold(part) for part in (title, *_SEPARATOR.split(title))} - {""}
    if _standing(stated, named | set(headings[:1]), classes, url):
        raise _rejected("standing", "a page that every site has, by its title and a second sign")
    marked = "article" in metas.get("og:type", "") or "article:published_time" in metas or "single" in classes
    notices = [phrase for titles in TITLES.values() for phrase in titles & {*named, *headings}]
    if marked and not stated and not notices:
        return
    shape = shape_of(tree)
    _judge_statements(stated, shape, marked=marked)
    if not shape.substantial and not (marked and shape.prose >= FLASH):
        _judge_notice(named, headings, shape)
    _judge_structure(tree, shape, headings, url, marked=marked)


def judge_text(tree: HtmlElement, nodes: tuple[Node, ...], title: str, text: str) -> None:
    """Let an extracted text pass unless it is certainly what stands around an article, or in its place.

    It is no article if it is: a notice (see `NOTICES`); titles of links, with no sentence of a flash's length between
    them; such titles with teasers that are cut off; or the captions of pictures and of a player.

    Args:
        tree: The page that it came from; it stays as it is.
        nodes: The page's JSON-LD, from `pipelines.structured.nodes_of`.
        title: Its headline; empty when it has none.
        text: One paragraph a line.

    Raises:
        Rejected: `not-an-article`, with kind and evidence.
    """
    if fold(title) in SEARCH_TITLES and not articles_of(nodes):
        raise _rejected("search", f"the title is {title!r}")
    lines = [line for line in map(_one_line, text.split("\n")) if line]
    letters = sum(map(_letters, lines))
    if letters <= WALL and (kind := _notice(lines)):
        raise _rejected(kind, "most of the text is a notice")
    if sum(_letters(line) >= LONG and not line.endswith(_CUT_OFF) for line in lines) >= SEVERAL:
        return
    folded = fold(title)
    for kind, titles in TITLES.items():
        if folded in titles and letters < UNBROKEN and not articles_of(nodes):
            raise _rejected(kind, f"the title is {title!r}")
    if len(lines) >= MANY_CARDS:
        shape = shape_of(tree)
        linked = [line for line in lines if line.removeprefix("- ") in shape.headlines and _letters(line) < LONG]
        others = [line for line in lines if line.removeprefix("- ") not in shape.headlines and len(line) >= LINE]
        if len(linked) >= MANY_CARDS and sum(map(_letters, others)) < FLASH:
            raise _rejected("section", f"{len(linked)} titles of links and no text")
        cut_off = sum(line.endswith(_CUT_OFF) for line in others)
        if min(len(linked), len(others)) >= MANY_CARDS and cut_off >= MOST * len(others):
            raise _rejected("section", f"{len(linked)} titles of links and {cut_off} teasers")
    if letters < CAPTION:
        _judge_caption(tree, nodes, lines)


def shape_of(tree: HtmlElement) -> Shape:
    """Survey a page's texts: which are linked, which stand in cards, and where most of the rest is."""
    links: list[HtmlElement] = []
    headlines: set[str] = set()
    blocks: defaultdict[HtmlElement, list[str]] = defaultdict(list)
    consent = 0
    places = _Places()
    for found in islice(_TEXTS(tree), _MAX_TEXTS):
        parent = found.getparent()
        element = parent.getparent() if found.is_tail else parent
        if element is None:
            continue
        place = places[element]
        line = _one_line(found)
        if place.link is not None and len(line) < 2 * LONG:
            links.append(place.link)
            headlines.add(line)
        elif place.consent:
            consent += _letters(line)
        elif place.counts:
            blocks[place.block].append(line)
    letters = {block: sum(map(_letters, lines)) for block, lines in blocks.items()}
    cards = _cards(letters, links)
    prose: Counter[HtmlElement] = Counter()
    paragraphs: Counter[HtmlElement] = Counter()
    for block, count in letters.items():
        if block not in cards:
            for container in (block, *islice(block.iterancestors(), 2)):
                prose[container] += count
                paragraphs[container] += count >= LONG
    return Shape(
        lines=tuple(line for block, lines in blocks.items() if block not in cards for line in lines),
        headlines=frozenset(headlines),
        links=len(links),
        prose=max(prose.values(), default=0),
        substantial=max(paragraphs.values(), default=0) >= SEVERAL
        or any(count >= UNBROKEN for block, count in letters.items() if block not in cards),
        consent=consent,
    )


@dataclass(frozen=True)
class _Place:
    """Where an element's own text stands."""

    link: HtmlElement | None
    block: HtmlElement
    counts: bool
    consent: bool


class _Places(dict["HtmlElement", _Place]):
    """Places of elements, each found once: its ancestors' first."""

    def __missing__(self, element: HtmlElement) -> _Place:
        path = [element]
        while (above := path[-1].getparent()) is not None and above not in self:
            path.append(above)
        for each in reversed(path):
            place = self[each] = self._below(each, None if above is None else self[above])
            above = each
        return place

    @staticmethod
    def _below(element: HtmlElement, above: _Place | None) -> _Place:
        tag = element.tag
        names = "" if tag in _WHOLE else f"{element.get('class', '')} {element.get('id', '')}"[:_MAX_ATTRIBUTE]
        named = _words_of(names)
        return _Place(
            link=element if tag == "a" and "href" in element.attrib else above.link if above else None,
            block=above.block if above and tag in _INLINE else element,
            counts=(above is None or above.counts) and tag not in _NEVER_TEXT and named.isdisjoint(_FURNITURE),
            consent=(above is not None and above.consent) or not named.isdisjoint(_CONSENT),
        )


@lru_cache(maxsize=4_096)
def _words_of(names: str) -> frozenset[str]:
    """Return the words of the classes and ids that are not a wrapper's."""
    found: set[str] = set()
    for name in names.lower().split():
        parts = _CLASS_WORD.findall(name)
        if _ON_WRAPPERS.isdisjoint(parts):
            found.update(parts)
    return frozenset(found)


def _cards(letters: dict[HtmlElement, int], links: list[HtmlElement]) -> set[HtmlElement]:
    """Return the blocks that stand in one of several like containers, each with a headline link of its own."""
    held: Counter[HtmlElement] = Counter()
    for link in links:
        held[link] += 1
        held.update(islice(link.iterancestors(), _LINK_LEVELS))
    members: defaultdict[tuple[object, str], defaultdict[HtmlElement, list[HtmlElement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for block in letters:
        for card in islice(block.iterancestors(), _TEXT_LEVELS):
            if held[card] > held[block]:
                # Classes such as post-20418 differ from card to card.
                first = card.get("class", "").split(maxsplit=1)[:1]
                members[card.tag, _NUMBER.sub("", "".join(first))][card].append(block)
                break
    inside: set[HtmlElement] = set()
    for group in members.values():
        small = [blocks for blocks in group.values() if sum(letters[block] for block in blocks) < LARGEST_CARD]
        if len(small) >= MANY_CARDS:
            inside.update(block for blocks in small for block in blocks)
    return inside


@dataclass(frozen=True)
class _Statement:
    """A kind that a page states of itself."""

    kind: str
    evidence: str
    whole: bool
    """Whether it speaks of the whole page, and not perhaps of a film that an article embeds."""


def _live(
    nodes: tuple[Node, ...], typed: list[str], shown: set[str], classes: frozenset[str], urls: Iterable[str]
) -> str:
    """Return what tells a live blog; empty when nothing does."""
    blogs = [node for node in nodes if LIVE in types_of(node)]
    if blogs and (not articles_of(nodes) or any(_shown(node, shown) or node in articles_of(nodes) for node in blogs)):
        return f"JSON-LD {LIVE}"
    if LIVE in typed and ARTICLES.isdisjoint(typed):
        return f"microdata {LIVE}"
    if found := LIVE_NAMES & classes:
        return f"body class {min(found)}"
    for url in urls:
        if found := LIVE_NAMES.intersection(_segments(url)):
            return f"an address under /{min(found)}/"
    return ""


def _own_article(
    tree: HtmlElement, nodes: tuple[Node, ...], typed: list[str], shown: set[str], classes: frozenset[str]
) -> bool:
    """Tell whether the page certainly is one article's."""
    if "single-post" in classes:
        return True
    articles = articles_of(nodes)
    if any(_shown(node, shown) for node in articles):
        return True
    bodies = [body for node in articles if isinstance(body := node.get("articleBody"), str)]
    if len(articles) == 1 and bodies and _letters(bodies[0]) >= FLASH:
        return True
    if sum(kind in ARTICLES for kind in typed) == 1:
        body = tree.find(".//*[@itemprop='articleBody']")
        return body is not None and _letters(body.text_content()) >= FLASH
    return False


def _shown(node: Node, shown: set[str]) -> bool:
    """Tell whether the page's headings or title begin with the node's headline."""
    headline = node.get("headline") or node.get("name")
    if not isinstance(headline, str) or not (folded := fold(headline[:_MAX_ATTRIBUTE])):
        return False
    return any(line == folded or line.startswith(f"{folded} ") for line in shown)


def _stated(tree: HtmlElement, nodes: tuple[Node, ...], metas: dict[str, str], shown: set[str]) -> list[_Statement]:
    """Return the kinds that the page states of itself, the surest first."""
    stated = []
    of_type = metas.get("og:type", "").split(".")[0]
    if of_type in OG_TYPES:
        stated.append(_Statement(OG_TYPES[of_type], f"og:type {of_type}", whole=True))
    if price := PRICES & metas.keys():
        stated.append(_Statement("shop", f"meta {min(price)}", whole=True))
    if _CART(tree):
        stated.append(_Statement("shop", "a form that adds to a cart", whole=True))
    for kind in _PAGE_TYPES(tree):
        name = kind.strip().rpartition("/")[2]
        if name in TYPES:
            stated.append(_Statement(TYPES[name], f"microdata {name}", whole=True))
    stated += [
        _Statement(TYPES[name], f"JSON-LD {name}", whole=_shown(node, shown))
        for node in nodes
        for name in sorted(types_of(node))
        if name in TYPES
    ]
    return stated


def _standing(stated: list[_Statement], named: set[str], classes: frozenset[str], url: str) -> bool:
    """Tell whether title and a second sign agree. The type alone may be nested in the publisher's own node."""
    return not named.isdisjoint(STANDING_TITLES) and (
        any(each.kind == "standing" for each in stated)
        or not STANDING_PATHS.isdisjoint(_segments(url)[-1:])
        or {"page", "page-template-default"} <= classes
    )


def _judge_statements(stated: list[_Statement], shape: Shape, *, marked: bool) -> None:
    for each in stated:
        if each.kind in MEDIA:
            if shape.prose < (CAPTION if each.whole and not marked else FLASH):
                raise _rejected(each.kind, f"{each.evidence}, and {shape.prose} letters of text")
        elif each.kind != "standing" and not shape.substantial and not (each.kind == "shop" and marked):
            raise _rejected(each.kind, each.evidence)


def _judge_notice(named: set[str], headings: list[str], shape: Shape) -> None:
    for kind, titles in TITLES.items():
        if found := named & titles:
            raise _rejected(kind, f"the title is {min(found)!r}")
        if shape.prose < FLASH and len(headings) == 1 and headings[0] in titles:
            raise _rejected(kind, f"the heading is {headings[0]!r}")
    if sum(map(_letters, shape.lines)) <= WALL and (kind := _notice(shape.lines)):
        raise _rejected(kind, "most of the text is a notice")


def _judge_structure(tree: HtmlElement, shape: Shape, headings: list[str], url: str, *, marked: bool) -> None:
    few = shape.links < MANY_LINKS
    frames = [str(frame)[:_MAX_ATTRIBUTE] for frame in islice(_FRAMES(tree), 100)]
    if few and not shape.substantial and (mark := _challenge(tree, frames)):
        raise _rejected("challenge", mark)
    if not few and not shape.substantial and not marked and _is_root(url):
        raise _rejected("section", "the site's root, with a list of headlines")
    if shape.prose >= SEEN or marked:
        return
    listed = not few and all(len(heading.split()) < MANY_CARDS for heading in headings)
    found = _instead(tree, shape, frames, listed=listed)
    if found and not _holds_text(tree):
        raise _rejected(*found)


def _instead(tree: HtmlElement, shape: Shape, frames: list[str], *, listed: bool) -> tuple[str, str] | None:
    """Return what a page without a text has instead, as kind and evidence."""
    few = shape.links < MANY_LINKS
    signs = (
        ("document", "a viewer of documents", any(map(_DOCUMENT.search, frames))),
        ("gallery", "pictures with captions", len(_CAPTIONS(tree)) >= MANY_CAPTIONS),
        ("video", "a player", any(map(_PLAYER.search, frames)) or tree.find(".//video") is not None),
        ("section", f"{shape.links} headline links", listed),
        ("login", "a password field", few and _PASSWORD(tree)),
        ("consent", "a notice about cookies", few and shape.consent >= LINE),
        ("shell", "a script to run", not shape.links and not shape.lines and _SHELL(tree)),
    )
    return next(((kind, f"{evidence}, and no text") for kind, evidence, there in signs if there), None)


def _challenge(tree: HtmlElement, frames: list[str]) -> str:
    for frame in frames:
        for mark in CHALLENGE_FRAMES:
            if mark in frame.lower():
                return f"a frame of {mark}"
    for script in tree.iter("script"):
        text = f"{script.get('src', '')} {script.text or ''}".lower()
        for mark in CHALLENGES:
            if mark in text:
                return f"a script of {mark}"
    return ""


def _holds_text(tree: HtmlElement) -> bool:
    """Tell whether a script or an attribute has a text of a flash's length: Next.js and others keep articles there."""
    return any(
        len(_ARABIC.findall(piece)) >= FLASH
        for source in (*_SCRIPTS(tree), *_ATTRIBUTES(tree))
        for piece in _QUOTED.findall(source)
    )


def _judge_caption(tree: HtmlElement, nodes: tuple[Node, ...], lines: list[str]) -> None:
    if articles_of(nodes) or "article" in _metas(tree).get("og:type", ""):
        return
    said = {
        _one_line(text)
        for node in nodes
        if not MEDIA.isdisjoint(TYPES.get(kind, "") for kind in types_of(node))
        for text in (node.get("name"), node.get("description"), node.get("caption"))
        if isinstance(text, str)
    }
    said.update(_one_line(caption.text_content()) for caption in islice(_CAPTIONS(tree), 100))
    if lines and said.issuperset(lines):
        raise _rejected("caption", "all of the text stands under a player or a picture")


def _notice(lines: Iterable[str]) -> str:
    """Return the kind of notice that the lines are; empty when something beside it could be a flash."""
    folded = [(f" {fold(line)} ", _letters(line)) for line in lines]
    whole = "\n".join(line for line, _ in folded)
    total = sum(letters for _, letters in folded)
    for kind, said in NOTICES.items():
        found = [phrase for phrase in said if f" {phrase} " in whole]
        # «الحقوق محفوظة» in «جميع الحقوق محفوظة» is no second phrase.
        if sum(sum(phrase in other for other in found) == 1 for phrase in found) > 1:
            covered = sum(letters for line, letters in folded if any(f" {phrase} " in line for phrase in found))
            if 2 * covered >= total and total - covered < FLASH:
                return kind
    return ""


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the page's properties by name, the first of each; values in lower case where they are a type."""
    metas: dict[str, str] = {}
    for meta in islice(_META(tree), 300):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        value = meta.get("content").strip()[:_MAX_ATTRIBUTE]
        metas.setdefault(name, value.lower() if name == "og:type" else value)
    return metas


def _body_classes(tree: HtmlElement) -> frozenset[str]:
    body = next(tree.iter("body"), None)
    return frozenset(() if body is None else body.get("class", "")[:4_000].lower().split())


def _microdata(tree: HtmlElement) -> list[str]:
    """Return the microdata types in the page's order, without the vocabulary's address."""
    return [element.get("itemtype").strip().rstrip("/").rpartition("/")[2] for element in islice(_TYPED(tree), 300)]


def _canonical(tree: HtmlElement) -> str:
    link = tree.find(".//link[@rel='canonical']")
    return "" if link is None else link.get("href", "")


def _segments(url: str) -> list[str]:
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return []
    return [segment.partition(".")[0].lower() for segment in path.split("/") if segment]


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.path in {"", "/"} and not parts.query


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _rejected(kind: str, evidence: str) -> Rejected:
    return Rejected(SLUG, f"{kind}: {evidence}")
