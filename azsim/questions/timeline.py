"""What lasts and what happens in a scenario over virtual time, chosen from its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from attrs import frozen

from azsim.model.events import Event, ProbesBegan
from azsim.questions.azure_lanes import AzureLanes
from azsim.questions.flow_lanes import FlowLanes
from azsim.questions.lanes import MOST_LANES, Lane, LaneKind
from azsim.questions.name_lanes import NameLanes
from azsim.questions.probe_lanes import ProbeLanes
from azsim.text import Text
from azsim.units import format_count

_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})

COLUMNS = (Text("time", "時刻"), Text("lane", "レーン"), Text("what", "内容"))


@frozen
class Timeline:
    """Lanes over the time from 0 to ``ended``, in nanoseconds since the scenario's start.

    ``ended`` is the time of the last event, or the end of the last run of probes; a cached
    answer may outlast it.
    """

    lanes: tuple[Lane, ...]
    ended: int


def timeline(events: Sequence[Event], names: Mapping[str, str] = _NOBODY) -> Timeline | None:
    """The timers, probes and cached answers of a scenario; None where nothing takes time.

    *names* are those of machines, by their addresses, of which the trace may tell none.
    """
    if not events or events[0].time == events[-1].time:
        return None
    readers = (AzureLanes(), FlowLanes.of(names), ProbeLanes(), NameLanes())
    for each in events:
        for reader in readers:
            reader.read(each)
    lanes = [lane for reader in readers for lane in reader.lanes()]
    if not any(lane.bars or lane.ticks for lane in lanes):
        return None
    runs = [each.time + each.duration for each in events if isinstance(each, ProbesBegan)]
    return Timeline(tuple(_at_most(lanes)), max([events[-1].time, *runs]))


def _at_most(lanes: list[Lane]) -> list[Lane]:
    """*lanes*, where those of a kind that are too many are counted."""
    kept: list[Lane] = []
    counts: dict[LaneKind, int] = {}
    for lane in lanes:
        counts[lane.kind] = counts.get(lane.kind, 0) + 1
        # Connections are summed up by who knows how many each lane stands for.
        if lane.kind == "connections" or counts[lane.kind] <= MOST_LANES:
            kept.append(lane)
    for kind, words in _MORE.items():
        if (more := counts.get(kind, 0) - MOST_LANES) > 0:
            kept.append(Lane(kind, words.fill(count=format_count(more)), Text("", "")))
    return kept


_MORE: dict[LaneKind, Text] = {
    "probes": Text("{count} more rows of probes", "ほかにプローブ {count} 組"),
    "names": Text("{count} more cached names", "ほかにキャッシュされた名前 {count} 個"),
    "endpoint": Text(
        "{count} more degraded endpoints", "ほかに機能低下のエンドポイント {count} 個"
    ),
    "Azure": Text("{count} more pools", "ほかにプール {count} 個"),
}
