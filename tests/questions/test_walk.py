"""The packet walk of a scenario."""

from __future__ import annotations

import pickle
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azsim.azure import Azure
from azsim.deploy.classic import idle_timeout_is_fixed
from azsim.deploy.survey import topology
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.model.events import PortReleased, ReleaseCause
from azsim.model.packet import FiveTuple
from azsim.model.topology import Topology
from azsim.questions.asked_about import Step, asked_about
from azsim.questions.flow_rows import returned
from azsim.questions.walk import MOST_ROWS, Walk, walk
from azsim.questions.walk_rows import (
    Note,
    Omitted,
    Passage,
    Pause,
    Repeats,
    Request,
    Rewrite,
    Row,
    packets,
)
from azsim.units import MINUTE, SECOND

SERVER = "198.51.100.7"
TO = (SERVER, 443)
CLIENT = "192.0.2.33"


def walked(azure: Azure) -> Walk:
    found = walk(azure.world.trace.events, topology(azure.cloud))
    assert found is not None
    return found


def passages(azure: Azure) -> list[Passage]:
    return [row for row in walked(azure).rows if isinstance(row, Passage)]


def told(azure: Azure) -> list[type[Row]]:
    return [type(row) for row in walked(azure).rows]


def outbound(instances: int = 1) -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(instances, endpoints=[("203.0.113.10", 80)])
    return azure


def behind_a_gateway() -> Azure:
    azure = Azure()
    azure.load_balancing.add_application_gateway("gw", "203.0.113.20", [("gw-0", "10.0.1.4")])
    azure.load_balancing.add_servers("gw", [("web1", "10.0.2.4")])
    azure.load_balancing.add_client(CLIENT)
    return azure


def expressroute(*, fastpath: bool) -> Azure:
    azure = Azure()
    azure.expressroute.describe_client("10.100.10.2")
    azure.expressroute.describe_machine("vm", "10.128.1.4")
    azure.expressroute.set_sku("ErGw3AZ")
    azure.expressroute.set_fastpath(fastpath)
    azure.expressroute.connect("10.100.10.2", ("10.128.1.4", 3389))
    return azure


class TestAWalk:
    def test_is_none_where_nothing_was_sent_or_asked(self) -> None:
        assert walk([], Topology()) is None
        azure = outbound()
        assert walk(azure.world.trace.events, topology(azure.cloud)) is None

    def test_names_the_places_in_the_order_of_the_way(self) -> None:
        azure = outbound()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert [name for name, _ in walked(azure).places] == ["vm1", "SNAT 203.0.113.10", SERVER]

    def test_is_compact(self) -> None:
        azure = outbound()
        azure.outbound.open_many("vm1", "TCP", 1024, [TO])
        assert len(pickle.dumps(walked(azure))) < 4000

    def test_tells_of_a_place_that_is_gone(self) -> None:
        azure = outbound(2)
        azure.outbound.open_connection("vm2", "TCP", *TO)
        azure.deployment.shrink(1)
        assert walked(azure).places[0] == ("vm2", None)


class TestAPacket:
    def test_goes_leg_by_leg_through_its_rewrites(self) -> None:
        azure = outbound()
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        syn, syn_ack, ack = passages(azure)
        assert [each.flags for each in (syn, syn_ack, ack)] == ["SYN", "SYN ACK", "ACK"]
        first, second = syn.legs
        assert (first.start, first.end, second.end) == ("vm1", "SNAT 203.0.113.10", SERVER)
        assert first.rewrites == (Rewrite("source", "10.0.0.4:50000", "203.0.113.10:1024"),)
        assert first.rule is not None
        assert second.source == "203.0.113.10:1024"
        [back] = syn_ack.legs[0].rewrites
        assert back == Rewrite("destination", "203.0.113.10:1024", "10.0.0.4:50000")

    def test_is_dropped_for_a_reason(self) -> None:
        azure = outbound()
        azure.outbound.send_datagram("vm1", "ICMP", SERVER)
        [lost] = passages(azure)
        assert (lost.ended, lost.where) == ("dropped", "SNAT 203.0.113.10")
        assert lost.reason is not None
        assert lost.legs[0].source == "10.0.0.4"

    def test_is_dropped_before_it_left(self) -> None:
        azure = expressroute(fastpath=False)
        azure.expressroute.delete_gateway()
        azure.expressroute.connect_machine("vm", ("10.100.10.2", 443))
        lost = passages(azure)[-1]
        assert (lost.ended, lost.where, lost.legs) == ("dropped", "vm", ())


