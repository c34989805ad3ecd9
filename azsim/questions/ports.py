"""SNAT ports in use over virtual time: how many, of how many, and what became of them.

A place is a SNAT where the trace has measured a pool there. Flows that were followed as
flows and flows that were followed packet by packet count alike: a port is in use from the
first packet that leaves from it until it is given back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, cast

from attrs import define, evolve, field, frozen

from azsim.functions.snat.flows import EXHAUSTED, SOURCE_REWRITTEN
from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet, Protocol

What = Literal["refused", "FIN", "RST", "idle timeout"]

MOST_LEVELS = 600
_PARTS = 25
"""What happens again within this part of the whole time makes one spell."""


@frozen
class Level:
    """That many ports, from ``time`` on."""

    time: int
    ports: int


@frozen
class Moment:
    """How many ports were in use and how many allocated, right after an observation.

    ``sequence`` is its number in the trace: it tells what comes first at one instant.
    """

    time: int
    sequence: int
    in_use: int
    allocated: int


@frozen
class Spell:
    """Something that happened ``count`` times without a long pause, from ``first`` to ``last``.

    ``refused`` are attempts that found no free port; the others are flows, by why they gave
    their port back.
    """

    what: What
    first: Moment
    last: Moment
    count: int


@frozen
class Change:
    """The pool came to report another size, and the allocation was ``before`` no more.

    Before or after it is 0 where the instance joined or left. ``lost`` is how many flows of
    the instance lost their ports by it, which are no longer in use ``after`` it.
    """

    reported: int
    before: int
    after: Moment
    lost: int


@frozen
class PortUse:
    """How an instance used its SNAT ports of one protocol at one public address.

    ``snat`` is the translator as the trace names it, ``sharing`` how many instances shared it
    at last. ``levels`` are the ports in use, thinned where they change often; ``peak``, when
    most of them were first in use, is exact all the same. ``allocated`` begins when the
    instance was first given ports. ``refused`` counts the attempts that found no free port.
    ``ended`` is the time of the last observation. Times are nanoseconds since the start of
    the scenario.
    """

    snat: str
    sharing: int
    instance: str
    protocol: Protocol
    levels: tuple[Level, ...]
    allocated: tuple[Level, ...]
    spells: tuple[Spell, ...]
    changes: tuple[Change, ...]
    peak: Moment
    refused: int
    ended: int


def port_use(observations: Sequence[Observation]) -> tuple[PortUse, ...]:
    """The SNAT ports of each instance that used or asked for any.

    Public addresses stand in the order in which they were first used, instances and
    protocols within them as well.
    """
    ended = observations[-1].time if observations else 0
    reader = _Reader(ended // _PARTS)
    for each in observations:
        reader.read(each)
    return tuple(
        series.use(pool, ended)
        for snat, pool in reader.pools.items()
        for series in reader.series.values()
        if series.snat == snat
    )


def level_at(levels: Sequence[Level], time: int) -> int:
    """The ports at *time*, after all that happened at that instant; 0 before the first."""
    number = bisect_right(levels, time, key=attrgetter("time"))
    return levels[number - 1].ports if number else 0


def thinned(levels: Sequence[Level], most: int = MOST_LEVELS) -> tuple[Level, ...]:
    """At most *most* of *levels*: the lowest, the highest and the last of each bin of time."""
    if len(levels) <= most:
        return tuple(levels)
    began = levels[0].time
    bins = most // 3
    width = (levels[-1].time - began) // bins + 1
    kept: list[Level] = []
    for _, group in groupby(levels, lambda level: (level.time - began) // width):
        bin_ = list(enumerate(group))
        ends = (min(bin_, key=_ports_of), max(bin_, key=_ports_of), bin_[-1])
        kept += [level for _, level in sorted(set(ends), key=lambda pair: pair[0])]
    return tuple(kept)


def _ports_of(numbered: tuple[int, Level]) -> int:
    return numbered[1].ports


@frozen
class _Measure:
    """What a pool reported, its members by their addresses, and the ports that each got."""

    resize: Observation
    reported: int
    allocated: int
    members: dict[str, str]

    @classmethod
    def read(cls, resize: Observation) -> _Measure:
        details: dict[str, Any] = dict(resize.details)
        members = {address: name for name, address in details["members"]}
        return cls(resize, details["reported"], details["allocated"], members)

    def ports_of(self, address: str) -> int:
        return self.allocated if address in self.members else 0


@define
class _Series:
    """The ports of one instance for one protocol, while the trace is read.

    The first of ``changes`` is from nothing to its first ports.
    """

    snat: str
    address: str
    protocol: Protocol
    allocated: int = 0
    levels: list[Level] = field(factory=list)
    spells: dict[What, list[Spell]] = field(factory=dict)
    changes: list[Change] = field(factory=list)
    peak: Moment = Moment(0, 0, 0, 0)
    _flows: Counter[int] = field(factory=Counter)

    def take(self, port: int, each: Observation) -> None:
        self._flows[port] += 1
        if len(self._flows) > self.peak.in_use:
            self.peak = self._moment(each)
        self._write_level(each.time)

    def give_back(self, port: int, each: Observation) -> None:
        self._flows[port] -= 1
        if not self._flows[port]:
            del self._flows[port]
        self._write_level(each.time)

    def follow(self, measure: _Measure) -> None:
        """Note it where the allocation changes."""
        before, self.allocated = self.allocated, measure.ports_of(self.address)
        if before != self.allocated:
            after = self._moment(measure.resize)
            self.changes.append(Change(measure.reported, before, after, lost=0))

    def lose(self, each: Observation) -> None:
        """A flow has lost its port by the last change."""
        change = self.changes[-1]
        self.changes[-1] = evolve(change, after=self._moment(each), lost=change.lost + 1)

    def note(self, what: What, each: Observation, pause: int) -> None:
        """It happened once more, in the spell before if no longer than *pause* after it."""
        now = self._moment(each)
        spells = self.spells.setdefault(what, [])
        if spells and now.time - spells[-1].last.time <= pause:
            spells[-1] = Spell(what, spells[-1].first, now, spells[-1].count + 1)
        else:
            spells.append(Spell(what, now, now, 1))

    def use(self, pool: Sequence[_Measure], ended: int) -> PortUse:
        members = (each.members for each in reversed(pool) if self.address in each.members)
        spells = [spell for alike in self.spells.values() for spell in alike]
        return PortUse(
            snat=self.snat,
            sharing=len(pool[-1].members),
            instance=next(members)[self.address],
            protocol=self.protocol,
            levels=thinned(self.levels or [Level(0, 0)]),
            allocated=tuple(Level(each.after.time, each.after.allocated) for each in self.changes),
            spells=tuple(sorted(spells, key=lambda spell: spell.first.sequence)),
            changes=tuple(self.changes[1:]),
            peak=self.peak,
            refused=sum(spell.count for spell in self.spells.get("refused", ())),
            ended=ended,
        )

    def _moment(self, each: Observation) -> Moment:
        return Moment(each.time, each.sequence, len(self._flows), self.allocated)

    def _write_level(self, time: int) -> None:
        """How many ports are in use from now on; of one instant, its turns and its end."""
        levels, ports = self.levels, len(self._flows)
        before = levels[-1].ports if levels else 0
        if ports == before:
            return
        if levels and levels[-1].time == time:
            reached = levels[-2].ports if len(levels) > 1 else 0
            if (before - reached) * (ports - before) > 0:
                levels[-1] = Level(time, ports)
                return
        levels.append(Level(time, ports))


@define
class _Reader:
    """Reads a trace once, from its start to its end.

    Spells end where nothing of their kind happens for longer than ``pause``.
    """

    pause: int
    pools: dict[str, list[_Measure]] = field(factory=dict)
    series: dict[tuple[str, str, Protocol], _Series] = field(factory=dict)
    _held: dict[tuple[str, FiveTuple], int] = field(factory=dict)

    def read(self, each: Observation) -> None:
        if each.kind == "resize":
            self._measure(each)
        elif each.where not in self.pools:
            return
        elif each.kind == "open" or (each.kind == "pass" and each.rule == SOURCE_REWRITTEN):
            self._take(each)
        elif each.kind == "refuse" or (each.kind == "drop" and each.rule == EXHAUSTED):
            self._of(each).note("refused", each, self.pause)
        elif each.kind in ("release", "time out"):
            self._give_back(each)

    def _measure(self, each: Observation) -> None:
        measure = _Measure.read(each)
        self.pools.setdefault(each.where, []).append(measure)
        for series in self.series.values():
            if series.snat == each.where:
                series.follow(measure)

    def _take(self, each: Observation) -> None:
        key = each.where, _flow(each.before)
        if key not in self._held:
            port = self._held[key] = _flow(each.after).source_port
            self._of(each).take(port, each)

    def _give_back(self, each: Observation) -> None:
        series = self._of(each)
        series.give_back(self._held.pop((each.where, _flow(each.before))), each)
        why = dict(each.details)["reason"]
        if why in ("reclaimed", "removed"):
            series.lose(each)
        else:
            series.note(cast(What, why), each, self.pause)

    def _of(self, each: Observation) -> _Series:
        flow = _flow(each.before)
        key = each.where, flow.source, flow.protocol
        series = self.series.get(key)
        if series is None:
            series = self.series[key] = _Series(*key)
            for measure in self.pools[each.where]:
                series.follow(measure)
        return series


def _flow(seen: Packet | FiveTuple | None) -> FiveTuple:
    if isinstance(seen, Packet):
        return seen.five_tuple
    assert seen is not None
    return seen
