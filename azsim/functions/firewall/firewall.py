"""An Azure Firewall, through which the routes of a subnet lead what its machines send.

It looks at its rules first, and then at the destination: flows to the internet leave from one of the
firewall's public addresses, and flows to a private address pass as they are, unless an application
rule lets them pass or the private ranges are set otherwise. The two have idle timeouts of their own,
and only those to the internet are told when it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from azsim.engine.routes import AddressSpace
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.functions.egress import Egress, Refused, Router, stopped_at
from azsim.functions.firewall.half import FirewallFlow, Half
from azsim.functions.firewall.profiles import (
    NOT_FORWARDED,
    NOT_TO_THE_INTERNET,
    BetweenNetworks,
    FirewallLimits,
)
from azsim.functions.firewall.rules import Rules
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Verdict
from azsim.units import Within


class FirewallWithin(Half):
    """The flows of a firewall between private networks that it translates all the same.

    They leave from one of its private addresses.
    """

    def __init__(
        self,
        to_the_internet: FirewallToTheInternet,
        address: str,
        facts: Facts,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        self._networks = BetweenNetworks(facts)
        super().__init__(to_the_internet.name, address, self._networks, recorder)
        self._to_the_internet = to_the_internet
        self._private = to_the_internet.private

    @property
    def addresses(self) -> Sequence[str]:
        """The private addresses, of which chance chooses one for each new flow."""
        return self._private.all

    def translate(self, packet: Packet, now: int) -> Verdict:
        """The same, and let what answers something from the internet go back there."""
        if self._to_the_internet.knows(packet.five_tuple):
            return self._to_the_internet.translate(packet, now)
        return super().translate(packet, now)

    def open(self, flow: FiveTuple, now: int) -> FirewallFlow | None:
        """Let a new *flow* leave from a private address of the firewall."""
        taken = self._translated(flow)
        return None if taken is None else self._keep(FirewallFlow(flow, self, *taken), now)

    @decides
    def _translated(self, flow: FiveTuple) -> tuple[str, int] | None:
        """The address and the port that *flow* leaves from; None where no port is free."""
        self._networks.shows("firewall.translates-to-its-own")
        return self._private.take(flow)

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        super()._released(flow, why)
        assert isinstance(flow, FirewallFlow)
        self._private.give_back(flow)


class Firewall(Half, Router):
    """A firewall at a private address, with its flows between private networks that pass as they are."""

    def __init__(
        self,
        to_the_internet: FirewallToTheInternet,
        within: FirewallWithin,
        space: AddressSpace,
        facts: Facts,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        name = to_the_internet.name
        super().__init__(name, within.address, BetweenNetworks(facts), recorder)
        self.to_the_internet = to_the_internet
        self.within = within
        self._space = space
        self.rules = Rules(name, facts)
        self._limits = FirewallLimits(facts)
        self._private_ranges: Within | None = None

    def change_to(self, rules: Rules, private_ranges: Sequence[str] | None) -> None:
        """From now on it has *rules*, and network rules don't translate what goes to *private_ranges*.

        Without any, those hold that a firewall has by itself.
        """
        self.rules = rules
        self._private_ranges = None if private_ranges is None else Within(tuple(private_ranges))

    @property
    def all_flows(self) -> Sequence[TranslatedFlow]:
        """Every flow, through whichever half."""
        others = (self.to_the_internet.all_flows, self.within.all_flows)
        return [*super().all_flows, *chain(*others)]

    def lead(self, flow: FiveTuple, interface: Egress) -> Translator | Refused:
        """What *flow* goes through, by the rules and its destination."""
        if self.knows(flow):
            return self
        if self.within.knows(flow) or self.to_the_internet.knows(flow):
            return self.within
        refusal = self.rules.refusal(flow)
        if refusal is not None:
            return stopped_at(self.name, refusal)
        half: Half = self
        is_inside = self._limits.on_networks[flow.destination] or self._space.reaches(
            flow.destination
        )
        if self._is_translated(flow):
            half = self.within if is_inside else self.to_the_internet
        elif not is_inside:
            return stopped_at(self.name, NOT_TO_THE_INTERNET)
        elif not self._may_forward(flow.destination, interface.space):
            return stopped_at(self.name, NOT_FORWARDED)
        half.serve(interface)
        return half

    def _may_forward(self, destination: str, start: AddressSpace) -> bool:
        """Whether what comes from *start* may go on to *destination* as it is.

        Between two other networks, each of which has to take what the firewall's own one forwards.
        """
        own = self._space
        ends = [each for each in own.peers if destination in each.owners]
        if start is own or not ends:
            return True
        return all(own in each.forwarders for each in (start, *ends))

    def is_met_halfway(self, flow: FiveTuple) -> bool:
        """Whether it translates *flow*, so that answers come to an address of its own, or stops it."""
        return self.rules.refusal(flow) is not None or self._is_translated(flow)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Let what the firewall's address gets from a gateway go back to whom it belongs."""
        if packet.destination == self.address:
            return self.to_the_internet.translate(packet, now)
        return super().translate(packet, now)

    def _is_translated(self, flow: FiveTuple) -> bool:
        if self.rules.is_proxied(flow):
            return self._proxy_translates(flow)
        return not self._passes_as_it_is(flow.destination)

    @decides
    def _proxy_translates(self, flow: FiveTuple) -> bool:
        """Whether *flow*, which an application rule lets pass, is translated."""
        self._limits.rests_on("firewall.application-rules-translate")
        self._limits.rests_on("firewall.proxy-as-one-connection")
        return True

    @decides
    def _passes_as_it_is(self, destination: str) -> bool:
        """Whether network rules don't translate what goes to *destination*."""
        if self._private_ranges is None:
            return self._limits.private[destination]
        self._limits.rests_on("firewall.private-ranges")
        return self._private_ranges[destination]

    def open(self, flow: FiveTuple, now: int) -> FirewallFlow:
        """Let a new *flow* pass, from its own address and port."""
        return self._keep(FirewallFlow(flow, self, flow.source, flow.source_port), now)
