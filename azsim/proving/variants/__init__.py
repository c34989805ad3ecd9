"""What would happen if a behaviour were otherwise: small variants of production functions.

Production says where a behaviour applies and knows nothing else. Each counterfactual that
the register tells, ``[[fact.otherwise]]``, stands here as a variant, in the module that is
called like that of the function. A proof puts one in, plays the scenarios that rest on
the behaviour, and takes it out again.
"""

from __future__ import annotations

from azsim.proving.variants import (
    aks,
    circuit,
    default_access,
    deployment,
    dns,
    firewall,
    hosts,
    load_balancer,
    load_balancer_outbound,
    nat,
    network_interfaces,
    outbound,
    peering,
    pools_by_address,
    private_addresses,
    proxy,
    psping,
    security_group,
    snat,
    traffic_manager,
)
from azsim.proving.variants.variant import VARIANTS, Variant, otherwise, put_in

MODULES = (
    aks,
    circuit,
    default_access,
    deployment,
    dns,
    firewall,
    hosts,
    load_balancer,
    nat,
    network_interfaces,
    load_balancer_outbound,
    outbound,
    peering,
    pools_by_address,
    private_addresses,
    proxy,
    psping,
    security_group,
    snat,
    traffic_manager,
)
"""Where the variants stand."""

__all__ = ["MODULES", "VARIANTS", "Variant", "otherwise", "put_in"]
