"""A classic deployment: how it is described, scaled and asked about."""

from __future__ import annotations

from fractions import Fraction

from azsim.azure import Azure
from azsim.deploy.classic import idle_timeout_is_fixed
from azsim.gherkin import Column, Rows, expect, given, one_of, then, when
from azsim.model.packet import Protocol
from azsim.model.resources.classic import RoleKind
from azsim.model.rules import words
from azsim.steps.types import ROLES, role
from azsim.text import Text
from azsim.units import parse_address, parse_count, parse_endpoint

MACHINES = (
    Column("name", Text("name", "名前")),
    Column("private", Text("private IP", "プライベート IP"), parse=parse_address),
    Column(
        "public",
        Text("instance-level public IP", "インスタンス レベルのパブリック IP"),
        required=False,
        parse=parse_address,
    ),
)
ENDPOINTS = (Column("endpoint", Text("endpoint", "エンドポイント"), parse=parse_endpoint),)
ROLE_TABLE = (
    Column("role", Text("role", "ロール")),
    Column("kind", Text("kind", "種類"), parse=role, translate=one_of(list(ROLES.values()))),
    Column("instances", Text("instances", "インスタンス数"), parse=parse_count, type="count"),
    Column(
        "endpoint",
        Text("endpoint", "エンドポイント"),
        required=False,
        parse=parse_endpoint,
    ),
)


@given(
    "a classic deployment with virtual machines:",
    "次の仮想マシンからなるクラシック デプロイがある:",
    table=MACHINES,
)
def virtual_machines(azure: Azure, datatable: Rows) -> None:
    """Virtual machines by their names and private addresses, some with a public one.

    仮想マシンを名前とプライベート アドレスで示す。インスタンス レベルのパブリック IP を持つものがあってもよい。
    """
    azure.deployment.describe_machines(
        [(row["name"], row["private"], row["public"]) for row in datatable]
    )


@given(
    "a classic deployment with {count} instance/instances",
    "インスタンス {count} 台を持つクラシック デプロイがある",
)
def instances(azure: Azure, count: int) -> None:
    """Virtual machines vm1, vm2 … at 10.0.0.4 and up, without any public address.

    パブリック IP アドレスを持たない仮想マシン vm1、vm2 … が 10.0.0.4 から順に並ぶ。
    """
    azure.deployment.describe_instances(count)


@given(
    "a classic deployment with {count} instance/instances behind the load-balanced endpoint {endpoint}",
    "負荷分散エンドポイント {endpoint} の背後にインスタンス {count} 台を持つクラシック デプロイがある",
)
def instances_behind_endpoint(azure: Azure, count: int, endpoint: tuple[str, int]) -> None:
    """Virtual machines vm1, vm2 … that share the address of one load-balanced endpoint.

    仮想マシン vm1、vm2 … が一つの負荷分散エンドポイントのアドレスを共有する。
    """
    azure.deployment.describe_instances(count, endpoints=[endpoint])


@given(
    "a classic deployment with {count} instance/instances behind the load-balanced endpoints:",
    "次の負荷分散エンドポイントの背後にインスタンス {count} 台を持つクラシック デプロイがある:",
    table=ENDPOINTS,
)
def instances_behind_endpoints(azure: Azure, count: int, datatable: Rows) -> None:
    """Virtual machines vm1, vm2 … behind several load-balanced endpoints.

    仮想マシン vm1、vm2 … が複数の負荷分散エンドポイントの背後にある。
    """
    endpoints = [row["endpoint"] for row in datatable]
    azure.deployment.describe_instances(count, endpoints=endpoints)


@given(
    "a classic deployment with {count} {role} instance/instances",
    "{role}のインスタンス {count} 台を持つクラシック デプロイがある",
)
def role_instances(azure: Azure, count: int, role: RoleKind) -> None:
    """Role instances, called instance 1, instance 2 … without a load-balanced endpoint.

    インスタンス 1、インスタンス 2 … と呼ぶロール インスタンスがあり、負荷分散エンドポイントはない。
    """
    azure.deployment.describe_instances(count, role)


