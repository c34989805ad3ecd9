"""A public address of a classic deployment: what comes in by its endpoints, beside what leaves from it."""

from __future__ import annotations

from attrs import define, field

from azsim.facts.profile import Profile, duration
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.snat.masquerading import Snat
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Verdict


class Inbound(Profile):
    """How long an idle connection that comes in by an endpoint is kept."""

    idle_timeout = duration("classic.inbound-idle-timeout")
    shortest_idle_timeout = duration("classic.inbound-idle-timeout.shortest")
    longest_idle_timeout = duration("classic.inbound-idle-timeout.longest")


@define(eq=False)
class EndpointAddress(LoadBalancer):
    """A load balancer whose rules are the endpoints of one address.

    All that no endpoint takes in belongs to ``snat``, by which the instances leave from the address.
    """

    snat: Snat = field(kw_only=True)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet of what comes in, or else of what the instances have opened."""
        comes_in = self._comes_in(packet.five_tuple)
        return super().translate(packet, now) if comes_in else self.snat.translate(packet, now)

    def _comes_in(self, flow: FiveTuple) -> bool:
        if self.flows.answered_by(flow) is not None:
            return True
        if flow.destination != self.snat.address or self.snat.expects(flow):
            return False
        return any(each.takes_port(flow) and each.carries(flow.protocol) for each in self.rules)
