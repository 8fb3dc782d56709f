"""Words that open, label or close the parts of a page around an article.

Each list is written in the spelling of outlets, and folded once, at import (`pipelines.words.folding`). Some phrases
were seen on outlets' pages; the others are the same phrases with another noun or verb, from Arabic WordPress themes.
"""

from __future__ import annotations

from pipelines.words.folding import phrases

RELATED = phrases(
    """
    اقرأ أيضا، اقرأ كذلك، اقرأ المزيد، اقرأوا أيضا، اقرؤوا أيضا، انظر أيضا، شاهد أيضا، طالع أيضا، قد يهمك، قد يهمك
    أيضا، وقد يهمك، قد يعجبك، قد يعجبك أيضا، ربما يعجبك أيضا، يمكنك أيضا قراءة، الموضوعات المتعلقة، موضوعات متعلقة،
    مواضيع متعلقة، أخبار متعلقة، مقالات متعلقة، مواضيع ذات علاقة، موضوعات ذات علاقة، أخبار ذات علاقة، مقالات ذات
    علاقة، مواضيع ذات صلة، موضوعات ذات صلة، أخبار ذات صلة، مقالات ذات صلة، مواد ذات صلة، تقارير ذات صلة، مرتبط، مواضيع
    مرتبطة، أخبار مرتبطة، مقالات مرتبطة، ذات صلة، خبر ذو صلة، مقال ذو صلة، موضوع ذو صلة، المقالات ذات الصلة، الأخبار
    ذات الصلة، مقالات مشابهة، أخبار مشابهة، مواضيع مشابهة، موضوعات مشابهة، المزيد من المقالات، Read also، Read more،
    See also، Related articles، Related posts، You may also like
    """
)
"""Headings of an insert or an appendix: the lines below lead to other articles."""

KEYWORDS = phrases(
    """
    كلمات دلالية، الكلمات الدلالية، الكلمات الدالة، كلمات مفتاحية، الكلمات المفتاحية، تاجز، التاجز، وسوم،
    الوسوم، Tags
    """
)
"""Labels of a line of keywords. The article ends before such a line."""

CLOSING = KEYWORDS.union(
    phrases(
        """
    مواضيع ساخنة أخرى، اختيارات القراء، الأكثر قراءة، الأكثر تصفحا، الأكثر مشاهدة، الأكثر تداولا، ترشيحاتنا،
    اخترنا لكم، اخترنا لك، زوارنا يقرأون الآن، آخر الأخبار، أحدث الأخبار، اشترك الآن بالنشرة الإخبارية،
    اشترك في النشرة الإخبارية، النشرة الإخبارية، مشاركة الخبر، شارك الخبر، شارك هذا الخبر، شارك المقال،
    شارك هذا المقال، شارك، مشاركة، Share، اترك تعليقا، اترك ردا، أضف تعليقا، أضف تعليق، إضافة تعليق،
    إضافة تعليق جديد، التعليقات، لا توجد تعليقات،
    تم إضافة تعليقك سوف يظهر بعد المراجعة، Leave a comment، Leave a reply، التالي، السابق،
    التالي السابق، السابق التالي، المقال التالي، المقال السابق، المقالة التالية، المقالة السابقة،
    الخبر التالي، الخبر السابق، Previous، Next، Previous post، Next post
    """
    )
)
"""Headings that close a page: they count only where nothing of the article follows. Elsewhere «الأكثر مشاهدة»
or «آخر الأخبار» may be the author's sub-heading."""

ADVERTISEMENTS = phrases("إعلان، إعلانات، مساحة إعلانية، إعلان ممول، محتوى إعلاني، Advertisement، Advertisements")
"""Labels of advertisements."""

COMMENTS = phrases(
    """
    التعليقات، تعليقات، تعليقات القراء، تعليقات الزوار، تعليقات القراء والزوار، تعاليق القراء، آراء القراء، ردود القراء،
    ردود الزوار، Comments، Readers comments
    """
)
"""Headings of readers' comments, which reach to the page's end. A number of comments may follow the words."""

LINK_LABELS = phrases("شاهد، شاهدوا، اقرأ، اقرأوا، طالع، طالعوا، انظر، لقراءة المزيد، للمزيد، فيديو، بالفيديو، بالصور")
"""Labels before the title of another article, when the line is a link: an author may begin other lines with them."""

CREDIT = phrases(
    """
    المصدر، المصادر، المصادر الإضافية، مصدر الخبر، المصدر الأصلي، Source
    """
)
"""Labels of a credit line."""

FOLLOW = phrases(
    """
    تابعونا، تابعنا، تابعوا أخبار، تابع أخبار، تابعوا آخر، تابع آخر، تابعوا صفحتنا، تابع صفحتنا، تابعوا صفحة،
    تابعوا قناتنا، تابع قناتنا، تابعوا قناة، تابعوا حساب، تابعوا حسابنا، تابعوا وكالة، تابعوا موقع، تابعوا صحيفة،
    لمتابعة أخبارنا، لمتابعة آخر، لمتابعة أخبار، لمتابعة المزيد، متابعة أخبار، اشترك في قناتنا، اشتركوا في قناتنا،
    اشترك في قناة، اشتركوا في قناة، اشترك في خدمة، انضم إلى قناتنا، انضموا إلى قناتنا، انضم إلى قناة، انضموا إلى قناة،
    للمزيد من الأخبار، لمزيد من الأخبار، حمل تطبيق، حملوا تطبيق، حمل الآن تطبيق، لتحميل تطبيق
    """
)
"""Openings of a prompt to follow the outlet. «تابع» alone is left out: in reports it also means "he continued"."""

