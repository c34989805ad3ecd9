"""What was worked out for one step and serves others: those that say the same, or nearly so.

A sentence that was renamed stands in hundreds of scenarios, each time with other values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import Factory, define, frozen

from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language, Text

Value = TypeVar("Value")


@frozen
class Kept:
    """Which sentences were near to a step, for those that differ from it in their values only.

    There are ``sentences`` for each way of saying the step; ``outcome`` is how they came out.
    """

    sentences: Sequence[Sequence[Sentence]]
    outcome: Any


@define(eq=False)
class Memory:
    """What was worked out for the steps of one vocabulary.

    ``far`` are steps, whatever their values, that are no sentence with a slip.
    """

    advice: dict[Hashable, Text] = Factory(dict)
    far: set[Hashable] = Factory(set)
    near: dict[Hashable, Kept] = Factory(dict)
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
