"""SNAT ports in use over virtual time, out of traces."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped

from azsim.azure import Azure
from azsim.model.events import Event, PoolResized, PortReleased
from azsim.questions.ports import MOST_LEVELS, Level, PortUse, level_at, port_use, thinned
from azsim.units import SECOND

SERVER = "198.51.100.7"
TO = (SERVER, 443)


def deployment(instances: int = 1) -> Azure:
    """Up to 2 instances have 4 ports each, up to 4 have 2, up to 8 have 1."""
    azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2), (8, 1))})
    azure.deployment.describe_instances(instances, endpoints=[("203.0.113.10", 80)])
    return azure


def uses(azure: Azure) -> tuple[PortUse, ...]:
    return port_use(azure.world.trace.events)


def only(azure: Azure) -> PortUse:
    [use] = uses(azure)
    return use


class TestPorts:
    def test_nobody_used_any(self) -> None:
        assert port_use([]) == ()
        assert uses(deployment()) == ()

    def test_are_counted_and_not_flows(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 3, [TO, (SERVER, 8443), ("198.51.100.8", 443)])
        assert only(azure).levels == (Level(0, 3),)

    def test_are_in_use_until_they_are_given_back(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(400 * SECOND)
        assert only(azure).levels == (Level(0, 3), Level(15 * SECOND, 2), Level(240 * SECOND, 0))

    def test_of_flows_that_are_followed_by_packets_count_alike(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.send_sign("vm1", "application data")
        azure.world.pass_time(10 * SECOND)
        azure.outbound.open_many("vm1", "TCP", 2, [TO])
        assert only(azure).levels == (Level(0, 1), Level(10 * SECOND, 3))

    def test_are_used_again_by_the_same_flow_within_the_hold(self) -> None:
        azure = deployment()
        for _ in range(2):
            azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
            azure.ends.end_some(1, "RST")
        assert only(azure).levels == (Level(0, 1),)

    def test_of_an_instance_level_address_are_no_snat_ports(self) -> None:
        azure = deployment()
        azure.deployment.assign_instance_level_address("vm1", "203.0.113.50")
        azure.outbound.open_many("vm1", "TCP", 9, [TO])
        assert uses(azure) == ()

    def test_are_told_apart_by_address_instance_and_protocol(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 2, [TO])
        azure.outbound.open_many("vm2", "UDP", 3, [(SERVER, 53)])
        azure.outbound.open_many("vm1", "UDP", 1, [(SERVER, 53)])
        told = [(use.instance, use.protocol, use.peak.in_use) for use in uses(azure)]
        assert told == [("vm1", "TCP", 2), ("vm2", "UDP", 3), ("vm1", "UDP", 1)]
        assert {(use.snat, use.sharing) for use in uses(azure)} == {("SNAT 203.0.113.10", 2)}

    def test_that_rise_and_fall_at_one_instant_leave_their_peak(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 4, [TO])
        azure.deployment.grow(3)
        use = only(azure)
        assert use.levels == (Level(0, 4), Level(0, 2))
        assert (use.peak.in_use, use.peak.allocated) == (4, 4)


class TestRefusals:
    def test_of_flows_and_of_packets_are_counted(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 6, [TO])
        azure.world.pass_time(100 * SECOND)
        azure.outbound.open_connection("vm1", "TCP", *TO)
        use = only(azure)
        assert use.refused == 3
        assert [(each.what, each.first.time, each.count) for each in use.spells] == [
            ("refused", 0, 2),
            ("refused", 100 * SECOND, 1),
        ]

    def test_alone_make_a_use(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 5, [TO])
        assert (only(azure).peak.in_use, only(azure).refused) == (4, 1)


class TestReleases:
    def test_are_told_by_their_reasons(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 4, [TO])
        azure.ends.end_some(1, "RST")
        azure.ends.end_some(2, "FIN from both ends")
        azure.world.pass_time(300 * SECOND)
        spells = [
            (each.what, each.last.time, each.count, each.last.in_use) for each in only(azure).spells
        ]
        assert spells == [
            ("RST", 15 * SECOND, 1, 3),
            ("FIN", 240 * SECOND, 2, 1),
            ("idle timeout", 240 * SECOND, 1, 0),
        ]

    def test_near_each_other_make_one_spell(self) -> None:
        azure = deployment()
        azure.workloads.on_new_connections("vm1", 1, *TO, 20 * SECOND, "RST")
        azure.world.pass_time(300 * SECOND)
        spells = [(each.what, each.count) for each in only(azure).spells]
        assert spells == [("refused", 11), ("RST", 4), ("refused", 1), ("RST", 4)]


class TestTheAllocation:
    def test_is_known_from_the_first_use_on(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 1, [TO])
        assert only(azure).allocated == (Level(0, 4),)
        assert only(azure).changes == ()

    def test_follows_the_size_that_the_pool_reports(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        azure.world.pass_time(10 * SECOND)
        azure.deployment.start_redeployment(Fraction(2))
        azure.world.pass_time(10 * SECOND)
        azure.deployment.end_redeployment()
        use = only(azure)
        assert use.allocated == (Level(0, 4), Level(10 * SECOND, 2), Level(20 * SECOND, 4))
        assert [
            (each.reported, each.before, each.after.allocated, each.lost, each.after.in_use)
            for each in use.changes
        ] == [(4, 4, 2, 1, 2), (2, 2, 4, 0, 2)]

    def test_at_one_instant_is_that_of_its_moment(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        azure.deployment.start_redeployment(Fraction(2))
        azure.outbound.open_many("vm1", "TCP", 1, [TO])
        azure.deployment.end_redeployment()
        use = only(azure)
        [refused] = use.spells
        down, up = use.changes
        assert refused.first.allocated == 2
        assert down.after.sequence < refused.first.sequence < up.after.sequence

    def test_ends_where_the_instance_is_removed_and_begins_again(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm2", "TCP", 3, [TO])
        azure.world.pass_time(SECOND)
        azure.deployment.shrink(1)
        azure.world.pass_time(SECOND)
        azure.deployment.grow(2)
        azure.outbound.open_many("vm2", "TCP", 1, [("198.51.100.8", 443)])
        use = only(azure)
        assert use.allocated == (Level(0, 4), Level(SECOND, 0), Level(2 * SECOND, 4))
        assert use.changes[0].lost == 3
        assert use.levels == (Level(0, 3), Level(SECOND, 0), Level(2 * SECOND, 1))


LEVELS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=200).map(
    lambda drawn: [Level(time, ports) for time, ports in sorted(drawn, key=lambda each: each[0])]
)


class TestThinning:
    @given(LEVELS, st.integers(3, 60))
    def test_keeps_no_more_than_was_asked_for_in_their_order(
        self, levels: list[Level], most: int
    ) -> None:
        kept = list(thinned(levels, most))
        rest = iter(levels)
        assert len(kept) <= most
        assert all(each in rest for each in kept)

    @given(LEVELS, st.integers(3, 60))
    def test_keeps_the_highest_the_lowest_and_the_last(
        self, levels: list[Level], most: int
    ) -> None:
        kept = thinned(levels, most)
        assert kept[-1:] == tuple(levels[-1:])
        for of in (min, max):
            assert of((each.ports for each in kept), default=0) == of(
                (each.ports for each in levels), default=0
            )

    def test_leaves_a_short_series_alone(self) -> None:
        levels = [Level(time, time % 7) for time in range(MOST_LEVELS)]
        assert thinned(levels) == tuple(levels)


def test_a_level_holds_until_the_next() -> None:
    levels = [Level(10, 1), Level(20, 5), Level(20, 3)]
    assert [level_at(levels, time) for time in (9, 10, 19, 20, 99)] == [0, 1, 1, 3, 3]


# What may be done to a deployment of three instances, and how much time may pass.
DOING = st.one_of(
    st.tuples(st.just("open"), st.integers(1, 2), st.integers(1, 5), st.sampled_from([443, 8443])),
    st.tuples(st.just("follow"), st.integers(1, 2), st.just(1), st.sampled_from([443, 8443])),
    st.tuples(st.just("end"), st.integers(0, 1)),
    st.tuples(st.just("pass"), st.sampled_from([1, 14, 15, 120, 240])),
    st.tuples(st.just("resize"), st.integers(3, 8)),
)


def do(azure: Azure, doing: tuple[str | int, ...]) -> None:
    match doing:
        case "open", int(vm), int(count), int(port):
            azure.outbound.open_many(f"vm{vm}", "TCP", count, [(SERVER, port)])
        case "follow", int(vm), _, int(port):
            azure.outbound.open_connection(f"vm{vm}", "TCP", SERVER, port)
        case "end", int(fin) if any(flow.state == "open" for flow in azure.outbound.flows):
            azure.ends.end_some(1, "FIN from both ends" if fin else "RST")
        case "pass", int(seconds):
            azure.world.pass_time(seconds * SECOND)
        case "resize", int(count) if count > len(azure.deployment.instances):
            azure.deployment.grow(count)
        case "resize", int(count) if count < len(azure.deployment.instances):
            azure.deployment.shrink(count)


@settings(max_examples=60, deadline=None)
@given(st.lists(DOING, max_size=30))
def test_the_trace_tells_what_the_function_knows(doings: list[tuple[str | int, ...]]) -> None:
    azure = deployment(3)
    for doing in doings:
        do(azure, doing)
        for use in uses(azure):
            in_use = azure.seen.ports_in_use(use.instance, use.protocol)
            assert use.levels[-1].ports == in_use
            assert [use.allocated[-1].ports] == azure.seen.allocations(use.protocol)


Traces = dict[str, Sequence[Event]]


@pytest.fixture(scope="module")
def traces() -> Traces:
    """The trace of every shipped scenario in which a port was given back or asked for."""
    found = {id: evidence.events for id, evidence in shipped().items()}
    return {id: trace for id, trace in found.items() if port_use(trace)}


@pytest.mark.once
def test_every_shipped_scenario_counts_as_the_function_did(traces: Traces) -> None:
    checked = 0
    for id, trace in traces.items():
        # Ports that anyone may take are allocated to nobody, and no pool is told.
        pools = {each.where for each in trace if isinstance(each, PoolResized)}
        found = [each for each in trace if isinstance(each, PortReleased) and each.where in pools]
        for each in found[:: len(found) // 8 + 1]:
            counts = [
                use.levels[-1].ports
                for use in port_use(trace[: each.sequence + 1])
                if use.snat == each.where and use.protocol == each.flow.protocol
            ]
            assert each.in_use in counts, (id, each)
            checked += 1
    assert checked > 50


@pytest.mark.once
def test_every_shipped_scenario_is_told_in_little(traces: Traces) -> None:
    for id, trace in traces.items():
        for use in port_use(trace):
            assert len(use.levels) <= MOST_LEVELS, id
            assert max(each.ports for each in use.levels) == use.peak.in_use
            assert use.peak.in_use <= use.peak.allocated
            assert len(pickle.dumps(use)) < 25_000
            assert pickle.loads(pickle.dumps(use)) == use
