"""A pool of connections, over which a workload sends its requests as flows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from azsim.azure.flows import TIMED_OUT, Flow
from azsim.azure.workload_results import Result
from azsim.functions.egress import Egress, Refused
from azsim.functions.snat.flows import TranslatedFlow
from azsim.model.events import End


class Pool:
    """A fixed set of connections: a request takes the next that waits for no answer."""

    def __init__(self, flows: Sequence[Flow], egress: Egress, result: Result) -> None:
        self._free = deque(flows)
        self._egress = egress
        self._queued = 0
        self._sent: dict[Flow, int] = {}
        self._first: Flow | None = None
        self._result = result

    @property
    def is_busy(self) -> bool:
        """Whether every connection waits for an answer."""
        return not self._free

    def serve(self, numbers: range, sent: Callable[[int], int]) -> None:
        """Send a request for each of *numbers* at the instant *sent*, and take its answer at once.

        Nothing falls due meanwhile.
        """
        free, result = self._free, self._result
        rounds = len(numbers) // len(free) - 1 if free else 0
        if rounds > 0 and all(is_known(flow) for flow in free):
            # Every flow serves again after these rounds, and its last request sets its timer.
            served = rounds * len(free)
            result.requests += served
            result.succeeded += served
            result.served_while_waiting += served * (self._first is not None)
            numbers = numbers[served:]
        for number in numbers:
            now = sent(number)
            result.requests += 1
            if not free:
                self._queued += 1
                continue
            flow = free[0]
            free.rotate(-1)
            translated = flow.translated
            if translated is not None and translated.queue is None:
                translated = self._again(flow, now)
                if translated is None:
                    continue
            if translated is not None:
                translator = translated.translator
                translator.touch(translated, "application data", "client", now)
                translator.touch(translated, "application data", "server", now)
            result.succeeded += 1
            result.served_while_waiting += self._first is not None

    def _again(self, flow: Flow, now: int) -> TranslatedFlow | None:
        """What a flow that has timed out leaves through from now on.

        A datagram opens a flow anew. A TCP connection is lost, and so is the request on it.
        """
        if flow.inside.protocol == "TCP":
            self._result.fail(now, TIMED_OUT)
            return None
        opened = self._egress.open(flow.inside, now)
        if isinstance(opened, Refused):
            self._result.fail(now, opened.reason)
            return None
        flow.leave_through(opened)
        return opened

    def send_and_wait(self, now: int) -> Flow | None:
        """Send a request whose answer takes a while; its connection serves no other.

        None where the connection is lost, and the request with it.
        """
        flow = self._free.popleft()
        self._result.requests += 1
        if not is_known(flow) and self._again(flow, now) is None:
            self._free.append(flow)
            return None
        if self._result.requests == 1:
            self._first = flow
        self._sent[flow] = now
        sign(flow, "client", now)
        return flow

    def take_answer(self, flow: Flow, now: int) -> None:
        """The answer that *flow* waited for comes, where the connection is still there."""
        take_answer(flow, self._sent.pop(flow), self._result, now)
        if flow is self._first:
            self._first = None
        self._free.append(flow)

    def takes_queued(self) -> bool:
        """Whether a request that waited for a connection is to be sent now, as a new one."""
        if self.is_busy or not self._queued:
            return False
        self._queued -= 1
        self._result.requests -= 1
        return True


def sign(flow: Flow, end: End, now: int) -> None:
    """Application data came from *end* of *flow*."""
    translated = flow.translated
    if translated is not None:
        translated.translator.touch(translated, "application data", end, now)


def take_answer(flow: Flow, sent: int, result: Result, now: int) -> None:
    """The answer to a request that was sent at *sent* comes, where its flow is still there."""
    sign(flow, "server", now)
    if flow.state == "open":
        result.succeeded += 1
    else:
        result.fail(sent, TIMED_OUT)


def is_silent(flow: Flow) -> bool:
    """Whether the far end has fallen silent, so that no answer comes any more."""
    return flow.far_end is not None and flow.far_end.is_silent


def is_known(flow: Flow) -> bool:
    """Whether what *flow* leaves through, if anything does, knows it still."""
    return flow.translated is None or flow.translated.queue is not None
