"""What a packet visits on its way: an end of a connection, or a function in between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from azsim.model.packet import Packet
from azsim.model.verdict import Verdict


class Node(Protocol):
    """A place that a packet visits."""

    @property
    def name(self) -> str:
        """What the place is called in tables and traces."""

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Decide what happens to a packet that has arrived."""


class EndNode(Node, Protocol):
    """A place where connections end."""

    def receive(self, packet: Packet, now: int) -> Iterable[Packet]:
        """Take in a packet that was delivered; what it sends in return."""
