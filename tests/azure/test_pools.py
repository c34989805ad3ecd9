"""A pool of connections: requests of a quiet second are counted, not played one by one."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.flows import Flow
from azsim.azure.workload_pool import Pool
from azsim.azure.workload_results import Result
from azsim.model.packet import Protocol
from azsim.units import SECOND

SIZE = 3


def pool(protocol: Protocol) -> tuple[Pool, list[Flow], Result]:
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    machine = azure.cloud.machines.find("vm1")
    flows = [azure.outbound.opener.open(machine, protocol, "198.51.100.7", 53) for _ in range(SIZE)]
    result = Result("vm1", 0)
    return Pool(flows, machine.egress, result), flows, result


def time_out(flow: Flow) -> None:
    assert flow.translated is not None
    flow.translated.translator.release(flow.translated, "idle timeout")


@pytest.mark.parametrize("requests", [1, 2, 5, 6, 7, 11])
@pytest.mark.parametrize("timed_out", [0, 1])
@pytest.mark.parametrize("protocol", ["TCP", "UDP"])
@pytest.mark.parametrize("waits", [False, True])
def test_many_requests_do_what_each_of_them_does(
    requests: int, timed_out: int, protocol: Protocol, waits: bool
) -> None:
    found = []
    for at_once in (True, False):
        tried, flows, result = pool(protocol)
        for flow in flows[SIZE - timed_out :]:
            time_out(flow)
        if waits:
            tried.send_and_wait(0)
        if at_once:
            tried.serve(range(requests), lambda each: each * SECOND)
        else:
            for number in range(requests):
                tried.serve(range(number, number + 1), lambda each: each * SECOND)
        tried.serve(range(1), lambda _: requests * SECOND)
        timers = [
            each.translated and (each.translated.since, each.translated.ended) for each in flows
        ]
        found.append((result, timers))
    assert found[0] == found[1]
