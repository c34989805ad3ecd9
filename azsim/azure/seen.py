"""What is to be seen of a deployment's flows, for the steps that speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from attrs import define, field

from azsim.azure import describing, hashed, which, why
from azsim.azure.connections import Connections
from azsim.azure.flows import TIMED_OUT as NO_LONGER_WAITS
from azsim.azure.flows import Flow, State
from azsim.azure.which import DELIVERED
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.functions.egress import Egress
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.functions.snat.masquerading import EXHAUSTED, Snat
from azsim.model.events import Delivered
from azsim.model.packet import FiveTuple
from azsim.model.resources.network import PublicIpPrefix
from azsim.model.rules import Rule
from azsim.questions import exchange
from azsim.questions.arrivals import Arrival, arrivals
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text, listed
from azsim.units import format_duration, within

HELD = Text("held", "保持されている")
FREE = Text("free", "解放されている")
NO_PORT = Text("it never had one", "もともとない")

NOWHERE = Text("nowhere", "どこにも届いていない")

ANSWERED = Text("arrived", "届いた")
UNANSWERED = Text("none so far", "届いていない")
NOTHING_ASKED = Text(
    "{machine} has asked nothing on that connection. Write before this step: When {machine} sends "
    "application data on one of the connections",
    "{machine} はその接続で何も要求していない。その前に次のように書く: もし {machine} が接続のうち 1 本で"
    "アプリケーション データを送る",
)
SUCCEEDS = Text("it succeeds", "成功する")
NO_ATTEMPT = Text(
    "The step before this one doesn't try to connect over TCP, so that nothing tells when it fails.",
    "直前のステップは TCP での接続を試みていないため、失敗するまでの時間はない。",
)


@define(eq=False)
class Seen:
    """Questions about flows; a statement about all of something needs some of it."""

    outbound: Connections
    _those: list[str] = field(factory=list, init=False)

    # Ports

    def ports_in_use(self, name: str, protocol: str | None = None) -> int:
        """The SNAT ports that a machine uses, of one protocol or of both."""
        machine = self.outbound.cloud.machines.find(name)
        protocols = ("TCP", "UDP") if protocol is None else (protocol,)
        return sum(
            snat.in_use(egress.address, each)
            for egress in machine.interfaces.values()
            for snat in egress.ever_offered | dict.fromkeys(map(_through, egress.flows.values()))
            for each in protocols
        )

    def allocations(self, protocol: str) -> list[int]:
        """The different numbers of ports that machines have at public addresses they share."""
        return sorted({*self._ports_of_each(protocol).values()})

    def allocated_to(self, name: str, protocol: str) -> int:
        """How many ports a machine has at the public addresses that it shares.

        :raises Advice: where there is no such machine, or none shares an address.
        """
        machine = self.outbound.cloud.machines.find(name)
        return self._ports_of_each(protocol).get(machine.name, 0)

    def allocated_together(self, protocol: str) -> int:
        """How many ports all machines have together at public addresses that they share.

        :raises Advice: where none shares an address.
        """
        return sum(self._ports_of_each(protocol).values())

    def _ports_of_each(self, protocol: str) -> dict[str, int]:
        cloud = self.outbound.cloud
        found: dict[str, int] = {}
        for machine in cloud.machines.all():
            cloud.default_access.lead_out(machine)
            shared = [
                (each, egress.address)
                for egress in machine.interfaces.values()
                for each in egress.first_method()
                if isinstance(each, Snat) and not _is_beside(each, egress)
            ]
            if shared:
                found[machine.name] = sum(
                    each.allocated(address, protocol) for each, address in shared
                )
        if not found:
            raise Advice(
                Text(
                    "No instance shares a public address, so that none has SNAT ports.",
                    "パブリック アドレスを共有するインスタンスがなく、SNAT ポートもない。",
                )
            )
        return found

    def port_of_that(self) -> Text:
        """Whether the connection that was singled out still holds its port."""
        return self._of_that(_port_of)

    # Flows by now

    def count(self, state: State, name: str) -> int:
        """How many flows of an instance are in *state*."""
        flows = self.outbound.of(self.outbound.cloud.machines.find(name))
        if not flows:
            raise Advice(
                Text(
                    f'"{name}" has opened no connection in this scenario.',
                    f"このシナリオで「{name}」が開いた接続はない。",
                )
            )
        return sum(flow.state == state for flow in flows)

    def open_of_all(self) -> tuple[int, int]:
        """How many flows are open, and how many there are."""
        flows = self.outbound.flows
        return sum(flow.state == "open" for flow in flows), len(flows)

    def state_of_that(self) -> Text:
        """What became of the connection that was singled out."""
        return self._of_that(lambda flow: STATES[flow.state])

    def _of_that(self, said: Callable[[Flow], Text]) -> Text:
        """What is *said* of every one of the connections that may be meant.

        :raises Advice: where not the same is.
        """
        those = self.outbound.those
        found = [said(flow) for flow in those]
        if len(set(found)) > 1:
            machine = those[0].host.name
            still_open = self.count("open", machine)
            raise Advice(which.several_states(found, machine, still_open))
        return found[0]

    def answer_to_that(self) -> Text:
        """Whether an answer has come by now to what was sent last on that connection.

        :raises Advice: where nothing was sent on it that could be answered.
        """
        flow = self.outbound.that
        events = self.outbound.world.trace.events
        answered = exchange.answered(events, flow.host.name, flow.inside)
        if answered is None:
            raise Advice(NOTHING_ASKED.fill(machine=instance_in_step(flow.host.name)))
        return ANSWERED if answered else UNANSWERED

    def why_those(self) -> Text | None:
        """How long the connection that was singled out, or its port, is kept."""
        return why.of_those(self.outbound.those, self.outbound.world.now)

    def why_of(self, name: str) -> Text | None:
        """What became of the flows of an instance."""
        return why.of_all(self.outbound.of(self.outbound.cloud.machines.find(name)))

    def why_of_all(self) -> Text | None:
        """What became of all flows."""
        return why.of_all(self.outbound.flows)

    # The last attempt

    def why_attempt(self) -> Text | None:
        """What became of all that the last attempt opened."""
        return why.of_all(self.outbound.attempt().flows)

    def succeeded(self) -> int:
        """How many flows of the last attempt are established."""
        return sum(flow.state == "open" for flow in self.outbound.attempt().flows)

    def succeeded_of_all(self) -> tuple[int, int]:
        """How many flows of the last attempt are established, and how many there are."""
        return self.succeeded(), len(self.outbound.attempt().flows)

    def exhausted(self) -> int:
        """How many flows of the last attempt found no SNAT port."""
        return self.failed_because(EXHAUSTED)

    def failed_because(self, reason: Rule) -> int:
        """How many flows of the last attempt failed for that reason."""
        return sum(self._fate_of(flow, reason) == reason for flow in self.outbound.attempt().flows)

    def fate(self, said: Rule | None = None) -> Rule:
        """What became of what the last attempt sent, or of a client's requests where those are later.

        Where a step has *said* that it has timed out, that is what the application learns of an
        attempt to connect once the operating system has given up, whatever the cause.

        :raises Advice: where not the same became of all of it.
        """
        requests = exchange.last_step(self.outbound.world.trace.events)
        if requests and requests[0].sequence >= self.outbound.last_mark:
            return which.the_fate([each or DELIVERED for each in exchange.drops(requests)])
        flows = self.outbound.attempt().flows
        return which.the_fate([self._fate_of(flow, said) for flow in flows])

    def reached(self) -> Text:
        """The machine or the server that the last attempt got to; why it got nowhere, where it didn't.

        :raises Advice: where it tried several, or a load balancer chose among servers.
        """
        flows = self.outbound.attempt().flows
        refused = which.the_fate([flow.refused or DELIVERED for flow in flows])
        if refused != DELIVERED:
            return refused.text
        for flow in flows:
            if flow.balanced is not None and flow.balanced.by_chance:
                assert flow.balancer is not None, "it has balanced the flow"
                running = self.outbound.cloud.load_balancers.running
                raise hashed.by_hash(running[flow.balancer.name])
        found = dict.fromkeys(each.far_end.name for each in flows if each.far_end is not None)
        return listed(found) if found else NOWHERE

    def fails_after(self) -> Text:
        """How long the last attempt to connect takes until it fails.

        :raises Advice: where the step before didn't try to connect, and where not the same became
            of all that it tried.
        """
        flows = self.outbound.attempt().flows
        found = {flow.fails_after for flow in flows}
        if len(found) > 1:
            which.the_fate([flow.refused or DELIVERED for flow in flows])
        [fails_after] = found
        if fails_after is not None:
            return format_duration(fails_after)
        if all(flow.inside.protocol == "TCP" and flow.state == "open" for flow in flows):
            return SUCCEEDS
        raise Advice(NO_ATTEMPT)

    def why_fate(self) -> Text | None:
        """How long the last attempt has waited for an answer, where it gets none."""
        attempt = self.outbound.attempt()
        if not attempt.flows[0].got_no_answer:
            return None
        elapsed = self.outbound.world.now - attempt.began
        return why.of_attempt(elapsed, attempt.flows[0].host.connect_timeout)

    def _fate_of(self, flow: Flow, said: Rule | None) -> Rule:
        if said == NO_LONGER_WAITS and self._has_given_up(flow):
            return NO_LONGER_WAITS
        return flow.refused or DELIVERED

    def _has_given_up(self, flow: Flow) -> bool:
        """Whether nobody answered *flow*, of the last attempt, until its host gave up."""
        elapsed = self.outbound.world.now - self.outbound.attempt().began
        return flow.got_no_answer and flow.host.connect_timeout <= elapsed

    # The far end

    def last_source(self, server: str) -> str:
        """The address and the port from which the last flow reached *server*.

        :raises Advice: where one step opened several, or chance chose the address.
        """
        flows = self._last_at(server)
        sources = [f"{flow.source}:{flow.source_port}" for flow in flows]
        addresses = [flow.source for flow in flows]
        return which.the_source(server, sources, addresses, self.different_sources(server))

    def last_source_address(self, server: str) -> str:
        """The address from which the last flow reached *server*.

        :raises Advice: where one step opened several that don't agree, or chance chose it.
        """
        addresses = [flow.source for flow in self._last_at(server)]
        return which.the_source(server, addresses, addresses, self.different_sources(server))

    def sources_outside(self, server: str, subnet: str) -> list[str]:
        """The addresses from which the last flow reached *server*, or could have, beside a subnet's.

        :raises Advice: where there is no such subnet.
        """
        _, found = describing.subnet(self.outbound.cloud, subnet)
        return [each for each in self._sources(server) if not describing.lies_in(found, each)]

    def sources_outside_prefix(self, server: str, prefix: str) -> list[str]:
        """The same beside the addresses of a public IP prefix.

        :raises Advice: where there is no such prefix.
        """
        held = self.outbound.cloud.plane.find(PublicIpPrefix, prefix).ip_prefix
        assert held is not None, "a deployment has given out every prefix"
        return [each for each in self._sources(server) if not within(each, (held,))]

    def _sources(self, server: str) -> list[str]:
        arrived = [each.five_tuple for each in self.outbound.last_arrivals_at(server)]
        return sorted({*(each.source for each in arrived), *_candidates(self._drawn(arrived))})

    def different_sources(self, server: str) -> int:
        """The number of addresses from which flows have reached *server*.

        :raises Advice: where chance chose one of them.
        """
        arrived = [each.five_tuple for each in self.outbound.arrivals_at(server)]
        self._refuse_chance(arrived)
        return len({flow.source for flow in arrived})

    def sources_of_attempt(self) -> Counter[str]:
        """How many flows of the last attempt arrived from each address."""
        found = Counter(each.five_tuple.source for each in self._arrived())
        if not found:
            raise Advice(Text("No connection arrived anywhere.", "届いた接続が一つもない。"))
        return found

    def sources_beside(self, addresses: list[str]) -> list[str]:
        """The addresses that the last attempt came from, or could have, without *addresses*.

        From now on, those are *addresses*.
        """
        self._those = addresses
        drawn = self._drawn([each.five_tuple for each in self._arrived()])
        return sorted({*self.sources_of_attempt(), *_candidates(drawn)} - set(addresses))

    def fewest_on_those(self, wanted: int) -> int:
        """Of the addresses named before, the number of flows from the one with the fewest.

        :raises Advice: where it is luck that they are *wanted* or more.
        """
        if not self._those:
            raise Advice(
                Text(
                    "No step before this one names addresses.",
                    "これより前にアドレスを挙げるステップがない。",
                )
            )
        sources = self.sources_of_attempt()
        fewest = min(sources[each] for each in self._those)
        drawn = self._drawn([each.five_tuple for each in self._arrived()])
        if drawn and fewest >= wanted:
            by_chance = Counter(flow.outside.source for flow in drawn)
            certain = which.at_least(len(drawn), len(_candidates(drawn)))
            which.refuse_luck(
                wanted, certain + min(sources[each] - by_chance[each] for each in self._those)
            )
        return fewest

    def arrivals_and_public_sources(self) -> tuple[int, int]:
        """How many flows of the last attempt arrived, and from how many public addresses."""
        self._refuse_chance([each.five_tuple for each in self._arrived()])
        sources = self.sources_of_attempt()
        public = [each for each in sources if not self.outbound.world.is_private(each)]
        return sources.total(), len(public)

    def reset_reached(self) -> Text:
        """The places that an RST has reached since the last step began that opens or sends."""
        seen = self.outbound.world.trace.since(self.outbound.last_mark)
        reached = [
            each.where
            for each in seen
            if isinstance(each, Delivered) and each.packet.flags == "RST"
        ]
        return listed(dict.fromkeys(reached)) if reached else NOWHERE

    def reply_arrived_at(self) -> str:
        """The name and the address at which the last reply arrived; nothing where it didn't."""
        mark = self.outbound.reply_mark
        if mark is None:
            raise Advice(
                Text("No step before this one replies.", "これより前に応答を返すステップがない。")
            )
        for each in self.outbound.world.trace.since(mark):
            if isinstance(each, Delivered):
                return f"{each.where} {each.packet.destination}"
        return ""

    def _last_at(self, server: str) -> list[FiveTuple]:
        """The flows that one step opened and that reached *server* last, none of them by chance."""
        arrived = [each.five_tuple for each in self.outbound.last_arrivals_at(server)]
        self._refuse_chance(arrived)
        return arrived

    def _refuse_chance(self, arrived: Sequence[FiveTuple]) -> None:
        """Refuse to say where flows come from that could have come from elsewhere as well."""
        if drawn := self._drawn(arrived):
            sources = [flow.outside.source for flow in drawn]
            raise Advice(which.by_chance(_candidates(drawn), sources))

    def _drawn(self, arrived: Sequence[FiveTuple]) -> list[Flow]:
        """Those of the flows that *arrived* for which chance chose where they come from."""
        seen = set(arrived)
        flows = self.outbound.every_flow()
        return [flow for flow in flows if flow.drawn_from and flow.outside in seen]

    def _arrived(self) -> list[Arrival]:
        return arrivals(self.outbound.world.trace.since(self.outbound.attempt().mark))


