"""What no sentence says, as an answer: that it isn't modelled, and what comes nearest."""

from __future__ import annotations

from collections.abc import Iterable

from azsim.gherkin.vocabulary.not_modelled import NotModelled
from azsim.text import Text, spaced

NOT_MODELLED = Text("Not modelled: {name}. {why}", "{name}はモデル化していない。{why}")
ALL_OF_IT = Text(
    "{told} The whole list: azsim steps --not-modelled", "{told}一覧: azsim steps --not-modelled"
)
NEAREST = Text("{told}\nWhat comes nearest:\n  {step}", "{told}\n最も近い文:\n  {step}")


def told(subjects: Iterable[NotModelled], *, all_of_it: bool = False) -> list[Text]:
    """That each of *subjects* isn't modelled, and how what comes nearest differs.

    Unless that is *all_of_it*, each says where the rest is listed, and a step that comes nearest to
    several is told once.
    """
    texts, steps = [], set[Text]()
    for each in subjects:
        text = NOT_MODELLED.fill(name=spaced("", each.name, "は"), why=each.why)
        if not all_of_it:
            text = ALL_OF_IT.fill(told=text)
        if each.nearest is not None and (all_of_it or each.nearest not in steps):
            steps.add(each.nearest)
            text = NEAREST.fill(told=text, step=each.nearest)
        texts.append(text)
    return texts
