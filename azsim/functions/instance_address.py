"""An instance-level public IP: one public address for one machine, every port as it is.

Each flow has an idle limit, as every outbound connection has. What comes in from the
internet reaches the instance as well, and its answers go back the same way. A TCP connection that
came in waits in a queue of its own, as its idle timeout can be set.
"""

from __future__ import annotations

from functools import partial

import attrs

from azsim.engine.expiry import ExpiryQueue
from azsim.engine.nodes import Rewriter
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts.decides import decides
from azsim.functions.snat.flows import (
    NO_FLOW,
    Sender,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.profiles import FlowProfile
from azsim.model.events import End, ReleaseCause
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Fragmented
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text, listed

ONE_TO_ONE = Rule("instance-address.one-to-one", Text("one-to-one translation", "1 対 1 の変換"))
CARRIES_ONLY = Rule(
    "instance-address.carries-only",
    Text(
        "an instance-level public IP carries only {protocols}",
        "インスタンス レベルのパブリック IP は {protocols} しか扱わない",
    ),
)


@attrs.define(eq=False, weakref_slot=False)
class AddressedFlow(TranslatedFlow):
    """A flow of the instance that has the address for itself: opened by it, or one that came in."""

    translator: InstanceAddress
    came_in: bool = False

    @property
    def port(self) -> int:
        """Its own port: none is rewritten."""
        return self.inside.source_port

    def kept_for(self, cause: ReleaseCause) -> int:
        """How long it is kept after *cause* begins, in nanoseconds."""
        if self.came_in and cause == "idle timeout":
            return self.translator.inbound_kept_for(self.inside.protocol)
        return super().kept_for(cause)


class InstanceAddress(Translator, Rewriter):
    """The public address of one instance.

    What comes in is kept apart from what the instance opens: the instance only answers it. The idle
    timeout that is set counts for TCP connections that come in. Tables and pictures call it *kind*,
    with its address.
    """

    rewrites_ports = False

    def __init__(
        self,
        address: str,
        sender: Sender,
        profile: FlowProfile,
        recorder: Recorder = UNRECORDED,
        *,
        kind: str = "ILPIP",
    ) -> None:
        super().__init__(f"{kind} {address}", address, profile, recorder)
        self.sender = sender
        self._inbound: dict[FiveTuple, TranslatedFlow] = {}
        inbound = partial(self.inbound_kept_for, "TCP")
        self._idle_inbound = ExpiryQueue[TranslatedFlow]("idle timeout", inbound, self._is_over)
        self.timers.append(self._idle_inbound)

    def open(self, flow: FiveTuple, now: int) -> TranslatedFlow:
        """Let a new *flow* leave from its own port."""
        opened = self.sender.flows[flow] = AddressedFlow(flow, self)
        self._begin(opened, now)
        return opened

    def awaits(self, answers: FiveTuple) -> bool:
        """Whether *answers* belong to what came in, and go back from the address."""
        return answers in self._inbound

    def inbound(self, flow: FiveTuple) -> TranslatedFlow | None:
        """What came in as *flow*, as the other end sends it, while it is known."""
        return self._inbound.get(flow.reversed()._replace(source=self.sender.address))

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Put the public address for the private one on the way out, and back on the way in."""
        protocols = self._profile.protocols
        if packet.protocol not in protocols:
            return Drop(CARRIES_ONLY.fill(protocols=listed(protocols)))
        if isinstance(packet.payload, Fragmented):
            return self._rewrite_fragments(packet, now)
        return self._rewrite(packet, now)

    @decides
    def _rewrite_fragments(self, packet: Packet, now: int) -> Verdict:
        """They leave as everything else does."""
        self._profile.shows(self._profile.fragments)
        return self._rewrite(packet, now)

    def _rewrite(self, packet: Packet, now: int) -> Verdict:
        if packet.destination == self.address:
            changed = attrs.evolve(packet, destination=self.sender.address)
            flow = changed.five_tuple.reversed()
            end: End = "server"
        else:
            changed = attrs.evolve(packet, source=self.address)
            flow, end = packet.five_tuple, "client"
        held = self._inbound.get(flow) or self.sender.flows.get(flow)
        if held is None:
            if packet.protocol == "TCP" and packet.flags != "SYN":
                return Drop(NO_FLOW)
            held = self.open(flow, now) if end == "client" else self._let_in(flow, now)
        elif packet.flags == "SYN":
            self.reopen(held, now)
        self.notice(held, packet, end, now)
        return Pass(changed, ONE_TO_ONE)

    def _let_in(self, answers: FiveTuple, now: int) -> AddressedFlow:
        came = self._inbound[answers] = AddressedFlow(answers, self, came_in=True)
        self._begin(came, now)
        return came

    # Timers

    @decides
    def kept_for(self, cause: ReleaseCause, protocol: str) -> int:
        """How long a flow that the instance has opened is kept, which nobody can set."""
        if cause == "idle timeout" and self._settings.idle_timeout is not None:
            self._profile.shows(self._profile.setting_is_for_inbound)
            return self._profile.idle_timeout
        return super().kept_for(cause, protocol)

    def inbound_kept_for(self, protocol: str) -> int:
        """How long a flow that came in is kept while it is idle, in nanoseconds."""
        own = self._settings.idle_timeout
        if own is None:
            return self._profile.idle_timeout
        self._profile.shows(self._profile.setting_is_for_tcp)
        return own if protocol == "TCP" else self._profile.idle_timeout

    def _begin(self, flow: TranslatedFlow, now: int) -> None:
        if isinstance(flow, AddressedFlow) and flow.came_in and flow.inside.protocol == "TCP":
            self._idle_inbound.put(flow, now)
        else:
            super()._begin(flow, now)

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        is_inbound = self._inbound.get(flow.inside) is flow
        del (self._inbound if is_inbound else self.sender.flows)[flow.inside]
