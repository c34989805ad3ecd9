"""What each platform translates, and by which methods."""

from __future__ import annotations

import itertools

import pytest

from azsim.engine.routes import AddressSpace
from azsim.facts import Facts
from azsim.functions.outbound_platforms import ClassicPlatform, ResourceManagerPlatform
from azsim.hosts.host import Host

NEIGHBOUR, PARTNER = "10.0.0.5", "198.51.100.9"
NOBODY, SERVER = "10.9.9.9", "198.51.100.7"


@pytest.fixture
def space() -> AddressSpace:
    """A network with a neighbour, and with somebody who has a public address in it."""
    space = AddressSpace("network")
    for address in (NEIGHBOUR, PARTNER):
        space.owners[address] = Host(address, (address,), Facts(), itertools.count(1))
    return space


@pytest.mark.parametrize(
    ("address", "classic", "resource_manager"),
    [
        (NEIGHBOUR, False, False),
        (NOBODY, False, False),
        (PARTNER, True, False),
        (SERVER, True, True),
    ],
)
def test_what_is_translated(
    space: AddressSpace, address: str, classic: bool, resource_manager: bool
) -> None:
    by_range = ClassicPlatform(Facts(), of_machines=True)
    by_reach = ResourceManagerPlatform(Facts())
    for _ in range(2):
        assert by_range.is_translated(address, space) == classic
        assert by_reach.is_translated(address, space) == resource_manager


def test_a_role_has_no_address_of_its_own() -> None:
    machines = ClassicPlatform(Facts(), of_machines=True).methods
    roles = ClassicPlatform(Facts(), of_machines=False).methods
    assert [each for each in machines if each not in roles] == ["instance-level public IP"]
    assert list(roles) == [each for each in machines if each in roles]
