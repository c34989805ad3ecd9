"""The facts by which flows are translated, one class for each platform."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import ClassVar, Final, Literal

from azsim.facts import Facts
from azsim.facts.profile import Parameter, Profile, duration, fraction, names, number, table, text
from azsim.model.events import End
from azsim.model.packet import FiveTuple

Finishing = Literal[End, "both ends"]
"""Who sends FIN, the client first where both ends do."""

# Bits, because millions of flows carry them.
FIN_FROM: Final[Mapping[str, int]] = {"client": 1, "server": 2, "both ends": 3}
_BOTH_FINS: Final = frozenset({FIN_FROM["both ends"]})
_ANY_FINS: Final = frozenset(FIN_FROM.values())
_FINS_FROM: Final = {"either end": _ANY_FINS, "both ends": _BOTH_FINS}
_SOURCE: Final = 1
_FIELD: Final = {
    "protocol": 0,
    "source port": 2,
    "destination address": 3,
    "destination port": 4,
}


def fins_from(ends: str) -> frozenset[int]:
    """The sets of ends whose FINs begin the hold, where it takes FIN from *ends*.

    >>> sorted(fins_from("either end")), sorted(fins_from("both ends"))
    ([1, 2, 3], [3])
    """
    return _FINS_FROM[ends]


class _Shown(dict[str | None, None]):
    """The behaviours that *facts* have been told of, each when it is first looked up."""

    def __init__(self, facts: Facts) -> None:
        super().__init__({None: None})
        self._facts = facts

    def __missing__(self, behaviour: str) -> None:
        self[behaviour] = None
        self._facts.rests_on(behaviour)


class FlowProfile(Profile):
    """How long a flow lives, and what keeps it alive."""

    protocols: ClassVar[Parameter[tuple[str, ...]]]
    idle_timeout: ClassVar[Parameter[int]]
    fin_hold: ClassVar[Parameter[int]]
    rst_hold: ClassVar[Parameter[int]]
    reset_by: ClassVar[Parameter[tuple[str, ...]]]
    reset_from: ClassVar[Parameter[tuple[str, ...]]]

    tcp_release: ClassVar[str | None] = None
    udp_release: ClassVar[str | None] = None
    boundary: ClassVar[str | None] = None
    reopen_in_hold: ClassVar[str | None] = None
    hold_is_per_destination: ClassVar[str | None] = None
    fin_leaves_idle_timer: ClassVar[str | None] = None
    late_packet_prolongs_hold: ClassVar[str | None] = None
    late_packet_revives: ClassVar[str | None] = None
    unanswered_syn: ClassVar[str | None] = None
    reset_at_idle: ClassVar[str | None] = None
    fragments: ClassVar[str | None] = None
    """What is stated of IP fragments."""
    setting_is_for_inbound: ClassVar[str | None] = None
    setting_is_for_tcp: ClassVar[str | None] = None

    shows: Callable[[str | None], None]
    """What happens now is a behaviour: a fact, or None where nothing states it for a platform."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        # Told a million times, a behaviour is shown no more than once.
        self.shows = _Shown(facts).__getitem__

    @cached_property
    @abstractmethod
    def closing(self) -> frozenset[int]:
        """The sets of ends, each a sum of `FIN_FROM`, whose FINs begin the hold."""

    @cached_property
    def refreshing(self) -> frozenset[tuple[str, str]]:
        """Each sign of life and the end that it comes from, where it restarts the idle timer."""
        return frozenset((sign, end) for sign in self.reset_by for end in self.reset_from)


class PortProfile(FlowProfile):
    """Which ports there are, and which flows may share one."""

    tiers: ClassVar[Parameter[tuple[tuple[int, ...], ...]]]
    first_port: ClassVar[Parameter[int]]
    tcp_scope: ClassVar[Parameter[tuple[str, ...]]]
    udp_scope: ClassVar[Parameter[tuple[str, ...]]]
    reclaimed_share: ClassVar[Parameter[Fraction]]
    ports_per_address: ClassVar[Parameter[int] | None] = None
    most_by_default: ClassVar[Parameter[int] | None] = None
    block: ClassVar[Parameter[int] | int] = 1

    address_choice: ClassVar[str | None] = None
    port_choice: ClassVar[str | None] = None
    udp_cone: ClassVar[str | None] = None
    listeners_take_blocks: ClassVar[str | None] = None
    block_alignment: ClassVar[str | None] = None
    spread_over_addresses: ClassVar[str | None] = None
    shared_out_anew: ClassVar[str | None] = None
    exhaustion_refuses: ClassVar[str | None] = None
    exhaustion_signal: ClassVar[str | None] = None
    growth_times_out_flows: ClassVar[str | None] = None
    reclaimed_half: ClassVar[str | None] = None
    shrinking_keeps_flows: ClassVar[str | None] = None

    @cached_property
    def scope(self) -> Mapping[str, Callable[[FiveTuple], Hashable]]:
        """By protocol, what of a flow decides which others of its instance it may share with."""
        without_session = _fields(self.udp_scope)
        return defaultdict(lambda: without_session, TCP=_fields(self.tcp_scope))

    @cached_property
    def counts_protocols_apart(self) -> bool:
        """Whether TCP and UDP have ports of their own."""
        return "protocol" in self.tcp_scope


def _fields(names: tuple[str, ...]) -> Callable[[FiveTuple], Hashable]:
    return itemgetter(_SOURCE, *sorted(_FIELD[name] for name in names))


