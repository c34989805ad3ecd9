"""How one flow is opened and closed, with its packets or without.

Either way the server, the egress of the machine's interface and the translator are asked;
a flow that is followed as a flow only writes no packets down.
"""

from __future__ import annotations

from attrs import define

from azsim.azure.flows import Flow
from azsim.deploy.machines import Machine
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.functions.balanced_flows import Flow as BalancedFlow
from azsim.functions.classic_endpoint import EndpointAddress
from azsim.functions.egress import Refused, Router
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.snat.flows import Translator
from azsim.hosts.application import Application, Connection
from azsim.hosts.host import NO_ANSWER, NO_EPHEMERAL_PORT, REFUSED, STOPPED, Host
from azsim.model.events import Ending, FlowClosed, FlowOpened, FlowRefused
from azsim.model.packet import FiveTuple, Protocol
from azsim.model.payload import Data, Payload
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import format_count

SOME_DATA = Data()

ELSEWHERE = Text(
    "{address} lies in another network than {machine}, and nothing connects the two.",
    "{address} は {machine} とは別のネットワークにあり、両者はつながっていない。",
)
HAIRPIN_NOT_MODELLED = Text(
    "{address} is a public address of the deployment itself. Connections from an instance to its "
    "own deployment's public address aren't modelled.",
    "{address} はデプロイ自身のパブリック アドレスである。インスタンスから自分のデプロイの"
    "パブリック アドレスへの接続はモデル化していない。",
)

ONE_DIRECTION_ONLY = Text(
    "A route leads what {source} sends to {destination} through {appliance}, and no route leads it back "
    "that way. A firewall has to see both directions of a connection: give the other subnet a route to "
    "{appliance} as well.",
    "{source} から {destination} への通信はルートにより {appliance} を経由するが、逆方向のルートがない。"
    "ファイアウォールには接続の両方向が見えなければならない。もう一方のサブネットにも {appliance} へのルートを"
    "書く。",
)
TO_A_SERVICE_NOT_MODELLED = Text(
    "{address} is the address of {name}, which is no server. Connections of machines to it aren't "
    "modelled; it gets the requests of clients.",
    "{address} は {name} のアドレスであり、サーバーではない。マシンからそこへの接続はモデル化していない。"
    "そこへはクライアントが要求を送る。",
)


PERHAPS_ITSELF = Text(
    'Given back to {machine}, the flow fails; given to another of the {count} servers of "{name}", it '
    "succeeds. A hash that Azure doesn't publish decides, so that nobody can say beforehand. Describe the "
    "load balancer with one server, or connect from a machine outside its pool.",
    "このフローは、{machine} 自身に振り分けられれば失敗し、「{name}」のほかのサーバー (全 {count} 台) に振り分けられれば"
    "成功する。どれになるかは公開されていないハッシュで決まり、事前には分からない。ロード バランサーのサーバーを "
    "1 台にするか、プールの外のマシンから接続する。",
)


