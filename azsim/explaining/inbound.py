"""What reaches machines from outside: asked of the rules and the groups that it would meet."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, field, frozen

from azsim.deploy import probing
from azsim.deploy.balanced import Balanced
from azsim.deploy.classic import ENDPOINT
from azsim.deploy.cloud import Cloud
from azsim.deploy.firewalls import RunningFirewall
from azsim.deploy.machines import Machine
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace
from azsim.explaining.answers import Inbound, KeptOut
from azsim.explaining.configurations import configurations
from azsim.explaining.denials import denials
from azsim.explaining.guests import is_guest
from azsim.explaining.outbound import SOME_PORT, OutboundAnswers, told
from azsim.functions.balanced_flows import BalancingRule
from azsim.functions.security_group import SecurityGroup
from azsim.functions.snat.flows import Translator
from azsim.model.packet import FiveTuple, Protocol
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.checks import Protocol as RuleProtocol
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.outbound import FirewallNatRule, FirewallProtocol
from azsim.model.resources.security import (
    ANY,
    AZURE_LOAD_BALANCER,
    Access,
    Direction,
    SecurityRuleProtocol,
    is_tag,
)
from azsim.model.resources.security import VIRTUAL_NETWORK as VIRTUAL_NETWORK_TAG
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT

SOMEBODY: Final = "192.0.2.33"
"""A client on the internet, of which there are many."""
EVERY_PORT: Final = "*"
SOME_SERVICE: Final = 443
INTERNET: Final = "internet"
VIRTUAL_NETWORK: Final = "virtual network"
MANAGEMENT_PORTS: Final = (22, 3389)
"""SSH and Remote Desktop, as IANA has them."""

DNAT: Final = "DNAT rule"
PROBE = Text("{protocol} probe of port {port}", "ポート {port} の {protocol} プローブ")
PROBE_DENIED = Text(
    "its health probe doesn't reach it: {reason}",
    "正常性プローブが届かない: {reason}",
)


@frozen
class _Asked:
    """Who gets in, such as ``client``, or why nobody does; ``refusal`` is what all others meet first."""

    source: str
    client: str | None = None
    why_not: Text | None = None
    refusal: Text | None = None


@define(eq=False)
class InboundAnswers:
    """Answers about the machines of *cloud*."""

    cloud: Cloud
    outbound: OutboundAnswers
    _outside: dict[str, dict[AddressSpace, Machine]] = field(factory=dict, init=False)

    def of(self, name: str) -> tuple[Inbound, ...]:
        """Every way in to the machine *name*."""
        machine = self.cloud.machines.find(name)
        # Groups on the subnet and on the interface may let in the same.
        found = dict.fromkeys(
            (
                *self._balanced(machine),
                *self._of_its_own(machine),
                *self._of_service(name),
                *self._by_firewalls(machine),
            )
        )
        return tuple(sorted(found, key=lambda each: (each.kind, each.through, each.rule or "")))

    def _balanced(self, machine: Machine) -> Iterator[Inbound]:
        for name, balanced in self.cloud.load_balancers.running.items():
            for rule in balanced.node.rules:
                if any(each.node is machine.host for each in rule.servers):
                    yield self._by_rule(machine, name, balanced, rule)

    def _by_rule(
        self, machine: Machine, name: str, balanced: Balanced, rule: BalancingRule
    ) -> Inbound:
        server = next(each for each in rule.servers if each.node is machine.host)
        destination = rule.front_end if rule.floating_ip else server.address
        port = rule.back_end_port or rule.front_end_port or SOME_SERVICE
        protocol: Protocol = "UDP" if rule.protocol is RuleProtocol.UDP else "TCP"
        toward = FiveTuple(protocol, "", SOME_PORT, destination, port)
        is_private = self.cloud.world.is_private(rule.front_end)
        neighbour = self._neighbour(machine, balanced) if is_private else None
        not_known = None
        with self.cloud.world.facts.heard() as heard:
            try:
                asked = self._who_gets_in(machine, toward, balanced.node, neighbour)
            except Advice as advice:
                asked = _Asked(VIRTUAL_NETWORK if is_private else INTERNET)
                not_known = advice.text
            probe, probe_denied = self._probe(machine, balanced, rule, server.address)
        return Inbound(
            kind="inbound NAT rule" if rule.is_inbound_nat else "load-balancing rule",
            through=name,
            rule=rule.name,
            address=self.outbound.address(rule.front_end),
            protocol=rule.protocol.value,
            ports=_port(rule.front_end_port),
            back_end_ports=_port(rule.back_end_port),
            source=asked.source,
            why_not=asked.why_not or probe_denied,
            is_probe_denied=asked.why_not is None and probe_denied is not None,
            not_known=not_known,
            probe=probe,
            client=asked.client if neighbour is None else self._opener(neighbour, rule),
            front_end=self._front_end(name, rule.front_end),
            refusal=asked.refusal,
            facts=told(heard),
        )

    def _front_end(self, balancer: str, address: str) -> str:
        """What the front end at *address* is called."""
        parts = self.cloud.plane.find(LoadBalancer, balancer).front_ends
        of = self.cloud.load_balancers.addresses_of
        return next(each.name for each in parts if address in of(each))

    def _who_gets_in(
        self, machine: Machine, toward: FiveTuple, last: Node, neighbour: Machine | None
    ) -> _Asked:
        """Who of the internet gets through to the machine, or *neighbour* in the network; why nobody does."""
        is_private = neighbour is not None
        everybody = VIRTUAL_NETWORK if is_private else INTERNET
        anybody = SOMEBODY if neighbour is None else neighbour.address
        client = None if is_private else SOMEBODY
        flow = toward._replace(source=anybody)
        drop = self.cloud.world.routes.let_in(machine.host, flow, last, starts=True)
        why_not = denials(self.cloud, machine, Direction.INBOUND, flow, drop)
        if drop is None:
            return _Asked(everybody, client)
        # A group may let in a few.
        for group in self._groups(machine):
            for rule in group.of(Direction.INBOUND):
                for named in rule.sources if rule.access is Access.ALLOW else ():
                    if named == ANY or is_tag(named):
                        continue
                    one = str(ipaddress.IPv4Network(named)[0])
                    if self._let_in(machine, toward._replace(source=one), last) is None:
                        public = not is_private and not self.cloud.world.is_private(one)
                        return _Asked(named, one if public else None, None, drop.reason.text)
        return _Asked(everybody, client, why_not, drop.reason.text)

    def _groups(self, machine: Machine) -> list[SecurityGroup]:
        groups = self.cloud.security_groups
        return groups.of(machine) if groups.are_described else []

    def _let_in(self, machine: Machine, flow: FiveTuple, last: Node) -> Text | None:
        """Why *flow* doesn't get into *machine*, if it doesn't.

        :raises Advice: where that isn't documented.
        """
        drop = self.cloud.world.routes.let_in(machine.host, flow, last, starts=True)
        return denials(self.cloud, machine, Direction.INBOUND, flow, drop)

    def _probe(
        self, machine: Machine, balanced: Balanced, rule: BalancingRule, address: str
    ) -> tuple[Text | None, Text | None]:
        """The health probe that the rule goes by, and why it gets no answer, if it gets none."""
        settings = balanced.settings.get(rule.probe or "")
        if settings is None or settings.probe is None:
            return None, None
        probe = PROBE.fill(protocol=settings.probe.protocol.value, port=settings.port)
        source = settings.profile.source
        flow = FiveTuple("TCP", source, SOME_PORT, address, settings.port)
        sender = probing.azure_itself(self.cloud.world, source)
        reason = self._let_in(machine, flow, sender)
        return probe, None if reason is None else PROBE_DENIED.fill(reason=reason)

    def _of_service(self, name: str) -> Iterator[Inbound]:
        """By the endpoints of a cloud service, which no security group guards."""
        for service in self.cloud.plane.description.of_kind(CloudService):
            for each in service.input_endpoints:
                if all(one.name != name for one in service.instances_behind(each)):
                    continue
                port = str(each.port)
                several = len(service.instances_behind(each)) > 1
                yield Inbound(
                    kind=ENDPOINT,
                    through=service.name,
                    rule=None,
                    address=self.outbound.address(each.ip_address),
                    protocol=each.protocol.value,
                    ports=port,
                    back_end_ports=EVERY_PORT if each.local_port is None else str(each.local_port),
                    source=INTERNET,
                    client=None if several else SOMEBODY,
                )

    def _by_firewalls(self, machine: Machine) -> Iterator[Inbound]:
        """By the DNAT rules of firewalls, which show the machine an address of their own."""
        for name, running in self.cloud.firewalls.running.items():
            for rule in running.node.to_the_internet.inbound_rules.nat_rules:
                if rule.translated_ip_address in machine.interfaces:
                    yield self._by_dnat(machine, name, running, rule)

    def _by_dnat(
        self, machine: Machine, name: str, running: RunningFirewall, rule: FirewallNatRule
    ) -> Inbound:
        assert rule.ip_address is not None, "what runs knows its address"
        protocol: Protocol = "UDP" if rule.protocol is FirewallProtocol.UDP else "TCP"
        [source, *_] = rule.sources
        client = SOMEBODY if source == ANY else str(ipaddress.IPv4Network(source)[0])
        outside = FiveTuple(protocol, client, SOME_PORT, rule.ip_address, rule.port)
        rules = running.node.to_the_internet.inbound_rules
        with self.cloud.world.facts.heard() as heard:
            refusal = rules.refusal(outside)
            why_not = None if refusal is None else refusal.text
            if why_not is None:
                inside = rules.inwards(outside)._replace(source=running.node.address)
                why_not = self._let_in(machine, inside, running.node.within)
        return Inbound(
            kind=DNAT,
            through=name,
            rule=rule.name,
            address=self.outbound.address(rule.ip_address),
            protocol=protocol,
            ports=str(rule.port),
            back_end_ports=str(rule.translated_port),
            source=INTERNET if source == ANY else ", ".join(rule.sources),
            why_not=why_not,
            client=client,
            facts=told(heard),
        )

    def _of_its_own(self, machine: Machine) -> Iterator[Inbound]:
        """By public IP addresses that the machine has for itself."""
        for private, egress in machine.interfaces.items():
            for own in egress.methods.get(PUBLIC_IP, ()):
                yield from self._ports_of(machine, private, own)

    def _ports_of(self, machine: Machine, private: str, own: Translator) -> Iterator[Inbound]:
        address = self.outbound.address(own.address)

        def way(protocol: str, ports: str, asked: _Asked, facts: Iterable[str]) -> Inbound:
            return Inbound(
                kind=PUBLIC_IP,
                through=address.resource or own.address,
                rule=None,
                address=address,
                protocol=protocol,
                ports=ports,
                back_end_ports=ports,
                source=asked.source,
                why_not=asked.why_not,
                client=asked.client,
                refusal=asked.refusal,
                facts=told(facts),
            )

        is_open = False
        for spoken, protocol, ports in self._openings(machine):
            with self.cloud.world.facts.heard() as heard:
                toward = FiveTuple(spoken, "", SOME_PORT, private, first_port(ports))
                asked = self._who_gets_in(machine, toward, own, None)
            if asked.why_not is None:
                is_open = True
                yield way(protocol, _ports(ports), asked, heard)
        if not is_open:
            toward = FiveTuple("TCP", "", SOME_PORT, private, SOME_SERVICE)
            with self.cloud.world.facts.heard() as heard:
                asked = self._who_gets_in(machine, toward, own, None)
            yield way("All", EVERY_PORT, asked, heard)

    def kept_out(self, name: str) -> Iterator[KeptOut]:
        """Ports of the machine's own public addresses at which the internet at large gets nothing.

        Those by which machines are managed are asked about, and those that its groups name.
        """
        machine = self.cloud.machines.find(name)
        named = ((spoken, first_port(ports)) for spoken, _, ports in self._openings(machine))
        managed: list[tuple[Protocol, int]] = [("TCP", each) for each in MANAGEMENT_PORTS]
        asked = sorted({*managed, *named})
        for private, egress in machine.interfaces.items():
            for own in egress.methods.get(PUBLIC_IP, ()):
                for protocol, port in asked:
                    toward = FiveTuple(protocol, SOMEBODY, SOME_PORT, private, port)
                    drop = self.cloud.world.routes.let_in(machine.host, toward, own, starts=True)
                    if drop is not None:
                        address = self.outbound.address(own.address)
                        yield KeptOut(address, protocol, port, drop.reason.text)

    def _openings(self, machine: Machine) -> Iterator[tuple[Protocol, str, tuple[int, int]]]:
        """By which protocols and at which ports somebody might get in, as the groups have it."""
        every = (0, LARGEST_PORT)
        if not self._groups(machine):
            yield "TCP", RuleProtocol.ALL.value, every
        for group in self._groups(machine):
            for rule in group.of(Direction.INBOUND):
                if rule.access is not Access.ALLOW or rule.sources in _OWN:
                    continue
                asked: Protocol = "UDP" if rule.protocol is SecurityRuleProtocol.UDP else "TCP"
                is_any = rule.protocol is SecurityRuleProtocol.ANY
                if is_any or rule.protocol in (SecurityRuleProtocol.TCP, SecurityRuleProtocol.UDP):
                    for ports in rule.destination_ports:
                        yield asked, RuleProtocol.ALL.value if is_any else asked, ports

    def _neighbour(self, machine: Machine, balanced: Balanced) -> Machine:
        """A machine of the same network that isn't behind *balanced*; the machine itself, where there is none."""
        if balanced.name not in self._outside:
            behind = set(balanced.servers)
            outside = [each for each in self.cloud.machines.all() if each not in behind]
            self._outside[balanced.name] = {each.space: each for each in reversed(outside)}
        return self._outside[balanced.name].get(machine.space, machine)

    def _opener(self, neighbour: Machine, rule: BalancingRule) -> str | None:
        """The name of *neighbour* where the deployment has it, outside of the pool, and it gets out that far."""
        record = self.cloud.plane.find(VirtualMachine, neighbour.name)
        _, primary = next(configurations(self.cloud.plane.description, record))
        protocol: Protocol = "UDP" if rule.protocol is RuleProtocol.UDP else "TCP"
        port = rule.front_end_port or SOME_SERVICE
        flow = FiveTuple(protocol, neighbour.address, SOME_PORT, rule.front_end, port)
        is_behind = any(each.node is neighbour.host for each in rule.servers)
        if is_guest(record, primary.subnet) or is_behind or neighbour.egress.is_led_elsewhere(flow):
            return None
        drop = self.cloud.world.routes.let_out(neighbour.host, flow, starts=True)
        return neighbour.name if drop is None else None


_OWN: Final = ((VIRTUAL_NETWORK_TAG,), (AZURE_LOAD_BALANCER,))
"""The sources of rules that are never about the internet."""


def first_port(ports: tuple[int, int]) -> int:
    """A port of the range, and a common one where it holds every port."""
    first, last = ports
    return SOME_SERVICE if first <= SOME_SERVICE <= last else max(first, 1)


def _ports(ports: tuple[int, int]) -> str:
    first, last = ports
    if (first, last) in ((0, LARGEST_PORT), (1, LARGEST_PORT)):
        return EVERY_PORT
    return str(first) if first == last else f"{first}-{last}"


def _port(port: int) -> str:
    return EVERY_PORT if port == 0 else str(port)
