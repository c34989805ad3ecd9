"""What machines, clients and servers open and send: connections, flows, and packets without ports."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, given, when
from azsim.model.packet import Protocol
from azsim.text import Text
from azsim.units import parse_endpoint

DESTINATIONS = (Column("destination", Text("destination", "宛先"), parse=parse_endpoint),)


@given(
    "the Azure Storage account {internet_server} in the region of the virtual network",
    "仮想ネットワークと同じリージョンに Azure Storage アカウント {internet_server} がある",
)
def a_storage_account(azure: Azure, internet_server: str) -> None:
    """Machines of the virtual networks reach it without a method for outbound connections.

    仮想ネットワークのマシンは、送信接続の方法がなくても接続できる。
    """
    azure.servers.describe_storage_account(internet_server)


@given(
    "the internet server {internet_server}", "インターネット上のサーバー {internet_server} がある"
)
def internet_server(azure: Azure, internet_server: str) -> None:
    """A server with a public address that answers every connection.

    パブリック IP アドレスを持ち、どの接続にも応答するサーバーである。
    """
    azure.servers.describe_on_the_internet(internet_server)


@given(
    "{vm} has used every {protocol} SNAT port toward {destination}",
    "{vm} は {destination} 宛ての {protocol} SNAT ポートを使い切っている",
)
def used_every_port(
    azure: Azure, vm: str, protocol: Protocol, destination: tuple[str, int]
) -> None:
    """As many flows are open as the instance has ports; one more would be refused.

    インスタンスのポートと同じ数のフローが開いていて、もう 1 本開くと失敗する。
    """
    azure.outbound.exhaust(vm, protocol, *destination)


@given(
    "{vm} has used every TCP SNAT port toward {destination} and has just closed all of those connections by FIN from both ends",
    "{vm} は {destination} 宛ての TCP SNAT ポートを使い切り、その接続をすべて双方からの FIN で閉じたばかりである",
)
def used_and_closed_every_port(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """Every port is in the hold that follows a FIN from both ends.

    どのポートも、双方からの FIN の後の保持期間にある。
    """
    azure.outbound.exhaust_and_close(vm, *destination)


@when("{vm} opens a TCP connection to {destination}", "{vm} が {destination} へ TCP 接続を開く")
def open_connection(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """One connection, from a port that the instance picks.

    インスタンスが選んだポートから接続を 1 本開く。
    """
    azure.outbound.open_connection(vm, "TCP", *destination)


@when(
    "{client} opens a TCP connection to {destination}",
    "{client} が {destination} へ TCP 接続を開く",
)
def client_opens_tcp(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's connection, which stays open.

    クライアントの接続で、開いたままになる。
    """
    azure.outbound.open_as_client(client, "TCP", *destination)