@define(eq=False)
class Opener:
    """Opens flows of machines, and closes them."""

    world: World

    def follow(
        self,
        machine: Machine,
        protocol: Protocol,
        address: str,
        port: int,
        source_port: int | None = None,
        payload: Payload = SOME_DATA,
        application: Application | None = None,
        source: str | None = None,
    ) -> Flow:
        """Open one flow, packet by packet; *application* takes it up from there.

        It starts at *source*, an address of the machine; else where its operating system says.
        """
        host = machine.host
        balancer, public = self.balancer(machine, address), self.public_ip(machine, address)
        server = None if balancer is not None else self.far_end(machine, address)
        source = source or machine.source_toward(address)
        if source_port is None:
            inside = host.free_flow(protocol, address, port, source)
        else:
            inside = _from_port(machine, FiveTuple(protocol, source, source_port, address, port))
        if inside is None:
            return _without_port(host, server, protocol, address, port)
        if server is not None:
            self.check_both_directions(machine, server, inside)
        if protocol == "TCP":
            connection, packets = host.connect(inside, application)
        else:
            packets = host.datagram(inside, payload)
            connection = host.connections[inside]
        egress = machine.interface(source)
        egress.prepare()
        self.world.send(host, packets)
        refused = self.dropped()
        if refused is None and connection.state == "CLOSED":
            refused = REFUSED
        if refused is not None:
            host.forget(inside)
            if connection.state == "SYN_SENT":
                host.attempted(inside, self.world.now)
        translated = egress.flows.get(inside)
        leaves_through = None if translated is None else translated.translator
        drawn_from = egress.drawn_from(leaves_through)
        flow = Flow(host, server, inside, connection, None, refused, drawn_from)
        flow.leave_through(translated)
        if balancer is not None:
            _balanced(flow, balancer)
            _refuse_luck(flow, machine, balancer)
        if public is not None:
            _arrived(self.world, flow, public)
        return flow

    def open(
        self,
        machine: Machine,
        protocol: Protocol,
        address: str,
        port: int,
        through: Translator | None = None,
    ) -> Flow:
        """Open one flow, without its packets; *through* a certain translator where one is named.

        What a load balancer chooses a server for, what comes in to the public IP of another machine, and
        what a machine with several interfaces answers, is followed packet by packet all the same.
        """
        world, host = self.world, machine.host
        server = self._server_elsewhere(machine, address)
        is_elsewhere = server is not None
        if server is None:
            if (
                self.balancer(machine, address)
                or self.public_ip(machine, address)
                or self._has_several(machine, address)
            ):
                return self.follow(machine, protocol, address, port)
            server = self.far_end(machine, address)
        egress = machine.interface_toward(address)
        inside = host.free_flow(protocol, address, port, egress.address)
        if inside is None:
            return _without_port(host, server, protocol, address, port)
        if not is_elsewhere:
            self.check_both_directions(machine, server, inside)
        starts, now = protocol == "TCP", world.clock.now
        guarded, held = world.routes.guards, None
        if guarded:
            egress.prepare()
            held = world.routes.let_out(host, inside, starts=starts)
        opened = (
            egress.open(inside, now, through) if held is None else Refused(host.name, held.reason)
        )
        if isinstance(opened, Refused):
            host.attempted(inside, now)
            if world.trace.on:
                world.trace.add(FlowRefused, opened.where, inside, opened.reason)
            return Flow(host, server, inside, refused=opened.reason)
        translator = None if opened is None else opened.translator
        drawn_from = egress.drawn_from(translator) if through is None else ()
        answers = inside.reversed() if opened is None else opened.answers
        flow = Flow(host, server, inside, None, opened, None, drawn_from, answers=answers)
        last = translator or host
        if guarded:
            held = world.routes.let_in(server, flow.outside, last, starts=starts)
            if held is not None:
                world.trace.add(FlowRefused, server.name, inside, held.reason)
                host.attempted(inside, now)
                flow.refused = held.reason
                return flow
        reception = server.accept(answers)
        if reception == "challenged":
            flow.connection, packets = host.connect(inside)
            world.send(host, packets)
            return flow
        if world.trace.on:
            world.trace.add(FlowOpened, last.name, inside, flow.outside)
        if reception == "accepted":
            flow.connection = host.take_up(inside)
            if starts and translator is not None and opened is not None:
                translator.establish(opened, now)
        elif reception == "refused":
            flow.refused = REFUSED
            self.close(flow, "RST")
        else:
            host.attempted(inside, now)
            flow.refused = STOPPED if server.is_off else NO_ANSWER
        return flow

    def close_followed(self, flow: Flow, ending: Ending) -> None:
        """End one flow packet by packet, each end closing in turn, where it can."""
        assert flow.connection is not None
        host, connection = flow.host, flow.connection
        if ending == "RST":
            self.world.send(host, host.abort(connection))
            return
        self.world.send(host, host.close(connection))
        server = flow.far_end
        at_server = None if server is None else server.connections.get(flow.answers)
        if server is not None and at_server is not None and not server.is_silent:
            self.world.send(server, server.close(at_server))

    def close(self, flow: Flow, ending: Ending) -> None:
        """End a flow without following its packets, where both of its ends take part."""
        world, host, far_end, connection = self.world, flow.host, flow.far_end, flow.connection
        assert far_end is not None
        if connection is not None and far_end.is_silent:
            self.close_followed(flow, ending)
            return
        now, by_reset = world.clock.now, ending == "RST"
        for translated in flow.translations:
            if by_reset:
                translated.translator.reset(translated, now)
            else:
                translated.translator.fin(translated, "both ends", now)
        if by_reset:
            host.end(flow.inside)
            far_end.end(flow.answers)
        elif connection is not None and connection.state == "CLOSE_WAIT":
            host.end(flow.inside)
            far_end.linger(flow.answers, now)
        else:
            host.linger(flow.inside, now)
            far_end.end(flow.answers)
        if world.trace.on:
            world.trace.add(FlowClosed, host.name, flow.inside, flow.outside, ending)

    def dropped(self) -> Rule | None:
        """Why what was sent last was dropped; None where it wasn't."""
        dropped = self.world.network.dropped
        return None if dropped is None else dropped.reason

    def balancer(self, machine: Machine, address: str) -> LoadBalancer | None:
        """The load balancer that *machine* speaks to at *address*, if there is one."""
        node = machine.space.owner(address) or self.world.internet.owners.get(address)
        if isinstance(node, EndpointAddress):
            return None
        return node if isinstance(node, LoadBalancer) else None

    def public_ip(self, machine: Machine, address: str) -> InstanceAddress | None:
        """The public IP of another machine that *machine* speaks to at *address*, if there is one."""
        node = self.world.internet.owners.get(address)
        if not isinstance(node, InstanceAddress) or node.sender.address in machine.interfaces:
            return None
        return node

    def _server_elsewhere(self, machine: Machine, address: str) -> Host | None:
        """The server at *address*, where it lies in no network that *machine* might be near to.

        Most flows go to such a one, of which nothing else has to be asked.
        """
        space = machine.space
        if space.apart or address in space.owners or (space.peers and space.owner(address)):
            return None
        node = self.world.internet.owners.get(address)
        return node if isinstance(node, Host) else None

    def _has_several(self, machine: Machine, address: str) -> bool:
        """Whether an answer from *address* may leave by another interface than it should."""
        other = machine.space.owner(address)
        at = None if other is None else self.world.names.get(other.name)
        return isinstance(at, Machine) and at.guest is not None

    def far_end(self, machine: Machine, address: str) -> Host:
        """The server at *address* that *machine* speaks to.

        :raises Advice: where nothing there can be reached, or it isn't modelled.
        """
        world, space = self.world, machine.space
        near = space.owner(address) or space.owner_apart(address)
        node = near or world.internet.owners.get(address)
        if isinstance(node, Host):
            return node
        if world.is_private(address) and not space.reaches(address):
            if world.owner(address) is not None:
                raise Advice(ELSEWHERE.fill(address=address, machine=machine.name))
        elif any(_are_one(node, each) for each in machine.translators()):
            raise Advice(HAIRPIN_NOT_MODELLED.fill(address=address))
        elif (public := self.public_ip(machine, address)) is not None:
            return _machine_at(world, public).host
        elif node is not None:
            raise Advice(TO_A_SERVICE_NOT_MODELLED.fill(address=address, name=node.name))
        return world.endpoint_at(address)

    def end_at(self, address: str) -> Host:
        """Where connections to *address* end: at a server, or at the machine whose public IP it is.

        :raises Advice: where they end nowhere.
        """
        node = self.world.internet.owners.get(address)
        if isinstance(node, InstanceAddress):
            return _machine_at(self.world, node).host
        return self.world.endpoint_at(address)

    def check_both_directions(self, machine: Machine, far_end: Host, flow: FiveTuple) -> None:
        """See that answers to *flow* pass the appliance that *machine* reaches *far_end* through.

        What comes in to its public IP is answered from there.

        :raises Advice: where they don't, as what it does with half a connection isn't documented.
        """
        other = self.world.names.get(far_end.name)
        if not isinstance(other, Machine) or flow.destination not in other.interfaces:
            return
        out = machine.interface(flow.source).appliance_toward(flow.destination)
        if out is not None:
            appliance = machine.space.owner(out)
            if not isinstance(appliance, Router) or appliance.is_met_halfway(flow):
                return
        back = other.interface(flow.destination).appliance_toward(flow.source)
        if out != back:
            raise Advice(
                ONE_DIRECTION_ONLY.fill(
                    appliance=out or back,
                    source=machine.name if out else other.name,
                    destination=other.name if out else machine.name,
                )
            )


