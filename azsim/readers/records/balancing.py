"""Load balancers as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.model.resources.balancing import (
    AdminState,
    BackEndAddress,
    BackEndPool,
    FrontEnd,
    InboundNatPool,
    InboundNatRule,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
    LoadDistribution,
    NoHealthyBackEndsBehavior,
    OutboundRule,
    Probe,
    ProbeProtocol,
)
from azsim.model.resources.checks import Protocol
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.body import Body
from azsim.readers.records.network import IPV6, is_ipv6
from azsim.text import Text
from azsim.units import parse_address

INCOMPLETE = Text("{what} isn't said", "{what}の指定がない")
FRONT_END = Text("its front end", "フロントエンド")
PORT = Text("its port", "ポート")
POOL = Text("its back-end pool", "バックエンド プール")
PROTOCOL = Text("its protocol", "プロトコル")


def load_balancer(id: ResourceId, body: Body) -> Resource | None:
    """A load balancer with its parts."""
    sku = body.object_at("sku")
    name = None if sku is None else sku.word("name", LoadBalancerSku)
    front_ends = tuple(_front_ends(body.objects("frontendIPConfigurations")))
    known = {each.name.casefold() for each in front_ends}
    return LoadBalancer(
        id=id,
        sku=name or LoadBalancerSku(body.reading.facts.text("resource-manager.load-balancer.sku")),
        front_ends=front_ends,
        back_end_pools=tuple(_pool(id, each) for each in body.objects("backendAddressPools")),
        probes=tuple(filter(None, map(_probe, body.objects("probes")))),
        load_balancing_rules=tuple(_rules(body.objects("loadBalancingRules"), known)),
        outbound_rules=tuple(_outbound_rules(body.objects("outboundRules"), known)),
        inbound_nat_rules=tuple(_nat_rules(body.objects("inboundNatRules"), known)),
        inbound_nat_pools=tuple(_nat_pools(body.objects("inboundNatPools"), known)),
    )


def _front_ends(bodies: Iterable[Body]) -> Iterator[FrontEnd]:
    for body in bodies:
        if is_ipv6(body, "privateIPAddressVersion"):
            continue
        public, prefix = body.reference("publicIPAddress"), body.reference("publicIPPrefix")
        subnet, private = body.reference("subnet"), body.read("privateIPAddress", parse_address)
        if {public, prefix} & body.reading.ipv6:
            body.tell(IPV6)
            continue
        if any((public, prefix, subnet, private)):
            yield FrontEnd(
                name=body.name,
                public_ip_address=public,
                public_ip_prefix=prefix,
                subnet=subnet,
                private_ip_address=None if public or prefix else private,
            )


def _pool(balancer: ResourceId, body: Body) -> BackEndPool:
    members = body.references("backendIPConfigurations")
    body.reading.members[balancer.part("backendAddressPools", body.name)] = members
    found = []
    for each in body.objects("loadBalancerBackendAddresses"):
        address = each.read("ipAddress", parse_address)
        if address is not None:
            found.append(
                BackEndAddress(
                    name=each.name,
                    ip_address=address,
                    virtual_network=each.reference("virtualNetwork")
                    or body.reference("virtualNetwork"),
                    admin_state=each.word("adminState", AdminState),
                )
            )
    return BackEndPool(name=body.name, addresses=tuple(found))


def _probe(body: Body) -> Probe | None:
    protocol, port = body.word("protocol", ProbeProtocol), body.number("port")
    if protocol is None or port is None:
        body.tell(INCOMPLETE.fill(what=PORT if port is None else PROTOCOL))
        return None
    return Probe(
        name=body.name,
        protocol=protocol,
        port=port,
        request_path=body.text("requestPath"),
        interval=body.seconds("intervalInSeconds"),
        number_of_probes=body.number("numberOfProbes"),
        probe_threshold=body.number("probeThreshold"),
        no_healthy_back_ends_behavior=body.word(
            "noHealthyBackendsBehavior", NoHealthyBackEndsBehavior
        ),
    )


def _rules(bodies: Iterable[Body], front_ends: set[str]) -> Iterator[LoadBalancingRule]:
    for body in bodies:
        front_end = _front_end(body, "frontendIPConfiguration", front_ends)
        port, protocol = body.number("frontendPort"), body.word("protocol", Protocol)
        if front_end is None or port is None or protocol is None:
            _incomplete(body, front_end, port)
            continue
        back_end_port = body.number("backendPort")
        pool = body.part("backendAddressPool")
        yield LoadBalancingRule(
            name=body.name,
            front_end=front_end,
            back_end_pool=pool or _first(body.references("backendAddressPools")),
            probe=body.part("probe"),
            protocol=protocol,
            front_end_port=port,
            back_end_port=port if back_end_port is None else back_end_port,
            load_distribution=body.word("loadDistribution", LoadDistribution),
            idle_timeout=body.minutes("idleTimeoutInMinutes"),
            enable_tcp_reset=body.flag("enableTcpReset") or False,
            enable_floating_ip=body.flag("enableFloatingIP") or False,
            disable_outbound_snat=body.flag("disableOutboundSnat") or False,
        )


def _first(references: tuple[ResourceId, ...]) -> str | None:
    return references[0].name if references else None


def _outbound_rules(bodies: Iterable[Body], front_ends: set[str]) -> Iterator[OutboundRule]:
    for body in bodies:
        used = tuple(
            each.name
            for each in body.references("frontendIPConfigurations")
            if each.name.casefold() in front_ends
        )
        pool, protocol = body.part("backendAddressPool"), body.word("protocol", Protocol)
        if not used or pool is None or protocol is None:
            what = PROTOCOL if used and pool else POOL if used else FRONT_END
            body.tell(INCOMPLETE.fill(what=what))
            continue
        yield OutboundRule(
            name=body.name,
            front_ends=used,
            back_end_pool=pool,
            protocol=protocol,
            allocated_outbound_ports=body.number("allocatedOutboundPorts"),
            idle_timeout=body.minutes("idleTimeoutInMinutes"),
            enable_tcp_reset=body.flag("enableTcpReset") or False,
        )


def _nat_rules(bodies: Iterable[Body], front_ends: set[str]) -> Iterator[InboundNatRule]:
    for body in bodies:
        front_end = _front_end(body, "frontendIPConfiguration", front_ends)
        port, back_end_port = body.number("frontendPort"), body.number("backendPort")
        start, end = body.number("frontendPortRangeStart"), body.number("frontendPortRangeEnd")
        protocol = body.word("protocol", Protocol)
        # Exports write 0 for a port or a range that isn't there.
        ranged = (start, end) if start and end else (None, None)
        if front_end is None or back_end_port is None or protocol is None:
            _incomplete(body, front_end, back_end_port)
            continue
        if ranged[0] is None and port is None:
            body.tell(INCOMPLETE.fill(what=PORT))
            continue
        yield InboundNatRule(
            name=body.name,
            front_end=front_end,
            protocol=protocol,
            back_end_port=back_end_port,
            front_end_port=None if ranged[0] is not None else port,
            front_end_port_range_start=ranged[0],
            front_end_port_range_end=ranged[1],
            back_end_pool=body.part("backendAddressPool"),
            idle_timeout=body.minutes("idleTimeoutInMinutes"),
            enable_tcp_reset=body.flag("enableTcpReset") or False,
            enable_floating_ip=body.flag("enableFloatingIP") or False,
        )


def _nat_pools(bodies: Iterable[Body], front_ends: set[str]) -> Iterator[InboundNatPool]:
    for body in bodies:
        front_end = _front_end(body, "frontendIPConfiguration", front_ends)
        start, end = body.number("frontendPortRangeStart"), body.number("frontendPortRangeEnd")
        port, protocol = body.number("backendPort"), body.word("protocol", Protocol)
        if None in (front_end, start, end, port, protocol):
            _incomplete(body, front_end, port)
            continue
        assert front_end is not None
        assert start is not None
        assert end is not None
        assert port is not None
        assert protocol is not None
        yield InboundNatPool(
            name=body.name,
            front_end=front_end,
            protocol=protocol,
            front_end_port_range_start=start,
            front_end_port_range_end=end,
            back_end_port=port,
            idle_timeout=body.minutes("idleTimeoutInMinutes"),
            enable_tcp_reset=body.flag("enableTcpReset") or False,
            enable_floating_ip=body.flag("enableFloatingIP") or False,
        )


def _front_end(body: Body, key: str, known: set[str]) -> str | None:
    """The front end that a rule names, where it is one of those that are read."""
    found = body.part(key)
    return found if found is not None and found.casefold() in known else None


def _incomplete(body: Body, front_end: str | None, port: int | None) -> None:
    what = FRONT_END if front_end is None else PORT if port is None else PROTOCOL
    body.tell(INCOMPLETE.fill(what=what))
