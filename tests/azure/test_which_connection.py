"""A Then about "the connection" stands where it is true of all that it may mean, under any seed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.seen import FREE, HELD, OPEN
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.model.resources.classic import RoleKind
from azsim.text import Advice

SERVER = "198.51.100.7"
TO = (SERVER, 443)
FIRST, SECOND = "203.0.113.10", "203.0.113.11"
OWN = "203.0.113.50"


def deployment(*endpoints: str) -> Azure:
    azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2), (8, 1))})
    azure.deployment.describe_instances(2, endpoints=[(each, 80) for each in endpoints])
    return azure


class TestWhereOneOfSeveralAddressesIsDrawn:
    """No statement about a single draw stands, whatever the seed has drawn."""

    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(
        "look",
        [
            lambda azure: azure.seen.last_source(SERVER),
            lambda azure: azure.seen.last_source_address(SERVER),
            lambda azure: azure.seen.different_sources(SERVER),
            lambda azure: azure.seen.arrivals_and_public_sources(),
        ],
    )
    def test_the_author_is_told_what_holds_for_any(
        self, count: int, look: Callable[[Azure], object]
    ) -> None:
        azure = deployment(FIRST, SECOND)
        azure.outbound.open_many("vm1", "TCP", count, [TO])
        with pytest.raises(Advice, match=f"comes from either {FIRST} or {SECOND}$") as told:
            look(azure)
        assert f"of {count} it was, this time" in str(told.value)
        assert azure.seen.sources_beside([FIRST, SECOND]) == []

    def test_alternatives_have_to_be_all_that_could_be_drawn(self) -> None:
        azure = deployment(FIRST, SECOND)
        azure.outbound.open_connection("vm1", "TCP", *TO)
        drawn = azure.outbound.that.outside.source
        other = SECOND if drawn == FIRST else FIRST
        assert azure.seen.sources_beside([drawn]) == [other]

    def test_each_carries_no_more_than_can_be_counted_on(self) -> None:
        azure = Azure()
        azure.deployment.describe_instances(1, endpoints=[(FIRST, 80), (SECOND, 80)])
        azure.outbound.open_many("vm1", "TCP", 200, [TO])
        azure.seen.sources_beside([FIRST, SECOND])
        fewest = azure.seen.fewest_on_those(64)
        with pytest.raises(Advice, match="at least 64 is as much as can be counted on"):
            azure.seen.fewest_on_those(fewest)

    def test_a_connection_from_before_there_was_a_choice_is_no_draw(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.deployment.describe_endpoint((SECOND, 80), ["vm1", "vm2"])
        assert azure.seen.last_source_address(SERVER) == FIRST


class TestTheSourceOfOneOfMany:
    def test_is_that_of_all_where_they_agree(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        assert azure.seen.last_source_address(SERVER) == FIRST

    def test_is_refused_where_only_the_address_agrees(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        with pytest.raises(Advice, match=f"one of 3 .* come from the address {FIRST}$"):
            azure.seen.last_source(SERVER)

    def test_is_refused_where_they_differ(self) -> None:
        azure = deployment(FIRST)
        azure.deployment.assign_instance_level_address("vm2", OWN)
        azure.outbound.open_one_each(["vm1", "vm2"], *TO)
        with pytest.raises(Advice, match="one of 2 .* sees connections from 2 different addresses"):
            azure.seen.last_source_address(SERVER)

    def test_is_that_of_the_last_step_where_several_steps_open_one(self) -> None:
        azure = deployment(FIRST)
        azure.deployment.assign_instance_level_address("vm2", OWN)
        for name in ("vm1", "vm2"):
            azure.outbound.open_connection(name, "TCP", *TO)
        assert azure.seen.last_source_address(SERVER) == OWN


class TestWhatBecameOfManyAttempts:
    def test_is_told_where_it_is_the_same(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.exhaust("vm1", "TCP", *TO)
        azure.outbound.open_many("vm1", "TCP", 2, [TO])
        assert azure.seen.fate() == EXHAUSTED

    def test_is_refused_where_it_differs(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 5, [TO])
        with pytest.raises(Advice) as told:
            azure.seen.fate()
        assert "tried 5 connections" in str(told.value)
        assert (
            "Then 4 connections succeed, or how many fail: Then 1 connection fails because"
            in str(told.value)
        )


class TestThatConnectionOfMany:
    def test_is_any_of_them_where_the_same_is_true_of_all(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        assert (azure.seen.state_of_that(), azure.seen.port_of_that()) == (OPEN, HELD)

    def test_is_refused_where_some_have_ended(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        azure.ends.end_some(2, "RST")
        with pytest.raises(Advice, match="one of 3 .*2 × closed and 1 × open"):
            azure.seen.state_of_that()

    @pytest.mark.parametrize(
        ("machine", "english", "japanese"),
        [
            ("app", '"app"', '"app"'),
            ("instance 1", "instance 1", "インスタンス 1"),
        ],
    )
    def test_is_asked_for_by_the_machines_of_the_scenario(
        self, machine: str, english: str, japanese: str
    ) -> None:
        azure = Azure()
        if machine == "app":
            azure.deployment.describe_machines([("app", "10.0.0.4", OWN)])
        else:
            azure.deployment.describe_instances(1, RoleKind.WORKER)
        with pytest.raises(Advice) as told:
            azure.seen.state_of_that()
        assert f"When {english} opens a TCP connection" in told.value.text.en
        assert f"もし {japanese} が 198.51.100.7:443 へ" in told.value.text.ja
        azure.outbound.open_many(machine, "TCP", 4, [TO])
        azure.ends.end_some(2, "RST")
        with pytest.raises(Advice) as told:
            azure.seen.state_of_that()
        assert f"Then 2 connections of {english} are still open" in told.value.text.en
        assert f"ならば {japanese} の接続のうち 2 本は開いたままである" in told.value.text.ja

    def test_of_no_machine_asks_for_one(self) -> None:
        with pytest.raises(Advice, match="No machine is described yet"):
            Azure().seen.state_of_that()

    def test_is_the_one_that_a_step_has_singled_out(self) -> None:
        azure = deployment(FIRST)
        azure.outbound.open_many("vm1", "TCP", 3, [TO])
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(azure.world.facts.duration("classic.rst-hold"))
        assert azure.seen.port_of_that() == FREE
