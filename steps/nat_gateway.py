"""NAT gateways, their addresses and their idle timeouts."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, given, parameter_type, then, when
from azsim.steps.types import unquoted
from azsim.text import Text, listed

SUBNETS = (Column("subnet", Text("subnet", "サブネット")),)

parameter_type(
    name="nat_gateway",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a NAT gateway", "NAT ゲートウェイの名前"),
    example=Text('"nat"', '"nat"'),
)
parameter_type(
    name="nat_sku",
    regexp="StandardV2|Standard",
    transformer=str,
    meaning=Text("the SKU of a NAT gateway", "NAT ゲートウェイの SKU"),
    example=Text("StandardV2", "StandardV2"),
)
parameter_type(
    name="address_sku",
    regexp="StandardV2|Standard|Basic",
    transformer=str,
    meaning=Text("the SKU of a public IP address", "パブリック IP アドレスの SKU"),
    example=Text("Basic", "Basic"),
)


@given(
    "the NAT gateway {nat_gateway} with public IP {public_addresses} on the subnet {subnet}",
    "サブネット {subnet} に、パブリック IP が {public_addresses} の NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_on_a_subnet(
    azure: Azure, nat_gateway: str, public_addresses: list[str], subnet: str
) -> None:
    """Its machines leave through a Standard NAT gateway with these public IP addresses.

    サブネットのマシンは、これらのパブリック IP アドレスを持つ Standard の NAT ゲートウェイから送信する。
    """
    azure.nat_gateways.describe(nat_gateway, public_addresses, [subnet])


@given(
    "the NAT gateway {nat_gateway} with public IP {public_addresses} on the subnets {subnet} and {other_subnet}",
    "サブネット {subnet} と {other_subnet} に、パブリック IP が {public_addresses} の NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_on_two_subnets(
    azure: Azure, nat_gateway: str, public_addresses: list[str], subnet: str, other_subnet: str
) -> None:
    """The machines of both subnets share its SNAT ports.

    両方のサブネットのマシンが SNAT ポートを共有する。
    """
    azure.nat_gateways.describe(nat_gateway, public_addresses, [subnet, other_subnet])


@given(
    "the NAT gateway {nat_gateway} with public IP {public_addresses} on the subnets:",
    "パブリック IP が {public_addresses} の NAT ゲートウェイ {nat_gateway} がある。サブネットは次のとおり:",
    table=SUBNETS,
)
def nat_gateway_on_subnets(
    azure: Azure, nat_gateway: str, public_addresses: list[str], datatable: Rows
) -> None:
    """The machines of all these subnets share its SNAT ports.

    これらのサブネットのすべてのマシンが SNAT ポートを共有する。
    """
    subnets = [str(row["subnet"]) for row in datatable]
    azure.nat_gateways.describe(nat_gateway, public_addresses, subnets)


@given(
    "the {nat_sku} NAT gateway {nat_gateway} with public IP {public_addresses} on the subnet {subnet}",
    "サブネット {subnet} に、パブリック IP が {public_addresses} の {nat_sku} NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_of_a_sku(
    azure: Azure, nat_sku: str, nat_gateway: str, public_addresses: list[str], subnet: str
) -> None:
    """Its public IP addresses have the SKU of the NAT gateway.

    パブリック IP アドレスの SKU は NAT ゲートウェイと同じである。
    """
    azure.nat_gateways.describe(nat_gateway, public_addresses, [subnet], nat_sku)


@given(
    "the NAT gateway {nat_gateway} without a public IP address on the subnet {subnet}",
    "サブネット {subnet} に、パブリック IP アドレスのない NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_without_address(azure: Azure, nat_gateway: str, subnet: str) -> None:
    """It carries nothing until it has one.

    パブリック IP アドレスを追加するまで、何も運ばない。
    """
    azure.nat_gateways.describe(nat_gateway, [], [subnet])


@given(
    "the NAT gateway {nat_gateway} with public IP {public_addresses}",
    "パブリック IP が {public_addresses} の NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_of_the_network(azure: Azure, nat_gateway: str, public_addresses: list[str]) -> None:
    """Every machine of the virtual network leaves through it.

    仮想ネットワークのどのマシンも、ここから送信する。
    """
    azure.nat_gateways.describe(nat_gateway, public_addresses)


@given(
    "the NAT gateway {nat_gateway} with {count} public IP address/addresses on the subnet {subnet}",
    "サブネット {subnet} に、パブリック IP が {count} 個の NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_with_many_addresses(
    azure: Azure, nat_gateway: str, count: int, subnet: str
) -> None:
    """A NAT gateway whose addresses matter by their number only.

    アドレスの数だけが問題になる NAT ゲートウェイである。
    """
    azure.nat_gateways.describe_with(nat_gateway, count, [subnet])


@given(
    "the NAT gateway {nat_gateway} with the public IP prefix {prefix} on the subnet {subnet}",
    "サブネット {subnet} に、パブリック IP プレフィックスが {prefix} の NAT ゲートウェイ {nat_gateway} がある",
)
def nat_gateway_with_a_prefix(azure: Azure, nat_gateway: str, prefix: str, subnet: str) -> None:
    """Every address of the prefix is one of the NAT gateway.

    プレフィックスのすべてのアドレスを使う。
    """
    azure.nat_gateways.describe_prefix(nat_gateway, prefix, [subnet])


@given(
    "the NAT gateway {nat_gateway} carries {count} TCP connection/connections of other machines to {destination}",
    "NAT ゲートウェイ {nat_gateway} が、ほかのマシンから {destination} への TCP 接続を {count} 本扱っている",
)
def connections_of_others_to(
    azure: Azure, nat_gateway: str, count: int, destination: tuple[str, int]
) -> None:
    """Machines that the scenario doesn't name have them open, and keep them.

    シナリオに登場しないマシンが開いており、開いたままにする。
    """
    azure.nat_gateways.carry_for_others(nat_gateway, count, destination)


@given(
    "the NAT gateway {nat_gateway} carries {count} TCP connection/connections of other machines",
    "NAT ゲートウェイ {nat_gateway} が、ほかのマシンの TCP 接続を {count} 本扱っている",
)
def connections_of_others(azure: Azure, nat_gateway: str, count: int) -> None:
    """They go to destinations where no machine of the scenario goes, and stay open.

    シナリオのマシンが接続しない宛先への接続であり、開いたままである。
    """
    azure.nat_gateways.carry_for_others(nat_gateway, count)


@when(
    "the {nat_sku} NAT gateway {nat_gateway} with public IP {public_addresses} is attached to the subnet {subnet}",
    "パブリック IP が {public_addresses} の {nat_sku} NAT ゲートウェイ {nat_gateway} をサブネット {subnet} に接続する",
)
def attach(
    azure: Azure, nat_sku: str, nat_gateway: str, public_addresses: list[str], subnet: str
) -> None:
    """A new NAT gateway, for which Azure is asked.

    新しい NAT ゲートウェイを Azure に要求する。
    """
    azure.nat_gateways.attach(nat_gateway, public_addresses, subnet, nat_sku)


@when(
    "the {nat_sku} NAT gateway {nat_gateway} with the {address_sku} public IP {public_addresses} is attached to the subnet {subnet}",
    "{address_sku} SKU のパブリック IP が {public_addresses} の {nat_sku} NAT ゲートウェイ {nat_gateway} をサブネット {subnet} に接続する",
)
def attach_with_address_sku(
    azure: Azure,
    nat_sku: str,
    nat_gateway: str,
    address_sku: str,
    public_addresses: list[str],
    subnet: str,
) -> None:
    """A new NAT gateway, whose public IP addresses have a SKU that may not fit.

    新しい NAT ゲートウェイを Azure に要求する。パブリック IP アドレスの SKU が合わないこともある。
    """
    azure.nat_gateways.attach(nat_gateway, public_addresses, subnet, nat_sku, address_sku)


@when(
    "the NAT gateway {nat_gateway} is removed from the subnet {subnet}",
    "NAT ゲートウェイ {nat_gateway} をサブネット {subnet} から取り外す",
)
def detach(azure: Azure, nat_gateway: str, subnet: str) -> None:
    """The machines of the subnet leave by what comes next. Connections through it end.

    サブネットのマシンは次の方法で送信する。NAT ゲートウェイを経由する接続は終わる。
    """
    azure.nat_gateways.detach(nat_gateway, subnet)


@when(
    "{count} public IP address/addresses is/are added to the NAT gateway {nat_gateway}",
    "NAT ゲートウェイ {nat_gateway} にパブリック IP アドレスを {count} 個追加する",
)
def add_addresses(azure: Azure, count: int, nat_gateway: str) -> None:
    """Ask for more public IP addresses, whichever they are.

    パブリック IP アドレスの追加を要求する。どのアドレスかは問わない。
    """
    azure.nat_gateways.add_addresses(nat_gateway, count)


@when(
    "the public IP {address} is removed from the NAT gateway {nat_gateway}",
    "NAT ゲートウェイ {nat_gateway} からパブリック IP {address} を取り外す",
)
def remove_address(azure: Azure, address: str, nat_gateway: str) -> None:
    """New connections don't leave from that address any more.

    以後、新しい接続はこのアドレスから送信しない。
    """
    azure.nat_gateways.remove_address(nat_gateway, address)


@when(
    "the TCP idle timeout of the NAT gateway {nat_gateway} is set to {duration}",
    "NAT ゲートウェイ {nat_gateway} の TCP アイドル タイムアウトを {duration}に設定する",
)
def set_idle_timeout(azure: Azure, nat_gateway: str, duration: int) -> None:
    """It holds for connections that are open as well.

    開いている接続にも適用される。
    """
    azure.nat_gateways.set_idle_timeout(nat_gateway, duration)


@when(
    "the UDP idle timeout of the NAT gateway {nat_gateway} is set to {duration}",
    "NAT ゲートウェイ {nat_gateway} の UDP アイドル タイムアウトを {duration}に設定する",
)
def set_udp_idle_timeout(azure: Azure, nat_gateway: str, duration: int) -> None:
    """Azure has no such setting, and refuses it.

    Azure にこの設定はなく、要求は拒否される。
    """
    azure.nat_gateways.set_udp_idle_timeout(nat_gateway, duration)


@then("an RST has reached only {sender}", "RST は {sender} だけに届いている")
def reset_reached(azure: Azure, sender: str) -> None:
    """Of both ends, only the one that has sent last knows that the connection is gone.

    接続がもうないことを知っているのは、双方のうち最後に送信した側だけである。
    """
    what = Text("where an RST arrives", "RST が届く先")
    expect.equal(what, listed([sender]), azure.seen.reset_reached())


@then(
    "the NAT gateway {nat_gateway} has {count} SNAT ports for each protocol",
    "NAT ゲートウェイ {nat_gateway} の SNAT ポートはプロトコルごとに {count} 個である",
)
def inventory(azure: Azure, nat_gateway: str, count: int) -> None:
    """The ports of all its addresses together, which every machine behind it shares.

    すべてのアドレスのポートの合計であり、背後のどのマシンも共有する。
    """
    what = Text("SNAT ports of the NAT gateway", "NAT ゲートウェイの SNAT ポート")
    expect.equal(what, f"{count:,}", azure.nat_gateways.inventory(nat_gateway))
