"""Deploys resources that are methods for outbound connections, such as a gateway of a subnet."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.world import World
from azsim.engine.routes import Border
from azsim.functions.egress_methods import METHODS, Method
from azsim.model.resources.identity import Resource, ResourceId


@define(eq=False)
class EgressMethods(Unrefused):
    """Deploys every kind of resource that a function is declared to be a method of."""

    world: World
    machines: Machines
    _running: dict[tuple[type[Resource], ResourceId], Method] = field(factory=dict, init=False)

    def apply(self, before: Resource | None, after: Resource) -> None:
        """Let machines leave through what *after* stands for.

        :raises Advice: for an address that is taken.
        """
        world, key = self.world, (type(after), after.id)
        if before is None:
            translator = METHODS[type(after)].function.made_of(after, world.facts, world.trace)
            world.own(world.internet, translator.address, translator)
            world.run_translator(translator)
            self._running[key] = translator
        else:
            self._running[key].change_to(after)
        for machine in self.machines.all():
            self.lead_out(machine)

    def lead_out(self, machine: Machine) -> None:
        """Tell *machine* which of them it may leave through by now."""
        for (kind, _), translator in self._running.items():
            name = METHODS[kind].name
            for egress in machine.interfaces.values():
                if not translator.serve(egress):
                    egress.offer(name, [])
                elif name not in egress.methods:
                    egress.offer(name, [translator])
                    self.world.routes.attach(translator, Border(egress.space, self.world.internet))
