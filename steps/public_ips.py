"""Public IP addresses of virtual machines."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import given, parameter_type, when
from azsim.text import Text

parameter_type(
    name="public_ip_sku",
    regexp="Standard|Basic",
    transformer=str,
    meaning=Text("the SKU of a public IP address", "パブリック IP アドレスの SKU"),
    example=Text("Basic", "Basic"),
)


@given(
    "the virtual machine {vm} with the public IP {address}",
    "パブリック IP が {address} の仮想マシン {vm} がある",
)
def machine_with_public_ip(azure: Azure, vm: str, address: str) -> None:
    """A machine somewhere in the virtual network, whose network interface has a public IP address.

    仮想ネットワーク内のマシンであり、ネットワーク インターフェイスにパブリック IP アドレスがある。
    """
    azure.public_ips.describe_machine(vm, address)


@given("{vm} has the public IP {address}", "{vm} にパブリック IP {address} がある")
def has_public_ip(azure: Azure, vm: str, address: str) -> None:
    """Its network interface has a Standard public IP address.

    ネットワーク インターフェイスに Standard のパブリック IP アドレスがある。
    """
    azure.public_ips.describe(vm, address)


@given(
    "{vm} has the {public_ip_sku} public IP {address}",
    "{vm} に {public_ip_sku} SKU のパブリック IP {address} がある",
)
def has_public_ip_of_sku(azure: Azure, vm: str, public_ip_sku: str, address: str) -> None:
    """Its network interface has a public IP address of that SKU. Basic ended on 30 September 2025.

    ネットワーク インターフェイスにこの SKU のパブリック IP アドレスがある。Basic は 2025 年 9 月 30 日に廃止された。
    """
    azure.public_ips.describe(vm, address, public_ip_sku)


@when("the public IP {address} is assigned to {vm}", "{vm} にパブリック IP {address} を割り当てる")
def assign_public_ip(azure: Azure, address: str, vm: str) -> None:
    """New connections of the machine leave from that address, unless its subnet has a NAT gateway.

    サブネットに NAT ゲートウェイがなければ、マシンの新しい接続はこのアドレスから送信する。
    """
    azure.public_ips.assign(vm, address)


@when(
    "the {public_ip_sku} public IP {address} is assigned to {vm}",
    "{vm} に {public_ip_sku} SKU のパブリック IP {address} を割り当てる",
)
def assign_public_ip_of_sku(azure: Azure, public_ip_sku: str, address: str, vm: str) -> None:
    """Ask Azure to give a machine a public IP address of that SKU.

    この SKU のパブリック IP アドレスをマシンに割り当てるよう Azure に要求する。
    """
    azure.public_ips.assign(vm, address, public_ip_sku)


@when("the public IP {address} is removed from {vm}", "{vm} からパブリック IP {address} を取り外す")
def remove_public_ip(azure: Azure, address: str, vm: str) -> None:
    """Connections through that address end, and new ones leave by the next method.

    このアドレスを使う接続は終わり、新しい接続は次の方法で送信する。
    """
    azure.public_ips.remove(vm, address)


@when(
    "the idle timeout of the public IP {address} is set to {duration}",
    "パブリック IP {address} のアイドル タイムアウトを {duration}に設定する",
)
def ask_for_idle_timeout(azure: Azure, address: str, duration: int) -> None:
    """Of connections that come in; those that the machine opens keep theirs. Azure takes 4 to 30 minutes.

    An instance-level public IP of a classic deployment has one as well.

    受信接続に使われる。マシンが開く接続では変わらない。Azure が受け付けるのは 4 分から 30 分である。
    クラシック デプロイのインスタンス レベルのパブリック IP にも設定できる。
    """
    azure.public_ips.ask_for_idle_timeout(address, duration)
