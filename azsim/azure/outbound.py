"""The flows that the instances of a deployment open, keep and end.

A single flow is followed packet by packet. Many flows at once are followed as
flows: the same method is chosen, the same function gives the same port, and both
ends get the same connection, but no packet is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from attrs import define, field

from azsim.azure.deployment import Deployment
from azsim.azure.flows import Attempt, Flow, Translator
from azsim.azure.public_addresses import Instance
from azsim.azure.world import World
from azsim.engine.network import Hop
from azsim.facts.decides import decides
from azsim.functions.snat.flows import EXHAUSTED, Snat
from azsim.hosts.dns import PORT as DNS_PORT
from azsim.hosts.host import Connection, Host
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import Data, DnsQuery, Keepalive, Payload
from azsim.model.verdict import Drop
from azsim.questions.arrivals import Arrival, arrivals
from azsim.text import Advice, Text

Ending = Literal["FIN from both ends", "RST"]
Sign = Literal["keepalive", "application data"]

MOST_FLOWS = 1_000_000
SOME_DATA = Data()

NO_METHOD = Text(
    "no method for outbound connections is left to the instance",
    "インスタンスに送信接続の方法が残っていない",
)
NO_EPHEMERAL_PORT = Text(
    "the instance has no free ephemeral port",
    "インスタンスに空いているエフェメラル ポートがない",
)
ELSEWHERE = Text(
    "{address} lies in another network than the classic deployment, and nothing connects the two.",
    "{address} はクラシック デプロイとは別のネットワークにあり、両者はつながっていない。",
)
HAIRPIN_NOT_MODELLED = Text(
    "{address} is a public address of the deployment itself. Connections from an instance to its "
    "own deployment's public address aren't modelled.",
    "{address} はデプロイ自身のパブリック アドレスである。インスタンスから自分のデプロイの"
    "パブリック アドレスへの接続はモデル化されていない。",
)


def _is_open_tcp(flow: Flow) -> bool:
    return flow.inside.protocol == "TCP" and flow.state == "open"


@define(eq=False)
class Outbound:
    """What a deployment's instances do on the internet."""

    world: World
    deployment: Deployment
    flows: list[Flow] = field(factory=list, init=False)
    reply_mark: int | None = field(default=None, init=False)
    _that: Flow | None = field(default=None, init=False)
    _attempt: Attempt | None = field(default=None, init=False)
    _chosen: dict[str, Translator | None] = field(factory=dict, init=False)

    # Opening

    def open_connection(
        self, name: str, protocol: Protocol, address: str, port: int, source_port: int | None = None
    ) -> None:
        """Open one flow, and follow each of its packets."""
        instance = self.instance(name)
        attempt = self._begin()
        self._open_followed(attempt, instance, protocol, address, port, source_port)
        self._end(attempt)

    def open_one_each(self, names: Sequence[str], address: str, port: int) -> None:
        """Let each instance open one TCP connection, and follow each packet."""
        instances = [self.instance(name) for name in names]
        attempt = self._begin()
        for instance in instances:
            self._open_followed(attempt, instance, "TCP", address, port, None)
        self._end(attempt)

    def open_many(
        self, name: str, protocol: Protocol, count: int, destinations: Sequence[tuple[str, int]]
    ) -> None:
        """Open *count* flows to each of *destinations*."""
        instance = self.instance(name)
        if not count:
            raise Advice(
                Text(
                    "0 connections are none: write 1 or more.",
                    "0 本では接続が開かれない。1 以上を書く。",
                )
            )
        if count * len(destinations) > MOST_FLOWS:
            raise Advice(
                Text(
                    f"So many connections at once aren't modelled: {MOST_FLOWS:,} at most.",
                    f"一度に開ける接続は {MOST_FLOWS:,} 本までである。",
                )
            )
        attempt = self._begin()
        for address, port in destinations:
            none_left = None
            for _ in range(count):
                flow = none_left or self.open_flow(instance, protocol, address, port)
                # At the same instant there won't be another port, wherever one looks.
                none_left = flow if flow.refused is NO_EPHEMERAL_PORT else None
                attempt.flows.append(flow)
        self._end(attempt)

    def describe_server(self, address: str) -> None:
        """A server on the internet that answers every connection."""
        if self.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address: a server on the internet has a public one.",
                    f"{address} はプライベート アドレスである。"
                    "インターネット上のサーバーにはパブリック アドレスを書く。",
                )
            )
        self.world.host(address, address)

    def exhaust(self, name: str, protocol: Protocol, address: str, port: int) -> None:
        """Let an instance use every SNAT port that it has toward a destination."""
        instance = self.instance(name)
        before = len(self.flows)
        for snat in self.deployment.addresses.translators(instance):
            if isinstance(snat, Snat):
                toward = FiveTuple(protocol, instance.address, 0, address, port)
                for _ in range(snat.free_toward(toward)):
                    self.flows.append(self.open_flow(instance, protocol, address, port, snat))
        if len(self.flows) == before:
            raise Advice(
                Text(
                    f'"{name}" has no SNAT port toward {address}:{port} that it could use.',
                    f"「{name}」には {address}:{port} 宛てに使える SNAT ポートがない。",
                )
            )
        self._that = self.flows[-1]

    def exhaust_and_close(self, name: str, address: str, port: int) -> None:
        """Use every TCP SNAT port toward a destination, and close every connection by FIN."""
        before = len(self.flows)
        self.exhaust(name, "TCP", address, port)
        for flow in self.flows[before:]:
            self.close_flow(flow, "FIN from both ends")

    def reopen_timed_out(self, name: str) -> None:
        """Let an instance open each of its connections again that has timed out."""
        instance = self.instance(name)
        lost = [flow for flow in self.of(instance) if flow.state == "timed out"]
        if not lost:
            raise Advice(
                Text(
                    f'No connection of "{name}" has timed out.',
                    f"「{name}」の接続にタイムアウトしたものはない。",
                )
            )
        attempt = self._begin()
        for flow in lost:
            inside = flow.inside
            self.flows.remove(flow)
            attempt.flows.append(
                self.open_flow(
                    instance, inside.protocol, inside.destination, inside.destination_port
                )
            )
        self._end(attempt)

    def send_datagram(self, name: str, protocol: Protocol, address: str) -> None:
        """Send one packet of a protocol that has no ports."""
        instance = self.instance(name)
        attempt = self._begin()
        self._leave_through(instance, self._choose(instance))
        inside = FiveTuple(protocol, instance.address, 0, address, 0)
        self.world.send(instance.host, instance.host.datagram(inside, None))
        connection = instance.host.connections[inside]
        attempt.flows.append(Flow(instance.host, inside, connection, refused=self._dropped()))
        self._end(attempt)

    def send_query(self, instance: Instance, resolver: str, query: DnsQuery) -> None:
        """Send a DNS query from an instance, and let its answer come back."""
        attempt = self._begin()
        self._open_followed(attempt, instance, "UDP", resolver, DNS_PORT, None, query)
        self._end(attempt)

    def send_from_internet(self, server: str, address: str, port: int) -> None:
        """Let a server on the internet send a UDP packet to an address of the deployment."""
        addresses = self.deployment.addresses
        if addresses.serves(address, port):
            raise Advice(self.world.not_servers[address])
        addresses.use_all()
        host = self.world.endpoint_at(server)
        attempt = self._begin()
        inside = FiveTuple("UDP", server, port, address, port)
        self.world.send(host, host.datagram(inside, Data()))
        attempt.flows.append(Flow(host, inside, host.connections[inside], refused=self._dropped()))
        self._end(attempt)

    # One of the flows

    def end_some(self, count: int, ending: Ending) -> None:
        """End the first *count* connections that are still open."""
        still_open = [flow for flow in self.flows if _is_open_tcp(flow)]
        if not 1 <= count <= len(still_open):
            raise Advice(
                Text(
                    f"{count:,} connections can't end: the number that are open is "
                    f"{len(still_open):,}.",
                    f"{count:,} 本の接続は終了できない。開いている接続は {len(still_open):,} 本である。",
                )
            )
        if count == 1:
            self._that = still_open[0]
            self._end_followed(still_open[0], ending)
        else:
            for flow in still_open[:count]:
                self.close_flow(flow, ending)

    def send_fin_from_one_end(self, sender: str) -> None:
        """Let *sender*, an instance or a server, send FIN on one of the connections."""
        flow = self._pick(sender, tcp_only=True)
        host, connection = self._end_of(flow, sender)
        self.world.send(host, host.close(connection))

    def send_sign(self, sender: str, sign: Sign) -> None:
        """Let *sender* send a sign of life on one of the connections."""
        self._send_on(self._pick(sender, tcp_only=sign == "keepalive"), sender, sign)

    def send_sign_on_that(self, sender: str, sign: Sign) -> None:
        """Let *sender* send a sign of life on the connection that was singled out."""
        self._send_on(self.that, sender, sign)

    def send_late(self, sender: str) -> None:
        """Let *sender* send data on that connection, though it may be over."""
        flow = self.that
        attempt = self._begin()
        outward = sender == flow.host.name
        if outward:
            self.instance(sender)
        host = flow.host if outward else self.world.endpoint_at(sender)
        inside = flow.inside if outward else flow.outside.reversed()
        late = Packet(next(self.world.packet_ids), *inside, "ACK", SOME_DATA)
        self.world.send(host, [late])
        attempt.flows.append(Flow(host, inside, flow.connection, refused=self._dropped()))
        self._attempt = attempt
        self._owe(attempt)

    def reply(self, server: str) -> None:
        """Let *server* answer on the last connection that reached it."""
        host = self.world.endpoint_at(server)
        arrived = self.arrivals_at(server)[-1]
        connection = host.connections[arrived.five_tuple.reversed()]
        self.reply_mark = len(self.world.trace)
        self.world.send(host, host.send(connection, Data("answer")))

    @property
    def that(self) -> Flow:
        """The connection that the steps before have singled out."""
        if self._that is None:
            raise Advice(
                Text(
                    "No step before this one speaks of one connection.",
                    "これより前に一つの接続を指すステップがない。",
                )
            )
        return self._that

    def attempt(self) -> Attempt:
        """What the last step tried; asking for it settles what it owes."""
        if self._attempt is None:
            raise Advice(
                Text(
                    "No step before this one opens or sends anything.",
                    "これより前に接続を開くステップも何かを送るステップもない。",
                )
            )
        if self._attempt.owed is not None:
            self._attempt.owed.settle()
        return self._attempt

    def of(self, instance: Instance) -> list[Flow]:
        """The flows that *instance* has opened."""
        return [flow for flow in self.flows if flow.host is instance.host]

    def arrivals_at(self, server: str) -> list[Arrival]:
        """The flows that have reached *server*, in order.

        :raises Advice: where none has.
        """
        address = self.world.endpoint_at(server).address
        seen = [each for each in arrivals(self.world.trace.observations) if each.at == address]
        if not seen:
            raise Advice(
                Text(
                    f"No connection has reached {server} in this scenario.",
                    f"このシナリオで {server} に届いた接続はない。",
                )
            )
        return seen

    # Flows as flows

    def open_flow(
        self,
        instance: Instance,
        protocol: Protocol,
        address: str,
        port: int,
        through: Translator | None = None,
    ) -> Flow:
        """Open one flow without following its packets."""
        host = instance.host
        inside = host.free_flow(protocol, address, port)
        if inside is None:
            none = FiveTuple(protocol, instance.address, 0, address, port)
            return Flow(host, none, refused=NO_EPHEMERAL_PORT)
        if not self.deployment.addresses.translates(address):
            translator = None
        else:
            translator = self._choose(instance) if through is None else through
            if translator is None:
                return Flow(host, inside, refused=NO_METHOD)
        now = self.world.clock.now
        mapping = None
        if inside in host.connections and (holder := self._holder(inside)) is not None:
            # A port of the instance's own that it uses again while the hold lasts.
            translator, mapping = holder, holder.find(inside)
        flow = Flow(host, inside)
        if isinstance(translator, Snat):
            if mapping is None:
                mapping = translator.open(inside, now)
            else:
                translator.reopen(mapping, now)
            if mapping is None:
                self.world.trace.add("refuse", translator.name, inside, None, EXHAUSTED)
                flow.refused = EXHAUSTED
                return flow
            flow.hold(translator, mapping)
        elif translator is not None:
            flow.leave_from(translator.address, inside.source_port)
        outside = flow.outside
        if translator is not None:
            self._leave_through(instance, translator)
        server = self._server(address)
        if server.accept(outside.reversed()):
            flow.connection = host.take_up(inside)
            if self.world.trace.on:
                where = host.name if translator is None else translator.name
                self.world.trace.add("open", where, inside, outside)
        else:
            flow.connection, packets = host.connect(inside)
            self.world.send(host, packets)
        return flow

    def close_flow(self, flow: Flow, ending: Ending) -> None:
        """End a flow without following its packets."""
        now = self.world.clock.now
        outside = flow.outside
        if flow.mapping is not None and flow.snat is not None:
            if ending == "RST":
                flow.snat.reset(flow.mapping, now)
            else:
                flow.snat.fin(flow.mapping, "client", now)
                flow.snat.fin(flow.mapping, "server", now)
        if flow.connection is not None:
            flow.connection.state = "CLOSED" if ending == "RST" else "TIME_WAIT"
        server = self.world.endpoint_at(outside.destination)
        at_server = server.connections.get(outside.reversed())
        if at_server is not None:
            at_server.state = "CLOSED"
        if self.world.trace.on:
            self.world.trace.add("close", flow.host.name, flow.inside, outside, ending=ending)

    # Within

    def _begin(self) -> Attempt:
        return Attempt(len(self.world.trace))

    def _end(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self.flows += [flow for flow in attempt.flows if flow.refused is None]
        if attempt.flows and attempt.flows[-1].refused is None:
            self._that = attempt.flows[-1]
        self._owe(attempt)

    def _owe(self, attempt: Attempt) -> None:
        """What failed has to be mentioned by a later step."""
        if refused := attempt.refused:
            attempt.owed = self.world.owe(
                Text(
                    "{failed} of {all} fail because {reason}.",
                    "{all} 本のうち {failed} 本が「{reason}」という理由で失敗する。",
                ).fill(
                    failed=f"{len(refused):,}",
                    all=f"{len(attempt.flows):,}",
                    reason=refused[0].refused,
                )
            )

    def _open_followed(
        self,
        attempt: Attempt,
        instance: Instance,
        protocol: Protocol,
        address: str,
        port: int,
        source_port: int | None,
        payload: Payload = SOME_DATA,
    ) -> None:
        host = instance.host
        if source_port is None:
            inside = host.free_flow(protocol, address, port)
        else:
            inside = FiveTuple(protocol, instance.address, source_port, address, port)
            known = host.connections.get(inside)
            if known is not None and known.state not in ("CLOSED", "TIME_WAIT"):
                raise Advice(
                    Text(
                        f"{instance.name} has a connection from port {source_port} "
                        f"to {address}:{port} already.",
                        f"{instance.name} にはポート {source_port} から {address}:{port} への"
                        "接続がすでにある。",
                    )
                )
        if inside is None:
            none = FiveTuple(protocol, instance.address, 0, address, port)
            attempt.flows.append(Flow(host, none, refused=NO_EPHEMERAL_PORT))
            return
        self._server(address)
        translator = self._choose(instance)
        self._leave_through(instance, translator)
        if protocol == "TCP":
            connection, packets = host.connect(inside)
        else:
            packets = host.datagram(inside, payload)
            connection = host.connections[inside]
        self.world.send(host, packets)
        flow = Flow(host, inside, connection, refused=self._dropped())
        translator = self._holder(inside) or translator
        if translator is not None and self.deployment.addresses.translates(address):
            flow.leave_from(translator.address, inside.source_port)
        if isinstance(translator, Snat) and (mapping := translator.find(inside)) is not None:
            flow.hold(translator, mapping)
        attempt.flows.append(flow)
        if flow.refused is not None:
            host.forget(inside)

    def _end_followed(self, flow: Flow, ending: Ending) -> None:
        """End one flow packet by packet, each end closing in turn."""
        assert flow.connection is not None
        host, connection = flow.host, flow.connection
        if ending == "RST":
            self.world.send(host, host.abort(connection))
            return
        outside = flow.outside
        self.world.send(host, host.close(connection))
        server = self.world.endpoint_at(outside.destination)
        self.world.send(server, server.close(server.connections[outside.reversed()]))

    def _server(self, address: str) -> Host:
        """The far end of a flow, which isn't the deployment itself."""
        owner = self.world.owners.get(address)
        if isinstance(owner, Host) and (
            not self.world.is_private(address) or owner.name in self.deployment.instances
        ):
            return owner
        if address in self.world.owners and self.world.is_private(address):
            raise Advice(ELSEWHERE.fill(address=address))
        if self.deployment.addresses.is_own(address):
            raise Advice(HAIRPIN_NOT_MODELLED.fill(address=address))
        return self.world.endpoint_at(address)

    @decides
    def _choose(self, instance: Instance) -> Translator | None:
        """What a new flow of *instance* leaves through."""
        candidates = self.deployment.addresses.translators(instance)
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        self.world.facts.rests_on("classic.endpoint-choice")
        self.world.facts.rests_on("classic.endpoint-choice.scope")
        return candidates[int(self.world.random.random() * len(candidates))]

    def _leave_through(self, instance: Instance, translator: Translator | None) -> None:
        """Let the packets of *instance* that belong to no flow yet leave through *translator*."""
        self._chosen[instance.name] = translator

    def _egress(self, instance: Instance, packet: Packet) -> Hop | Drop | None:
        """Where a packet of *instance* goes first: to what translates its flow."""
        if not self.deployment.addresses.translates(packet.destination):
            return None
        snat = self._holder(packet.five_tuple)
        if snat is not None:
            return Hop(snat)
        translator = self._chosen.get(instance.name)
        return Drop(NO_METHOD) if translator is None else Hop(translator)

    def _holder(self, flow: FiveTuple) -> Snat | None:
        """What holds a port for *flow*, as its instance sends it."""
        snats = self.deployment.addresses.snats()
        return next((snat for snat in snats if snat.find(flow) is not None), None)

    def instance(self, name: str) -> Instance:
        """The instance of that name, whose packets are routed here from now on."""
        instance = self.deployment.instance(name)
        self.world.egress.setdefault(instance.name, partial(self._egress, instance))
        return instance

    def _send_on(self, flow: Flow, sender: str, sign: Sign) -> None:
        host, connection = self._end_of(flow, sender)
        payload = Keepalive() if sign == "keepalive" else SOME_DATA
        self.world.send(host, host.send(connection, payload))

    def _dropped(self) -> Text | None:
        dropped = self.world.network.dropped
        return None if dropped is None else dropped.reason

    def _pick(self, sender: str, *, tcp_only: bool) -> Flow:
        """One of the connections that are open, of the instance or to the server."""
        for flow in self.flows:
            if tcp_only and flow.inside.protocol != "TCP":
                continue
            if flow.state == "open" and sender in (flow.host.name, flow.inside.destination):
                self._that = flow
                return flow
        raise Advice(
            Text(f'"{sender}" has no open connection.', f"「{sender}」に開いている接続がない。")
        )

    def _end_of(self, flow: Flow, sender: str) -> tuple[Host, Connection]:
        """The host and the connection at the end of *flow* that *sender* is."""
        if sender == flow.host.name:
            assert flow.connection is not None
            return flow.host, flow.connection
        server = self.world.endpoint_at(sender)
        connection = server.connections.get(flow.outside.reversed())
        if connection is None:
            raise Advice(
                Text(
                    f"{sender} isn't an end of that connection.",
                    f"{sender} はその接続のどちらの側でもない。",
                )
            )
        return server, connection
