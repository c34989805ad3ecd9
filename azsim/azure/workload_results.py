"""What became of the requests of a workload, and how the ports in use are written down meanwhile."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from attrs import define, field

from azsim.azure.flows import TIMED_OUT, TOLD_AT_ONCE
from azsim.azure.seen import Seen
from azsim.deploy.machines import Machine
from azsim.deploy.requests import Owed
from azsim.hosts.host import Host
from azsim.model.events import Sampled
from azsim.model.rules import Rule
from azsim.units import SECOND


class Failure(NamedTuple):
    """A request that failed: when it was sent, from the start of its workload, and why."""

    sent: int
    reason: Rule


@define
class Result:
    """What became of the requests of a workload. Times count from its start."""

    instance: str
    started: int
    requests: int = 0
    succeeded: int = 0
    handshakes: int = 0
    failures: list[Failure] = field(factory=list)
    """Each request that failed, in the order in which they were sent."""
    reasons: dict[Rule, int] = field(factory=dict)
    """How many requests failed for each reason."""
    peak_ports: int = 0
    served_while_waiting: int = 0
    ended: int = 0
    owed: Owed | None = None
    connects_from: Host | None = None
    """The host whose operating system gives up to connect; None where nothing is TCP."""

    def given_up(self, failures: Sequence[Failure], now: int) -> int:
        """How many of *failures* are attempts that nobody had answered when their host gave up."""
        silent = [
            failure.sent
            for failure in failures
            if failure.reason not in TOLD_AT_ONCE and failure.reason != TIMED_OUT
        ]
        if self.connects_from is None or not silent:
            return 0
        return bisect_right(silent, now - self.started - self.connects_from.connect_timeout)

    def fail(self, sent: int, reason: Rule) -> None:
        """A request that was sent at *sent* failed, then or later."""
        insort(self.failures, Failure(sent - self.started, reason), key=attrgetter("sent"))
        self.reasons[reason] = self.reasons.get(reason, 0) + 1

    @property
    def waiting(self) -> int:
        """How many requests have neither been answered nor failed."""
        return self.requests - self.succeeded - len(self.failures)


class Samples:
    """Writes the ports in use into the trace, once a virtual second."""

    def __init__(self, seen: Seen, machine: Machine, started: int) -> None:
        self.next = started
        self._seen = seen
        self._machine = machine

    def take(self, result: Result) -> None:
        world = self._seen.outbound.world
        if world.clock.now >= self.next:
            self.next += SECOND
            if world.trace.on:
                world.trace.add(
                    Sampled,
                    self._machine.name,
                    sent=result.requests,
                    failed=len(result.failures),
                    ports_in_use=self._seen.ports_in_use(self._machine.name),
                )
