"""The ExpressRoute path in both directions, what FastPath asks for, and the facade over both."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from azsim.azure.expressroute import ExpressRoute
from azsim.azure.hops import parse_hops
from azsim.deploy.cloud import Cloud
from azsim.deploy.requests import ACCEPTED
from azsim.deploy.world import World
from azsim.engine.routes import NO_ROUTE, Hop
from azsim.facts import Facts, registry
from azsim.functions.circuit import (
    NO_GATEWAY,
    ON_THE_CONNECTION_ONLY,
    SKU_WITHOUT_FASTPATH,
    TOO_FEW_SCALE_UNITS,
    Circuit,
    Gateway,
    known_sku,
)
from azsim.functions.circuit_latency import Latency
from azsim.hosts.serving import Trait
from azsim.model.events import Delivered, Dropped, Passed, Sent
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.verdict import Drop
from azsim.text import Advice, Text, listed
from azsim.tools.psping import milliseconds
from azsim.units import SECOND

CLIENT = "10.100.10.2"
MACHINE = ("10.128.1.4", 3389)
RECORDINGS = Path(__file__).parents[2] / "features" / "expressroute" / "recordings"


@pytest.fixture
def expressroute() -> ExpressRoute:
    made = ExpressRoute(Cloud(World()))
    made.describe_client(CLIENT)
    made.describe_machine("vm", MACHINE[0])
    made.set_sku("ErGw3AZ")
    return made


class TestPath:
    def test_every_packet_on_the_way_in_visits_the_gateway(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.connect(CLIENT, MACHINE)
        assert _at(expressroute, "vm") == _at(expressroute, "ExpressRoute gateway") != []

    def test_fastpath_bypasses_the_gateway(self, expressroute: ExpressRoute) -> None:
        expressroute.set_fastpath(True)
        expressroute.connect(CLIENT, MACHINE)
        assert expressroute.path(CLIENT, "vm").en == "CE router and MSEE"
        assert expressroute.path("vm", CLIENT).ja == "MSEE ルーター、CE ルーター"

    def test_what_neither_side_has_goes_no_further_than_the_first_router(
        self, expressroute: ExpressRoute
    ) -> None:
        path = expressroute.cloud.circuits.path
        assert path is not None
        packet = Packet(1, "TCP", CLIENT, 49_152, "10.200.0.9", 443, "SYN")
        router = path.routers["CE router"]
        no_route = Drop(NO_ROUTE.fill(destination="10.200.0.9"))
        assert path.next_hop(router, packet, 0) == no_route
        assert router.translate(packet, 0) == no_route

    def test_only_the_last_connection_counts(self, expressroute: ExpressRoute) -> None:
        expressroute.connect(CLIENT, MACHINE)
        expressroute.set_fastpath(True)
        expressroute.connect(CLIENT, MACHINE)
        assert expressroute.path(CLIENT, "vm").en == "CE router and MSEE"

    def test_a_virtual_machine_reaches_on_premises_past_the_gateway(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.connect_machine("vm", (CLIENT, 443))
        assert expressroute.path("vm", CLIENT).en == "MSEE and CE router"
        assert expressroute.path(CLIENT, "vm").en == "CE router, MSEE and ExpressRoute gateway"

    def test_time_passes_on_every_leg(self, expressroute: ExpressRoute) -> None:
        expressroute.connect(CLIENT, MACHINE)
        times = [
            each.time for each in expressroute.world.trace.events if not isinstance(each, Sent)
        ]
        assert all(earlier < later for earlier, later in pairwise(times))

    def test_packets_of_a_connection_dont_overtake_one_another(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.run(CLIENT, "psping -n 50 -i 0 10.128.1.4:3389")
        arrived = _at(expressroute, "vm")
        assert arrived == sorted(arrived)

    def test_without_a_gateway_there_is_no_route_in_either_direction(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.delete_gateway()
        expressroute.connect(CLIENT, MACHINE)
        assert expressroute.route(CLIENT, "vm") is None
        assert "CE router drops the packet" in expressroute.path(CLIENT, "vm").en
        expressroute.connect_machine("vm", (CLIENT, 443))
        assert expressroute.route("vm", CLIENT) is None
        assert "vm drops the packet" in expressroute.path("vm", CLIENT).en

    def test_a_path_is_asked_of_what_was_sent(self, expressroute: ExpressRoute) -> None:
        with pytest.raises(Advice, match="Nothing was sent from 10.100.10.2 to vm"):
            expressroute.path(CLIENT, "vm")

    def test_nothing_has_an_undeclared_private_address(self, expressroute: ExpressRoute) -> None:
        with pytest.raises(Advice, match=r"10\.128\.1\.5"):
            expressroute.connect(CLIENT, ("10.128.1.5", 3389))

    def test_an_unknown_client_is_told_of_the_nearest(self, expressroute: ExpressRoute) -> None:
        with pytest.raises(Advice, match='Did you mean "10.100.10.2"'):
            expressroute.connect("10.100.10.3", MACHINE)

    def test_a_path_whose_nodes_are_swapped_still_leads_there(self) -> None:
        order = ("MSEE", "CE router", "ExpressRoute gateway")
        swapped = ExpressRoute(Cloud(World(facts=Facts({"expressroute.path-in": order}))))
        swapped.describe_client(CLIENT)
        swapped.describe_machine("vm", MACHINE[0])
        swapped.connect(CLIENT, MACHINE)
        assert swapped.path(CLIENT, "vm").en == "MSEE, CE router and ExpressRoute gateway"

    def test_each_router_says_why_it_hands_a_packet_on(self, expressroute: ExpressRoute) -> None:
        for fastpath in (False, True):
            expressroute.set_fastpath(fastpath)
            expressroute.connect(CLIENT, MACHINE)
        assert _reasons(expressroute) == {
            ("CE router", "next hop MSEE"),
            ("MSEE", "next hop ExpressRoute gateway"),
            ("ExpressRoute gateway", "next hop the virtual machine"),
            ("MSEE", "FastPath: next hop the virtual machine, past the gateway"),
            ("MSEE", "next hop CE router"),
            ("CE router", "next hop the client"),
        }

    def test_a_packet_that_fastpath_overtakes_goes_on_from_the_gateway(self) -> None:
        circuit = Circuit(Facts(), Gateway("ErGw3AZ"), fastpath=True)
        assert circuit.next_hop("ExpressRoute gateway", "in") is None

    def test_hops_are_read_in_both_languages(self) -> None:
        english = parse_hops("CE router, MSEE and ExpressRoute gateway")
        assert english == parse_hops("CE ルーター、MSEE ルーター、ExpressRoute ゲートウェイ")
        with pytest.raises(Advice, match='Did you mean "MSEE"'):
            parse_hops("CE router and MSE")


class TestFastPath:
    @pytest.mark.parametrize(
        ("gateway", "resource", "reason"),
        [
            (Gateway("ErGw3AZ"), "connection", None),
            (Gateway("UltraPerformance"), "connection", None),
            (Gateway("ErGw2AZ"), "connection", SKU_WITHOUT_FASTPATH),
            (Gateway("ErGwScale", 9), "connection", TOO_FEW_SCALE_UNITS),
            (Gateway("ErGwScale", 10), "connection", None),
            (Gateway("ErGw3AZ"), "circuit", ON_THE_CONNECTION_ONLY),
            (Gateway("ErGw3AZ"), "gateway", ON_THE_CONNECTION_ONLY),
            (None, "connection", NO_GATEWAY),
        ],
    )
    def test_what_it_asks_for(self, gateway: Gateway | None, resource: str, reason: object) -> None:
        assert Circuit(Facts(), gateway).refuses_fastpath(resource) == reason

    @pytest.mark.parametrize("gateway", [Gateway(), Gateway("ErGwScale")])
    def test_what_nobody_said_isnt_guessed(self, gateway: Gateway) -> None:
        with pytest.raises(Advice, match="which no step"):
            Circuit(Facts(), gateway).refuses_fastpath("connection")

    def test_a_refused_request_leaves_it_as_it_was(self, expressroute: ExpressRoute) -> None:
        expressroute.set_sku("ErGw1AZ")
        expressroute.enable_fastpath()
        assert expressroute.world.requests.answer() == SKU_WITHOUT_FASTPATH
        assert not expressroute.circuit.fastpath

    def test_given_where_azure_refuses_it_is_a_refusal(self, expressroute: ExpressRoute) -> None:
        expressroute.set_sku("ErGw1AZ")
        expressroute.set_fastpath(True)
        assert expressroute.world.requests.answer() == SKU_WITHOUT_FASTPATH
        assert not expressroute.circuit.fastpath

    def test_of_a_gateway_that_changes_is_asked_again(self, expressroute: ExpressRoute) -> None:
        expressroute.set_fastpath(True)
        expressroute.set_sku("ErGw1AZ")
        assert expressroute.world.requests.answer() == SKU_WITHOUT_FASTPATH
        assert not expressroute.circuit.fastpath

    def test_a_gateway_is_deleted_once(self, expressroute: ExpressRoute) -> None:
        expressroute.delete_gateway()
        assert expressroute.world.requests.answer() == ACCEPTED
        expressroute.delete_gateway()
        assert expressroute.world.requests.answer() == NO_GATEWAY

    def test_a_sku_is_written_as_azure_does(self) -> None:
        assert known_sku("ErGw3Az") == "ErGw3AZ"
        with pytest.raises(Advice) as advice:
            known_sku("ErGw3A")
        known = _known_skus()
        assert advice.value.text == Text(
            'No ExpressRoute gateway SKU is called "ErGw3A". Did you mean "ErGw3AZ"? The SKUs are '
            f"{known.en}.",
            "ExpressRoute ゲートウェイに「ErGw3A」という SKU はない。「ErGw3AZ」のことか。SKU は "
            f"{known.ja} である。",
        )

    def test_only_one_sku_has_scale_units(self, expressroute: ExpressRoute) -> None:
        with pytest.raises(Advice, match="SKU ErGw3AZ has no scale units"):
            expressroute.set_scale_units(10)


class TestMeasuring:
    def test_the_same_seed_gives_the_same_run(self) -> None:
        def run(seed: int) -> object:
            made = ExpressRoute(Cloud(World(seed=seed)))
            made.describe_client(CLIENT)
            made.describe_machine("vm", MACHINE[0])
            made.run(CLIENT, "psping 10.128.1.4:3389")
            return made.measurements.simulated_runs()

        assert run(1) == run(1) != run(2)

    def test_pings_are_an_interval_apart(self, expressroute: ExpressRoute) -> None:
        expressroute.run(CLIENT, "psping -i 2 10.128.1.4:3389")
        syns = [
            each.time
            for each in expressroute.world.trace.events
            if isinstance(each, Sent) and each.packet.flags == "SYN"
        ]
        assert syns == [0, 2_000_000_000, 4_000_000_000, 6_000_000_000, 8_000_000_000]

    def test_what_is_printed_is_what_the_packets_took(self, expressroute: ExpressRoute) -> None:
        expressroute.run(CLIENT, "psping -n 1 -w 0 10.128.1.4:3389")
        answered = next(
            each.time
            for each in expressroute.world.trace.events
            if each.where == CLIENT and isinstance(each, Delivered)
        )
        [ping] = expressroute.measurements.simulated_runs()[0].pings
        assert ping.took is not None
        assert abs(ping.took - answered) <= 5_000

    def test_a_machine_without_a_route_loses_every_ping(self, expressroute: ExpressRoute) -> None:
        expressroute.delete_gateway()
        expressroute.run(CLIENT, "psping 10.128.1.4:3389")
        lost = expressroute.measurements.simulated_runs()[0].statistics
        assert (lost.sent, lost.received, lost.lost, lost.loss, lost.average) == (4, 0, 4, 100, 0)

    def test_both_ends_close_every_connection(self, expressroute: ExpressRoute) -> None:
        expressroute.run(CLIENT, "psping 10.128.1.4:3389")
        expressroute.world.pass_time(1_000_000_000)
        ends = (*expressroute.clients.values(), expressroute.world.endpoint_at(MACHINE[0]))
        states = [{each.state for each in end.connections.values()} for end in ends]
        assert states == [{"TIME_WAIT"}, set()]

    def test_a_recording_counts_once(self, expressroute: ExpressRoute) -> None:
        def recording(name: str) -> bytes:
            return (RECORDINGS / name).read_bytes()

        with pytest.raises(Advice, match="given twice"):
            expressroute.measurements.read_recordings(recording, ["after-1.txt"] * 2, fastpath=True)

    def test_a_sku_that_only_a_latency_could_depend_on_is_refused(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.run(CLIENT, f"psping {MACHINE[0]}:3389")
        with pytest.raises(Advice, match="The SKU ErGw3AZ has no effect on this latency"):
            expressroute.simulated("median", fastpath=False)
        expressroute.set_fastpath(True)
        assert expressroute.simulated("median", fastpath=False) > 0

    def test_a_latency_that_is_drawn_is_no_figure_to_state(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.run(CLIENT, "psping -n 4 10.128.1.4:3389")
        measurements = expressroute.measurements
        average = milliseconds(measurements.simulated_runs()[0].statistics.average)
        for look in (measurements.each_reports, measurements.last_reports):
            with pytest.raises(Advice, match="another seed draws something else"):
                look(f"Average = {average}")
            assert look("Average = 1.00ms") != "Average = 1.00ms"

    def test_a_ping_that_is_lost_takes_no_time_whatever_is_drawn(
        self, expressroute: ExpressRoute
    ) -> None:
        expressroute.delete_gateway()
        expressroute.run(CLIENT, "psping 10.128.1.4:3389")
        printed = "Average = 0.00ms"
        assert expressroute.measurements.last_reports(printed) == printed

    def test_a_statement_about_every_run_needs_one(self, expressroute: ExpressRoute) -> None:
        with pytest.raises(Advice, match="No run of PsPing"):
            expressroute.measurements.each_reports("Sent = 4")
        with pytest.raises(Advice, match="no ping with FastPath disabled"):
            expressroute.measurements.median_drop()


def test_a_connection_that_is_refused_is_over_at_once(expressroute: ExpressRoute) -> None:
    expressroute.world.endpoint_at(MACHINE[0]).serving.manner = Trait("refuses connections")
    expressroute.connect(CLIENT, MACHINE)
    assert expressroute.clients[CLIENT].connections == {}
    assert expressroute.world.now < SECOND


def test_a_leg_that_no_fact_describes_takes_no_time() -> None:
    world = World()
    flow = FiveTuple("TCP", "10.100.10.2", 49_152, "10.128.1.4", 3_389)
    assert Latency(world.facts, world.draws).leg("client", "MSEE", flow) == 0


def test_only_a_leg_to_the_gateway_rests_on_its_sku() -> None:
    world = World()
    latency, flow = Latency(world.facts, world.draws), FiveTuple("TCP", CLIENT, 49_152, *MACHINE)
    latency.leg("CE router", "MSEE", flow)
    assert "expressroute.latency.sku" not in world.facts.read
    latency.leg("MSEE", "ExpressRoute gateway", flow)
    assert "expressroute.latency.sku" in world.facts.read


def test_each_packet_of_a_flow_takes_its_own_time_over_a_leg() -> None:
    flow = FiveTuple("TCP", "10.100.10.2", 49_152, "10.128.1.4", 3_389)
    runs = [Latency(world.facts, world.draws) for world in (World(), World())]
    first, second = ([run.leg("client", "CE router", flow) for _ in range(3)] for run in runs)
    assert first == second
    assert len(set(first)) == 3


class Still(Latency):
    """Legs that take no time, and a spike for whoever meets one."""

    def leg(self, start: str, end: str, flow: FiveTuple) -> int:
        return 0

    def spike(self, flow: FiveTuple) -> int:
        return SECOND


@pytest.mark.parametrize(
    ("flags", "start", "takes"),
    [
        ("SYN", CLIENT, SECOND),
        ("ACK", CLIENT, 0),
        ("SYN", "CE router", 0),
        ("SYN", "ExpressRoute gateway", 0),
    ],
)
def test_a_spike_is_met_once_by_the_syn_on_the_clients_leg(
    expressroute: ExpressRoute, flags: Flags, start: str, takes: int
) -> None:
    path = expressroute.cloud.circuits.path
    assert path is not None
    path.latency = Still(expressroute.world.facts, expressroute.world.draws)
    at = path.routers.get(start) or expressroute.clients[start]
    hop = path.next_hop(at, Packet(1, "TCP", CLIENT, 49_152, *MACHINE, flags), 0)
    assert isinstance(hop, Hop)
    assert hop.latency == takes


def test_spikes_and_jitter_are_as_frequent_and_as_long_as_the_facts_say() -> None:
    facts = Facts()
    latency = Latency(facts, World().draws)
    flow = FiveTuple("TCP", CLIENT, 49_152, *MACHINE)
    spikes = [latency.spike(flow._replace(source_port=port)) for port in range(4_000)]
    met = [each for each in spikes if each]
    chance = float(facts.fraction("expressroute.latency.spike-chance"))
    assert len(met) / len(spikes) == pytest.approx(chance, rel=0.1)
    mean = facts.duration("expressroute.latency.spike-mean")
    assert sum(met) / len(met) == pytest.approx(mean, rel=0.1)
    legs = [latency.leg("client", "CE router", flow) for _ in range(4_000)]
    base = facts.duration("expressroute.latency.client-ce")
    jitter = facts.duration("expressroute.latency.jitter-mean")
    assert sum(legs) / len(legs) - base == pytest.approx(jitter, rel=0.1)
    assert min(legs) >= base


def _known_skus() -> Text:
    """The SKUs of an ExpressRoute gateway, those with FastPath first."""
    fact = registry()["fastpath.gateway-skus"]
    assert isinstance(fact.value, tuple)
    return listed(str(sku) for sku in (*fact.value, *fact.others))


def _reasons(expressroute: ExpressRoute) -> set[tuple[str, str]]:
    """Which router said what of the packets that it handed on."""
    passed = [each for each in expressroute.world.trace.events if isinstance(each, Passed)]
    return {(each.where, each.rule.text.en) for each in passed}


def _at(expressroute: ExpressRoute, where: str) -> list[int]:
    """The packets that arrived at a node, in their order."""
    return [
        each.packet.id
        for each in expressroute.world.trace.events
        if each.where == where and isinstance(each, Passed | Delivered | Dropped)
    ]
