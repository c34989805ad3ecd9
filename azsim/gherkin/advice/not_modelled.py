"""What no sentence says, as an answer: that it isn't modelled, and what comes nearest."""

from __future__ import annotations

from collections.abc import Iterable

from azsim.gherkin.vocabulary.not_modelled import NotModelled
from azsim.text import Text, spaced

NOT_MODELLED = Text(
    "Not modelled: {name}. {why} See docs/not-modelled.md.",
    "{name}はモデル化していない。{why}docs/not-modelled.ja.md を参照。",
)
NEAREST = Text("{told}\nWhat comes nearest:\n  {step}", "{told}\n最も近い文:\n  {step}")


def told(subjects: Iterable[NotModelled]) -> list[Text]:
    """That each of *subjects* isn't modelled, and how what comes nearest differs.

    A step that comes nearest to several is told once.
    """
    texts, steps = [], set[Text]()
    for each in subjects:
        text = NOT_MODELLED.fill(name=spaced("", each.name, "は"), why=each.why)
        if each.nearest is not None and each.nearest not in steps:
            steps.add(each.nearest)
            text = NEAREST.fill(told=text, step=each.nearest)
        texts.append(text)
    return texts
