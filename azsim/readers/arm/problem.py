"""What is wrong with a template, before it is known where that is."""

from __future__ import annotations

from azsim.model.rules import Rule
from azsim.readers.declared import Place
from azsim.text import Advice, Text, quoted

_TURNS = Text(
    "a copy loop takes at most {most} turns",
    "コピー ループの繰り返しは {most} 回までである",
)
_AT = Text("{place}: {text}", "{place}: {text}")
_IN = Text("{place}: {text} It stands in {expression}", "{place}: {text}式は {expression}")


class Problem(Exception):
    """A mistake in an expression or a value. Whoever knows its place makes an Advice of it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Refused(Advice):
    """A template that Azure refuses by a *rule*."""

    def __init__(self, text: Text, rule: Rule) -> None:
        super().__init__(text)
        self.rule = rule


def too_many_turns(most: int) -> Rule:
    """Why a copy loop is refused that takes more turns than *most*."""
    return Rule("template.copy-count", _TURNS.fill(most=most))


def advice(text: Text, place: Place, expression: str | None = None) -> Advice:
    """*text* with the *place* and the *expression* that it is about."""
    if expression is None:
        return Advice(_AT.fill(place=place, text=text))
    return Advice(_IN.fill(place=place, text=text, expression=quoted(expression, 100)))
