"""Which evidence fits a scenario: chosen from its trace, without the author asking."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures import latency, ports, timeline, topology, walk
from azsim.model.events import Event
from azsim.model.topology import Topology
from azsim.questions.asked_about import Step, asked_about
from azsim.questions.measured import measured
from azsim.questions.ports import port_use
from azsim.questions.timeline import timeline as timeline_of
from azsim.questions.walk import walk as walk_of


def exhibits(
    events: Sequence[Event], described: Topology | None, steps: Sequence[Step] = ()
) -> tuple[Picture, ...]:
    """Every picture that has something to show, in the order in which a reader looks.

    *steps* are those that began, with the events before each.
    """
    if described is None:
        return ()
    walked = walk_of(events, described, asked_about(events, steps))
    timed = timeline_of(events)
    drawn = (
        topology.draw(described),
        latency.draw(measured(events)),
        None if walked is None else walk.draw(walked, events),
        ports.draw(port_use(events)),
        None if timed is None else timeline.draw(timed),
    )
    return tuple(picture for picture in drawn if picture is not None)
