"""A request of a machine that fails owes a later step, unless one speaks of what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.gherkin import Scenario

FRONT_END = ("10.0.0.6", 80)


@pytest.fixture
def account() -> Scenario:
    """What is owed to a scenario."""
    return Scenario("en", "S", Path("a.feature"))


@pytest.fixture
def azure(account: Scenario) -> Azure:
    """A server whose request to its own front end comes back to it."""
    azure = Azure(owe=account.owe)
    azure.load_balancing.add_load_balancer(
        "ilb", FRONT_END[0], [("web1", "10.0.0.4")], BalancerKind(is_internal=True)
    )
    azure.load_balancing.add_client("10.0.0.7")
    azure.outbound.send_request("web1", *FRONT_END)
    return azure


@pytest.mark.parametrize(
    "look",
    [
        lambda azure: azure.load_balancing.requests_at("web1"),
        lambda azure: azure.servers.fate_of_request(),
    ],
    ids=["where it arrived", "what became of it"],
)
def test_a_step_speaks_of_it(
    azure: Azure, account: Scenario, look: Callable[[Azure], object]
) -> None:
    assert account.unsettled() is not None
    look(azure)
    assert account.unsettled() is None


def test_a_step_that_speaks_of_a_later_request_of_a_client_does_not(
    azure: Azure, account: Scenario
) -> None:
    azure.load_balancing.send_requests("10.0.0.7", *FRONT_END)
    assert azure.load_balancing.requests_at("web1") == 1
    assert account.unsettled() is not None
