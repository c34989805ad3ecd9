"""What will surprise in a deployment: each kind of finding is one function over its answers.

A finding says what, about whom, on which fact it rests, and where the input says it. What Azure would
refuse comes first, then what doesn't get out or in, then what breaks when something grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from attrs import evolve

from azsim.azure.deployments import Refused
from azsim.explaining.answers import Finding, Inbound
from azsim.explaining.findings_of_openings import management_ports, open_addresses
from azsim.explaining.findings_of_services import (
    autoscaling,
    empty_pools,
    fastpath,
    idle_gateways,
    retired,
)
from azsim.explaining.seen import Findings, Seen, about
from azsim.facts import words
from azsim.functions.snat.pools import ByPoolSize, Fixed
from azsim.functions.snat.port_allocation import largest_share
from azsim.functions.snat.profiles import PortProfile
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.model.resources.outbound import NatGateway
from azsim.model.resources.security import ANY, Direction, NetworkSecurityGroup
from azsim.text import Text, listed, spaced
from azsim.units import format_count

REFUSED = Text(
    '{kind} "{name}": Azure refuses it, because {reason}.{remedy} The answers are those without it.',
    "{kind}「{name}」: {reason}ため、Azure に拒否される。{remedy}以下はこれがないものとした答えである。",
)
LEFT_OUT_ID: Final = "left-out"
REFUSED_ID: Final = "refused"
LEFT_OUT = Text(
    '{kind} "{name}" is left out of the answers: {reason}',
    "{kind}「{name}」は答えに含めていない: {reason}",
)
NO_WAY_OUT = Text(
    "no connection to the internet: {reason}",
    "インターネットに接続できない: {reason}",
)
DENIED_OUT = Text(
    "no connection to the internet over TCP 443: {reason}",
    "TCP 443 でインターネットに接続できない: {reason}",
)
DEFAULT_ACCESS = Text(
    "the internet is reached by default outbound access only: Azure picks the address and may change it, "
    "and subnets of new networks won't have it",
    "インターネットへの接続は既定の送信アクセスだけである。アドレスは Azure が選び、変わることがある。新しい"
    "ネットワークのサブネットではこの方法を使えない",
)
ONE_PROTOCOL = Text(
    "no {protocol} to the internet: no rule of {balancer} carries it, so that {example}",
    "{protocol} ではインターネットに接続できない。{balancer} に {protocol} の規則がないため、{example}",
)
WITHOUT = {
    "UDP": Text("NTP and DNS to the internet fail", "インターネットへの NTP や DNS は失敗する"),
    "TCP": Text("HTTPS to the internet fails", "インターネットへの HTTPS は失敗する"),
}
HALVES = Text(
    "one instance more leaves {fewer} SNAT ports each instead of {ports}, because {instances} in the pool "
    "are the most in their row of the table. Connections on the ports that go time out",
    "プールの {instances} 台は表の行の上限であり、1 台増えると SNAT ポートは 1 台あたり {ports} 個から {fewer} 個に"
    "減る。なくなるポートの接続はタイムアウトする",
)
TABLE_ENDS = Text(
    "the pool has {instances} instances, where the table of default SNAT ports ends: it says nothing "
    "of a larger one",
    "プールは {instances} 台で既定の SNAT ポートの表の上限にある。それより大きいプールの値はない",
)
NO_ROOM = Text(
    "the next instance is refused: {more} × {ports} = {needed} SNAT ports are more than {available}. "
    "{largest} each would do",
    "インスタンスを 1 台増やすと拒否される。SNAT ポートが {more} × {ports} = {needed} 個必要になり、"
    "{available} 個を超える。1 台あたり {largest} 個なら足りる",
)
PROBE_BLOCKED = Text(
    "{through} sends it nothing: {reason}",
    "{through} から何も届かない: {reason}",
)
CLOSED = Text(
    "nothing comes in through {through}: {reason}",
    "{through} 経由では何も届かない: {reason}",
)
SOURCE_PORT = Text(
    'the rule "{rule}" names {ports} as source port: clients choose theirs at random, so that it hardly '
    "ever matches. Name {ports} as destination port",
    "規則「{rule}」は{named}を送信元ポートに指定している。クライアントの送信元ポートは毎回変わるため、ほとんど"
    "一致しない。宛先ポートに指定する",
)
UNUSED_ADDRESS = Text(
    "connections to the internet don't leave from {address}: the {method} goes before it",
    "インターネットへの接続の送信元は {address} にならない。{method}が優先される",
)
NO_ADDRESS = Text(
    "the NAT gateway has no public address, so that it carries nothing",
    "NAT ゲートウェイにパブリック アドレスがないため、何も通らない",
)


def of(seen: Seen) -> Findings:
    """Every finding, the gravest kinds first."""
    doubtful = {name for each in seen.machines if each.doubts for name in each.names}
    for kind in KINDS:
        for each in kind(seen):
            yield evolve(each, in_doubt=not doubtful.isdisjoint(each.about))


def _refused(seen: Seen) -> Findings:
    # What belongs to no network is in several parts, and refused in each.
    refused = (each for part in seen.running for each in part.refused)
    yield from dict.fromkeys(_refusal(seen, each) for each in refused)


def _refusal(seen: Seen, each: Refused) -> Finding:
    said = LEFT_OUT if each.rule is None else REFUSED
    remedy = NO_REMEDY if each.rule is None or not each.rule.then.en else each.rule.then
    return Finding(
        id=LEFT_OUT_ID if each.rule is None else REFUSED_ID,
        text=said.fill(
            kind=each.resource.KIND,
            name=each.resource.name,
            reason=each.reason,
            remedy=Text(f" {remedy.en.strip()}", remedy.ja) if remedy.en else remedy,
        ),
        about=(each.resource.name,),
        facts=each.facts,
        place=seen.records.place_of(each.resource),
    )


def _no_way_out(seen: Seen) -> Findings:
    for each in seen.machines:
        answer = each.outbound
        if answer.method is None and answer.why_not is not None:
            yield about(seen, each, "no-outbound", NO_WAY_OUT.fill(reason=answer.why_not))
        elif answer.denied is not None:
            yield about(seen, each, "outbound-denied", DENIED_OUT.fill(reason=answer.denied))


def _default_access(seen: Seen) -> Findings:
    for each in seen.machines:
        if each.outbound.method == "default outbound access":
            yield about(
                seen,
                each,
                "default-outbound-access",
                DEFAULT_ACCESS,
                ("default-outbound-access.private-after", "outbound.methods"),
            )


def _one_protocol(seen: Seen) -> Findings:
    for each in seen.machines:
        answer = each.outbound
        carried = {count.protocol for count in answer.ports if count.each or count.shared}
        for count in answer.ports:
            if carried and count.protocol not in carried:
                text = ONE_PROTOCOL.fill(
                    protocol=count.protocol,
                    balancer=answer.through,
                    example=WITHOUT[count.protocol],
                )
                facts = ("outbound.protocols-of-rules",)
                yield about(seen, each, "one-protocol", text, facts)


def _growth(seen: Seen) -> Findings:
    """Pools that can't take one instance more as they are."""
    for part in seen.running:
        for name, balanced in part.cloud.load_balancers.running.items():
            told = set()
            for snat in balanced.node.outbound:
                pool = snat.pool
                if id(pool) in told or not pool.reported or snat.lets_out_nothing:
                    continue
                told.add(id(pool))
                text = None
                facts: tuple[str, ...] = ()
                profile = snat.profile
                assert isinstance(profile, PortProfile)
                if isinstance(pool.plan, ByPoolSize):
                    text = _next_row(profile, pool.reported)
                    facts = ("outbound.ports-by-pool-size",)
                elif isinstance(pool.plan, Fixed):
                    available = sum(
                        each.available for each in balanced.node.outbound if each.pool is pool
                    )
                    text = _no_room(profile, pool.reported, pool.plan.ports, available)
                    facts = ("outbound-rule.oversubscription", "outbound.ports-per-front-end")
                if text is not None:
                    place = seen.place_of(LoadBalancer, name)
                    yield Finding(id="growth", text=text, about=(name,), facts=facts, place=place)


