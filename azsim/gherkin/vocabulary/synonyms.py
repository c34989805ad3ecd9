"""Everyday words in an author's words, and the same with those of the sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from azsim.text import Language, Text, is_japanese

_QUOTED = re.compile(r'("[^"]*")')


def readings(synonyms: Mapping[str, Text], text: str, language: Language) -> list[str]:
    """*text*, and where it holds everyday words the same with those of the vocabulary in *language*.

    Names in quotation marks stay as they are. Of two words that begin alike, the longer one is meant.

    >>> readings({"VM": Text("virtual machine", "仮想マシン")}, 'the VM "VM 1"', "en")
    ['the VM "VM 1"', 'the virtual machine "VM 1"']
    """
    words = tuple(sorted(synonyms, key=len, reverse=True))
    if not words:
        return [text]
    pattern = _pattern(words)
    parts = _QUOTED.split(text)
    parts[::2] = [
        pattern.sub(lambda found: synonyms[words[(found.lastindex or 0) - 1]].to(language), part)
        for part in parts[::2]
    ]
    said = "".join(parts)
    return [text] if said == text else [text, said]


# A vocabulary has the same ones for each step.
@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One group for each of *words*; Japanese knows no ends of words, and spaces where one likes."""
    return re.compile(
        "|".join(
            f"({' ?'.join(map(re.escape, word.split()))})"
            if is_japanese(word)
            else rf"(?<![A-Za-z0-9_])({re.escape(word)})(?![A-Za-z0-9_])"
            for word in words
        )
    )
