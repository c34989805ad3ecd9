"""An application that sends many requests: each on a connection of its own, or over a pool.

Workloads are followed as flows, with one sample for each virtual second.
"""

from __future__ import annotations

from attrs import define

from azsim.azure.flows import Flow
from azsim.azure.seen import Seen
from azsim.azure.work import ATTEMPTS, CONNECTIONS, REQUESTS
from azsim.azure.workload_outcomes import Outcomes
from azsim.azure.workload_pool import Pool, is_silent, sign, take_answer
from azsim.azure.workload_results import Result, Samples
from azsim.deploy.machines import Machine
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.load_balancer import LoadBalancer
from azsim.hosts.host import RESET, Host
from azsim.model.events import Ending
from azsim.model.packet import Protocol
from azsim.text import Advice, Text
from azsim.units import DAY, SECOND, format_count

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
class Workloads(Outcomes):
    """The workloads of a scenario; steps speak of the last one."""

    seen: Seen

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
        pool = Pool(flows, machine.interface(machine.source_toward(address)), result)
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

    # Within

    def _begin(self, name: str, rate: int, requests: int = 1) -> tuple[Machine, Result, Samples]:
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
        return machine, result, Samples(self.seen, machine, result.started)

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

    def _send_late(self, pool: Pool, address: str, result: Result) -> bool:
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

    def _take_late(self, pool: Pool, flow: Flow, address: str, result: Result) -> None:
        if is_silent(flow):
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
        sign(flow, "client", sent)

        def close() -> None:
            if is_silent(flow):
                return
            take_answer(flow, sent, result, world.now)
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
