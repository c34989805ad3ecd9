"""Private addresses that somebody picks, if they were otherwise."""

from __future__ import annotations

from azsim.deploy import private_addresses
from azsim.facts import Facts
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise


@otherwise("private-address.in-subnet", "anywhere", private_addresses, "_outside")
def anywhere(facts: Facts) -> Rule | None:
    """Azure has no objection."""
    return None
