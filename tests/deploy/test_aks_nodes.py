"""What AKS sets up in the place of a cluster: its nodes, their network, and their way out."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest

from azsim.deploy.aks_nodes import made_for, with_nodes
from azsim.facts import Facts
from azsim.model.resources.aks import AgentPool, ManagedCluster
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.compute import ScaleSet
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import PublicIpAddress, VirtualNetwork
from azsim.model.resources.outbound import NatGateway
from azsim.units import MINUTE

R = TypeVar("R", bound=Resource)


def cluster(name: str = "shop", *pools: AgentPool, **said: Any) -> ManagedCluster:
    """A cluster with a pool of three nodes, unless others are named."""
    first = {"outbound_type": "loadBalancer", "load_balancer_sku": "Standard"}
    pool = AgentPool(name="system", count=3)
    return ManagedCluster(id=name, agent_pools=pools or (pool,), **{**first, **said})


def made(kind: type[R], *resources: Resource) -> list[R]:
    """What AKS makes of that kind in the place of the clusters among *resources*."""
    return [each for each in with_nodes(resources, Facts()) if isinstance(each, kind)]


def balancer(record: ManagedCluster) -> LoadBalancer:
    [found] = made(LoadBalancer, record)
    return found


def test_each_node_pool_is_a_scale_set() -> None:
    pools = (AgentPool(name="system", count=3), AgentPool(name="user", count=5))
    found = made(ScaleSet, cluster("shop", *pools))
    assert [(each.name, each.capacity) for each in found] == [("aks-system", 3), ("aks-user", 5)]


class TestALoadBalancer:
    def test_lets_the_nodes_leave_by_an_outbound_rule_of_its_pool(self) -> None:
        record = cluster()
        [rule] = balancer(record).outbound_rules
        assert (rule.allocated_outbound_ports, rule.idle_timeout) == (0, 30 * MINUTE)
        assert rule.enable_tcp_reset
        [nodes] = made(ScaleSet, record)
        [interface] = nodes.network_interface_configurations
        [configuration] = interface.ip_configurations
        pool = ResourceId("kubernetes").part("backendAddressPools", rule.back_end_pool)
        assert configuration.load_balancer_back_end_pools == (pool,)

    def test_has_one_address_where_nobody_says_more(self) -> None:
        assert len(made(PublicIpAddress, cluster())) == 1
        record = cluster(managed_outbound_ips=3)
        assert len(made(PublicIpAddress, record)) == 3
        [rule] = balancer(record).outbound_rules
        assert len(rule.front_ends) == 3

    def test_has_ones_own_addresses_in_the_place_of_made_ones(self) -> None:
        record = cluster(outbound_ips=("mine", "mine too"), managed_outbound_ips=3)
        assert made(PublicIpAddress, record) == []
        public = [each.public_ip_address for each in balancer(record).front_ends]
        assert public == [ResourceId("mine"), ResourceId("mine too")]

    def test_has_ones_own_prefixes_as_well(self) -> None:
        record = cluster(outbound_ip_prefixes=("mine",))
        assert made(PublicIpAddress, record) == []
        [front_end] = balancer(record).front_ends
        assert front_end.public_ip_prefix == ResourceId("mine")
        [rule] = balancer(record).outbound_rules
        assert rule.front_ends == (front_end.name,)

    def test_has_the_ports_and_the_idle_timeout_of_the_cluster(self) -> None:
        record = cluster(allocated_outbound_ports=4_000, idle_timeout=10 * MINUTE)
        [rule] = balancer(record).outbound_rules
        assert (rule.allocated_outbound_ports, rule.idle_timeout) == (4_000, 10 * MINUTE)

    def test_isnt_there_before_the_first_service_of_a_basic_cluster(self) -> None:
        assert made(LoadBalancer, cluster(load_balancer_sku="Basic")) == []


class TestTheNetwork:
    def test_is_made_where_a_pool_names_none(self) -> None:
        pools = (
            AgentPool(name="system", count=1, subnet="vnet/subnets/app"),
            AgentPool(name="user", count=1),
        )
        record = cluster("shop", *pools)
        [network] = made(VirtualNetwork, record)
        subnets = [
            configuration.subnet
            for each in made(ScaleSet, record)
            for interface in each.network_interface_configurations
            for configuration in interface.ip_configurations
        ]
        [made_one] = network.subnets
        assert subnets == [
            ResourceId("vnet/subnets/app"),
            network.id.part("subnets", made_one.name),
        ]

    def test_isnt_made_where_each_pool_names_ones_own(self) -> None:
        pool = AgentPool(name="system", count=1, subnet="vnet/subnets/app")
        assert made(VirtualNetwork, cluster("shop", pool)) == []

    def test_has_a_managed_nat_gateway(self) -> None:
        record = cluster(
            outbound_type="managedNATGateway", managed_outbound_ips=2, idle_timeout=7 * MINUTE
        )
        [gateway] = made(NatGateway, record)
        assert len(gateway.public_ip_addresses) == len(made(PublicIpAddress, record)) == 2
        assert gateway.idle_timeout == 7 * MINUTE
        [network] = made(VirtualNetwork, record)
        assert [each.nat_gateway for each in network.subnets] == [gateway.id]
        assert made(LoadBalancer, record) == []

    @pytest.mark.parametrize("kind", ["userAssignedNATGateway", "userDefinedRouting", "none"])
    def test_is_all_that_the_nodes_have_where_aks_sets_up_no_way_out(self, kind: str) -> None:
        pool = AgentPool(name="system", count=3, subnet="vnet/subnets/app")
        [only] = with_nodes([cluster("shop", pool, outbound_type=kind)], Facts())
        assert isinstance(only, ScaleSet)


def test_nodes_have_public_addresses_of_their_own_where_the_pool_says_so() -> None:
    pool = AgentPool(
        name="system", count=2, enable_node_public_ip=True, node_public_ip_prefix="prefix"
    )
    [nodes] = made(ScaleSet, cluster("shop", pool))
    [interface] = nodes.network_interface_configurations
    [configuration] = interface.ip_configurations
    public = configuration.public_ip_address_configuration
    assert public is not None
    assert public.public_ip_prefix == ResourceId("prefix")


class TestSeveralClusters:
    def test_share_no_name(self) -> None:
        found = with_nodes([cluster("one"), cluster("two")], Facts())
        names = [each.name for each in found]
        assert len(set(names)) == len(names)

    def test_are_told_by_the_names_of_what_is_made_for_them(self) -> None:
        one, two = cluster("one"), cluster("two")
        found = made_for([one, two])
        owners = {each.name: found[each.name] for each in made(ScaleSet, one, two)}
        assert owners == {"aks-system": one, "two aks-system": two}


def test_a_cluster_that_is_made_already_isnt_made_again() -> None:
    nodes = ScaleSet(id="aks-system-12345678-vmss", capacity=3)
    assert with_nodes([nodes, cluster()], Facts()) == [nodes]
    assert made_for([nodes, cluster()]) == {}


def test_a_scale_set_of_another_name_is_no_node_of_it() -> None:
    others = ScaleSet(id="aks-other-12345678-vmss", capacity=3)
    assert len(made(ScaleSet, others, cluster())) == 2
