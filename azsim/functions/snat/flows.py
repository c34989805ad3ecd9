"""Flows that leave from a public address, and the timers by which they end.

Every translator of outbound flows follows them alike, whether many instances share its
address or one has it for itself. Translators differ in how a flow comes by its port, and
in the profile that holds the documented times.

A :class:`TranslatedFlow` waits in exactly one queue:

==============  ====================  ================================================
queue           a flow gets there by  and leaves it
==============  ====================  ================================================
idle            opening, refreshing   when the idle timeout is over, in silence or by RST
FIN             FIN, as documented    when the hold after FIN is over
RST             RST from either end   when the hold after RST is over
==============  ====================  ================================================

Some translators have queues of their own beside these, such as for handshakes that nobody
completes.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final, Protocol, get_args

from attrs import define, field, frozen

from azsim.engine.expiry import Entry, ExpiryQueue, Timers
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts.decides import decides
from azsim.functions.snat.profiles import FIN_FROM, Finishing, FlowProfile
from azsim.model.events import (
    End,
    FlowReopened,
    HoldBegan,
    HoldCause,
    ReleaseCause,
    Sign,
    TimerRestarted,
)
from azsim.model.packet import FiveTuple, Packet, five_tuple
from azsim.model.payload import Fragmented, Keepalive
from azsim.model.rules import Rule
from azsim.model.verdict import Verdict
from azsim.text import Text

BACK_TO_THE_SOURCE = Rule(
    "snat.return-traffic", Text("return traffic of a flow", "フローの戻りトラフィック")
)
NO_FLOW = Rule(
    "snat.no-flow",
    Text(
        "its flow has timed out or was never opened",
        "属するフローがタイムアウトしたか、一度も開かれていない",
    ),
)


NO_FRAGMENTS = Rule(
    "snat.no-fragments",
    Text("IP fragments aren't forwarded", "IP フラグメントは転送されない"),
)


@frozen
class FlowSettings:
    """What a resource sets for its flows, instead of what its platform does by itself.

    ``idle_timeout`` is that of TCP, in nanoseconds; None leaves it to the platform. With
    ``tcp_reset``, both ends of a TCP connection that idles out get an RST.
    """

    idle_timeout: int | None = None
    tcp_reset: bool = False


LEFT_TO_THE_PLATFORM: Final = FlowSettings()

HOLDS: Final = frozenset(get_args(HoldCause))
"""The queues of flows that are over, whose ports are still kept."""

Carry = Callable[["Translator", Sequence[Packet]], None]
"""Takes along what a translator sends of its own accord."""


def nobody_carries(translator: Translator, packets: Sequence[Packet]) -> None:
    """Where a translator stands in no network, nothing of that gets anywhere."""


class Sender(Protocol):
    """An interface whose flows are translated, with the flow table that it keeps."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow]


@define(eq=False, weakref_slot=False)
class TranslatedFlow(Entry, ABC):
    """One flow, and what it leaves through.

    ``inside`` is the flow as its sender sends it, and ``translator`` what it leaves through.
    ``established`` tells whether the handshake of a TCP connection is over, ``fins`` which ends have
    sent FIN. ``ended`` tells why the flow is gone; None while its translator knows it.
    """

    inside: FiveTuple
    translator: Translator
    established: bool = field(default=False, init=False)
    fins: int = field(default=0, init=False)
    ended: ReleaseCause | None = field(default=None, init=False)

    @property
    @abstractmethod
    def port(self) -> int:
        """The port of the public address that the flow leaves from."""

    @property
    def address(self) -> str:
        """The public address that the flow leaves from."""
        return self.translator.address_for(self.inside)

    @property
    def answers(self) -> FiveTuple:
        """The five-tuple of the packets that come back, as the destination sends them."""
        protocol, _, _, destination, destination_port = self.inside
        return five_tuple((protocol, destination, destination_port, self.address, self.port))

    @property
    def outside(self) -> FiveTuple:
        """The flow as its destination sees it."""
        return self.answers.reversed()

    @property
    def is_open(self) -> bool:
        """Whether packets of the flow pass and refresh it."""
        return self.queue is not None and self.queue.name not in HOLDS

    @property
    def in_hold(self) -> bool:
        """Whether the flow is over and only its port is still kept."""
        return self.queue is not None and self.queue.name in HOLDS

    @property
    def waits_for(self) -> ReleaseCause:
        """What ends the flow or its hold, or has ended it."""
        if self.ended is not None:
            return self.ended
        assert self.queue is not None
        cause: ReleaseCause = self.queue.name  # type: ignore[assignment]
        return cause

    def kept_for(self, cause: ReleaseCause) -> int:
        """How long it is kept after *cause* begins, in nanoseconds."""
        return self.translator.kept_for(cause, self.inside.protocol)

    @property
    def timed_out(self) -> bool:
        """Whether the platform dropped the flow in silence, unknown to both ends."""
        if self.ended is None:
            return self.queue is not None and self.queue.name == "UDP idle timeout"
        return self.ended in ("idle timeout", "UDP idle timeout", "reclaimed", "interrupted")

    @property
    def was_reset(self) -> bool:
        """Whether the platform ended it by RST to both ends, when it had idled out."""
        return self.ended == "idle reset"


