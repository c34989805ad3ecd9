"""A scale set behind a load balancer grows, shrinks, stops and starts in any order.

After each operation nobody holds a port that isn't its own, nothing is left of who is gone, and
only machines that run have flows.
"""

from __future__ import annotations

import os
from itertools import combinations
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.deploy.balanced import Balanced
from azsim.facts import Value
from azsim.functions.snat.masquerading import Snat
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.units import SECOND

pytestmark = pytest.mark.once

EXAMPLES = os.environ.get("AZSIM_EXAMPLES")
SETTINGS = settings(
    max_examples=int(EXAMPLES or 100), derandomize=EXAMPLES is None, database=None, deadline=None
)
FRONT_END, CLIENT, SERVER = "203.0.113.20", "192.0.2.33", "198.51.100.7"
FIRST, LAST = 50_001, 50_008
FACTS: dict[str, Value] = {"outbound.ports-by-pool-size": ((2, 4), (4, 2), (8, 1))}

What = Literal["resize", "stop or start", "open", "open as client", "probe"]
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(("resize", "stop or start", "open", "open as client", "probe")),
        st.integers(1, 8),
    ),
    max_size=25,
)


def described(mode: str, count: int) -> Azure:
    azure = Azure(changed=FACTS)
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
    azure.scale_sets.describe("web", mode, count, "app")
    kind = BalancerKind(is_internal=False, sku=LoadBalancerSku.STANDARD)
    azure.scale_sets.stand_behind("web", "lb", FRONT_END, kind)
    azure.load_balancer_rules.add_nat_rule("lb", "TCP", (FIRST, LAST), 22)
    azure.load_balancing.add_client(CLIENT)
    return azure


def do(azure: Azure, what: str, number: int) -> None:
    machines = azure.cloud.machines.all()
    machine = machines[number % len(machines)]
    match what:
        case "resize" if number > len(machines):
            azure.scale_sets.grow("web", number)
        case "resize" if number < len(machines):
            azure.scale_sets.shrink("web", number)
        case "stop or start" if machine.host.is_off:
            azure.networks.start(machine.name)
        case "stop or start":
            azure.networks.stop(machine.name)
        case "open" if not machine.host.is_off:
            azure.outbound.open_many(machine.name, "TCP", number, [(SERVER, 443)])
        case "open as client":
            protocol: Literal["TCP", "UDP"] = "TCP" if number % 2 else "UDP"
            azure.outbound.open_as_client(CLIENT, protocol, FRONT_END, 80)
        case "probe":
            azure.load_balancing.run_probes(number * SECOND)


def check_ports(balanced: Balanced, azure: Azure) -> None:
    machines = {each.address: each for each in azure.cloud.machines.all()}
    for snat in balanced.node.outbound:
        assert isinstance(snat, Snat)
        assert set(snat.instances) <= set(machines)
        ranges = [part for each in snat.instances.values() for part in each.ranges]
        assert all(set(one).isdisjoint(other) for one, other in combinations(ranges, 2))
        for address, machine in machines.items():
            if address in snat.instances:
                in_use = snat.in_use(address, "TCP")
                assert in_use <= snat.instances[address].size
                assert in_use == len(machine.egress.flows)
                assert not (machine.host.is_off and in_use)


def check_flows(balanced: Balanced, azure: Azure) -> None:
    running = {each.name for each in azure.cloud.machines.all() if not each.host.is_off}
    assert {flow.server.name for flow in balanced.node.flows} <= running
    for rule in balanced.node.rules:
        assert {each.name for each in balanced.node._eligible(rule)} <= running


@SETTINGS
@pytest.mark.parametrize("mode", ["Uniform", "Flexible"])
@given(count=st.integers(1, 8), operations=OPERATIONS)
def test_whatever_happens_nobody_holds_what_isn_t_its_own(
    mode: str, count: int, operations: list[tuple[str, int]]
) -> None:
    azure = described(mode, count)
    balanced = azure.cloud.load_balancers.running["lb"]
    mapped: dict[str, int] = {}
    for what, number in operations:
        do(azure, what, number)
        check_ports(balanced, azure)
        check_flows(balanced, azure)
        names = [each.name for each in azure.cloud.machines.all()]
        assert [each.name for each in balanced.servers] == names
        nat = {
            each.servers[0].name: each.front_end_port
            for each in balanced.node.rules
            if each.is_inbound_nat
        }
        assert sorted(nat) == sorted(names)
        assert len(set(nat.values())) == len(nat)
        assert all(nat[name] == port for name, port in mapped.items() if name in nat)
        mapped = nat