NOTICES = phrases(
    """
    المقال يعبر عن رأي، المقالات تعبر عن رأي، هذا المقال يعبر عن رأي، المقالات المنشورة تعبر عن، الآراء الواردة في،
    الآراء المنشورة، جميع الحقوق محفوظة، كافة الحقوق محفوظة، جميع حقوق النشر محفوظة، حقوق النشر محفوظة، رابط الخبر،
    رابط المقال، رابط المادة، إن الآراء المذكورة، الآراء المذكورة، ما تنشره الوكالة على موقعها، إن الآراء الواردة،
    الآراء التي، لمشاهدة هذا الفيديو يرجى، طبعت هذه الصفحة، تمت طباعة هذه الصفحة، All rights reserved، Copyright
    """
)
"""Openings of a page's notices under an article: on responsibility, rights, and the address or the day of printing."""

CHANNELS = phrases(
    """
    غوغل نيوز، جوجل نيوز، أخبار جوجل، أخبار غوغل، Google News، فيسبوك، فيس بوك، تويتر، إكس، واتساب، واتس آب،
    تلغرام، تليغرام، تليجرام، تيليجرام، يوتيوب، إنستغرام، انستجرام، تيك توك، سناب شات، ثريدز، نبض، تطبيق،
    التطبيق، قناتنا، صفحتنا، اضغط هنا، من هنا، Facebook، Twitter، WhatsApp، Telegram، YouTube، Instagram، TikTok
    """
)
"""Services and places on which readers follow an outlet or share its articles."""

NOTES = phrases(
    """
    تم تحديث، ساهم في، ساهمت في، شارك في الإعداد، شاركت في الإعداد،
    شارك في إعداد، شاركت في إعداد، شارك في التغطية، شاركت في التغطية،
    شارك في التقرير، أعد التقرير، أعدت التقرير، أعد هذا التقرير
    """
)
"""Openings of a newsroom's note. The note belongs to the article, wherever it occurs."""

BYLINES = phrases("إعداد، تحرير، ترجمة، كتب، كتبت، تصوير، تغطية، تصحيح، تنويه، ملاحظة")
"""Labels of lines that belong to the article: its makers, and notes to the reader."""

WRITTEN_BY = phrases("كتب، كتبت، كتبه، بقلم، إعداد، تحرير، الكاتب، الكاتبة، المحرر، المحررة، محرر، By، Author")
"""Labels of a line above an article that names only its author."""

GOING_ON = phrases(
    """
    وأضاف، وأضافت، وأضافوا، وقال، وقالت، وقالوا، ويقول، وتقول، وأكد، وأكدت، وأوضح، وأوضحت، وتابع، وتابعت،
    وأشار، وأشارت، ويشير، وتشير، ولفت، ولفتت، وشدد، وشددت، وذكر، وذكرت، ويذكر، وكان، وكانت، وكانوا، وبحسب،
    وحسب، ووفق، ووفقا، وبدوره، وبدورها، بدوره، بدورها، ويأتي، وتأتي، واعتبر، واعتبرت، ورأى، ورأت، ويرى،
    وترى، وأعرب، وأعربت، وختم، واختتم، واختتمت، واستطرد، وأردف، وأردفت، وزاد، ونقل، ونقلت، وأفاد، وأفادت،
    وكشف، وكشفت، وأعلن، وأعلنت، ودعا، ودعت، وحذر، وحذرت، وطالب، وطالبت، ونفى، ونفت، ونوه، ونوهت، وبين، وفي،
    ومن، وعن، وعلى، وإلى، ومع، ومنذ، وحول، وعند، وبعد، وقبل، وخلال، وأثناء، وبينما، وفيما، فيما، بينما، كما،
    وكما، لكن، ولكن، وقد، ولم، ولا، وهو، وهي، وهم، وهذا، وهذه، وذلك، وتلك، ويعد، وتعد، ويعتبر، وتعتبر،
    ويبلغ، وتبلغ، ويشمل، وتشمل، وتضمن، وتضمنت، وأظهر، وأظهرت، وجاء، وجاءت، وتوقع، وتوقعت، وبلغ، وبلغت، وسجل،
    وسجلت، وأسفر، وأسفرت
    """
)
"""First words of a paragraph that continues the one before. Titles and leads do not begin with them."""

RESUMING = phrases(
    """
    وأضاف، وأضافت، وأضافوا، وقال، وقالت، وقالوا، وأكد، وأكدت، وأوضح، وأوضحت، وتابع، وتابعت، وأشار، وأشارت، ولفت، ولفتت،
    وشدد، وشددت، وذكر، وذكرت، ويذكر، وكان، وكانت، وبحسب، ووفقا، وبدوره، وبدورها، بدوره، بدورها، واعتبر، واعتبرت، وأعرب،
    وأعربت، واختتم، واختتمت، وأردف، وأردفت، ونقلت، وأفاد، وأفادت، وكشف، وكشفت، ونوه، وبين، وبلغت، وجاء، وجاءت،
    ويأتي، وتأتي
    """
)
"""Those of them with which an article goes on inside a line, after another article's title."""

GOING_ON_PAIRS = phrases(
    """
    من جانبه، من جانبها، من جهته، من جهتها، من ناحيته، من ناحيتها، في المقابل، إلى ذلك، في سياق، في السياق،
    على صعيد، يذكر أن، يشار إلى، تجدر الإشارة، ومن جانبه، ومن جهته، في غضون، على جانب
    """
)
"""First two words of such a paragraph."""

DATED = phrases(
    """
    تاريخ النشر، تاريخ التحديث، تاريخ الإضافة، تم النشر، نشر في، نشر بتاريخ، آخر تحديث، Published، Last update
    """
)
"""Labels of the day on which an article was published or changed."""