def _from_port(machine: Machine, flow: FiveTuple) -> FiveTuple:
    """*flow*, where nothing is in its way at the machine.

    :raises Advice: where a connection is.
    """
    known = machine.host.connections.get(flow)
    if known is not None and known.state not in ("CLOSED", "TIME_WAIT"):
        raise Advice(
            Text(
                f"{machine.name} has a connection from port {flow.source_port} "
                f"to {flow.destination}:{flow.destination_port} already.",
                f"{machine.name} にはポート {flow.source_port} から "
                f"{flow.destination}:{flow.destination_port} への接続がすでにある。",
            )
        )
    return flow


def of_client(
    world: World, host: Host, connection: Connection, refused: Rule | None = None
) -> Flow:
    """The flow that a client has opened, whatever it goes to."""
    inside = connection.five_tuple
    node = world.owner(inside.destination)
    flow = Flow(host, node if isinstance(node, Host) else None, inside, connection, None, refused)
    if isinstance(node, LoadBalancer):
        _balanced(flow, node)
    elif isinstance(node, InstanceAddress):
        _arrived(world, flow, node)
    elif isinstance(node, FirewallToTheInternet):
        _led_in(world, flow, node)
    return flow


def _led_in(world: World, flow: Flow, at: FirewallToTheInternet) -> None:
    """Let *flow* know the machine that a DNAT rule of the firewall *at* has led it to, if it has."""
    known = at.inbound(flow.inside)
    if known is not None:
        machine = world.owner(known.outside.destination)
        flow.far_end = machine if isinstance(machine, Host) else None
        flow.leave_through(known)
        flow.drawn_from = at.private.all