def _is_beside(translator: Translator, egress: Egress) -> bool:
    """Whether it is default outbound access, which may take the place of a front end."""
    default = egress.methods.get(DEFAULT_ACCESS, ())
    return translator in default and egress.first_method() is not default


def _through(flow: TranslatedFlow) -> Translator:
    return flow.translator


def _candidates(drawn: Sequence[Flow]) -> list[str]:
    """The addresses that any of the flows could have come from."""
    return list({each: None for flow in drawn for each in flow.drawn_from})


def _port_of(flow: Flow) -> Text:
    translated = flow.translated
    if translated is None or not translated.translator.rewrites_ports:
        return NO_PORT
    return HELD if translated.ended is None else FREE


def of_all(part: int, whole: int) -> Text:
    """*part* of *whole*, in words.

    :raises Advice: where there is none at all, of which nothing can be said.
    """
    if not whole:
        raise Advice(
            Text(
                "There are none of them in this scenario, so that nothing can be said of all.",
                "このシナリオには一つもないため、すべてについて述べることはできない。",
            )
        )
    return Text(f"{part:,} of {whole:,}", f"{whole:,} のうち {part:,}")


STATES: dict[State, Text] = {
    "open": Text("open", "開いている"),
    "connecting": Text("still connecting", "接続中である"),
    "closed": Text("closed", "閉じている"),
    "reset": Text("reset", "リセットされている"),
    "cut": Text("ended by the load balancer", "ロード バランサーが終わらせた"),
    "timed out": Text("timed out", "タイムアウトしている"),
    "failed": Text("failed", "失敗した"),
}
OPEN = STATES["open"]
RESET = STATES["reset"]
TIMED_OUT = STATES["timed out"]