class TestAHandshake:
    def test_is_three_packets_each_in_its_direction(self) -> None:
        azure = behind_a_gateway()
        azure.load_balancing.send_requests(CLIENT, "203.0.113.20", 80)
        shapes = [(row.flags, row.session, row.where) for row in passages(azure)]
        assert shapes == [
            ("SYN", 1, "gw"),
            ("SYN ACK", 1, CLIENT),
            ("ACK", 1, "gw"),
            ("ACK", 1, "gw"),
            ("SYN", 2, "web1"),
            ("SYN ACK", 2, "gw"),
            ("ACK", 2, "web1"),
            ("ACK", 2, "web1"),
            ("ACK", 2, "gw"),
            ("ACK", 1, CLIENT),
        ]

    def test_alone_is_of_no_session(self) -> None:
        azure = outbound()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert {row.session for row in passages(azure)} == {None}


class TestTime:
    def test_runs_downwards_where_conversations_overlap(self) -> None:
        azure = expressroute(fastpath=False)
        azure.expressroute.connect("10.100.10.2", ("10.128.1.4", 3389))
        rows = walked(azure).rows
        assert [row.time for row in rows] == sorted(row.time for row in rows)

    def test_of_what_is_repeated_is_when_it_first_happens_again(self) -> None:
        azure = behind_a_gateway()
        azure.load_balancing.run_probes(MINUTE)
        rows = walked(azure).rows
        assert [row.time for row in rows] == sorted(row.time for row in rows)

    def test_at_one_instant_is_the_order_of_the_trace(self) -> None:
        azure = outbound(3)
        azure.outbound.open_one_each(["vm1", "vm2"], *TO)
        numbers = [row.first for row in passages(azure)]
        assert numbers == sorted(numbers)


class TestInstancesOfAGateway:
    def test_probe_on_lifelines_of_their_own(self) -> None:
        azure = Azure()
        instances = [("gw-0", "10.0.1.4"), ("gw-1", "10.0.1.5")]
        azure.load_balancing.add_application_gateway("gw", "203.0.113.20", instances)
        azure.load_balancing.add_servers("gw", [("web1", "10.0.2.4")])
        azure.load_balancing.run_probes(SECOND)
        assert [name for name, _ in walked(azure).places] == ["gw-0", "gw-1", "web1"]
        assert {row.legs[0].start for row in passages(azure) if row.flags == "SYN"} == {
            "gw-0",
            "gw-1",
        }

    def test_stay_on_one_where_only_one_of_them_has_to_do(self) -> None:
        azure = Azure()
        instances = [("gw-0", "10.0.1.4"), ("gw-1", "10.0.1.5")]
        azure.load_balancing.add_application_gateway("gw", "203.0.113.20", instances)
        azure.load_balancing.add_servers("gw", [("web1", "10.0.2.4")])
        azure.load_balancing.add_client(CLIENT)
        azure.load_balancing.send_requests(CLIENT, "203.0.113.20", 80)
        assert [name for name, _ in walked(azure).places] == [CLIENT, "gw", "web1"]


class TestWhatIsBypassed:
    def test_is_the_gateway_on_the_way_out_always(self) -> None:
        syn, syn_ack, _ = passages(expressroute(fastpath=False))
        assert [leg.bypassed for leg in syn.legs] == [(), (), (), ()]
        assert [leg.bypassed for leg in syn_ack.legs] == [("ExpressRoute gateway",), (), ()]

    def test_is_the_gateway_on_the_way_in_with_fastpath(self) -> None:
        syn = passages(expressroute(fastpath=True))[0]
        assert [leg.bypassed for leg in syn.legs] == [(), (), ("ExpressRoute gateway",)]

    def test_is_traffic_manager_once_the_name_is_known(self) -> None:
        azure = Azure()
        azure.traffic_manager.add_profile("tm.example", [("test01.example", "1.1.1.1", 1)])
        azure.load_balancing.add_client(CLIENT)
        azure.traffic_manager.send_request(CLIENT, "tm.example")
        query, answer, *rest = passages(azure)
        assert query.where == "Traffic Manager"
        assert answer.where == CLIENT
        assert {leg.bypassed for row in rest for leg in row.legs} == {("Traffic Manager",)}


