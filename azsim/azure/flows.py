"""A flow that was tried, and the attempt that a step speaks of."""

from __future__ import annotations

from typing import Literal, Protocol

from attrs import define, field

from azsim.deploy.requests import Owed
from azsim.functions.snat.flows import Mapping, Snat
from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Verdict

State = Literal["open", "connecting", "closed", "timed out", "failed"]


class Translator(Protocol):
    """What stands between an instance and the internet, and owns a public address."""

    @property
    def address(self) -> str:
        """The public address."""

    @property
    def name(self) -> str:
        """What it is called in tables and traces."""

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet in either direction."""


@define(eq=False)
class Flow:
    """A flow that was tried, as its sender sees it.

    ``outside`` is the flow as the other end sees it; ``mapping`` is what it holds
    of a public address that ``snat`` shares; ``refused`` is why it failed.
    """

    host: Host
    inside: FiveTuple
    connection: Connection | None = None
    snat: Snat | None = None
    mapping: Mapping | None = None
    refused: Rule | None = None
    outside: FiveTuple = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.outside = self.inside

    @property
    def state(self) -> State:
        """What became of the flow by now."""
        if self.refused is not None or self.connection is None:
            return "failed"
        if self.mapping is not None:
            if self.mapping.timed_out:
                return "timed out"
            if not self.mapping.is_open:
                closing = self.connection.state == "SYN_SENT"
                return "connecting" if closing else "closed"
        if self.connection.state in ("SYN_SENT", "SYN_RECEIVED"):
            return "connecting"
        return "closed" if self.connection.state in ("CLOSED", "TIME_WAIT") else "open"

    def leave_from(self, address: str, port: int) -> None:
        """Its source is translated to *address* and *port*."""
        protocol, _, _, destination, destination_port = self.inside
        self.outside = FiveTuple(protocol, address, port, destination, destination_port)

    def hold(self, snat: Snat, mapping: Mapping) -> None:
        """Leave from the port of *mapping*, which may be given back while the flow lives on."""
        self.snat, self.mapping = snat, mapping
        self.leave_from(snat.address, mapping.port)


@define
class Attempt:
    """Everything that one step tried to open or to send.

    ``mark`` is the length of the trace when it began.
    """

    mark: int
    flows: list[Flow] = field(factory=list)
    owed: Owed | None = None

    @property
    def refusals(self) -> list[Rule]:
        """Why flows failed, one reason for each that did."""
        return [flow.refused for flow in self.flows if flow.refused is not None]
