"""SNAT ports in use over virtual time: how many, of how many, and what became of them.

Each SNAT itself tells what it takes, refuses and gives back, whether flows were followed
as flows or packet by packet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Literal

from attrs import define, evolve, field, frozen

from azsim.model.events import (
    Event,
    Happened,
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
)
from azsim.model.packet import Protocol

What = Literal[
    "refused",
    "FIN",
    "RST",
    "UDP idle timeout",
    "handshake",
    "idle timeout",
    "idle reset",
    "interrupted",
    "stopped",
    "removed",
    "others",
]
Scope = Literal["instance", "destination", "ports", "connections"]

MOST_LEVELS = 600
PARTS_OF_ATTEMPTS = 30
SPELLS = 25
"""What happens again within this part of the whole time makes one spell."""


@frozen
class Level:
    """That many ports, from ``time`` on.

    ``sequence`` is the number of the event that made them so many: it tells what comes first
    at one instant.
    """

    time: int
    ports: int
    sequence: int = field(default=0, eq=False)


@frozen
class Moment:
    """How many ports were in use and how many allocated, right after an event.

    ``sequence`` is its number in the trace: it tells what comes first at one instant.
    """

    time: int
    sequence: int
    in_use: int
    allocated: int


@frozen
class Spell:
    """Something that happened ``count`` times without a long pause, from ``first`` to ``last``.

    ``refused`` are attempts that found no free port, ``others`` flows of machines that nobody names;
    the rest are flows, by why they gave their port back.
    """

    what: What
    first: Moment
    last: Moment
    count: int


@frozen
class Attempts:
    """From ``start`` to ``end``, so many attempts to take a port were ``made`` and ``refused``."""

    start: int
    end: int
    made: int
    refused: int


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
    at last. Of a gateway, whose ports anyone may take, it is how they are used toward a destination,
    which stands for the ``instance``, or all of its ports, some of which were ``shared`` by several
    destinations at once, or all of its connections, as ``scope`` tells. ``levels`` are the ports in use, thinned where they change often; ``peak``, when
    most of them were first in use, is exact all the same. ``allocated`` begins when the
    instance was first given ports. ``refused`` counts the attempts that found no free port, and
    ``attempts`` sets them against all, over equal parts of the time in which there were any.
    ``ended`` is the time of the last event. Times are nanoseconds since the start of
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
    attempts: tuple[Attempts, ...]
    ended: int
    scope: Scope = "instance"
    shared: int = 0


def port_use(events: Sequence[Event]) -> tuple[PortUse, ...]:
    """The SNAT ports of each instance that used or asked for any.

    Public addresses stand in the order in which they were first used, instances and
    protocols within them as well.
    """
    ended = events[-1].time if events else 0
    reader = _Reader(ended // SPELLS)
    for each in events:
        reader.read(each)
    return tuple(
        series.use(
            snat,
            {address: name for each in pool for name, address in each.members}[address],
            protocol,
            ended,
            sharing=len(pool[-1].members),
        )
        for snat, pool in reader.pools.items()
        for (place, address, protocol), series in reader.series.items()
        if place == snat
    )


def level_at(levels: Sequence[Level], time: int) -> int:
    """The ports at *time*, after all that happened at that instant; 0 before the first.

    >>> levels = Level(10, 8), Level(250, 0)
    >>> [level_at(levels, time) for time in (9, 10, 249, 250)]
    [0, 8, 8, 0]
    """
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


def _allocated_by(after: Moment) -> Level:
    return Level(after.time, after.allocated, after.sequence)


def _ports_of(numbered: tuple[int, Level]) -> int:
    return numbered[1].ports


@define
class Series:
    """The ports in use of whoever they are counted for, while the trace is read.

    The first of ``changes`` is from nothing to its first ports.
    """

    allocated: int = 0
    levels: list[Level] = field(factory=list)
    spells: dict[What, list[Spell]] = field(factory=dict)
    changes: list[Change] = field(factory=list)
    peak: Moment = Moment(0, 0, 0, 0)
    in_use: int = 0
    _attempts: dict[int, list[int]] = field(factory=dict)

    def take(self, each: Happened, in_use: int) -> None:
        """An attempt succeeded, and *in_use* ports are in use now."""
        self._attempts.setdefault(each.time, [0, 0])[0] += 1
        self.rise(each, in_use)

    def rise(self, each: Happened, in_use: int) -> None:
        """*in_use* ports are in use now, as many as before or more."""
        self.in_use = in_use
        if in_use > self.peak.in_use:
            self.peak = self._moment(each)
        self._write_level(each)

    def give_back(self, each: Happened, in_use: int) -> None:
        """*in_use* ports are left in use."""
        self.in_use = in_use
        self._write_level(each)

    def allocate(self, each: Happened, allocated: int, reported: int = 0) -> None:
        """There are *allocated* ports from now on, as for *reported* instances; note what changes."""
        before, self.allocated = self.allocated, allocated
        if before != allocated:
            self.changes.append(Change(reported, before, self._moment(each), lost=0))

    def lose(self, each: Happened) -> None:
        """A flow has lost its port by the last change."""
        change = self.changes[-1]
        self.changes[-1] = evolve(change, after=self._moment(each), lost=change.lost + 1)

    def note(self, what: What, each: Happened, pause: int, count: int = 1) -> None:
        """It happened again, in the spell before if no longer than *pause* after it."""
        now = self._moment(each)
        if what == "refused":
            self._attempts.setdefault(each.time, [0, 0])[1] += count
        spells = self.spells.setdefault(what, [])
        if spells and now.time - spells[-1].last.time <= pause:
            before = spells[-1]
            spells[-1] = Spell(what, before.first, now, before.count + count)
        else:
            spells.append(Spell(what, now, now, count))

    def use(
        self,
        place: str,
        name: str,
        protocol: Protocol,
        ended: int,
        *,
        scope: Scope = "instance",
        sharing: int = 0,
        shared: int = 0,
    ) -> PortUse:
        """What was read until *ended*, as that of *name* at *place*."""
        spells = [spell for alike in self.spells.values() for spell in alike]
        return PortUse(
            snat=place,
            sharing=sharing,
            instance=name,
            protocol=protocol,
            levels=thinned(self.levels or [Level(0, 0)]),
            allocated=tuple(_allocated_by(each.after) for each in self.changes),
            spells=tuple(sorted(spells, key=lambda spell: spell.first.sequence)),
            changes=tuple(self.changes[1:]),
            peak=self.peak,
            refused=sum(spell.count for spell in self.spells.get("refused", ())),
            attempts=self._attempts_over(ended),
            ended=ended,
            scope=scope,
            shared=shared,
        )

    def _attempts_over(self, ended: int) -> tuple[Attempts, ...]:
        width = max(-(-ended // PARTS_OF_ATTEMPTS), 1)
        parts: dict[int, list[int]] = {}
        for time, (taken, refused) in self._attempts.items():
            part = parts.setdefault(min(time // width, PARTS_OF_ATTEMPTS - 1), [0, 0])
            part[0] += taken + refused
            part[1] += refused
        return tuple(
            Attempts(number * width, min((number + 1) * width, ended), made, refused)
            for number, (made, refused) in sorted(parts.items())
        )

    def _moment(self, each: Happened) -> Moment:
        return Moment(each.time, each.sequence, self.in_use, self.allocated)

    def _write_level(self, each: Happened) -> None:
        """How many ports are in use from now on; of one instant, its turns and its end."""
        levels, ports, time = self.levels, self.in_use, each.time
        before = levels[-1].ports if levels else 0
        if ports == before:
            return
        if levels and levels[-1].time == time:
            reached = levels[-2].ports if len(levels) > 1 else 0
            if (before - reached) * (ports - before) > 0:
                levels[-1] = Level(time, ports, each.sequence)
                return
        levels.append(Level(time, ports, each.sequence))


@define
class _Reader:
    """Reads a trace once, from its start to its end.

    Spells end where nothing of their kind happens for longer than ``pause``.
    """

    pause: int
    pools: dict[str, list[PoolResized]] = field(factory=dict)
    series: dict[tuple[str, str, Protocol], Series] = field(factory=dict)

    def read(self, each: Event) -> None:
        match each:
            case PoolResized():
                self.pools.setdefault(each.where, []).append(each)
                for (snat, address, _), series in self.series.items():
                    if snat == each.where:
                        _follow(series, address, each)
            case PortTaken() | PortRefused() | PortReleased() if each.where not in self.pools:
                # Ports that anyone may take are allocated to nobody.
                pass
            case PortTaken():
                self._of(each).take(each, each.in_use)
            case PortRefused():
                self._of(each).note("refused", each, self.pause)
            case PortReleased():
                self._give_back(each)

    def _give_back(self, each: PortReleased) -> None:
        series = self._of(each)
        series.give_back(each, each.in_use)
        if each.why == "reclaimed" or each.why == "removed":
            series.lose(each)
        else:
            series.note(each.why, each, self.pause)

    def _of(self, each: PortTaken | PortRefused | PortReleased) -> Series:
        key = each.where, each.flow.source, each.flow.protocol
        series = self.series.get(key)
        if series is None:
            series = self.series[key] = Series()
            for resize in self.pools[each.where]:
                _follow(series, each.flow.source, resize)
        return series


def _follow(series: Series, instance: str, resize: PoolResized) -> None:
    is_member = any(address == instance for _, address in resize.members)
    series.allocate(resize, resize.allocated if is_member else 0, resize.reported)
