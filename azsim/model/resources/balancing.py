"""Load balancers with their front ends, pools, rules and probes."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.checks import (
    BACK_END_PORT,
    FRONT_END_PORT,
    IDLE_TIMEOUT,
    PROBE_INTERVAL,
    UNHEALTHY_THRESHOLD,
    Protocol,
    Word,
    distinct,
    duration,
    folded,
    needs,
    number,
    plain_name,
    port_number,
    port_or_zero,
    some,
)
from azsim.model.resources.identity import Resource, ResourceId, part_named, resource_id
from azsim.text import Advice, Text
from azsim.units import parse_address

FRONT_END = Text("front end", "フロントエンド")
BACK_END_POOL = Text("back-end pool", "バックエンド プール")
BACK_END_ADDRESS = Text("back-end address", "バックエンド アドレス")
PROBE = Text("health probe", "正常性プローブ")
LOAD_BALANCING_RULE = Text("load-balancing rule", "負荷分散規則")
OUTBOUND_RULE = Text("outbound rule", "アウトバウンド規則")
INBOUND_NAT_RULE = Text("inbound NAT rule", "インバウンド NAT 規則")
INBOUND_NAT_POOL = Text("inbound NAT pool", "インバウンド NAT プール")


class LoadBalancerSku(Word):
    """The SKU of a load balancer."""

    BASIC = "Basic"
    STANDARD = "Standard"
    GATEWAY = "Gateway"


class LoadDistribution(Word):
    """Which fields of a flow choose its server: all five, two of them or three of them."""

    FIVE_TUPLE = "Default"
    SOURCE_IP = "SourceIP"
    SOURCE_IP_PROTOCOL = "SourceIPProtocol"


class ProbeProtocol(Word):
    """How a server is asked whether it is healthy."""

    TCP = "TCP"
    HTTP = "HTTP"
    HTTPS = "HTTPS"


class NoHealthyBackEndsBehavior(Word):
    """What becomes of new flows while every server is down."""

    ALL_PROBED_DOWN = "AllProbedDown"
    ALL_PROBED_UP = "AllProbedUp"


class AdminState(Word):
    """Whether a back-end address gets new flows whatever its probe says."""

    NONE = "None"
    UP = "Up"
    DOWN = "Down"


@frozen(kw_only=True)
class FrontEnd:
    """Where flows come in: a public IP address or prefix, or an address of a subnet.

    ``private_ip_address`` alone is what a scenario says; in Resource Manager it stands in a subnet.
    ``outbound_only`` says of rules that nobody listed that none is here.
    """

    name: str = field(eq=folded, validator=plain_name)
    public_ip_address: ResourceId | None = field(default=None, converter=optional(resource_id))
    public_ip_prefix: ResourceId | None = field(default=None, converter=optional(resource_id))
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    private_ip_address: str | None = field(default=None, converter=optional(parse_address))
    outbound_only: bool = False

    def __attrs_post_init__(self) -> None:
        public = (self.public_ip_address, self.public_ip_prefix)
        if not any((*public, self.subnet, self.private_ip_address)):
            raise needs(
                self,
                Text(
                    "a front end has a public IP address, a public IP prefix or a subnet",
                    "フロントエンドにはパブリック IP アドレス、パブリック IP プレフィックス、"
                    "サブネットのいずれかが必要である",
                ),
            )

    @property
    def is_private(self) -> bool:
        """Whether it is an address of a virtual network."""
        return self.public_ip_address is None and self.public_ip_prefix is None


@frozen(kw_only=True)
class BackEndAddress:
    """A member of a pool by its address, as in pools that are configured by IP address."""

    name: str = field(eq=folded, validator=plain_name)
    ip_address: str = field(converter=parse_address)
    virtual_network: ResourceId | None = field(default=None, converter=optional(resource_id))
    admin_state: AdminState | None = field(default=None, converter=optional(AdminState))


@frozen(kw_only=True)
class BackEndPool:
    """A back-end pool.

    ``addresses`` are the members that the pool itself names. The other members name the pool
    in their IP configurations. ``fqdns`` are the names of servers, which an application gateway's
    pool may hold.
    """

    name: str = field(eq=folded, validator=plain_name)
    addresses: tuple[BackEndAddress, ...] = field(default=(), validator=distinct(BACK_END_ADDRESS))
    fqdns: tuple[str, ...] = field(default=(), eq=folded)


@frozen(kw_only=True)
class Probe:
    """A health probe.

    ``probe_threshold`` and ``number_of_probes`` are two properties in Resource Manager, and
    documents differ on which of them counts.
    """

    name: str = field(eq=folded, validator=plain_name)
    protocol: ProbeProtocol = field(converter=ProbeProtocol)
    port: int = field(validator=port_number())
    request_path: str | None = None
    interval: int | None = field(default=None, validator=duration(PROBE_INTERVAL))
    number_of_probes: int | None = field(default=None, validator=number(UNHEALTHY_THRESHOLD, 1))
    probe_threshold: int | None = field(default=None, validator=number(UNHEALTHY_THRESHOLD, 1))
    no_healthy_back_ends_behavior: NoHealthyBackEndsBehavior | None = field(
        default=None, converter=optional(NoHealthyBackEndsBehavior)
    )


@frozen(kw_only=True)
class LoadBalancingRule:
    """Flows to a front end's port go to the pool. Port 0 stands for every port (HA ports)."""

    name: str = field(eq=folded, validator=plain_name)
    front_end: str = field(eq=folded)
    back_end_pool: str | None = field(default=None, eq=folded)
    probe: str | None = field(default=None, eq=folded)
    protocol: Protocol = field(converter=Protocol)
    front_end_port: int = field(validator=port_or_zero(FRONT_END_PORT))
    back_end_port: int = field(validator=port_or_zero(BACK_END_PORT))
    load_distribution: LoadDistribution | None = field(
        default=None, converter=optional(LoadDistribution)
    )
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    enable_tcp_reset: bool = False
    enable_floating_ip: bool = False
    disable_outbound_snat: bool = False


