"""Which health probes a server got: from where, and how often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from attrs import frozen

from azsim.model.events import Delivered, Event, ProbesBegan, RequestBegan, Sent
from azsim.model.packet import Packet
from azsim.text import Text

COLUMNS = (Text("address", "アドレス"), Text("probes", "プローブ数"))


@frozen
class Probe:
    """A probe that arrived: a connection that its source opened."""

    source: str
    time: int


def probes(events: Sequence[Event], server: str) -> list[Probe]:
    """The probes that arrived at *server* in the last run."""
    found: list[Probe] = []
    running = False
    for each in events:
        match each:
            case ProbesBegan():
                running, found = True, []
            case RequestBegan():
                running = False
            case Delivered(packet=Packet(flags="SYN") as syn) if running and each.where == server:
                found.append(Probe(syn.source, each.time))
    return found


def sent_to(events: Sequence[Event], address: str) -> int:
    """How many probes of *address* were sent in the last run, whether they arrived or not."""
    sent, until = 0, -1
    for each in events:
        match each:
            case ProbesBegan():
                sent, until = 0, each.time + each.duration
            case Sent(packet=Packet(flags="SYN") as syn) if syn.destination == address:
                sent += each.time < until
    return sent


def sources(events: Sequence[Event], server: str) -> list[str]:
    """The addresses that *server* was probed from, each once, in the order of arrival."""
    return list(dict.fromkeys(probe.source for probe in probes(events, server)))


def intervals(events: Sequence[Event], server: str, together: Collection[str] = ()) -> list[int]:
    """The different times between two probes of one prober, ascending.

    Each source is a prober, but those in *together* are one; its probes of one instant count once.
    """
    times: dict[str | None, set[int]] = defaultdict(set)
    for probe in probes(events, server):
        times[None if probe.source in together else probe.source].add(probe.time)
    pairs = (pair for each in times.values() for pair in pairwise(sorted(each)))
    return sorted({later - sooner for sooner, later in pairs})
