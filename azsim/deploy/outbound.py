"""Deploys resources that are methods for outbound connections, such as a gateway of a subnet."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.world import World
from azsim.engine.routes import Border
from azsim.functions.egress_methods import METHODS, Method
from azsim.model.resources.identity import Resource


@define(eq=False)
class EgressMethods(Unrefused):
    """Deploys every kind of resource that a function is declared to be a method of."""

    world: World
    machines: Machines
    _running: dict[Resource, Method] = field(factory=dict, init=False)

    def apply(self, before: Resource | None, after: Resource) -> None:
        """Let machines leave through what *after* stands for.

        :raises Advice: for an address that is taken.
        """
        world = self.world
        translator = METHODS[type(after)].function.made_of(after, world.facts, world.trace)
        world.own(world.internet, translator.address, translator)
        world.schedule.watch(translator)
        self._running[after] = translator
        for machine in self.machines.all():
            self.lead_out(machine)

    def lead_out(self, machine: Machine) -> None:
        """Tell *machine* which of them it may leave through."""
        for resource, translator in self._running.items():
            method = METHODS[type(resource)]
            if translator.serve(machine.egress):
                machine.egress.offer(method.name, [translator])
                border = Border(machine.space, self.world.internet)
                self.world.routes.attach(translator, border)
