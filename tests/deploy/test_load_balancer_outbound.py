"""What Azure says to outbound rules, and which ways out the rules of a load balancer make."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from azsim.azure import Azure, describing
from azsim.azure.describing import BalancerKind
from azsim.deploy.outbound_rule_checks import (
    FRONT_END_IN_USE,
    NOT_A_MULTIPLE,
    PUBLIC_ONLY,
    STANDARD_ONLY,
    TOO_MANY_PORTS,
    idle_timeout_range,
)
from azsim.functions.egress import NO_METHOD
from azsim.functions.snat.flows import FlowSettings
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.pools import Fixed
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    InboundNatPool,
    InboundNatRule,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
    OutboundRule,
)
from azsim.model.rules import Rule
from azsim.text import Advice
from azsim.units import MINUTE

NAMES = [("web1", "10.0.0.4"), ("web2", "10.0.0.5")]


@pytest.fixture
def azure() -> Azure:
    return behind()


def behind(sku: str | None = None) -> Azure:
    """Two machines behind a public load balancer of that SKU."""
    made = Azure()
    kind = BalancerKind(sku=None if sku is None else LoadBalancerSku(sku))
    describing.load_balancer(made.cloud, "lb", "203.0.113.20", NAMES, kind)
    return made


def record(azure: Azure, **changes: Any) -> LoadBalancer:
    """The load balancer without outbound SNAT by its load-balancing rules, and with *changes*."""
    found = azure.cloud.plane.find(LoadBalancer, "lb")
    return evolve(found, **{"disable_outbound_snat": True, **changes})


def outbound(name: str = "out", **said: Any) -> OutboundRule:
    first = {"front_ends": ("front end 1",), "back_end_pool": "pool", "protocol": "All"}
    return OutboundRule(name=name, **{**first, **said})


def load_balancing(port: int, protocol: str = "TCP", **said: Any) -> LoadBalancingRule:
    return LoadBalancingRule(
        name=f"{protocol} {port}",
        front_end="front end 1",
        back_end_pool="pool",
        protocol=protocol,
        front_end_port=port,
        back_end_port=port,
        **said,
    )


def refusal(azure: Azure, after: LoadBalancer) -> Rule | None:
    return azure.cloud.load_balancers.outbound.checks.refusal(after)


def id_of(rule: Rule | None) -> str | None:
    return None if rule is None else rule.id


class TestAzureRefuses:
    def test_an_outbound_rule_of_a_basic_load_balancer(self, azure: Azure) -> None:
        after = record(azure, sku="Basic", outbound_rules=(outbound(),))
        assert refusal(azure, after) == STANDARD_ONLY

    def test_an_outbound_rule_of_an_internal_load_balancer(self, azure: Azure) -> None:
        front_end = FrontEnd(name="front end 1", private_ip_address="10.0.0.9")
        after = record(azure, front_ends=(front_end,), outbound_rules=(outbound(),))
        assert refusal(azure, after) == PUBLIC_ONLY

    @pytest.mark.parametrize(("disabled", "refused"), [(False, FRONT_END_IN_USE.id), (True, None)])
    def test_a_front_end_that_a_listed_rule_translates_at(
        self, azure: Azure, disabled: bool, refused: str | None
    ) -> None:
        rules = (load_balancing(80, disable_outbound_snat=disabled),)
        after = record(azure, load_balancing_rules=rules, outbound_rules=(outbound(),))
        assert id_of(refusal(azure, after)) == refused

    @pytest.mark.parametrize(("ports", "refused"), [(1_001, NOT_A_MULTIPLE.id), (1_000, None)])
    def test_a_number_that_is_no_multiple(
        self, azure: Azure, ports: int, refused: str | None
    ) -> None:
        after = record(azure, outbound_rules=(outbound(allocated_outbound_ports=ports),))
        assert id_of(refusal(azure, after)) == refused

    @pytest.mark.parametrize(
        ("minutes", "fits"), [(3, False), (4, True), (120, True), (121, False)]
    )
    def test_an_idle_timeout_out_of_range(self, azure: Azure, minutes: int, fits: bool) -> None:
        after = record(azure, outbound_rules=(outbound(idle_timeout=minutes * MINUTE),))
        wanted = None if fits else idle_timeout_range(4 * MINUTE, 120 * MINUTE)
        assert refusal(azure, after) == wanted

    @pytest.mark.parametrize(("ports", "refused"), [(32_000, None), (32_008, TOO_MANY_PORTS.id)])
    def test_more_ports_than_there_are(self, azure: Azure, ports: int, refused: str | None) -> None:
        after = record(azure, outbound_rules=(outbound(allocated_outbound_ports=ports),))
        assert id_of(refusal(azure, after)) == refused

    def test_with_the_nearest_legal_number(self, azure: Azure) -> None:
        after = record(azure, outbound_rules=(outbound(allocated_outbound_ports=32_008),))
        refused = refusal(azure, after)
        assert refused is not None
        assert "With 2 instances, 32,000 each are the most" in refused.then.en
        assert "1 台あたり 32,000 個まで" in refused.then.ja

    @pytest.mark.parametrize(
        ("one", "other", "refused"),
        [
            ("All", "TCP", TOO_MANY_PORTS.id),
            ("TCP", "UDP", None),
            ("UDP", "UDP", TOO_MANY_PORTS.id),
        ],
    )
    def test_two_rules_that_want_more_of_one_front_end(
        self, azure: Azure, one: str, other: str, refused: str | None
    ) -> None:
        rules = (
            outbound("a", protocol=one, allocated_outbound_ports=20_000),
            outbound("b", protocol=other, allocated_outbound_ports=20_000),
        )
        after = record(azure, outbound_rules=rules)
        assert id_of(refusal(azure, after)) == refused


class TestPortsOfRules:
    @pytest.mark.parametrize(
        ("ports", "most"), [((), 64_000), ((80, 81), 63_992), ((80, 443), 63_984)]
    )
    def test_where_load_balancing_rules_listen(
        self, azure: Azure, ports: tuple[int, ...], most: int
    ) -> None:
        after = record(azure, load_balancing_rules=tuple(map(load_balancing, ports)))
        outbound = azure.cloud.load_balancers.outbound
        assert outbound.checks.largest_legal(after, ["front end 1"], 1) == most

    def test_where_inbound_nat_rules_listen(self, azure: Azure) -> None:
        one = InboundNatRule(
            name="ssh", front_end="front end 1", protocol="TCP", back_end_port=22, front_end_port=22
        )
        many = InboundNatPool(
            name="rdp",
            front_end="front end 1",
            protocol="TCP",
            front_end_port_range_start=50_000,
            front_end_port_range_end=50_119,
            back_end_port=3_389,
        )
        after = record(azure, inbound_nat_rules=(one,), inbound_nat_pools=(many,))
        outbound = azure.cloud.load_balancers.outbound
        assert outbound.checks.largest_legal(after, ["front end 1"], 1) == 64_000 - 8 - 15 * 8

    def test_by_no_rule_of_another_front_end(self, azure: Azure) -> None:
        [*addresses, two] = describing.another_front_end(azure.cloud, "lb", "203.0.113.21")
        azure.cloud.plane.describe(*addresses)
        elsewhere = InboundNatRule(
            name="ssh", front_end="front end 2", protocol="TCP", back_end_port=22, front_end_port=22
        )
        after = evolve(two, disable_outbound_snat=True, inbound_nat_rules=(elsewhere,))
        outbound = azure.cloud.load_balancers.outbound
        assert outbound.checks.largest_legal(after, ["front end 1"], 1) == 64_000
        assert outbound.checks.largest_legal(after, ["front end 2"], 1) == 64_000 - 8


class TestWaysOut:
    def ports(self, azure: Azure, name: str, protocol: str) -> int:
        return azure.seen.allocated_to(name, protocol)

    @pytest.mark.parametrize(
        ("sku", "rules", "udp"),
        [
            ("Standard", [(80, "TCP")], 0),
            ("Standard", [(80, "TCP"), (53, "UDP")], 1_024),
            ("Standard", [(80, "All")], 1_024),
            ("Basic", [(80, "TCP")], 1_024),
        ],
    )
    def test_carry_the_protocols_of_load_balancing_rules(
        self, sku: str, rules: list[tuple[int, str]], udp: int
    ) -> None:
        azure = behind(sku)
        listed = tuple(load_balancing(port, protocol) for port, protocol in rules)
        azure.cloud.plane.describe(
            record(azure, load_balancing_rules=listed, disable_outbound_snat=False)
        )
        assert self.ports(azure, "web1", "UDP") == udp
        assert self.ports(azure, "web1", "TCP") == 1_024

    def test_are_one_of_several_front_ends_of_a_basic_load_balancer(self) -> None:
        azure = behind("Basic")
        [*addresses, described] = describing.another_front_end(azure.cloud, "lb", "203.0.113.21")
        azure.cloud.plane.describe(*addresses, evolve(described, floating_ip=True))
        for port in range(443, 453):
            azure.outbound.open_connection("web1", "TCP", "198.51.100.7", port)
        assert len({each.outside.source for each in azure.outbound.flows}) == 1
        assert set(azure.outbound.that.drawn_from) == {"203.0.113.20", "203.0.113.21"}
        with pytest.raises(Advice, match="nobody can say beforehand"):
            azure.seen.last_source_address("198.51.100.7")

    def test_give_one_protocol_to_each_of_two_pools(self, azure: Azure) -> None:
        found = azure.cloud.plane.find(LoadBalancer, "lb")
        first, second = found.back_end_pools[0].addresses
        pools = tuple(
            BackEndPool(name=name, addresses=(each,))
            for name, each in (("pool", first), ("other", second))
        )
        rules = (
            outbound("a", protocol="TCP", allocated_outbound_ports=64_000),
            outbound("b", protocol="UDP", back_end_pool="other", allocated_outbound_ports=64_000),
        )
        azure.cloud.plane.describe(record(azure, back_end_pools=pools, outbound_rules=rules))
        assert [self.ports(azure, "web1", each) for each in ("TCP", "UDP")] == [64_000, 0]
        assert [self.ports(azure, "web2", each) for each in ("TCP", "UDP")] == [0, 64_000]
        for name, protocol in (("web1", "TCP"), ("web2", "UDP")):
            azure.outbound.open_connection(name, protocol, "198.51.100.7", 443)
            assert azure.outbound.that.state == "open"

    def test_give_two_pools_different_ports_of_one_front_end(self, azure: Azure) -> None:
        found = azure.cloud.plane.find(LoadBalancer, "lb")
        first, second = found.back_end_pools[0].addresses
        pools = tuple(
            BackEndPool(name=name, addresses=(each,))
            for name, each in (("pool", first), ("other", second))
        )
        rules = tuple(
            outbound(name, back_end_pool=name, allocated_outbound_ports=32_000)
            for name in ("pool", "other")
        )
        azure.cloud.plane.describe(record(azure, back_end_pools=pools, outbound_rules=rules))
        sources = []
        for name in ("web1", "web2"):
            azure.outbound.open_connection(name, "TCP", "198.51.100.7", 443)
            assert azure.outbound.that.state == "open"
            sources.append(azure.outbound.that.outside.source_port)
        assert abs(sources[0] - sources[1]) == 32_000

    def test_are_none_by_the_rules_of_another_pool(self, azure: Azure) -> None:
        found = azure.cloud.plane.find(LoadBalancer, "lb")
        first, second = found.back_end_pools[0].addresses
        pools = (
            BackEndPool(name="pool", addresses=(first,)),
            BackEndPool(name="other", addresses=(second,)),
        )
        azure.cloud.plane.describe(
            record(
                azure,
                back_end_pools=pools,
                load_balancing_rules=(load_balancing(80),),
                disable_outbound_snat=False,
            )
        )
        azure.outbound.open_connection("web1", "TCP", "198.51.100.7", 443)
        assert azure.outbound.that.outside.source == "203.0.113.20"
        azure.outbound.open_connection("web2", "TCP", "198.51.100.7", 443)
        assert azure.outbound.attempt().refusals == [NO_METHOD]

    def test_are_as_their_rule_and_their_front_end_say(self, azure: Azure) -> None:
        rule = outbound(
            allocated_outbound_ports=1_000, idle_timeout=10 * MINUTE, enable_tcp_reset=True
        )
        azure.cloud.plane.describe(record(azure, outbound_rules=(rule,)))
        [snat] = azure.cloud.load_balancers.running["lb"].node.outbound
        assert isinstance(snat, Snat)
        assert snat.settings == FlowSettings(10 * MINUTE, tcp_reset=True)
        assert snat.kept_for("idle timeout", "TCP") == 10 * MINUTE
        assert isinstance(snat.profile, LoadBalancerRule)
        assert snat.pool.plan == Fixed(1_000)
        assert snat.pool.reported == 2
        assert snat.available == 64_000

    def test_end_for_a_machine_that_leaves_the_pool(self, azure: Azure) -> None:
        found = azure.cloud.plane.find(LoadBalancer, "lb")
        [pool] = found.back_end_pools
        azure.cloud.plane.describe(
            evolve(found, back_end_pools=(evolve(pool, addresses=pool.addresses[:1]),))
        )
        azure.outbound.open_connection("web2", "TCP", "198.51.100.7", 443)
        assert azure.outbound.that.outside.source != "203.0.113.20"