def _growth_of_services(seen: Seen) -> Findings:
    """Pools of cloud services that are at the end of a row of the table."""
    for part in seen.running:
        for name, service in part.cloud.classic.running.items():
            for snat, _ in service.pools():
                profile = snat.profile
                assert isinstance(profile, PortProfile)
                text = _next_row(profile, snat.pool.reported)
                if text is not None:
                    yield Finding(
                        id="growth",
                        text=text,
                        about=(name,),
                        facts=("classic.ports-by-pool-size", "classic.growth.times-out-flows"),
                        place=seen.place_of(CloudService, name),
                    )


def _next_row(profile: PortProfile, instances: int) -> Text | None:
    """What the next instance costs, where the table has another row for it."""
    rows = profile.tiers
    for (most, ports), following in zip(rows, (*rows[1:], None), strict=True):
        if instances == most:
            count = format_count(instances)
            if following is None:
                return TABLE_ENDS.fill(instances=count)
            return HALVES.fill(
                instances=count, ports=format_count(ports), fewer=format_count(following[1])
            )
    return None


def _no_room(profile: PortProfile, instances: int, ports: int, available: int) -> Text | None:
    more = instances + 1
    if more * ports <= available:
        return None
    return NO_ROOM.fill(
        more=format_count(more),
        ports=format_count(ports),
        needed=format_count(more * ports),
        available=format_count(available),
        largest=format_count(largest_share(available, more, profile.block)),
    )


