"""Names of news agencies."""

from __future__ import annotations

from pipelines.words.folding import phrases

AGENCIES = phrases(
    """
    رويترز، فرانس برس، أ ف ب، أف ب، ا ف ب، أسوشيتد برس، أسوشييتد برس، أ ب، د ب أ، أ ش أ، الأناضول، بترا،
    واس، وام، كونا، قنا، سانا، وفا، واع، وات، واج، سونا، شينخوا، سبوتنيك، تاس، إرنا، وكالات، الوكالات،
    العمانية، الوكالة الوطنية للإعلام، بلومبرغ، CNN، BBC، Reuters، AFP، AP، DPA، UPI،
    سي إن إن، بي بي سي
    """
)
"""Folded names of news agencies. They sign a report in brackets at its end, open its dateline, or are its author."""