def _arrived(world: World, flow: Flow, at: InstanceAddress) -> None:
    """Let *flow* know the machine that has the public address *at*, where it has come to it."""
    known = at.inbound(flow.outside)
    if known is not None:
        flow.far_end = _machine_at(world, at).host
        flow.arrive_through(known)


def _are_one(node: Node | None, translator: Translator) -> bool:
    """Whether *translator* leaves from the address that *node* has."""
    return node is translator or (isinstance(node, EndpointAddress) and node.snat is translator)


def _machine_at(world: World, public: InstanceAddress) -> Machine:
    return world.names.find(public.sender.name, Machine)


def follow_moved(flow: Flow) -> None:
    """Let *flow* know the server that its load balancer has given it to by now."""
    if flow.balancer is not None and flow.balanced is not None:
        _given_to(flow, flow.balancer.flow_of(flow.balanced.outside))


def _balanced(flow: Flow, balancer: LoadBalancer) -> None:
    """Let *flow* know the server that *balancer* has given it to, where it has."""
    flow.balancer = balancer
    _given_to(flow, balancer.flow_of(flow.outside))


def _given_to(flow: Flow, known: BalancedFlow | None) -> None:
    if known is not None:
        assert isinstance(known.server.node, Host)
        flow.far_end, flow.balanced = known.server.node, known


def _refuse_luck(flow: Flow, machine: Machine, balancer: LoadBalancer) -> None:
    """Refuse a flow that fails where an unpublished hash gives it back to *machine*.

    :raises Advice: where the hash had that choice.
    """
    known = flow.balanced
    if known is None or not known.by_chance or known.rule.floating_ip:
        return
    comes_back = any(each.node is machine.host for each in known.rule.servers)
    if comes_back and known.outside.source in machine.interfaces:
        count = format_count(len(known.rule.servers))
        raise Advice(PERHAPS_ITSELF.fill(name=balancer.name, count=count, machine=machine.name))


def _without_port(
    host: Host, server: Host | None, protocol: Protocol, address: str, port: int
) -> Flow:
    none = FiveTuple(protocol, host.address, 0, address, port)
    return Flow(host, server, none, refused=NO_EPHEMERAL_PORT)
