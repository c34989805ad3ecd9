"""What a load balancer does about a ping of one of its front ends: it answers itself, or nobody does.

No server gets anything of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, number
from azsim.model.packet import Packet
from azsim.model.payload import Data
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Verdict
from azsim.text import Text

ANSWERS_PINGS = Rule(
    "load-balancer.ping.answered",
    Text("the load balancer itself answers pings", "ping にはロード バランサー自身が応答する"),
)
HOST_UNREACHABLE = Rule(
    "load-balancer.ping.unreachable",
    Text(
        "no back-end server is healthy: the reply is that the destination host is unreachable",
        "正常なバックエンド サーバーがなく、宛先ホスト到達不能が返る",
    ),
)
ALL_STOPPED = Rule(
    "load-balancer.all-stopped",
    Text(
        "the machine of every back-end server is stopped",
        "すべてのバックエンド サーバーのマシンが停止している",
    ),
)
NO_RULE_OR_SERVER = Rule(
    "load-balancer.ping.no-rule",
    Text(
        "a ping is answered only where a load-balancing rule leads to a server",
        "ping に応答するのは、負荷分散規則とバックエンド サーバーがある場合だけである",
    ),
)
TOO_LARGE = Rule(
    "load-balancer.ping.too-large",
    Text(
        "the load balancer drops pings of more than {most} bytes",
        "ロード バランサーは {most} バイトを超える ping を破棄する",
    ),
)
NOT_ANSWERED_HERE = Rule(
    "load-balancer.ping.not-here",
    Text(
        "only a Standard public load balancer answers pings",
        "ping に応答するのは Standard のパブリック ロード バランサーだけである",
    ),
)

HEADER: Final = 8
"""Bytes of an ICMP packet before its data."""


class Limits(Profile):
    """Which pings are answered."""

    largest = number("load-balancer.ping.largest-packet")


@define(eq=False)
class FrontEndPings:
    """What becomes of pings; ``answers`` tells whether it is a load balancer that has answers."""

    facts: Facts
    answers: bool = field(default=True, init=False)
    _limits: Limits = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limits = Limits(self.facts)

    def verdict(self, ping: Packet, servers: int, running: int, healthy: int) -> Verdict:
        """What becomes of *ping*, of whose front end load-balancing rules lead to so many servers.

        The machines of so many of them are *running*, and so many are *healthy*.
        """
        checks: Sequence[Drop | None] = (
            self._not_here(),
            self._too_large(ping),
            None if servers else self._no_server(),
            None if running or not servers else self._all_off(),
            None if healthy or not servers else self._unhealthy(),
        )
        return next((each for each in checks if each is not None), None) or self._answered()

    @decides
    def _answered(self) -> Verdict:
        self.facts.rests_on("load-balancer.ping.itself")
        return Deliver(ANSWERS_PINGS)

    @decides
    def _not_here(self) -> Drop | None:
        if self.answers:
            return None
        self.facts.rests_on("load-balancer.ping.standard-public")
        return Drop(NOT_ANSWERED_HERE)

    def _too_large(self, ping: Packet) -> Drop | None:
        if not isinstance(ping.payload, Data):
            return None
        most = self._limits.largest
        return Drop(TOO_LARGE.fill(most=most)) if HEADER + len(ping.payload.text) > most else None

    @decides
    def _no_server(self) -> Drop | None:
        self.facts.rests_on("load-balancer.ping.no-rule")
        return Drop(NO_RULE_OR_SERVER)

    @decides
    def _all_off(self) -> Drop | None:
        self.facts.rests_on("load-balancer.ping.all-off")
        return Drop(ALL_STOPPED)

    @decides
    def _unhealthy(self) -> Drop | None:
        self.facts.rests_on("load-balancer.ping.all-probed-down")
        return Drop(HOST_UNREACHABLE)
