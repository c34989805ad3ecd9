"""What a packet visits on its way: an end of a connection, or a function in between."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Protocol

from azsim.model.packet import FiveTuple, Packet
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


class Rewriter(ABC):
    """A place that rewrites the packets of flows, in both directions.

    A class to inherit from: whether a node is one is asked for each packet.
    """

    __slots__ = ()

    @abstractmethod
    def awaits(self, answers: FiveTuple) -> bool:
        """Whether *answers*, as the end of a flow sends them, are rewritten here."""
