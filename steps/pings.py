"""Pings of load balancers' front ends."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.pings import ANSWERED_BY, TIMED_OUT, UNREACHABLE
from azsim.gherkin import expect, then, when
from azsim.model.rules import Rule
from azsim.text import Text

PING = Text("what becomes of the ping", "ping の結果")


@when("{client} pings {address}", "{client} が {address} に ping を実行する")
def client_pings(azure: Azure, client: str, address: str) -> None:
    """A client pings a front-end IP of a load balancer, with a packet of usual size.

    クライアントが、ロード バランサーのフロントエンド IP に通常のサイズのパケットで ping を実行する。
    """
    azure.pings.ping(client, address)


@when(
    "{client} pings {address} with a packet of {count} bytes",
    "{client} が {address} に {count} バイトのパケットで ping を実行する",
)
def client_pings_with(azure: Azure, client: str, address: str, count: int) -> None:
    """So many bytes has the ICMP packet with its header of 8, as Linux reports it.

    8 バイトのヘッダーを含む ICMP パケットのサイズで、Linux の ping の表示と同じ数え方である。
    """
    azure.pings.ping(client, address, count)


@then(
    "{load_balancer} itself answers the ping",
    "ping には {load_balancer} 自身が応答する",
)
def answers_itself(azure: Azure, load_balancer: str) -> None:
    """The echo reply comes from the load balancer, and no server has seen the ping.

    エコー応答はロード バランサーからのもので、ping はサーバーに届いていない。
    """
    expect.equal(PING, ANSWERED_BY.fill(name=load_balancer), azure.pings.reply)


@then(
    "the ping reports that the destination host is unreachable",
    "ping の結果は宛先ホスト到達不能である",
)
def reports_unreachable(azure: Azure) -> None:
    """The client is told, and doesn't wait in vain.

    クライアントに通知があり、タイムアウトにはならない。
    """
    expect.equal(PING, UNREACHABLE, azure.pings.reply)


@then("the ping times out because {reason}", "{reason}ため、ping はタイムアウトする")
def ping_times_out(azure: Azure, reason: Rule) -> None:
    """Nothing comes back, for exactly this reason.

    まさにこの理由で、何も返らない。
    """
    expect.equal(PING, TIMED_OUT.fill(reason=reason), azure.pings.reply)
