"""Traffic Manager, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import define

from azsim.deploy import names
from azsim.deploy.names import TrafficManagerProfiles
from azsim.engine.nodes import Node
from azsim.engine.routes import Hop, Table
from azsim.functions.traffic_manager import NAME, Endpoint, TrafficManager, TrafficManagerProfile
from azsim.hosts.host import Host
from azsim.model.packet import Packet
from azsim.model.payload import DnsRecord
from azsim.model.resources.names import TrafficManagerEndpoint
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.proving.variants.variant import otherwise
from azsim.text import Text

PASSED_ON = Rule(
    "traffic-manager.passed-on",
    Text("Traffic Manager passes the request on", "Traffic Manager が要求を転送する"),
)


@define(eq=False)
class Relay:
    """Traffic Manager as a hop on the way to an endpoint."""

    name: str = NAME

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Hand the packet on unchanged."""
        return Pass(packet, PASSED_ON)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Nothing ends here."""
        return []


@define(eq=False)
class ByWayOf:
    """A client's table in which TCP goes to a relay first."""

    relay: Relay
    beyond: Table

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The relay, or where the packet would go otherwise."""
        if packet.protocol == "TCP":
            return Hop(self.relay)
        return self.beyond.next_hop(at, packet, now)


@otherwise("traffic-manager.in-data-path", "in-the-data-path", names, "lead_to_endpoints")
def in_the_data_path(profiles: TrafficManagerProfiles, client: Host) -> None:
    """TCP goes by way of Traffic Manager."""
    world, relay = profiles.world, Relay()
    world.routes.attach(relay, world.internet)
    world.routes.attach(client, ByWayOf(relay, world.internet))


@otherwise("traffic-manager.priority-order", "the-highest-number", TrafficManager, "_choose")
def the_highest_number(self: TrafficManager, profile: TrafficManagerProfile) -> Endpoint:
    """The larger the number, the earlier."""
    return max(self._available(profile), key=lambda endpoint: endpoint.priority)


@otherwise("traffic-manager.skips-degraded", "answers-degraded", TrafficManager, "_available")
def answers_degraded(self: TrafficManager, profile: TrafficManagerProfile) -> Sequence[Endpoint]:
    """Health doesn't matter."""
    return profile.endpoints


@otherwise(
    "traffic-manager.skips-disabled",
    "answers-disabled",
    TrafficManagerProfiles,
    "_may_be_answered",
)
def answers_disabled(self: TrafficManagerProfiles, endpoint: TrafficManagerEndpoint) -> bool:
    """The status of an endpoint doesn't matter."""
    return True


@otherwise("traffic-manager.all-degraded", "no-endpoint", TrafficManager, "records")
def no_endpoint(
    self: TrafficManager,
    name: str,
    source: str,
    *,
    real: Callable[[TrafficManager, str, str], tuple[DnsRecord, ...]],
) -> tuple[DnsRecord, ...]:
    """A profile whose endpoints are all degraded has nothing to answer."""
    profile = self.profiles.get(name)
    if profile is not None and {each.name for each in profile.endpoints} <= profile.degraded:
        return ()
    return real(self, name, source)
