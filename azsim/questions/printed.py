"""What commands printed, as it stands in a trace."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.events import CommandRan, Event
from azsim.text import Text

COLUMNS = (
    Text("time", "時刻"),
    Text("where", "場所"),
    Text("command", "コマンド"),
    Text("output", "出力"),
)


@frozen
class Printed:
    """A command line, where it ran, and all that it printed.

    ``time`` is the instant at which it was done, in nanoseconds.
    """

    time: int
    where: str
    command: str
    output: str


def printed(events: Iterable[Event]) -> tuple[Printed, ...]:
    """What every command printed, in the order in which they were run."""
    return tuple(
        Printed(each.time, each.where, each.command, each.output)
        for each in events
        if isinstance(each, CommandRan)
    )
