"""A load balancer as it runs: its front ends, its members and the probes of these."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.machines import Machine
from azsim.deploy.server_probes import ProbeSettings, ServerProbe
from azsim.deploy.services import Member
from azsim.deploy.world import World
from azsim.facts.decides import decides
from azsim.functions.health_probe import Prober
from azsim.functions.load_balancer import LoadBalancer as Balancer
from azsim.functions.server_health import ServerHealth


@define(eq=False)
class Balanced:
    """A load balancer as it runs."""

    world: World
    node: Balancer
    members: list[Member] = field(factory=list)
    settings: dict[str, ProbeSettings] = field(factory=dict)
    _probes: dict[tuple[str, str], ServerProbe] = field(factory=dict, init=False)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name

    @property
    def servers(self) -> list[Machine]:
        """The machines behind it, each of them once."""
        return list(dict.fromkeys(each.machine for each in self.members))

    @property
    def addresses(self) -> list[str]:
        """Its front ends: those where requests come in, and those that only lead out."""
        leading_out = (each.address for each in self.node.outbound)
        return list(dict.fromkeys((*self.node.front_ends, *leading_out)))

    def probers(self) -> list[Prober]:
        """One for each health probe and member that is probed."""
        probed = [each for each in self.members if self._is_probed(each.machine)]
        return [self._probe(probe, each).prober for probe in self.settings for each in probed]

    @decides
    def _is_probed(self, server: Machine) -> bool:
        if server.host.is_off:
            self.world.facts.rests_on("load-balancer.stopped-server")
        return not server.host.is_off

    def stopped(self, server: Machine) -> None:
        """*server* is stopped: it gets no new flows, and the ones that it has are over."""
        for probe in self.settings:
            for member in self._members_of(server):
                self._probe(probe, member).stop()
        self.node.server_stopped(server.name)

    def started(self, server: Machine) -> None:
        """*server* is started: its probes begin anew."""
        for probe in self.settings:
            for member in self._members_of(server):
                self._probe(probe, member).health.start()

    def _members_of(self, server: Machine) -> list[Member]:
        return [each for each in self.members if each.machine is server]

    def health_of(self, server: str) -> list[ServerHealth]:
        """What each health probe has found of *server*; nothing where none has run."""
        probes = self._probes.values()
        return [each.health for each in probes if each.member.machine.name == server]

    def _probe(self, probe: str, member: Member) -> ServerProbe:
        """The probes of *member* by *probe*, begun where there are none."""
        known = self._probes.get((probe, member.address))
        if known is not None and known.member.machine is member.machine:
            known.settings = self.settings[probe]
            return known
        begun = self._probes[probe, member.address] = ServerProbe(
            self.world,
            self.name,
            member,
            self.settings[probe],
            lambda: self.node.health_changed(probe),
        )
        self.node.health[probe].servers[member.address] = begun.health
        return begun
