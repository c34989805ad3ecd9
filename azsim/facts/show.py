"""A fact's value as a reader sees it."""

from __future__ import annotations

from azsim.facts import words
from azsim.facts.record import Fact
from azsim.facts.values import show, show_row
from azsim.text import Text, same

BEHAVIOUR = Text("behaviour", "動作")


def show_rows(fact: Fact) -> tuple[tuple[Text, Text], ...]:
    """A table's rows as they are shown, below the names of its columns; none for another fact.

    The columns are a span, such as ``51–100``, and the value there, such as ``512``.
    """
    if fact.kind != "table" or not isinstance(fact.value, tuple):
        return ()
    rows = tuple(row for row in fact.value if isinstance(row, tuple))
    shown = (show_row(rows, at).en.split(": ") for at in range(len(rows)))
    return (words.columns(fact.unit), *((same(span), same(value)) for span, value in shown))


def show_value(fact: Fact) -> Text:
    """``4 minutes`` and ``4 分``; ``TCP and UDP``; ``1–50: 1,024; 51–100: 512``.

    A behaviour has no value, only its statement, and is called what it is.
    """
    return BEHAVIOUR if fact.value is None else show(fact.kind, fact.unit, fact.value)
