"""What the ends of flows send while these are open, how they end them, and what comes late."""

from __future__ import annotations

from typing import Literal

from attrs import define

from azsim.azure.clients import Client
from azsim.azure.connections import Connections, check_runs
from azsim.azure.flows import Attempt, Flow
from azsim.azure.opening import SOME_DATA, follow_moved
from azsim.azure.work import KEEPALIVES
from azsim.deploy.world import World
from azsim.hosts.application import Connection
from azsim.hosts.host import RESET, Host
from azsim.model.events import Ending
from azsim.model.packet import Packet
from azsim.model.payload import Data, Keepalive
from azsim.text import Advice, Text

Sign = Literal["keepalive", "application data"]

NOT_OPEN = Text(
    "That connection isn't open, so that it can't be idle. To let time pass, write: When 5 minutes pass",
    "その接続は開いておらず、アイドル状態にはならない。時間の経過は次のように書く: もし 5 分経過する",
)

HAS_NO_CONNECTION = Text('"{name}" has no open connection.', "「{name}」に開いている接続がない。")

NO_INTERVAL = Text(
    "Keepalives need an interval above 0 seconds.",
    "キープアライブの間隔は 0 秒より長くする。",
)


@define(eq=False)
class Ends:
    """Instances, clients and servers at the ends of the flows that are there."""

    connections: Connections

    def end_some(self, count: int, ending: Ending) -> None:
        """End the first *count* connections that are still open."""
        still_open = [flow for flow in self.connections.flows if _is_open_tcp(flow)]
        if not 1 <= count <= len(still_open):
            raise Advice(
                Text(
                    f"{count:,} connections can't end: the number that are open is "
                    f"{len(still_open):,}.",
                    f"{count:,} 本の接続は終了できない。開いている接続は {len(still_open):,} 本である。",
                )
            )
        if count == 1:
            self.connections.speak_of([still_open[0]])
            self.connections.opener.close_followed(still_open[0], ending)
        else:
            for flow in still_open[:count]:
                self.connections.opener.close(flow, ending)

    def send_fin_from_one_end(self, sender: str) -> None:
        """Let *sender*, an instance or a server, send FIN on one of the connections."""
        flow = self._pick(sender, tcp_only=True)
        host, connection = self._end_of(flow, sender)
        self._send(flow, host, connection, host.close(connection))

    def send_rst_from_one_end(self, sender: str) -> None:
        """Let *sender*, an instance or a server, break off one of the connections."""
        flow = self._pick(sender, tcp_only=True)
        host, connection = self._end_of(flow, sender)
        self._send(flow, host, connection, host.abort(connection))

    def send_sign(self, sender: str, sign: Sign) -> None:
        """Let *sender* send a sign of life on one of the connections."""
        self._send_on(self._pick(sender, tcp_only=sign == "keepalive"), sender, sign)

    def keep_alive(self, sender: str, interval: int, duration: int) -> None:
        """Let *sender* send a keepalive on that connection every *interval*, while it is open."""
        if not interval:
            raise Advice(NO_INTERVAL)
        KEEPALIVES.check(duration // interval)
        connections, world = self.connections, self._world
        end = world.now + duration
        while world.now + interval <= end:
            world.schedule.advance(interval)
            if connections.that.state == "open":
                connections.speak_of([connections.that])
                self._send_on(connections.that, sender, "keepalive")
        world.schedule.advance_to(end)

    def send_late(self, sender: str) -> None:
        """Let *sender* send data on that connection, though it may be over."""
        flow = self.connections.that
        self.connections.speak_of([flow])
        attempt = Attempt(self.connections.begin(), self._world.now)
        outward = sender == flow.host.name
        if outward and not isinstance(self._world.names.get(sender), Client):
            self.connections.machine(sender)
        host = flow.host if outward else self._far_end(flow, sender)
        inside = flow.inside if outward else flow.answers
        late = Packet(next(self._world.packet_ids), *inside, "ACK", SOME_DATA)
        self._world.send(host, [late])
        far_end = flow.far_end if outward else flow.host
        attempt.flows.append(
            Flow(host, far_end, inside, flow.connection, refused=self.connections.opener.dropped())
        )
        self.connections.tried(attempt)

    def stay_idle(self, duration: int) -> None:
        """Let *duration* pass, while nothing is sent on the connection that steps speak of.

        :raises Advice: where they speak of none, and where it isn't open.
        """
        if self.connections.that.state != "open":
            raise Advice(NOT_OPEN)
        self._world.pass_time(duration)

    def reply(self, server: str) -> None:
        """Let *server* answer on the last connection that reached it.

        :raises Advice: where none has, where it knows that one no more, and where it is stopped.
        """
        host = self.connections.opener.end_at(server)
        check_runs(host)
        arrived = self.connections.arrivals_at(server)[-1]
        connection = host.connections.get(arrived.five_tuple.reversed())
        if connection is None:
            raise Advice(HAS_NO_CONNECTION.fill(name=server))
        self.connections.reply_mark = len(self._world.trace)
        self._world.send(host, host.send(connection, Data("answer")))

    # Within

    @property
    def _world(self) -> World:
        return self.connections.world

    def _send_on(self, flow: Flow, sender: str, sign: Sign) -> None:
        host, connection = self._end_of(flow, sender)
        payload = Keepalive() if sign == "keepalive" else SOME_DATA
        self._send(flow, host, connection, host.send(connection, payload))

    def _send(self, flow: Flow, host: Host, connection: Connection, packets: list[Packet]) -> None:
        """Let *host* send *packets* on *flow*; what is lost or reset, a later step mentions."""
        attempt = Attempt(len(self._world.trace), self._world.now)
        self._world.send(host, packets)
        follow_moved(flow)
        lost = self.connections.opener.dropped()
        carries_data = any(packet.payload is not None for packet in packets)
        if lost is None and carries_data and connection.state == "CLOSED":
            lost = RESET
        if lost is not None:
            far_end = flow.far_end if host is flow.host else flow.host
            lost_flow = Flow(host, far_end, packets[0].five_tuple, flow.connection, refused=lost)
            attempt.flows.append(lost_flow)
            if not self.connections.is_unmentioned(lost_flow):
                self.connections.tried(attempt)

    def _pick(self, sender: str, *, tcp_only: bool) -> Flow:
        """One of the connections of the instance or to the server.

        It is one that is open, or else one that has timed out or that a load balancer has ended: its
        ends know nothing of that.
        """
        machine = self.connections.cloud.machines.get(sender)
        addresses = [sender] if machine is None else machine.interfaces
        having = [
            flow
            for flow in self.connections.flows
            if (
                sender in (flow.host.name, _name(flow.far_end))
                or flow.inside.destination in addresses
            )
            and (flow.inside.protocol == "TCP" or not tcp_only)
        ]
        for state in ("open", "timed out", "cut"):
            for flow in having:
                if flow.state == state:
                    self.connections.speak_of([flow])
                    return flow
        raise Advice(HAS_NO_CONNECTION.fill(name=sender))

    def _address_of(self, sender: str) -> str:
        """Where *sender*, a machine or the address of a server, is connected to."""
        machine = self.connections.cloud.machines.get(sender)
        return sender if machine is None else machine.address

    def _end_of(self, flow: Flow, sender: str) -> tuple[Host, Connection]:
        """The host and the connection at the end of *flow* that *sender* is."""
        if sender == flow.host.name:
            assert flow.connection is not None
            return flow.host, flow.connection
        server = self._far_end(flow, sender)
        connection = server.connections.get(flow.answers)
        if connection is None:
            raise Advice(
                Text(
                    f"{sender} isn't an end of that connection.",
                    f"{sender} はその接続のどちらの側でもない。",
                )
            )
        return server, connection

    def _far_end(self, flow: Flow, sender: str) -> Host:
        """The server *sender*, by its name or its address.

        :raises Advice: where it is stopped.
        """
        end = flow.far_end
        if end is None or sender != end.name:
            end = self._world.endpoint_at(self._address_of(sender))
        check_runs(end)
        return end


def _is_open_tcp(flow: Flow) -> bool:
    return flow.inside.protocol == "TCP" and flow.state == "open"


def _name(host: Host | None) -> str | None:
    return None if host is None else host.name
