"""What became of a client's request, whether it came to an end or not."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.flows import TIMED_OUT
from azsim.hosts.host import NO_ANSWER, REFUSED, RESET
from azsim.hosts.serving import Manner
from azsim.model.rules import Rule
from azsim.questions.fates import RESPONDED, WAITING
from azsim.text import Advice
from azsim.units import SECOND

CLIENT, FRONT_END, SERVER = "192.0.2.33", "203.0.113.10", "web1"


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", FRONT_END, [(SERVER, "10.0.0.4")])
    azure.load_balancing.add_client(CLIENT)
    return azure


def ask(azure: Azure) -> Rule:
    azure.load_balancing.send_requests(CLIENT, FRONT_END, 80)
    return azure.servers.fate_of_request()


def test_it_is_answered(azure: Azure) -> None:
    assert ask(azure) == RESPONDED


@pytest.mark.parametrize(
    ("manner", "fate"),
    [
        ("doesn't answer", NO_ANSWER),
        ("refuses connections", REFUSED),
        ("resets connections", RESET),
    ],
)
def test_it_fails(azure: Azure, manner: Manner, fate: Rule) -> None:
    azure.servers.change(SERVER, manner)
    assert ask(azure) == fate


def test_it_waits_for_its_answer(azure: Azure) -> None:
    azure.servers.answer_after(SERVER, 5 * SECOND)
    assert ask(azure) == WAITING
    azure.world.pass_time(5 * SECOND)
    assert azure.servers.fate_of_request() == RESPONDED


def test_it_has_a_fate_of_its_own(azure: Azure) -> None:
    azure.servers.change(SERVER, "doesn't answer")
    ask(azure)
    azure.servers.change(SERVER, "answers")
    assert ask(azure) == RESPONDED


def test_several_of_one_step_have_to_share_it(azure: Azure) -> None:
    azure.servers.answer_first_request_after(SERVER, 5 * SECOND)
    azure.load_balancing.send_requests(CLIENT, FRONT_END, 80, 2)
    with pytest.raises(Advice, match="sent 2 requests, and not the same became of all"):
        azure.servers.fate_of_request()
    assert azure.workloads.succeeded_of_all() == (1, 2)
    assert azure.workloads.failed_because(NO_ANSWER) == 0
    azure.world.pass_time(5 * SECOND)
    assert azure.servers.fate_of_request() == RESPONDED


def test_failed_requests_are_counted(azure: Azure) -> None:
    azure.servers.change(SERVER, "doesn't answer")
    azure.load_balancing.send_requests(CLIENT, FRONT_END, 80, 3)
    assert azure.workloads.failed_because(NO_ANSWER) == 3
    assert azure.workloads.why().en == "3 × the server doesn't answer"
    assert azure.workloads.failed_because(TIMED_OUT) == 0
    azure.world.pass_time(21 * SECOND)
    assert azure.servers.fate_of_request(TIMED_OUT) == TIMED_OUT
    assert azure.workloads.failed_because(TIMED_OUT) == 3


def test_what_a_hash_decides_is_refused(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer(
        "two", "203.0.113.11", [("web2", "10.0.0.5"), ("web3", "10.0.0.6")]
    )
    azure.servers.change("web2", "doesn't answer")
    azure.load_balancing.send_requests(CLIENT, "203.0.113.11", 80)
    with pytest.raises(Advice, match="by a hash"):
        azure.servers.fate_of_request()
