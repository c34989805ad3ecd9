"""Facts by words, as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from azsim.facts.record import Fact
from azsim.facts.show import show_value
from azsim.text import Text
from azsim.units import HOUR, MILLISECOND, MINUTE, SECOND

# A number goes apart from the letters beside it: 240s and 240秒 are two words.
_WORD = re.compile(r"[0-9]+(?:[.][0-9]+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DURATIONS = (
    (MILLISECOND, "ms ミリ秒"),
    (SECOND, "s sec seconds 秒"),
    (MINUTE, "m min minutes 分"),
    (HOUR, "h hours 時間"),
)


def search(words: Sequence[str], facts: Iterable[Fact]) -> list[Fact]:
    """The *facts* that hold all of *words*, in any order and in either language.

    A number is found in any of its forms: 1024 and 1,024; 240 seconds, 240 秒 and 4 minutes. Where
    the name, the statement or the value of one holds them all, those whose source does are left out;
    those whose name does come first.
    """
    wanted = _WORD.findall(_plain(" ".join(words)))
    if not wanted:
        return []
    known = list(facts)
    found = [fact for fact in known if _holds(_own(fact), wanted)]
    if not found:
        return [fact for fact in known if _holds((*_own(fact), *_sources(fact)), wanted)]
    return sorted(found, key=lambda fact: not _holds([fact.id], wanted))


def _holds(texts: Iterable[str], wanted: Iterable[str]) -> bool:
    held = _plain(" ".join(texts))
    return all(_is_in(word, held) for word in wanted)


def _is_in(word: str, held: str) -> bool:
    if not word[0].isdigit():
        return word in held
    # 24 isn't a part of 1,024, nor of 24.5.
    return re.search(rf"(?<![0-9.]){re.escape(word)}(?![0-9]|[.][0-9])", held) is not None


def _own(fact: Fact) -> Iterator[str]:
    yield fact.id
    yield from _both(fact.statement)
    yield from _both(show_value(fact))
    if fact.kind == "duration" and isinstance(fact.value, int):
        for size, names in _DURATIONS:
            if fact.value % size == 0:
                yield f"{fact.value // size} {names}"


def _sources(fact: Fact) -> Iterator[str]:
    for source in fact.sources:
        yield from (*_both(source.document), *_both(source.section), source.date)


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.ja


def _plain(words: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", words).casefold())
