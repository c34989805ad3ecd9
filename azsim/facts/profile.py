"""Profiles: the parameters by which one kind of service decides, as the fields of a class.

::

    class Classic(Profile):
        idle_timeout = duration("classic.idle-timeout")

    Classic(facts).idle_timeout    # 4 minutes, in nanoseconds

A field is read when it is first decided by, so that a scenario's facts are those that
it rested on, and then kept in the profile.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Generic, Self, TypeVar, overload

from azsim.facts.registry import Facts
from azsim.units import Within

T = TypeVar("T")


class Profile:
    """The parameters of one service, read from *facts*.

    ``rests_on`` is that of the facts: what happens now is a behaviour.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.rests_on = facts.rests_on


class Parameter(Generic[T]):
    """A field of a profile: one fact, read once. ``fact_id`` says which."""

    def __init__(self, read: Callable[[Facts, str], T], fact_id: str) -> None:
        self._read = read
        self.fact_id = fact_id

    def __set_name__(self, owner: type[Profile], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, profile: None, owner: type[Profile]) -> Self: ...
    @overload
    def __get__(self, profile: Profile, owner: type[Profile]) -> T: ...
    def __get__(self, profile: Profile | None, owner: type[Profile]) -> Self | T:
        if profile is None:
            return self
        # From now on the instance's own attribute is found before this descriptor.
        value = profile.__dict__[self._name] = self._read(profile.facts, self.fact_id)
        return value


def duration(fact_id: str) -> Parameter[int]:
    """A duration in nanoseconds."""
    return Parameter(Facts.duration, fact_id)


def number(fact_id: str) -> Parameter[int]:
    """A whole number."""
    return Parameter(Facts.number, fact_id)


def fraction(fact_id: str) -> Parameter[Fraction]:
    """A number of percent or times, as a fraction of one whole."""
    return Parameter(Facts.fraction, fact_id)


def names(fact_id: str) -> Parameter[tuple[str, ...]]:
    """The members of a set or of an order."""
    return Parameter(Facts.names, fact_id)


def networks(fact_id: str) -> Parameter[Within]:
    """Networks, of which one asks whether an address lies in them."""
    return Parameter(lambda facts, fact_id: Within(facts.names(fact_id)), fact_id)


def text(fact_id: str) -> Parameter[str]:
    """A name."""
    return Parameter(Facts.text, fact_id)


def table(fact_id: str) -> Parameter[tuple[tuple[int, ...], ...]]:
    """The rows of a table: up to which number, and the value there."""
    return Parameter(Facts.table, fact_id)