@given(
    "a classic deployment with {count} {role} instance/instances behind the load-balanced endpoint {endpoint}",
    "負荷分散エンドポイント {endpoint} の背後に {role}のインスタンス {count} 台を持つクラシック デプロイがある",
)
def role_instances_behind_endpoint(
    azure: Azure, count: int, role: RoleKind, endpoint: tuple[str, int]
) -> None:
    """Role instances that share the address of one load-balanced endpoint.

    ロール インスタンスが一つの負荷分散エンドポイントのアドレスを共有する。
    """
    azure.deployment.describe_instances(count, role, endpoints=[endpoint])


@given(
    "a classic deployment with roles:",
    "次のロールからなるクラシック デプロイがある:",
    table=ROLE_TABLE,
)
def several_roles(azure: Azure, datatable: Rows) -> None:
    """The roles of one cloud service. The instances of a role web are web_IN_0, web_IN_1 …

    An endpoint belongs to one role, whose instances alone stand behind it.

    一つのクラウド サービスのロールを示す。ロール web のインスタンスは web_IN_0、web_IN_1 … となる。
    エンドポイントは一つのロールに属し、背後にあるのはそのロールのインスタンスだけである。
    """
    azure.deployment.describe_roles(
        [(row["role"], row["kind"], row["instances"], row["endpoint"]) for row in datatable]
    )


@given(
    "the load-balanced endpoint {endpoint} in front of {vms}",
    "{vms} の前段に負荷分散エンドポイント {endpoint} がある",
)
def endpoint_in_front(azure: Azure, endpoint: tuple[str, int], vms: list[str]) -> None:
    """A load-balanced endpoint that only the named instances stand behind.

    名前を挙げたインスタンスだけが背後にある負荷分散エンドポイントである。
    """
    azure.deployment.describe_endpoint(endpoint, vms)


@given(
    "the load-balanced endpoint {endpoint} in front of the first {count} instances",
    "最初の {count} 台のインスタンスの前段に負荷分散エンドポイント {endpoint} がある",
)
def endpoint_in_front_of_first(azure: Azure, endpoint: tuple[str, int], count: int) -> None:
    """A load-balanced endpoint that only a part of the deployment stands behind.

    デプロイの一部だけが背後にある負荷分散エンドポイントである。
    """
    azure.deployment.describe_endpoint_for_first(endpoint, count)


@when(
    "the instance-level public IP {address} is assigned to {vm}",
    "{vm} にインスタンス レベルのパブリック IP {address} を割り当てる",
)
def assign_instance_level_address(azure: Azure, address: str, vm: str) -> None:
    """Ask for a public address that one instance has for itself.

    一つのインスタンスに専用のパブリック IP アドレスを割り当てるよう Azure に要求する。
    """
    azure.deployment.assign_instance_level_address(vm, address)


@when("the fallback address is set to {address}", "フォールバック アドレスを {address} に設定する")
def set_fallback_address(azure: Azure, address: str) -> None:
    """Ask for a fallback address of one's own choice.

    自分で選んだフォールバック アドレスにするよう Azure に要求する。
    """
    azure.deployment.set_fallback_address(address)


@when(
    "the outbound idle timeout is set to {duration}",
    "送信アイドル タイムアウトを {duration}に設定する",
)
def set_idle_timeout(azure: Azure, duration: int) -> None:
    """Ask for another idle timeout of outbound flows.

    送信フローのアイドル タイムアウトを変えるよう Azure に要求する。
    """
    azure.deployment.set_idle_timeout(duration)


@when(
    "the idle timeout of the load-balanced endpoint {endpoint} is set to {duration}",
    "負荷分散エンドポイント {endpoint} のアイドル タイムアウトを {duration}に設定する",
)
def set_endpoint_idle_timeout(azure: Azure, endpoint: tuple[str, int], duration: int) -> None:
    """Of connections that come in by it. Azure takes 4 to 30 minutes.

    このエンドポイントで受信した接続に使われる。Azure が受け付けるのは 4 分から 30 分である。
    """
    azure.deployment.set_endpoint_idle_timeout(endpoint, duration)


