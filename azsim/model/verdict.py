"""What a network function decides about a packet."""

from __future__ import annotations

from attrs import frozen

from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.text import Text

DELIVERED = Rule("host.delivered", Text("delivered", "配送"))


@frozen
class Pass:
    """The packet goes on, rewritten or not, because of *rule*."""

    packet: Packet
    rule: Rule


@frozen
class Deliver:
    """The packet has reached an end of its connection."""

    rule: Rule = DELIVERED


@frozen
class Drop:
    """The packet ends here; *reason* is a clause without full stop.

    It ends in silence, unless there are ``answers``, which the place sends in return.
    """

    reason: Rule
    answers: tuple[Packet, ...] = ()


Verdict = Pass | Deliver | Drop
