"""On-premises clients and virtual machines behind an ExpressRoute circuit, and their packets."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from attrs import define, field

from azsim.azure import describing, hashed
from azsim.azure.clients import Client, Clients
from azsim.azure.dialling import Dialler, balancer_at, chosen_by, dial, is_open, play
from azsim.azure.hops import hops_in_words
from azsim.azure.measurements import Measurements
from azsim.azure.work import PINGS
from azsim.deploy.balanced import Balanced
from azsim.deploy.cloud import Cloud
from azsim.deploy.hybrid import ON_THE_CONNECTION
from azsim.deploy.networks import DEFAULT_NETWORK
from azsim.deploy.world import World
from azsim.facts import words
from azsim.functions.circuit import (
    GATEWAY,
    NO_GATEWAY,
    NO_ROUTES_EXCHANGED,
    SCALABLE_SKU,
    Circuit,
    known_sku,
)
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.load_balancer import LoadBalancer
from azsim.hosts.host import Host
from azsim.model.events import CommandRan, Sent
from azsim.model.resources import hybrid
from azsim.questions.instances import instance_in_step
from azsim.questions.latency import Milliseconds, Statistic
from azsim.questions.paths import hops, lost
from azsim.text import Advice, Text, did_you_mean, listed
from azsim.tools import psping
from azsim.units import format_duration

CIRCUIT: Final = "circuit"
ON_PREMISES: Final = "on-premises"

_ENABLE = Text("enable FastPath on the {resource}", "{resource}で FastPath を有効にする")
_DELETE = Text("delete the ExpressRoute gateway", "ExpressRoute ゲートウェイを削除する")


@define(eq=False)
class ExpressRoute:
    """The ExpressRoute part of a scenario; empty until a step describes some of it."""

    cloud: Cloud
    measurements: Measurements = field(init=False)
    _mark: int = field(default=0, init=False)
    _unfelt_sku: str | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.measurements = Measurements(self.world.facts, self.world.trace)

    @property
    def world(self) -> World:
        """What everything runs in."""
        return self.cloud.world

    @property
    def clients(self) -> dict[str, Host]:
        """The clients on-premises, by their addresses."""
        return self.cloud.circuits.clients

    @property
    def circuit(self) -> Circuit:
        """The circuit, laid where it isn't yet, with a gateway and a connection."""
        plane = self.cloud.plane
        if plane.get(hybrid.ExpressRouteCircuit, CIRCUIT) is None:
            self.cloud.default_network()
            plane.describe(hybrid.ExpressRouteCircuit(id=CIRCUIT), _gateway(), _connection())
        return self.cloud.circuits.circuit

    # Describing the deployment

    def describe_client(self, address: str) -> None:
        """A client on-premises, behind a circuit that ends at an ExpressRoute gateway."""
        self._lay_circuit()
        clients = (*self.clients, address)
        self.cloud.plane.describe(
            hybrid.OnPremisesNetwork(id=ON_PREMISES, circuit=CIRCUIT, clients=clients)
        )

    def describe_machine(self, name: str, address: str) -> None:
        """A virtual machine in the virtual network that the circuit is connected to."""
        self._lay_circuit()
        describing.virtual_machine(self.cloud, name, address)

    def set_sku(self, sku: str) -> None:
        """The gateway is of that SKU."""
        self._unfelt_sku = known_sku(sku)
        self._order(_gateway(self._unfelt_sku))

    def set_scale_units(self, count: int) -> None:
        """The gateway, of the SKU that scales, has *count* scale units."""
        sku = self.circuit.gateway.sku if self.circuit.gateway else None
        if sku != SCALABLE_SKU:
            raise Advice(_DOESNT_SCALE.fill(sku=sku or "-", scalable=SCALABLE_SKU))
        self._order(_gateway(sku, count))

    def set_fastpath(self, enabled: bool) -> None:
        """FastPath is enabled or disabled on the connection; Azure may refuse to enable it."""
        self._lay_circuit()
        if enabled:
            self._unfelt_sku = None
        reason = self.cloud.plane.apply(_connection(fastpath=enabled))
        if reason is not None:
            self.cloud.plane.apply(_connection())
            request = _ENABLE.fill(resource=words.of(ON_THE_CONNECTION))
            self.world.requests.refuse(request, reason)

    def _order(self, gateway: hybrid.VirtualNetworkGateway) -> None:
        fastpath = self.circuit.fastpath
        self.cloud.plane.describe(gateway)
        if fastpath:
            self.set_fastpath(True)

    def _lay_circuit(self) -> None:
        assert self.circuit is not None

    # Requests to Azure

    def enable_fastpath(self, resource: str = ON_THE_CONNECTION) -> None:
        """Ask Azure to enable FastPath on *resource*: connection, circuit or gateway."""
        request = _ENABLE.fill(resource=words.of(resource))
        self._unfelt_sku = None
        if resource == ON_THE_CONNECTION:
            self._lay_circuit()
            self.cloud.plane.ask(request, _connection(fastpath=True))
            return
        self.world.requests.settle(request, self.circuit.refuses_fastpath(resource))

    def delete_gateway(self) -> None:
        """Ask Azure to delete the ExpressRoute gateway, and its connection with it."""
        if self.circuit.gateway is None:
            self.world.requests.refuse(_DELETE, NO_GATEWAY)
            return
        self.cloud.circuits.delete_gateway()
        self.world.requests.accept(_DELETE)

    # Connecting, and the way that packets took

    def connect(self, client: str, destination: tuple[str, int]) -> None:
        """A client on-premises opens a TCP connection.

        :raises Advice: for any other client, and where the other end is nothing that the circuit connects.
        """
        address, port = destination
        has_circuit = self.cloud.circuits.path is not None
        if not has_circuit and self.world.owner(client) is not None:
            raise Advice(_NO_CIRCUIT.fill(who=client, destination=f"{address}:{port}"))
        self._open(self._client(client), address, port)

    def connect_machine(self, name: str, destination: tuple[str, int]) -> None:
        """A virtual machine opens a TCP connection.

        :raises Advice: where the other end is nothing that the circuit connects.
        """
        machine = self.cloud.machines.find(name)
        address, port = destination
        if self.cloud.circuits.path is None:
            said = instance_in_step(name)
            raise Advice(_NO_CIRCUIT.fill(who=said, destination=f"{address}:{port}"))
        self._open(machine.host, address, port)

    def path(self, start: str, end: str) -> Text:
        """The hops from *start* to *end* on the last connection, or why there are none."""
        seen = self.world.trace.since(self._mark)
        visited = hops(seen, start, end)
        if visited is not None:
            # A load balancer rewrites packets, and is no device that they pass.
            names = self.world.names
            routers = [each for each in visited if not isinstance(names.get(each), Balanced)]
            return hops_in_words(routers)
        dropped = lost(seen, start)
        if dropped is None:
            raise Advice(self._nothing_sent(start, end))
        where, why = dropped
        return _DROPPED.fill(where=words.of(where), why=why.text)

    def _nothing_sent(self, start: str, end: str) -> Text:
        """What to write before a step that asks for the path from *start* to *end*."""
        who, _ = self._either_end(start)
        _, where = self._either_end(end)
        return _NOTHING_SENT.fill(start=start, end=end, who=who, where=where)

    def _either_end(self, name: str) -> tuple[str, str]:
        """How a sentence calls an on-premises client or a machine, and its address.

        :raises Advice: where there is none.
        """
        if name.replace(".", "").isdigit():
            return name, self._client(name).address
        return f'"{name}"', self.cloud.machines.find(name).address

    def route(self, start: str, end: str) -> Text | None:
        """The same as :meth:`path`, and None where the last connection found no route."""
        dropped = lost(self.world.trace.since(self._mark), start)
        if dropped is not None and dropped[1] == NO_ROUTES_EXCHANGED:
            return None
        return self.path(start, end)

    # Measuring

    def run(self, client: str, command: str, fastpath: bool | None = None) -> None:
        """A client runs PsPing, with FastPath as it is where *fastpath* is None.

        On the internet, it connects to the front end of a load balancer.

        :raises Advice: for another destination, and where several servers might take a connection.
        """
        if fastpath is None and isinstance(found := self.world.names.get(client), Client):
            self._run_on_internet(found, command)
            return
        host = self._client(client)
        if fastpath is not None:
            self.set_fastpath(fastpath)
        parsed = psping.parse_command(command)
        PINGS.check((parsed.count or 0) + (parsed.warm_up or 0))
        other = self._other_end(parsed.address)
        self._mark = len(self.world.trace)
        run = psping.run(parsed, Dialler(self.world, host), self.world.facts)
        if isinstance(other, LoadBalancer):
            # What was recorded ended at a machine: how long a load balancer takes, nobody knows.
            self.measurements.add_without_latency(run)
            return
        asked = self.circuit.fastpath if fastpath is None else fastpath
        self.measurements.add(host.name, run, asked)
        if self.world.trace.on:
            output = psping.render(run)
            self.world.trace.add(CommandRan, host.name, command=command, output=output)

    def _run_on_internet(self, client: Client, command: str) -> None:
        """How long a connect takes isn't modelled there, so that its output isn't kept as a whole."""
        parsed = psping.parse_command(command)
        PINGS.check((parsed.count or 0) + (parsed.warm_up or 0))
        if balancer_at(self.world, parsed.address) is None:
            raise Advice(_NO_FRONT_END.fill(address=parsed.address))
        Clients(self.cloud).check_reach(client, parsed.address)
        self._mark = len(self.world.trace)
        run = psping.run(parsed, Dialler(self.world, client.host), self.world.facts)
        self.measurements.add_without_latency(run)

    def simulated(self, statistic: Statistic, fastpath: bool) -> Milliseconds:
        """That statistic of all the runs simulated with FastPath so.

        :raises Advice: where there is none, and where the scenario says a SKU that nothing of it
            depends on: latency doesn't.
        """
        if self._unfelt_sku is not None:
            raise Advice(_SKU_WITHOUT_EFFECT.fill(sku=self._unfelt_sku))
        return self.measurements.simulated(statistic, fastpath)

    def interval(self) -> Text:
        """The time from each ping of the last run to the next; all of them where they differ."""
        self.measurements.simulated_runs()
        syns = [
            each.time
            for each in self.world.trace.since(self._mark)
            if isinstance(each, Sent) and each.packet.flags == "SYN"
        ]
        times = sorted({later - earlier for earlier, later in pairwise(syns)})
        return listed(format_duration(time) for time in times)

    # Opening and closing connections

    def _client(self, address: str) -> Host:
        if address in self.clients:
            return self.clients[address]
        if self.world.owner(address) is not None:
            raise Advice(_NOT_ON_PREMISES.fill(address=address))
        raise Advice(_NO_CLIENT.fill(address=address, hint=did_you_mean(address, self.clients)))

    def _other_end(self, address: str) -> Host | LoadBalancer:
        """What *address* leads to, on-premises or in the connected virtual network.

        :raises Advice: for any other; only what the circuit connects is modelled here.
        """
        path = self.cloud.circuits.path
        owner = self.world.owner(address)
        if owner is None and self.world.is_private(address):
            raise Advice(_NOBODY_THERE.fill(address=address))
        spaces = () if path is None else (path.on_premises, path.virtual_network)
        connected = any(address in space.owners for space in spaces)
        if connected and isinstance(owner, Host | LoadBalancer):
            return owner
        if isinstance(owner, LoadBalancer | InstanceAddress):
            raise Advice(_PUBLIC.fill(address=address))
        raise Advice(_ELSEWHERE.fill(address=address))

    def _open(self, host: Host, address: str, port: int) -> None:
        """Open a connection and wait until both ends know of it, or its packet was dropped.

        :raises Advice: where a load balancer chose one of several servers.
        """
        self._other_end(address)
        self._mark = len(self.world.trace)
        connection = dial(self.world, host, address, port)
        play(
            self.world,
            lambda: (
                is_open(self.world, connection)
                or connection.state == "CLOSED"
                or self.world.network.dropped is not None
            ),
        )
        balanced = chosen_by(self.world, connection.five_tuple)
        if balanced is not None:
            raise hashed.by_hash(balanced)


