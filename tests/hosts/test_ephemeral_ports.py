"""The ephemeral ports of a host: one after the other, each once toward a destination."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from azsim.hosts.ports import EphemeralPorts
from azsim.model.packet import FiveTuple

ONE = FiveTuple("TCP", "10.0.0.4", 0, "198.51.100.7", 443)
OTHER = ONE._replace(destination="198.51.100.8")


def taken(ports: EphemeralPorts, toward: FiveTuple) -> int | None:
    flow = ports.next_free(toward)
    if flow is None:
        return None
    ports.take(flow)
    return flow.source_port


def test_the_next_port_is_the_next_number() -> None:
    ports = EphemeralPorts(50_000, 50_009)
    assert [taken(ports, ONE) for _ in range(3)] == [50_000, 50_001, 50_002]


def test_the_turn_goes_on_whatever_the_destination() -> None:
    ports = EphemeralPorts(50_000, 50_009)
    assert [taken(ports, toward) for toward in (ONE, OTHER, ONE)] == [50_000, 50_001, 50_002]


def test_every_port_serves_once_toward_one_destination() -> None:
    ports = EphemeralPorts(50_000, 50_001)
    assert [taken(ports, ONE) for _ in range(3)] == [50_000, 50_001, None]
    assert taken(ports, OTHER) == 50_000


def test_the_only_port_that_is_free_is_found_wherever_it_is() -> None:
    ports = EphemeralPorts(49_152, 65_535)
    for _ in range(16_384):
        taken(ports, ONE)
    ports.give_back(ONE._replace(source_port=60_000))
    assert [taken(ports, ONE), taken(ports, ONE)] == [60_000, None]


def test_a_port_of_another_range_is_nobodys_turn() -> None:
    ports = EphemeralPorts(50_000, 50_000)
    for flow in (ONE._replace(source_port=49_999), ONE._replace(source_port=50_001)):
        ports.take(flow)
        ports.give_back(flow)
    assert taken(ports, ONE) == 50_000


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40))
def test_ports_are_found_as_by_looking_at_each(returned: list[int | None]) -> None:
    """None takes the next port; a number gives that one back."""
    ports, busy, turn = EphemeralPorts(10, 15), set[int](), 0
    for each in returned:
        if each is not None:
            busy.discard(each)
            ports.give_back(ONE._replace(source_port=10 + each))
            continue
        order = [(turn + step) % 6 for step in range(6)]
        found = next((place for place in order if place not in busy), None)
        assert taken(ports, ONE) == (None if found is None else 10 + found)
        if found is not None:
            busy.add(found)
            turn = found + 1
