"""SNAT, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from azsim.engine.expiry import ExpiryQueue
from azsim.functions.snat import flows
from azsim.functions.snat.flows import End, Ending, Mapping, Snat
from azsim.functions.snat.port_allocation import tier_of
from azsim.model.packet import FiveTuple
from azsim.proving.variants.variant import otherwise

Timer = tuple[ExpiryQueue[Mapping], Mapping, int]


@otherwise("classic.exhaustion-refuses", "shares-a-port", flows._Bucket, "take")
def shares_a_port(
    self: flows._Bucket,
    flow: FiveTuple,
    *,
    real: Callable[[flows._Bucket, FiveTuple], Mapping | None],
) -> Mapping | None:
    """A flow that finds no port takes the first one, whoever holds it."""
    mapping = real(self, flow)
    if mapping is None:
        self.returned.append(0)
        mapping = real(self, flow)
    return mapping


@otherwise("classic.growth.times-out-flows", "flows-stay", Snat, "_reclaim")
def flows_stay(
    self: Snat,
    instance: flows._Instance,
    keep: int,
    ending: Ending,
    *,
    real: Callable[[Snat, flows._Instance, int, Ending], list[Mapping]],
) -> list[Mapping]:
    """Growing reclaims no port that a flow holds."""
    return [] if ending == "reclaimed" else real(self, instance, keep, ending)


@otherwise("classic.shrinking.keeps-flows", "flows-are-lost", Snat, "resize")
def flows_are_lost(
    self: Snat,
    members: Sequence[str],
    reported: int,
    *,
    real: Callable[[Snat, Sequence[str], int], list[Mapping] | None],
) -> list[Mapping] | None:
    """Shrinking hands every port out anew."""
    tier = tier_of(reported, self._rules.tiers)
    lost: list[Mapping] = []
    if tier is not None and self._tier is not None and tier < self._tier:
        for instance in self._instances.values():
            lost += self._reclaim(instance, 0, "reclaimed")
    gone = real(self, members, reported)
    return None if gone is None else lost + gone


@otherwise("classic.tcp-release", "fin-releases-nothing", Snat, "fin")
def fin_releases_nothing(self: Snat, mapping: Mapping, end: End, now: int) -> None:
    """No hold begins."""


@otherwise("classic.tcp-release", "rst-releases-nothing", Snat, "reset")
def rst_releases_nothing(self: Snat, mapping: Mapping, now: int) -> None:
    """No hold begins."""


@otherwise("classic.tcp-release", "never-idles-out", Snat, "_timers")
def tcp_never_idles_out(self: Snat, *, real: Callable[[Snat], list[Timer]]) -> list[Timer]:
    """Only holds end."""
    return [timer for timer in real(self) if timer[0] is not self._idle_tcp]


@otherwise("classic.udp-release", "never-idles-out", Snat, "_timers")
def udp_never_idles_out(self: Snat, *, real: Callable[[Snat], list[Timer]]) -> list[Timer]:
    """Only TCP flows end."""
    return [timer for timer in real(self) if timer[0] is not self._idle_other]