@frozen(kw_only=True)
class OutboundRule:
    """The pool's machines leave through the front ends.

    ``allocated_outbound_ports`` counts SNAT ports for each instance; 0 leaves it to Azure.
    """

    name: str = field(eq=folded, validator=plain_name)
    front_ends: tuple[str, ...] = field(eq=folded, validator=some(FRONT_END))
    back_end_pool: str = field(eq=folded)
    protocol: Protocol = field(converter=Protocol)
    allocated_outbound_ports: int | None = field(
        default=None, validator=number(Text("number of SNAT ports", "SNAT ポートの数"), 0)
    )
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    enable_tcp_reset: bool = False


@frozen(kw_only=True)
class InboundNatRule:
    """A front end's port goes to one machine, or each port of a range to one of a pool.

    ``back_end_address`` is that of the one machine, which names the rule in its IP configuration in
    Resource Manager; the pool stands here.
    """

    name: str = field(eq=folded, validator=plain_name)
    front_end: str = field(eq=folded)
    protocol: Protocol = field(converter=Protocol)
    back_end_port: int = field(validator=port_or_zero(BACK_END_PORT))
    front_end_port: int | None = field(default=None, validator=port_or_zero(FRONT_END_PORT))
    front_end_port_range_start: int | None = field(
        default=None, validator=port_number(FRONT_END_PORT)
    )
    front_end_port_range_end: int | None = field(
        default=None, validator=port_number(FRONT_END_PORT)
    )
    back_end_pool: str | None = field(default=None, eq=folded)
    back_end_address: str | None = field(default=None, converter=optional(parse_address))
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    enable_tcp_reset: bool = False
    enable_floating_ip: bool = False

    def __attrs_post_init__(self) -> None:
        start, end = self.front_end_port_range_start, self.front_end_port_range_end
        if start is not None and end is not None:
            _in_order(self.name, start, end)
        elif self.front_end_port is None or start is not None or end is not None:
            raise needs(
                self,
                Text(
                    "say its front-end port, or the first and the last one of its range",
                    "フロントエンド ポート、または範囲の先頭と末尾のポートを書く",
                ),
            )

    @property
    def front_end_ports(self) -> range:
        """Where it listens."""
        start, end = self.front_end_port_range_start, self.front_end_port_range_end
        if start is not None and end is not None:
            return range(start, end + 1)
        assert self.front_end_port is not None, "a rule without a range has one port"
        return range(self.front_end_port, self.front_end_port + 1)


