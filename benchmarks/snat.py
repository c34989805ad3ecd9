"""Many flows through azsim: SNAT and NAT gateway by themselves, and the whole way of a flow."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol

from attrs import field, frozen

from azsim.azure import Azure
from azsim.deploy.machines import Machine
from azsim.engine.draws import Draws
from azsim.facts import Facts
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.nat.profiles import NatGatewayProfile
from azsim.functions.snat.flows import TranslatedFlow
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import Classic
from azsim.model.packet import FiveTuple
from benchmarks.workload import (
    DESTINATIONS,
    FIRST_EPHEMERAL,
    INSTANCES,
    PORT,
    Counts,
    Opening,
)

PUBLIC = "203.0.113.10"
SEVERAL = tuple(f"203.0.113.{number}" for number in range(50, 66))
A_MILLION = 1_024_000

Deployment = Literal["classic", "Standard Load Balancer", "NAT gateway"]


class Opens(Protocol):
    """A function that lets flows leave."""

    def open(self, flow: FiveTuple, now: int) -> TranslatedFlow | None:
        """Let *flow* leave; None where it is refused."""


@frozen
class Sender:
    """An interface, with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


def _snat() -> Snat:
    snat = Snat(PUBLIC, PUBLIC, Classic(Facts()))
    senders = [Sender(address, address) for address in INSTANCES]
    snat.set_pool(senders, len(senders))
    return snat


def play_function(openings: Sequence[Opening]) -> Counts:
    """Open and end every flow in the function alone, its timers included."""
    snat = _snat()
    accepted = refused = 0
    for instant, flow, ending in openings:
        snat.expire(instant)
        mapping = snat.open(flow, instant)
        if mapping is None:
            refused += 1
            continue
        accepted += 1
        if ending == "FIN":
            snat.fin(mapping, "client", instant)
            snat.fin(mapping, "server", instant)
        elif ending == "RST":
            snat.reset(mapping, instant)
    return Counts(accepted, refused)


def play_pipeline(openings: Sequence[Opening], deployment: Deployment, *, tracing: bool) -> Counts:
    """Open and end every flow in a *deployment*: hosts, the method, SNAT, servers, the schedule.

    The server forgets a flow that falls silent, or it would be in the way of the
    next one from its port, of which the other contenders know nothing.
    """
    azure = Azure(tracing=tracing)
    instances = {each.address: each for each in _instances(azure, deployment)}
    opener, world = azure.outbound.opener, azure.world
    accepted = refused = 0
    for instant, wanted, ending in openings:
        world.schedule.advance_to(instant)
        flow = opener.open(instances[wanted.source], "TCP", wanted.destination, PORT)
        if flow.refused is not None:
            refused += 1
            continue
        accepted += 1
        if ending == "FIN":
            opener.close(flow, "FIN from both ends")
        elif ending == "RST":
            opener.close(flow, "RST")
        else:
            world.endpoint_at(wanted.destination).forget(flow.answers)
    return Counts(accepted, refused)


def _instances(azure: Azure, deployment: Deployment) -> list[Machine]:
    if deployment == "classic":
        azure.deployment.describe_instances(len(INSTANCES), endpoints=[(PUBLIC, 80)])
    machines = [(f"vm{number}", address) for number, address in enumerate(INSTANCES, start=1)]
    if deployment == "Standard Load Balancer":
        azure.load_balancing.add_load_balancer("lb", PUBLIC, machines)
    if deployment == "NAT gateway":
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        for name, address in machines:
            azure.networks.add_machine(name, address, "app")
        azure.nat_gateways.describe("nat", SEVERAL, ["app"])
    return azure.cloud.machines.all()


def _nat_gateway() -> NatGateway:
    """A NAT gateway with as many addresses as it can have."""
    gateway = NatGateway("nat", NatGatewayProfile(Facts()), Draws(0))
    gateway.have(SEVERAL)
    for address in INSTANCES:
        gateway.admit(Sender(address, address))
    return gateway


def a_million() -> Iterator[FiveTuple]:
    """So many flows that can be open at once: 1,000 of each of 16 instances to each of 64 servers."""
    ports = range(FIRST_EPHEMERAL, FIRST_EPHEMERAL + 1_000)
    for number in range(1, 65):
        server = f"198.51.100.{number}"
        for source in INSTANCES:
            for port in ports:
                yield FiveTuple("TCP", source, port, server, PORT)


def seconds_for_a_million(rounds: int = 2) -> dict[str, float]:
    """The processor time to open a million flows, the best of some rounds in turn."""
    flows = list(a_million())
    makes: dict[str, Callable[[], Opens]] = {"SNAT": _snat, "NAT gateway": _nat_gateway}
    best: dict[str, float] = {}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, make in makes.items():
            function = make()
            gc.collect()
            started = time.process_time()
            opened = sum(function.open(flow, 0) is not None for flow in flows)
            seconds = time.process_time() - started
            assert opened == A_MILLION
            best[name] = min(seconds, best.get(name, seconds))
    gc.unfreeze()
    return best


def bytes_of_a_million() -> float:
    """What one of a million flows through a NAT gateway costs, and its five-tuple."""
    gateway = _nat_gateway()
    opened = 0
    tracemalloc.start()
    for flow in a_million():
        opened += gateway.open(flow, opened) is not None
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / opened


def bytes_per_entry() -> float:
    """What one flow costs in the tables of the function, with every port in use."""
    snat = _snat()
    opened = 0
    tracemalloc.start()
    for source in INSTANCES:
        for destination in DESTINATIONS:
            for number in range(snat.allocated(source, "TCP")):
                flow = FiveTuple("TCP", source, FIRST_EPHEMERAL + number, destination, PORT)
                opened += snat.open(flow, opened) is not None
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / opened
