"""Sentences with values in their places: an author's own where they fit, or else examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from attrs import frozen

from azsim.gherkin.vocabulary.expressions import ParameterType
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary

# A value, alternatives or an optional text.
PARTS = re.compile(r"(\{[^{}]*\})|([^\s{}]*/[^\s{}]*)|(\([^()]*\))")
# A name that has a number and no quotation marks, such as vm1.
NAME = re.compile(r'(?<![0-9A-Za-z_."-])[A-Za-z][A-Za-z_-]*[0-9]+(?![0-9A-Za-z_."-])')
_QUOTED = re.compile(r'"[^"]*"')
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9.,:]*')
# Latin letters amid Japanese are often a value without its quotation marks.
_LATIN = re.compile(r"[A-Za-z][!#-~ ]*")
# So many letters beside a value are those of a sentence where it stands in its place.
_BESIDE = 3


@frozen
class Values:
    """What an author's words hold for the places of a sentence, None where they hold nothing.

    ``unused`` are the values that have no place, ``rest`` the words without the others.
    """

    chosen: tuple[str | None, ...]
    unused: int
    rest: str


@frozen
class _Candidate:
    place: int
    start: int
    end: int
    value: str
    beside: int

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def is_value(kind: ParameterType, text: str) -> bool:
    """Whether *text* is a value of *kind*, in its shape and in what it becomes."""
    if not text or not kind.fits(text):
        return False
    try:
        kind.value(text)
    except Exception:
        # Nobody wrote this text: it is only tried, and what fails isn't proposed.
        return False
    return True


def values_in(kind: ParameterType, text: str) -> list[re.Match[str]]:
    """The places of *text* that hold a value of *kind*; no part of a name or a number is one."""
    found = []
    for pattern in kind.patterns:
        bounded = f"(?<![0-9A-Za-z.,:])(?:{pattern})(?![0-9A-Za-z]|[.,][0-9]| ?[千万億])"
        for match in _outside_quotes(bounded, text):
            if is_value(kind, match[0].strip()):
                found.append(match)
    return found


def example(vocabulary: Vocabulary, sentence: Sentence) -> str:
    """*sentence* with the example of every type in its place."""
    return filled(vocabulary, sentence, [None] * len(sentence.names), "")


def filled(
    vocabulary: Vocabulary, sentence: Sentence, values: Sequence[str | None], text: str
) -> str:
    """*sentence* with *values* in its places, and the example of its type where one is None.

    *text* is what the author wrote, which says which alternatives are meant.
    """
    rest = iter(values)
    last = ""

    def fill(part: re.Match[str]) -> str:
        nonlocal last
        if part[2]:
            return alternative(part[2], text, last)
        if part[3]:
            words = f"{_word_before(sentence.expression, part.start())}{part[3][1:-1]}"
            return part[3][1:-1] if words in text else ""
        kind = vocabulary.types.get(part[1][1:-1])
        own = kind.example.to(sentence.language) if kind and kind.example else part[1]
        value = next(rest)
        last = own if value is None else value
        return last

    return PARTS.sub(fill, sentence.expression)


def alternative(words: str, text: str, number: str = "") -> str:
    """The one of *words* that stands in *text*, or else the one that goes with *number*.

    The plural stands last.
    """
    choices = words.split("/")
    written = re.findall(r"\w+", text)
    said = next((choice for choice in choices if choice in written), None)
    return said or choices[0 if re.match(r"1(?![0-9.,])", number) else -1]


def values(vocabulary: Vocabulary, sentence: Sentence, text: str) -> Values:
    """The values of *text* in the places of *sentence* where they fit best, each at most once."""
    candidates = sorted(
        _candidates(vocabulary, sentence, text),
        key=lambda each: (-each.beside, each.start - each.end, each.place),
    )
    taken: dict[int, _Candidate] = {}
    for candidate in candidates:
        is_free = not any(candidate.overlaps(each.start, each.end) for each in taken.values())
        if is_free and candidate.place not in taken:
            taken[candidate.place] = candidate
    fixed = " ".join(sentence.literals)
    unused = sum(
        1
        for pattern in (_VALUES, NAME)
        for match in pattern.finditer(text)
        if not any(each.overlaps(*match.span()) for each in taken.values())
        and match[0] not in fixed
    )
    rest = text
    for each in sorted(taken.values(), key=lambda each: -each.start):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    chosen = (taken.get(place) for place in range(len(sentence.names)))
    said = tuple(None if each is None else each.value for each in chosen)
    return Values(said, unused, rest)


def _candidates(vocabulary: Vocabulary, sentence: Sentence, text: str) -> Iterator[_Candidate]:
    fixed = " ".join(sentence.literals)
    parts = list(PARTS.finditer(sentence.expression))
    edges = [0, *(part.end() for part in parts)]
    starts = [*(part.start() for part in parts[1:]), len(sentence.expression)]
    place = -1
    for part, edge, following in zip(parts, edges, starts, strict=False):
        if not part[1]:
            continue
        place += 1
        kind = vocabulary.types.get(part[1][1:-1])
        if kind is None:
            continue
        before = sentence.expression[edge : part.start()]
        after = sentence.expression[part.end() : following]
        for start, end, value in _spans(kind, sentence, text):
            beside = _shared(before[::-1], text[:start][::-1]) + _shared(after, text[end:])
            # Where any word would do, only one that stands beside the sentence's own does.
            if value not in fixed and beside >= (_BESIDE if is_value(kind, "x") else 0):
                yield _Candidate(place, start, end, value, beside)


def _spans(kind: ParameterType, sentence: Sentence, text: str) -> Iterator[tuple[int, int, str]]:
    """Where *text* holds a value of *kind*, and the value."""
    for match in values_in(kind, text):
        yield (*match.span(), match[0].strip())
    for pattern in (NAME, _LATIN) if sentence.language == "ja" else (NAME,):
        for match in _outside_quotes(pattern, text):
            value = f'"{match[0].strip()}"'
            if match[0].strip() not in sentence.expression and is_value(kind, value):
                yield (*match.span(), value)


def _outside_quotes(pattern: str | re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    quoted = [each.span() for each in _QUOTED.finditer(text)]
    for match in re.finditer(pattern, text):
        if not any(start < match.start() < end for start, end in quoted):
            yield match


def _shared(first: str, second: str) -> int:
    """How many letters both begin with, whatever their spaces."""
    pairs = zip(first.replace(" ", ""), second.replace(" ", ""), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _word_before(expression: str, end: int) -> str:
    return re.split(r"[\s{}]", expression[:end])[-1]