@when("the deployment grows to {count} instances", "デプロイのインスタンスが {count} 台に増える")
def grow(azure: Azure, count: int) -> None:
    """More instances join the deployment and what its instances share.

    インスタンスがデプロイに加わり、既存のインスタンスが共有しているものを共に使う。
    """
    azure.deployment.grow(count)


@when(
    "the deployment shrinks to {count} instance/instances",
    "デプロイのインスタンスが {count} 台に減る",
)
def shrink(azure: Azure, count: int) -> None:
    """The last instances leave the deployment.

    末尾のインスタンスから順にデプロイから外れる。
    """
    azure.deployment.shrink(count)


@when(
    "a redeployment starts and reports twice the number of instances",
    "再デプロイが始まり、インスタンス数が実際の 2 倍と報告される",
)
def redeploy_twice(azure: Azure) -> None:
    """For a while the pool looks twice as large as it is.

    しばらくの間、プールが実際の 2 倍の大きさに見える。
    """
    azure.deployment.start_redeployment(Fraction(2))


@when(
    "a redeployment starts and reports {factor} times the number of instances",
    "再デプロイが始まり、インスタンス数が実際の {factor} 倍として報告される",
)
def redeploy(azure: Azure, factor: Fraction) -> None:
    """For a while the pool looks larger than it is, by any factor up to 2.

    しばらくの間、プールが実際より大きく見える。倍率は 2 までである。
    """
    azure.deployment.start_redeployment(factor)


@when("the redeployment ends", "再デプロイが終わる")
def end_redeployment(azure: Azure) -> None:
    """The pool is reported at its real size again.

    プールが再び実際の大きさで報告される。
    """
    azure.deployment.end_redeployment()


@when(
    "a redeployment is told to report {count} instances",
    "再デプロイ中のインスタンス数を {count} 台と報告するよう設定する",
)
def configure_redeployment(azure: Azure, count: int) -> None:
    """Ask for the number that a redeployment reports.

    再デプロイで報告されるインスタンス数を指定するよう Azure に要求する。
    """
    azure.deployment.configure_redeployment(count)


@then(
    "the request is refused because the outbound idle timeout is fixed at {duration}",
    "送信アイドル タイムアウトは {duration}に固定されているため、要求は拒否される",
)
def request_is_refused_as_the_idle_timeout_is_fixed(azure: Azure, duration: int) -> None:
    """Azure refuses another idle timeout; the one there is can't be changed.

    アイドル タイムアウトは変えられないため、Azure は別の値への変更を拒否する。
    """
    what = Text("the answer to the request", "要求に対する回答")
    fixed = idle_timeout_is_fixed(duration)
    expect.equal(what, fixed, azure.world.requests.answer(), show=words)


@then(
    "the deployment counts {count} address/addresses against the public IP quota",
    "デプロイのアドレスのうちパブリック IP のクォータに数えられるのは {count} 個である",
)
def counted_addresses(azure: Azure, count: int) -> None:
    """How many public addresses the deployment uses up of the subscription's quota.

    サブスクリプションのパブリック IP のクォータのうち、デプロイが使う数である。
    """
    what = Text("addresses counted against the quota", "クォータに数えられるアドレス")
    expect.equal(what, count, azure.deployment.addresses_counted())


@then(
    "each instance has {count} preallocated {protocol} SNAT ports",
    "各インスタンスには {protocol} SNAT ポートが {count} 個事前に割り当てられている",
)
def preallocated_ports(azure: Azure, count: int, protocol: Protocol) -> None:
    """How many SNAT ports every instance may use at most toward one destination.

    各インスタンスが一つの宛先に対して使える SNAT ポートの最大数である。
    """
    what = Text("preallocated ports of each instance", "各インスタンスに事前に割り当てられたポート")
    expect.equal(what, [count], azure.seen.allocations(protocol))
