"""The words, types and classes of pages that are no article: rules as data."""

from __future__ import annotations

import re

from pipelines.words.folding import phrases, words

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
"""Titles of notices by kind. A title, or a part of it between separators, must equal one: an article's headline has
more words."""

SEARCH_TITLES = phrases("نتائج البحث، نتيجة البحث، البحث، بحث، البحث في الموقع، Search، Search results")
"""Headlines of search results, whose texts may be as long as any article. The headline must equal one."""

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
"""Titles of standing pages, which every site has. A column may have such a title too («من نحن؟»), so a second sign is
needed."""
STANDING_PATHS = words(
    """
    about about-us aboutus about_us who-we-are contact contact-us contactus contact_us privacy privacy-policy
    privacypolicy privacy_policy terms terms-of-use terms-of-service terms-and-conditions cookie-policy
    cookies disclaimer policy advertise advertise-with-us team editorial-board imprint sitemap faq من-نحن
    اتصل-بنا تواصل-معنا سياسة-الخصوصية شروط-الاستخدام هيئة-التحرير أعلن-معنا اعلن-معنا
    """
)
"""Last segments of the paths of standing pages, without an ending such as .html."""

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
"""Phrases of notices by kind, in the person in which a site speaks to its reader. A notice has two different ones, and
no other text as long as a flash: an article may quote one phrase."""

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
"""JSON-LD types (schema.org) of pages that are no article, and the kind of each."""
MEDIA = frozenset({"gallery", "video", "audio"})
"""Kinds whose pages have a caption; a page with a longer text is an article."""
LIVE = "LiveBlogPosting"
"""The JSON-LD and microdata type of live blogs."""
LIVE_NAMES = frozenset({"liveblog", "live-blog", "liveblogs", "live-blogs", "live_blog"})
"""Segments of the path and classes of `body` on live blogs."""

OG_TYPES = {"product": "shop", "og:product": "shop", "profile": "author", "video": "video", "music": "audio"}
"""Values of og:type (ogp.me) up to the first dot, and the kind of each. The package's docstring explains why `website`
and `article` are missing."""
PRICES = frozenset({"product:price:amount", "og:price:amount", "product:availability", "product:retailer_item_id"})
"""Properties of `meta` that stand only on pages of goods."""

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
answered. A word that anybody uses (`archive`, `home`) needs a second one."""
SINGLE_CLASSES = frozenset({"single-post", "node-type-article", "page-node-type-article", "view-article"})
"""Classes of `body` on articles' pages and on no list. `single` is missing: goods and attachments have it too."""

CHALLENGES = (
    "_cf_chl_opt",
    "captcha-delivery.com",
    "px-captcha",
    "awswafcookiedomainlist",
    "gokuprops",
    "sucuri_cloudproxy_js",
)
"""Strings that stand only in the scripts of a challenge: Cloudflare, DataDome, PerimeterX, AWS, Sucuri. Cloudflare's
challenge-platform/…/jsd, Imperva's script and Akamai's _abck are missing: they stand on every page that they guard."""
CHALLENGE_FRAMES = ("_incapsula_resource", "sec-if-cpt", "captcha-delivery.com", "validate.perfdrive.com")
"""Strings in the addresses of a challenge's frames: Imperva, Akamai, DataDome, Radware."""
DOCUMENTS = re.compile(
    r"\.pdf(?:[?#]|$)|[?&]file=|docs\.google\.com/(?:viewer|gview)|drive\.google\.com/file", re.IGNORECASE
)
"""Addresses of frames that show a document."""
PLAYERS = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|jwplatform|brightcove|facebook\.com/plugins/video|ok\.ru/video", re.IGNORECASE
)
"""Addresses of frames that show a player."""
