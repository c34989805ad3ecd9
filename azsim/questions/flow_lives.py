"""What happened to each flow that held a SNAT port, step by step.

The SNAT itself tells when a flow took its port, when a timer began and when the port was
given back. What its packets were is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from attrs import define, field

from azsim.model.events import (
    Dropped,
    End,
    Event,
    FlowClosed,
    FlowReopened,
    HoldBegan,
    HoldCause,
    Passed,
    PoolResized,
    PortRefused,
    PortReleased,
    PortsShared,
    PortTaken,
    ReleaseCause,
    Sampled,
    Sent,
    Sign,
    TimerRestarted,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Keepalive

StepKind = Literal[
    "open",
    "reopen",
    "keepalive",
    "data",
    "keepalive in vain",
    "data in vain",
    "FIN",
    "RST",
    "hold after FIN",
    "hold after RST",
    "hold after UDP idle timeout",
    "late packet",
    "FIN released",
    "RST released",
    "UDP released",
    "handshake given up",
    "idle timeout",
    "idle reset",
    "reclaimed",
    "removed",
    "interrupted",
    "stopped",
]

BOTH_ENDS: Final = ""


class Step(NamedTuple):
    """Something that happened to a flow at ``time``; ``who`` is the end that sent it.

    A keepalive or data in vain restarted no timer.
    """

    time: int
    kind: StepKind
    who: str = BOTH_ENDS


@define
class FlowLives:
    """Reads a trace once. Each life is a path in a tree of steps, so that equal ones are one.

    ``refused`` holds each attempt that found no free port and when it did, ``names`` the
    instance at each private address. ``is_workload`` tells that requests passed unwritten.
    """

    refused: list[tuple[int, FiveTuple]] = field(factory=list)
    names: dict[str, str] = field(factory=dict)
    is_workload: bool = False
    _snats: set[str] = field(factory=set)
    _branches: dict[tuple[int, Step], int] = field(factory=dict)
    _paths: list[tuple[int, Step]] = field(factory=list)
    # By the flow as it left, because a flow that comes again in its hold may leave from elsewhere.
    _alive: dict[FiveTuple, tuple[FiveTuple, int]] = field(factory=dict)
    _newest: dict[FiveTuple, FiveTuple] = field(factory=dict)
    _gone: dict[FiveTuple, list[int]] = field(factory=dict)
    _inside: dict[FiveTuple, FiveTuple] = field(factory=dict)

    def read(self, each: Event) -> None:
        """Take in the next event; of a workload nothing more is kept."""
        if self.is_workload:
            return
        match each:
            case Sampled():
                self.is_workload = True
            case PoolResized():
                self._snats.add(each.where)
                self.names.update((address, name) for name, address in each.members)
            case PortsShared():
                self._snats.add(each.where)
            case Sent():
                self.names.setdefault(each.packet.source, each.where)
            case PortTaken():
                self._inside[each.outside.reversed()] = each.flow
                self._newest[each.flow] = each.outside
                self._alive[each.outside] = each.flow, self._grown(-1, Step(each.time, "open"))
            case PortRefused():
                self.refused.append((each.time, each.flow))
            case FlowReopened():
                self._go_on(each.flow, Step(each.time, "reopen"))
            case TimerRestarted():
                who = self._end(each.flow, each.end)
                self._go_on(each.flow, Step(each.time, _SIGNS[each.sign], who))
            case HoldBegan():
                self._go_on(each.flow, Step(each.time, _HOLDS[each.after]))
            case PortReleased():
                inside, path = self._alive.pop(each.outside)
                path = self._grown(path, Step(each.time, _ENDINGS[each.why]))
                self._gone.setdefault(inside, []).append(path)
            case FlowClosed():
                kind: StepKind = "RST" if each.ending == "RST" else "FIN"
                self._go_on(each.inside, Step(each.time, kind))
            case Passed() if each.where in self._snats:
                self._read_packet(each)
            case Dropped() if each.where in self._snats:
                self._read_drop(each)

    def lives(self) -> Mapping[tuple[Step, ...], list[FiveTuple]]:
        """Each life, and the flows that lived it, as their instances send them."""
        by_path: dict[int, list[FiveTuple]] = {}
        for inside, path in self._all():
            by_path.setdefault(path, []).append(inside)
        return {self._steps(path): flows for path, flows in by_path.items()}

    def _read_packet(self, each: Passed) -> None:
        packet, flow = each.packet, each.packet.five_tuple
        inside = self._inside.get(flow, flow)
        alive = self._alive.get(self._newest.get(inside, inside))
        if (kind := _kind_of(packet)) is None or alive is None:
            return
        step = Step(each.time, kind, self._name(packet.source))
        restarted = _RESTARTED.get(kind)
        if restarted is None or self._paths[alive[1]][1] != step._replace(kind=restarted):
            self._go_on(inside, step)

    def _read_drop(self, each: Dropped) -> None:
        flow = each.packet.five_tuple
        if self.refused and self.refused[-1] == (each.time, flow):
            return
        if paths := self._gone.get(self._inside.get(flow, flow)):
            step = Step(each.time, "late packet", self._name(each.packet.source))
            paths[-1] = self._grown(paths[-1], step)

    def _end(self, flow: FiveTuple, end: End) -> str:
        return self._name(flow.source if end == "client" else flow.destination)

    def _go_on(self, inside: FiveTuple, step: Step) -> None:
        outside = self._newest.get(inside, inside)
        if outside in self._alive:
            self._alive[outside] = inside, self._grown(self._alive[outside][1], step)

    def _grown(self, path: int, step: Step) -> int:
        """The path that goes on from *path* with *step*."""
        following = self._branches.setdefault((path, step), len(self._paths))
        if following == len(self._paths):
            self._paths.append((path, step))
        return following

    def _steps(self, path: int) -> tuple[Step, ...]:
        steps = []
        while path >= 0:
            path, step = self._paths[path]
            steps.append(step)
        return tuple(reversed(steps))

    def _all(self) -> Iterator[tuple[FiveTuple, int]]:
        for inside, paths in self._gone.items():
            for path in paths:
                yield inside, path
        yield from self._alive.values()

    def _name(self, address: str) -> str:
        return self.names.get(address, address)


def _kind_of(packet: Packet) -> StepKind | None:
    match packet.flags, packet.payload:
        case "FIN ACK", _:
            return "FIN"
        case "RST", _:
            return "RST"
        case _, None:
            return None
        case _, Keepalive():
            return "keepalive in vain"
    return "data in vain"


_SIGNS: Final[Mapping[Sign, StepKind]] = {
    "TCP keepalive": "keepalive",
    "application data": "data",
}
_HOLDS: Final[Mapping[HoldCause, StepKind]] = {
    "FIN": "hold after FIN",
    "RST": "hold after RST",
    "UDP idle timeout": "hold after UDP idle timeout",
}
# A packet is in vain unless the SNAT has just told that it restarted the timer.
_RESTARTED: Final[Mapping[StepKind, StepKind]] = {
    "keepalive in vain": "keepalive",
    "data in vain": "data",
}
_ENDINGS: Final[Mapping[ReleaseCause, StepKind]] = {
    "FIN": "FIN released",
    "RST": "RST released",
    "UDP idle timeout": "UDP released",
    "handshake": "handshake given up",
    "idle timeout": "idle timeout",
    "idle reset": "idle reset",
    "reclaimed": "reclaimed",
    "removed": "removed",
    "interrupted": "interrupted",
    "stopped": "stopped",
}
