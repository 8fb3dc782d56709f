"""Words that any Arabic text has, whatever it is about; and words that only dialects have."""

from __future__ import annotations

from pipelines.words.folding import fold, words

_STOP_WORDS = words("""
    في من إلى على عن مع حتى منذ خلال بين بعد قبل عند لدى دون ضد حول نحو عبر أمام خلف فوق تحت ضمن وسط
    أن إن كان كانت كانوا يكون تكون ليس ليست لم لن لا ما قد سوف لقد إذ إذا لو لولا كي لكي حيث حين عندما بينما كما مثل
    هذا هذه ذلك تلك هؤلاء هناك هنا الذي التي الذين اللذين اللواتي هو هي هم هما نحن أنا أنت
    أو أم ثم بل لكن لكنه لكنها غير سوى إلا كل بعض أي أية أيضا جدا فقط أكثر أقل كذلك
    به بها بهم له لها لهم فيه فيها فيهم منه منها منهم عليه عليها عليهم إليه إليها إليهم عنه عنها لأن لأنه لأنها
    أنه أنها أنهم إنه إنها إنهم الى مما بما فيما كلما عما وفق بسبب رغم ذات نفس نفسه نفسها بأن بأنه بأنها
""")
STOP_WORDS = frozenset(fold(before + word) for word in _STOP_WORDS for before in ("", "و", "ف"))
"""Prepositions, particles, pronouns and forms of "to be", folded; alone, and with the conjunctions wa- and fa-."""

DIALECT = frozenset(
    map(
        fold,
        words("""
    مش مفيش مافيش دلوقتي دلوقت علشان عشان كده كدا إزاي ازيك عايز عايزة عايزين عاوز عاوزين بتاع بتاعة بتاعت بتاعي
    بتاعه بتاعها برضه برضو النهارده النهاردة امبارح إحنا انتو ليه اللي لسه
    هيك هلق منيح منيحة بدنا بدك بدكم بدهم بدها ليش كتير مشان منشان لسا شوي شوية يلا هاد هادا
    وش شلون شلونك شلونكم وايد الحين ابغى أبغى نبغى ايش شنو شنهو شكو ماكو هسه هسع
    بزاف واش ديال ديالي ديالنا ديالو ديالها كاين كاينة علاش دابا نتاع بغيت
    """),
    )
)
"""Words that news in Modern Standard Arabic do not have, folded: of Egypt, the Levant, the Gulf and Iraq, the Maghreb.

Words that are names or standard words in another reading are not listed: «شو» (talk show), «برشا» (Barcelona), «دول».
"""
