"""The values of a fact as quantities, by which numbers in prose are found to be its."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

from azsim.facts import registry, show_value
from azsim.reasons.quantities import Key, quantities_in


@cache
def keys_of(fact_id: str) -> frozenset[Key]:
    """The quantities that are the value of a fact, or stand in it; none of a behaviour."""
    return frozenset(_keys(fact_id))


@cache
def told_by(fact_id: str) -> frozenset[Key]:
    """The quantities that a fact says, as its value or in its statement, with and without their units."""
    fact = registry()[fact_id]
    texts = (fact.statement.en, fact.statement.ja, show_value(fact).en)
    return keys_of(fact_id) | said_in(texts)


def said_in(texts: Iterable[str]) -> frozenset[Key]:
    """The quantities in *texts*, with and without their units."""
    found = [each for text in texts for each in quantities_in(text)]
    return frozenset(key for each in found for key in (each.key, each.bare) if key is not None)


def _keys(fact_id: str) -> Iterator[Key]:
    fact = registry()[fact_id]
    value = fact.value
    if value is None:
        return
    if not isinstance(value, tuple):
        yield from (each.key for each in quantities_in(show_value(fact).en))
    else:
        first = 1
        for item in value:
            if isinstance(item, str):
                yield from (each.key for each in quantities_in(item))
                continue
            # A row of a table: from the one behind the last row up to its first cell.
            yield "count", Fraction(first)
            yield from (("count", Fraction(cell)) for cell in item)
            first = item[0] + 1
