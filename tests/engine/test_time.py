"""Virtual time: the clock, the schedule and the queues of things that expire."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from azsim.engine import expiry
from azsim.engine.clock import Clock
from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.engine.schedule import Schedule


class Timers:
    """Something with deadlines of its own, which notes when it is told of them."""

    def __init__(self, *deadlines: int) -> None:
        self.deadlines = list(deadlines)
        self.told: list[int] = []
        self.asked = 0

    def next_deadline(self) -> int | None:
        self.asked += 1
        return min(self.deadlines, default=None)

    def announce_to(self, wake: Callable[[], None]) -> None:
        self.wake = wake

    def expire(self, now: int) -> int | None:
        self.told += [now for each in self.deadlines if each <= now]
        self.deadlines = [each for each in self.deadlines if each > now]
        return self.next_deadline()


class SeveralQueues(expiry.Timers):
    def __init__(self, timers: Sequence[ExpiryQueue[Entry]]) -> None:
        self.timers = timers


def a_queue(name: str) -> ExpiryQueue[Entry]:
    """A queue in which each waits for 5 ns, and then no longer."""

    def over(entry: Entry, now: int) -> None:
        queue.remove(entry)

    queue = ExpiryQueue[Entry](name, lambda: 5, over)
    return queue


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def schedule(clock: Clock) -> Schedule:
    return Schedule(clock)


class TestClock:
    def test_begins_at_zero(self, clock: Clock) -> None:
        assert clock.now == 0

    def test_never_goes_back(self, clock: Clock) -> None:
        clock.move_to(5)
        with pytest.raises(ValueError, match="time never goes back: now 5 ns, asked for 4 ns"):
            clock.move_to(4)

    def test_moves_by_nobody_else(self, clock: Clock) -> None:
        with pytest.raises(AttributeError):
            clock.now = 5  # type: ignore[misc]


class TestSchedule:
    def test_plays_actions_in_the_order_of_time(self, clock: Clock, schedule: Schedule) -> None:
        played: list[tuple[str, int]] = []
        for name, delay in (("late", 20), ("early", 10)):
            schedule.after(delay, lambda name=name: played.append((name, clock.now)))
        schedule.advance(30)
        assert played == [("early", 10), ("late", 20)]
        assert clock.now == 30

    def test_breaks_ties_by_the_order_of_scheduling(self, schedule: Schedule) -> None:
        played: list[str] = []
        for name in "abc":
            schedule.after(10, lambda name=name: played.append(name))
        schedule.advance(10)
        assert played == ["a", "b", "c"]

    def test_leaves_alone_what_is_not_due(self, schedule: Schedule) -> None:
        played: list[str] = []
        schedule.after(11, lambda: played.append("too early"))
        schedule.advance(10)
        assert played == []
        assert schedule.next_due() == 11

    def test_an_action_may_schedule_another_at_the_same_instant(self, schedule: Schedule) -> None:
        played: list[str] = []
        schedule.after(5, lambda: schedule.after(0, lambda: played.append("second")))
        schedule.advance(5)
        assert played == ["second"]

    def test_timers_expire_on_time(self, schedule: Schedule) -> None:
        timers = Timers(7, 3)
        schedule.watch(timers)
        schedule.advance(10)
        assert timers.told == [3, 7]

    def test_a_timer_goes_before_an_action_of_the_same_instant(self, schedule: Schedule) -> None:
        order: list[str] = []
        timers = Timers(5)
        schedule.watch(timers)
        schedule.after(5, lambda: order.append(f"timers told {timers.told}"))
        schedule.advance(5)
        assert order == ["timers told [5]"]

    def test_a_deadline_that_becomes_earlier_is_announced(self, schedule: Schedule) -> None:
        timers = Timers(9)
        schedule.watch(timers)
        timers.deadlines = [4, 9]
        timers.wake()
        schedule.advance(10)
        assert timers.told == [4, 9]

    def test_a_deadline_that_becomes_later_needs_no_word(self, schedule: Schedule) -> None:
        timers = Timers(4)
        schedule.watch(timers)
        timers.deadlines = [9]
        schedule.advance(10)
        assert timers.told == [9]

    def test_a_deadline_that_is_gone_never_comes(self, schedule: Schedule) -> None:
        timers = Timers(4)
        schedule.watch(timers)
        timers.deadlines = []
        timers.wake()
        assert schedule.next_due() is None

    def test_an_event_asks_no_timer_that_is_not_due(self, schedule: Schedule) -> None:
        many = [Timers(100 + number) for number in range(1_000)]
        for timers in many:
            schedule.watch(timers)
        asked = [timers.asked for timers in many]
        schedule.after(5, lambda: None)
        schedule.advance(50)
        assert [timers.asked for timers in many] == asked

    def test_timers_that_let_everything_settle_go_on_before_those_that_are_watched_later(
        self, schedule: Schedule
    ) -> None:
        order: list[str] = []

        class Settling(Timers):
            def expire(self, now: int) -> int | None:
                if self.deadlines:
                    order.append(f"first, with {len(self.deadlines)} left")
                    del self.deadlines[0]
                    schedule.settle()
                return self.next_deadline()

        class Plain(Timers):
            def expire(self, now: int) -> int | None:
                order.extend("second" for _ in self.deadlines)
                return super().expire(now)

        schedule.watch(Settling(5, 5), Plain(5))
        schedule.advance(5)
        assert order == ["first, with 2 left", "first, with 1 left", "second"]

    def test_what_never_comes_to_rest_is_a_bug_that_is_said(self, schedule: Schedule) -> None:
        def again() -> None:
            schedule.after(0, again)

        schedule.after(0, again)
        with pytest.raises(RuntimeError, match="packets never come to rest"):
            schedule.settle()


class TestExpiryQueue:
    def test_the_oldest_expires_first(self) -> None:
        queue, first, second = a_queue("idle"), Entry(), Entry()
        queue.put(first, 1)
        queue.put(second, 2)
        assert queue.oldest is first

    def test_a_refreshed_entry_moves_to_the_end(self) -> None:
        queue, first, second = a_queue("idle"), Entry(), Entry()
        queue.put(first, 1)
        queue.put(second, 2)
        queue.put(first, 3)
        assert (queue.oldest, first.since) == (second, 3)

    def test_an_entry_waits_in_one_queue_only(self) -> None:
        idle, hold, entry = a_queue("idle"), a_queue("FIN"), Entry()
        idle.put(entry, 1)
        hold.put(entry, 2)
        assert (idle.oldest, hold.oldest, entry.queue) == (None, entry, hold)

    def test_the_first_to_wait_is_announced_and_no_other(self) -> None:
        announced: list[int] = []
        queue, first, second = a_queue("idle"), Entry(), Entry()
        queue.announce = lambda: announced.append(first.since)
        queue.put(first, 1)
        queue.put(first, 2)
        queue.put(second, 3)
        assert announced == [1]

    def test_what_has_waited_for_the_delay_expires(self) -> None:
        queue, first, second = a_queue("idle"), Entry(), Entry()
        queue.put(first, 1)
        queue.put(second, 2)
        assert queue.next_deadline() == 6
        queue.expire(6)
        assert (queue.oldest, queue.next_deadline()) == (second, 7)

    def test_nobody_asks_for_a_delay_for_which_nothing_waits(self) -> None:
        def delay() -> int:
            raise AssertionError("asked")

        queue = ExpiryQueue[Entry]("idle", delay, lambda entry, now: None)
        queue.expire(9)
        assert queue.next_deadline() is None

    def test_what_begins_to_wait_while_another_expires_is_watched(self, schedule: Schedule) -> None:
        def over(entry: Entry, now: int) -> None:
            hold.put(entry, now)

        idle, hold, entry = ExpiryQueue[Entry]("idle", lambda: 5, over), a_queue("FIN"), Entry()
        schedule.watch(SeveralQueues([hold, idle]))
        idle.put(entry, 0)
        schedule.advance(9)
        assert entry.queue is hold
        schedule.advance(1)
        assert entry.queue is None

    def test_an_entry_that_is_removed_waits_nowhere(self) -> None:
        queue, entry = a_queue("idle"), Entry()
        queue.put(entry, 1)
        queue.remove(entry)
        assert (queue.oldest, entry.queue) == (None, None)