class TestWhatHappensOften:
    def test_is_told_once_with_its_count(self) -> None:
        azure = behind_a_gateway()
        azure.load_balancing.send_requests(CLIENT, "203.0.113.20", 80, count=7)
        [more] = [row for row in walked(azure).rows if isinstance(row, Repeats)]
        assert (more.count, more.packets) == (6, 60)

    def test_is_told_twice_where_it_happened_twice(self) -> None:
        azure = behind_a_gateway()
        azure.load_balancing.send_requests(CLIENT, "203.0.113.20", 80, count=2)
        assert Repeats not in told(azure)
        assert max(row.session or 0 for row in passages(azure)) == 4

    def test_does_not_hide_what_differs(self) -> None:
        azure = outbound()
        for port in (443, 443, 443, 80):
            azure.outbound.open_connection("vm1", "TCP", SERVER, port)
        assert told(azure) == [*[Passage] * 3, Repeats, *[Passage] * 3]

    def test_many_instances_alike_are_told_once(self) -> None:
        azure = outbound(20)
        azure.outbound.open_one_each([f"vm{number}" for number in range(1, 21)], *TO)
        assert [name for name, _ in walked(azure).places][:3] == ["vm1", "vm2", "vm3"]
        [more] = [row for row in walked(azure).rows if isinstance(row, Repeats)]
        assert more.count == 17


class TestFlows:
    def test_are_a_row_for_each_fate(self) -> None:
        azure = outbound()
        azure.outbound.open_many("vm1", "TCP", 1025, [TO])
        opened, refused = passages(azure)
        assert (opened.crossing, opened.count, opened.where) == ("open", 1024, SERVER)
        assert opened.legs[0].rewrites == (
            Rewrite("source", "10.0.0.4:49152", "203.0.113.10:1024"),
        )
        assert (refused.count, refused.reason, refused.ended) == (1, EXHAUSTED.text, "dropped")

    def test_time_out_after_a_pause(self) -> None:
        azure = outbound()
        azure.outbound.open_many("vm1", "TCP", 8, [TO])
        azure.world.pass_time(10 * MINUTE)
        _, pause, note = walked(azure).rows
        assert pause == Pause(0, 4 * MINUTE)
        assert isinstance(note, Note)
        assert note.words.en == "8 flows time out: idle timeout"

    def test_of_a_workload_are_told_together_from_first_to_last(self) -> None:
        azure = outbound()
        azure.workloads.on_new_connections("vm1", 1, *TO, 60 * SECOND, "RST")
        opened = passages(azure)[0]
        assert (opened.time, opened.until, opened.count) == (0, 59 * SECOND, 60)

    def test_stand_among_the_packets_that_follow(self) -> None:
        azure = outbound()
        azure.outbound.open_many("vm1", "TCP", 8, [TO])
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(15 * SECOND)
        assert told(azure) == [Passage, Passage, Pause, Note]

    def test_stand_back_behind_what_the_scenario_asks_about(self) -> None:
        azure = outbound()
        azure.outbound.open_many("vm1", "TCP", 8, [TO])
        begun = len(azure.world.trace)
        azure.ends.end_some(1, "RST")
        events = azure.world.trace.events
        steps = [Step("given", 0), Step("when", 0), Step("when", begun), Step("then", len(events))]
        told = walk(events, topology(azure.cloud), asked_about(events, steps))
        assert told is not None
        assert told.is_told_apart
        assert [row.asked_about for row in told.rows if isinstance(row, Passage)] == [False, True]


class TestRequests:
    def test_tell_what_azure_answered_in_both_languages(self) -> None:
        azure = outbound()
        azure.deployment.set_idle_timeout(10 * MINUTE)
        azure.deployment.grow(2)
        refused, granted = walked(azure).rows
        assert isinstance(refused, Request)
        assert refused.refused == idle_timeout_is_fixed(4 * MINUTE).text
        assert isinstance(granted, Request)
        assert granted.refused is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 65_535), min_size=1, max_size=20, unique=True))
def test_a_long_walk_says_what_it_leaves_out(ports: list[int]) -> None:
    azure = outbound()
    for port in ports:
        azure.outbound.open_connection("vm1", "TCP", SERVER, port)
    rows = walked(azure).rows
    assert len(rows) <= MOST_ROWS
    assert sum(map(packets, rows)) == 3 * len(ports)
    assert isinstance(rows[-1], Omitted) == (3 * len(ports) > MOST_ROWS)


@pytest.mark.parametrize("why", get_args(ReleaseCause))
def test_why_a_port_comes_back_is_said_in_both_languages(why: ReleaseCause) -> None:
    flow = FiveTuple("TCP", "10.0.0.4", 50_000, *TO)
    released = PortReleased(0, 0, "snat", flow, flow, why, in_use=0)
    words = returned(released, released, 1).words
    assert words.en.partition(": ")[2] not in words.ja
