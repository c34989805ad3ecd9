"""Traffic Manager, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import define

from azsim.azure.services import through
from azsim.azure.traffic_manager import TrafficManager as Facade
from azsim.engine.network import Hop
from azsim.functions.traffic_manager import NAME, Endpoint, TrafficManager, TrafficManagerProfile
from azsim.model.packet import Packet
from azsim.model.payload import DnsRecord
from azsim.model.verdict import Pass, Verdict
from azsim.proving.variants.variant import otherwise
from azsim.text import Text

PASSED_ON = Text("Traffic Manager passes the request on", "Traffic Manager が要求を転送する")


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


@otherwise("traffic-manager.in-data-path", "in-the-data-path", Facade, "send_request")
def in_the_data_path(
    self: Facade,
    client: str,
    name: str,
    port: int = 80,
    *,
    real: Callable[[Facade, str, str, int], None],
) -> None:
    """TCP goes by way of Traffic Manager."""
    hop = Hop(Relay())
    through(
        self.world,
        self.clients.find(client).host,
        lambda packet: hop if packet.protocol == "TCP" else None,
    )
    real(self, client, name, port)


@otherwise("traffic-manager.priority-order", "the-highest-number", TrafficManager, "_choose")
def the_highest_number(self: TrafficManager, profile: TrafficManagerProfile) -> Endpoint:
    """The larger the number, the earlier."""
    return max(self._available(profile), key=lambda endpoint: endpoint.priority)


@otherwise("traffic-manager.skips-degraded", "answers-degraded", TrafficManager, "_available")
def answers_degraded(self: TrafficManager, profile: TrafficManagerProfile) -> Sequence[Endpoint]:
    """Health doesn't matter."""
    return profile.endpoints


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