@when(
    "{client} opens a UDP flow to {destination}",
    "{client} が {destination} へ UDP フローを開始する",
)
def client_opens_udp(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's UDP flow: a packet to the server, and an answer back.

    クライアントの UDP フローを 1 本開く。パケットを 1 個送り、応答を 1 個受け取る。
    """
    azure.outbound.open_as_client(client, "UDP", *destination)


@when(
    "{vm} opens a TCP connection from port {port} to {destination}",
    "{vm} がポート {port} から {destination} へ TCP 接続を開く",
)
def open_connection_from_port(
    azure: Azure, vm: str, port: int, destination: tuple[str, int]
) -> None:
    """One connection, from that port of the instance.

    インスタンスの指定したポートから接続を 1 本開く。
    """
    azure.outbound.open_connection(vm, "TCP", *destination, source_port=port)


@when(
    "{vm} opens {count} TCP connection/connections to {destination}",
    "{vm} が {destination} へ TCP 接続を {count} 本開く",
)
def open_connections(azure: Azure, vm: str, count: int, destination: tuple[str, int]) -> None:
    """Many connections at the same moment.

    多数の接続を同時に開く。
    """
    azure.outbound.open_many(vm, "TCP", count, [destination])


@when(
    "{vm} opens {count} TCP connection/connections to each of:",
    "{vm} が次の宛先のそれぞれへ TCP 接続を {count} 本ずつ開く:",
    table=DESTINATIONS,
)
def open_connections_to_each(azure: Azure, vm: str, count: int, datatable: Rows) -> None:
    """Many connections to each of several destinations.

    複数の宛先のそれぞれへ多数の接続を開く。
    """
    destinations = [row["destination"] for row in datatable]
    azure.outbound.open_many(vm, "TCP", count, destinations)


@when("{vm} opens a UDP flow to {destination}", "{vm} が {destination} へ UDP フローを開始する")
def open_udp_flow(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """One UDP flow: a packet out, and an answer back.

    UDP フローを 1 本開く。パケットを 1 個送り、応答を 1 個受け取る。
    """
    azure.outbound.open_connection(vm, "UDP", *destination)


@when(
    "{vm} opens a UDP flow from port {port} to {destination}",
    "{vm} がポート {port} から {destination} へ UDP フローを開始する",
)
def open_udp_flow_from_port(azure: Azure, vm: str, port: int, destination: tuple[str, int]) -> None:
    """One UDP flow from that port of the instance, as one socket opens several.

    インスタンスの指定したポートから UDP フローを 1 本開く。一つのソケットから複数の宛先へ送るときのように使う。
    """
    azure.outbound.open_connection(vm, "UDP", *destination, source_port=port)


@when(
    "{vm} opens {count} UDP flow/flows to {destination}",
    "{vm} が {destination} へ UDP フローを {count} 本開始する",
)
def open_udp_flows(azure: Azure, vm: str, count: int, destination: tuple[str, int]) -> None:
    """Many UDP flows at the same moment.

    多数の UDP フローを同時に開く。
    """
    azure.outbound.open_many(vm, "UDP", count, [destination])


@when(
    "{vms} each open a TCP connection to {destination}",
    "{vms} がそれぞれ {destination} へ TCP 接続を開く",
)
def each_open_connection(azure: Azure, vms: list[str], destination: tuple[str, int]) -> None:
    """One connection from each of the instances.

    挙げたインスタンスがそれぞれ接続を 1 本開く。
    """
    azure.outbound.open_one_each(vms, *destination)


@when("{vm} sends {ip_protocol} to {address}", "{vm} が {address} へ {ip_protocol} を送る")
def send_ip_protocol(azure: Azure, vm: str, ip_protocol: Protocol, address: str) -> None:
    """One packet of a protocol that has no ports.

    ポートのないプロトコルのパケットを 1 個送る。
    """
    azure.outbound.send_datagram(vm, ip_protocol, address)


@when(
    "{internet_server} sends a UDP packet to {destination}",
    "{internet_server} が {destination} へ UDP パケットを送る",
)
def send_from_internet(azure: Azure, internet_server: str, destination: tuple[str, int]) -> None:
    """A packet from the internet that is nobody's answer.

    何の応答でもないパケットがインターネットから届く。
    """
    azure.outbound.send_from_internet(internet_server, *destination)


@when(
    "{vm} sends a fragmented UDP packet to {destination}",
    "{vm} が {destination} へフラグメント化された UDP パケットを送る",
)
def send_fragmented(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """A datagram too large for one packet, which comes in IP fragments.

    1 個のパケットに収まらず、IP フラグメントに分かれるデータグラムである。
    """
    azure.outbound.send_fragmented(vm, *destination)


@when(
    "{client} sends a fragmented UDP packet to {destination}",
    "{client} が {destination} へフラグメント化された UDP パケットを送る",
)
def client_sends_fragmented(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's datagram that is too large for one packet, and comes in IP fragments.

    クライアントの、1 個のパケットに収まらず IP フラグメントに分かれるデータグラムである。
    """
    azure.outbound.send_fragmented_as_client(client, *destination)
