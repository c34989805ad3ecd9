"""What the author of a deployment is told about its names, addresses and servers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from azsim.azure import Azure
from azsim.text import Advice

ENDPOINT = ("203.0.113.10", 80)
INSTANCES = 300

MISTAKES: list[tuple[Callable[[Azure], object], str]] = [
    (
        lambda a: a.deployment.describe_machines([("", "10.0.9.4", None)]),
        "A name is missing.",
    ),
    (
        lambda a: a.deployment.describe_machines([("app", "198.51.100.7", None)]),
        "198.51.100.7 is no private address. A virtual network uses 10.0.0.0/8",
    ),
    (
        lambda a: a.deployment.describe_machines(
            [("app", "10.0.9.4", "203.0.113.50"), ("db", "10.0.9.5", "203.0.113.50")]
        ),
        "The address 203.0.113.50 is given twice.",
    ),
    (
        lambda a: a.deployment.describe_instances(1, endpoints=[("10.0.9.9", 80)]),
        "10.0.9.9 is a private address; a public one is needed here.",
    ),
    (
        lambda a: a.deployment.describe_instances(1, endpoints=[ENDPOINT]),
        "The address 203.0.113.10 is given twice: a load-balanced endpoint has it.",
    ),
    (
        lambda a: a.deployment.start_redeployment(Fraction(2)),
        "A pool that reports 600 instances isn't modelled: the documented table of SNAT ports "
        "ends at 400.",
    ),
    (
        lambda a: a.servers.refuse("203.0.113.10"),
        "203.0.113.10:80 is a load-balanced endpoint of the classic deployment.",
    ),
    (
        lambda a: a.servers.refuse("203.0.113.20"),
        "203.0.113.20 is the address of lb, which is no server.",
    ),
    (lambda a: a.servers.refuse("10.9.9.9"), "Nothing has the private address 10.9.9.9."),
    (
        lambda a: a.servers.refuse("168.63.129.16"),
        "168.63.129.16 is no address of a server on the internet.",
    ),
    (
        lambda a: a.servers.refuse("224.0.0.1"),
        "224.0.0.1 is no address of a server on the internet.",
    ),
]


@pytest.mark.parametrize(("mistake", "words"), MISTAKES)
def test_a_deployment(mistake: Callable[[Azure], object], words: str) -> None:
    azure = Azure()
    azure.deployment.describe_instances(INSTANCES, endpoints=[ENDPOINT])
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [])
    with pytest.raises(Advice) as advice:
        mistake(azure)
    assert words in advice.value.text.en
    assert advice.value.text.ja not in ("", advice.value.text.en)


def test_an_address_that_two_networks_use() -> None:
    azure = Azure()
    azure.deployment.describe_machines([("app", "10.0.0.4", None)])
    azure.deployment.describe_machines([("db", "10.0.0.4", None), ("web", "10.0.0.5", None)])
    with pytest.raises(Advice, match="10.0.0.4 is in use in 2 networks that aren't connected"):
        azure.servers.refuse("10.0.0.4")
    azure.servers.refuse("10.0.0.5")
    assert azure.servers.find("web").serving.manner.value == "refuses connections"


@pytest.mark.parametrize(
    ("instances", "hint"),
    [
        (3, ' What there is: "vm1", "vm2", "vm3".'),
        (300, ' What there is: "vm1", "vm2", "vm3", ….'),
    ],
)
def test_a_name_that_is_like_none(instances: int, hint: str) -> None:
    azure = Azure()
    azure.deployment.describe_instances(instances)
    with pytest.raises(Advice) as advice:
        azure.outbound.machine("frontend")
    assert advice.value.text.en == f'No machine is called "frontend".{hint}'
    assert ("など" in advice.value.text.ja) == (instances > 3)


def test_a_machine_before_any_is_described() -> None:
    with pytest.raises(Advice, match="No machine is described yet"):
        Azure().expressroute.connect_machine("vm", ("10.100.10.2", 3389))


def test_an_answer_to_what_nobody_asked() -> None:
    with pytest.raises(Advice, match="No request to Azure comes before this step"):
        Azure().world.requests.answer()
