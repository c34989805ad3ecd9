"""Actions, timers and queues, whatever their order: time only moves forward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

    def announce_to(self, wake: Callable[[], None]) -> None:
        self.wake = wake

    def expire(self, now: int) -> int | None:
        if self.deadlines and self.deadlines[0] <= now:
            del self.deadlines[0]
            self.stage.happened.append((now, self.name))
        return self.next_deadline()


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


class Naive:
    """What a schedule has to do, told without a heap: it asks every timer at every step."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.actions: list[tuple[int, str]] = []
        self.timers: list[Timer] = []

    def advance_to(self, time: int) -> None:
        clock = self.stage.clock
        while True:
            timers = [
                (each.deadlines[0], 0, n) for n, each in enumerate(self.timers) if each.deadlines
            ]
            actions = [(due, 1, n) for n, (due, _) in enumerate(self.actions)]
            due, kind, number = min([*timers, *actions], default=(time + 1, 2, 0))
            if due > time:
                clock.move_to(time)
                return
            clock.move_to(max(due, clock.now))
            if kind == 0:
                self.timers[number].expire(clock.now)
            else:
                self.stage.happened.append((clock.now, self.actions.pop(number)[1]))


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("after"), st.integers(0, 8)),
        st.tuples(st.just("watch"), st.lists(st.integers(0, 30), max_size=3)),
        st.tuples(st.just("set"), st.tuples(st.integers(0, 4), st.integers(0, 30))),
        st.tuples(st.just("clear"), st.integers(0, 4)),
        st.tuples(st.just("pass"), st.integers(0, 6)),
    ),
    max_size=30,
)


@given(OPERATIONS)
def test_a_schedule_does_what_one_does_that_asks_everybody(
    operations: list[tuple[str, Any]],
) -> None:
    """A deadline that is set anew is announced only where it has become earlier."""
    stage, plain = Stage(), Stage()
    naive = Naive(plain)
    timers: list[tuple[Timer, Timer]] = []
    for number, (what, how) in enumerate(operations):
        match what:
            case "after":
                stage.after(how, f"{number}")
                naive.actions.append((plain.clock.now + how, f"{number}"))
            case "watch":
                pair = tuple(
                    Timer(each, f"{number}", tuple(sorted(how))) for each in (stage, plain)
                )
                timers.append((pair[0], pair[1]))
                stage.schedule.watch(pair[0])
                naive.timers.append(pair[1])
            case "set" | "clear" if timers:
                which, new = how if what == "set" else (how, None)
                real, reference = timers[which % len(timers)]
                earlier = new is not None and (not real.deadlines or new < real.deadlines[0])
                real.deadlines[:] = reference.deadlines[:] = [] if new is None else [new]
                if earlier:
                    real.wake()
            case "pass":
                stage.schedule.advance(how)
                naive.advance_to(plain.clock.now + how)
        due = [each.deadlines[0] for each in naive.timers if each.deadlines]
        due += [each for each, _ in naive.actions]
        assert stage.schedule.next_due() == min(due, default=None)
    assert stage.happened == plain.happened


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2))))
def test_queues_behave_like_lists(operations: list[tuple[int, int]]) -> None:
    """Put entry *which* into queue 0 or 1, or take it out."""
    entries = [Entry() for _ in range(6)]
    queues = [ExpiryQueue[Entry](name, lambda: 1, lambda entry, now: None) for name in "01"]
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