class Translator(Timers, ABC):
    """A public address, or several, and the flows that leave from there: a node of the network.

    ``picked_from`` are the addresses of which the platform picked this one, once and for all, where
    nobody can say beforehand which; ``timers`` are the queues that its flows wait in. It tells *recorder*
    what it does about flows. Only signs of life that come with a packet are told; for flows that are
    followed as flows there would be one for every request.
    """

    refusal: ClassVar[Rule]
    """Why a flow that can't be opened is refused, where there is one reason only."""

    rewrites_ports: ClassVar[bool] = True
    """Whether a flow holds a port of the public address, instead of its sender's own."""

    is_ready = True
    """Whether a flow can be opened without anything to `prepare`."""

    def __init__(
        self, name: str, address: str, profile: FlowProfile, recorder: Recorder = UNRECORDED
    ) -> None:
        self.name = name
        self.address = address
        self._profile = profile
        self._recorder = recorder if recorder.on else None
        self._settings = LEFT_TO_THE_PLATFORM
        self.picked_from: Sequence[str] = ()
        self._packet_ids: Iterator[int] = itertools.count(1)
        self._carry: Carry = nobody_carries
        self.timers: list[ExpiryQueue[Any]] = []
        self._fin = self._queue("FIN")
        self._rst = self._queue("RST")
        self._idle_tcp = self._queue("idle timeout")
        self._idle_other = self._queue("idle timeout", "UDP")

    @property
    def addresses(self) -> Sequence[str]:
        """The public addresses, of which chance chooses one for each new flow."""
        return (self.address,)

    @property
    def choices(self) -> Sequence[str]:
        """The addresses of which chance chose the one that a flow leaves from; none where there is one."""
        addresses = self.picked_from or self.addresses
        return addresses if len(addresses) > 1 else ()

    def address_for(self, flow: FiveTuple) -> str:
        """The one of the public addresses that *flow* leaves from."""
        return self.address

    @property
    def profile(self) -> FlowProfile:
        """The documented times by which it goes."""
        return self._profile

    @property
    def settings(self) -> FlowSettings:
        """What its resource sets instead."""
        return self._settings

    def set(self, settings: FlowSettings) -> None:
        """*settings* hold from now on, also for flows that are open."""
        self._settings = settings
        for queue in self.timers:
            queue.look_again()

    def carried_by(self, carry: Carry, packet_ids: Iterator[int]) -> None:
        """Let *carry* take along what it sends because of a timer, numbered by *packet_ids*."""
        self._carry, self._packet_ids = carry, packet_ids

    def prepare(self) -> None:
        """Be ready for the first flow. What that takes is told before the flow is."""

    def has_room(self, flow: FiveTuple) -> bool:
        """Whether a new *flow* can leave, as far as can be told beforehand."""
        return True

    def why_not(self, flow: FiveTuple) -> Rule:
        """Why *flow* can't be opened."""
        return self.refusal

    @decides
    def holds_up(self, packet: Packet) -> Rule | None:
        """Why *packet*, where it stands for fragments, isn't carried."""
        if not isinstance(packet.payload, Fragmented):
            return None
        self._profile.shows(self._profile.fragments)
        return NO_FRAGMENTS

    @abstractmethod
    def open(self, flow: FiveTuple, now: int) -> TranslatedFlow | None:
        """Let a new *flow* leave; None where it is refused."""

    def in_use(self, instance: str, protocol: str) -> int:
        """How many ports the instance with that address uses, in flows and in holds."""
        return 0

    @abstractmethod
    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite the source of what leaves, and the destination of what comes back."""

    @abstractmethod
    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        """*flow* is gone: take back what it held."""

    # The life of a flow

    def touch(self, flow: TranslatedFlow, sign: Sign, end: End, now: int) -> bool:
        """*sign* of life came from *end*; whether the timer of an open flow starts again by it."""
        queue = flow.queue
        if queue is None:
            return False
        if queue.name in HOLDS:
            self._profile.shows(self._profile.late_packet_prolongs_hold)
            return False
        if (sign, end) not in self._profile.refreshing:
            return False
        queue.put(flow, now)
        return True

    @decides
    def fin(self, flow: TranslatedFlow, end: Finishing, now: int) -> None:
        """*end* sent FIN; when those have that must, the hold after FIN begins."""
        queue = flow.queue
        if queue is not None and queue.name == "idle timeout" and queue is not self._idle_other:
            flow.fins |= FIN_FROM[end]
            if flow.fins in self._profile.closing:
                self._hold(flow, self._fin, "FIN", now)

    @decides
    def reset(self, flow: TranslatedFlow, now: int) -> None:
        """Either end sent RST: the hold after RST begins."""
        if flow.is_open:
            self._hold(flow, self._rst, "RST", now)

    def reopen(self, flow: TranslatedFlow, now: int) -> TranslatedFlow | None:
        """A new SYN of the same five-tuple came, perhaps during a hold; the flow it belongs to."""
        if flow.in_hold:
            self._profile.shows(self._profile.reopen_in_hold)
            flow.fins, flow.established = 0, False
            self._begin(flow, now)
            if self._recorder is not None:
                self._recorder.add(FlowReopened, self.name, flow.inside)
        return flow

    def establish(self, flow: TranslatedFlow, now: int) -> None:
        """The handshake of *flow* is over."""
        flow.established = True

    def notice(self, flow: TranslatedFlow, packet: Packet, end: End, now: int) -> None:
        """A packet of the flow came from *end*."""
        if packet.flags == "FIN ACK":
            self.fin(flow, end, now)
        elif packet.flags == "RST":
            self.reset(flow, now)
        elif isinstance(packet.payload, Keepalive):
            self._take_sign(flow, "TCP keepalive", end, now)
        elif packet.payload is not None:
            self._take_sign(flow, "application data", end, now)
        elif packet.flags == "ACK" and end == "client":
            self.establish(flow, now)

    # Timers

    def kept_for(self, cause: ReleaseCause, protocol: str) -> int:
        """How long a flow of *protocol* is kept after *cause* begins, in nanoseconds."""
        profile = self._profile
        if cause == "idle timeout":
            own = self._settings.idle_timeout if protocol == "TCP" else None
            return profile.idle_timeout if own is None else own
        return profile.fin_hold if cause == "FIN" else profile.rst_hold

    def end(self) -> None:
        """The address is gone, and every flow with it."""
        for queue in self.timers:
            while queue.oldest is not None:
                self.release(queue.oldest, "removed")

    def release(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        """*flow* is gone, because of *why*."""
        queue = flow.queue
        assert queue is not None, "a flow that has ended isn't released again"
        queue.remove(flow)
        flow.ended = why
        self._released(flow, why)

    def _queue(self, cause: ReleaseCause, protocol: str = "TCP") -> ExpiryQueue[TranslatedFlow]:
        """A queue in which flows of *protocol* wait to be gone because of *cause*."""
        delay = partial(self.kept_for, cause, protocol)
        queue = ExpiryQueue[TranslatedFlow](cause, delay, self._is_over)
        self.timers.append(queue)
        return queue

    def _is_over(self, flow: TranslatedFlow, now: int) -> None:
        """The wait of *flow* is over."""
        profile, queue, cause = self._profile, flow.queue, flow.waits_for
        profile.shows(profile.udp_release if queue is self._idle_other else profile.tcp_release)
        profile.shows(profile.boundary)
        if cause != "idle timeout":
            self.release(flow, cause)
            return
        if flow.fins:
            profile.shows(profile.fin_leaves_idle_timer)
        if queue is self._idle_tcp and not flow.established:
            profile.shows(profile.unanswered_syn)
        self._idle_out(flow, now)

    @decides
    def _idle_out(self, flow: TranslatedFlow, now: int) -> None:
        """The idle timeout of *flow* is over."""
        if self._resets(flow):
            self._tell_both_ends(flow)
            self.release(flow, "idle reset")
        else:
            self.release(flow, "idle timeout")

    @decides
    def _resets(self, flow: TranslatedFlow) -> bool:
        """Whether both ends are told that *flow*, which has idled out, is no more."""
        if not self._settings.tcp_reset:
            return False
        self._profile.shows(self._profile.reset_at_idle)
        return flow.established

    def _tell_both_ends(self, flow: TranslatedFlow) -> None:
        ends = flow.outside, flow.inside.reversed()
        self._carry(self, [Packet(next(self._packet_ids), *each, "RST") for each in ends])

    def _begin(self, flow: TranslatedFlow, now: int) -> None:
        queue = self._idle_tcp if flow.inside.protocol == "TCP" else self._idle_other
        queue.put(flow, now)

    def _hold(
        self, flow: TranslatedFlow, queue: ExpiryQueue[TranslatedFlow], cause: HoldCause, now: int
    ) -> None:
        if queue.oldest is None:
            # Whoever follows shows nothing else than the first.
            self._profile.shows(self._profile.hold_is_per_destination)
            self._profile.shows(self._profile.tcp_release)
        queue.put(flow, now)
        if self._recorder is not None:
            self._recorder.add(HoldBegan, self.name, flow.inside, cause)

    def _take_sign(self, flow: TranslatedFlow, sign: Sign, end: End, now: int) -> None:
        if self.touch(flow, sign, end, now) and self._recorder is not None:
            self._recorder.add(TimerRestarted, self.name, flow.inside, sign, end)
