"""The voices of texts, both sides of each threshold."""

from __future__ import annotations

import pytest

from pipelines.kind.voices import (
    FEWEST_WAYS,
    MOST_OF_INTRODUCTION,
    MOST_OF_VOICE,
    PRICE,
    calls_its_reader,
    continues,
    counts_results,
    describes_a_service,
    is_about_its_page,
    is_institution,
    is_ours,
    offers_goods,
    offers_work,
    sells,
    tells_a_life,
    ways_of_contact,
)


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        ("رؤيتنا أن نكون الأقرب إلى القارئ، وهدفنا خبر دقيق.", True),
        ("رؤيتنا أن نكون الأقرب إلى القارئ.", False),
        ("يسعدنا تلقي شكاواكم عبر النموذج التالي.", True),
        ("نقدم باقة من الدورات في الخط والرسم.", False),
        ("نلتزم بالدقة، ونرحب بملاحظات قرائنا على أخطائنا.", True),
        ("نلتزم بالدقة، ونرحب بملاحظات القراء على أخطائنا.", False),
        ("باستخدامكم الموقع فإنكم تقبلون الشروط، وعليكم قراءتها.", True),
        ("باستخدامكم الموقع فإنكم تقبلون الشروط.", False),
        ("سئل الحاكم عن الحكم فقال إن التراكم يمنع التحكم.", False),
        ("نحن أبناء هذه المدينة نعرف أزقتها، وحياتنا فيها قصيرة.", False),
    ],
)
def test_an_institution_speaks_of_its_own_to_its_reader(text: str, institution: bool) -> None:  # noqa: FBT001
    assert is_institution(text) is institution


def test_a_long_text_is_no_institutions() -> None:
    text = "رؤيتنا واضحة وهدفنا معلن. "
    assert is_institution(text)
    assert not is_institution(text.ljust(MOST_OF_VOICE + 1, "ك"))


def test_a_label_of_ours_has_the_suffix_of_the_first_person() -> None:
    assert all(map(is_ours, ("خدماتنا", "تواصل معنا", "انضم إلينا", "لماذا نختلف عنا")))
    assert not any(map(is_ours, ("لبنان", "فنان الشعب", "أخبار رنا", "بناء", "ميناء المدينة", "أحيانا")))


def test_ways_of_contact_are_counted_once_each() -> None:
    text = "للتواصل مع الكاتب: reem@example.com\nأو: samer@example.com"
    assert ways_of_contact(text) == FEWEST_WAYS - 1
    assert ways_of_contact(f"{text}\nهاتف: 065551234") >= FEWEST_WAYS
    assert ways_of_contact("بلغت الكلفة 12,500,000 دينار عام 2024، وارتفع العدد إلى 1500 عامل.") == 0


def test_a_life_is_told_with_two_phrases() -> None:
    assert tells_a_life("كاتبة من مواليد حلب، درست الأدب المقارن في دمشق.")
    assert not tells_a_life("قتل شاب من مواليد حلب في حادث سير على الطريق الدولي.")


def test_a_service_has_two_labels() -> None:
    assert describes_a_service(["شروط الخدمة", "نص قصير", "المستندات المطلوبة"])
    assert not describes_a_service(["شروط الخدمة", "شروط الخدمة"])
    assert not describes_a_service(["شروط الهدنة بين الطرفين", "موعد المباراة", "ساعات الليل"])


def test_a_shop_has_goods_or_a_cart() -> None:
    assert offers_goods("السعر شامل التوصيل داخل المدينة.")
    assert not offers_goods("بلغ السعر أعلى مستوى منذ عام.")
    assert offers_goods("بلغ السعر أعلى مستوى منذ عام.", priced=True)
    assert not offers_goods("بلغ الماء أعلى مستوى منذ عام.", priced=True)
    assert sells(["الرئيسية", "أضف إلى السلة"])
    assert not sells(["الرئيسية", "أضف تعليقا"])
    assert PRICE.fullmatch("السعر: 45 ريالا")
    assert PRICE.fullmatch("١٬٢٥٠ د.إ")
    assert not PRICE.fullmatch("بلغ السعر 45 ريالا للكيلو")


def test_results_are_counted_by_a_line() -> None:
    assert counts_results(["تم العثور على 150", "نتائج"])
    assert counts_results(["12 نتيجة"])
    assert not counts_results(["جاءت نتائج الدراسة مخالفة للتوقعات"])


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["أعلنت البلدية الخبر.", "وقال رئيسها إن الكلفة كبيرة.", "يبدأ العمل غدا.", "تشارك فيه ست شركات."], True),
        (["أعلنت البلدية الخبر.", "من جهته رحب التجار."], True),
        (["أعلنت البلدية الخبر.", "وزير النقل يفتتح الجسر.", "وفاة الشاعر الكبير."], False),
        (["وقال رئيسها إن الكلفة كبيرة."], False),
        (["أعلنت البلدية الخبر.", *["يبدأ العمل غدا."] * 4, "وقال رئيسها إن الكلفة كبيرة."], False),
    ],
)
def test_paragraphs_continue_one_another_with_connectives(lines: list[str], joined: bool) -> None:  # noqa: FBT001
    assert continues(lines) is joined


def test_two_imperatives_call_the_reader() -> None:
    assert calls_its_reader("اختر الباقة التي تناسبك، واشترك في دقيقة.")
    assert calls_its_reader("املأ الحقول\nثم انتظر. اضغط زر الإرسال.")
    assert not calls_its_reader("اختر الباقة التي تناسبك.")
    assert not calls_its_reader("سجل الفريق هدفين. شارك في المباراة لاعبان جديدان.")
    assert not calls_its_reader("اختر الباقة، واضغط الزر.".ljust(MOST_OF_VOICE + 1, "ك"))


def test_a_short_text_about_its_page_introduces_it() -> None:
    text = "تجدون عبر هذه الصفحة أوقات المد والجزر."
    assert is_about_its_page(text)
    assert is_about_its_page(text.ljust(MOST_OF_INTRODUCTION, "ك"))
    assert not is_about_its_page(text.ljust(MOST_OF_INTRODUCTION + 1, "ك"))
    assert not is_about_its_page("طوى البحار هذه القصة ومضى.")


def test_an_offer_of_work_has_two_of_its_phrases() -> None:
    assert offers_work("يشترط دوام كامل وخبرة لا تقل عن سنة في قيادة القوارب.")
    assert not offers_work("كتب سيرته في دوام كامل من الحنين.")
