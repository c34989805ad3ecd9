"""Virtual machines that are stopped (deallocated), and started again."""

from __future__ import annotations

from attrs import define

from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.facts import Facts


@define(eq=False)
class Power:
    """Stops virtual machines, and starts them. Both take no time."""

    facts: Facts
    load_balancers: LoadBalancers
    default_access: DefaultAccess

    def stop(self, machine: Machine) -> None:
        """*machine* is stopped: its connections are gone, and it keeps its place in its pools."""
        machine.host.turn_off()
        for egress in machine.interfaces.values():
            for flow in list(egress.flows.values()):
                self.facts.rests_on("outbound.stopped-machine")
                flow.translator.release(flow, "stopped")
        for balanced in self.load_balancers.in_front_of(machine):
            balanced.stopped(machine)
        self.default_access.stop(machine)

    def start(self, machine: Machine) -> None:
        """*machine* is started: what its subnet says by now counts for it."""
        machine.host.turn_on()
        self.default_access.start_again(machine)
        for balanced in self.load_balancers.in_front_of(machine):
            balanced.started(machine)
