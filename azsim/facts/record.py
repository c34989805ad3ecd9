"""A fact, where it stands, and the ways in which it could be otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from attrs import frozen

from azsim.facts import words
from azsim.facts.values import Kind, Value, show, show_row
from azsim.text import Text, beside
from azsim.units import LARGEST_PORT

Status = Literal["documented", "observed", "chosen"]


@frozen
class Source:
    """A place in a document."""

    document: Text
    section: Text
    date: str
    """The date of the copy that was read, such as 2018-07-13, or ``undated``."""
    text: str
    """A link that stays to the text that was read; empty where there is none."""
    current: str
    """A link to the page as it is today; empty where it is the text itself, or gone."""
    missing: Text | None
    """Why no link leads to the text that was read."""

    @property
    def address(self) -> str:
        """Where it can be read: the text that was read if it can be opened, else as it is today."""
        return self.text or self.current


@frozen
class Superseded:
    """A value that an older document gave."""

    value: Value
    date: str


@frozen
class Change:
    """A fact that is otherwise, for proving that a scenario notices.

    ``value`` is what a parameter becomes, or the id of the `Otherwise` of a behaviour.
    """

    fact: str
    value: Value
    words: Text


@frozen
class Otherwise:
    """What would happen if a behaviour weren't as it is."""

    id: str
    statement: Text


@frozen
class Fact:
    """One documented, observed or chosen parameter or behaviour.

    A behaviour has no ``value``, and says in ``otherwise`` what its opposites would be. An
    ``incidental`` fact is a choice that a scenario needs in order to run, and that its answer doesn't
    depend on, but where the scenario is about it. One that ``counts_with`` another fact matters only
    where a scenario rests on that as well, as a latency does where somebody measures one.
    """

    id: str
    kind: Kind
    value: Value | None
    unit: str
    """What a number or a table counts, or the unit that a duration is written and shown in."""
    step: int | Fraction | None
    statement: Text
    status: Status
    sources: tuple[Source, ...]
    reason: Text | None
    others: tuple[str, ...]
    otherwise: tuple[Otherwise, ...]
    superseded: tuple[Superseded, ...]
    contradictions: Text | None
    incidental: bool = False
    counts_with: str = ""

    def changes(self) -> tuple[Change, ...]:
        """Each way to change the fact a little, in a fixed order.

        A number or a duration goes down and up by the step, but not below zero, a number of
        probes not below one, and a port not above the last one. A set gains each of `others` and loses each member. An
        order has each pair of neighbours swapped. A text becomes each of `others`. Each
        cell of a table goes down and up by the step. A behaviour becomes each `otherwise`.
        """
        return tuple(
            Change(self.id, value, text) for value, text in self._changed() if value != self.value
        )

    def _changed(self) -> Iterator[tuple[Value, Text]]:
        match self.kind:
            case "duration" | "number":
                yield from self._stepped()
            case "set":
                yield from self._gained_and_lost()
            case "order":
                yield from self._swapped()
            case "text":
                yield from map(self._shown, self.others)
            case "table":
                yield from self._cells()
            case "behaviour":
                yield from ((each.id, each.statement) for each in self.otherwise)

    def _shown(self, value: Value) -> tuple[Value, Text]:
        return value, show(self.kind, self.unit, value)

    def _stepped(self) -> Iterator[tuple[Value, Text]]:
        assert isinstance(self.value, int | Fraction)
        assert self.step is not None
        # What a number of probes in a row decides, none at all can't.
        least = 1 if self.unit == "probes" else 0
        yield self._shown(max(self.value - self.step, type(self.value)(least)))
        up = self.value + self.step
        if self.unit != "port" or up <= LARGEST_PORT:
            yield self._shown(up)

    def _gained_and_lost(self) -> Iterator[tuple[Value, Text]]:
        names = self._names()
        for other in self.others:
            yield (*names, other), _said("with", other, "を追加")
        for name in names:
            rest = tuple(member for member in names if member != name)
            yield rest, _said("without", name, "を除外")

    def _swapped(self) -> Iterator[tuple[Value, Text]]:
        names = self._names()
        for at in range(len(names) - 1):
            yield self._shown((*names[:at], names[at + 1], names[at], *names[at + 2 :]))

    def _cells(self) -> Iterator[tuple[Value, Text]]:
        assert isinstance(self.value, tuple)
        assert isinstance(self.step, int)
        rows = [[cell for cell in row if isinstance(cell, int)] for row in self.value]
        for y, row in enumerate(rows):
            for x in range(len(row)):
                for step in (-self.step, self.step):
                    changed = [list(other) for other in rows]
                    changed[y][x] += step
                    table = tuple(tuple(cells) for cells in changed)
                    yield table, show_row(table, y)

    def _names(self) -> tuple[str, ...]:
        assert isinstance(self.value, tuple)
        return tuple(name for name in self.value if isinstance(name, str))


def _said(english: str, name: str, japanese: str) -> Text:
    shown = words.of(name)
    return Text(f"{english} {shown.en}", beside(shown.ja, japanese))
