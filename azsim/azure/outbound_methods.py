"""Which methods for outbound connections a machine has, in the order in which they count."""

from __future__ import annotations

from typing import Final

from attrs import define

from azsim.azure.connections import Connections
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.load_balancer_outbound import SNAT_DISABLED
from azsim.deploy.machines import Machine
from azsim.facts import words
from azsim.functions.egress import NO_METHOD
from azsim.functions.snat.masquerading import Snat
from azsim.functions.user_routes import NO_NEXT_HOP
from azsim.model.resources.network import NextHopType
from azsim.text import Text

USED: Final = Text("used", "使用")
AVAILABLE: Final = Text("available", "使用可能")
NONE: Final = Text("none", "なし")
ROUTE: Final = Text("user-defined route", "ユーザー定義ルート")
LEAVES_BY = Text("it leaves by: {method}", "送信方法: {method}")

_ELSEWHERE: Final = (
    NextHopType.VIRTUAL_APPLIANCE,
    NextHopType.VIRTUAL_NETWORK_GATEWAY,
    NextHopType.NONE,
)


@define(eq=False)
class OutboundMethods:
    """Questions about the ways out of a machine that nobody has to use for it."""

    outbound: Connections

    def ladder(self, name: str) -> list[tuple[Text, Text]]:
        """Each method with what it is for the machine: used, available, or why it isn't there.

        A route that leads everything elsewhere comes before all methods.

        :raises Advice: where there is no such machine.
        """
        machine = self.outbound.machine(name)
        states = [(ROUTE, self._route(machine))]
        states += [
            (words.of(method), self._state(machine, method))
            for method in machine.leaves_by.platform.methods
        ]
        found: list[tuple[Text, Text]] = []
        is_free = True
        for method, state in states:
            found.append((method, USED if is_free and state == AVAILABLE else state))
            is_free = is_free and state not in (AVAILABLE, *_IN_THE_WAY)
        return found

    def why_none(self, name: str) -> Text:
        """Why the machine has no way to the internet; what it leaves by, where it has one.

        :raises Advice: where there is no such machine.
        """
        ladder = self.ladder(name)
        for method, state in ladder:
            if state == USED:
                return LEAVES_BY.fill(method=method)
            if state in _IN_THE_WAY:
                return state
        [*_, (_, last)] = ladder
        return NO_METHOD.text if last == NONE else last

    def _route(self, machine: Machine) -> Text:
        routes = machine.leaves_by.routes
        hop = None if routes is None else routes.next_hop_of_default_route()
        if hop not in _ELSEWHERE:
            return NONE
        return NO_NEXT_HOP.text if hop == NextHopType.NONE else AVAILABLE

    def _state(self, machine: Machine, method: str) -> Text:
        translators = machine.leaves_by.methods.get(method, ())
        if any(isinstance(each, Snat) and each.lets_out_nothing for each in translators):
            return SNAT_DISABLED.text
        if translators:
            return AVAILABLE
        if method != DEFAULT_ACCESS:
            return NONE
        withheld = self.outbound.cloud.default_access.withheld(machine, machine.leaves_by)
        return AVAILABLE if withheld is None else withheld.text


_IN_THE_WAY: Final = (NO_NEXT_HOP.text, SNAT_DISABLED.text)
