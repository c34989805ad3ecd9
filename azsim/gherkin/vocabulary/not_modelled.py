"""What a vocabulary has no sentence for, known by its words.

A module of a vocabulary lists it under the name ``azsim_not_modelled``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen

from azsim.text import Text, is_japanese


@frozen
class NotModelled:
    """Something that no sentence says.

    ``words`` are those that mean it, in both languages, and ``beside`` those of which one has to
    stand in the same step, where the words alone may mean something else. ``nearest`` is a step
    that comes nearest, if any does, and ``why`` tells how it differs.
    """

    name: Text
    words: tuple[str, ...]
    why: Text
    nearest: Text | None = None
    beside: tuple[str, ...] = ()

    def is_meant_by(self, text: str) -> bool:
        """Whether a step that reads *text* speaks of it."""
        said = _without_names(text)
        return _holds_one(said, self.words) and (not self.beside or _holds_one(said, self.beside))

    def is_asked_for_by(self, words: Sequence[str]) -> bool:
        """Whether somebody who searches for *words* looks for it."""
        return _holds_one(_plain(" ".join(words)), self.words)


def _holds_one(text: str, words: tuple[str, ...]) -> bool:
    squeezed = text.replace(" ", "")
    # Looking for the letters alone is far faster, and nearly always enough.
    return any(_is_word(word, text) for word, letters in _as_compared(words) if letters in squeezed)


def _is_word(word: str, text: str) -> bool:
    """Whether *word*, whose letters stand in *text*, is a word there.

    In Japanese it always is, unless the number at its end goes on.
    """
    if is_japanese(word):
        letters = re.escape(word).replace(r"\ ", " ?")
        return not word[-1].isdigit() or re.search(f"{letters}(?![0-9])", text) is not None
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z0-9])", text) is not None


@lru_cache(maxsize=1024)
def _as_compared(words: tuple[str, ...]) -> Sequence[tuple[str, str]]:
    """Each of *words* plain, and its letters without spaces."""
    return [(_plain(word), _plain(word).replace(" ", "")) for word in words]


# All that isn't modelled is looked for in the same step.
@lru_cache(maxsize=16)
def _without_names(text: str) -> str:
    return _plain(re.sub('"[^"]*"', " ", text))


def _plain(words: str) -> str:
    """*words* without what doesn't matter: capitals, hyphens, the width of letters."""
    return re.sub(r"[-\s・]+", " ", unicodedata.normalize("NFKC", words).casefold())
