"""Which evidence fits a scenario: chosen from its trace, without the author asking."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures import latency, ports, timeline, topology, walk
from azsim.model.events import Event
from azsim.model.topology import Topology
from azsim.questions.asked_about import Step, asked_about
from azsim.questions.atlas import named
from azsim.questions.measured import measured
from azsim.questions.ports import PortUse, port_use
from azsim.questions.shared_ports import shared_port_use
from azsim.questions.timeline import timeline as timeline_of
from azsim.questions.walk import walk as walk_of
from azsim.questions.ways import ways


def exhibits(
    events: Sequence[Event], described: Topology | None, steps: Sequence[Step] = ()
) -> tuple[Picture, ...]:
    """Every picture that has something to show, what the scenario is about before where it was.

    Figures and times come first where there are any, because they are asked for then. A
    topology that others show as well is left out. *steps* are those that began, with the events
    before each.
    """
    if described is None:
        return ()
    walked = walk_of(events, described, asked_about(events, steps))
    timed = timeline_of(events, named(described))
    gone = ways(described, events)
    told = (
        latency.draw(measured(events)),
        *_over_time(
            (*port_use(events), *shared_port_use(events)),
            None if timed is None else timeline.draw(timed),
        ),
    )
    drawn = [picture for picture in told if picture is not None]
    walk_drawn = None if walked is None else walk.draw(walked, events)
    if not topology.is_trivial(gone) or not (drawn or walk_drawn):
        drawn += filter(None, [topology.draw(gone)])
    return tuple(drawn) if walk_drawn is None else (*drawn, walk_drawn)


def _over_time(uses: Sequence[PortUse], timed: Picture | None) -> tuple[Picture | None, ...]:
    """Ports before timers where they run out or are allocated anew, else the other way round."""
    chart = ports.draw(uses)
    return (chart, timed) if any(use.refused or use.changes for use in uses) else (timed, chart)
