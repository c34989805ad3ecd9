"""What a scenario leaves behind for whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from azsim.model.events import Event
from azsim.model.topology import Topology


@frozen
class Evidence:
    """All that happened, where it did, and the ids of the facts by which it was decided.

    ``steps`` says of each step that began how many events there were before it.
    """

    events: tuple[Event, ...] = ()
    topology: Topology | None = None
    facts: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()

    @classmethod
    def of(cls, report: Mapping[str, object]) -> Evidence:
        """The evidence in the *report* of a scenario; nothing where it left none."""
        found = report.get(EVIDENCE)
        return found if isinstance(found, Evidence) else cls()


EVIDENCE = "evidence"
"""The name by which evidence is asked for, and under which a scenario's report holds it."""
