"""The sentences of a vocabulary as a reader sees them, and those that hold some words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise

from attrs import frozen

from azsim.gherkin.vocabulary.built_in import BUILT_IN
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.parts import PART, names_in, unescaped
from azsim.gherkin.vocabulary.synonyms import readings
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Language, Text, is_japanese, same

# Sentences that share fewer of their pairs of letters with what is searched aren't near.
_NEAR = 0.15

NO_SYNONYMS: Mapping[str, Text] = {}


@frozen(eq=False)
class Value:
    """A kind of value that sentences hold.

    ``choices`` names every value there is, where there are only so many.
    """

    name: str
    meaning: Text | None
    example: Text | None
    choices: tuple[Text, ...]


@frozen(eq=False)
class Entry:
    """A definition and the values that its sentences hold, in their English order."""

    definition: Definition
    values: tuple[Value, ...]

    def sentence(self, language: Language) -> str:
        """The expression in *language*, or else in the language that there is."""
        sentences = dict(self.definition.sentences)
        return sentences.get(language, self.definition.sentences[0][1])

    def spoken(self, language: Language, value: Callable[[str], str]) -> str:
        """The sentence in plain words; *value* says what stands for the value of a type."""
        return spoken(self.sentence(language), value)


def catalogue(vocabularies: Iterable[Vocabulary]) -> tuple[Entry, ...]:
    """Every definition of *vocabularies*; what a project adds itself comes first."""
    entries: dict[Definition, Entry] = {}
    for vocabulary in {id(each): each for each in vocabularies}.values():
        values = {name: _value(kind) for name, kind in vocabulary.types.items()}
        for definition in vocabulary.definitions:
            names = names_in(definition.sentences[0][1])
            held = tuple(values.get(name) or _unknown(name) for name in names)
            entries.setdefault(definition, Entry(definition, held))
    return tuple(
        sorted(entries.values(), key=lambda each: "conftest.py:" not in each.definition.where)
    )


def spoken(expression: str, value: Callable[[str], str]) -> str:
    """*expression* in plain words; *value* says what stands for the value of a type.

    Of alternatives the last is taken, which is the plural.
    """

    def say(part: re.Match[str]) -> str:
        if part["value"] is not None:
            return value(part["value"])
        if part["words"] is not None:
            return PART.sub(say, part["words"].rpartition("/")[2])
        return str(part["sign"] or part["optional"])

    return PART.sub(say, expression)


def search(
    entries: Iterable[Entry], words: Sequence[str], synonyms: Mapping[str, Text] = NO_SYNONYMS
) -> list[Entry]:
    """The entries that hold all *words*, in either language.

    Those that hold them in their sentence come first, then those that hold them in
    their meaning, then those with such a value or such a heading of a table. A word of
    *synonyms* may also stand for the one that the sentences use.
    """
    own = {
        _plain(word): Text(_plain(meant.en), _plain(meant.ja)) for word, meant in synonyms.items()
    }
    said = _plain(" ".join(words))
    languages: tuple[Language, ...] = ("en", "ja")
    wanted = [
        each.split()
        for each in dict.fromkeys(chain(*(readings(own, said, each) for each in languages)))
    ]
    ranked = []
    for entry in entries:
        places = _places(entry)
        rank = min(_all_of(each, own, places) for each in wanted)
        if rank < len(places):
            ranked.append((rank, entry))
    return [entry for _, entry in sorted(ranked, key=lambda each: each[0])]


def _all_of(words: Sequence[str], own: Mapping[str, Text], places: Sequence[str]) -> int:
    """The number of the last place that is needed to find all *words*, or those that they stand for."""

    def rank(word: str) -> int:
        meant = own.get(word, same(word))
        return min(_rank(each, places) for each in (word, meant.en, meant.ja))

    return max(map(rank, words), default=0)


def near(entries: Iterable[Entry], words: Sequence[str], count: int) -> list[Entry]:
    """Up to *count* entries that hold most of *words*, or else most of their pairs of letters."""
    wanted = _plain(" ".join(words)).split()
    pairs = _pairs(" ".join(wanted))

    def likeness(entry: Entry) -> tuple[int, float]:
        places = _places(entry)
        held = sum(_rank(word, places) < len(places) for word in wanted)
        # A long sentence has many pairs of letters, and some of them by chance.
        shares = (
            len(pairs & found) / (len(pairs) + 0.1 * len(found))
            for found in map(_pairs, places[:2])
            if pairs
        )
        return held, max(shares, default=0.0)

    ranked = sorted(
        ((likeness(each), each) for each in entries), key=lambda each: each[0], reverse=True
    )
    return [entry for (held, share), entry in ranked if held or share >= _NEAR][:count]


def _value(kind: ParameterType) -> Value:
    said = (Text(kind.translate(each, "en"), kind.translate(each, "ja")) for each in kind.choices)
    return Value(kind.name, kind.meaning, kind.example, tuple(dict.fromkeys(said)))


def _unknown(name: str) -> Value:
    kind = BUILT_IN.get(name)
    return Value(name, None, None, ()) if kind is None else _value(kind)


def _places(entry: Entry) -> tuple[str, ...]:
    """What is searched, from the most telling to the least."""
    definition = entry.definition
    choices = [choice for value in entry.values for choice in value.choices]
    about = [text for value in entry.values for text in (value.meaning, value.example) if text]
    headings = [column.heading for column in definition.table or ()]
    sentences = [expression for _, expression in definition.sentences]
    # With and without what is optional.
    said = [*map(unescaped, sentences), *(spoken(each, lambda name: name) for each in sentences)]
    meant = [definition.meaning.en, definition.meaning.ja]
    rest = [words for text in choices + about + headings for words in (text.en, text.ja)]
    return tuple(_plain("\n".join(place)) for place in (said, meant, rest))


def holds(word: str, texts: Iterable[str]) -> bool:
    """Whether one of *texts* holds *word*, as a search has it."""
    places = [_plain(text) for text in texts]
    return _rank(_plain(word), places) < len(places)


def _rank(word: str, places: Sequence[str]) -> int:
    """The number of the first of *places* that holds *word*."""
    # Whoever searches doesn't think of the space between Japanese and Latin letters.
    join = is_japanese(word)
    return next(
        (
            rank
            for rank, place in enumerate(places)
            if word in place or (join and word in place.replace(" ", ""))
        ),
        len(places),
    )


def _plain(words: str) -> str:
    """*words* without what a search should mind: capitals and full-width letters."""
    return unicodedata.normalize("NFKC", words).casefold()


def _pairs(words: str) -> set[str]:
    letters = re.sub(r"\{[^{}]*\}|\W", " ", words)
    return {a + b for a, b in pairwise(letters) if " " not in a + b}
