"""What happens in a scenario, as the functions that made it happen tell it.

Every class is one kind of event with typed fields, and :data:`Event` is all of them. The
trace keeps them in order, and nothing else is evidence: whoever needs to know something
that no event tells lets the function tell it.

In every event ``sequence`` is its number in the trace, from 0, ``time`` the nanoseconds
since the start of the scenario, and ``where`` the place as tables and pictures name it.
An event that can't have happened raises :class:`ValueError` where it is made.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.rules import Rule
from azsim.text import Text

End = Literal["client", "server"]
Sign = Literal["TCP keepalive", "application data"]
HoldCause = Literal["FIN", "RST", "UDP idle timeout"]
Ending = Literal["FIN from both ends", "RST"]
ReleaseCause = Literal[
    "FIN",
    "RST",
    "UDP idle timeout",
    "handshake",
    "idle timeout",
    "idle reset",
    "reclaimed",
    "removed",
    "interrupted",
    "stopped",
]
"""Why a port was given back: a hold is over, nothing passed for too long, Azure took it.

A handshake is one that nobody has completed in time. A flow is interrupted by another method that
its machine gets, and stopped with its machine. An idle reset is an idle timeout of which the
platform tells both ends, by RST."""


@frozen
class Happened:
    """What every event has."""

    sequence: int
    time: int
    where: str


# A packet on its way


@frozen
class Sent(Happened):
    """An end of a connection emitted *packet*."""

    packet: Packet


@frozen
class Passed(Happened):
    """A packet came as ``before`` and went on as ``after``, rewritten or not, by ``rule``."""

    before: Packet
    after: Packet
    rule: Rule

    def __attrs_post_init__(self) -> None:
        if self.before.id != self.after.id:
            raise ValueError("a packet keeps its identity")

    @property
    def packet(self) -> Packet:
        """The packet as it came."""
        return self.before


@frozen
class Delivered(Happened):
    """A packet reached an end of its connection."""

    packet: Packet
    rule: Rule


@frozen
class Dropped(Happened):
    """A packet ended here, in silence unless the place sends something in return."""

    packet: Packet
    reason: Rule


# A flow that is followed as a whole, without its packets


@frozen
class FlowOpened(Happened):
    """A flow was opened: ``inside`` as its sender has it, ``outside`` as the far end does."""

    inside: FiveTuple
    outside: FiveTuple


@frozen
class FlowRefused(Happened):
    """A flow couldn't be opened."""

    inside: FiveTuple
    reason: Rule


@frozen
class FlowClosed(Happened):
    """The ends of a flow closed it."""

    inside: FiveTuple
    outside: FiveTuple
    ending: Ending


# The ports of a public address that instances share. ``flow`` is as its instance sends it,
# ``in_use`` the ports that the instance then uses of that protocol, in flows and in holds.


@frozen
class PortTaken(Happened):
    """A new flow took a port, from which it leaves as ``outside``."""

    flow: FiveTuple
    outside: FiveTuple
    in_use: int

    def __attrs_post_init__(self) -> None:
        if self.in_use < 1:
            raise ValueError("a port that was taken is in use")


@frozen
class PortRefused(Happened):
    """No port was free for a new flow toward its destination."""

    flow: FiveTuple


@frozen
class TimerRestarted(Happened):
    """A sign of life from one end of a flow let its timer start again."""

    flow: FiveTuple
    sign: Sign
    end: End


@frozen
class HoldBegan(Happened):
    """A flow is over, and its port is kept for a while."""

    flow: FiveTuple
    after: HoldCause


@frozen
class FlowReopened(Happened):
    """A SYN of the same flow came during the hold, which is over."""

    flow: FiveTuple


@frozen
class PortReleased(Happened):
    """A flow gave the port back, or lost it, from which it left as ``outside``."""

    flow: FiveTuple
    outside: FiveTuple
    why: ReleaseCause
    in_use: int

    def __attrs_post_init__(self) -> None:
        if self.in_use < 0:
            raise ValueError("ports in use are a count")

    @property
    def timed_out(self) -> bool:
        """Whether the flow was dropped in silence, unknown to both ends."""
        return self.why in ("idle timeout", "reclaimed", "interrupted")


@frozen
class PoolResized(Happened):
    """The ports were allocated anew, for a pool that reported so many instances.

    ``allocated`` are the ports of each of the ``members``, which are given by name and
    address; ``lost`` is how many flows lost their port by it.
    """

    reported: int
    allocated: int
    lost: int
    members: tuple[tuple[str, str], ...]

    def __attrs_post_init__(self) -> None:
        if min(self.reported, self.allocated, self.lost) < 0:
            raise ValueError("a pool is counted")


@frozen
class PortsShared(Happened):
    """From now on whoever leaves through the place takes one of ``ports``, of each protocol.

    ``toward_one`` of them are the most toward one destination, which is an address with a port, and
    for UDP the address alone ``by_address``. ``connections`` are as many as there are at once, of
    all protocols; 0 where they have no limit of their own.
    """

    ports: int
    toward_one: int
    by_address: bool = False
    connections: int = 0


@frozen
class OthersCarried(Happened):
    """The place carries ``count`` flows more of machines that nobody names.

    They go to ``destination``, an address with a port; None is wherever nobody else goes.
    """

    protocol: Protocol
    count: int
    destination: tuple[str, int] | None


# What services and people do


@frozen
class ProbesBegan(Happened):
    """Every service begins to probe, for so many nanoseconds."""

    duration: int


@frozen
class HealthChanged(Happened):
    """What is at the place became healthy, or degraded."""

    healthy: bool


@frozen
class ServerHealthChanged(Happened):
    """For the load balancer ``balancer``, the server at the place became healthy, or unhealthy."""

    balancer: str
    healthy: bool
    reason: Rule


@frozen
class RequestBegan(Happened):
    """A client begins a request, the first or a later one of its step."""

    number: int

    def __attrs_post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("requests are counted from 1")


@frozen
class Asked(Happened):
    """Azure was asked for something, which it granted unless ``refused`` says why not."""

    request: Text
    refused: Rule | None


@frozen
class Sampled(Happened):
    """A workload so far, once a virtual second. What it sends in between isn't written down."""

    sent: int
    failed: int
    ports_in_use: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.failed <= self.sent:
            raise ValueError("no more requests fail than are sent")


@frozen
class CommandRan(Happened):
    """A command was run there, and printed ``output``."""

    command: str
    output: str


@frozen
class LatencyMeasured(Happened):
    """PsPing measured connects, in nanoseconds; None is one without an answer.

    ``file`` is where the run was recorded, None where it was simulated.
    """

    fastpath: bool
    samples: tuple[int | None, ...]
    file: str | None


PacketEvent = Sent | Passed | Delivered | Dropped
FlowEvent = FlowOpened | FlowRefused | FlowClosed
PortEvent = (
    PortTaken
    | PortRefused
    | TimerRestarted
    | HoldBegan
    | FlowReopened
    | PortReleased
    | PoolResized
    | PortsShared
    | OthersCarried
)
Event = (
    PacketEvent
    | FlowEvent
    | PortEvent
    | ProbesBegan
    | HealthChanged
    | ServerHealthChanged
    | RequestBegan
    | Asked
    | Sampled
    | CommandRan
    | LatencyMeasured
)
