"""What was worked out for one step and serves others: those that say the same, or nearly so.

A sentence that was renamed stands in hundreds of scenarios, each time with other values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import Factory, define

from azsim.gherkin.advice.template import Template
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language, Text

Value = TypeVar("Value")


@define(eq=False)
class Memory:
    """What was worked out for the steps of one vocabulary.

    ``likely`` are the sentences to compare with words, whatever the values among them. ``kinds``
    are the types of their values, for steps that differ in their numbers only, and ``templates``
    the advice on those in which the same places hold values of these types.
    """

    advice: dict[Hashable, Text] = Factory(dict)
    likely: dict[Hashable, Sequence[Sentence]] = Factory(dict)
    kinds: dict[Hashable, Sequence[ParameterType]] = Factory(dict)
    templates: dict[Hashable, Template] = Factory(dict)
    pairs: dict[Language, Mapping[Sentence, frozenset[str]]] = Factory(dict)


def memory_of(vocabulary: Vocabulary) -> Memory:
    """That of *vocabulary*, empty at first."""
    return remembered(_MEMORIES, vocabulary, Memory)


def remembered(known: Any, key: Hashable, work_out: Callable[[], Value]) -> Value:
    """What is *known* for *key*, worked out where nothing is."""
    found: Value | None = known.get(key)
    if found is None:
        found = known[key] = work_out()
    return found


_MEMORIES: WeakKeyDictionary[Vocabulary, Memory] = WeakKeyDictionary()
