"""The arguments of a step: which of an author's words stand in the places of a sentence.

An author's own values are kept where they fit, or else the examples of their types stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from attrs import frozen

from azsim.gherkin.advice.meaning import difference, known_words, says_anything
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.parts import PART, unescaped
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language

# A name that has a number and no quotation marks, such as vm1.
NAME = re.compile(r'(?<![0-9A-Za-z_."-])[A-Za-z][A-Za-z_-]*[0-9]+(?![0-9A-Za-z_."-])')
_QUOTED = re.compile(r'"[^"]*"')
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9.,:]*')
# Latin letters amid Japanese are often a value without its quotation marks.
_LATIN = re.compile(r"[A-Za-z][!#-~ ]*")
# So many letters beside a value are those of a sentence where it stands in its place.
_BESIDE = 3
# Where Japanese meets Latin letters, digits or quotation marks.
_JAPANESE, _LETTERS = "[ぁ-んァ-ヶー一-龠]", '[0-9A-Za-z"]'
_ACROSS_SCRIPTS = re.compile(f"(?<={_JAPANESE})(?={_LETTERS})|(?<={_LETTERS})(?={_JAPANESE})")
_QUOTES = "'\"‘’“”「」『』"
# One word may be a name without its quotation marks; an address isn't, nor is a phrase.
_NAME_ALONE = re.compile(r"(?!.*[0-9][.:][0-9])\S+")
# Words that hold no more than a particle fit nearly anything.
_LEAST_WORDS = 0.3


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


# All sentences that are compared with a step have the same few types.
@lru_cache(maxsize=64)
def values_in(kind: ParameterType, text: str) -> Sequence[re.Match[str]]:
    """The places of *text* that hold a value of *kind*; no part of a name or a number is one."""
    found = []
    for pattern in kind.patterns:
        bounded = f"(?<![0-9A-Za-z.,:])(?:{pattern})(?![0-9A-Za-z]|[.,][0-9]| ?[千万億])"
        for match in _outside_quotes(bounded, text):
            if is_value(kind, match[0].strip()):
                found.append(match)
    return found


def bare_names(text: str) -> list[str]:
    """What may be a name in *text* that lacks its quotation marks."""
    outside = _QUOTED.sub('""', text)
    return [name.strip() for each in (NAME, _LATIN) for name in each.findall(outside)]


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
        if part["sign"]:
            return part["sign"]
        if part["words"]:
            return alternative(part["words"], text, last)
        if part["optional"]:
            words = f"{_word_before(sentence.expression, part.start())}{part['optional']}"
            return part["optional"] if words in text else ""
        kind = vocabulary.kind(part["value"])
        own = kind.example.to(sentence.language) if kind and kind.example else part[0]
        value = next(rest)
        if value is not None and kind and kind.choices:
            # With the spaces that this one has in a sentence.
            value = kind.translate(value, sentence.language)
        last = own if value is None else value
        return last

    return PART.sub(fill, sentence.expression)


def alternative(words: str, text: str, number: str = "") -> str:
    """The one of *words* that goes with *number*, or else the one that stands in *text*.

    The plural stands last.
    """
    choices = words.split("/")
    if re.match("[0-9]", number):
        return choices[0 if re.fullmatch("1", number) else -1]
    written = re.findall(r"\w+", text)
    return next((choice for choice in choices if choice in written), choices[-1])


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
    for place, (name, before, after) in enumerate(_places(sentence.expression)):
        kind = vocabulary.kind(name)
        if kind is None:
            continue
        for start, end, value in _spans(kind, sentence, text):
            beside = _shared(before[::-1], text[:start][::-1]) + _shared(after, text[end:])
            # Where any word would do, only one that stands beside the sentence's own does.
            if value not in fixed and beside >= (_BESIDE if is_value(kind, "x") else 0):
                yield _Candidate(place, start, end, value, beside)


@lru_cache(maxsize=1024)
def _places(expression: str) -> Sequence[tuple[str, str, str]]:
    """The type of each value, and the fixed words before and behind it."""
    parts = [part for part in PART.finditer(expression) if part["sign"] is None]
    edges = [0, *(part.end() for part in parts)]
    starts = [*(part.start() for part in parts[1:]), len(expression)]
    return [
        (
            part["value"],
            unescaped(expression[edge : part.start()]),
            unescaped(expression[part.end() : following]),
        )
        for part, edge, following in zip(parts, edges, starts, strict=False)
        if part["value"] is not None
    ]


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


@frozen
class Misfit:
    """A value that hasn't the shape of its type, in a sentence that would fit otherwise.

    ``suggestion`` is the value that it was meant as, where that is sure; ``inside`` are the
    values that stand in it.
    """

    found: str
    type: ParameterType
    suggestion: str | None
    inside: tuple[str, ...]

    @property
    def says_more(self) -> bool:
        """Whether it is a value with words beside it, for which the sentence has no place."""
        return self.suggestion is None and bool(self.inside)

    @property
    def unknown(self) -> int:
        """How many letters of it are no value."""
        return 0 if self.suggestion else len(self.found) - sum(map(len, self.inside))


@frozen
class Fit:
    """A sentence all of whose fixed words stand in a step, and the values between them.

    ``fixed`` counts the letters of these words.
    """

    sentence: Sentence
    values: tuple[str | None, ...]
    misfits: tuple[Misfit, ...]
    fixed: int


# A step is looked at for its spaces, and for its values.
@lru_cache(maxsize=4)
def fits(vocabulary: Vocabulary, keyword: Keyword, text: str) -> Sequence[Fit]:
    """Every sentence with *keyword* whose fixed words stand in *text*, whatever its spaces."""
    spaced = _spaced(text)
    bare = spaced.replace(" ", "")
    found = []
    for sentence in vocabulary.sentences:
        # Most are left by their longest words alone.
        if sentence.definition.keyword != keyword or not all(
            letters in bare for letters in _letters(sentence.literals)
        ):
            continue
        match = re.fullmatch(loosened(sentence.expression, any_spaces=True), spaced)
        if match is not None:
            between = [each.strip() for each in match.groups()]
            found.append(_fit(vocabulary, sentence, between, len(spaced) - sum(map(len, between))))
    return found


@lru_cache(maxsize=4096)
def _letters(literals: tuple[str, ...]) -> Sequence[str]:
    """The letters of *literals* without their spaces, the longest first."""
    return sorted({each.replace(" ", "") for each in literals}, key=len, reverse=True)


def choices(kind: ParameterType, language: Language) -> list[str]:
    """Every value of *kind* in *language*, where there are only so many.

    Spaces at the ends of one belong to the sentence.
    """
    return [each.strip() for each in kind.choices if kind.translate(each, language) == each]


def best(vocabulary: Vocabulary, keyword: Keyword, text: str) -> Fit | None:
    """The sentence of which the fewest values, and the most other words, don't fit."""
    ranked = []
    for fit in fits(vocabulary, keyword, text):
        unknown = sum(misfit.unknown for misfit in fit.misfits)
        are_words = all(_is_word(misfit.found, _spaced(text)) for misfit in fit.misfits)
        if fit.misfits and are_words and fit.fixed >= _LEAST_WORDS * (fit.fixed + unknown):
            ranked.append(((len(fit.misfits), -fit.fixed), fit))
    return min(ranked, key=lambda each: each[0], default=(None, None))[1]


