"""The words of a value in one language, and in the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from azsim.text import Language, Text

# From the words of a value in either language to its words in the given one.
Translate = Callable[[str, Language], str]


def as_written(words: str, language: Language) -> str:
    """The same in both languages, as a name, a number or an address is."""
    return words


def one_of(pairs: Iterable[Text]) -> Translate:
    """The words of a fixed set; anything else stays as it is written."""
    known = {words: pair for pair in pairs for words in (pair.en, pair.ja)}

    def translate(words: str, language: Language) -> str:
        return known[words].to(language) if words in known else words

    return translate
