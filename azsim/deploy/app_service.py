"""App Service plans: their instances, and how those reach the internet."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from attrs import define, field

from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, Border
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.outbound_platforms import OUTBOUND_ADDRESSES, AppServicePlatform
from azsim.functions.snat.profiles import AppService
from azsim.functions.snat.several_addresses import SnatOfSeveralAddresses
from azsim.model.resources.app_service import AppServicePlan
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import format_count

TOO_MANY: Final = Rule(
    "app-service.too-many-instances",
    Text(
        "more than {most} instances of an App Service plan aren't modelled",
        "azsim で扱える App Service のインスタンスは {most} 台までである",
    ),
)


@define(eq=False)
class RunningPlan:
    """An App Service plan as it runs, with the addresses that its instances share."""

    space: AddressSpace
    snat: SnatOfSeveralAddresses
    machines: dict[str, Machine] = field(factory=dict)


@define(eq=False)
class AppServicePlans:
    """Deploys App Service plans."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    running: dict[str, RunningPlan] = field(factory=dict, init=False)
    _profile: AppService = field(init=False)
    _platform: AppServicePlatform = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._profile = AppService(self.world.facts)
        self._platform = AppServicePlatform(self.world.facts)

    def refusal(self, before: AppServicePlan | None, after: AppServicePlan) -> Rule | None:
        """More instances than are modelled."""
        most = self._profile.most_instances
        if len(after.instances) > most:
            return TOO_MANY.fill(most=format_count(most))
        return None

    def apply(self, before: AppServicePlan | None, after: AppServicePlan) -> None:
        """Let the plan run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after)
        staying = {each.name for each in after.instances}
        gone = [
            running.machines.pop(name) for name in list(running.machines) if name not in staying
        ]
        for machine in gone:
            self.machines.remove(machine)
        for each in after.instances:
            if each.name not in running.machines:
                running.machines[each.name] = self.machines.add(
                    each.name,
                    "App Service instance",
                    each.private_ip_address,
                    running.space,
                    self._platform,
                )
        members = list(running.machines.values())
        running.snat.set_pool(_egress(members), len(members), _egress(gone))
        for egress in _egress(members):
            egress.offer(OUTBOUND_ADDRESSES, [running.snat])

    def _begin(self, plan: AppServicePlan) -> RunningPlan:
        world = self.world
        addresses = plan.outbound_ip_addresses or self._free_addresses()
        snat = SnatOfSeveralAddresses(plan.name, addresses, self._profile, world.draws, world.trace)
        space = self._space_of(plan)
        world.open_to_internet(snat, Border(space, world.internet))
        return RunningPlan(space, snat)

    @decides
    def _space_of(self, plan: AppServicePlan) -> AddressSpace:
        """The network that the instances of *plan* send into: one that nobody else is in, unless
        they are integrated with a virtual network.
        """
        if plan.virtual_network_subnet is None:
            return self.world.new_space(plan.name)
        self.world.facts.rests_on("app-service.integration")
        return self.networks.of_subnet(plan.virtual_network_subnet)

    def _free_addresses(self) -> list[str]:
        """Addresses that Azure picks, where nobody said which."""
        first, *others = self.world.facts.names("app-service.outbound-addresses")
        return list(islice(self.world.free_public_addresses(first), 1 + len(others)))


def _egress(machines: Iterable[Machine]) -> list[Egress]:
    return [each.egress for each in machines]
