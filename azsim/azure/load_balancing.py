"""Load balancers, application gateways and TCP proxies, their clients and their probes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address

from attrs import define, field

from azsim.azure import describing, hashed
from azsim.azure.clients import Client, Clients
from azsim.azure.describing import PUBLIC, BalancerKind, Named
from azsim.azure.flows import Flow
from azsim.azure.servers import Servers
from azsim.azure.work import CLIENT_REQUESTS, MACHINES, PAIRS_OF_FLOWS, PROBES
from azsim.deploy import probing
from azsim.deploy.balanced import Balanced
from azsim.deploy.cloud import Cloud
from azsim.deploy.names import Monitored
from azsim.deploy.proxies import Proxied
from azsim.deploy.world import World
from azsim.functions.load_balancer import FIELDS
from azsim.functions.proxy import Instance, Proxy
from azsim.hosts.host import Host
from azsim.hosts.tls import TlsClient
from azsim.model.events import ProbesBegan
from azsim.model.packet import FiveTuple
from azsim.model.payload import Data
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.web_address import WebAddress
from azsim.questions import certificates, distribution, exchange, probes
from azsim.questions.legs import Leg, legs
from azsim.questions.sessions import Session, sessions, shared_by
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT, MINUTE, format_count

FIRST_PORT = 50_000
MOST_PAIRS = (LARGEST_PORT + 1 - FIRST_PORT) // 2
FRONT_END_PORTS = (80, 81)

FEWEST_CHANCES = 20
"""So many flows meet the same of two servers as the first does once in a million times."""

TOO_FEW_PAIRS = Text(
    "Whether any of so few flows reaches another server is left to chance. Let {fewest} pairs or more "
    "reach the load balancer",
    "フローがこれほど少ないと、別々のサーバーに届くかどうかは偶然で決まる。ロード バランサーに届くフローの組を "
    "{fewest} 組以上にする",
)
TOO_FEW_CLIENTS = Text(
    'With session persistence, all flows of a client are one choice of "{name}", and whether so few choices '
    "differ is left to chance. Let {fewest} clients or more reach it: Given {fewest} clients at 192.0.2.1 and up",
    "セッション永続化では、一つのクライアントのフローはすべて「{name}」による一つの選択であり、これほど少ない選択が"
    "異なるかどうかは偶然で決まる。クライアントを {fewest} 台以上にする: 前提 アドレスが 192.0.2.1 から連番の"
    "クライアント {fewest} 台がある",
)
NO_RUN = Text(
    "No health probes have run yet. Write before it: When the health probes run for 1 minute",
    "正常性プローブはまだ送られていない。その前に次のように書く: もし 正常性プローブが 1 分続く",
)
CHANGING_SOURCES = Text(
    'Traffic Manager probes "{server}" from many places at once, and its list of addresses changes '
    "without notice: a firewall takes the service tag AzureTrafficManager, not a copy. What holds "
    'whatever the list: Then "{server}" is probed from the published Traffic Manager probe ranges only',
    "「{server}」には Traffic Manager の多数の拠点から同時にプローブが届き、送信元アドレスの一覧は予告なく変わる。"
    "ファイアウォールでは一覧の写しではなくサービス タグ AzureTrafficManager を許可する。一覧によらず成り立つ書き方: "
    'ならば "{server}" へのプローブの送信元は公開されている Traffic Manager のプローブ IP アドレス範囲だけである',
)


def nobody_speaks_of_them(flows: list[Flow]) -> None:
    """Where no step does, connections of requests are nobody's."""


def nothing_is_owed() -> None:
    """Where nobody keeps account, a request owes nothing."""


