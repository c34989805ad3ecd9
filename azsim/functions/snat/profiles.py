"""The facts by which SNAT decides: each kind of it is a profile of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

from azsim.facts.profile import Parameter, Profile, duration, fraction, names, number, table
from azsim.functions.snat.port_allocation import Tiers
from azsim.model.packet import FiveTuple

# Bits, because millions of mappings carry them.
FIN_FROM = {"client": 1, "server": 2}
_SOURCE = 1
_FIELD = {"protocol": 0, "source port": 2, "destination address": 3, "destination port": 4}


class SnatProfile(Profile):
    """What one kind of SNAT decides by: parameters, and the ids of the behaviours it shows."""

    tiers: Parameter[Tiers]
    protocols: Parameter[tuple[str, ...]]
    port_scope: Parameter[tuple[str, ...]]
    first_port: Parameter[int]
    idle_timeout: Parameter[int]
    fin_hold: Parameter[int]
    rst_hold: Parameter[int]
    fin_ends: Parameter[tuple[str, ...]]
    idle_reset_by: Parameter[tuple[str, ...]]
    idle_reset_ends: Parameter[tuple[str, ...]]
    reclaimed_share: Parameter[Fraction]

    port_choice: str
    exhaustion_refuses: str
    exhaustion_signal: str
    tcp_release: str
    udp_release: str
    hold_is_per_destination: str
    boundary: str
    growth_times_out_flows: str
    reclaimed_half: str
    shrinking_keeps_flows: str
    late_packet_prolongs_hold: str
    late_packet_revives: str
    reopen_in_hold: str

    @cached_property
    def scope(self) -> Callable[[FiveTuple], Hashable]:
        """What of a flow decides, with its instance, which others it may share a port with."""
        return itemgetter(_SOURCE, *sorted(_FIELD[name] for name in self.port_scope))

    @cached_property
    def needed_fins(self) -> int:
        """The ends that must have sent FIN, as bits."""
        return sum(FIN_FROM[end] for end in self.fin_ends)

    @cached_property
    def refreshing(self) -> frozenset[tuple[str, str]]:
        """Each sign of life and the end that it comes from, where it restarts the idle timer."""
        return frozenset((sign, end) for sign in self.idle_reset_by for end in self.idle_reset_ends)


class Classic(SnatProfile):
    """The classic deployment."""

    tiers = table("classic.ports-by-pool-size")
    protocols = names("classic.masquerading.protocols")
    port_scope = names("classic.port-scope")
    first_port = number("classic.endpoint.first-port")
    idle_timeout = duration("classic.idle-timeout")
    fin_hold = duration("classic.fin-hold")
    rst_hold = duration("classic.rst-hold")
    fin_ends = names("classic.fin-ends")
    idle_reset_by = names("classic.idle-reset.by")
    idle_reset_ends = names("classic.idle-reset.ends")
    reclaimed_share = fraction("classic.growth.reclaimed-share")

    port_choice = "classic.port-choice"
    exhaustion_refuses = "classic.exhaustion-refuses"
    exhaustion_signal = "classic.exhaustion.signal"
    tcp_release = "classic.tcp-release"
    udp_release = "classic.udp-release"
    hold_is_per_destination = "classic.hold-is-per-destination"
    boundary = "classic.boundary"
    growth_times_out_flows = "classic.growth.times-out-flows"
    reclaimed_half = "classic.growth.reclaimed-half"
    shrinking_keeps_flows = "classic.shrinking.keeps-flows"
    late_packet_prolongs_hold = "classic.late-packet-prolongs-hold"
    late_packet_revives = "classic.late-packet-revives"
    reopen_in_hold = "classic.reopen-in-hold"
