"""Health probes on a timeline: which servers were probed, from where, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import define, field

from azsim.model.events import Delivered, Event, ProbesBegan, RequestBegan
from azsim.model.packet import Packet
from azsim.questions.lanes import Lane, lane, ticked
from azsim.text import Text, listed
from azsim.units import format_count

_FEW: Final = 3
"""So many sources are named; more are counted."""


@define
class ProbeLanes:
    """Reads a trace once, and tells of its probes."""

    _running: bool = False
    _probes: dict[str, dict[str, list[int]]] = field(factory=dict)

    def read(self, each: Event) -> None:
        """Take in the next event."""
        match each:
            case ProbesBegan() | RequestBegan():
                self._running = isinstance(each, ProbesBegan)
            case Delivered(packet=Packet(flags="SYN") as syn) if self._running:
                sources = self._probes.setdefault(each.where, {})
                sources.setdefault(syn.source, []).append(each.time)

    def lanes(self) -> list[Lane]:
        """A lane for the servers that were probed alike."""
        servers: dict[tuple[Text, tuple[int, ...]], list[str]] = {}
        for server, by_source in self._probes.items():
            for source, times in _sources(by_source):
                servers.setdefault((source, times), []).append(server)
        return [
            lane("probes", listed(names), source, ticks=[ticked(times, "happened", _PROBES)])
            for (source, times), names in servers.items()
        ]


def _sources(by_source: Mapping[str, list[int]]) -> list[tuple[Text, tuple[int, ...]]]:
    """Who probed a server and when: sources that take turns are one, others stand alone."""
    times = sorted(time for each in by_source.values() for time in each)
    if len(by_source) == 1 or len(set(times)) < len(times):
        return [(_FROM.fill(source=source), tuple(times)) for source, times in by_source.items()]
    few = len(by_source) <= _FEW
    turns = listed(by_source) if few else _ADDRESSES.fill(count=format_count(len(by_source)))
    return [(_IN_TURN.fill(sources=turns), tuple(times))]


_PROBES = Text("probe", "プローブ")
_FROM = Text("from {source}", "送信元 {source}")
_IN_TURN = Text("from {sources} in turn", "送信元は順に {sources}")
_ADDRESSES = Text("{count} addresses", "{count} 個のアドレス")
