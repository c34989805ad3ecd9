"""Every method for outbound connections said once more, as naively as it can be.

Nothing is kept but what happened to each flow, and when, in whole seconds. Whether a flow is open,
or its port on hold, is read from that, from the first line to the last, every time anybody asks.
Numbers are those of the documents, written down a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from azsim.model.packet import FiveTuple

Phase = Literal["handshake", "open", "hold", "over"]
Place = tuple[str, int]
"""A public address and a port of it."""


@dataclass(frozen=True)
class Rules:
    """What is documented of a method.

    ``ports`` says who has them: each machine some ``of its own``; all machines those of the
    ``lowest`` number, or ``any`` of them; nobody, where a flow keeps the ``same`` one.
    """

    ports: Literal["of its own", "lowest", "any", "same"]
    places: tuple[tuple[str, tuple[Place, ...]], ...]
    """By machine, or by address where all machines share them."""
    fins: int = 1
    idle: int = 240
    udp_idle: int = 240
    fin_hold: int = 240
    rst_hold: int = 15
    udp_hold: int = 0
    half_open: int | None = None
    is_kept_by_both: bool = False
    opens_on_hold: Literal["the same port", "another port"] = "the same port"
    resets_late: bool = False
    resets_at_idle: bool = False
    udp_scope: Literal["address", "address and port"] = "address"
    has_cone: bool = False
    most_toward: int = 10**9
    most_open: int = 10**9
    protocols: tuple[str, ...] = ("TCP", "UDP")
    counts_ports: bool = True
    """Whether they are SNAT ports, which are counted."""


@dataclass(eq=False)
class Story:
    """What happened to a flow: when, what, and at which end."""

    flow: FiveTuple
    place: Place
    rules: Rules
    events: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def outside(self) -> FiveTuple:
        """The five-tuple that the server answers to."""
        return self.flow._replace(source=self.place[0], source_port=self.place[1])

    def read(self) -> list[tuple[int, Phase]]:
        """When each of its phases begins, if nothing more happens."""
        return self._tcp() if self.flow.protocol == "TCP" else self._other()

    def at(self, now: int) -> Phase:
        """Its phase at *now*."""
        return next(phase for time, phase in reversed(self.read()) if time <= now)

    def _tcp(self) -> list[tuple[int, Phase]]:
        rules = self.rules
        opened = self.events[0][0]
        first: Phase = "open" if rules.half_open is None else "handshake"
        phases: list[tuple[int, Phase]] = [(opened, first)]
        over = opened + (rules.half_open or rules.idle)
        fins = set[str]()
        for time, what, end in self.events:
            if time >= over:
                break
            phase = phases[-1][1]
            if phase == "hold":
                if what == "SYN" and end == "client":
                    phases, over, fins = [(time, first)], time + rules.idle, set()
            elif what == "RST":
                phases.append((time, "hold"))
                over = time + rules.rst_hold
            elif phase == "handshake":
                assert rules.half_open is not None
                over = time + rules.half_open
                if what == "ACK" and end == "client":
                    phases.append((time, "open"))
                    over = time + rules.idle
            elif what == "FIN ACK":
                fins.add(end)
                if len(fins) >= rules.fins:
                    phases.append((time, "hold"))
                    over = time + rules.fin_hold
            elif what in ("data", "keepalive"):
                over = time + rules.idle
        return [*phases, (over, "over")]

    def _other(self) -> list[tuple[int, Phase]]:
        opened = self.events[0][0]
        last = {"client": opened, "server": opened}
        for time, _, end in self.events:
            if time < self._idles_out(last):
                last[end] = time
        idle = self._idles_out(last)
        return [(opened, "open"), (idle, "hold"), (idle + self.rules.udp_hold, "over")]

    def _idles_out(self, last: dict[str, int]) -> int:
        decides = min if self.rules.is_kept_by_both else max
        return decides(last.values()) + self.rules.udp_idle

    def idled_out(self) -> bool:
        """Whether it ended by its idle timeout, after its handshake."""
        return self.flow.protocol == "TCP" and self.read()[-2][1] == "open"

    def is_established(self) -> bool:
        """Whether the client has completed its last handshake."""
        begins = max(n for n, (_, what, _) in enumerate(self.events) if n == 0 or self._reopens(n))
        return any(each[1:] == ("ACK", "client") for each in self.events[begins:])

    def _reopens(self, number: int) -> bool:
        time, what, end = self.events[number]
        before = Story(self.flow, self.place, self.rules, self.events[:number])
        return (what, end) == ("SYN", "client") and before.at(time) == "hold"


class Reference:
    """All flows through one method."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.live: list[Story] = []
        self.newest: dict[FiveTuple, Story] = {}
        self.last_outside: dict[FiveTuple, Story] = {}
        self.told: list[FiveTuple] = []

    def look(self, now: int) -> None:
        """It is *now*: whoever is over by now is gone."""
        gone = [story for story in self.live if story.at(now) == "over"]
        self.live = [story for story in self.live if story not in gone]
        for story in gone:
            if self.rules.resets_at_idle and story.idled_out() and story.is_established():
                self.told += [story.outside, story.flow.reversed()]

    def from_client(self, flow: FiveTuple, what: str, now: int) -> Story | set[Place] | str:
        """The flow of a packet, or the places that a new one may leave from, or why it is dropped."""
        if flow.protocol not in self.rules.protocols:
            return "refused"
        story = self.newest.get(flow)
        known = story if story in self.live else None
        starts = flow.protocol != "TCP" or what == "SYN"
        another = self.rules.opens_on_hold == "another port" or flow.protocol != "TCP"
        if known is not None and not (starts and another and known.at(now) == "hold"):
            known.events.append((now, what, "client"))
            return known
        if not starts:
            return "reset" if self.rules.resets_late and what != "RST" else "no flow"
        return self.legal(flow, now) or "refused"

    def open(self, flow: FiveTuple, what: str, place: Place, now: int) -> None:
        """A new *flow* left from *place*."""
        story = Story(flow, place, self.rules, [(now, what, "client")])
        self.live.append(story)
        self.newest[flow] = self.last_outside[story.outside] = story

    def from_server(self, outside: FiveTuple, what: str, now: int) -> Story | str:
        """The flow that an answer belongs to, or why it is dropped."""
        for story in self.live:
            has_ended = story.flow.protocol != "TCP" and story.at(now) == "hold"
            if story.outside == outside and not has_ended:
                story.events.append((now, what, "server"))
                return story
        last = self.last_outside.get(outside)
        is_told = self.rules.resets_late and last is not None and last.idled_out()
        return "reset" if is_told and what != "RST" else "no flow"

    def legal(self, flow: FiveTuple, now: int) -> set[Place]:
        """Where a new *flow* may leave from; nowhere if it has to be refused."""
        rules = self.rules
        live = [each for each in self.live if each.flow.protocol == flow.protocol]
        toward = [each for each in live if self.scope(each.flow) == self.scope(flow)]
        taken = {each.place for each in toward}
        if sum(each.at(now) in ("handshake", "open") for each in self.live) >= rules.most_open:
            return set()
        if rules.ports == "same":
            return {(address, flow.source_port) for address, _ in rules.places}
        if rules.ports == "of its own":
            mine = [each for each in toward if each.flow.source == flow.source]
            if rules.has_cone and flow.protocol != "TCP":
                same = {each.place for each in mine if each.flow[2] == flow[2]}
                if same:
                    return same
            taken = {each.place for each in mine}
            return set([each for each in dict(rules.places)[flow.source] if each not in taken][:1])
        found = set[Place]()
        used = {each.place for each in live}
        for _, ports in rules.places:
            free = [each for each in ports if each not in taken]
            if len(ports) - len(free) >= rules.most_toward:
                continue
            unused = [each for each in free if each not in used]
            found |= set(free[:1] if rules.ports == "lowest" else unused or free)
        return found

    def scope(self, flow: FiveTuple) -> tuple[object, ...]:
        """What two flows have in common that can't share a port."""
        is_wide = flow.protocol != "TCP" and self.rules.udp_scope == "address"
        return flow[3:4] if is_wide else flow[3:]

    def in_use(self, machine: str, protocol: str) -> int:
        """How many ports the flows and holds of *machine* use, each counted once."""
        flows = [each for each in self.live if each.flow[:2] == (protocol, machine)]
        return len({each.place for each in flows})
