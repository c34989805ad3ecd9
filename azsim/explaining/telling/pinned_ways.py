"""What comes in, in sentences that pin it: a client tries each way, and each that is kept closed.

Within a virtual network a machine of the deployment tries. What nobody can try is told, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from azsim.deploy.classic import ENDPOINT
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.explaining.answers import Explanation, Inbound, Machines, Own, PublicAddress
from azsim.explaining.gateways import RULE
from azsim.explaining.inbound import EVERY_PORT, SOME_SERVICE, SOMEBODY
from azsim.functions.health_probe import NO_ANSWER
from azsim.text import Text

COMES_IN = Text(
    "{protocol} {port} of {public} from {client}", "{client} から {public} の {protocol} {port}"
)
THROUGH = Text("{way} through {through}", "{through} を通る{way}")
KEPT_OUT = Text("what is kept out of {public}", "{public} に届かない通信")
REQUESTS = Text("{address} at {public}", "{public} への {address} の要求")
IN_THE_NETWORK = Text(
    '{protocol} {port} of "{front_end}" from {client}',
    "{client} から「{front_end}」の {protocol} {port}",
)
UNANSWERED_PROBE = Text("the health probe of {through}", "{through} の正常性プローブ")
WAY = Text("the way in by {kind} of {through}", "{through} の {kind} で届く通信")
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
OPENS_WITHIN: Final = {
    "TCP": Text(
        'When "{client}" opens a TCP connection to port {port} of the front end "{front_end}" of "{through}"{chosen}',
        'もし "{client}" が "{through}" のフロントエンド "{front_end}" のポート {port} へ TCP 接続を開{chosen}',
    ),
    "UDP": Text(
        'When "{client}" opens a UDP flow to port {port} of the front end "{front_end}" of "{through}"{chosen}',
        'もし "{client}" が "{through}" のフロントエンド "{front_end}" のポート {port} へ UDP フローを開始{chosen}',
    ),
}
OPENS_TO_SERVICE: Final = {
    "TCP": Text(
        'When {client} opens a TCP connection to port {port} of the cloud service "{through}"{chosen}',
        'もし {client} がクラウド サービス "{through}" のポート {port} へ TCP 接続を開{chosen}',
    ),
    "UDP": Text(
        'When {client} opens a UDP flow to port {port} of the cloud service "{through}"{chosen}',
        'もし {client} がクラウド サービス "{through}" のポート {port} へ UDP フローを開始{chosen}',
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


PROBES_RUN = Text("When the health probes run for 5 minutes", "もし 正常性プローブが 5 分続く")
UNHEALTHY = Text(
    'Then "{name}" is unhealthy for "{through}" because {reason}',
    'ならば {reason}ため、"{name}" は "{through}" から見て異常である',
)
NO_OPENER = Text(
    "no machine outside of its pool is in the network and gets out to it",
    "ネットワークに、プールの外にあり、そこへ送信できるマシンがない",
)
ONLY_SOME = Text(
    "only {source} gets in, and no client of a scenario is there",
    "届くのは {source} からだけであり、シナリオにはそこのクライアントがない",
)
BY_SEVERAL = Text(
    "what comes in by an endpoint is modelled where a single instance is behind it",
    "エンドポイントでの受信をモデル化しているのは、背後のインスタンスが 1 台の場合である",
)
PROBES_DIFFER = Text(
    "several health probes look at it, and one of them is answered",
    "複数の正常性プローブがあり、応答のあるものもある",
)
NO_NAME = Text(
    "its address has no name, and Azure may give out another one",
    "アドレスに名前がなく、Azure が別のアドレスを割り当てることがある",
)
NO_REQUEST = Text("no request is known that would come by it", "これによって届く要求がわからない")
ELSEWHERE = Text(
    "some of its servers aren't machines of the deployment",
    "サーバーの一部がデプロイのマシンではない",
)
NO_PORT = Text("no port of it is known", "ポートがわからない")


@frozen
class Pinned:
    """A scenario: its title, and its steps."""

    title: Text
    steps: tuple[Text, ...]


@frozen
class NotPinned:
    """Something that no scenario pins, and why."""

    what: Text
    why: Text


def pinned_ways(explanation: Explanation, machines: Machines) -> Iterator[Pinned | NotPinned]:
    """A scenario for each way in to the first of *machines*, and one for what is kept out of it."""
    name, own = machines.names[0], machines.own[0]
    found: dict[Text, Pinned | NotPinned] = {}
    for each in (*_ways(explanation, name, own.inbound), *_kept_out(own)):
        # Two rules may let the same in.
        found.setdefault(each.title if isinstance(each, Pinned) else each.what, each)
    yield from found.values()


def _ways(
    explanation: Explanation, name: str, ways: Sequence[Inbound]
) -> Iterator[Pinned | NotPinned]:
    for way in ways:
        if way.not_known is not None:
            yield NotPinned(_called(way), way.not_known)
        elif way.is_probe_denied:
            yield _unanswered(name, way, ways)
        elif way.kind == RULE:
            yield _requests(explanation, name, way)
        else:
            yield from _connections(name, way)


def _called(way: Inbound) -> Text:
    through = way.through if way.rule is None else f"{way.through} ({way.rule})"
    return WAY.fill(kind=way.kind, through=through)


def _unanswered(name: str, way: Inbound, ways: Iterable[Inbound]) -> Pinned | NotPinned:
    """Nothing comes in by the rule once its health probe has found nobody."""
    probed = [each for each in ways if each.through == way.through and each.probe is not None]
    if not all(each.is_probe_denied for each in probed):
        return NotPinned(_called(way), PROBES_DIFFER)
    told = UNHEALTHY.fill(name=name, through=way.through, reason=NO_ANSWER.text)
    return Pinned(UNANSWERED_PROBE.fill(through=way.through), (PROBES_RUN, told))


def _name(address: PublicAddress | None) -> str | None:
    return None if address is None or address.is_of_prefix else address.resource


def _connections(name: str, way: Inbound) -> Iterator[Pinned | NotPinned]:
    port = _port(way.ports)
    if port is None:
        yield NotPinned(_called(way), NO_PORT)
    elif _is_within(way):
        yield from _within(name, way, port)
    elif way.kind == ENDPOINT and way.client is None:
        yield NotPinned(_called(way), BY_SEVERAL)
    elif way.client is None:
        yield NotPinned(_called(way), ONLY_SOME.fill(source=way.source))
    elif _name(way.address) is None and way.kind != ENDPOINT:
        yield NotPinned(_called(way), NO_NAME)
    else:
        yield from _from_outside(name, way, way.client, port)


def _is_within(way: Inbound) -> bool:
    """Whether it comes in at a private address of a load balancer."""
    return way.front_end is not None and way.address is not None and way.address.resource is None


def _within(name: str, way: Inbound, port: int) -> Iterator[Pinned | NotPinned]:
    if way.client is None:
        yield NotPinned(_called(way), NO_OPENER)
        return
    title = IN_THE_NETWORK.fill(
        protocol=_protocol(way), port=port, front_end=way.front_end, client=way.client
    )
    outcome = DROPPED if way.refusal is not None else REACHES
    yield Pinned(
        THROUGH.fill(way=title, through=f"{way.through} ({way.rule})"),
        (_opens(way, way.client, port, name), outcome.fill(name=name, reason=way.refusal)),
    )
    if way.refusal is not None and way.why_not is None:
        yield NotPinned(_called(way), ONLY_SOME.fill(source=way.source))


def _from_outside(name: str, way: Inbound, client: str, port: int) -> Iterator[Pinned]:
    where = _name(way.address) or way.through
    title = COMES_IN.fill(protocol=_protocol(way), port=port, public=where, client=client)
    if way.rule is not None:
        title = THROUGH.fill(way=title, through=f"{way.through} ({way.rule})")
    steps = [CLIENT.fill(client=client)]
    if way.why_not is None:
        steps += (_opens(way, client, port, name), REACHES.fill(name=name))
    if way.refusal is not None and way.kind != PUBLIC_IP:
        if client != SOMEBODY:
            steps.insert(1, CLIENT.fill(client=SOMEBODY))
        steps += (_opens(way, SOMEBODY, port, name), DROPPED.fill(reason=way.refusal))
    if len(steps) > 1:
        yield Pinned(title, tuple(steps))


def _protocol(way: Inbound) -> str:
    return "UDP" if way.protocol == "UDP" else "TCP"


def _opens(way: Inbound, client: str, port: int, name: str) -> Text:
    """A flow by *way*, for which a load balancer chooses the machine *name* where it has a choice."""
    protocol = _protocol(way)
    has_a_choice = way.kind == "load-balancing rule"
    chosen = CHOSEN[protocol].fill(name=name) if has_a_choice else NOBODY_CHOSEN[protocol]
    told = OPENS
    if _is_within(way):
        told = OPENS_WITHIN
    elif way.kind == ENDPOINT:
        told = OPENS_TO_SERVICE
    return told[protocol].fill(
        client=client,
        port=port,
        public=_name(way.address),
        front_end=way.front_end,
        through=way.through,
        chosen=chosen,
    )


def _requests(explanation: Explanation, name: str, way: Inbound) -> Pinned | NotPinned:
    """As many requests as there are servers, of which each gets one in its turn."""
    public = _name(way.address)
    if public is None:
        return NotPinned(_called(way), NO_NAME)
    if way.asked is None or way.client is None:
        return NotPinned(_called(way), NO_REQUEST)
    routes = (
        each for one in explanation.gateways if one.name == way.through for each in one.routes
    )
    route = next(each for each in routes if each.rule == way.rule)
    known = {each for one in explanation.machines for each in one.names}
    if not known.issuperset(route.targets):
        return NotPinned(_called(way), ELSEWHERE)
    count = len(route.targets)
    return Pinned(
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
                opens = OPENS[each.protocol].fill(
                    client=SOMEBODY,
                    port=each.port,
                    public=public,
                    chosen=NOBODY_CHOSEN[each.protocol],
                )
                steps += (opens, DROPPED.fill(reason=each.why))
        yield Pinned(KEPT_OUT.fill(public=public), tuple(steps))


def _port(ports: str) -> int | None:
    """The first of *ports*, and a common one where they are all."""
    if ports == EVERY_PORT:
        return SOME_SERVICE
    first = ports.partition("-")[0]
    return max(int(first), 1) if first.isdecimal() else None
