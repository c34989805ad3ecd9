"""What TCP does: one table of states and events.

Theory of operation
===================

A connection is in one of the states of RFC 9293, section 3.3.2. Something happens
to it: the program that owns it *calls* (connect, close, abort), or a *segment*
arrives. The table says for each state and event which state follows, and which
segment is sent at once. Nothing else decides; a host only looks up and obeys.

* Every state lists every segment, because a peer can send any at any time. What
  RFC 9293 has a state ignore is listed as `IGNORED`.
* Every state lists the calls that may come in it. Another one is a mistake of this
  program, and a KeyError: a connection that exists can't be connected again.
* Segments carry no sequence numbers here, so four things are told apart by what
  carries them. Data never acknowledges a handshake's or a FIN's number: an end that
  gets a FIN acknowledges it by a segment of its own. A keepalive is a segment that
  was acknowledged before, and is answered. A FIN that arrives before the
  acknowledgement of one's own is that of an end that closes at the same time. A SYN
  for a connection that lives is answered by a challenge (RFC 5961, section 4.2),
  whether it is an old one or not.
* CLOSED is no connection at all. A host that listens takes a SYN from there to
  SYN_RECEIVED, which stands for LISTEN as well.
* How long TIME_WAIT lasts, and when a SYN is sent again, are the host's timers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from azsim.model.packet import Flags, Packet
from azsim.model.payload import Keepalive

State = Literal[
    "CLOSED",
    "SYN_SENT",
    "SYN_RECEIVED",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSING",
    "TIME_WAIT",
    "CLOSE_WAIT",
    "LAST_ACK",
]
Call = Literal["connect", "close", "abort"]
Segment = Literal["SYN", "SYN ACK", "ACK", "data", "keepalive", "FIN ACK", "RST"]
Event = Call | Segment

IGNORED: Final = None
"""The event changes nothing, and nothing is sent."""

TRANSITIONS: Mapping[State, Mapping[Event, tuple[State, Flags] | None]] = {
    "CLOSED": {
        "connect": ("SYN_SENT", "SYN"),
        "close": IGNORED,
        "abort": IGNORED,
        "SYN": ("SYN_RECEIVED", "SYN ACK"),
        "SYN ACK": ("CLOSED", "RST"),
        "ACK": ("CLOSED", "RST"),
        "data": ("CLOSED", "RST"),
        "keepalive": ("CLOSED", "RST"),
        "FIN ACK": ("CLOSED", "RST"),
        "RST": IGNORED,
    },
    "SYN_SENT": {
        "close": ("CLOSED", ""),
        "abort": ("CLOSED", ""),
        "SYN": ("SYN_RECEIVED", "SYN ACK"),
        "SYN ACK": ("ESTABLISHED", "ACK"),
        # A server that still knows an older connection of the same five-tuple answers
        # a SYN with a challenge, and the RST makes it forget (RFC 5961).
        "ACK": ("SYN_SENT", "RST"),
        "data": ("SYN_SENT", "RST"),
        "keepalive": ("SYN_SENT", "RST"),
        "FIN ACK": ("SYN_SENT", "RST"),
        "RST": ("CLOSED", ""),
    },
    "SYN_RECEIVED": {
        "close": ("FIN_WAIT_1", "FIN ACK"),
        "abort": ("CLOSED", "RST"),
        # The first answer was lost, or comes late.
        "SYN": ("SYN_RECEIVED", "SYN ACK"),
        "SYN ACK": ("ESTABLISHED", ""),
        "ACK": ("ESTABLISHED", ""),
        "data": ("ESTABLISHED", ""),
        "keepalive": ("SYN_RECEIVED", "ACK"),
        "FIN ACK": ("CLOSE_WAIT", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "ESTABLISHED": {
        "close": ("FIN_WAIT_1", "FIN ACK"),
        "abort": ("CLOSED", "RST"),
        "SYN": ("ESTABLISHED", "ACK"),
        "SYN ACK": ("ESTABLISHED", "ACK"),
        "ACK": IGNORED,
        "data": IGNORED,
        "keepalive": ("ESTABLISHED", "ACK"),
        "FIN ACK": ("CLOSE_WAIT", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "FIN_WAIT_1": {
        "close": IGNORED,
        "abort": ("CLOSED", "RST"),
        "SYN": ("FIN_WAIT_1", "ACK"),
        "SYN ACK": ("FIN_WAIT_1", "ACK"),
        "ACK": ("FIN_WAIT_2", ""),
        "data": IGNORED,
        "keepalive": ("FIN_WAIT_1", "ACK"),
        "FIN ACK": ("CLOSING", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "FIN_WAIT_2": {
        "close": IGNORED,
        "abort": ("CLOSED", "RST"),
        "SYN": ("FIN_WAIT_2", "ACK"),
        "SYN ACK": ("FIN_WAIT_2", "ACK"),
        "ACK": IGNORED,
        "data": IGNORED,
        "keepalive": ("FIN_WAIT_2", "ACK"),
        "FIN ACK": ("TIME_WAIT", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "CLOSING": {
        "close": IGNORED,
        "abort": ("CLOSED", ""),
        "SYN": ("CLOSING", "ACK"),
        "SYN ACK": ("CLOSING", "ACK"),
        "ACK": ("TIME_WAIT", ""),
        "data": IGNORED,
        "keepalive": ("CLOSING", "ACK"),
        "FIN ACK": ("CLOSING", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "TIME_WAIT": {
        "close": IGNORED,
        "abort": ("CLOSED", ""),
        # RFC 9293, section 3.6.1, lets a new connection begin from here.
        "SYN": ("SYN_RECEIVED", "SYN ACK"),
        "SYN ACK": ("TIME_WAIT", "ACK"),
        "ACK": IGNORED,
        "data": IGNORED,
        "keepalive": ("TIME_WAIT", "ACK"),
        "FIN ACK": ("TIME_WAIT", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "CLOSE_WAIT": {
        "close": ("LAST_ACK", "FIN ACK"),
        "abort": ("CLOSED", "RST"),
        "SYN": ("CLOSE_WAIT", "ACK"),
        "SYN ACK": ("CLOSE_WAIT", "ACK"),
        "ACK": IGNORED,
        "data": IGNORED,
        "keepalive": ("CLOSE_WAIT", "ACK"),
        "FIN ACK": ("CLOSE_WAIT", "ACK"),
        "RST": ("CLOSED", ""),
    },
    "LAST_ACK": {
        "close": IGNORED,
        "abort": ("CLOSED", ""),
        "SYN": ("LAST_ACK", "ACK"),
        "SYN ACK": ("LAST_ACK", "ACK"),
        "ACK": ("CLOSED", ""),
        "data": IGNORED,
        "keepalive": ("LAST_ACK", "ACK"),
        "FIN ACK": ("LAST_ACK", "ACK"),
        "RST": ("CLOSED", ""),
    },
}

SENDS: Final[frozenset[State]] = frozenset({"ESTABLISHED", "CLOSE_WAIT"})
"""The states in which an end sends data: it has sent no FIN so far."""

RECEIVES: Final[frozenset[State]] = frozenset({"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"})
"""The states in which an end takes data: no FIN has come so far."""

HAS_CLOSED: Final[frozenset[State]] = frozenset(
    {"FIN_WAIT_1", "FIN_WAIT_2", "CLOSING", "TIME_WAIT", "LAST_ACK"}
)
"""The states of an end that has sent FIN."""


def step(state: State, event: Event) -> tuple[State, Flags]:
    """What *event* does to a connection in *state*: its next state, and what is sent."""
    return TRANSITIONS[state][event] or (state, "")


def segment(packet: Packet) -> Segment:
    """What *packet*, a TCP segment, is to the connection that it reaches."""
    match packet:
        case Packet(flags="SYN" | "SYN ACK" | "FIN ACK" | "RST" as flags):
            return flags
        case Packet(payload=Keepalive()):
            return "keepalive"
        case Packet(payload=None):
            return "ACK"
        case _:
            return "data"
