"""What a network function decides about a packet."""

from __future__ import annotations

from attrs import frozen

from azsim.model.packet import Packet
from azsim.text import Text

DELIVERED = Text("delivered", "配送")


@frozen
class Pass:
    """The packet goes on, rewritten or not, because of *rule*."""

    packet: Packet
    rule: Text


@frozen
class Deliver:
    """The packet has reached an end of its connection."""

    rule: Text = DELIVERED


@frozen
class Drop:
    """The packet ends here in silence; *reason* is a clause without full stop."""

    reason: Text


Verdict = Pass | Deliver | Drop
