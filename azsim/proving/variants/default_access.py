"""Default outbound access, if machines had it otherwise."""

from __future__ import annotations

from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.deploy.storage import StorageAccounts
from azsim.functions.egress import Egress
from azsim.functions.snat.masquerading import Snat
from azsim.hosts.host import Host
from azsim.model.resources.identity import ResourceId
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise


@otherwise("default-outbound-access.private-subnet", "has-it", DefaultAccess, "_private_subnet")
def private_subnets_have_it(self: DefaultAccess) -> Rule | None:
    """A private subnet is like any other."""
    return None


@otherwise(
    "default-outbound-access.internet-routes", "lets-out", DefaultAccess, "_in_spite_of_routes"
)
def a_route_lets_out(self: DefaultAccess) -> Rule | None:
    """A route to the internet brings default outbound access back."""
    return None


@otherwise("default-outbound-access.flexible-scale-set", "has-it", DefaultAccess, "_by_scale_set")
def flexible_instances_have_it(self: DefaultAccess, machine: Machine) -> Rule | None:
    """An instance is a machine like any other."""
    return None


@otherwise("storage.same-region", "as-the-internet", StorageAccounts, "_stand_beside")
def as_the_internet(self: StorageAccounts, host: Host) -> None:
    """It is a server on the internet, and nothing else."""


@otherwise("default-outbound-access.address-of-each", "one-for-all", DefaultAccess, "_shared")
def one_for_all(self: DefaultAccess) -> Snat | None:
    """The one that somebody has by now."""
    owners = self.world.internet.owners.values()
    return next((each for each in owners if isinstance(each, Snat)), None)


@otherwise("default-outbound-access.group", "each-by-itself", DefaultAccess, "_by_group")
def each_by_itself(self: DefaultAccess, machine: Machine) -> Rule | None:
    """What stands before others doesn't matter."""
    return None


@otherwise(
    "default-outbound-access.change-takes-effect", "at-once", DefaultAccess, "_is_in_private"
)
def at_once(self: DefaultAccess, egress: Egress, subnet: ResourceId) -> bool:
    """What the subnet says now counts."""
    return self.networks.is_private(subnet)


@otherwise(
    "default-outbound-access.public-ip-beside", "stays", DefaultAccess, "_taken_by_public_ip"
)
def stays_beside_public_ip(self: DefaultAccess) -> Rule | None:
    """A public IP of another configuration takes nothing away."""
    return None


@otherwise(
    "default-outbound-access.behind-public-standard",
    "keeps-access",
    LoadBalancers,
    "_behind_public",
)
def keeps_access(self: LoadBalancers, egress: Egress) -> Rule | None:
    """The pool takes nothing away."""
    return None
