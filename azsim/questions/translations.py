"""The table of a SNAT as it stood at chosen moments of a scenario.

It is put together from what the SNATs tell of their ports. A table of many flows is told by a
few of them and a count; those whose packets were followed one by one come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from attrs import define, field, frozen

from azsim.model.events import (
    Event,
    FlowReopened,
    HoldBegan,
    HoldCause,
    PoolResized,
    PortReleased,
    PortsShared,
    PortTaken,
    Sent,
)
from azsim.model.packet import FiveTuple, Protocol

State = Literal["in use", "held after FIN", "held after RST", "held after UDP", "free"]

MOST_SHOWN: Final = 5
_HELD: Final[dict[HoldCause, State]] = {
    "FIN": "held after FIN",
    "RST": "held after RST",
    "UDP idle timeout": "held after UDP",
}


@frozen
class Translation:
    """A flow as its instance sends it, and as the internet sees it.

    ``until`` is when a hold is over, where the scenario went on until then.
    """

    inside: FiveTuple
    outside: FiveTuple
    state: State
    until: int | None = None


@frozen
class PortCount:
    """How many ports an instance uses of those that it has at a public address.

    Or of those of a gateway, which are ``shared`` by all that leave through it.
    """

    snat: str
    instance: str
    protocol: Protocol
    in_use: int
    allocated: int
    shared: bool = False


@frozen
class Snapshot:
    """The tables at one moment: some translations, how many more there are, and the ports."""

    shown: tuple[Translation, ...] = ()
    more: int = 0
    ports: tuple[PortCount, ...] = ()


def snapshots(events: Sequence[Event], marks: Iterable[int]) -> tuple[Snapshot, ...]:
    """How the tables stood right after the event of each number in *marks*, which never go back."""
    tables = _Tables(
        frozenset(each.packet.five_tuple for each in events if isinstance(each, Sent)),
        _ends_of_holds(events),
    )
    return tuple(_at(tables, events, marks))


def _at(tables: _Tables, events: Sequence[Event], marks: Iterable[int]) -> Iterator[Snapshot]:
    begun = 0
    for mark in marks:
        for each in events[begun : mark + 1]:
            tables.take(each)
        begun = max(begun, mark + 1)
        yield tables.snapshot()


def _ends_of_holds(events: Iterable[Event]) -> dict[int, int]:
    """When each hold was over, by the number of the event with which it began."""
    left: dict[FiveTuple, FiveTuple] = {}
    begun: dict[FiveTuple, int] = {}
    found: dict[int, int] = {}
    for each in events:
        match each:
            case PortTaken():
                left[each.flow] = each.outside
            case HoldBegan() if each.flow in left:
                begun[left[each.flow]] = each.sequence
            case FlowReopened() if each.flow in left:
                begun.pop(left[each.flow], None)
            case PortReleased():
                number = begun.pop(each.outside, None)
                if number is not None and each.why in _HELD:
                    found[number] = each.time
    return found


@define
class _Tables:
    """The tables of all SNATs while the trace is read."""

    followed: frozenset[FiveTuple]
    ends: dict[int, int]
    # By the flow as it left, because a flow that comes again in its hold may leave from elsewhere.
    _active: dict[FiveTuple, Translation] = field(factory=dict)
    _newest: dict[FiveTuple, FiveTuple] = field(factory=dict)
    _gone: dict[FiveTuple, Translation] = field(factory=dict)
    _names: dict[str, str] = field(factory=dict)
    _allocated: dict[tuple[str, str], int] = field(factory=dict)
    _shared: dict[str, int] = field(factory=dict)
    _in_use: dict[tuple[str, str, Protocol], int] = field(factory=dict)

    def take(self, each: Event) -> None:
        """One more event, in order."""
        match each:
            case PoolResized():
                for name, address in each.members:
                    self._names[address] = name
                    self._allocated[each.where, address] = each.allocated
            case PortsShared():
                self._shared[each.where] = each.ports
            case Sent():
                self._names.setdefault(each.packet.source, each.where)
            case PortTaken():
                self._gone.pop(each.flow, None)
                self._newest[each.flow] = each.outside
                self._active[each.outside] = Translation(each.flow, each.outside, "in use")
                self._in_use[each.where, each.flow.source, each.flow.protocol] = each.in_use
            case HoldBegan() if each.flow in self._newest:
                outside, end = self._newest[each.flow], self.ends.get(each.sequence)
                held = Translation(each.flow, outside, _HELD[each.after], end)
                self._active[outside] = held
            case FlowReopened() if each.flow in self._newest:
                outside = self._newest[each.flow]
                self._active[outside] = Translation(each.flow, outside, "in use")
            case PortReleased():
                del self._active[each.outside]
                if self._newest.get(each.flow) == each.outside:
                    del self._newest[each.flow]
                    if each.flow in self.followed:
                        self._gone[each.flow] = Translation(each.flow, each.outside, "free")
                self._in_use[each.where, each.flow.source, each.flow.protocol] = each.in_use

    def snapshot(self) -> Snapshot:
        """As they stand now."""
        shown = [
            each
            for each in (*self._active.values(), *self._gone.values())
            if each.inside in self.followed
        ]
        shown = sorted(shown, key=lambda each: each.inside)[-MOST_SHOWN:]
        for each in self._active.values():
            if len(shown) >= MOST_SHOWN:
                break
            if each.inside not in self.followed:
                shown.append(each)
        active = sum(each.state != "free" for each in shown)
        return Snapshot(tuple(shown), len(self._active) - active, tuple(self._ports()))

    def _ports(self) -> Iterator[PortCount]:
        for (snat, address, protocol), in_use in self._in_use.items():
            name, shared = self._names.get(address, address), self._shared.get(snat)
            allocated = self._allocated.get((snat, address), 0) if shared is None else shared
            yield PortCount(snat, name, protocol, in_use, allocated, shared is not None)
