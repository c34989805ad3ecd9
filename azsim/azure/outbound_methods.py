"""Which methods for outbound connections a machine has, in the order in which they count."""

from __future__ import annotations

from typing import Final

from attrs import define

from azsim.azure.connections import Connections
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.load_balancer_outbound import SNAT_DISABLED
from azsim.deploy.machines import Machine
from azsim.facts import words
from azsim.functions.egress import NO_METHOD, Egress
from azsim.functions.snat.masquerading import Snat
from azsim.functions.user_routes import NO_NEXT_HOP
from azsim.model.resources.network import NextHopType
from azsim.text import Text

USED: Final = Text("used", "使用")
AVAILABLE: Final = Text("available", "使用可能")
NONE: Final = Text("none", "なし")
ROUTE: Final = Text("user-defined route", "ユーザー定義ルート")
LEAVES_BY = Text("it leaves by: {method}", "送信方法: {method}")

_A_SERVER: Final = "198.51.100.7"
"""On the internet, where the routes of an operating system don't tell one from another."""
_ELSEWHERE: Final = (
    NextHopType.VIRTUAL_APPLIANCE,
    NextHopType.VIRTUAL_NETWORK_GATEWAY,
    NextHopType.NONE,
)


@define(eq=False)
class OutboundMethods:
    """Questions about the ways out of a machine that nobody has to use for it."""

    outbound: Connections

    def ladder(self, name: str, address: str | None = None) -> list[tuple[Text, Text]]:
        """Each method with what it is for the machine: used, available, or why it isn't there.

        It is told for what is sent from the private *address*, or from that which programs of the
        machine send from. A route that leads everything elsewhere comes before all methods.

        :raises Advice: where there is no such machine.
        """
        machine = self.outbound.machine(name)
        egress = machine.interface(address or machine.source_toward(_A_SERVER))
        states = [(ROUTE, self._route(egress))]
        states += [
            (words.of(method), self._state(machine, egress, method))
            for method in egress.platform.methods
        ]
        found: list[tuple[Text, Text]] = []
        is_free = True
        for method, state in states:
            found.append((method, USED if is_free and state == AVAILABLE else state))
            is_free = is_free and state not in (AVAILABLE, *_IN_THE_WAY)
        return found

    def why_none(self, name: str, address: str | None = None) -> Text:
        """Why the machine has no way to the internet; what it leaves by, where it has one.

        *address* is as for `ladder`.

        :raises Advice: where there is no such machine.
        """
        ladder = self.ladder(name, address)
        for method, state in ladder:
            if state == USED:
                return LEAVES_BY.fill(method=method)
            if state in _IN_THE_WAY:
                return state
        [*_, (_, last)] = ladder
        return NO_METHOD.text if last == NONE else last

    def _route(self, egress: Egress) -> Text:
        routes = egress.routes
        hop = None if routes is None else routes.next_hop_of_default_route()
        if hop not in _ELSEWHERE:
            return NONE
        return NO_NEXT_HOP.text if hop == NextHopType.NONE else AVAILABLE

    def _state(self, machine: Machine, egress: Egress, method: str) -> Text:
        translators = egress.methods.get(method, ())
        if any(isinstance(each, Snat) and each.lets_out_nothing for each in translators):
            return SNAT_DISABLED.text
        if translators:
            return AVAILABLE
        if method != DEFAULT_ACCESS:
            return NONE
        withheld = self.outbound.cloud.default_access.withheld(machine, egress)
        return AVAILABLE if withheld is None else withheld.text


_IN_THE_WAY: Final = (NO_NEXT_HOP.text, SNAT_DISABLED.text)
