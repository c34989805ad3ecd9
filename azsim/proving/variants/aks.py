"""AKS clusters, if they were otherwise."""

from __future__ import annotations

from azsim.deploy import aks
from azsim.facts import Facts
from azsim.proving.variants.variant import otherwise


@otherwise("aks.tcp-reset", "silence", aks, "resets_idle_flows")
def silence(facts: Facts) -> bool:
    """No TCP reset."""
    return False
