"""Gateways, profiles and circuits in words: what each is called, and a line for each thing it does."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from azsim.explaining.answers import (
    Endpoint,
    Explanation,
    Gateway,
    GatewayRoute,
    Machines,
    Outbound,
    Profile,
)
from azsim.explaining.telling import words
from azsim.text import Text, listed, same
from azsim.units import format_count, format_duration

GATEWAY = Text(
    "Application Gateway {name} in {subnet} ({count})",
    "{subnet} の Application Gateway {name} ({count})",
)
INSTANCES = Text("1 instance or more", "1 インスタンス以上")
SOME_INSTANCES = Text("{count} instances or more", "{count} インスタンス以上")
NO_ROUTE = Text("no rule", "規則なし")
PLACE = Text("{address} {protocol} {port}", "{address} {protocol} {port}")
FOR = Text("{place} {condition}", "{place} ({condition})")
TO = Text("{place} → {targets} {protocol} {port}", "{place} → {targets} {protocol} {port}")
TO_NOBODY = Text("{place} → nobody: its pool is empty", "{place} → 転送先なし (プールが空)")
UNKNOWN = Text("{place} → {reason}", "{place} → {reason}")
PROFILE = Text(
    "Traffic Manager {name} ({fqdn}): {method}, TTL {ttl}{disabled}",
    "Traffic Manager {name} ({fqdn}): {method}、TTL {ttl}{disabled}",
)
DISABLED = Text(", disabled", "、無効")
ENDPOINT = Text("→ {target}{details}", "→ {target}{details}")
PRIORITY = Text("priority {number}", "優先順位 {number}")
WEIGHT = Text("weight {number}", "重み {number}")
LOCATION = Text("in {place}", "場所 {place}")
CHILDREN = Text(
    "at least {number} of its endpoints have to be online",
    "オンラインのエンドポイントが {number} 個以上必要",
)
OFF = Text("disabled", "無効")


@frozen
class Part:
    """A gateway, a profile or a circuit: its kind and name, its title, and its lines by their names."""

    kind: str
    name: str
    title: Text
    rows: tuple[tuple[Text, Text], ...]


def machine_rows(each: Machines) -> list[tuple[Text, Text]]:
    """The lines on machines that are alike, by their names; one name may stand before several."""
    rows = [
        *_ways_out(each),
        *((words.IN, words.way_in(way)) for way in each.inbound),
        *([] if each.inbound else [(words.IN, words.NOTHING_IN)]),
        (words.NOT_CERTAIN, words.doubts(each)),
    ]
    return [(head, told) for head, told in rows if told is not None]


def _ways_out(machines: Machines) -> Iterator[tuple[Text, Text | None]]:
    """The lines on how they reach the internet, from each of their interfaces where there are several."""
    interfaces = machines.interfaces
    if len(interfaces) <= 1:
        yield from _way_out(machines.outbound)
        return
    for each in interfaces:
        yield words.INTERFACE, words.interface(each, interfaces)
        yield from _way_out(each.outbound)


def _way_out(answer: Outbound) -> Iterator[tuple[Text, Text | None]]:
    yield words.OUT, words.out(answer)
    yield words.BECAUSE, words.because(answer)
    yield words.PORTS, words.ports(answer)
    yield words.KEPT, words.kept(answer)
    yield words.ORDER, words.order(answer)


def parts(explanation: Explanation) -> Iterator[Part]:
    """Every one of them, in the order in which they are told."""
    for gateway in explanation.gateways:
        yield _gateway(gateway)
    for profile in explanation.profiles:
        yield _profile(profile)
    for path in explanation.circuits:
        title = f"{words.EXPRESSROUTE.en} {words.circuit(path).en}"
        rows = (
            (words.INTO, words.hops(path.inwards)),
            (words.OUT_OF, words.hops(path.outwards)),
        )
        yield Part(
            "circuit",
            path.connection,
            Text(title, f"{words.EXPRESSROUTE.ja} {words.circuit(path).ja}"),
            rows,
        )


def _gateway(gateway: Gateway) -> Part:
    count = (
        INSTANCES
        if gateway.instances == 1
        else SOME_INSTANCES.fill(count=format_count(gateway.instances))
    )
    return Part(
        "application gateway",
        gateway.name,
        GATEWAY.fill(name=gateway.name, subnet=gateway.subnet, count=count),
        tuple((same(each.rule), _route(each)) for each in gateway.routes),
    )


def _route(route: GatewayRoute) -> Text:
    place = PLACE.fill(
        address=words.address(route.address), protocol=route.protocol, port=route.port
    )
    if route.condition is not None:
        place = FOR.fill(place=place, condition=route.condition)
    if route.why_not_known is not None:
        return UNKNOWN.fill(place=place, reason=route.why_not_known)
    if not route.targets:
        return TO_NOBODY.fill(place=place)
    told = TO.fill(
        place=place,
        targets=_few(route.targets),
        protocol=route.back_end_protocol,
        port=route.back_end_port,
    )
    return told if route.why_not is None else words.NOT_IN.fill(way=told, reason=route.why_not)


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} … {names[-1]} ({len(names)})"


def _profile(profile: Profile) -> Part:
    title = PROFILE.fill(
        name=profile.name,
        fqdn=profile.fqdn,
        method=profile.method,
        ttl=format_duration(profile.ttl),
        disabled=same("") if profile.is_enabled else DISABLED,
    )
    rows = tuple((same(each.name), _endpoint(each)) for each in profile.endpoints)
    return Part("Traffic Manager profile", profile.name, title, rows)


def _endpoint(endpoint: Endpoint) -> Text:
    details = list(_details(endpoint))
    told = listed(details) if details else None
    return ENDPOINT.fill(
        target=endpoint.leads_to,
        details=same("") if told is None else Text(f" ({told.en})", f" ({told.ja})"),
    )


def _details(endpoint: Endpoint) -> Iterator[Text]:
    if endpoint.priority is not None:
        yield PRIORITY.fill(number=endpoint.priority)
    if endpoint.weight is not None:
        yield WEIGHT.fill(number=endpoint.weight)
    if endpoint.location is not None:
        yield LOCATION.fill(place=endpoint.location)
    if endpoint.min_child_endpoints is not None:
        yield CHILDREN.fill(number=endpoint.min_child_endpoints)
    if not endpoint.is_enabled:
        yield OFF