@frozen(kw_only=True)
class InboundNatPool:
    """Each port of the range goes to one instance of the scale set that names the pool."""

    name: str = field(eq=folded, validator=plain_name)
    front_end: str = field(eq=folded)
    protocol: Protocol = field(converter=Protocol)
    front_end_port_range_start: int = field(validator=port_number(FRONT_END_PORT))
    front_end_port_range_end: int = field(validator=port_number(FRONT_END_PORT))
    back_end_port: int = field(validator=port_number(BACK_END_PORT))
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    enable_tcp_reset: bool = False
    enable_floating_ip: bool = False

    def __attrs_post_init__(self) -> None:
        _in_order(self.name, self.front_end_port_range_start, self.front_end_port_range_end)

    @property
    def front_end_ports(self) -> range:
        """Where it listens."""
        return range(self.front_end_port_range_start, self.front_end_port_range_end + 1)


@frozen(kw_only=True)
class LoadBalancer(Resource):
    """A load balancer; public or internal by what its front ends are.

    ``load_balancing_rules`` is None where nobody listed rules, and empty where there are none.
    ``floating_ip``, ``disable_outbound_snat``, ``load_distribution``, ``idle_timeout`` and
    ``enable_tcp_reset`` are those of rules that nobody listed.

    :raises Advice: where a rule names a front end, a pool or a probe that isn't there.
    """

    KIND: ClassVar[Text] = Text("load balancer", "ロード バランサー")

    sku: LoadBalancerSku | None = field(default=None, converter=optional(LoadBalancerSku))
    front_ends: tuple[FrontEnd, ...] = field(default=(), validator=distinct(FRONT_END))
    back_end_pools: tuple[BackEndPool, ...] = field(default=(), validator=distinct(BACK_END_POOL))
    probes: tuple[Probe, ...] = field(default=(), validator=distinct(PROBE))
    load_balancing_rules: tuple[LoadBalancingRule, ...] | None = field(
        default=None, validator=distinct(LOAD_BALANCING_RULE)
    )
    floating_ip: bool = False
    disable_outbound_snat: bool = False
    load_distribution: LoadDistribution | None = field(
        default=None, converter=optional(LoadDistribution)
    )
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    enable_tcp_reset: bool = False
    outbound_rules: tuple[OutboundRule, ...] = field(default=(), validator=distinct(OUTBOUND_RULE))
    inbound_nat_rules: tuple[InboundNatRule, ...] = field(
        default=(), validator=distinct(INBOUND_NAT_RULE)
    )
    inbound_nat_pools: tuple[InboundNatPool, ...] = field(
        default=(), validator=distinct(INBOUND_NAT_POOL)
    )

    def __attrs_post_init__(self) -> None:
        for rule in self.load_balancing_rules or ():
            self._check(rule.front_end, rule.back_end_pool)
            if rule.probe is not None:
                self.probe(rule.probe)
        for outbound in self.outbound_rules:
            for front_end in outbound.front_ends:
                self._check(front_end, outbound.back_end_pool)
        for inbound in self.inbound_nat_rules:
            self._check(inbound.front_end, inbound.back_end_pool)
        for pool in self.inbound_nat_pools:
            self._check(pool.front_end, None)

    @property
    def is_internal(self) -> bool:
        """Whether its front ends are private."""
        return any(each.is_private for each in self.front_ends)

    def front_end(self, name: str) -> FrontEnd:
        """The front end of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.front_ends, FRONT_END, self)

    def back_end_pool(self, name: str) -> BackEndPool:
        """The back-end pool of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.back_end_pools, BACK_END_POOL, self)

    def probe(self, name: str) -> Probe:
        """The health probe of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.probes, PROBE, self)

    def _check(self, front_end: str, back_end_pool: str | None) -> None:
        self.front_end(front_end)
        if back_end_pool is not None:
            self.back_end_pool(back_end_pool)


def _in_order(name: str, start: int, end: int) -> None:
    if start > end:
        raise Advice(
            Text(
                f'The port range of "{name}" begins at {start} and ends at {end}. Write the '
                f"smaller one first: {end} to {start}.",
                f"「{name}」のポート範囲は {start} で始まり {end} で終わる。小さいほうを先に、"
                f"{end} から {start} までと書く。",
            )
        )
