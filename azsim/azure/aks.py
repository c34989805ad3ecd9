"""AKS clusters, as a scenario describes and changes them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from azsim.azure import describing
from azsim.azure.work import MACHINES
from azsim.deploy.aks import (
    LOAD_BALANCER,
    first_load_balancer,
    outbound_rule,
    with_service,
    without_service,
)
from azsim.deploy.cloud import Cloud
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    LoadBalancer,
    LoadBalancerSku,
    OutboundRule,
)
from azsim.model.resources.network import PublicIpAddress
from azsim.text import Advice, Text, did_you_mean
from azsim.units import format_count, format_duration

NO_CLUSTER = Text(
    "No AKS cluster is described yet. Begin with a step such as: Given an AKS cluster with 3 nodes",
    "AKS クラスターがまだ記述されていない。まず次のように書く: 前提 ノード 3 台の AKS クラスターがある",
)
ONE_CLUSTER = Text(
    "There is an AKS cluster already, and a second one isn't modelled.",
    "AKS クラスターはすでにある。二つ目のクラスターはモデル化していない。",
)
NO_NODES = Text(
    "An AKS cluster has 1 node or more here.", "AKS クラスターのノードは 1 台以上である。"
)
ON_BASIC = Text(
    "The AKS cluster is on a Basic load balancer, which has no outbound rule. Changes of its nodes aren't "
    "modelled.",
    "AKS クラスターは Basic ロード バランサーを使っており、アウトバウンド規則がない。ノードの変更はモデル化して"
    "いない。",
)
NO_SERVICE = Text(
    'The AKS cluster has no Kubernetes Service "{name}".{hint}',
    "AKS クラスターに「{name}」という Kubernetes Service はない。{hint}",
)
NOT_MORE = Text(
    "The AKS cluster has {count} already: write more than that.",
    "AKS クラスターにはすでに {count} ある。それより大きい数を書く。",
)


@define(eq=False)
class Aks:
    """The AKS cluster of a scenario."""

    cloud: Cloud
    _basic_pool: BackEndPool | None = field(default=None, init=False)

    def describe(self, count: int, addresses: Sequence[str] = ()) -> None:
        """A cluster with *count* nodes, called node1, node2 …, which leave from *addresses*.

        :raises Advice: for a count of 0, a second cluster, and addresses that are something else's.
        """
        self._check_new(count)
        front_ends, public = self._front_ends(
            addresses or describing.unnamed_addresses(self.cloud, 1)
        )
        pool = describing.pool_of(self.cloud, self._nodes(count))
        rule = outbound_rule(
            self.cloud.world.facts, [each.name for each in front_ends], describing.POOL
        )
        self.cloud.plane.describe(
            *public,
            LoadBalancer(
                id=LOAD_BALANCER,
                sku=LoadBalancerSku.STANDARD,
                front_ends=tuple(front_ends),
                back_end_pools=(pool,),
                disable_outbound_snat=True,
                outbound_rules=(rule,),
            ),
        )

    def describe_basic(self, count: int) -> None:
        """A cluster with *count* nodes, called node1, node2 …, on a Basic load balancer.

        :raises Advice: for a count of 0, and a second cluster.
        """
        self._check_new(count)
        self._basic_pool = describing.pool_of(self.cloud, self._nodes(count))
        begins_with = first_load_balancer(self.cloud.world.facts, self._basic_pool)
        if begins_with is not None:
            self._describe_service(
                begins_with, "first", *describing.unnamed_addresses(self.cloud, 1)
            )

    def add_service(self, name: str, address: str) -> None:
        """A Service of the type LoadBalancer with an IP address of its own.

        :raises Advice: where there is no cluster, and for a name or an address that is something else's.
        """
        balancer = self.cloud.plane.get(LoadBalancer, LOAD_BALANCER)
        if balancer is None:
            if self._basic_pool is None:
                raise Advice(NO_CLUSTER)
            balancer = LoadBalancer(
                id=LOAD_BALANCER, sku=LoadBalancerSku.BASIC, back_end_pools=(self._basic_pool,)
            )
        describing.check_front_end(self.cloud, address, is_internal=False)
        self._describe_service(balancer, name, address)

    def delete_service(self, name: str) -> None:
        """A Service of the type LoadBalancer is deleted; with the last one of a Basic cluster goes the
        load balancer.

        :raises Advice: where there is no such Service.
        """
        balancer = self.cloud.plane.get(LoadBalancer, LOAD_BALANCER)
        services = (
            [] if balancer is None else [e for e in balancer.front_ends if not e.outbound_only]
        )
        if balancer is None or name not in [each.name for each in services]:
            known = [each.name for each in services]
            raise Advice(NO_SERVICE.fill(name=name, hint=did_you_mean(name, known)))
        left = without_service(balancer, name, self.cloud.world.facts)
        self.cloud.plane.describe(left)
        if not left.front_ends:
            self.cloud.load_balancers.remove(left)
            self.cloud.plane.forget(left)

    def grow(self, count: int) -> None:
        """Ask for *count* nodes.

        :raises Advice: where there is no cluster, and where it has as many already.
        """
        [pool] = self._balancer().back_end_pools
        have = len(pool.addresses)
        self._check_more(count, have)
        MACHINES.check(count - have)
        request = Text(
            "let the AKS cluster grow to {count} nodes",
            "AKS クラスターのノードを {count} 台に増やす",
        ).fill(count=format_count(count))
        newcomers = self._nodes(count - have, have)
        grown = describing.more_servers(self.cloud, LOAD_BALANCER, newcomers)
        self.cloud.plane.ask(request, *grown)

    def set_ports(self, count: int) -> None:
        """Ask for *count* allocated outbound ports for each node; 0 leaves it to Azure.

        :raises Advice: where there is no cluster.
        """
        request = Text(
            "set the allocated outbound ports of the AKS cluster to {count}",
            "AKS クラスターの送信ポートをノードあたり {count} 個に設定する",
        ).fill(count=format_count(count))
        self._ask_for(request, evolve(self._rule(), allocated_outbound_ports=count))

    def set_idle_timeout(self, duration: int) -> None:
        """Ask for another idle timeout of outbound connections, in nanoseconds.

        :raises Advice: where there is no cluster.
        """
        request = Text(
            "set the outbound idle timeout of the AKS cluster to {duration}",
            "AKS クラスターの送信アイドル タイムアウトを {duration}に設定する",
        ).fill(duration=format_duration(duration))
        self._ask_for(request, evolve(self._rule(), idle_timeout=duration))

    def _rule(self) -> OutboundRule:
        [rule] = self._balancer().outbound_rules
        return rule

    def _ask_for(self, request: Text, rule: OutboundRule) -> None:
        self.cloud.plane.ask(request, evolve(self._balancer(), outbound_rules=(rule,)))

    def add_addresses(self, count: int) -> None:
        """Ask for *count* outbound IP addresses.

        :raises Advice: where there is no cluster, and where it has as many already.
        """
        balancer = self._balancer()
        have = len(balancer.front_ends)
        self._check_more(count, have)
        added, public = self._front_ends(
            describing.unnamed_addresses(self.cloud, count - have), have
        )
        [rule] = balancer.outbound_rules
        names = (*rule.front_ends, *(each.name for each in added))
        request = Text(
            "scale the outbound IP addresses of the AKS cluster to {count}",
            "AKS クラスターの送信 IP アドレスを {count} 個に増やす",
        ).fill(count=format_count(count))
        # AKS makes them first, and then asks for the rule.
        self.cloud.plane.describe(*public)
        self.cloud.plane.ask(
            request,
            evolve(
                balancer,
                front_ends=(*balancer.front_ends, *added),
                outbound_rules=(evolve(rule, front_ends=names),),
            ),
        )

    # Within

    def _check_new(self, count: int) -> None:
        balancer = self.cloud.plane.get(LoadBalancer, LOAD_BALANCER)
        if balancer is not None or self._basic_pool is not None:
            raise Advice(ONE_CLUSTER)
        if not count:
            raise Advice(NO_NODES)
        MACHINES.check(count)
        self.cloud.default_network()

    def _describe_service(self, balancer: LoadBalancer, name: str, address: str) -> None:
        public = describing.public_ip(f"{LOAD_BALANCER} {name}", address, balancer.sku)
        front_end = FrontEnd(name=name, public_ip_address=public.id)
        facts = self.cloud.world.facts
        self.cloud.plane.describe(public, with_service(balancer, front_end, facts))

    def _balancer(self) -> LoadBalancer:
        if self._basic_pool is not None:
            raise Advice(ON_BASIC)
        found = self.cloud.plane.get(LoadBalancer, LOAD_BALANCER)
        if found is None:
            raise Advice(NO_CLUSTER)
        return found

    def _check_more(self, count: int, have: int) -> None:
        if count <= have:
            raise Advice(NOT_MORE.fill(count=format_count(have)))

    def _nodes(self, count: int, have: int = 0) -> list[tuple[str, str]]:
        numbers = range(have + 1, have + count + 1)
        addresses = describing.addresses_somewhere(self.cloud, count)
        return [(f"node{number}", each) for number, each in zip(numbers, addresses, strict=True)]

    @staticmethod
    def _front_ends(
        addresses: Sequence[str], have: int = 0
    ) -> tuple[list[FrontEnd], list[PublicIpAddress]]:
        public = [
            PublicIpAddress(id=f"{LOAD_BALANCER} outbound IP {number}", ip_address=each)
            for number, each in enumerate(addresses, start=have + 1)
        ]
        front_ends = [
            FrontEnd(name=f"outbound {number}", public_ip_address=each.id, outbound_only=True)
            for number, each in enumerate(public, start=have + 1)
        ]
        return front_ends, public
