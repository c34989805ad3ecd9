"""When probes change the health of a server, and what becomes of flows then."""

from __future__ import annotations

import pytest
from attrs import frozen

from azsim.facts import Facts
from azsim.functions.health_probe import (
    HANDSHAKE,
    NO_ANSWER,
    OTHER_STATUS,
    STATUS_200,
    Outcome,
)
from azsim.functions.server_health import PoolHealth, ServerHealth
from azsim.model.packet import Protocol
from azsim.model.resources.balancing import AdminState

SUCCESS, FAILURE = Outcome(True, HANDSHAKE), Outcome(False, NO_ANSWER)
OK, UNAVAILABLE = Outcome(True, STATUS_200, True), Outcome(False, OTHER_STATUS, True)


@frozen
class Probed:
    address: str
    admin_state: AdminState = AdminState.NONE
    is_stopped: bool = False


WEB1, WEB2 = Probed("web1"), Probed("web2")


def after(threshold: int, *outcomes: Outcome) -> ServerHealth:
    health = ServerHealth(Facts(), lambda: threshold)
    for each in outcomes:
        health.note(each)
    return health


def pool(*unhealthy: Probed, keeps_connections: bool = True) -> PoolHealth:
    health = PoolHealth(Facts(), keeps_connections)
    health.servers = {each.address: after(1, FAILURE) for each in unhealthy}
    return health


def test_as_many_failures_in_a_row_as_the_threshold_make_a_server_unhealthy() -> None:
    assert after(2, FAILURE).healthy
    assert after(2, FAILURE, SUCCESS, FAILURE).healthy
    assert not after(2, FAILURE, FAILURE).healthy


def test_as_many_successes_in_a_row_make_it_healthy_again() -> None:
    assert not after(2, FAILURE, FAILURE, SUCCESS, FAILURE, SUCCESS).healthy
    assert after(2, FAILURE, FAILURE, SUCCESS, SUCCESS).healthy


def test_after_a_start_one_success_is_enough_once() -> None:
    health = after(2)
    assert health.stop()
    assert not health.stop()
    health.start()
    health.note(FAILURE)
    assert not health.healthy
    health.note(SUCCESS)
    assert health.healthy
    for outcome in (FAILURE, FAILURE, SUCCESS):
        health.note(outcome)
    assert not health.healthy


def test_a_stopped_server_gets_no_new_flows_whatever_is_said_of_it() -> None:
    stopped = Probed("web1", AdminState.UP, is_stopped=True)
    assert pool().eligible([stopped, WEB2]) == [WEB2]
    health = pool(WEB2)
    health.takes_all = True
    assert health.eligible([stopped, WEB2]) == [WEB2]


def test_a_response_decides_at_once() -> None:
    assert not after(3, UNAVAILABLE).healthy
    assert after(3, UNAVAILABLE, OK).healthy


def test_the_outcome_that_changed_it_last_is_why() -> None:
    assert after(2, FAILURE).why is None
    assert after(1, UNAVAILABLE, FAILURE).why is OTHER_STATUS


def test_only_a_change_is_told() -> None:
    health = ServerHealth(Facts(), lambda: 1)
    assert [health.note(each) for each in (SUCCESS, FAILURE, FAILURE, SUCCESS)] == [
        False,
        True,
        False,
        True,
    ]


def test_healthy_servers_get_new_flows_and_so_do_those_not_probed_yet() -> None:
    assert pool(WEB1).eligible([WEB1, WEB2]) == [WEB2]
    assert pool(WEB1, WEB2).eligible([WEB1, WEB2]) == []


@pytest.mark.parametrize(
    ("protocol", "unhealthy", "keeps_connections", "given_up"),
    [
        ("TCP", [WEB2], False, False),
        ("UDP", [WEB2], True, False),
        ("TCP", [WEB1], False, False),
        ("UDP", [WEB1], True, True),
        ("TCP", [WEB1, WEB2], True, False),
        ("TCP", [WEB1, WEB2], False, True),
        ("UDP", [WEB1, WEB2], True, True),
    ],
)
def test_what_becomes_of_a_flow_to_the_first_of_two(
    protocol: Protocol, unhealthy: list[Probed], keeps_connections: bool, given_up: bool
) -> None:
    health = pool(*unhealthy, keeps_connections=keeps_connections)
    assert health.gives_up(protocol, WEB1, [WEB1, WEB2]) is given_up


def test_a_pool_of_one_keeps_no_connection() -> None:
    assert pool(WEB1).gives_up("TCP", WEB1, [WEB1])


def test_an_admin_state_goes_before_the_probe() -> None:
    up, down = Probed("web1", AdminState.UP), Probed("web2", AdminState.DOWN)
    assert pool(up).eligible([up, down]) == [up]


def test_only_udp_leaves_a_server_whose_admin_state_is_down() -> None:
    down = Probed("web1", AdminState.DOWN)
    health = pool(keeps_connections=False)
    assert not health.gives_up("TCP", down, [down])
    assert health.gives_up("UDP", down, [down, WEB2])


def test_where_all_count_as_healthy_they_take_new_flows_but_for_one_set_down() -> None:
    down = Probed("web2", AdminState.DOWN)
    health = pool(WEB1)
    health.takes_all = True
    assert health.eligible([WEB1, down]) == [WEB1]
    assert not health.gives_up("UDP", WEB1, [WEB1, down])


def test_while_one_is_healthy_the_others_take_nothing() -> None:
    health = pool(WEB1)
    health.takes_all = True
    assert health.eligible([WEB1, WEB2]) == [WEB2]