def _is_word(words: str, text: str) -> bool:
    """Whether *words* stand in *text* as words of their own."""
    return re.search(rf"(?<![A-Za-z]){re.escape(words)}(?![A-Za-z])", text) is not None


def respaced(vocabulary: Vocabulary, keyword: Keyword, text: str) -> str | None:
    """The sentence that *text* is but for its spaces."""
    for fit in fits(vocabulary, keyword, text):
        if not fit.misfits:
            written = filled(vocabulary, fit.sentence, fit.values, text)
            # What is there already would be no advice.
            if written.replace(" ", "") == text.replace(" ", "") and written != text:
                return written
    return None


def loosened(expression: str, *, any_spaces: bool = False) -> str:
    """A pattern of *expression* in which a value, and the spaces if asked, may be anything."""

    def fixed(words: str) -> str:
        if not any_spaces:
            return re.escape(words)
        return " *" + "".join(f"{re.escape(sign)} *" for sign in words if sign != " ")

    pattern, start = "", 0
    for part in PART.finditer(expression):
        pattern += fixed(expression[start : part.start()])
        start = part.end()
        if part["sign"]:
            pattern += fixed(part["sign"])
        elif part["value"] is not None:
            pattern += r"(?=\S)(.+?)"
        elif part["words"]:
            choices = part["words"].split("/")
            words = (re.sub(r"\(([^()]*)\)", r"\\E\1\\E", each) for each in choices)
            pattern += "(?:" + "|".join(_escaped(word) for word in words) + ")"
        else:
            pattern += f"(?:{re.escape(part['optional'])})?"
    return pattern + fixed(expression[start:])


def _escaped(word: str) -> str:
    # Between the two marks stands an optional text.
    fixed, *rest = word.split("\\E")
    pattern = re.escape(fixed)
    for index, piece in enumerate(rest):
        pattern += f"(?:{re.escape(piece)})?" if index % 2 == 0 else re.escape(piece)
    return pattern


def _spaced(text: str) -> str:
    """*text* with one space between the scripts, and what is in quotation marks as it is."""
    parts = re.split(r'("[^"]*")', text)
    parts[::2] = [_ACROSS_SCRIPTS.sub(" ", part) for part in parts[::2]]
    return re.sub(r"\s+", " ", "".join(parts))


def _fit(vocabulary: Vocabulary, sentence: Sentence, found: Sequence[str], fixed: int) -> Fit:
    values: list[str | None] = []
    misfits = []
    for name, text in zip(sentence.names, found, strict=False):
        kind = vocabulary.kind(name)
        if kind is None or kind.fits(text):
            values.append(text)
            continue
        misfit = _misfit(vocabulary, kind, text, sentence.language)
        misfits.append(misfit)
        values.append(misfit.suggestion)
    return Fit(sentence, tuple(values), tuple(misfits), fixed)


def _suggested(kind: ParameterType, text: str) -> str | None:
    """What the project itself says *text* was meant as, where that is a value."""
    try:
        found = None if kind.suggest is None else kind.suggest(text)
    except Exception:
        # Nobody asked for it: it is only tried, and what fails proposes nothing.
        return None
    return found if found is not None and is_value(kind, found) else None


def _misfit(vocabulary: Vocabulary, kind: ParameterType, text: str, language: Language) -> Misfit:
    inside = tuple(dict.fromkeys(match[0].strip() for match in values_in(kind, text)))
    bare = text.strip(_QUOTES)
    quoted = [NAME.sub(r'"\g<0>"', text)]
    if _NAME_ALONE.fullmatch(bare):
        quoted.append(f'"{bare}"')
    suggestion = next((each for each in quoted if is_value(kind, each)), None)
    if suggestion is None:
        suggestion = _suggested(kind, text)
    if suggestion is None:
        known = known_words(vocabulary)
        suggestion = next(
            (each for each in choices(kind, language) if difference(text, each, known).is_none),
            None,
        )
    if suggestion is None and len(inside) == 1 and not says_anything(text.replace(inside[0], "")):
        [suggestion] = inside
    return Misfit(text, kind, suggestion, inside)
