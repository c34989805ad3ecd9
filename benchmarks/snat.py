"""Many flows through azsim: the SNAT function by itself, and the whole way of a flow."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

from attrs import field, frozen

from azsim.azure import Azure
from azsim.facts import Facts
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
    for time, flow, ending in openings:
        snat.expire(time)
        mapping = snat.open(flow, time)
        if mapping is None:
            refused += 1
            continue
        accepted += 1
        if ending == "FIN":
            snat.fin(mapping, "client", time)
            snat.fin(mapping, "server", time)
        elif ending == "RST":
            snat.reset(mapping, time)
    return Counts(accepted, refused)


def play_pipeline(openings: Sequence[Opening], *, tracing: bool) -> Counts:
    """Open and end every flow in a deployment: hosts, the method, SNAT, servers, the schedule.

    The server forgets a flow that falls silent, or it would be in the way of the
    next one from its port, of which the other contenders know nothing.
    """
    azure = Azure(tracing=tracing)
    azure.deployment.describe_instances(len(INSTANCES), endpoints=[(PUBLIC, 80)])
    instances = {each.address: each for each in azure.deployment.instances.values()}
    opener, world = azure.outbound.opener, azure.world
    accepted = refused = 0
    for time, wanted, ending in openings:
        world.schedule.advance_to(time)
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
