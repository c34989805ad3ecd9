"""The public addresses that flows of a classic deployment leave from, if it were otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable

from azsim.azure.flows import Translator
from azsim.azure.outbound import Outbound
from azsim.azure.public_addresses import Instance, PublicAddress, PublicAddresses
from azsim.proving.variants.variant import otherwise


@otherwise("classic.endpoint-choice", "the-first-listed", Outbound, "_choose")
def the_first_listed(self: Outbound, instance: Instance) -> Translator | None:
    """The others are never used."""
    return next(iter(self.deployment.addresses.translators(instance)), None)


@otherwise("classic.fallback.shared", "one-for-each-instance", PublicAddresses, "_fallback_of")
def one_for_each_instance(
    self: PublicAddresses,
    instance: Instance,
    *,
    real: Callable[[PublicAddresses, Instance], PublicAddress],
) -> PublicAddress:
    """Nobody else shares it."""
    public = real(self, instance)
    public.members = [instance]
    return public


@otherwise("classic.pool-members", "the-whole-deployment", PublicAddresses, "_reported")
def the_whole_deployment(self: PublicAddresses, public: PublicAddress) -> int:
    """Who shares the address doesn't matter."""
    return math.ceil(len(self.instances) * self.factor)
