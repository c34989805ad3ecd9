"""What happened to each flow that held a SNAT port, step by step.

Flows that were followed as flows and flows that were followed packet by packet count
alike. A place is a SNAT where the trace has measured a pool there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple, cast

from attrs import define, field

from azsim.functions.snat.flows import EXHAUSTED, SOURCE_REWRITTEN
from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Keepalive

StepKind = Literal[
    "open",
    "reopen",
    "keepalive",
    "data",
    "FIN",
    "RST",
    "late packet",
    "FIN released",
    "RST released",
    "idle timeout",
    "reclaimed",
    "removed",
]

BOTH_ENDS: Final = ""


class Step(NamedTuple):
    """Something that happened to a flow at ``time``; ``who`` is the end that sent it."""

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
    _alive: dict[FiveTuple, int] = field(factory=dict)
    _gone: dict[FiveTuple, list[int]] = field(factory=dict)
    _inside: dict[FiveTuple, FiveTuple] = field(factory=dict)

    def read(self, each: Observation) -> None:
        """Take in the next observation; of a workload nothing more is kept."""
        if self.is_workload:
            return
        match each.kind:
            case "close":
                ending: StepKind = "RST" if ("ending", "RST") in each.details else "FIN"
                self._go_on(cast(FiveTuple, each.before), Step(each.time, ending))
            case "sample":
                self.is_workload = True
            case "resize":
                self._snats.add(each.where)
                members = cast(tuple[tuple[str, str], ...], dict(each.details)["members"])
                self.names.update((address, name) for name, address in members)
            case _ if each.where in self._snats:
                self._read_at_snat(each)

    def lives(self) -> Mapping[tuple[Step, ...], list[FiveTuple]]:
        """Each life, and the flows that lived it, as their instances send them."""
        by_path: dict[int, list[FiveTuple]] = {}
        for inside, path in self._all():
            by_path.setdefault(path, []).append(inside)
        return {self._steps(path): flows for path, flows in by_path.items()}

    def _read_at_snat(self, each: Observation) -> None:
        match each.kind:
            case "open":
                inside = cast(FiveTuple, each.before)
                self._open(inside, each.time)
            case "refuse":
                self.refused.append((each.time, cast(FiveTuple, each.before)))
            case "drop":
                self._read_drop(each.time, cast(Packet, each.before), each.rule == EXHAUSTED)
            case "pass":
                self._read_packet(each)
            case "release" | "time out":
                ended = _ENDINGS[str(dict(each.details)["reason"])]
                inside = cast(FiveTuple, each.before)
                self._go_on(inside, Step(each.time, ended))
                self._gone.setdefault(inside, []).append(self._alive.pop(inside))

    def _read_packet(self, each: Observation) -> None:
        before, after = cast(Packet, each.before), cast(Packet, each.after)
        if each.rule == SOURCE_REWRITTEN:
            inside = before.five_tuple
            self._inside[after.five_tuple.reversed()] = inside
            if before.flags == "SYN" or inside not in self._alive:
                self._open(inside, each.time)
                return
        else:
            inside = after.five_tuple.reversed()
        if (kind := _kind_of(before)) is not None:
            self._go_on(inside, Step(each.time, kind, self._name(before.source)))

    def _read_drop(self, time: int, packet: Packet, found_no_port: bool) -> None:
        flow = packet.five_tuple
        if found_no_port:
            self.refused.append((time, flow))
            return
        inside = self._inside.get(flow, flow)
        if paths := self._gone.get(inside):
            step = Step(time, "late packet", self._name(packet.source))
            paths[-1] = self._grown(paths[-1], step)

    def _open(self, inside: FiveTuple, time: int) -> None:
        if inside in self._alive:
            self._go_on(inside, Step(time, "reopen"))
        else:
            self._alive[inside] = self._grown(-1, Step(time, "open"))

    def _go_on(self, inside: FiveTuple, step: Step) -> None:
        path = self._alive.get(inside)
        if path is not None:
            self._alive[inside] = self._grown(path, step)

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
        yield from self._alive.items()

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
            return "keepalive"
    return "data"


_ENDINGS: Final[dict[str, StepKind]] = {
    "FIN": "FIN released",
    "RST": "RST released",
    "idle timeout": "idle timeout",
    "reclaimed": "reclaimed",
    "removed": "removed",
}
