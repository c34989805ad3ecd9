"""Application gateways as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayProbe,
    ApplicationGatewayTier,
    BackEndHttpSettings,
    CookieBasedAffinity,
    HttpListener,
    HttpProtocol,
    PathRule,
    RequestRoutingRule,
    UrlPathMap,
)
from azsim.model.resources.balancing import BackEndAddress, BackEndPool, FrontEnd
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.balancing import FRONT_END, INCOMPLETE, PORT, PROTOCOL
from azsim.readers.records.body import Body
from azsim.readers.records.network import is_ipv6
from azsim.text import Text
from azsim.units import parse_address

NO_SUBNET = Text("its subnet isn't known", "サブネットがわからない")
NO_FRONT_END = Text("it has no front end", "フロントエンドがない")
LISTENER = Text("its listener", "リスナー")


def application_gateway(id: ResourceId, body: Body) -> Resource | None:
    """An application gateway with its parts."""
    subnet = next(
        (each.reference("subnet") for each in body.objects("gatewayIPConfigurations")), None
    )
    front_ends = tuple(_front_ends(body.objects("frontendIPConfigurations")))
    if subnet is None or not front_ends:
        body.tell(NO_SUBNET if subnet is None else NO_FRONT_END)
        return None
    sku, scaling = body.object_at("sku"), body.object_at("autoscaleConfiguration")
    capacity = None if sku is None else sku.number("capacity")
    if scaling is not None:
        capacity = scaling.number("minCapacity")
    listeners = tuple(_listeners(body, {each.name.casefold() for each in front_ends}))
    known = {each.name.casefold() for each in listeners}
    settings = tuple(filter(None, map(_settings, body.objects("backendHttpSettingsCollection"))))
    return ApplicationGateway(
        id=id,
        tier=None if sku is None else sku.word("tier", ApplicationGatewayTier),
        capacity=capacity,
        subnet=subnet,
        front_ends=front_ends,
        http_listeners=listeners,
        back_end_pools=tuple(map(_pool, body.objects("backendAddressPools"))),
        back_end_http_settings=settings,
        probes=tuple(filter(None, map(_probe, body.objects("probes")))),
        request_routing_rules=tuple(_rules(body.objects("requestRoutingRules"), known)),
        url_path_maps=tuple(map(_path_map, body.objects("urlPathMaps"))),
    )


def _front_ends(bodies: Iterable[Body]) -> Iterator[FrontEnd]:
    for body in bodies:
        if is_ipv6(body, "privateIPAddressVersion"):
            continue
        public, subnet = body.reference("publicIPAddress"), body.reference("subnet")
        private = body.read("privateIPAddress", parse_address)
        if public is not None or subnet is not None or private is not None:
            yield FrontEnd(
                name=body.name,
                public_ip_address=public,
                subnet=None if public else subnet,
                private_ip_address=None if public else private,
            )


def _listeners(gateway: Body, front_ends: set[str]) -> Iterator[HttpListener]:
    ports = {each.name.casefold(): each.number("port") for each in gateway.objects("frontendPorts")}
    for body in gateway.objects("httpListeners"):
        front_end = body.part("frontendIPConfiguration")
        port = ports.get((body.part("frontendPort") or "").casefold())
        protocol = body.word("protocol", HttpProtocol)
        if front_end is None or front_end.casefold() not in front_ends:
            body.tell(INCOMPLETE.fill(what=FRONT_END))
        elif port is None or protocol is None:
            body.tell(INCOMPLETE.fill(what=PORT if port is None else PROTOCOL))
        else:
            yield HttpListener(
                name=body.name,
                front_end=front_end,
                port=port,
                protocol=protocol,
                host_names=body.texts("hostNames", "hostName"),
            )


def _pool(body: Body) -> BackEndPool:
    addresses, names = [], []
    for each in body.objects("backendAddresses"):
        # Templates write an address where a name may stand as well.
        told = each.text("ipAddress") or each.text("fqdn")
        if told is None:
            continue
        if told.replace(".", "").isdigit():
            addresses.append(BackEndAddress(name=told, ip_address=parse_address(told)))
        else:
            names.append(told)
    return BackEndPool(
        name=body.name,
        addresses=tuple(dict.fromkeys(addresses)),
        fqdns=tuple(dict.fromkeys(names)),
    )


def _settings(body: Body) -> BackEndHttpSettings | None:
    port, protocol = body.number("port"), body.word("protocol", HttpProtocol)
    if port is None or protocol is None:
        body.tell(INCOMPLETE.fill(what=PORT if port is None else PROTOCOL))
        return None
    return BackEndHttpSettings(
        name=body.name,
        port=port,
        protocol=protocol,
        probe=body.part("probe"),
        host_name=body.text("hostName"),
        cookie_based_affinity=body.word("cookieBasedAffinity", CookieBasedAffinity),
        request_timeout=body.seconds("requestTimeout") or None,
    )


def _probe(body: Body) -> ApplicationGatewayProbe | None:
    protocol = body.word("protocol", HttpProtocol)
    if protocol is None:
        body.tell(INCOMPLETE.fill(what=PROTOCOL))
        return None
    return ApplicationGatewayProbe(
        name=body.name,
        protocol=protocol,
        host=body.text("host"),
        path=body.text("path"),
        port=body.number("port") or None,
        interval=body.seconds("interval"),
        timeout=body.seconds("timeout"),
        unhealthy_threshold=body.number("unhealthyThreshold"),
    )


def _rules(bodies: Iterable[Body], listeners: set[str]) -> Iterator[RequestRoutingRule]:
    for body in bodies:
        listener = body.part("httpListener")
        if listener is None or listener.casefold() not in listeners:
            body.tell(INCOMPLETE.fill(what=LISTENER))
            continue
        yield RequestRoutingRule(
            name=body.name,
            http_listener=listener,
            back_end_pool=body.part("backendAddressPool"),
            back_end_http_settings=body.part("backendHttpSettings"),
            url_path_map=body.part("urlPathMap"),
            is_redirect=body.reference("redirectConfiguration") is not None,
            priority=body.number("priority") or None,
        )


def _path_map(body: Body) -> UrlPathMap:
    return UrlPathMap(
        name=body.name,
        back_end_pool=body.part("defaultBackendAddressPool"),
        back_end_http_settings=body.part("defaultBackendHttpSettings"),
        is_redirect=body.reference("defaultRedirectConfiguration") is not None,
        path_rules=tuple(
            PathRule(
                name=each.name,
                paths=each.texts("paths"),
                back_end_pool=each.part("backendAddressPool"),
                back_end_http_settings=each.part("backendHttpSettings"),
                is_redirect=each.reference("redirectConfiguration") is not None,
            )
            for each in body.objects("pathRules")
        ),
    )
