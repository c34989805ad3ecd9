"""Which words of a step stand in the places of a sentence, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from azsim.gherkin.advice.filling import NAME, PARTS, filled, is_value, values_in
from azsim.gherkin.vocabulary.definition import Keyword
from azsim.gherkin.vocabulary.expressions import ParameterType
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language

# Where Japanese meets Latin letters, digits or quotation marks.
_JAPANESE, _LATIN = "[ぁ-んァ-ヶー一-龠]", '[0-9A-Za-z"]'
_ACROSS_SCRIPTS = re.compile(f"(?<={_JAPANESE})(?={_LATIN})|(?<={_LATIN})(?={_JAPANESE})")
_QUOTES = "'\"‘’“”「」『』"
_HOLDS_VALUE = re.compile('[0-9"]')
# Words that hold no more than a particle fit nearly anything.
_LEAST_WORDS = 0.3
# Of a few values, one so near is the one that was meant.
_NEAR = 0.7


@frozen
class Misfit:
    """A value that hasn't the shape of its type, in a sentence that would fit otherwise.

    ``meant`` is the value that it was meant as, where that is sure; ``inside`` are the
    values that stand in it.
    """

    found: str
    type: ParameterType
    meant: str | None
    inside: tuple[str, ...]

    @property
    def would_be_lost(self) -> bool:
        """Whether an example in its place would change what the author says.

        That is so for a number, a name or an address, and where there are only so many values.
        """
        is_known = bool(_HOLDS_VALUE.search(self.found) or self.type.choices)
        return self.meant is None and is_known

    @property
    def unknown(self) -> int:
        """How many letters of it are no value."""
        return 0 if self.meant else len(self.found) - sum(map(len, self.inside))


@frozen
class Fit:
    """A sentence all of whose fixed words stand in a step, and the values between them.

    ``fixed`` counts the letters of these words.
    """

    sentence: Sentence
    values: tuple[str | None, ...]
    misfits: tuple[Misfit, ...]
    fixed: int


def fits(vocabulary: Vocabulary, keyword: Keyword, text: str) -> Iterator[Fit]:
    """Every sentence with *keyword* whose fixed words stand in *text*, whatever its spaces."""
    spaced = _spaced(text)
    bare = spaced.replace(" ", "")
    for sentence in vocabulary.sentences:
        if sentence.definition.keyword != keyword or not all(
            literal.replace(" ", "") in bare for literal in sentence.literals
        ):
            continue
        found = re.fullmatch(loosened(sentence.expression, any_spaces=True), spaced)
        if found is not None:
            between = [each.strip() for each in found.groups()]
            yield _fit(vocabulary, sentence, between, len(spaced) - sum(map(len, between)))


def choices(kind: ParameterType, language: Language) -> list[str]:
    """Every value of *kind* in *language*, where there are only so many."""
    return [each for each in kind.choices if kind.translate(each, language) == each]


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
            if written.replace(" ", "") == text.replace(" ", ""):
                return written
    return None


def loosened(expression: str, *, any_spaces: bool = False) -> str:
    """A pattern of *expression* in which a value, and the spaces if asked, may be anything."""

    def fixed(words: str) -> str:
        if not any_spaces:
            return re.escape(words)
        return " *" + "".join(f"{re.escape(sign)} *" for sign in words if sign != " ")

    pattern, start = "", 0
    for part in PARTS.finditer(expression):
        pattern += fixed(expression[start : part.start()])
        start = part.end()
        if part[1]:
            pattern += r"(?=\S)(.+?)"
        elif part[2]:
            words = (re.sub(r"\(([^()]*)\)", r"\\E\1\\E", each) for each in part[2].split("/"))
            pattern += "(?:" + "|".join(_escaped(word) for word in words) + ")"
        else:
            pattern += f"(?:{re.escape(part[3][1:-1])})?"
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
        kind = vocabulary.types.get(name)
        if kind is None or kind.fits(text):
            values.append(text)
            continue
        misfit = _misfit(kind, text, sentence.language)
        misfits.append(misfit)
        values.append(misfit.meant)
    return Fit(sentence, tuple(values), tuple(misfits), fixed)


def _misfit(kind: ParameterType, text: str, language: Language) -> Misfit:
    inside = tuple(dict.fromkeys(match[0].strip() for match in values_in(kind, text)))
    quoted = (NAME.sub(r'"\g<0>"', text), f'"{text.strip(_QUOTES)}"')
    meant = next((each for each in quoted if is_value(kind, each)), None)
    if meant is None and kind.meant is not None:
        meant = kind.meant(text)
    if meant is None:
        close = difflib.get_close_matches(text, choices(kind, language), 1, _NEAR)
        meant = close[0] if close else None
    if meant is None and len(inside) == 1 and not _HOLDS_VALUE.search(text.replace(inside[0], "")):
        [meant] = inside
    return Misfit(text, kind, meant, inside)
