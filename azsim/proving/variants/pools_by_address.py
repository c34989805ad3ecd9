"""Back-end pools by IP address, if they were otherwise."""

from __future__ import annotations

from azsim.deploy import pools_by_address
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.facts import Facts
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise


@otherwise(
    "load-balancer.pool-by-address.default-access", "takes-it", LoadBalancers, "_keeps_access"
)
def takes_access(self: LoadBalancers, record: LoadBalancer, machine: Machine) -> bool:
    """Its members are like those of any pool."""
    return False


@otherwise(
    "load-balancer.pool-by-address.standard-only", "accepted", pools_by_address, "_refuse_basic"
)
@otherwise(
    "load-balancer.pool-by-address.no-mixture", "accepted", pools_by_address, "_refuse_mixture"
)
@otherwise(
    "load-balancer.pool-by-address.no-inbound-nat",
    "accepted",
    pools_by_address,
    "_refuse_inbound_nat",
)
def pool_accepted(facts: Facts) -> Rule | None:
    """Azure has no objection."""
    return None
