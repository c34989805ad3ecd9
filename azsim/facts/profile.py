"""Profiles: classes whose fields are facts, so that one rule serves where the values differ.

A profile says which facts hold for one kind of thing::

    class Classic(Profile):
        idle_timeout = duration("classic.idle-timeout")

A field is read when it is first decided by, and from then on kept, so that a run records
the facts that it rested on and no others.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Generic, TypeVar, overload

from azsim.facts.registry import Facts

T = TypeVar("T")


class Profile:
    """Facts under the names by which rules ask for them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts


class Parameter(Generic[T]):
    """A field of a profile: the value of a fact."""

    def __init__(self, fact: str, read: Callable[[Facts, str], T]) -> None:
        self.fact = fact
        self._read = read

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, profile: None, owner: type) -> Parameter[T]: ...
    @overload
    def __get__(self, profile: Profile, owner: type) -> T: ...
    def __get__(self, profile: Profile | None, owner: type) -> Parameter[T] | T:
        if profile is None:
            return self
        # The instance has the value from now on, and is asked before this class is.
        value = profile.__dict__[self._name] = self._read(profile.facts, self.fact)
        return value


class Behaviour:
    """A field of a profile that is called where what a fact states is done."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    @overload
    def __get__(self, profile: None, owner: type) -> Behaviour: ...
    @overload
    def __get__(self, profile: Profile, owner: type) -> Callable[[], None]: ...
    def __get__(self, profile: Profile | None, owner: type) -> Behaviour | Callable[[], None]:
        if profile is None:
            return self
        facts, fact = profile.facts, self.fact
        return lambda: facts.rests_on(fact)


def duration(fact: str) -> Parameter[int]:
    """A fact that is a duration, in nanoseconds."""
    return Parameter(fact, Facts.duration)


def number(fact: str) -> Parameter[int]:
    """A fact that is a whole number."""
    return Parameter(fact, Facts.number)


def fraction(fact: str) -> Parameter[Fraction]:
    """A fact that is a share or a multiple."""
    return Parameter(fact, Facts.fraction)


def text(fact: str) -> Parameter[str]:
    """A fact that is a name."""
    return Parameter(fact, Facts.text)


def names(fact: str) -> Parameter[tuple[str, ...]]:
    """A fact that is a set or an order of names."""
    return Parameter(fact, Facts.names)


def table(fact: str) -> Parameter[tuple[tuple[int, ...], ...]]:
    """A fact that is a table."""
    return Parameter(fact, Facts.table)


def behaviour(fact: str) -> Behaviour:
    """A fact that is a behaviour: there is nothing to read, and nothing to branch on."""
    return Behaviour(fact)
