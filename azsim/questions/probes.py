"""Which health probes a server got: from where, and how often.

Whoever lets probes run writes an event with the rule `PROBES` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from azsim.model.observation import Observation
from azsim.model.packet import Packet
from azsim.questions.exchange import REQUEST
from azsim.text import Text

COLUMNS = (Text("address", "アドレス"), Text("probes", "プローブ数"))

PROBES = Text("the health probes run", "正常性プローブが続く")


@frozen
class Probe:
    """A probe that arrived: a connection that its source opened."""

    source: str
    time: int


def probes(observations: Sequence[Observation], server: str) -> list[Probe]:
    """The probes that arrived at *server* in the last run."""
    found: list[Probe] = []
    running = False
    for each in observations:
        if each.kind == "event" and each.rule == PROBES:
            running, found = True, []
        elif each.kind == "event" and each.rule == REQUEST:
            running = False
        elif running and each.kind == "deliver" and each.where == server:
            packet = each.before
            if isinstance(packet, Packet) and packet.flags == "SYN":
                found.append(Probe(packet.source, each.time))
    return found


def sources(observations: Sequence[Observation], server: str) -> list[str]:
    """The addresses that *server* was probed from, each once, in the order of arrival."""
    return list(dict.fromkeys(probe.source for probe in probes(observations, server)))


def intervals(observations: Sequence[Observation], server: str) -> list[int]:
    """The different times between probes, ascending; probes of one instant count once."""
    times = sorted({probe.time for probe in probes(observations, server)})
    return sorted({later - sooner for sooner, later in pairwise(times)})