class ClassicFlows(FlowProfile):
    """Outbound flows of a classic deployment, whatever they leave through."""

    idle_timeout = duration("classic.idle-timeout")
    fin_hold = duration("classic.fin-hold")
    rst_hold = duration("classic.rst-hold")
    closing_ends = names("classic.fin-ends")
    reset_by = names("classic.idle-reset.by")
    reset_from = names("classic.idle-reset.ends")

    tcp_release = "classic.tcp-release"
    udp_release = "classic.udp-release"
    boundary = "classic.boundary"
    reopen_in_hold = "classic.reopen-in-hold"
    fin_leaves_idle_timer = "classic.fin-leaves-idle-timer"
    late_packet_prolongs_hold = "classic.late-packet-prolongs-hold"
    late_packet_revives = "classic.late-packet-revives"
    unanswered_syn = "classic.unanswered-syn"

    @cached_property
    def closing(self) -> frozenset[int]:
        """Those that hold every end that has to send FIN."""
        needed = sum(FIN_FROM[end] for end in self.closing_ends)
        return frozenset(ends for ends in _ANY_FINS if ends & needed == needed)


class ClassicInstanceLevel(ClassicFlows):
    """Flows from an instance-level public IP."""

    protocols = names("classic.instance-level.protocols")

    setting_is_for_inbound = "classic.instance-level.idle-timeout.inbound"
    setting_is_for_tcp = "classic.instance-level.idle-timeout.protocols"


class PublicIp(FlowProfile):
    """Flows from a public IP address that a machine in a virtual network has for itself.

    No port is held for them, but a flow that has ended is remembered as long as an idle one.
    """

    protocols = names("public-ip.protocols")
    idle_timeout = duration("public-ip.idle-timeout")
    fin_hold = duration("public-ip.idle-timeout")
    rst_hold = duration("public-ip.idle-timeout")
    reset_by = names("outbound.idle-reset.by")
    reset_from = names("outbound.idle-reset.ends")

    tcp_release = "public-ip.no-port-held"
    fragments = "public-ip.fragments"
    setting_is_for_inbound = "public-ip.idle-timeout.inbound"
    setting_is_for_tcp = "public-ip.idle-timeout.protocols"

    @cached_property
    def closing(self) -> frozenset[int]:
        """Those of both ends: nothing waits for a port, and the record is no shorter for one FIN."""
        return _BOTH_FINS


class Classic(ClassicFlows, PortProfile):
    """Flows that share a public address by port masquerading."""

    protocols = names("classic.masquerading.protocols")
    tiers = table("classic.ports-by-pool-size")
    first_port = number("classic.endpoint.first-port")
    tcp_scope = names("classic.port-scope")
    udp_scope = names("classic.port-scope")
    reclaimed_share = fraction("classic.growth.reclaimed-share")

    port_choice = "classic.port-choice"
    exhaustion_refuses = "classic.exhaustion-refuses"
    exhaustion_signal = "classic.exhaustion.signal"
    hold_is_per_destination = "classic.hold-is-per-destination"
    growth_times_out_flows = "classic.growth.times-out-flows"
    reclaimed_half = "classic.growth.reclaimed-half"
    shrinking_keeps_flows = "classic.shrinking.keeps-flows"


class LoadBalancerRule(PortProfile):
    """Flows of a back-end pool from a front end of its load balancer."""

    protocols = names("outbound.masquerading.protocols")
    idle_timeout = duration("outbound.idle-timeout")
    fin_hold = duration("outbound.fin-hold")
    rst_hold = duration("outbound.rst-hold")
    fin_from = text("outbound.fin-from")
    reset_by = names("outbound.idle-reset.by")
    reset_from = names("outbound.idle-reset.ends")
    tiers = table("outbound.ports-by-pool-size")
    first_port = number("outbound.first-port")
    tcp_scope = names("outbound.port-scope.tcp")
    udp_scope = names("outbound.port-scope.udp")
    reclaimed_share = fraction("outbound.growth.reclaimed-share")
    ports_per_address = number("outbound.ports-per-front-end")
    most_by_default = number("outbound.default-ports.most")
    block = number("outbound.port-block")

    udp_cone: ClassVar[str | None] = "outbound.udp-cone"
    listeners_take_blocks = "outbound.listeners-take-blocks"
    block_alignment = "outbound.block-alignment"
    spread_over_addresses = "outbound.spread-over-front-ends"
    shared_out_anew = "outbound-rule.change"
    reset_at_idle = "outbound.tcp-reset"

    unanswered_syn = "outbound.unanswered-syn"
    fragments = "outbound.fragments"

    @cached_property
    def closing(self) -> frozenset[int]:
        """Those of either end or of both, whichever is asked for."""
        return fins_from(self.fin_from)


class DefaultOutboundAccess(LoadBalancerRule):
    """Flows of a machine from the address that Azure gives it by itself."""

    private_after = text("default-outbound-access.private-after")

    fragments = "default-outbound-access.fragments"


class AppService(LoadBalancerRule):
    """Flows of an App Service plan, through a load balancer that customers don't see."""

    fin_hold = duration("app-service.fin-hold")
    rst_hold = duration("app-service.rst-hold")
    fin_from = text("app-service.fin-from")
    tcp_scope = names("app-service.port-scope")
    udp_scope = names("app-service.port-scope")
    ports = number("app-service.ports")
    most_instances = number("app-service.largest-plan")

    udp_cone = None
    address_choice = "app-service.address-choice"
    exhaustion_refuses = "app-service.exhaustion-refuses"

    @cached_property
    def tiers(self) -> tuple[tuple[int, ...], ...]:  # type: ignore[override]
        """One for every size: it doesn't count how many instances there are."""
        return ((self.most_instances, self.ports),)
