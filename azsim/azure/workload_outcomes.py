"""What a scenario asks of the workload that ran last."""

from __future__ import annotations

from attrs import define, field

from azsim.azure import client_requests, which, why
from azsim.azure.connections import Connections
from azsim.azure.flows import TIMED_OUT
from azsim.azure.workload_results import Result
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.model.rules import Rule
from azsim.questions import exchange
from azsim.questions.fates import RESPONDED
from azsim.text import Advice, Text
from azsim.units import format_duration

NEVER = Text("never", "失敗しない")
STILL_WAITING = Text(
    "none so far, {count} waiting for an answer", "これまでになし、応答待ち {count} 件"
)


@define(eq=False)
class Outcomes:
    """The result of the last workload, and what is asked of it."""

    outbound: Connections
    _result: Result | None = field(default=None, init=False)

    def result(self) -> Result:
        """What became of the last workload; asking for it settles what it owes.

        :raises Advice: where no workload comes before.
        """
        if self._result is None:
            raise Advice(
                Text(
                    "No step before this one sends requests.",
                    "これより前に要求を送るステップがない。",
                )
            )
        if self._result.owed is not None:
            self._result.owed.settle()
        return self._result

    def first_failure(self) -> Text:
        """When the first request failed, counted from the first request."""
        result = self.result()
        if result.failures:
            return format_duration(result.failures[0].sent)
        return STILL_WAITING.fill(count=f"{result.waiting:,}") if result.waiting else NEVER

    def exhausted(self) -> int:
        """How many requests found no SNAT port."""
        return self.failed_because(EXHAUSTED)

    def failed_because(self, reason: Rule) -> int:
        """How many requests failed for that reason, of a workload or of clients, whichever is later.

        Those that have timed out are also those that nobody answered until the operating system
        gave up.
        """
        if self._speak_of_clients():
            return client_requests.what_became(self.outbound.cloud, reason).count(reason)
        result = self.result()
        given_up = (
            result.given_up(result.failures, self.outbound.world.now) if reason == TIMED_OUT else 0
        )
        return result.reasons.get(reason, 0) + given_up

    def why(self) -> Text:
        """What became of all requests."""
        if self._speak_of_clients():
            fates = client_requests.what_became(self.outbound.cloud)
            return which.told(fate.text for fate in fates)
        result = self.result()
        return why.of_requests(result.succeeded, result.waiting, result.reasons)

    def failures_in_the_last(self, duration: int, reason: Rule | None = None) -> int:
        """How many requests failed in the last *duration* of the workload, for *reason* or any."""
        result = self.result()
        if not 0 < duration <= result.ended:
            raise Advice(
                Text(
                    "Write a duration above 0 and within the workload, which lasts {time}.",
                    "0 より長く、ワークロードの長さ {time}以内の時間を書く。",
                ).fill(time=format_duration(result.ended))
            )
        last = [each for each in result.failures if each.sent >= result.ended - duration]
        if reason is None:
            return len(last)
        given_up = result.given_up(last, self.outbound.world.now) if reason == TIMED_OUT else 0
        return sum(each.reason == reason for each in last) + given_up

    def succeeded_of_all(self) -> tuple[int, int]:
        """How many requests succeeded, and how many there were, as in :meth:`failed_because`."""
        if self._speak_of_clients():
            fates = client_requests.what_became(self.outbound.cloud)
            return fates.count(RESPONDED), len(fates)
        result = self.result()
        return result.succeeded, result.requests

    def peak(self, name: str) -> int:
        """The most TCP SNAT ports that the instance had in use at one moment."""
        result = self.result()
        if result.instance != self.outbound.cloud.machines.find(name).name:
            raise Advice(
                Text(
                    f'The workload ran on "{result.instance}", not on "{name}".',
                    f"ワークロードは「{name}」ではなく「{result.instance}」で実行された。",
                )
            )
        return result.peak_ports

    def handshakes(self) -> int:
        """How many TCP connections the workload opened."""
        return self.result().handshakes

    def served_while_waiting(self) -> int:
        """How many requests were served while the first one waited for its answer."""
        return self.result().served_while_waiting

    def success(self) -> Text:
        """How long it took until an attempt succeeded, and how many had failed."""
        result = self.result()
        return success(result.ended, len(result.failures))

    def _speak_of_clients(self) -> bool:
        """Whether clients have sent requests since the last step that opened or sent anything."""
        requests = exchange.last_step(self.outbound.world.trace.events)
        return bool(requests) and requests[0].sequence >= self.outbound.last_mark


def success(duration: int, failed: int) -> Text:
    """A success after *duration* and *failed* attempts, in words."""
    return Text("{duration}, {failed} failed attempts", "{duration}、失敗 {failed} 回").fill(
        duration=format_duration(duration), failed=f"{failed:,}"
    )
