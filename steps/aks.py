"""AKS clusters: their nodes, and how those reach the internet."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import given, parameter_type, when
from azsim.steps.types import unquoted
from azsim.text import Text

parameter_type(
    name="service",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a Kubernetes Service", "Kubernetes Service の名前"),
    example=Text('"web"', '"web"'),
)


@given(
    "an AKS cluster with {count} node/nodes",
    "ノード {count} 台の AKS クラスターがある",
)
def a_cluster(azure: Azure, count: int) -> None:
    """Nodes node1, node2 … behind the Standard load balancer "kubernetes", which has one outbound IP
    address that AKS manages. Whatever a pod opens to the internet leaves its node.

    ノード node1、node2 … が Standard ロード バランサー "kubernetes" の背後にあり、AKS が管理する送信 IP
    アドレスが一つある。ポッドがインターネットへ開く接続は、そのノードから出る。
    """
    azure.aks.describe(count)


@given(
    "an AKS cluster with {count} node/nodes and the outbound IP addresses {public_addresses}",
    "ノード {count} 台の AKS クラスターがあり、送信 IP アドレスは {public_addresses} である",
)
def a_cluster_with_addresses(azure: Azure, count: int, public_addresses: list[str]) -> None:
    """Nodes node1, node2 … behind the Standard load balancer "kubernetes" with these addresses.

    ノード node1、node2 … が、これらのアドレスを持つ Standard ロード バランサー "kubernetes" の背後にある。
    """
    azure.aks.describe(count, public_addresses)


@given(
    "an AKS cluster with {count} node/nodes on a Basic load balancer",
    "Basic ロード バランサーを使う、ノード {count} 台の AKS クラスターがある",
)
def a_basic_cluster(azure: Azure, count: int) -> None:
    """Nodes node1, node2 … The load balancer comes with the first Service of the type LoadBalancer.

    ノード node1、node2 … がある。ロード バランサーは、LoadBalancer タイプの Service を最初に作成したときに作られる。
    """
    azure.aks.describe_basic(count)


@when(
    "the Kubernetes Service {service} of the type LoadBalancer is created with the IP address {address}",
    "IP アドレスが {address} の Kubernetes Service {service} を LoadBalancer タイプで作成する",
)
def create_service(azure: Azure, service: str, address: str) -> None:
    """A front end with that public IP address on the load balancer of the cluster, before all nodes.

    クラスターのロード バランサーに、そのパブリック IP アドレスのフロントエンドが加わる。背後にはすべてのノードが
    ある。
    """
    azure.aks.add_service(service, address)


@when(
    "the Kubernetes Service {service} is deleted",
    "Kubernetes Service {service} を削除する",
)
def delete_service(azure: Azure, service: str) -> None:
    """Its front end, its rules and its public IP address are deleted with it.

    そのフロントエンド、規則、パブリック IP アドレスも一緒に削除される。
    """
    azure.aks.delete_service(service)


@when(
    "the AKS cluster grows to {count} nodes",
    "AKS クラスターのノードが {count} 台に増える",
)
def grow(azure: Azure, count: int) -> None:
    """By scaling, or for the time of an upgrade, which adds surge nodes.

    スケールアウトのほか、アップグレード中のサージ ノードの追加もこれに当たる。
    """
    azure.aks.grow(count)


@when(
    "the allocated outbound ports of the AKS cluster are set to {count} per node",
    "AKS クラスターの送信ポートをノードあたり {count} 個に設定する",
)
def set_ports(azure: Azure, count: int) -> None:
    """AllocatedOutboundPorts of the cluster; 0 leaves the number to the size of the pool.

    クラスターの AllocatedOutboundPorts である。0 にすると、プールのサイズで決まる。
    """
    azure.aks.set_ports(count)


@when(
    "the outbound IP addresses of the AKS cluster are increased to {count}",
    "AKS クラスターの送信 IP アドレスを {count} 個に増やす",
)
def add_addresses(azure: Azure, count: int) -> None:
    """Addresses that AKS manages and that nobody has to name.

    AKS が管理するアドレスであり、示さなくてよい。
    """
    azure.aks.add_addresses(count)


@when(
    "the outbound idle timeout of the AKS cluster is set to {duration}",
    "AKS クラスターの送信アイドル タイムアウトを {duration}に設定する",
)
def set_idle_timeout(azure: Azure, duration: int) -> None:
    """That of the outbound rule of its load balancer.

    ロード バランサーのアウトバウンド規則のものである。
    """
    azure.aks.set_idle_timeout(duration)
