"""The facts by which SNAT decides: the profile names them, the rules read them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

from attrs import frozen

from azsim.facts import Facts
from azsim.functions.snat.port_allocation import Tiers
from azsim.model.packet import FiveTuple

# Bits, because millions of mappings carry them.
FIN_FROM = {"client": 1, "server": 2}
_SOURCE = 1
_FIELD = {"protocol": 0, "source port": 2, "destination address": 3, "destination port": 4}


@frozen
class Profile:
    """The facts, by their ids, by which one kind of SNAT decides."""

    ports_by_pool_size: str
    protocols: str
    port_scope: str
    first_port: str
    exhaustion_refuses: str
    idle_timeout: str
    fin_hold: str
    rst_hold: str
    fin_ends: str
    tcp_release: str
    udp_release: str
    idle_reset_by: str
    idle_reset_ends: str
    late_packet_prolongs_hold: str
    late_packet_revives: str
    reopen_in_hold: str
    reclaimed_share: str
    growth_times_out_flows: str
    shrinking_keeps_flows: str


CLASSIC = Profile(
    ports_by_pool_size="classic.ports-by-pool-size",
    protocols="classic.masquerading.protocols",
    port_scope="classic.port-scope",
    first_port="classic.endpoint.first-port",
    exhaustion_refuses="classic.exhaustion-refuses",
    idle_timeout="classic.idle-timeout",
    fin_hold="classic.fin-hold",
    rst_hold="classic.rst-hold",
    fin_ends="classic.fin-ends",
    tcp_release="classic.tcp-release",
    udp_release="classic.udp-release",
    idle_reset_by="classic.idle-reset.by",
    idle_reset_ends="classic.idle-reset.ends",
    late_packet_prolongs_hold="classic.late-packet-prolongs-hold",
    late_packet_revives="classic.late-packet-revives",
    reopen_in_hold="classic.reopen-in-hold",
    reclaimed_share="classic.growth.reclaimed-share",
    growth_times_out_flows="classic.growth.times-out-flows",
    shrinking_keeps_flows="classic.shrinking.keeps-flows",
)


class Rules:
    """The values of a profile's facts, each read when it is first decided by."""

    def __init__(self, facts: Facts, profile: Profile) -> None:
        self._facts = facts
        self._profile = profile

    @cached_property
    def tiers(self) -> Tiers:
        return self._facts.table(self._profile.ports_by_pool_size)

    @cached_property
    def protocols(self) -> tuple[str, ...]:
        return self._facts.names(self._profile.protocols)

    @cached_property
    def scope(self) -> Callable[[FiveTuple], Hashable]:
        """What of a flow decides, with its instance, which others it may share a port with."""
        fields = sorted(_FIELD[name] for name in self._facts.names(self._profile.port_scope))
        return itemgetter(_SOURCE, *fields)

    @cached_property
    def counts_protocols_apart(self) -> bool:
        return "protocol" in self._facts.names(self._profile.port_scope)

    @cached_property
    def first_port(self) -> int:
        return self._facts.number(self._profile.first_port)

    @cached_property
    def exhaustion_refuses(self) -> bool:
        return self._facts.flag(self._profile.exhaustion_refuses)

    @cached_property
    def idle_timeout(self) -> int:
        return self._facts.duration(self._profile.idle_timeout)

    @cached_property
    def fin_hold(self) -> int:
        return self._facts.duration(self._profile.fin_hold)

    @cached_property
    def rst_hold(self) -> int:
        return self._facts.duration(self._profile.rst_hold)

    @cached_property
    def fin_ends(self) -> int:
        return sum(FIN_FROM[end] for end in self._facts.names(self._profile.fin_ends))

    @cached_property
    def tcp_release(self) -> tuple[str, ...]:
        return self._facts.names(self._profile.tcp_release)

    @cached_property
    def udp_release(self) -> tuple[str, ...]:
        return self._facts.names(self._profile.udp_release)

    @cached_property
    def refreshing(self) -> frozenset[tuple[str, str]]:
        """Each sign of life and the end that it comes from, where it restarts the idle timer."""
        return frozenset(
            (sign, end)
            for sign in self._facts.names(self._profile.idle_reset_by)
            for end in self._facts.names(self._profile.idle_reset_ends)
        )

    @cached_property
    def late_packet_prolongs_hold(self) -> bool:
        return self._facts.flag(self._profile.late_packet_prolongs_hold)

    @cached_property
    def late_packet_revives(self) -> bool:
        return self._facts.flag(self._profile.late_packet_revives)

    @cached_property
    def reopen_in_hold(self) -> bool:
        return self._facts.flag(self._profile.reopen_in_hold)

    @cached_property
    def reclaimed_share(self) -> Fraction:
        return self._facts.fraction(self._profile.reclaimed_share)

    @cached_property
    def growth_times_out_flows(self) -> bool:
        return self._facts.flag(self._profile.growth_times_out_flows)

    @cached_property
    def shrinking_keeps_flows(self) -> bool:
        return self._facts.flag(self._profile.shrinking_keeps_flows)
