"""The words of the datasheet: what stands between questions and answers in English, and all of it in Arabic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Words(NamedTuple):
    """The words of one language; names of figures stand in braces."""

    file: str
    """Name of the datasheet's file."""
    begin: str
    """What stands before the first section."""
    end: str
    """What stands behind the last one."""
    empty: str
    """What stands where only the publisher can answer."""
    counted: str
    """A number and what it counts."""
    comma: str
    """What stands between two of them."""
    defaults: str
    """Choices that are the usual ones."""
    drawn: str
    """A sample."""
    undrawn: str
    """No sample."""
    nothing: str
    """No document was left out."""
    span: str
    """First and last day."""
    undated: str
    """No day is known."""
    split: str
    """A split."""
    unsplit: str
    """No split."""
    sections: Mapping[str, str] = {}
    """Headings; a section without one has its name."""
    questions: Mapping[str, tuple[str, str]] = {}
    """By `section.key`: question and answer in place of those in `corpus.export.datasheet.SECTIONS`."""


ENGLISH = Words(
    file="DATASHEET.md",
    begin="# Datasheet: {title}\n\n"
    "The questions are those of Gebru et al., Datasheets for Datasets (2021), in short. README.md is the card; "
    "DATASHEET.ar.md is this page in Arabic.",
    end="",
    empty="_Not answered yet: `{key}` under `[{section}]` in {answers}._",
    counted="{count} {name}",
    comma=", ",
    defaults="the defaults",
    drawn="{sample} of the stories, by the hash of each",
    undrawn="No sample was drawn",
    nothing="nothing",
    span="{first} to {last}",
    undated="on days that no page states",
    split="`split` {choice}: {counts}",
    unsplit="None",
)
ARABIC = Words(
    file="DATASHEET.ar.md",
    begin='<div dir="rtl">\n\n# صحيفة بيانات: أخبار عربية حفظها «ورّاق» واستخرج متونها\n\n'
    "الأسئلة مختصرة من أسئلة غيبرو وآخرين (Datasheets for Datasets, 2021). البطاقة في README.md، وهذه الصفحة "
    "بالإنجليزية في DATASHEET.md.",
    end="\n\n</div>",
    empty="_لم يُجب عنه بعد: `{key}` في القسم `[{section}]` من الملف {answers}._",
    counted="`{name}`: {count}",
    comma="، ",
    defaults="الخيارات المعتادة",
    drawn="سُحبت من القصص نسبة {sample}، ببصمة كل قصة",
    undrawn="لم تُسحب عيّنة",
    nothing="لا شيء",
    span="من {first} إلى {last}",
    undated="في أيام لم تذكرها الصفحات",
    split="`split` {choice}؛ {counts}",
    unsplit="لا يوجد",
    sections={
        "motivation": "الدوافع",
        "composition": "المحتوى",
        "collection": "الجمع",
        "preprocessing": "المعالجة",
        "uses": "الاستعمال",
        "distribution": "النشر",
        "maintenance": "الصيانة",
    },
    questions={
        "motivation.purpose": ("لأي غرض أُنشئت؟", ""),
        "motivation.creators": ("من أنشأها، ولحساب من؟", ""),
        "motivation.funding": ("من موّلها؟", ""),
        "composition.instances": ("ما الوحدة فيها؟", "صف واحد: متن نسخة واحدة من مقال إخباري، مع بياناته الوصفية."),
        "composition.count": (
            "كم عدد الوحدات؟",
            (
                "عدد الوثائق {documents}، وعدد كلماتها {words}، وعدد المنابر {outlets}، وعدد البلدان {lands}. "
                "مدة النشر: {published}. مدة الحفظ: {captured} (بالتوقيت العالمي)."
            ),
        ),
        "composition.sample": (
            "هل تضم كل الوحدات، أم عيّنة من مجموعة أكبر؟",
            "تضم ما حُفظ واستُخرج واختير ({choices})، لا كل ما نشرته المنابر. واستُبعد مما هو مخزون: {left_out}.",
        ),
        "composition.fields": (
            "مِمَّ تتكون الوحدة؟",
            (
                "من أعمدة المخطط ذي الرقم {schema}، وهي مذكورة في README.md: المتن والعنوان والأوقات والروابط، "
                "وما أعلنه المنبر عن الحقوق، وموضع الصفحة في أرشيف الويب."
            ),
        ),
        "composition.labels": ("هل فيها وسم أو هدف للتعلّم؟", "لا، إلا أقسام المنبر ووسومه."),
        "composition.missing": (
            "هل ينقصها شيء؟",
            "ما لم تذكره الصفحة يقيناً قيمته null. وليست الصور والتعليقات منها.",
        ),
        "composition.relations": (
            "هل العلاقات بين الوحدات مبيَّنة؟",
            (
                "يجمع `article` نسخ المقال الواحد، ويدل `copy_of` على المتن نفسه في موضع آخر، و`near_of` على متن قريب "
                "منه (وقيمته null ما لم يُطلب)، ويجمع `story` هذا كله."
            ),
        ),
        "composition.splits": ("هل فيها تقسيم يُنصح به؟", "{sides}."),
        "composition.noise": (
            "هل فيها أخطاء أو شوائب أو تكرار؟",
            (
                "الاستخراج يخطئ: فقد ينقص المتنَ فقرة، أو تبقى فيه فقرة ليست من المقال. وعدد الوثائق التي لها متن وثيقة "
                "سابقة {copies}."
            ),
        ),
        "composition.external": (
            "هل تعتمد على شيء خارجها؟",
            "لا تعتمد عليه في القراءة. أما إعادة بنائها فتحتاج إلى الأرشيفات التي يسمّيها العمود `warc`.",
        ),
        "composition.confidential": ("هل فيها ما هو سرّي؟", "فيها ما نشرته المنابر للجميع."),
        "composition.offensive": (
            "هل فيها ما يؤذي أو يزعج؟",
            "نعم: أخبار حروب وجرائم ووفيات كما نُشرت. ولم يُحذف شيء بحسب مضمونه.",
        ),
        "composition.groups": ("هل تحدد فئات من الناس؟", "لا، إلا كما تذكرها المتون؛ وليس لذلك عمود."),
        "composition.persons": (
            "هل يمكن معرفة أشخاص منها؟",
            "نعم: تذكر المتون أسماء الأشخاص كما ذكرتها المنابر، وفي `authors` أسماء الكتّاب.",
        ),
        "composition.sensitive": ("هل فيها معلومات حساسة عن أشخاص؟", "نعم، حيث نشرها منبر."),
        "collection.how": (
            "كيف جُمعت كل وحدة؟",
            (
                "طلب الزاحف الصفحة بعنوانها وحفظ المحادثة كلها في WARC، أو أُعيد تشغيل أرشيف حفظه غيره. ومن ذلك الأرشيف "
                "استُخرج المتن."
            ),
        ),
        "collection.mechanism": (
            "بأي أداة جُمعت، وكيف فُحصت الأداة؟",
            "بالأداة «ورّاق»: {made_by}. وتقارن وثائقها متونها بمتون راجعها الناس.",
        ),
        "collection.strategy": ("إن كانت عيّنة، فكيف سُحبت؟", "{drawn}."),
        "collection.people": ("من شارك في الجمع، وكيف كان أجره؟", ""),
        "collection.when": ("في أي مدة جُمعت؟", "مدة الحفظ: {captured} (بالتوقيت العالمي). مدة النشر: {published}."),
        "collection.review": ("هل راجعتها لجنة أخلاقيات؟", ""),
        "collection.notified": (
            "هل أُخبر الأشخاص المعنيون، وهل وافقوا؟",
            "لم يُسأل أحد؛ فالمتون منشورة.",
        ),
        "collection.revoke": (
            "هل يمكن سحب الموافقة؟",
            "في العمود `rights` ما أعلنته المنابر للآلات؛ وعدد الوثائق التي استُبعدت بسببه {reserved}.",
        ),
        "collection.impact": ("هل دُرس أثرها في الأشخاص؟", ""),
        "preprocessing.done": (
            "ماذا جرى على الوحدات؟",
            (
                "حُدّد موضع المتن، ووُحّدت المحارف الخفية والعارضة، وحُذف ما ليس من المقال، وفُحصت لغته وطوله. وبقيت الحروف "
                "والأرقام وعلامات الترقيم كما كتبها صاحبها."
            ),
        ),
        "preprocessing.raw": (
            "هل بقي الأصل محفوظاً؟",
            "نعم: في الأرشيفات الصفحات كما وصلت، وفي `cut` الفقرات المحذوفة.",
        ),
        "preprocessing.software": ("هل البرنامج متاح؟", "«ورّاق» (رخصة Apache-2.0)، ومعه trafilatura."),
        "uses.used": ("هل استُعملت من قبل؟", ""),
        "uses.repository": ("أين تُسجَّل استعمالاتها؟", ""),
        "uses.other": ("لأي شيء آخر تصلح؟", ""),
        "uses.effects": (
            "ما الذي قد يؤثر منها في استعمال لاحق؟",
            "لا توازن فيها بين البلدان والسنوات والموضوعات والآراء: فالنموذج يتعلم ألفاظ المنابر وآراءها.",
        ),
        "uses.unfit": (
            "لأي شيء لا ينبغي استعمالها؟",
            (
                "للبحث عن معلومات عن أفراد من عامة الناس، ولا تُتخذ صورة لكلام أكثر الناس بالعربية، ولا تُستعمل خلافاً "
                "لما يحتفظ به منبر في `rights`."
            ),
        ),
        "distribution.third": ("هل تُعطى لغير أصحابها؟", ""),
        "distribution.means": ("كيف تُنشر، وبأي معرّف؟", ""),
        "distribution.when": ("متى تُنشر؟", ""),
        "distribution.licence": (
            "بأي رخصة أو شروط؟",
            "المتون ملك لمنابرها، ولا تُمنح معها رخصة. وما وُجد من إعلانات: {rights}.",
        ),
        "distribution.restrictions": ("هل يقيّدها غيركم؟", "تقيّدها حقوق المنابر وقانون بلدك."),
        "distribution.export": ("هل تسري عليها قيود التصدير؟", ""),
        "maintenance.host": ("من يدعمها ويستضيفها؟", ""),
        "maintenance.contact": ("كيف يُتصل به؟", ""),
        "maintenance.erratum": ("هل لها قائمة تصويبات؟", ""),
        "maintenance.updates": (
            "هل تُحدَّث؟",
            "يضيف تصدير لاحق إلى المجلد نفسه ما هو جديد. أما الإصدار فلا يتغير: تسمّيه بصمة بيانه.",
        ),
        "maintenance.retention": ("هل لحفظ المعلومات عن الأشخاص حدّ؟", ""),
        "maintenance.versions": (
            "هل تُحفظ النسخ القديمة؟",
            "يدل `id` على الوثيقة نفسها في كل تصدير؛ ويضيف `--versions all` نسخ المقالات الأقدم.",
        ),
        "maintenance.contribute": ("هل يستطيع غيركم توسيعها؟", "من لديه الأرشيفات يستطيع بناءها وإضافة أرشيفات إليها."),
    },
)
