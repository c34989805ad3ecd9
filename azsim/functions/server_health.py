"""Which servers of a back-end pool get new flows, and what becomes of the flows that there are.

A server's state follows from the outcomes of its probes::

    healthy    --  as many failures in a row as the threshold says  -->  unhealthy
    unhealthy  --  as many successes in a row                       -->  healthy

An HTTP answer decides at once, whatever the threshold. A server whose machine is stopped is
unhealthy, and stays so until it has been started and a probe succeeds: one is enough then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from attrs import define, field

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.functions.health_probe import Outcome
from azsim.hosts.host import STOPPED
from azsim.model.packet import Protocol as PacketProtocol
from azsim.model.resources.balancing import AdminState
from azsim.model.rules import Rule
from azsim.text import Text

NOT_SINCE_START = Rule(
    "load-balancer.not-since-start",
    Text(
        "no probe has succeeded since its machine was started",
        "マシンの起動後に成功したプローブがない",
    ),
)


@define(eq=False)
class ServerHealth:
    """What the probes of one server have told of it. ``why`` is the outcome that changed it last."""

    facts: Facts
    threshold: Callable[[], int]
    healthy: bool = field(default=True, init=False)
    why: Rule | None = field(default=None, init=False)
    _against: int = field(default=0, init=False)
    _was_started: bool = field(default=False, init=False)
    _has_recovered: bool = field(default=False, init=False)

    def stop(self) -> bool:
        """Its machine is stopped; whether it was healthy until now."""
        was_healthy = self.healthy
        self.healthy, self.why, self._against = False, STOPPED, 0
        return was_healthy

    def start(self) -> None:
        """Its machine is started: it waits for a probe that succeeds."""
        self.why, self._was_started = NOT_SINCE_START, True

    def note(self, outcome: Outcome) -> bool:
        """Take in the outcome of a probe; whether it changes the state."""
        if outcome.success is self.healthy:
            self._against = 0
            return False
        self._against += 1
        at_once = self._decides_at_once(outcome) or (self._was_started and self._is_enough())
        if not at_once and self._against < self.threshold():
            return False
        self._was_started = False
        if outcome.success and self._has_recovered:
            self.facts.rests_on("load-balancer.fluctuating-server")
        self._has_recovered = self._has_recovered or outcome.success
        self.healthy, self.why, self._against = outcome.success, outcome.why, 0
        return True

    @decides
    def _decides_at_once(self, outcome: Outcome) -> bool:
        if outcome.explicit:
            self.facts.rests_on("load-balancer.http-probe.decides-at-once")
        return outcome.explicit

    @decides
    def _is_enough(self) -> bool:
        """Whether one success is enough for a server that has been started."""
        self.facts.rests_on("load-balancer.started-server")
        return True


class Probed(Protocol):
    """A server, as far as it matters whether it gets new flows."""

    @property
    def address(self) -> str:
        """Where it is probed."""

    @property
    def admin_state(self) -> AdminState:
        """What somebody has said of it, whatever its probe finds."""

    @property
    def is_stopped(self) -> bool:
        """Whether its machine is."""


S = TypeVar("S", bound=Probed)


@define(eq=False)
class PoolHealth:
    """The health of servers as one probe sees it, by their addresses; who hasn't been probed yet
    is healthy.

    ``keeps_connections`` tells whether open TCP connections go on while every server is unhealthy,
    ``takes_all`` whether new flows go to all of them then.
    """

    facts: Facts
    keeps_connections: bool = True
    takes_all: bool = False
    servers: dict[str, ServerHealth] = field(factory=dict, init=False)

    def eligible(self, servers: Sequence[S]) -> list[S]:
        """Those of *servers* that get new flows."""
        return [each for each in servers if self._is_up(each)] or self._where_none_is_up(servers)

    def gives_up(self, protocol: PacketProtocol, server: Probed, servers: Sequence[Probed]) -> bool:
        """Whether a flow to *server*, one of *servers*, that is open is given up now.

        A UDP flow then begins anew with its next packet, at another server if there is any.
        """
        if self._is_up(server):
            return False
        if server in self.eligible(servers):
            self.facts.rests_on("load-balancer.all-probed-up.open-flows")
            return False
        if protocol == "UDP":
            return self._moves_udp()
        if server.admin_state is AdminState.DOWN or self.eligible(servers):
            return self._cuts_tcp()
        return self._cuts_tcp_of_all(servers)

    @decides
    def _where_none_is_up(self, servers: Sequence[S]) -> list[S]:
        if not self.takes_all:
            return []
        self.facts.rests_on("load-balancer.all-probed-up")
        return [
            each
            for each in servers
            if each.admin_state is not AdminState.DOWN and not each.is_stopped
        ]

    def _is_up(self, server: Probed) -> bool:
        if server.is_stopped:
            return False
        said = self._by_admin_state(server.admin_state)
        return self._is_healthy(server.address) if said is None else said

    @decides
    def _by_admin_state(self, state: AdminState) -> bool | None:
        """Whether a server gets new flows, where its admin state says so; None where probes decide."""
        if state is AdminState.NONE:
            return None
        self.facts.rests_on("load-balancer.admin-state")
        return state is AdminState.UP

    def _is_healthy(self, address: str) -> bool:
        probed = self.servers.get(address)
        return probed is None or probed.healthy

    @decides
    def _moves_udp(self) -> bool:
        self.facts.rests_on("load-balancer.probe-down.udp")
        return True

    @decides
    def _cuts_tcp(self) -> bool:
        self.facts.rests_on("load-balancer.probe-down.tcp")
        return False

    @decides
    def _cuts_tcp_of_all(self, servers: Sequence[Probed]) -> bool:
        self.facts.rests_on("load-balancer.all-probes-down.tcp")
        if len(servers) == 1:
            self.facts.rests_on("load-balancer.all-probes-down.pool-of-one")
        return not self.keeps_connections or len(servers) == 1
