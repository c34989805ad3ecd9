"""What commands printed, as it stands in a trace.

Whoever runs a command writes an event with the rule `RUN` at the place where it ran,
once it is done.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.observation import Observation
from azsim.text import Text

COLUMNS = (
    Text("time", "時刻"),
    Text("where", "場所"),
    Text("command", "コマンド"),
    Text("output", "出力"),
)

RUN = Text("a command is run", "コマンドを実行する")


@frozen
class Printed:
    """A command line, where it ran, and all that it printed.

    ``time`` is the instant at which it was done, in nanoseconds.
    """

    time: int
    where: str
    command: str
    output: str


def printed(observations: Iterable[Observation]) -> tuple[Printed, ...]:
    """What every command printed, in the order in which they were run."""
    found = []
    for each in observations:
        if each.kind == "event" and each.rule == RUN:
            details = dict(each.details)
            found.append(
                Printed(each.time, each.where, str(details["command"]), str(details["output"]))
            )
    return tuple(found)
