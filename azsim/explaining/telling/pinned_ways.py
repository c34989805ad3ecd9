"""What comes in, in sentences that pin it: a client tries each way, and each that is kept closed.

What doesn't come from the internet, or by an address that no resource has, isn't tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from azsim.deploy.public_ips import PUBLIC_IP
from azsim.explaining.answers import Explanation, Inbound, Machines, Own, PublicAddress
from azsim.explaining.gateways import RULE
from azsim.explaining.inbound import EVERY_PORT, SOME_SERVICE, SOMEBODY
from azsim.text import Text

COMES_IN = Text(
    "{protocol} {port} of {public} from {client}", "{client} から {public} の {protocol} {port}"
)
THROUGH = Text("{way} through {through}", "{through} を通る{way}")
KEPT_OUT = Text("what is kept out of {public}", "{public} に届かない通信")
REQUESTS = Text("{address} at {public}", "{public} への {address} の要求")
CLIENT = Text("Given the client {client}", "前提 クライアント {client} がある")
OPENS: Final = {
    "TCP": Text(
        'When {client} opens a TCP connection to port {port} of the public IP "{public}"{chosen}',
        'もし {client} がパブリック IP "{public}" のポート {port} へ TCP 接続を開{chosen}',
    ),
    "UDP": Text(
        'When {client} opens a UDP flow to port {port} of the public IP "{public}"{chosen}',
        'もし {client} がパブリック IP "{public}" のポート {port} へ UDP フローを開始{chosen}',
    ),
}
CHOSEN: Final = {
    "TCP": Text(
        ', and the load balancer chooses "{name}"', 'き、ロード バランサーが "{name}" を選ぶ'
    ),
    "UDP": Text(
        ', and the load balancer chooses "{name}"', 'し、ロード バランサーが "{name}" を選ぶ'
    ),
}
NOBODY_CHOSEN: Final = {"TCP": Text("", "く"), "UDP": Text("", "する")}
REACHES = Text('Then the traffic reaches "{name}"', 'ならば トラフィックは "{name}" に届く')
DROPPED = Text(
    "Then the traffic is dropped because {reason}",
    "ならば {reason}ため、トラフィックは破棄される",
)
ASKS = Text(
    'When {client} sends {count} {requests} for "{address}" to the public IP "{public}"',
    'もし {client} がパブリック IP "{public}" に "{address}" の要求を {count} 件送る',
)
RECEIVES = Text(
    'Then "{name}" receives {count} requests', 'ならば "{name}" に届く要求は {count} 件である'
)


@frozen
class Pinned:
    """A scenario: its title, and its steps."""

    title: Text
    steps: tuple[Text, ...]


def pinned_ways(explanation: Explanation, machines: Machines) -> Iterator[Pinned]:
    """A scenario for each way in to the first of *machines*, and one for what is kept out of it."""
    name, own = machines.names[0], machines.own[0]
    found: dict[Text, Pinned] = {}
    for each in (*_ways(explanation, name, own.inbound), *_kept_out(own)):
        # Two rules may let the same in.
        found.setdefault(each.title, each)
    yield from found.values()


def _ways(explanation: Explanation, name: str, ways: Iterable[Inbound]) -> Iterator[Pinned]:
    for way in ways:
        public = _name(way.address)
        if public is None or way.not_known is not None or way.is_probe_denied:
            continue
        if way.kind == RULE:
            yield from _requests(explanation, name, public, way)
        else:
            yield from _connections(name, public, way)


def _name(address: PublicAddress | None) -> str | None:
    return None if address is None else address.resource


def _connections(name: str, public: str, way: Inbound) -> Iterator[Pinned]:
    port = _port(way.ports)
    if port is None or way.client is None:
        return
    protocol = "UDP" if way.protocol == "UDP" else "TCP"
    chosen = name if way.kind == "load-balancing rule" else None
    title = COMES_IN.fill(protocol=protocol, port=port, public=public, client=way.client)
    if way.rule is not None:
        title = THROUGH.fill(way=title, through=f"{way.through} ({way.rule})")
    steps = [CLIENT.fill(client=way.client)]
    if way.why_not is None:
        steps += (
            _opens(protocol, way.client, port, public, chosen),
            REACHES.fill(name=name),
        )
    if way.refusal is not None and way.kind != PUBLIC_IP:
        if way.client != SOMEBODY:
            steps.insert(1, CLIENT.fill(client=SOMEBODY))
        steps += (
            _opens(protocol, SOMEBODY, port, public, chosen),
            DROPPED.fill(reason=way.refusal),
        )
    if len(steps) > 1:
        yield Pinned(title, tuple(steps))


def _opens(protocol: str, client: str, port: int, public: str, chosen: str | None) -> Text:
    told = NOBODY_CHOSEN[protocol] if chosen is None else CHOSEN[protocol].fill(name=chosen)
    return OPENS[protocol].fill(client=client, port=port, public=public, chosen=told)


def _requests(explanation: Explanation, name: str, public: str, way: Inbound) -> Iterator[Pinned]:
    """As many requests as there are servers, of which each gets one in its turn."""
    if way.asked is None or way.client is None:
        return
    routes = (
        each for one in explanation.gateways if one.name == way.through for each in one.routes
    )
    route = next(each for each in routes if each.rule == way.rule)
    known = {each for one in explanation.machines for each in one.names}
    if not known.issuperset(route.targets):
        return
    count = len(route.targets)
    yield Pinned(
        REQUESTS.fill(address=way.asked, public=public),
        (
            CLIENT.fill(client=way.client),
            ASKS.fill(
                client=way.client,
                count=f"{count:,}",
                requests="request" if count == 1 else "requests",
                address=way.asked,
                public=public,
            ),
            RECEIVES.fill(name=name, count="1" if way.why_not is None else "0"),
        ),
    )


def _kept_out(own: Own) -> Iterator[Pinned]:
    for public in dict.fromkeys(_name(each.address) for each in own.kept_out):
        if public is None:
            continue
        steps = [CLIENT.fill(client=SOMEBODY)]
        for each in own.kept_out:
            if _name(each.address) == public:
                steps += (
                    _opens(each.protocol, SOMEBODY, each.port, public, None),
                    DROPPED.fill(reason=each.why),
                )
        yield Pinned(KEPT_OUT.fill(public=public), tuple(steps))


def _port(ports: str) -> int | None:
    """The first of *ports*, and a common one where they are all."""
    if ports == EVERY_PORT:
        return SOME_SERVICE
    first = ports.partition("-")[0]
    return max(int(first), 1) if first.isdecimal() else None