def _not_in(seen: Seen) -> Findings:
    """Ways in by which nothing comes in."""
    for each in seen.machines:
        closed: dict[tuple[str, Text], list[Inbound]] = {}
        for way in each.inbound:
            if way.why_not is not None:
                closed.setdefault((way.through, way.why_not), []).append(way)
        for (through, why_not), [first, *others] in closed.items():
            said, kind = (
                (PROBE_BLOCKED, "probe-blocked") if first.is_probe_denied else (CLOSED, "closed")
            )
            rules = [way.rule for way in (first, *others) if way.rule is not None]
            text = said.fill(through=_said(through, rules), reason=why_not)
            yield about(seen, each, kind, text, first.facts)


def _said(through: str, rules: Iterable[str]) -> str:
    named = ", ".join(dict.fromkeys(rules))
    return f"{through} ({named})" if named else through


def _source_ports(seen: Seen) -> Findings:
    for group in seen.records.resources:
        if not isinstance(group, NetworkSecurityGroup):
            continue
        for rule in group.rules:
            ports = [
                str(first) if first == last else f"{first}-{last}"
                for first, last in rule.source_ports
                if last - first < FEW_PORTS
            ]
            if ports and rule.direction is Direction.INBOUND and ANY not in ports:
                named = listed(ports)
                text = SOURCE_PORT.fill(
                    rule=rule.name, ports=named, named=spaced("は", named, "を")
                )
                place = seen.records.place_of(group)
                yield Finding(
                    id="source-port",
                    text=text,
                    about=(group.name,),
                    facts=("security-group.first-match",),
                    place=place,
                )


NO_REMEDY: Final = Text("", "")
FEW_PORTS: Final = 1_000
"""A range of so many source ports isn't what clients choose from."""


def _unused_addresses(seen: Seen) -> Findings:
    for each in seen.machines:
        [one, *_] = each.own
        left_by = {
            interface.outbound.through
            for interface in one.interfaces
            if interface.outbound.method == "public IP of the machine"
        }
        own = [
            way
            for way, of_one in zip(each.inbound, one.inbound, strict=True)
            if way.kind == "public IP of the machine" and of_one.through not in left_by
        ]
        used = each.outbound.method
        if own and used is not None and used != "public IP of the machine":
            text = UNUSED_ADDRESS.fill(address=own[0].through, method=words.of(used))
            yield about(seen, each, "unused-public-ip", text, ("outbound.methods",))


def _empty_gateways(seen: Seen) -> Findings:
    for each in seen.records.resources:
        if (
            isinstance(each, NatGateway)
            and not each.public_ip_addresses
            and not each.public_ip_prefixes
        ):
            yield Finding(
                id="nat-gateway-without-address",
                text=NO_ADDRESS,
                about=(each.name,),
                facts=("nat-gateway.without-address",),
                place=seen.records.place_of(each),
            )


KINDS: Final[tuple[Callable[[Seen], Findings], ...]] = (
    _refused,
    _no_way_out,
    _not_in,
    _one_protocol,
    _growth,
    _growth_of_services,
    autoscaling,
    fastpath,
    open_addresses,
    management_ports,
    empty_pools,
    _empty_gateways,
    idle_gateways,
    _source_ports,
    _unused_addresses,
    _default_access,
    retired,
)
