"""The ephemeral ports of a host: one after the other, each once toward a destination."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from azsim.hosts.ports import EphemeralPorts
from azsim.model.packet import FiveTuple

ONE = FiveTuple("TCP", "10.0.0.4", 0, "198.51.100.7", 443)
OTHER = ONE._replace(destination="198.51.100.8")


class Machine:
    """Ports, and the flows that are known."""

    def __init__(self, first: int, last: int) -> None:
        self.ports = EphemeralPorts(first, last)
        self.known: set[FiveTuple] = set()

    def take(self, toward: FiveTuple = ONE) -> int | None:
        protocol, source, _, destination, port = toward
        flow = self.ports.next_free(protocol, source, destination, port, self.known)
        if flow is None:
            return None
        self.name(flow)
        return flow.source_port

    def name(self, flow: FiveTuple) -> None:
        self.known.add(flow)
        self.ports.take(flow)

    def give_back(self, port: int, toward: FiveTuple = ONE) -> None:
        flow = toward._replace(source_port=port)
        self.known.discard(flow)
        self.ports.give_back(flow)


def test_the_next_port_is_the_next_number() -> None:
    machine = Machine(50_000, 50_009)
    assert [machine.take() for _ in range(3)] == [50_000, 50_001, 50_002]


def test_the_turn_goes_on_whatever_the_destination() -> None:
    machine = Machine(50_000, 50_009)
    assert [machine.take(toward) for toward in (ONE, OTHER, ONE)] == [50_000, 50_001, 50_002]


def test_every_port_serves_once_toward_one_destination() -> None:
    machine = Machine(50_000, 50_001)
    assert [machine.take() for _ in range(3)] == [50_000, 50_001, None]
    assert machine.take(OTHER) == 50_000


def test_the_only_port_that_is_free_is_found_wherever_it_is() -> None:
    machine = Machine(49_152, 65_535)
    for _ in range(16_384):
        machine.take()
    assert machine.take() is None
    machine.give_back(60_000)
    assert [machine.take(), machine.take()] == [60_000, None]


def test_the_first_port_is_found_when_all_after_it_are_in_use() -> None:
    machine = Machine(50_000, 50_002)
    for port in (50_001, 50_002):
        machine.name(ONE._replace(source_port=port))
    assert machine.take() == 50_000
    machine.give_back(50_000)
    assert machine.take() == 50_000


def test_a_port_of_another_range_is_nobodys_turn() -> None:
    machine = Machine(50_000, 50_001)
    for port in (49_999, 50_000, 50_002):
        machine.name(ONE._replace(source_port=port))
    assert [machine.take(), machine.take()] == [50_001, None]
    for port in (49_999, 50_002):
        machine.give_back(port)
    assert machine.take() is None


def test_a_port_that_was_named_is_passed_over() -> None:
    machine = Machine(50_000, 50_002)
    machine.name(ONE._replace(source_port=50_000))
    machine.name(OTHER._replace(source_port=50_001))
    assert [machine.take(), machine.take(), machine.take()] == [50_001, 50_002, None]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40))
def test_ports_are_found_as_by_looking_at_each(returned: list[int | None]) -> None:
    """None takes the next port; a number gives that one back."""
    machine, busy, turn = Machine(10, 15), set[int](), 0
    for each in returned:
        if each is not None:
            busy.discard(each)
            machine.give_back(10 + each)
            continue
        order = [(turn + step) % 6 for step in range(6)]
        found = next((place for place in order if place not in busy), None)
        assert machine.take() == (None if found is None else 10 + found)
        if found is not None:
            busy.add(found)
            turn = found + 1
