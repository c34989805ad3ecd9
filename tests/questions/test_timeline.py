"""What lasts and what happens over virtual time, out of traces."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence

import pytest
from shipped import shipped

from azsim.azure import Azure
from azsim.deploy import probing
from azsim.facts import Facts
from azsim.model.events import Event
from azsim.questions.lanes import MOST_LANES, MOST_TICKS, Lane, Mark, Ticks, lane, ticked
from azsim.questions.timeline import Timeline, timeline
from azsim.text import same
from azsim.units import HOUR, MINUTE, SECOND

SERVER = "198.51.100.7"
TO = (SERVER, 443)
CLIENT, NAME = "192.0.2.33", "test.trafficmanager.net"
EAST, WEST = "east.example", "west.example"


def deployment(instances: int = 1) -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(instances, endpoints=[("203.0.113.10", 80)])
    return azure


def resolving(ttl: int = 60) -> Azure:
    azure = Azure()
    endpoints = [(EAST, "1.1.1.1", 1), (WEST, "2.2.2.2", 2)]
    azure.traffic_manager.add_profile(NAME, endpoints, ttl * SECOND)
    azure.traffic_manager.clients.add(CLIENT)
    return azure


def of(azure: Azure) -> Timeline:
    found = timeline(azure.world.trace.events)
    assert found is not None
    return found


def names(azure: Azure) -> list[str]:
    return [each.name.en for each in of(azure).lanes]


def lane_of(azure: Azure, name: str) -> Lane:
    [found] = [each for each in of(azure).lanes if each.name.en == name]
    return found


def bars(lane: Lane) -> list[tuple[str, int, int | None]]:
    """What lasts, from when to when, in seconds."""
    return [
        (bar.what.en, bar.start // SECOND, None if bar.end is None else bar.end // SECOND)
        for bar in lane.bars
    ]


def marks(lane: Lane) -> list[tuple[int, str]]:
    """What happens, and when, in seconds."""
    return [(mark.time // SECOND, mark.what.en) for mark in lane.marks]


def test_a_trace_of_one_instant_has_no_timeline() -> None:
    azure = deployment()
    assert timeline(()) is None
    azure.outbound.open_many("vm1", "TCP", 8, [TO])
    assert timeline(azure.world.trace.events) is None


def test_time_that_passes_without_a_timer_has_none_either() -> None:
    azure = deployment()
    azure.deployment.set_idle_timeout(MINUTE)
    azure.world.pass_time(MINUTE)
    azure.deployment.set_idle_timeout(MINUTE)
    assert timeline(azure.world.trace.events) is None


class TestFlows:
    def test_idle_out(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 1_023, [TO])
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert (only.name.en, only.beneath.en) == (
            "1,023 TCP connections",
            "vm1 → 198.51.100.7:443",
        )
        assert bars(only) == [("idle", 0, 240)]
        assert marks(only) == [(240, "time-out, the port is free")]

    def test_are_counted_by_how_they_live_and_those_that_only_idle_come_last(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 8, [TO])
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(HOUR)
        assert names(azure) == ["1 TCP connection", "7 TCP connections"]

    def test_followed_as_flows_or_by_packets_live_alike(self) -> None:
        many, one = deployment(), deployment()
        many.outbound.open_many("vm1", "TCP", 1, [TO])
        one.outbound.open_connection("vm1", "TCP", *TO)
        for azure in (many, one):
            azure.world.pass_time(100 * SECOND)
            azure.ends.end_some(1, "FIN from both ends")
            azure.world.pass_time(HOUR)
        assert of(many).lanes == of(one).lanes
        [only] = of(one).lanes
        assert bars(only) == [("idle", 0, 100), ("hold after FIN", 100, 340)]
        assert marks(only) == [(100, "FIN from both ends"), (340, "the port is free")]

    def test_closed_as_flows_hold_their_ports_as_well(self) -> None:
        azure = deployment()
        azure.outbound.exhaust_and_close("vm1", *TO)
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("hold after FIN", 0, 240)]
        assert marks(only) == [(0, "FIN from both ends"), (240, "the port is free")]

    def test_are_held_shortly_after_rst(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(MINUTE)
        [only] = of(azure).lanes
        assert bars(only) == [("hold after RST", 0, 15)]
        assert marks(only) == [(0, "RST from vm1"), (15, "the port is free")]

    def test_are_held_from_where_the_snat_began_it(self) -> None:
        """Where one FIN suffices, the hold begins with it, and nothing is idle after it."""
        azure = Azure(changed={"classic.fin-ends": ("client",)})
        azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(100 * SECOND)
        azure.ends.send_fin_from_one_end("vm1")
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("idle", 0, 100), ("hold after FIN", 100, 340)]
        assert marks(only) == [(100, "FIN from vm1"), (340, "the port is free")]

    @pytest.mark.parametrize("sender", ["vm1", SERVER])
    def test_show_signs_in_vain_without_a_new_timer(self, sender: str) -> None:
        azure = Azure(changed={"classic.idle-reset.by": ("application data",)})
        azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(100 * SECOND)
        azure.ends.send_sign(sender, "keepalive")
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("idle", 0, 240)]
        assert marks(only)[0] == (100, f"keepalive from {sender}")

    def test_go_on_after_fin_from_one_end(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(100 * SECOND)
        azure.ends.send_fin_from_one_end(SERVER)
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("idle", 0, 240)]
        assert marks(only)[0] == (100, "FIN from 198.51.100.7")

    @pytest.mark.parametrize("sender", ["vm1", SERVER])
    def test_start_their_timer_again_at_a_sign_of_life(self, sender: str) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(239 * SECOND)
        azure.ends.send_sign(sender, "keepalive")
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("idle", 0, 239), ("idle", 239, 479)]
        assert marks(only) == [
            (239, f"keepalive from {sender}"),
            (479, "time-out, the port is free"),
        ]

    def test_tell_of_many_signs_of_life_as_ticks(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.keep_alive("vm1", 2 * MINUTE, HOUR)
        [only] = of(azure).lanes
        assert bars(only) == [("idle", 0, 3_600), ("still open", 3_600, None)]
        assert [bar.longest for bar in only.bars] == [2 * MINUTE, None]
        [ticks] = only.ticks
        assert (ticks.words.en, ticks.interval) == ("30 × keepalive from vm1", 2 * MINUTE)

    def test_drop_what_comes_late(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(5 * MINUTE)
        azure.ends.send_late(SERVER)
        [only] = of(azure).lanes
        assert marks(only)[-1] == (300, "late packet from 198.51.100.7, dropped")

    def test_meet_an_old_connection_and_open_again(self) -> None:
        azure = deployment()
        azure.outbound.exhaust("vm1", "TCP", *TO)
        azure.world.pass_time(4 * MINUTE)
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(MINUTE)
        one = lane_of(azure, "1 TCP connection")
        assert bars(one) == [("hold after RST", 240, 243), ("still open", 243, None)]
        assert marks(one) == [(240, "opened"), (240, "RST from vm1"), (243, "opened again")]

    def test_are_summed_up_where_they_live_in_too_many_ways(self) -> None:
        azure = deployment()
        for _ in range(MOST_LANES + 4):
            azure.outbound.open_many("vm1", "TCP", 2, [TO])
            azure.world.pass_time(SECOND)
        found = names(azure)
        assert len(found) == MOST_LANES
        assert found[-1] == "another 10 TCP connections"

    def test_of_a_workload_have_no_lanes(self) -> None:
        azure = deployment()
        azure.workloads.on_new_connections("vm1", 5, *TO, 5 * MINUTE, "RST")
        assert timeline(azure.world.trace.events) is None

    def test_are_told_by_their_ends(self) -> None:
        azure = deployment(instances=3)
        for name in ("vm1", "vm2"):
            azure.outbound.open_many(name, "UDP", 1, [(SERVER, 53), (SERVER, 514)])
        azure.world.pass_time(HOUR)
        [only] = of(azure).lanes
        assert only.name.en == "4 UDP flows"
        assert only.beneath.en == "2 instances → 2 destinations"


class TestAttempts:
    def test_that_fail_are_ticks(self) -> None:
        azure = deployment()
        azure.outbound.exhaust_and_close("vm1", *TO)
        azure.workloads.until_it_succeeds("vm1", *TO, SECOND)
        [ticks] = lane_of(azure, "attempts that fail").ticks
        assert (ticks.words.en, ticks.interval) == ("239 × no free SNAT port", SECOND)
        assert bars(lane_of(azure, "1 TCP connection")) == [("still open", 240, None)]

    def test_that_fail_at_once_are_one(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 1_030, [TO])
        azure.world.pass_time(HOUR)
        assert marks(lane_of(azure, "attempts that fail")) == [(0, "6 × no free SNAT port")]


class TestNames:
    def test_stay_with_a_degraded_endpoint_until_the_answer_expires(self) -> None:
        azure = resolving()
        azure.traffic_manager.resolve(CLIENT, NAME)
        azure.traffic_manager.degrade(EAST)
        for seconds in (59, 1):
            azure.world.pass_time(seconds * SECOND)
            azure.traffic_manager.send_request(CLIENT, NAME)
        client = lane_of(azure, CLIENT)
        assert client.beneath == same(NAME)
        assert bars(client) == [("1.1.1.1 cached", 0, 60), ("2.2.2.2 cached", 60, 120)]
        assert marks(client) == [
            (0, "DNS query"),
            (59, "request to 1.1.1.1, no query"),
            (60, "DNS query"),
            (60, "request to 2.2.2.2"),
        ]
        endpoint = lane_of(azure, EAST)
        assert endpoint.beneath == same("1.1.1.1")
        assert bars(endpoint) == [("degraded", 0, None)]

    def test_have_a_lane_for_each_client(self) -> None:
        azure = resolving()
        azure.traffic_manager.clients.add("192.0.2.34")
        azure.traffic_manager.resolve(CLIENT, NAME)
        azure.world.pass_time(SECOND)
        azure.traffic_manager.resolve("192.0.2.34", NAME)
        assert names(azure) == [CLIENT, "192.0.2.34"]

    def test_that_are_not_cached_last_no_time(self) -> None:
        azure = resolving(ttl=0)
        azure.traffic_manager.resolve(CLIENT, NAME)
        azure.world.pass_time(SECOND)
        azure.traffic_manager.resolve(CLIENT, NAME)
        assert timeline(azure.world.trace.events) is None


class TestProbes:
    def probed(self, minutes: int) -> Sequence[Lane]:
        azure = resolving()
        probing.run(azure.world, minutes * MINUTE)
        return of(azure).lanes

    def test_of_servers_that_are_probed_alike_share_a_lane(self) -> None:
        [only] = self.probed(minutes=2)
        assert only.name.en == f"{EAST} and {WEST}"
        assert [(each.words.en, each.interval) for each in only.ticks] == [
            ("4 × probe", 30 * SECOND)
        ]

    def test_end_with_their_run_and_not_with_the_last_of_them(self) -> None:
        azure = resolving()
        probing.run(azure.world, 2 * MINUTE)
        found = timeline(azure.world.trace.events)
        assert found is not None
        assert (max(found.lanes[0].ticks[0].times), found.ended) == (90 * SECOND, 2 * MINUTE)

    def test_from_many_sources_are_counted(self) -> None:
        assert self.probed(minutes=1)[0].beneath.en.endswith("in turn")
        assert self.probed(minutes=5)[0].beneath.en == "from 10 addresses in turn"


def test_requests_to_azure_and_pools_that_change_stand_above() -> None:
    azure = deployment(50)
    azure.outbound.open_many("vm1", "TCP", 1_024, [TO])
    azure.world.pass_time(SECOND)
    azure.deployment.grow(51)
    azure.deployment.set_idle_timeout(MINUTE)
    assert names(azure)[:2] == ["Azure", "SNAT 203.0.113.10"]
    assert marks(lane_of(azure, "Azure")) == [
        (1, "accepted: grow to 51 instances"),
        (1, "refused: set the outbound idle timeout to 1 minute"),
    ]
    assert marks(lane_of(azure, "SNAT 203.0.113.10")) == [(1, "from 1,024 to 512 ports")]


def test_numbered_instances_have_a_name_in_each_language() -> None:
    azure = Azure()
    azure.deployment.describe_instances(1, "worker role", [("203.0.113.10", 80)])
    azure.outbound.open_many("instance 1", "TCP", 1, [TO])
    azure.world.pass_time(HOUR)
    assert of(azure).lanes[0].beneath.ja == "インスタンス 1 → 198.51.100.7:443"


class TestTicks:
    def test_are_thinned_but_counted(self) -> None:
        ticks = ticked(range(100_000), "happened", same("x"))
        assert (ticks.count, len(ticks.times)) == (100_000, MOST_TICKS)
        assert (ticks.times[0], ticks.times[-1], ticks.interval) == (0, 99_999, 1)

    def test_without_one_interval_have_none(self) -> None:
        assert ticked((0, 1, 3), "happened", same("x")) == Ticks(
            (0, 1, 3), 3, None, "happened", same("x")
        )

    def test_take_the_place_of_marks_that_are_many_and_alike(self) -> None:
        often = [Mark(time, "happened", same("x")) for time in range(4)]
        once = Mark(2, "happened", same("y"))
        made = lane("Azure", same("a"), same(""), marks=[*often, once])
        assert made.marks == (once,)
        assert [ticks.count for ticks in made.ticks] == [4]


@pytest.fixture(scope="module")
def traces() -> list[tuple[Event, ...]]:
    """The traces of the shipped scenarios."""
    return [evidence.events for evidence in shipped().values()]


@pytest.fixture(scope="module")
def lanes(traces: Iterable[Sequence[Event]]) -> list[Lane]:
    """All lanes of the shipped scenarios."""
    return [lane for trace in traces if (found := timeline(trace)) for lane in found.lanes]


@pytest.mark.once
def test_timers_of_the_shipped_scenarios_last_as_long_as_documented(lanes: list[Lane]) -> None:
    facts = Facts()
    idle = {
        facts.duration("classic.idle-timeout"),
        facts.duration("nat-gateway.idle-timeout"),
        facts.duration("nat-gateway.idle-timeout.longest"),
        # A scenario asks for so much.
        30 * MINUTE,
    }
    holds = {
        "hold after FIN": ("classic.fin-hold", "nat-gateway.fin-hold"),
        "hold after RST": ("classic.rst-hold", "nat-gateway.rst-hold"),
        "hold after the idle timeout": ("nat-gateway.udp-hold",),
    }
    timed_out = held = 0
    for each in lanes:
        ended = {mark.time: mark.what.en for mark in each.marks}
        for bar in each.bars:
            if bar.end is None:
                continue
            why = ended.get(bar.end)
            if bar.kind == "idle" and why == "time-out, the port is free":
                assert bar.end - bar.start in idle
                timed_out += 1
            elif bar.kind == "hold" and why == "the port is free":
                documented = [facts.duration(each) for each in holds[bar.what.en]]
                assert bar.end - bar.start in documented
                held += 1
    assert timed_out > 10
    assert held > 5


@pytest.mark.once
def test_bars_of_a_lane_follow_one_another(lanes: list[Lane]) -> None:
    for each in lanes:
        for sooner, later in zip(each.bars, each.bars[1:], strict=False):
            assert sooner.end is not None
            assert sooner.start < sooner.end <= later.start


@pytest.mark.once
def test_timelines_are_compact_and_can_be_pickled(traces: Sequence[Sequence[Event]]) -> None:
    for trace in traces:
        packed = pickle.dumps(timeline(trace))
        assert len(packed) < 20_000
        assert b"azsim.model" not in packed
        assert pickle.loads(packed) == timeline(trace)
