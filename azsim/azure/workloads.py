"""An application that sends many requests: each on a connection of its own, or over a pool.

Workloads are followed as flows, with one sample for each virtual second.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from attrs import define, field

from azsim.azure import client_requests, which, why
from azsim.azure.connections import Connections
from azsim.azure.flows import TIMED_OUT, TOLD_AT_ONCE, Flow
from azsim.azure.seen import Seen
from azsim.azure.work import ATTEMPTS, CONNECTIONS, KEEPALIVES, REQUESTS
from azsim.deploy.machines import Machine
from azsim.deploy.requests import Owed
from azsim.functions.egress import Egress, Refused
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.snat.flows import TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.hosts.host import RESET, Host
from azsim.model.events import End, Ending, Sampled
from azsim.model.packet import Protocol
from azsim.model.rules import Rule
from azsim.questions import exchange
from azsim.questions.fates import RESPONDED
from azsim.text import Advice, Text
from azsim.units import DAY, SECOND, format_count, format_duration


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


NEVER = Text("never", "失敗しない")
STILL_WAITING = Text(
    "none so far, {count} waiting for an answer", "これまでになし、応答待ち {count} 件"
)
NO_PAUSE = Text(
    "An attempt fails at once because {reason}, so that no time passes before the next. Say how many there "
    "are: … sends 10 requests per second to …, each on a new connection closed by RST",
    "{reason}ため試行はすぐに失敗し、次の試行までに時間が経過しない。試行の頻度を書く: "
    "… へ毎秒 10 件の要求を送り、要求ごとに新しい接続を開いて RST で閉じる",
)
NOT_AT_A_RATE = Text(
    "Requests that a machine sends at a rate to {address} aren't modelled, as they come in through {name}. "
    "Write how many connections there are: … opens 100 TCP connections to {address}:443",
    "マシンから {address} へ一定の頻度で送る要求は、{name} を経由して受信されるため、モデル化していない。接続の数を"
    "書く: … が {address}:443 へ TCP 接続を 100 本開く",
)


@define(eq=False)
class Workloads:
    """The workloads of a scenario; steps speak of the last one."""

    outbound: Connections
    seen: Seen
    _result: Result | None = field(default=None, init=False)

    def on_new_connections(
        self,
        name: str,
        rate: int,
        address: str,
        port: int,
        duration: int,
        ending: Ending,
        *,
        backs_off: bool = False,
    ) -> None:
        """Send *rate* requests a second, each on a new connection that *ending* closes.

        With *backs_off*, each failure doubles the wait before the next request.
        """
        machine, result, samples = self._begin(name, rate, rate * duration // SECOND)
        result.connects_from = machine.host
        world = self.outbound.world
        interval, sent, due = SECOND // rate, 0, 0
        while due < duration:
            world.schedule.advance_to(result.started + due)
            samples.take(result)
            self._request(machine, address, port, ending, result)
            sent += 1
            if backs_off:
                interval *= 2 if result.failures and result.failures[-1].sent == due else 1
                due += interval
            else:
                due = sent * SECOND // rate
        world.schedule.advance_to(result.started + duration)
        self._end(result)

    def over_a_pool(
        self,
        name: str,
        rate: int,
        address: str,
        port: int,
        duration: int,
        size: int,
        protocol: Protocol = "TCP",
    ) -> None:
        """Send *rate* requests a second over *size* connections, each in its turn.

        A connection that waits for an answer is passed over; where all wait, the
        request waits for the first that is free again.
        """
        machine, result, samples = self._begin(name, rate, rate * duration // SECOND)
        schedule = self.outbound.world.schedule
        flows = self._open_pool(machine, protocol, address, port, size, result)
        total = duration * rate // SECOND
        if protocol == "TCP" and self._server(address).serving.meets("resets connections"):
            for number in range(total):
                schedule.advance_to(result.started + number * SECOND // rate)
                samples.take(result)
                self._is_reset(flows, machine, result)
            schedule.advance_to(result.started + duration)
            self._end(result)
            return
        pool = _Pool(flows, machine.interface(machine.source_toward(address)), result)
        number = 0
        while number < total:
            schedule.advance_to(result.started + number * SECOND // rate)
            samples.take(result)
            if self._send_late(pool, address, result):
                number += 1
                continue
            # Until something falls due, requests only push timers further away.
            quiet_until = min(schedule.next_due() or samples.next, samples.next)
            last = min(total, -((result.started - quiet_until) * rate // SECOND))
            last = max(last, number + 1)
            pool.serve(range(number, last), lambda each: result.started + each * SECOND // rate)
            number = last
        schedule.advance_to(result.started + duration)
        self._end(result)

    def until_it_succeeds(
        self, name: str, address: str, port: int, wait: int, *, twice_as_long: bool = False
    ) -> None:
        """Try to connect until it succeeds, waiting before each attempt."""
        machine, result, _ = self._begin(name, 1)
        if not wait:
            raise Advice(
                Text(
                    "Without a wait, no time passes between the attempts: "
                    "write a duration above 0 seconds.",
                    "待ち時間がないと試行の間に時間が経過しない。0 秒より長い時間を書く。",
                )
            )
        world = self.outbound.world
        while not result.succeeded:
            world.schedule.advance(wait)
            wait *= 2 if twice_as_long else 1
            result.requests += 1
            flow = self.outbound.opener.open(machine, "TCP", address, port)
            if flow.refused is None:
                result.succeeded += 1
                self.outbound.flows.append(flow)
            else:
                result.fail(world.now, flow.refused)
            ATTEMPTS.check(result.requests)
            if world.now - result.started > DAY:
                raise Advice(
                    Text(
                        "It doesn't succeed within a day of virtual time.",
                        "仮想時間で 1 日たっても成功しない。",
                    )
                )
        self._end(result)

    def one_after_another(self, name: str, address: str, port: int, duration: int) -> None:
        """Try to connect, again as soon as each attempt fails, until one succeeds or *duration* is over.

        :raises Advice: where an attempt fails at once, so that no time would pass.
        """
        machine, result, samples = self._begin(name, 1)
        result.connects_from = machine.host
        world = self.outbound.world
        due = 0
        while due < duration and not result.succeeded:
            world.schedule.advance_to(result.started + due)
            samples.take(result)
            result.requests += 1
            flow = self._connect(machine, address, port, result)
            fails_after = flow.fails_after
            if fails_after is None:
                result.succeeded += 1
                self.outbound.flows.append(flow)
            elif fails_after:
                due += fails_after
            else:
                assert flow.refused is not None
                raise Advice(NO_PAUSE.fill(reason=flow.refused.text))
        world.schedule.advance_to(result.started + duration)
        self._end(result)

    def keep_alive(self, sender: str, interval: int, duration: int) -> None:
        """Let *sender* send a keepalive on that connection every *interval*."""
        if not interval:
            raise Advice(
                Text(
                    "Keepalives need an interval above 0 seconds.",
                    "キープアライブの間隔は 0 秒より長くする。",
                )
            )
        KEEPALIVES.check(duration // interval)
        world = self.outbound.world
        end = world.now + duration
        while world.now + interval <= end:
            world.schedule.advance(interval)
            if self.outbound.that.state == "open":
                self.outbound.send_sign_on_that(sender, "keepalive")
        world.schedule.advance_to(end)

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

    # What became of it

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

    # Within

    def _speak_of_clients(self) -> bool:
        """Whether clients have sent requests since the last step that opened or sent anything."""
        requests = exchange.last_step(self.outbound.world.trace.events)
        return bool(requests) and requests[0].sequence >= self.outbound.last_mark

    def _begin(self, name: str, rate: int, requests: int = 1) -> tuple[Machine, Result, _Samples]:
        machine = self.outbound.machine(name)
        REQUESTS.check(requests)
        if rate > SECOND:
            raise Advice(
                Text(
                    "{rate} requests per second are more than one in each nanosecond, the smallest "
                    "step of the clock.",
                    "毎秒 {rate} 件の要求は、1 ナノ秒に 1 件を超える。1 ナノ秒は時計の最小単位である。",
                ).fill(rate=format_count(rate))
            )
        if not rate:
            raise Advice(
                Text(
                    "0 requests per second are no workload: write 1 or more.",
                    "毎秒 0 件では要求が送られない。1 以上を書く。",
                )
            )
        self.outbound.begin()
        result = Result(machine.name, self.outbound.world.now)
        return machine, result, _Samples(self.seen, machine, result.started)

    def _end(self, result: Result) -> None:
        world = self.outbound.world
        result.ended = world.now - result.started
        self._result = result
        self._owe(result)

    def _owe(self, result: Result) -> None:
        """What failed has to be mentioned by a later step."""
        if result.failures and result.owed is None:
            result.owed = self.outbound.world.owe(
                Text(
                    "{failed} requests fail because {reason}.",
                    "{failed} 件の要求が「{reason}」という理由で失敗する。",
                ).fill(
                    failed=f"{len(result.failures):,}",
                    reason=max(result.reasons, key=lambda each: result.reasons[each]).text,
                )
            )

    def _delay(self, address: str) -> int:
        """How long the server at *address* takes for the request that it gets now."""
        return self._server(address).serving.delay()

    def _server(self, address: str) -> Host:
        """The server at *address*, which no load balancer and no public IP stands before.

        :raises Advice: where one does.
        """
        world = self.outbound.world
        node = world.internet.owners.get(address)
        if isinstance(node, LoadBalancer | InstanceAddress):
            raise Advice(NOT_AT_A_RATE.fill(address=address, name=node.name))
        return world.endpoint_at(address)

    def _send_late(self, pool: _Pool, address: str, result: Result) -> bool:
        """Send a request where a connection is free and the answer takes its time; else do nothing.

        Whether it was sent.
        """
        world = self.outbound.world
        if pool.is_busy or not (delay := self._delay(address)):
            return False
        flow = pool.send_and_wait(world.now)
        if flow is not None:
            world.schedule.after(delay, lambda: self._take_late(pool, flow, address, result))
        return True

    def _take_late(self, pool: _Pool, flow: Flow, address: str, result: Result) -> None:
        if _is_silent(flow):
            return
        now = self.outbound.world.now
        pool.take_answer(flow, now)
        while pool.takes_queued():
            if not self._send_late(pool, address, result):
                pool.serve(range(1), lambda _: now)
        if result is self._result:
            self._owe(result)

    def _connect(self, machine: Machine, address: str, port: int, result: Result) -> Flow:
        """One attempt to connect, which takes a port whether it succeeds or not."""
        flow = self.outbound.opener.open(machine, "TCP", address, port)
        if flow.translated is not None:
            in_use = flow.translated.translator.in_use(flow.inside.source, "TCP")
            result.peak_ports = max(result.peak_ports, in_use)
        if flow.refused is not None:
            result.fail(self.outbound.world.now, flow.refused)
        return flow

    def _request(
        self, machine: Machine, address: str, port: int, ending: Ending, result: Result
    ) -> None:
        result.requests += 1
        flow = self._connect(machine, address, port, result)
        if flow.refused is not None:
            return
        result.handshakes += 1
        assert flow.far_end is not None
        if flow.far_end.serving.meets("resets connections"):
            result.fail(self.outbound.world.now, RESET)
            self.outbound.opener.close(flow, "RST")
            return
        delay = self._delay(address)
        if not delay:
            result.succeeded += 1
            self.outbound.opener.close(flow, ending)
            return
        world = self.outbound.world
        sent = world.now
        _sign(flow, "client", sent)

        def close() -> None:
            if _is_silent(flow):
                return
            _take_answer(flow, sent, result, world.now)
            self.outbound.opener.close(flow, ending)
            if result is self._result:
                self._owe(result)

        world.schedule.after(delay, close)

    def _is_reset(self, flows: list[Flow], machine: Machine, result: Result) -> None:
        """A request on the next of *flows*, which the server resets: another takes its place."""
        flow = flows.pop(0)
        result.requests += 1
        if flow.state != "open":
            self.outbound.world.facts.rests_on("host.reset-connection-is-replaced")
            inside = flow.inside
            flow = self._connect(machine, inside.destination, inside.destination_port, result)
            result.handshakes += flow.refused is None
        flows.append(flow)
        if flow.refused is None:
            result.fail(self.outbound.world.now, RESET)
            self.outbound.opener.close(flow, "RST")

    def _open_pool(
        self,
        machine: Machine,
        protocol: Protocol,
        address: str,
        port: int,
        size: int,
        result: Result,
    ) -> list[Flow]:
        if not size:
            raise Advice(
                Text("A pool has 1 connection or more.", "接続プールの接続は 1 本以上である。")
            )
        CONNECTIONS.check(size)
        self._server(address)
        pool = []
        for _ in range(size):
            flow = self.outbound.opener.open(machine, protocol, address, port)
            if flow.refused is not None:
                result.fail(self.outbound.world.now, flow.refused)
            else:
                pool.append(flow)
                result.handshakes += protocol == "TCP"
        self.outbound.flows += pool
        if not pool:
            raise Advice(
                Text(
                    "The pool gets no connection: {reason}.",
                    "接続プールに接続が 1 本もない。{reason}。",
                ).fill(reason=next(iter(result.reasons)).text)
            )
        result.peak_ports = self.seen.ports_in_use(machine.name, protocol)
        return pool


def success(duration: int, failed: int) -> Text:
    """A success after *duration* and *failed* attempts, in words."""
    return Text("{duration}, {failed} failed attempts", "{duration}、失敗 {failed} 回").fill(
        duration=format_duration(duration), failed=f"{failed:,}"
    )


def _sign(flow: Flow, end: End, now: int) -> None:
    """Application data came from *end* of *flow*."""
    translated = flow.translated
    if translated is not None:
        translated.translator.touch(translated, "application data", end, now)


def _take_answer(flow: Flow, sent: int, result: Result, now: int) -> None:
    """The answer to a request that was sent at *sent* comes, where its flow is still there."""
    _sign(flow, "server", now)
    if flow.state == "open":
        result.succeeded += 1
    else:
        result.fail(sent, TIMED_OUT)


def _is_silent(flow: Flow) -> bool:
    """Whether the far end has fallen silent, so that no answer comes any more."""
    return flow.far_end is not None and flow.far_end.is_silent


def _is_known(flow: Flow) -> bool:
    """Whether what *flow* leaves through, if anything does, knows it still."""
    return flow.translated is None or flow.translated.queue is not None


class _Pool:
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
        if rounds > 0 and all(_is_known(flow) for flow in free):
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
        if not _is_known(flow) and self._again(flow, now) is None:
            self._free.append(flow)
            return None
        if self._result.requests == 1:
            self._first = flow
        self._sent[flow] = now
        _sign(flow, "client", now)
        return flow

    def take_answer(self, flow: Flow, now: int) -> None:
        """The answer that *flow* waited for comes, where the connection is still there."""
        _take_answer(flow, self._sent.pop(flow), self._result, now)
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


class _Samples:
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
