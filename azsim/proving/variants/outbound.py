"""The public addresses that flows of a deployment leave from, if it were otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

from azsim.deploy.classic import FALLBACK, CloudServices, RunningService
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.machines import Machine
from azsim.deploy.public_ips import InstanceAddresses
from azsim.functions.egress import Egress
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.snat.flows import NO_FRAGMENTS, Translator
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import DefaultOutboundAccess
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.proving.variants.variant import otherwise


@otherwise("outbound.fragments", "carried", Translator, "holds_up")
@otherwise("default-outbound-access.fragments", "carried", Translator, "holds_up")
@otherwise("nat-gateway.fragments", "carried", Translator, "holds_up")
def carries_fragments(self: Translator, packet: Packet) -> Rule | None:
    """Fragments are packets like others."""
    return None


@otherwise("public-ip.fragments", "dropped", InstanceAddress, "_rewrite_fragments")
def drops_fragments(self: InstanceAddress, packet: Packet, now: int) -> Verdict:
    """No fragment gets through."""
    return Drop(NO_FRAGMENTS)


@otherwise("classic.endpoint-choice", "the-first-listed", Egress, "_choose")
def the_first_listed(self: Egress, candidates: Sequence[Translator], flow: FiveTuple) -> Translator:
    """The others are never used."""
    return candidates[0]


@otherwise("classic.fallback.shared", "one-for-each-instance", CloudServices, "_fallback_of")
def one_for_each_instance(self: CloudServices, running: RunningService, machine: Machine) -> Snat:
    """Nobody else shares it."""
    for held in machine.egress.methods.get(FALLBACK, ()):
        assert isinstance(held, Snat)
        return held
    own = self._snat(self._fallback_address(), running)
    own.set_pool([machine.egress], 1)
    return own


@otherwise("classic.instance-level.one-to-one", "masquerades", CloudServices, "_own_address")
def own_address_masquerades(self: CloudServices, address: str, egress: Egress) -> Snat:
    """It is translated as a pool of one instance is."""
    snat = Snat(address, address, self._shared, self.world.trace)
    snat.set_pool([egress], 1)
    return snat


@otherwise("public-ip.one-to-one", "masquerades", InstanceAddresses, "_own_address")
def public_ip_masquerades(self: InstanceAddresses, address: str, egress: Egress) -> Snat:
    """It is translated as default outbound access is."""
    snat = Snat(address, address, DefaultOutboundAccess(self.world.facts), self.world.trace)
    snat.set_pool([egress], 1)
    return snat


@otherwise(
    "classic.instance-level.idle-timeout.inbound", "both-directions", InstanceAddress, "kept_for"
)
@otherwise("public-ip.idle-timeout.inbound", "both-directions", InstanceAddress, "kept_for")
def timeout_for_both_directions(self: InstanceAddress, cause: ReleaseCause, protocol: str) -> int:
    """What is set is asked first, as by every other translator."""
    return Translator.kept_for(self, cause, protocol)


@otherwise("public-ip.one-sku", "mixed", MachineSkus, "_mixed")
@otherwise("load-balancer.public-ip-sku", "mixed", MachineSkus, "_other_sku")
def mixed_skus(self: MachineSkus) -> Rule | None:
    """Both are accepted."""
    return None


@otherwise("classic.pool-members", "the-whole-deployment", CloudServices, "reported")
def the_whole_deployment(
    self: CloudServices, running: RunningService, members: Sequence[Machine]
) -> int:
    """Who shares the address doesn't matter."""
    return math.ceil(len(running.machines) * running.factor)