_DOESNT_SCALE = Text(
    "A gateway of SKU {sku} has no scale units. Only {scalable} has them: name that SKU before.",
    "SKU が {sku} のゲートウェイにスケール ユニットはない。あるのは {scalable} だけである。"
    "その SKU を先に述べる。",
)
_SKU_WITHOUT_EFFECT = Text(
    "The SKU {sku} has no effect on this latency: no document says how gateways of different SKUs "
    "differ, and all are simulated alike. Leave the SKU out.",
    "SKU {sku} はこのレイテンシに影響しない。SKU によるゲートウェイの違いは文書になく、"
    "シミュレーションではどの SKU も同じに扱う。SKU のステップを取り除く。",
)
_NOTHING_SENT = Text(
    "Nothing was sent from {start} to {end}. Write before it: When {who} connects to {where}:443",
    "{start} から {end} へは何も送られていない。その前に次のように書く: もし {who} が {where}:443 に"
    "接続する",
)
_DROPPED = Text("none: {where} drops the packet, {why}", "なし。破棄した場所は {where}: {why}")
_NO_CLIENT = Text(
    "No on-premises client has the address {address}.{hint} Write before it: "
    "Given an on-premises client {address} behind an ExpressRoute circuit",
    "アドレス {address} を持つオンプレミスのクライアントはない。{hint}その前に次のように書く: "
    "前提 ExpressRoute 回線で接続されたオンプレミスのクライアント {address} がある",
)
_NOBODY_THERE = Text(
    'Nothing has the private address {address}. Write before it: Given a virtual machine "server" at '
    "{address} in the connected virtual network",
    "プライベート アドレス {address} を持つものがない。その前に次のように書く: 前提 接続先の仮想ネットワーク"
    'に IP アドレス {address} の仮想マシン "server" がある',
)
_NOT_ON_PREMISES = Text(
    "{address} is no on-premises client. Connecting so, and PsPing with FastPath, are modelled only from "
    "those, behind an ExpressRoute circuit.",
    "{address} はオンプレミスのクライアントではない。この接続と、FastPath を伴う PsPing をモデル化しているのは、"
    "ExpressRoute 回線で接続されたオンプレミスのクライアントからの場合だけである。",
)
_NO_FRONT_END = Text(
    "{address} is no front-end IP of a load balancer. From the internet, PsPing is modelled to those only.",
    "{address} はロード バランサーのフロントエンド IP ではない。インターネットからの PsPing をモデル化しているのは、"
    "フロントエンド IP へのものだけである。",
)
_PUBLIC = Text(
    "{address} is a public address, and private peering leads to private addresses of the virtual network. "
    "By which way else an on-premises client gets there isn't modelled; one on the internet does: Given the "
    "client 192.0.2.33",
    "{address} はパブリック アドレスであり、プライベート ピアリングが通じるのは仮想ネットワークのプライベート アドレス"
    "である。オンプレミスのクライアントがほかのどの経路で到達するかはモデル化していない。インターネット上の"
    "クライアントなら到達できる: 前提 クライアント 192.0.2.33 がある",
)
_ELSEWHERE = Text(
    "{address} is neither an on-premises client nor a virtual machine in the connected virtual "
    "network. Only connections between those are modelled here.",
    "{address} はオンプレミスのクライアントでも、接続先の仮想ネットワークの仮想マシンでもない。"
    "ここでモデル化しているのは、その間の接続だけである。",
)
_NO_CIRCUIT = Text(
    "This sentence is about ExpressRoute, and the scenario has no circuit. Write instead: When {who} "
    "opens a TCP connection to {destination}",
    "この文は ExpressRoute についてのものだが、このシナリオに回線はない。代わりに次のように書く: もし "
    "{who} が {destination} へ TCP 接続を開く",
)


def _gateway(sku: str | None = None, units: int | None = None) -> hybrid.VirtualNetworkGateway:
    return hybrid.VirtualNetworkGateway(
        id=GATEWAY,
        subnet=f"{DEFAULT_NETWORK}/subnets/GatewaySubnet",
        gateway_type=hybrid.GatewayType.EXPRESSROUTE,
        sku=sku,
        scale_units=units,
    )


def _connection(*, fastpath: bool = False) -> hybrid.Connection:
    return hybrid.Connection(
        id=ON_THE_CONNECTION,
        connection_type=hybrid.ConnectionType.EXPRESSROUTE,
        virtual_network_gateway=GATEWAY,
        peer=CIRCUIT,
        express_route_gateway_bypass=fastpath,
    )
