"""What records of load balancers and application gateways accept, and what they answer."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayProbe,
    BackEndHttpSettings,
    HttpListener,
    RequestRoutingRule,
)
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    InboundNatPool,
    InboundNatRule,
    LoadBalancer,
    LoadBalancingRule,
    OutboundRule,
    Probe,
)
from azsim.model.resources.checks import Protocol
from azsim.text import Advice

FRONT = FrontEnd(name="front", public_ip_address="ip")
POOL = BackEndPool(name="pool")
PROBE = Probe(name="probe", protocol="Tcp", port=80)


def rule(**changed: Any) -> LoadBalancingRule:
    """A load-balancing rule."""
    usual = {"front_end": "front", "back_end_pool": "pool", "probe": "probe", "protocol": "Tcp"}
    return LoadBalancingRule(
        name="web", **{"front_end_port": 80, "back_end_port": 80, **usual, **changed}
    )


def inbound(**ports: int) -> InboundNatRule:
    """An inbound NAT rule to port 22."""
    return InboundNatRule(name="ssh", front_end="front", protocol="Tcp", back_end_port=22, **ports)


def balancer(**parts: Any) -> LoadBalancer:
    """A load balancer with a front end, a pool and a probe."""
    usual = {"front_ends": (FRONT,), "back_end_pools": (POOL,), "probes": (PROBE,)}
    return LoadBalancer(id="lb", **{**usual, **parts})


class TestALoadBalancer:
    def test_names_its_parts_without_case(self) -> None:
        made = balancer(load_balancing_rules=(rule(front_end="FRONT", back_end_pool="Pool"),))
        assert made == balancer(load_balancing_rules=(rule(),))
        assert made.front_end("Front") is FRONT

    def test_tells_no_rules_from_rules_that_nobody_listed(self) -> None:
        assert balancer().load_balancing_rules is None
        assert balancer(load_balancing_rules=()).load_balancing_rules == ()

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"front_end": "frnt"}, 'no front end "frnt". Did you mean "front"?'),
            ({"back_end_pool": "pol"}, 'no back-end pool "pol". Did you mean "pool"?'),
            ({"probe": "prob"}, 'no health probe "prob". Did you mean "probe"?'),
        ],
    )
    def test_has_the_parts_that_a_load_balancing_rule_names(
        self, changed: dict[str, str], message: str
    ) -> None:
        with pytest.raises(Advice) as caught:
            balancer(load_balancing_rules=(rule(**changed),))
        assert caught.value.text.en == f'The load balancer "lb" has {message}'

    def test_may_have_a_rule_without_pool_and_probe(self) -> None:
        assert balancer(load_balancing_rules=(rule(back_end_pool=None, probe=None),))

    def test_has_the_pool_that_an_inbound_nat_rule_names(self) -> None:
        rule = evolve(inbound(front_end_port=2022), back_end_pool="pol")
        with pytest.raises(Advice, match='no back-end pool "pol"'):
            balancer(inbound_nat_rules=(rule,))

    def test_has_the_front_ends_that_an_outbound_rule_names(self) -> None:
        outbound = OutboundRule(
            name="out", front_ends=("front", "other"), back_end_pool="pool", protocol="All"
        )
        with pytest.raises(Advice, match='no front end "other"'):
            balancer(outbound_rules=(outbound,))

    def test_has_the_front_end_that_an_inbound_nat_rule_names(self) -> None:
        with pytest.raises(Advice, match='no front end "front"'):
            LoadBalancer(id="lb", inbound_nat_rules=(inbound(front_end_port=2022),))

    def test_has_the_front_end_that_an_inbound_nat_pool_names(self) -> None:
        pool = InboundNatPool(
            name="ssh",
            front_end="front",
            protocol="Tcp",
            front_end_port_range_start=50_000,
            front_end_port_range_end=50_099,
            back_end_port=22,
        )
        assert balancer(inbound_nat_pools=(pool,)).inbound_nat_pools == (pool,)
        with pytest.raises(Advice, match='no front end "front"'):
            LoadBalancer(id="lb", inbound_nat_pools=(pool,))


class TestAFrontEnd:
    def test_has_an_address_of_some_kind(self) -> None:
        with pytest.raises(Advice) as caught:
            FrontEnd(name="front")
        assert caught.value.text.en == (
            'The description of "front" is incomplete: a front end has a public IP address, a '
            "public IP prefix or a subnet."
        )
        assert caught.value.text.ja.startswith("「front」の記述が足りない。フロントエンドには")


class TestALoadBalancingRule:
    def test_takes_its_protocol_in_any_case(self) -> None:
        assert rule(protocol="tcp").protocol is Protocol.TCP

    def test_may_stand_for_every_port(self) -> None:
        assert rule(protocol="All", front_end_port=0, back_end_port=0).front_end_port == 0

    @pytest.mark.parametrize("port", [-1, 65_536])
    def test_has_a_port_that_exists(self, port: int) -> None:
        with pytest.raises(Advice) as caught:
            rule(front_end_port=port)
        assert caught.value.text.en == (
            f'The front-end port of "web" is {port:,}. It is a whole number from 0 to 65,535.'
        )


class TestAnOutboundRule:
    def test_has_a_front_end(self) -> None:
        with pytest.raises(Advice, match='"out" has no front end; it needs at least one'):
            OutboundRule(name="out", front_ends=(), back_end_pool="pool", protocol="All")

    def test_may_have_several_front_ends(self) -> None:
        second = FrontEnd(name="second", public_ip_prefix="prefix")
        outbound = OutboundRule(
            name="out", front_ends=("front", "second"), back_end_pool="pool", protocol="All"
        )
        made = balancer(front_ends=(FRONT, second), outbound_rules=(outbound,))
        assert made.outbound_rules == (outbound,)

    def test_compares_its_front_ends_without_case(self) -> None:
        one, other = (
            OutboundRule(name="out", front_ends=(name,), back_end_pool="pool", protocol="All")
            for name in ("front", "Front")
        )
        assert one == other

    def test_leaves_the_ports_to_azure_by_0(self) -> None:
        made = OutboundRule(
            name="out",
            front_ends=("front",),
            back_end_pool="pool",
            protocol="All",
            allocated_outbound_ports=0,
        )
        assert made.allocated_outbound_ports == 0


class TestAnInboundNatRule:
    def test_has_a_port(self) -> None:
        assert inbound(front_end_port=2022).front_end_port == 2022

    def test_or_a_range(self) -> None:
        made = inbound(front_end_port_range_start=500, front_end_port_range_end=599)
        assert made.front_end_port is None

    @pytest.mark.parametrize("ports", [{}, {"front_end_port_range_start": 500}])
    def test_and_not_neither_or_half_a_range(self, ports: dict[str, int]) -> None:
        with pytest.raises(Advice, match="say its front-end port, or the first and the last"):
            inbound(**ports)

    def test_has_a_range_that_begins_at_its_smaller_end(self) -> None:
        with pytest.raises(Advice) as caught:
            inbound(front_end_port_range_start=599, front_end_port_range_end=500)
        assert caught.value.text.en == (
            'The port range of "ssh" begins at 599 and ends at 500. Write the smaller one first: '
            "500 to 599."
        )


class TestAProbe:
    def test_asks_at_a_port(self) -> None:
        with pytest.raises(Advice, match='The port of "probe" is 0'):
            Probe(name="probe", protocol="Http", port=0)

    def test_counts_at_least_one_failure(self) -> None:
        with pytest.raises(Advice) as caught:
            Probe(name="probe", protocol="Http", port=80, probe_threshold=0)
        assert caught.value.text.en == (
            'The unhealthy threshold of "probe" is 0. It is a whole number 1 or more.'
        )
        assert caught.value.text.ja == (
            "「probe」の異常のしきい値が 0 である。1 以上の整数を書く。"
        )


class TestAnApplicationGateway:
    def gateway(self, **parts: Any) -> ApplicationGateway:
        """One with a listener, settings and a rule between them."""
        usual: dict[str, Any] = {
            "front_ends": (FRONT,),
            "back_end_pools": (POOL,),
            "http_listeners": (
                HttpListener(name="http", front_end="front", port=80, protocol="http"),
            ),
            "back_end_http_settings": (
                BackEndHttpSettings(name="plain", port=80, protocol="HTTP", probe="probe"),
            ),
            "probes": (ApplicationGatewayProbe(name="probe", protocol="Http"),),
            "request_routing_rules": (
                RequestRoutingRule(
                    name="rule",
                    http_listener="http",
                    back_end_pool="pool",
                    back_end_http_settings="plain",
                ),
            ),
        }
        return ApplicationGateway(id="agw", **{**usual, **parts})

    def test_finds_its_parts_without_case(self) -> None:
        gateway = self.gateway()
        assert gateway.http_listener("HTTP").port == 80
        assert gateway.settings("PLAIN").probe == "probe"

    @pytest.mark.parametrize(
        ("missing", "message"),
        [
            ("front_ends", 'no front end "front"'),
            ("http_listeners", 'no listener "http"'),
            ("back_end_pools", 'no back-end pool "pool"'),
            ("back_end_http_settings", 'no back-end HTTP settings "plain"'),
            ("probes", 'no health probe "probe"'),
        ],
    )
    def test_has_the_parts_that_others_name(self, missing: str, message: str) -> None:
        with pytest.raises(Advice, match=message):
            self.gateway(**{missing: ()})

    def test_may_use_the_default_probe(self) -> None:
        settings = BackEndHttpSettings(name="plain", port=80, protocol="Http")
        assert self.gateway(back_end_http_settings=(settings,), probes=()).probes == ()

    def test_may_redirect_instead_of_having_a_pool(self) -> None:
        rule = RequestRoutingRule(name="rule", http_listener="http")
        assert self.gateway(request_routing_rules=(rule,)).request_routing_rules == (rule,)
