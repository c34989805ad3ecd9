"""Traffic Manager profiles as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.names import (
    EndpointType,
    MonitorConfig,
    MonitorProtocol,
    Status,
    TrafficManagerEndpoint,
    TrafficManagerProfile,
    TrafficRoutingMethod,
)
from azsim.readers.records.body import Body
from azsim.text import Text

NO_NAME = Text("its DNS name isn't known", "DNS 名がわからない")
NO_TARGET = Text("its target isn't known", "宛先がわからない")


def traffic_manager_profile(id: ResourceId, body: Body) -> Resource | None:
    """A Traffic Manager profile with its endpoints."""
    dns, monitor = body.object_at("dnsConfig"), body.object_at("monitorConfig")
    method = body.word("trafficRoutingMethod", TrafficRoutingMethod)
    if dns is None or method is None:
        body.tell(NO_NAME)
        return None
    relative = dns.text("relativeName") or id.name
    return TrafficManagerProfile(
        id=id,
        fqdn=dns.text("fqdn") or f"{relative}.{_DOMAIN}",
        traffic_routing_method=method,
        ttl=dns.seconds("ttl"),
        endpoints=tuple(_endpoints(body.objects("endpoints"))),
        monitor_config=MonitorConfig() if monitor is None else _monitor(monitor),
        profile_status=body.word("profileStatus", Status) or Status.ENABLED,
        # Exports write 0 for what only one routing method has.
        max_return=body.number("maxReturn") or None,
    )


_DOMAIN = "trafficmanager.net"


def _monitor(body: Body) -> MonitorConfig:
    return MonitorConfig(
        protocol=body.word("protocol", MonitorProtocol),
        port=body.number("port"),
        path=body.text("path"),
        interval=body.seconds("intervalInSeconds"),
        timeout=body.seconds("timeoutInSeconds"),
        tolerated_number_of_failures=body.number("toleratedNumberOfFailures"),
    )


def _endpoints(bodies: Iterable[Body]) -> Iterator[TrafficManagerEndpoint]:
    for body in bodies:
        target, resource = body.text("target"), body.reference("targetResourceId")
        if target is None and resource is None:
            body.tell(NO_TARGET)
            continue
        kind = (body.text("type") or "externalEndpoints").rpartition("/")[2]
        yield TrafficManagerEndpoint(
            name=body.name,
            type=EndpointType(kind),
            target=target,
            target_resource=resource,
            endpoint_status=body.word("endpointStatus", Status) or Status.ENABLED,
            priority=body.number("priority"),
            weight=body.number("weight"),
            endpoint_location=body.text("endpointLocation"),
            min_child_endpoints=body.number("minChildEndpoints"),
        )
