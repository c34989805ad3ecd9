"""A fact's value as a reader sees it."""

from __future__ import annotations

from azsim.facts.record import Fact
from azsim.facts.values import show
from azsim.text import Text

BEHAVIOUR = Text("behaviour", "動作")


def show_value(fact: Fact) -> Text:
    """``4 minutes`` and ``4 分``; ``TCP and UDP``; ``1–50: 1,024; 51–100: 512``.

    A behaviour has no value, only its statement, and is called what it is.
    """
    return BEHAVIOUR if fact.value is None else show(fact.kind, fact.unit, fact.value)
