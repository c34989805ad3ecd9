"""SNAT, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from azsim.deploy.app_service import AppServicePlans
from azsim.engine.expiry import ExpiryQueue
from azsim.engine.routes import AddressSpace
from azsim.functions.snat.flows import Sender, TranslatedFlow, Translator
from azsim.functions.snat.pools import Lost, Place, Pool
from azsim.functions.snat.port_allocation import Allocation
from azsim.functions.snat.ports import Bucket, Mapping
from azsim.functions.snat.profiles import Finishing
from azsim.functions.snat.several_addresses import SnatOfSeveralAddresses
from azsim.model.packet import FiveTuple
from azsim.model.resources.app_service import AppServicePlan
from azsim.proving.variants.variant import otherwise

IdleOut = Callable[[Translator, TranslatedFlow, int], None]


@otherwise("classic.exhaustion-refuses", "shares-a-port", Bucket, "take")
def shares_a_port(
    self: Bucket, flow: FiveTuple, *, real: Callable[[Bucket, FiveTuple], Mapping | None]
) -> Mapping | None:
    """A flow that finds no port takes the first one, whoever holds it."""
    mapping = real(self, flow)
    if mapping is None:
        self.returned.append(0)
        mapping = real(self, flow)
    return mapping


@otherwise("app-service.exhaustion-refuses", "shares-a-port", Bucket, "take")
def an_app_shares_a_port(
    self: Bucket, flow: FiveTuple, *, real: Callable[[Bucket, FiveTuple], Mapping | None]
) -> Mapping | None:
    """The same of App Service."""
    return shares_a_port(self, flow, real=real)


@otherwise("app-service.integration", "stays-outside", AppServicePlans, "_space_of")
def stays_outside(self: AppServicePlans, plan: AppServicePlan) -> AddressSpace:
    """A network that nobody else is in."""
    return self.world.new_space(plan.name)


@otherwise("app-service.address-choice", "first-address", SnatOfSeveralAddresses, "address_for")
def first_address(self: SnatOfSeveralAddresses, flow: FiveTuple) -> str:
    """The first of the addresses."""
    return self.address


@otherwise("classic.growth.times-out-flows", "flows-stay", Pool, "_reclaimed")
def flows_stay(self: Pool, place: Place, share: int, tiers: int) -> Iterator[TranslatedFlow]:
    """Growing reclaims no port."""
    return iter(())


@otherwise("classic.shrinking.keeps-flows", "flows-are-lost", Pool, "_losing")
def flows_are_lost(
    self: Pool,
    place: Place,
    share: int,
    before: Allocation,
    gone: Collection[Sender],
    *,
    real: Callable[[Pool, Place, int, Allocation, Collection[Sender]], Lost],
) -> Lost:
    """Shrinking hands every port out anew."""
    yield from real(self, place, share, before, gone)
    assert self._allocation is not None
    if self._allocation.ports > before.ports:
        left = {member.address for member in gone}
        for address, instance in place.instances.items():
            if address not in left:
                instance.size = 0
                yield from ((flow, "reclaimed") for flow in instance.holders_from(0))


@otherwise("outbound.udp-cone", "one-port-for-each-flow", Bucket, "_beside")
def one_port_for_each_flow(self: Bucket, flow: FiveTuple) -> int | None:
    """Which port of its instance a flow comes from doesn't matter."""
    return None


@otherwise("classic.tcp-release", "fin-releases-nothing", Translator, "fin")
def fin_releases_nothing(self: Translator, flow: TranslatedFlow, end: Finishing, now: int) -> None:
    """No hold begins."""


@otherwise("classic.tcp-release", "rst-releases-nothing", Translator, "reset")
def rst_releases_nothing(self: Translator, flow: TranslatedFlow, now: int) -> None:
    """No hold begins."""


@otherwise("classic.tcp-release", "never-idles-out", Translator, "_idle_out")
def tcp_never_idles_out(self: Translator, flow: TranslatedFlow, now: int, *, real: IdleOut) -> None:
    """Only holds end."""
    _wait_again(self._idle_tcp, self, flow, now, real)


@otherwise("classic.udp-release", "never-idles-out", Translator, "_idle_out")
def udp_never_idles_out(self: Translator, flow: TranslatedFlow, now: int, *, real: IdleOut) -> None:
    """Only TCP flows end."""
    _wait_again(self._idle_other, self, flow, now, real)


def _wait_again(
    queue: ExpiryQueue[TranslatedFlow],
    translator: Translator,
    flow: TranslatedFlow,
    now: int,
    real: IdleOut,
) -> None:
    """Let whoever waits in *queue* wait anew, and others idle out."""
    if flow.queue is queue:
        queue.put(flow, now)
    else:
        real(translator, flow, now)
