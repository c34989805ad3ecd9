"""Actions, timers and queues, whatever their order: time only moves forward."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.engine.clock import Clock
from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.engine.schedule import Schedule


class Stage:
    """A schedule whose actions and timers write down when they happened."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.happened: list[tuple[int, str]] = []

    def after(self, delay: int, name: str) -> None:
        self.schedule.after(delay, lambda: self.happened.append((self.clock.now, name)))

    def timer(self, name: str, *deadlines: int) -> None:
        self.schedule.watch(Timer(self, name, deadlines))


class Timer:
    """Something that expires at each of its deadlines."""

    def __init__(self, stage: Stage, name: str, deadlines: tuple[int, ...]) -> None:
        self.stage, self.name, self.deadlines = stage, name, list(deadlines)

    def next_deadline(self) -> int | None:
        return self.deadlines[0] if self.deadlines else None

    def expire(self, now: int) -> None:
        assert now >= self.deadlines.pop(0)
        self.stage.happened.append((now, self.name))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_what_is_due_at_the_very_end_still_happens(stage: Stage) -> None:
    stage.after(10, "at the end")
    stage.after(11, "after the end")
    stage.schedule.advance(10)
    assert stage.happened == [(10, "at the end")]


def test_settling_plays_only_this_instant(stage: Stage) -> None:
    stage.after(0, "now")
    stage.after(1, "soon")
    stage.schedule.settle()
    assert stage.happened == [(0, "now")]
    assert stage.clock.now == 0


def test_timers_expire_on_time_between_actions(stage: Stage) -> None:
    stage.timer("timer", 5, 15)
    stage.after(10, "action")
    stage.schedule.advance(20)
    assert stage.happened == [(5, "timer"), (10, "action"), (15, "timer")]


def test_timers_of_one_instant_expire_in_the_order_in_which_they_are_watched(stage: Stage) -> None:
    stage.timer("first", 10)
    stage.timer("second", 10)
    stage.schedule.advance(10)
    assert [name for _, name in stage.happened] == ["first", "second"]


def test_a_deadline_that_has_passed_expires_at_the_next_chance(stage: Stage) -> None:
    stage.schedule.advance(10)
    stage.timer("overdue", 3)
    stage.schedule.advance(1)
    assert stage.happened == [(10, "overdue")]


def test_what_falls_due_next_is_known(stage: Stage) -> None:
    assert stage.schedule.next_due() is None
    stage.after(20, "action")
    assert stage.schedule.next_due() == 20
    stage.timer("timer", 10)
    assert stage.schedule.next_due() == 10


def test_advancing_to_the_past_is_refused(stage: Stage) -> None:
    stage.schedule.advance(10)
    with pytest.raises(ValueError, match="never goes back"):
        stage.schedule.advance_to(9)


@given(st.lists(st.integers(0, 20)), st.lists(st.integers(0, 20)), st.integers(0, 25))
def test_everything_up_to_an_instant_happens_in_order(
    delays: list[int], deadlines: list[int], until: int
) -> None:
    stage = Stage()
    for number, delay in enumerate(delays):
        stage.after(delay, f"{number:03}")
    stage.timer("", *sorted(deadlines))
    stage.schedule.advance(until)
    assert stage.happened == sorted(stage.happened)
    assert len(stage.happened) == sum(each <= until for each in [*delays, *deadlines])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2))))
def test_queues_behave_like_lists(operations: list[tuple[int, int]]) -> None:
    """Put entry *which* into queue 0 or 1, or take it out."""
    entries = [Entry() for _ in range(6)]
    queues = [ExpiryQueue[Entry]("0"), ExpiryQueue[Entry]("1")]
    lists: list[list[Entry]] = [[], []]
    for now, (which, where) in enumerate(operations):
        entry = entries[which]
        for each in lists:
            if entry in each:
                each.remove(entry)
        if where < 2:
            queues[where].put(entry, now)
            lists[where].append(entry)
        elif entry.queue is not None:
            entry.queue.remove(entry)
    assert [drain(queue) for queue in queues] == lists


def drain(queue: ExpiryQueue[Entry]) -> list[Entry]:
    """Everything that waits in *queue*, the oldest first."""
    found = []
    while (oldest := queue.oldest) is not None:
        queue.remove(oldest)
        found.append(oldest)
    return found
