"""An instance-level public IP: one public address for one machine, every port as it is.

Each flow has an idle limit, as every outbound connection has. What comes in from the
internet reaches the instance as well, and its answers go back the same way.
"""

from __future__ import annotations

import attrs

from azsim.engine.trace import UNRECORDED, Recorder
from azsim.functions.snat.flows import (
    NO_FLOW,
    Sender,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.profiles import FlowProfile
from azsim.model.events import End, ReleaseCause
from azsim.model.packet import FiveTuple, Packet
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


class AddressedFlow(TranslatedFlow):
    """A flow of the instance that has the address for itself."""

    __slots__ = ("_translator",)

    def __init__(self, inside: FiveTuple, translator: InstanceAddress) -> None:
        super().__init__(inside)
        self._translator = translator

    @property
    def translator(self) -> InstanceAddress:
        """What the flow leaves through."""
        return self._translator

    @property
    def port(self) -> int:
        """Its own port: none is rewritten."""
        return self.inside.source_port


class InstanceAddress(Translator):
    """The public address of one instance.

    What comes in is kept apart from what the instance opens: the instance only answers it.
    """

    rewrites_ports = False

    def __init__(
        self,
        address: str,
        sender: Sender,
        profile: FlowProfile,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        super().__init__(f"ILPIP {address}", address, profile, recorder)
        self.sender = sender
        self._inbound: dict[FiveTuple, TranslatedFlow] = {}

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
        came = self._inbound[answers] = AddressedFlow(answers, self)
        self._begin(came, now)
        return came

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        is_inbound = self._inbound.get(flow.inside) is flow
        del (self._inbound if is_inbound else self.sender.flows)[flow.inside]
