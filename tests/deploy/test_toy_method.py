"""A method for outbound connections is a resource, a function and a deployer: no other knows of it."""

from __future__ import annotations

from typing import ClassVar

import attrs
import pytest
from attrs import define, field, frozen

from azsim.azure import Azure
from azsim.deploy.control_plane import ControlPlane, Unrefused
from azsim.deploy.machines import Machines
from azsim.deploy.world import World
from azsim.engine.routes import Border
from azsim.engine.trace import Recorder
from azsim.facts import Facts
from azsim.functions.egress import Egress
from azsim.functions.snat.flows import BACK_TO_THE_SOURCE, NO_FLOW, TranslatedFlow, Translator
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.identity import Resource
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

METHOD = "toll gate"


@frozen(kw_only=True)
class Gate(Resource):
    """A gate of the first version, or of the second."""

    KIND: ClassVar[Text] = Text("gate", "ゲート")

    version: int = 1


ADDRESS = "203.0.113.77"
SERVER = "198.51.100.7"


class TollGate(Translator):
    """Flows leave from one address, each from its own port."""

    def __init__(self, facts: Facts, recorder: Recorder) -> None:
        super().__init__("toll gate", ADDRESS, LoadBalancerRule(facts), recorder)
        self._flows: dict[FiveTuple, TranslatedFlow] = {}
        self._tables: dict[str, dict[FiveTuple, TranslatedFlow]] = {}

    def serve(self, interface: Egress) -> None:
        self._tables[interface.address] = interface.flows

    def open(self, flow: FiveTuple, now: int) -> TranslatedFlow:
        opened = TollFlow(flow, self)
        self._flows[opened.answers] = self._tables[flow.source][flow] = opened
        self._begin(opened, now)
        return opened

    def translate(self, packet: Packet, now: int) -> Verdict:
        if packet.destination != self.address:
            if packet.five_tuple not in self._tables[packet.source]:
                self.open(packet.five_tuple, now)
            return Pass(attrs.evolve(packet, source=self.address), BACK_TO_THE_SOURCE)
        held = self._flows.get(packet.five_tuple)
        if held is None:
            return Drop(NO_FLOW)
        return Pass(attrs.evolve(packet, destination=held.inside.source), BACK_TO_THE_SOURCE)

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        self._flows.pop(flow.answers, None)
        self._tables[flow.inside.source].pop(flow.inside, None)


class TollFlow(TranslatedFlow):
    @property
    def port(self) -> int:
        return self.inside.source_port


@define(eq=False)
class TollGates(Unrefused):
    """One machine leaves through a gate: app1 by the first version of it, app2 by the second."""

    world: World
    machines: Machines
    _running: TollGate | None = field(default=None, init=False)

    def apply(self, before: Gate | None, after: Gate) -> None:
        if self._running is None:
            self._running = TollGate(self.world.facts, self.world.trace)
            self.world.open_to_internet(
                self._running, Border(self.machines.find("app1").space, self.world.internet)
            )

    def settle(self, plane: ControlPlane) -> None:
        for gate in plane.description.of_kind(Gate):
            assert self._running is not None
            for machine in self.machines.all():
                self._running.serve(machine.egress)
                is_served = machine.name == ("app1" if gate.version == 1 else "app2")
                machine.egress.offer(METHOD, [self._running] if is_served else [])


@pytest.fixture
def azure() -> Azure:
    """A deployment in which the toll gate goes before every documented method."""
    methods = (METHOD, "load-balancing rule", "default outbound access")
    azure = Azure(changed={"outbound.methods": methods})
    azure.load_balancing.add_load_balancer(
        "lb", "203.0.113.20", [("app1", "10.0.0.4"), ("app2", "10.0.0.5")]
    )
    gates = TollGates(azure.world, azure.cloud.machines)
    azure.cloud.plane.deployers[Gate] = gates
    azure.cloud.plane.on_change.append(gates.settle)
    azure.cloud.plane.describe(Gate(id="gate"))
    return azure


def source(azure: Azure, name: str, port: int = 443) -> str:
    """Where a new connection of that machine to *port* of a server comes from."""
    azure.outbound.open_connection(name, "TCP", SERVER, port)
    assert azure.outbound.flows[-1].state == "open"
    return azure.outbound.flows[-1].outside.source


def test_whom_it_serves_leaves_through_it(azure: Azure) -> None:
    assert source(azure, "app1") == ADDRESS


def test_the_others_leave_as_before(azure: Azure) -> None:
    assert source(azure, "app2") == "203.0.113.20"


def test_of_several_that_have_room_the_first_is_taken(azure: Azure) -> None:
    facts = azure.world.facts
    machine = azure.cloud.machines.find("app1")
    gates = [TollGate(facts, azure.world.trace) for _ in range(2)]
    for each in gates:
        each.serve(machine.egress)
    machine.egress.offer(METHOD, gates)
    for port in (443, 8443):
        flow = FiveTuple("TCP", machine.address, 50_000, SERVER, port)
        assert machine.egress.way(flow) is gates[0]


def test_its_flows_end_by_the_same_timers(azure: Azure) -> None:
    source(azure, "app1")
    azure.world.pass_time(240 * 10**9)
    assert azure.outbound.flows[-1].state == "timed out"


def test_a_changed_description_changes_what_runs(azure: Azure) -> None:
    source(azure, "app1")
    azure.cloud.plane.describe(Gate(id="GATE", version=2))
    assert source(azure, "app2", 8443) == ADDRESS
    assert azure.outbound.flows[0].state == "open"
    assert source(azure, "app1") == "203.0.113.20"
