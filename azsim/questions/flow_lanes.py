"""Flows on a timeline: idle timers, holds, and what restarts, begins or ends them.

Flows that lived alike share a lane.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, field

from azsim.model.events import Event, HoldCause
from azsim.model.packet import FiveTuple
from azsim.questions.flow_lives import BOTH_ENDS, FlowLives, Step, StepKind
from azsim.questions.instances import instance_name
from azsim.questions.lanes import (
    MOST_LANES,
    Bar,
    BarKind,
    Lane,
    Mark,
    Outcome,
    Ticks,
    lane,
    ticked,
)
from azsim.text import Text, same
from azsim.units import format_count

MOST_LIVES: Final = 50
"""Flows that live in more ways than these are a workload, and get no lanes."""

_MANY_SIGNS: Final = 3
"""More signs of life in a row are told as ticks."""


@define
class FlowLanes:
    """Reads a trace once, and tells of its flows."""

    _lives: FlowLives = field(factory=FlowLives)

    @classmethod
    def of(cls, names: Mapping[str, str]) -> FlowLanes:
        """The lanes of flows of machines that are called so, by their addresses."""
        return cls(FlowLives(names=dict(names)))

    def read(self, each: Event) -> None:
        """Take in the next event."""
        self._lives.read(each)

    def lanes(self) -> list[Lane]:
        """A lane for each life, and one for the attempts that found no port."""
        lives = self._lives.lives()
        if self._lives.is_workload or len(lives) > MOST_LIVES:
            return []
        found = sorted(lives.items(), key=_by_interest)
        shown = found if len(found) <= MOST_LANES else found[: MOST_LANES - 1]
        lanes = [self._lane(steps, flows) for steps, flows in shown]
        if rest := [flow for _, flows in found[len(shown) :] for flow in flows]:
            lanes.append(Lane("connections", _MORE.fill(flows=_counted(rest)), _ELSEWISE))
        return [*lanes, *self._refusals()]

    def _lane(self, steps: Sequence[Step], flows: Sequence[FiveTuple]) -> Lane:
        life = _Life(self._lives.names)
        for step in steps:
            life.take(step)
        life.end()
        name, way = _counted(flows), self._way(flows)
        return lane("connections", name, way, life.bars, life.marks, life.ticks)

    def _refusals(self) -> list[Lane]:
        refused = self._lives.refused
        if not refused:
            return []
        ticks = ticked([time for time, _ in refused], "failed", _NO_PORT)
        way = self._way([flow for _, flow in refused])
        if len(ticks.times) > 1:
            return [lane("connections", _ATTEMPTS, way, ticks=[ticks])]
        at_once = Mark(ticks.times[0], "failed", ticks.words)
        return [lane("connections", _ATTEMPTS, way, marks=[at_once])]

    def _way(self, flows: Sequence[FiveTuple]) -> Text:
        """From where to where *flows* go."""
        names = dict.fromkeys(_named(self._lives.names, flow.source) for flow in flows)
        ends = dict.fromkeys(f"{flow.destination}:{flow.destination_port}" for flow in flows)
        start = next(iter(names)) if len(names) == 1 else _many(_INSTANCES, names)
        end = same(next(iter(ends))) if len(ends) == 1 else _many(_DESTINATIONS, ends)
        return Text(f"{start.en} → {end.en}", f"{start.ja} → {end.ja}")


@define
class _Life:
    """The life of a flow so far; ``signs`` are those of life since the timer was started."""

    names: Mapping[str, str]
    bars: list[Bar] = field(factory=list)
    marks: list[Mark] = field(factory=list)
    ticks: list[Ticks] = field(factory=list)
    _since: int = 0
    _held_after: HoldCause | None = None
    _is_over: bool = False
    _fins: list[Step] = field(factory=list)
    _signs: list[Step] = field(factory=list)

    def take(self, step: Step) -> None:
        """Go on with *step*."""
        match step.kind:
            case "open":
                self._since = step.time
                if step.time:
                    self._mark(step, "happened", _OPENED)
            case "reopen":
                self._mark(step, "happened", _OPENED_AGAIN)
                self._stop(step.time)
                self._held_after = None
                self._tell_fins()
            case "keepalive" | "data" if self._held_after is None:
                if step.time > (self._signs[-1].time if self._signs else self._since):
                    self._signs.append(step)
            case "keepalive" | "data" | "keepalive in vain" | "data in vain":
                self._mark(step, "happened", _SIGNS[step.kind])
            case "FIN":
                self._fins.append(step)
            case "RST":
                self._mark(step, "happened", _RST if step.who else same("RST"))
            case "hold after FIN":
                self._hold(step.time, "FIN")
            case "hold after RST":
                self._hold(step.time, "RST")
            case "hold after UDP idle timeout":
                self._hold(step.time, "UDP idle timeout")
            case "late packet":
                self._mark(step, "failed", _LATE)
            case ending:
                self._stop(step.time)
                self._is_over = True
                is_release = ending in ("FIN released", "RST released", "UDP released")
                self._mark(step, "succeeded" if is_release else "failed", _ENDED[ending])

    def end(self) -> None:
        """The trace is over."""
        if not self._is_over:
            self._stop(None)
        self._tell_fins()

    def _hold(self, time: int, cause: HoldCause) -> None:
        self._stop(time)
        self._since, self._held_after = time, cause

    def _stop(self, time: int | None) -> None:
        """The timer that runs is over at *time*, or outlasts the trace."""
        if self._held_after is not None:
            what = _HOLDS[self._held_after] if time is not None else _STILL_HELD
            self._bar(time, "hold", what)
            return
        if len(self._signs) > _MANY_SIGNS:
            self._tell_many_signs()
        for sign in self._signs:
            self._mark(sign, "happened", _SIGNS[sign.kind])
            self._bar(sign.time, "idle", _IDLE)
        self._signs = []
        self._bar(time, "idle", _IDLE if time is not None else _STILL_OPEN)

    def _tell_many_signs(self) -> None:
        alike: dict[tuple[StepKind, str], list[int]] = {}
        for sign in self._signs:
            alike.setdefault((sign.kind, sign.who), []).append(sign.time)
        for (kind, who), times in alike.items():
            what = _SIGNS[kind].fill(who=_named(self.names, who))
            self.ticks.append(ticked(times, "happened", what))
        times = [self._since, *(sign.time for sign in self._signs)]
        longest = max(later - sooner for sooner, later in pairwise(times))
        self._bar(times[-1], "idle", _IDLE, longest)
        self._signs = []

    def _bar(self, end: int | None, kind: BarKind, what: Text, longest: int | None = None) -> None:
        if end is None or end > self._since:
            self.bars.append(Bar(self._since, end, kind, what, longest))
        if end is not None:
            self._since = end

    def _tell_fins(self) -> None:
        if not self._fins:
            return
        at_once = len({fin.time for fin in self._fins}) == 1
        if at_once and (len(self._fins) > 1 or self._fins[0].who == BOTH_ENDS):
            self._mark(self._fins[0], "happened", _FIN_FROM_BOTH)
        else:
            for fin in self._fins:
                self._mark(fin, "happened", _FIN)
        self._fins = []

    def _mark(self, step: Step, outcome: Outcome, what: Text) -> None:
        said = what.fill(who=_named(self.names, step.who))
        self.marks.append(Mark(step.time, outcome, said))


def _by_interest(life: tuple[Sequence[Step], Sequence[FiveTuple]]) -> tuple[bool, int, int]:
    """What only idles away comes last, and of the others the first to begin first."""
    steps, flows = life
    return all(step.kind in _PLAIN for step in steps), steps[0].time, -len(flows)


def _named(names: Mapping[str, str], end: str) -> Text:
    """The name of an instance in either language, or the address of another end."""
    return instance_name(names.get(end, end))


def _counted(flows: Sequence[FiveTuple]) -> Text:
    """How many of them there are, and of which protocol."""
    protocols = dict.fromkeys(flow.protocol for flow in flows)
    words = _CONNECTIONS if list(protocols) == ["TCP"] else _FLOWS
    plural = "" if len(flows) == 1 else "s"
    return words.fill(count=format_count(len(flows)), protocol=" / ".join(protocols), plural=plural)


def _many(words: Text, names: Collection[object]) -> Text:
    return words.fill(count=format_count(len(names)))


_CONNECTIONS = Text("{count} {protocol} connection{plural}", "{protocol} 接続 {count} 本")
_FLOWS = Text("{count} {protocol} flow{plural}", "{protocol} フロー {count} 本")
_INSTANCES = Text("{count} instances", "インスタンス {count} 台")
_DESTINATIONS = Text("{count} destinations", "宛先 {count} 個")
_MORE = Text("another {flows}", "ほかに {flows}")
_ELSEWISE = Text("in other ways", "これらとは異なる経過")
_ATTEMPTS = Text("attempts that fail", "失敗した試行")
_NO_PORT = Text("no free SNAT port", "空き SNAT ポートなし")

_OPENED = Text("opened", "開始")
_OPENED_AGAIN = Text("opened again", "再び開始")
_IDLE = Text("idle", "アイドル")
_STILL_OPEN = Text("still open", "開いたまま")
_HOLDS: Final[Mapping[HoldCause, Text]] = {
    "FIN": Text("hold after FIN", "FIN 後の保持"),
    "RST": Text("hold after RST", "RST 後の保持"),
    "UDP idle timeout": Text("hold after the idle timeout", "アイドル タイムアウト後の保持"),
}
_STILL_HELD = Text("port still held", "ポートは保持されたまま")
_FIN = Text("FIN from {who}", "{who} からの FIN")
_FIN_FROM_BOTH = Text("FIN from both ends", "双方からの FIN")
_RST = Text("RST from {who}", "{who} からの RST")
_SIGNS: Final[Mapping[StepKind, Text]] = {
    "keepalive": Text("keepalive from {who}", "{who} からのキープアライブ"),
    "data": Text("data from {who}", "{who} からのデータ"),
    "keepalive in vain": Text("keepalive from {who}", "{who} からのキープアライブ"),
    "data in vain": Text("data from {who}", "{who} からのデータ"),
}
_PLAIN: Final[Collection[StepKind]] = ("open", "idle timeout")
_LATE = Text("late packet from {who}, dropped", "{who} からの遅れたパケット、破棄")
_ENDED: Final[Mapping[StepKind, Text]] = {
    "FIN released": Text("the port is free", "ポートの解放"),
    "RST released": Text("the port is free", "ポートの解放"),
    "idle timeout": Text("time-out, the port is free", "タイムアウト、ポートの解放"),
    "idle reset": Text("time-out, RST to both ends", "タイムアウト、双方に RST"),
    "reclaimed": Text("time-out, Azure reclaims the port", "タイムアウト、Azure がポートを回収"),
    "removed": Text("the instance or its address is removed", "インスタンスまたはアドレスの削除"),
    "interrupted": Text("the machine's way out changes", "マシンの送信の方法の変更"),
    "stopped": Text("the machine is stopped", "マシンの停止"),
    "UDP released": Text("the port is free", "ポートの解放"),
    "handshake given up": Text("not completed, the port is free", "未完了、ポートの解放"),
}
