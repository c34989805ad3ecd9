"""Pings of load balancers' front ends by clients."""

from __future__ import annotations

from attrs import define, field

from azsim.azure.clients import Clients
from azsim.deploy.balanced import Balanced
from azsim.deploy.cloud import Cloud
from azsim.functions.front_end_pings import HEADER, HOST_UNREACHABLE
from azsim.functions.load_balancer import LoadBalancer
from azsim.model.events import Delivered
from azsim.model.packet import FiveTuple
from azsim.model.payload import Data
from azsim.text import Advice, Text

ANSWERED_BY = Text("{name} answers it", "{name} が応答する")
UNREACHABLE = Text("destination host unreachable", "宛先ホスト到達不能")
TIMED_OUT = Text("it times out, because {reason}", "{reason}ため、タイムアウトする")

NO_FRONT_END = Text(
    "{address} is no front-end IP of a load balancer. What answers a ping elsewhere isn't modelled.",
    "{address} はロード バランサーのフロントエンド IP ではない。それ以外への ping はモデル化していない。",
)
NO_PING = Text(
    "No step before this one pings anything. Write before it: When 192.0.2.33 pings 203.0.113.10",
    "これより前に ping を実行するステップがない。その前に次のように書く: もし 192.0.2.33 が 203.0.113.10 に "
    "ping を実行する",
)
TOO_SMALL = Text(
    "A ping packet has a header of {header} bytes, so that it can't have {size}.",
    "ping のパケットには {header} バイトのヘッダーがあるため、{size} バイトにはならない。",
)


@define(eq=False)
class Pings:
    """The pings of a scenario; the last one is the one that steps speak of."""

    cloud: Cloud
    _last: Text | None = field(default=None, init=False)

    def ping(self, client: str, address: str, size: int | None = None) -> None:
        """A client pings a front end, with an ICMP packet of *size* bytes where that is said.

        :raises Advice: where there is no such client, or no load balancer has the address.
        """
        world, clients = self.cloud.world, Clients(self.cloud)
        sender = clients.find(client)
        owner = world.owner(address)
        balanced = None if owner is None else world.names.get(owner.name)
        if not isinstance(balanced, Balanced) or not isinstance(balanced.node, LoadBalancer):
            raise Advice(NO_FRONT_END.fill(address=address))
        clients.check_reach(sender, address)
        if size is not None and size < HEADER:
            raise Advice(TOO_SMALL.fill(header=HEADER, size=size))
        payload = None if size is None else Data("a" * (size - HEADER))
        mark = len(world.trace)
        flow = FiveTuple("ICMP", sender.host.address, 0, address, 0)
        world.send(sender.host, sender.host.datagram(flow, payload))
        dropped = world.network.dropped
        if dropped is None:
            self._last = ANSWERED_BY.fill(name=self._first_end(mark))
        elif dropped.reason == HOST_UNREACHABLE:
            self._last = UNREACHABLE
        else:
            self._last = TIMED_OUT.fill(reason=dropped.reason)

    @property
    def reply(self) -> Text:
        """What became of the last ping.

        :raises Advice: where there was none.
        """
        if self._last is None:
            raise Advice(NO_PING)
        return self._last

    def _first_end(self, mark: int) -> str:
        """Where the first packet since *mark* was delivered."""
        events = self.cloud.world.trace.since(mark)
        return next(each.where for each in events if isinstance(each, Delivered))
