"""Corners of a deployment's flows that a scenario may turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import pytest

from azsim.azure import Azure
from azsim.azure.seen import FREE, HELD, STATES
from azsim.azure.which import DELIVERED
from azsim.engine.draws import Draws
from azsim.functions.snat.flows import NO_FLOW
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.hosts.host import NO_ANSWER, REFUSED
from azsim.hosts.serving import Manner, Trait
from azsim.model.events import PortReleased, Sent
from azsim.model.resources.classic import RoleKind
from azsim.model.rules import Rule
from azsim.text import Advice
from azsim.units import SECOND

T = TypeVar("T")

SERVER = "198.51.100.7"
ENDPOINT = ("203.0.113.10", 80)
TO = (SERVER, 443)


def deployment(instances: int = 1) -> Azure:
    azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2), (8, 1))})
    azure.deployment.describe_instances(instances, endpoints=[ENDPOINT])
    return azure


class TestAUdpFlow:
    def test_is_no_connection_that_ends(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "UDP", SERVER, 53)
        with pytest.raises(Advice, match="the number that are open is 0"):
            azure.ends.end_some(1, "RST")

    def test_is_passed_over_where_a_connection_is_meant(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "UDP", SERVER, 53)
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.send_fin_from_one_end("vm1")
        assert azure.outbound.that.inside.protocol == "TCP"

    def test_is_kept_open_by_data(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "UDP", SERVER, 53)
        azure.world.pass_time(239 * SECOND)
        azure.ends.send_sign(SERVER, "application data")
        azure.world.pass_time(239 * SECOND)
        assert azure.outbound.that.state == "open"


class TestAPortOfTheInstance:
    def test_is_refused_while_its_connection_is_open(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        with pytest.raises(Advice, match="from port 50000 to 198.51.100.7:443 already"):
            azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)

    @pytest.mark.parametrize("ending", ["RST", "FIN from both ends"])
    def test_that_is_used_again_in_the_hold_keeps_its_snat_port(self, ending: str) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        azure.ends.end_some(1, "RST" if ending == "RST" else "FIN from both ends")
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        closed, again = azure.outbound.flows
        assert (closed.state, again.state) == ("closed", "open")
        assert closed.outside == again.outside
        assert azure.seen.ports_in_use("vm1") == 1

    def test_is_free_again_after_a_refusal(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 4, [TO])
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        assert azure.seen.fate() == EXHAUSTED
        azure.world.pass_time(240 * SECOND)
        azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
        azure.world.pass_time(3 * SECOND)
        assert azure.outbound.that.state == "open"


class TestALatePacket:
    def test_from_the_server_finds_no_reclaimed_flow(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 4, [TO])
        azure.deployment.grow(3)
        assert azure.outbound.that.state == "timed out"
        azure.ends.send_late(SERVER)
        assert azure.seen.fate() == UNSOLICITED

    def test_from_the_instance_finds_no_reclaimed_flow(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm1", "TCP", 4, [TO])
        azure.deployment.grow(3)
        azure.ends.send_late("vm1")
        assert azure.seen.fate() == NO_FLOW

    def test_never_comes_from_an_instance_that_is_gone(self) -> None:
        azure = deployment(2)
        azure.outbound.open_connection("vm2", "TCP", *TO)
        azure.deployment.shrink(1)
        with pytest.raises(Advice, match='No machine is called "vm2"'):
            azure.ends.send_late("vm2")


class TestAConnectionThatHasTimedOut:
    """The platform has dropped it in silence: its ends still have it, and write."""

    @pytest.mark.parametrize("sender", ["vm1", TO[0]])
    def test_is_written_on_and_nothing_arrives(self, sender: str) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(240 * SECOND)
        azure.ends.send_sign(sender, "application data")
        assert azure.seen.fate() != DELIVERED
        assert azure.seen.state_of_that() == STATES["timed out"]
        azure.commands.run("vm1", "netstat -n")
        assert azure.commands.states_toward(*TO) == ["ESTABLISHED"]

    def test_gives_way_to_one_that_is_open(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(240 * SECOND)
        azure.outbound.open_connection("vm1", "TCP", "198.51.100.8", 443)
        azure.ends.send_sign("vm1", "application data")
        assert azure.seen.state_of_that() == STATES["open"]


class TestShrinking:
    def test_takes_the_flows_of_the_removed_instances_along(self) -> None:
        azure = deployment(2)
        azure.outbound.open_many("vm2", "TCP", 3, [TO])
        azure.deployment.shrink(1)
        assert azure.seen.port_of_that() == FREE
        released = [each.why for each in azure.world.trace.events if isinstance(each, PortReleased)]
        assert released == ["removed"] * 3

    def test_lets_the_deployment_grow_again(self) -> None:
        azure = deployment(2)
        azure.outbound.open_connection("vm2", "TCP", *TO)
        azure.deployment.shrink(1)
        azure.deployment.grow(2)
        assert azure.deployment.instance("vm2").address == "10.0.0.5"
        assert azure.seen.ports_in_use("vm2") == 0
        azure.outbound.open_connection("vm2", "TCP", *TO)
        assert azure.seen.port_of_that() == HELD

    def test_a_port_of_a_removed_instance_meets_its_old_connection(self) -> None:
        azure = deployment(2)
        azure.outbound.open_connection("vm2", "TCP", *TO)
        before = azure.outbound.that.outside
        azure.deployment.shrink(1)
        azure.deployment.grow(2)
        azure.outbound.open_connection("vm2", "TCP", *TO)
        assert (azure.outbound.that.outside, azure.outbound.that.state) == (before, "connecting")
        azure.world.pass_time(3 * SECOND)
        assert azure.outbound.that.state == "open"


class TestARedeployment:
    def test_that_reports_a_part_of_an_instance_reports_a_whole_one(self) -> None:
        azure = deployment(instances=3)
        azure.deployment.start_redeployment(Fraction(3, 2))
        # Of 4 instances, each would have 2 ports; 4.5 are 5.
        assert azure.seen.allocations("TCP") == [1]


class First(Draws):
    """Every choice falls on the first."""

    def choose(self, options: Sequence[T], purpose: str, key: object) -> T:
        return options[0]


class TestAFullEndpoint:
    def test_is_not_replaced_by_another(self) -> None:
        azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2), (8, 1))})
        azure.deployment.describe_instances(1, endpoints=[ENDPOINT, ("203.0.113.11", 80)])
        azure.outbound.machine("vm1").egress.draws = First(0)
        azure.outbound.open_many("vm1", "TCP", 5, [TO])
        assert azure.seen.exhausted() == 1


class TestAnEndThatHasClosed:
    def test_sends_no_more_data(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.send_fin_from_one_end("vm1")
        with pytest.raises(Advice, match="vm1 has closed its end of the connection"):
            azure.ends.send_sign("vm1", "application data")

    def test_is_told_by_rst_that_its_server_knows_it_no_more(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.ends.end_some(1, "RST")
        mark = len(azure.world.trace)
        azure.ends.send_late("vm1")
        assert [
            each.packet.flags
            for each in azure.world.trace.since(mark)
            if isinstance(each, Sent) and each.where == SERVER
        ] == ["RST"]


class TestAServerThatIsGone:
    """Followed packet by packet or as flows, an attempt fails alike and holds its port as long."""

    @pytest.mark.parametrize(
        ("manner", "reason", "held"),
        [("doesn't answer", NO_ANSWER, 240), ("refuses connections", REFUSED, 15)],
    )
    @pytest.mark.parametrize("followed", [True, False])
    def test_costs_a_port_for_a_while(
        self, manner: Manner, reason: Rule, held: int, followed: bool
    ) -> None:
        azure = deployment()
        azure.world.endpoint_at(SERVER).serving.manner = Trait(manner)
        if followed:
            azure.outbound.open_connection("vm1", "TCP", *TO)
        else:
            azure.outbound.open_many("vm1", "TCP", 1, [TO])
        assert azure.seen.fate() == reason
        assert azure.outbound.machine("vm1").host.connections == {}
        azure.world.pass_time(held * SECOND - 1)
        assert azure.seen.ports_in_use("vm1") == 1
        azure.world.pass_time(1)
        assert azure.seen.ports_in_use("vm1") == 0


def test_of_several_roles_none_is_taken_for_the_one_that_grows() -> None:
    azure = Azure()
    azure.deployment.describe_roles(
        [("web", RoleKind.WEB, 1, ("203.0.113.10", 80)), ("worker", RoleKind.WORKER, 1, None)]
    )
    with pytest.raises(Advice, match="has 2 roles, and this sentence can't say which"):
        azure.deployment.grow(3)
