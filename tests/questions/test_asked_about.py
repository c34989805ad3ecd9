"""What a scenario is about, by its steps."""

from __future__ import annotations

from azsim.model.events import Event, FlowOpened, Sent
from azsim.model.packet import FiveTuple, Packet
from azsim.questions.asked_about import Step, StepKind, asked_about

FLOW = FiveTuple("TCP", "10.0.0.4", 50_000, "198.51.100.7", 443)


def packet(number: int) -> Event:
    return Sent(number, 0, "vm1", Packet(number, *FLOW))


def flow(number: int) -> Event:
    return FlowOpened(number, 0, "vm1", FLOW, FLOW)


def asked(*steps: tuple[StepKind, list[str]]) -> list[int]:
    """The numbers of the events asked about, of steps that each made such events."""
    events: list[Event] = []
    begun: list[Step] = []
    for kind, made in steps:
        begun.append(Step(kind, len(events)))
        events += [(packet if each == "packet" else flow)(len(events)) for each in made]
    return [number for span in asked_about(events, begun) for number in span]


def test_a_given_sets_the_scene() -> None:
    assert asked(("given", ["packet"]), ("when", ["packet"]), ("then", [])) == [1]


def test_every_when_is_asked_about_that_sent_packets() -> None:
    assert asked(("when", ["packet"]), ("when", ["packet"]), ("then", [])) == [0, 1]
    assert asked(("when", ["packet"]), ("then", []), ("when", ["packet"]), ("then", [])) == [0, 1]


def test_flows_in_numbers_set_the_scene_for_packets() -> None:
    assert asked(("when", ["flow", "flow"]), ("when", ["packet"]), ("then", [])) == [2]
    assert asked(("when", ["flow", "flow"]), ("when", []), ("then", [])) == [0, 1]


def test_nothing_is_where_no_step_is_known() -> None:
    assert asked() == []
