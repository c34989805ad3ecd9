"""Steps that differ in nothing but their numbers, and the advice that they share.

Numbers of as many digits are told apart by little: whether they are values of a type, whether two
of them are equal, and whether the vocabulary speaks of one of them itself. Steps that agree in all
that get the same words of advice, with their own numbers. Others are looked at on their own: a
number that is a part of another, such as an address, one, whose words are singular, and any that
stands in a sentence or an example. So are steps that a sentence fits but for a value, since what is
said of a value may be about that value alone.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from azsim.gherkin.advice.arguments import bare_names, is_value, values_in
from azsim.gherkin.advice.memory import memory_of
from azsim.gherkin.advice.nearest import likely, own_signs
from azsim.gherkin.advice.template import NUMBER, Template
from azsim.gherkin.reading.document import Step
from azsim.gherkin.reading.lookalikes import ordinary
from azsim.gherkin.vocabulary.built_in import BUILT_IN
from azsim.gherkin.vocabulary.compat import patterns_of_pytest_bdd
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.parts import PART
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text

_RUN = re.compile("[0-9]+")
# Words go with one that go with no other number.
_ONE = "1"
# What keeps numbers from being compared sign by sign: thousands, and placeholders.
_OTHERWISE = re.compile("[0-9],[0-9]|[<〈＜]")
# What doesn't tell digits apart in the pattern of a value.
_ANY_DIGIT = re.compile(r"0-9|\\d|\{[0-9,]*\}")
# Behind it a quotation was cut, be it within a number.
_CUT = "…"


@frozen
class Shape:
    """A step without the ``numbers`` in which others may differ from it: its other ``words``."""

    step: Step
    words: Hashable
    numbers: Sequence[str]


def shape_of(vocabulary: Vocabulary, step: Step) -> Shape | None:
    """What others may share with *step*, or None where it has no number that can be left out."""
    text = step.text
    if _OTHERWISE.search(text):
        return None
    known, runs = _own_numbers(vocabulary), _RUN.findall(text)
    free = [each for each in NUMBER.finditer(text) if each[0] not in known and each[0][0] != "0"]
    if not free or ordinary(text, own_signs(vocabulary)) != text:
        return None
    words, end = list[Hashable](), 0
    for each in free:
        # Where an equal number stands as well, it does so in every such step.
        words += [text[end : each.start()], (len(each[0]), runs.index(each[0]))]
        end = each.end()
    words.append(text[end:])
    said = (step.kind, step.keyword, step.table is None, *words)
    return Shape(step, said, [each[0] for each in free])


def advice_on(vocabulary: Vocabulary, shape: Shape) -> Text | None:
    """The advice on a step of this *shape*, where others have taught it."""
    memory = memory_of(vocabulary)
    kinds = memory.kinds.get(shape.words)
    if kinds is None:
        return None
    template = memory.templates.get((shape.words, _places(kinds, shape.step.text)))
    return template.fill(shape.numbers) if template and template.is_proved else None


def learn(vocabulary: Vocabulary, shape: Shape, advice: Text) -> None:
    """Remember the *advice* on a step for others of its *shape*.

    No sentence may fit the step but for its values.
    """
    memory, step = memory_of(vocabulary), shape.step
    # A step of pytest-bdd may say one number and not another.
    if _CUT in advice.en or any(map(_RUN.search, patterns_of_pytest_bdd(step.kind))):
        return
    if shape.words not in memory.kinds:
        sentences = {each for _, found in likely(vocabulary, step) for each in found}
        if any(_RUN.search(literal) for each in sentences for literal in each.literals):
            return
        names = {name for each in sentences for name in each.names}
        kinds = [
            kind for kind in map(vocabulary.kind, names) if kind and kind.transformer is not str
        ]
        memory.kinds[shape.words] = tuple({*kinds, *_telling(vocabulary)})
    key = (shape.words, _places(memory.kinds[shape.words], step.text))
    known = memory.templates.get(key)
    memory.templates[key] = (
        Template.of(advice, shape.numbers)
        if known is None
        else known.compared(advice, shape.numbers)
    )


def _places(kinds: Iterable[ParameterType], text: str) -> Hashable:
    """Where *text* holds values of *kinds*, and which of its names are values in quotation marks."""
    names = [name for name in bare_names(text) if _RUN.search(name)]
    return tuple(
        (
            tuple(match.span() for match in values_in(kind, text)),
            tuple(is_value(kind, f'"{name}"') for name in names),
        )
        for kind in kinds
    )


@lru_cache(maxsize=8)
def _telling(vocabulary: Vocabulary) -> Sequence[ParameterType]:
    """The types whose patterns may fit some numbers and not others of as many digits."""
    return [
        kind
        for kind in vocabulary.types.values()
        if any(_RUN.search(_ANY_DIGIT.sub("", pattern)) for pattern in kind.patterns)
    ]


@lru_cache(maxsize=8)
def _own_numbers(vocabulary: Vocabulary) -> frozenset[str]:
    """Every number of which *vocabulary* speaks itself; of those in sentences every part."""
    own = {
        number for words in _words(vocabulary) for number in NUMBER.findall(words.replace(",", ""))
    }
    parts = {
        number[start:end]
        for sentence in vocabulary.sentences
        for number in _RUN.findall(" ".join(sentence.literals))
        for start in range(len(number))
        for end in range(start + 1, len(number) + 1)
    }
    return frozenset({_ONE, *own, *parts})


def _words(vocabulary: Vocabulary) -> Iterator[str]:
    """All that a step may be compared with, but for the fixed words of sentences."""
    for sentence in vocabulary.sentences:
        yield from (
            part["words"] or part["optional"] or "" for part in PART.finditer(sentence.expression)
        )
    for kind in filter(None, map(vocabulary.kind, {*vocabulary.types, *BUILT_IN})):
        yield from (kind.example.en, kind.example.ja) if kind.example else ()
    for word, own in vocabulary.synonyms.items():
        yield from (word, own.en, own.ja)
    for subject in vocabulary.not_modelled:
        yield from (*subject.words, *subject.beside)
