"""One line of the trace: what happened, when and where."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from azsim.model.packet import FiveTuple, Packet
from azsim.text import Text

Kind = Literal[
    # a packet on its way
    "send",
    "pass",
    "deliver",
    "drop",
    # a flow that is followed as a whole
    "open",
    "refuse",
    "close",
    "release",
    "time out",
    # once a virtual second of a workload
    "sample",
    # what was asked of Azure, and what Azure did by itself
    "request",
    "resize",
    "event",
]


@frozen
class Observation:
    """``before`` and ``after`` are what a place received and what left it.

    For a flow they are its five-tuples inside and outside the translation.
    ``details`` holds the figures of a sample or an event, in the order in which
    they are written.
    """

    sequence: int
    time: int
    kind: Kind
    where: str
    before: Packet | FiveTuple | None = None
    after: Packet | FiveTuple | None = None
    rule: Text | None = None
    details: tuple[tuple[str, object], ...] = ()