@define(eq=False)
class LoadBalancing:
    """What a scenario says about services that spread requests over servers.

    ``opened`` is told of the connections of a client's requests, ``mentioned`` of each question about
    where requests arrived.
    """

    cloud: Cloud
    opened: Callable[[list[Flow]], None] = nobody_speaks_of_them
    mentioned: Callable[[], None] = nothing_is_owed
    clients: Clients = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.clients = Clients(self.cloud)

    @property
    def world(self) -> World:
        """What everything runs in."""
        return self.cloud.world

    # What there is

    def add_client(self, address: str) -> None:
        """A client on the internet."""
        self.clients.add(address)

    def add_clients(self, first: str, count: int) -> None:
        """*count* clients at *first* and the addresses after it."""
        _at_least_one(count)
        CLIENT_REQUESTS.check(count)
        start = IPv4Address(first)
        for number in range(count):
            self.clients.add(str(start + number))

    def add_load_balancer(
        self, name: str, front_end: str, servers: Named, kind: BalancerKind = PUBLIC
    ) -> None:
        """A load balancer with its back-end servers.

        :raises Advice: for a front end of the other kind.
        """
        describing.load_balancer(self.cloud, name, front_end, servers, kind)

    def add_load_balancer_with(
        self, name: str, front_end: str, count: int, kind: BalancerKind = PUBLIC
    ) -> None:
        """A load balancer with *count* servers, called web1, web2 …

        :raises Advice: for a count of 0, and for a pool beyond the documented table.
        """
        if not count:
            raise Advice(
                Text(
                    "A back-end pool has 1 server or more.",
                    "バックエンド プールのサーバーは 1 台以上である。",
                )
            )
        MACHINES.check(count)
        servers = self._numbered_servers(count)
        describing.load_balancer(self.cloud, name, front_end, servers, kind)

    def grow_pool(self, name: str, count: int) -> None:
        """Let the back-end pool of a load balancer grow to *count* servers.

        :raises Advice: where it has as many already, and for a pool beyond the documented table.
        """
        have = len(self.world.names.find(name, Balanced).servers)
        if count <= have:
            raise Advice(
                Text(
                    f"The back-end pool has {have} servers: to grow, write more than {have}.",
                    f"バックエンド プールのサーバーは {have} 台である。"
                    f"増やすには {have} より大きい数を書く。",
                )
            )
        MACHINES.check(count - have)
        grown = describing.more_servers(self.cloud, name, self._numbered_servers(count - have))
        request = Text(
            "let the back-end pool of {name} grow to {count} servers",
            "{name} のバックエンド プールを {count} 台に増やす",
        ).fill(name=name, count=format_count(count))
        self.cloud.plane.ask(request, *grown)

    def add_front_end(self, name: str, address: str) -> None:
        """Another front-end IP of a load balancer.

        :raises Advice: where Azure refuses it, and for one of the other kind.
        """
        self.cloud.plane.describe(*describing.another_front_end(self.cloud, name, address))

    def ask_for_front_end(self, name: str, address: str, sku: str | None = None) -> None:
        """Ask Azure for another front-end IP of a load balancer, of that SKU; unsaid, of the same.

        :raises Advice: for one of the other kind.
        """
        request = Text(
            "add the front-end IP {address} to {name}",
            "{name} にフロントエンド IP {address} を追加する",
        ).fill(name=name, address=address)
        *public, changed = describing.another_front_end(self.cloud, name, address, sku)
        # The address is there first, whether the load balancer gets it or not.
        self.cloud.plane.describe(*public)
        self.cloud.plane.ask(request, changed)

    def enable_floating_ip(self, name: str) -> None:
        """Let the rules of a load balancer have floating IP."""
        self.cloud.plane.describe(describing.with_floating_ip(self.cloud, name))

    def add_application_gateway(self, name: str, front_end: str, instances: Named) -> None:
        """An application gateway with its instances, so far without servers."""
        describing.application_gateway(self.cloud, name, front_end, instances)

    def add_servers(self, name: str, servers: Named) -> None:
        """Back-end servers of an application gateway."""
        describing.back_end_servers(self.cloud, name, servers)

    def add_tcp_proxy(self, name: str, address: str, servers: Named) -> None:
        """A TCP proxy with its servers."""
        describing.tcp_proxy(self.cloud, name, address, servers)

    def ask_for_certificates(self, server: str) -> None:
        """Let a server ask every client for a certificate."""
        describing.certificates_wanted(self.cloud, server)

    def server(self, name: str) -> Host:
        """The server with that name: a machine, or an endpoint on the internet.

        :raises Advice: where there is none, with the nearest name.
        """
        return Servers(self.cloud).find(name)

    # What happens

    def send_requests(self, client: str, address: str, port: int, count: int = 1) -> None:
        """Send *count* requests, one after the other.

        :raises Advice: for a count of 0, and for a client that nobody described.
        """
        _at_least_one(count)
        CLIENT_REQUESTS.check(count)
        sender = self._ready(client, address)
        flows = []
        for number in range(1, count + 1):
            self.clients.mark(sender, number)
            flows.append(self.clients.send(sender, address, port))
        self.opened(flows)

    def send_requests_for(self, client: str, asked: WebAddress, address: str, count: int) -> None:
        """Send *count* requests for a web address to *address*, one after the other.

        :raises Advice: for a count of 0, and for a client that nobody described.
        """
        _at_least_one(count)
        CLIENT_REQUESTS.check(count)
        sender = self._ready(client, address)
        flows = []
        for number in range(1, count + 1):
            self.clients.mark(sender, number)
            tls = TlsClient() if asked.is_https else None
            flows.append(
                self.clients.send(sender, address, asked.port, asked.host, tls, asked.path)
            )
        self.opened(flows)

    def send_request_handled_by(self, client: str, address: str, port: int, name: str) -> None:
        """Send a request that a certain instance of a gateway handles."""
        sender = self._ready(client, address)
        instance = self.world.names.find(name, Instance)
        gateway = self._service_at(address)
        if not isinstance(gateway, Proxied) or not gateway.instances:
            raise Advice(
                Text(
                    f'{address} is no front-end IP of an application gateway, so "{name}" can\'t '
                    "handle the request.",
                    f"{address} は Application Gateway のフロントエンド IP ではないため、"
                    f"「{name}」はこの要求を処理できない。",
                )
            )
        gateway.handle_next(instance)
        self.clients.mark(sender)
        self.opened([self.clients.send(sender, address, port)])

    def send_https_request(self, client: str, certificate: str, address: str, port: int) -> None:
        """Send a request over TLS, with a client certificate to show where one is asked for."""
        sender = self._ready(client, address)
        self.clients.mark(sender)
        self.opened([self.clients.send(sender, address, port, tls=TlsClient(certificate))])

    def send_pairs(self, name: str, flow_field: str, count: int) -> None:
        """Send *count* pairs of flows that differ only in one field of their five-tuple.

        :raises Advice: where there aren't two of what they are to differ in.
        """
        _at_least_one(count)
        PAIRS_OF_FLOWS.check(count)
        if count > MOST_PAIRS:
            raise Advice(
                Text(
                    "These are {count} pairs of flows, and a client has ports for {most} of them.",
                    "フローの組は {count} 組になるが、クライアントのポートは {most} 組分しかない。",
                ).fill(count=format_count(count), most=format_count(MOST_PAIRS))
            )
        front_ends = self.world.names.find(name, Balanced).node.front_ends
        senders = self.clients.all()
        self._two("client", senders, flow_field == "source address")
        self._two("front-end IP", front_ends, flow_field == "destination address")
        ports = self._ports_of(name)
        each = 2 if flow_field == "source address" else 1
        for number in range(count):
            one, other = (senders[(each * number + more) % len(senders)] for more in (0, 1))
            base = FiveTuple(
                "TCP", one.host.address, FIRST_PORT + 2 * number, front_ends[0], ports[0]
            )
            for flow in (base, _other(base, flow_field, other, front_ends, ports)):
                self._begin(flow)

    def run_probes(self, duration: int) -> None:
        """Let every service probe its servers for *duration*.

        :raises Advice: where nothing would be probed, or too often.
        """
        # So short a run isn't too much, and asks for no interval before its time.
        if duration > 10 * MINUTE:
            PROBES.check(probing.count(self.world, duration))
        probing.run(self.world, duration)

    # What was seen

    def legs(self) -> list[Leg]:
        """The legs of the last request and its response.

        :raises Advice: where a load balancer chose one of several servers.
        """
        self._refuse_choice()
        return legs(self.world.trace.events)

    def sessions(self) -> list[Session]:
        """The TCP sessions that the last request used."""
        return sessions(self.world.trace.events)

    def shares_session(self, server: str) -> bool:
        """Whether the client's own handshake in the last request ended at a server.

        :raises Advice: where a load balancer chose one of several.
        """
        self._refuse_choice()
        return shared_by(self.world.trace.events, self.server(server).name)

    def handshake(self, server: str) -> certificates.Handshake:
        """What a server did about the client certificate of the last request.

        :raises Advice: where a load balancer chose one of several.
        """
        self._refuse_choice()
        return certificates.handshake(self.world.trace.events, self.server(server).name)

    def probe_sources(self, server: str) -> list[str]:
        """The addresses that a server was probed from.

        :raises Advice: for an endpoint of Traffic Manager, whose addresses change.
        """
        host = self.server(server)
        found = probes.sources(self.world.trace.events, host.name)
        if self._of_traffic_manager(host).intersection(found):
            raise Advice(CHANGING_SOURCES.fill(server=server))
        return found

    def probes_of(self, server: str) -> int:
        """How many probes were sent to a server in the last run.

        :raises Advice: where no run comes before.
        """
        events = self.world.trace.events
        if not any(isinstance(each, ProbesBegan) for each in events):
            raise Advice(NO_RUN)
        return probes.sent_to(events, self.server(server).address)

    def probe_intervals(self, server: str) -> list[int]:
        """The different times between two probes of a server that one prober sends."""
        host = self.server(server)
        together = self._of_traffic_manager(host)
        return probes.intervals(self.world.trace.events, host.name, together)

    def _of_traffic_manager(self, host: Host) -> set[str]:
        """The addresses that Traffic Manager probes *host* from, if it does."""
        if any(host in each.servers for each in self.world.names.of_kind(Monitored)):
            return set(self.world.facts.names("traffic-manager.probe-sources"))
        return set()

    def requests_at(self, server: str) -> int:
        """How many requests of the last step that sent any arrived at a server.

        :raises Advice: where a load balancer chose one of several for each.
        """
        self.mentioned()
        seen = exchange.last_step(self.world.trace.events)
        hashed.refuse_choice(self.world, seen)
        return len(exchange.arrived(seen, self.server(server).name))

    def request_sources(self, server: str) -> list[tuple[str]]:
        """Where each of those came from, in order.

        :raises Advice: where a load balancer chose one of several servers for each.
        """
        seen = exchange.last_step(self.world.trace.events)
        hashed.refuse_choice(self.world, seen)
        return [(each.source,) for each in exchange.arrived(seen, self.server(server).name)]

    def spread(self, flow_field: str) -> distribution.Spread:
        """How flows that differ only in one field were spread over the servers.

        :raises Advice: where a load balancer had several, and it were luck if all flows met the same.
        """
        events = self.world.trace.events
        found = distribution.spread(events, FIELDS[flow_field])
        balanced = hashed.balancer_of(self.world, events)
        few = len(self.clients.all()) < 2 * FEWEST_CHANCES
        if balanced is not None and balanced.node.is_persistent and found.split and few:
            raise Advice(TOO_FEW_CLIENTS.fill(name=balanced.name, fewest=2 * FEWEST_CHANCES))
        few = 0 < found.chances < FEWEST_CHANCES
        if few and balanced is not None:
            raise Advice(TOO_FEW_PAIRS.fill(fewest=FEWEST_CHANCES))
        return found

    def kept_together(self, flow_field: str) -> distribution.Spread:
        """How flows that differ only in one field met the same server.

        :raises Advice: where they met the same by luck.
        """
        events = self.world.trace.events
        found = distribution.spread(events, FIELDS[flow_field])
        balanced = hashed.balancer_of(self.world, events)
        if balanced is not None and not found.split and balanced.node.spreads_by(flow_field):
            raise Advice(TOO_FEW_PAIRS.fill(fewest=FEWEST_CHANCES))
        return found

    def _refuse_choice(self) -> None:
        hashed.refuse_choice(self.world, exchange.last_request(self.world.trace.events))

    def _service_at(self, address: str) -> Balanced | Proxied[Proxy] | None:
        """The service that has *address* as a front end."""
        node = self.world.owner(address)
        found = None if node is None else self.world.names.get(node.name)
        return found if isinstance(found, Balanced | Proxied) else None

    def _ready(self, client: str, address: str) -> Client:
        sender = self.clients.find(client)
        service = self._service_at(address)
        if service is not None and not service.servers:
            raise Advice(
                Text(
                    f'"{service.name}" has no server behind it, which isn\'t modelled. Write before it: '
                    f'Given healthy back-end servers of "{service.name}":',
                    f"「{service.name}」の背後にサーバーがない。この状態はモデル化していない。その前に"
                    f'次のように書く: 前提 "{service.name}" の正常なバックエンド サーバーは次のとおり:',
                )
            )
        return sender

    def _ports_of(self, name: str) -> Sequence[int]:
        """Front-end ports that rules of a load balancer serve, and others where those are few."""
        rules = self.cloud.plane.find(LoadBalancer, name).load_balancing_rules or ()
        listed = {each.front_end_port for each in rules if each.front_end_port}
        return [*sorted(listed), *(each for each in FRONT_END_PORTS if each not in listed)]

    def _two(self, thing: str, found: Sequence[object], needed: bool) -> None:
        least = 2 if needed else 1
        if len(found) < least:
            japanese, unit = {
                "client": ("クライアントが", "台"),
                "front-end IP": ("フロントエンド IP が", "個"),
            }[thing]
            raise Advice(
                Text(
                    f"Such flows need {least} {thing}s; described so far: {len(found)}.",
                    f"そのようなフローには{japanese} {least} {unit}必要である。"
                    f"書かれているのは {len(found)} {unit}である。",
                )
            )

    def _begin(self, flow: FiveTuple) -> None:
        host = self.clients.find(flow.source).host
        if flow.protocol == "UDP":
            self.world.send(host, host.datagram(flow, Data()))
        else:
            self.world.send(host, host.connect(flow)[1])

    def _numbered_servers(self, count: int) -> Named:
        """*count* more servers, called web1, web2 … after those that there are."""
        names = (f"web{number}" for number in itertools.count(1))
        free = (name for name in names if self.world.names.get(name) is None)
        addresses = describing.addresses_somewhere(self.cloud, count)
        return [(next(free), address) for address in addresses]


def _at_least_one(count: int) -> None:
    if count == 0:
        raise Advice(Text("Send at least 1.", "1 以上を書く。"))


def _other(
    flow: FiveTuple,
    flow_field: str,
    other: Client,
    front_ends: Sequence[str],
    ports: Sequence[int],
) -> FiveTuple:
    match flow_field:
        case "source address":
            return flow._replace(source=other.host.address)
        case "source port":
            return flow._replace(source_port=flow.source_port + 1)
        case "destination address":
            return flow._replace(destination=front_ends[1])
        case "destination port":
            return flow._replace(destination_port=ports[1])
        case _:
            return flow._replace(protocol="UDP")
