"""The flows that a load balancer has given to servers, and how long it keeps idle ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal
from typing import Protocol as Shape

from attrs import define, field, frozen

from azsim.engine.expiry import Entry, ExpiryQueue, earliest, nobody_waits
from azsim.engine.nodes import Node
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.balancing import AdminState, LoadDistribution
from azsim.model.resources.checks import Protocol

Ended = Literal[
    "idle timeout", "idle reset", "probes failed", "machine stopped", "front end removed"
]


class Machine(Node, Shape):
    """Where the packets of a server arrive."""

    @property
    def is_off(self) -> bool:
        """Whether nothing arrives."""


def for_sure() -> bool:
    """The answers of a machine with one network interface."""
    return True


@frozen
class Server:
    """A member of a back-end pool; ``node`` is where its packets arrive.

    ``answers_front_ends`` says whether it is known by which of its network interfaces it answers what
    arrives for a front-end IP itself.
    """

    name: str
    address: str
    node: Machine
    admin_state: AdminState = AdminState.NONE
    answers_front_ends: Callable[[], bool] = field(default=for_sure, eq=False)

    @property
    def is_stopped(self) -> bool:
        """Whether its machine is."""
        return self.node.is_off


@frozen
class BalancingRule:
    """A load-balancing rule as it runs: what it takes in, and the servers that get it.

    Front-end port 0 takes in every port, and back-end port 0 leaves the port as it is. Rules that
    nobody has listed have no ``name``. ``idle_timeout`` is that of TCP, in nanoseconds; None leaves it
    to the platform. ``probe`` is the name of the health probe that it goes by.
    """

    front_end: str
    servers: tuple[Server, ...]
    protocol: Protocol = Protocol.ALL
    front_end_port: int = 0
    back_end_port: int = 0
    name: str | None = None
    distribution: LoadDistribution = LoadDistribution.FIVE_TUPLE
    floating_ip: bool = False
    idle_timeout: int | None = None
    tcp_reset: bool = False
    probe: str | None = None
    is_inbound_nat: bool = False

    @property
    def takes(self) -> tuple[str, Protocol, int]:
        """What no other rule takes in: by that, a rule that has changed is the same one."""
        return self.front_end, self.protocol, self.front_end_port

    @property
    def has_ha_ports(self) -> bool:
        """Whether it was listed for every port."""
        return self.name is not None and not self.front_end_port

    def takes_port(self, flow: FiveTuple) -> bool:
        """Whether it takes in what goes where *flow* goes, by some protocol."""
        here = flow.destination == self.front_end
        return here and self.front_end_port in (0, flow.destination_port)

    def carries(self, protocol: str) -> bool:
        """Whether it is for *protocol*."""
        every = protocol in ("TCP", "UDP") and self.protocol is Protocol.ALL
        return every or protocol == self.protocol.value


@define(eq=False)
class Flow(Entry):
    """A flow as the client sends it, as its server gets it, and what brought it there.

    ``by_chance`` tells that the hash chose among several servers, ``established`` that the handshake of
    a TCP connection is over and no end has closed. ``kept_for`` says how long it is kept while it is
    idle, in nanoseconds, and ``ended`` what the load balancer ended it for.
    """

    outside: FiveTuple
    inside: FiveTuple
    server: Server
    rule: BalancingRule
    by_chance: bool
    kept_for: Callable[[], int] = field(init=False, repr=False)
    established: bool = field(default=False, init=False)
    ended: Ended | None = field(default=None, init=False)

    @property
    def timed_out(self) -> bool:
        """Whether the load balancer dropped it in silence, unknown to both ends."""
        return self.ended == "idle timeout"

    @property
    def was_reset(self) -> bool:
        """Whether the load balancer ended it by RST to both ends, when it had idled out."""
        return self.ended == "idle reset"

    @property
    def was_cut(self) -> bool:
        """Whether the load balancer ended it in silence, because of what became of an end of it."""
        return self.ended in ("probes failed", "machine stopped", "front end removed")


class Idling(Profile):
    """How long an idle connection is kept."""

    idle_timeout = duration("load-balancer.idle-timeout")


@define(eq=False)
class Flows:
    """The flow table of one load balancer, by both directions of a flow.

    A TCP connection waits in the queue of its rule; what is UDP has no idle timeout. ``idled_out`` is
    told of each that has been idle for too long.
    """

    facts: Facts
    idled_out: Callable[[Flow], None]
    announce: Callable[[], None] = field(default=nobody_waits, init=False)
    _rules: dict[tuple[str, Protocol, int], BalancingRule] = field(factory=dict, init=False)
    _by_outside: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _by_answers: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _idle: dict[tuple[str, Protocol, int], ExpiryQueue[Flow]] = field(factory=dict, init=False)
    _idling: Idling = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._idling = Idling(self.facts)

    def go_by(self, rules: Sequence[BalancingRule]) -> None:
        """*rules* hold from now on, also for flows that are open."""
        self._rules = {each.takes: each for each in rules}
        for queue in self._idle.values():
            queue.look_again()

    def __iter__(self) -> Iterator[Flow]:
        """Every flow that is known."""
        return iter(list(self._by_outside.values()))

    def get(self, outside: FiveTuple) -> Flow | None:
        """The flow that its client sends as *outside*."""
        return self._by_outside.get(outside)

    def answered_by(self, answers: FiveTuple) -> Flow | None:
        """The flow whose server sends *answers*."""
        return self._by_answers.get(answers)

    def rule_of(self, flow: Flow) -> BalancingRule:
        """The rule of *flow* as it is by now."""
        return self._now(flow.rule)

    def keep(self, flow: Flow) -> None:
        """Know *flow* from now on."""
        flow.kept_for = lambda: self.idle_timeout(flow)
        self._by_outside[flow.outside] = self._by_answers[flow.inside.reversed()] = flow

    def forget(self, flow: Flow) -> None:
        """Know nothing of *flow* any more; over UDP its next packet begins a new one."""
        del self._by_outside[flow.outside]
        del self._by_answers[flow.inside.reversed()]
        if flow.queue is not None:
            flow.queue.remove(flow)

    # Idle connections

    @decides
    def notice(self, flow: Flow, packet: Packet, now: int) -> None:
        """A packet of *flow* passes, in either direction: it isn't idle."""
        if packet.protocol != "TCP":
            return
        if packet.flags in ("FIN ACK", "RST"):
            flow.established = False
        elif packet.flags == "ACK" and packet.five_tuple == flow.outside and flow.queue is not None:
            flow.established = True
        if flow.queue is not None and now > flow.since:
            self.facts.rests_on("load-balancer.activity")
        queue = self._idle.get(flow.rule.takes)
        if queue is None:
            queue = self._idle[flow.rule.takes] = self._new_queue()
        queue.put(flow, now)

    def idle_timeout(self, flow: Flow) -> int:
        """How long *flow* is kept while it is idle, in nanoseconds."""
        own = self._now(flow.rule).idle_timeout
        return self._idling.idle_timeout if own is None else own

    def next_deadline(self) -> int | None:
        """When a connection has been idle for too long next, or None."""
        return earliest(self._idle.values())

    def expire(self, now: int) -> int | None:
        """Let each connection end that has been idle for too long at *now*; the next deadline."""
        for queue in self._idle.values():
            queue.expire(now)
        return self.next_deadline()

    def _new_queue(self) -> ExpiryQueue[Flow]:
        def delay() -> int:
            assert queue.oldest is not None
            return self.idle_timeout(queue.oldest)

        queue = ExpiryQueue[Flow]("idle timeout", delay, self._idle_out)
        queue.announce_to(self.announce)
        return queue

    def _idle_out(self, flow: Flow, now: int) -> None:
        flow.ended = "idle reset" if self._resets(flow) else "idle timeout"
        self.idled_out(flow)
        self.forget(flow)

    @decides
    def _resets(self, flow: Flow) -> bool:
        """Whether both ends are told that *flow* is no more."""
        rule = self._now(flow.rule)
        if not rule.tcp_reset or rule.has_ha_ports:
            return False
        self.facts.rests_on("load-balancer.tcp-reset")
        return flow.established

    def _now(self, rule: BalancingRule) -> BalancingRule:
        """What *rule* says by now, where it is still there."""
        return self._rules.get(rule.takes, rule)
