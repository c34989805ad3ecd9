"""Advice with places for the numbers of a step, so that other numbers can stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve, frozen

from azsim.text import Text

# A number that is no part of another, such as an address.
NUMBER = re.compile("(?<![0-9])(?<![0-9][.:])([0-9]+)(?![0-9]|[.:][0-9])")

_Parts = Sequence[str | int]


@frozen
class Template:
    """The advice on a step with certain ``numbers``, in either language: words and places.

    A place is that of one of the numbers. The template is ``proved`` once it has told the advice on
    a step with other numbers, and refuted where it didn't.
    """

    numbers: Sequence[str]
    en: _Parts
    ja: _Parts
    is_proved: bool | None = None

    @classmethod
    def of(cls, advice: Text, numbers: Sequence[str]) -> Template:
        """*advice* on a step that holds *numbers*."""
        return cls(numbers, _parts(advice.en, numbers), _parts(advice.ja, numbers))

    def fill(self, numbers: Sequence[str]) -> Text:
        """The advice on a step that holds *numbers*."""
        return Text(_filled(self.en, numbers), _filled(self.ja, numbers))

    def compared(self, advice: Text, numbers: Sequence[str]) -> Template:
        """The template, once the *advice* on another step, which holds *numbers*, is known."""
        if self.fill(numbers) != advice:
            return evolve(self, is_proved=False)
        # What is the same in both may belong to the words.
        is_proof = self.is_proved is None and not set(numbers) & set(self.numbers)
        return evolve(self, is_proved=True) if is_proof else self


def _parts(words: str, numbers: Sequence[str]) -> _Parts:
    return tuple(
        numbers.index(part) if index % 2 and part in numbers else part
        for index, part in enumerate(NUMBER.split(words))
    )


def _filled(parts: _Parts, numbers: Sequence[str]) -> str:
    return "".join(part if isinstance(part, str) else numbers[part] for part in parts)
