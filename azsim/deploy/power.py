"""Virtual machines that are stopped (deallocated) or deleted, and started again."""

from __future__ import annotations

from attrs import define

from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.facts import Facts
from azsim.model.events import ReleaseCause


@define(eq=False)
class Power:
    """Stops virtual machines, starts them, and ends them for ever. None of it takes time."""

    facts: Facts
    load_balancers: LoadBalancers
    default_access: DefaultAccess

    def stop(self, machine: Machine) -> None:
        """*machine* is stopped: its connections are gone, and it keeps its place in its pools."""
        self._turn_off(machine, "stopped", "outbound.stopped-machine")
        for balanced in self.load_balancers.in_front_of(machine):
            balanced.stopped(machine)
        self.default_access.stop(machine)

    def end(self, machine: Machine) -> None:
        """*machine*, which is in no pool any more, is deleted: its flows are over."""
        self._turn_off(machine, "removed", "scale-set.removed-instance")
        for balanced in self.load_balancers.running.values():
            balanced.node.server_stopped(machine.name)

    def _turn_off(self, machine: Machine, why: ReleaseCause, fact_id: str) -> None:
        machine.host.turn_off()
        for egress in machine.interfaces.values():
            for flow in list(egress.flows.values()):
                self.facts.rests_on(fact_id)
                flow.translator.release(flow, why)

    def start(self, machine: Machine) -> None:
        """*machine* is started: what its subnet says by now counts for it."""
        machine.host.turn_on()
        self.default_access.start_again(machine)
        for balanced in self.load_balancers.in_front_of(machine):
            balanced.started(machine)
