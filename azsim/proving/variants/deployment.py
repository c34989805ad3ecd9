"""What one may ask of a classic deployment, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable

from azsim.deploy.classic import CloudServices
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise


@otherwise("classic.fallback.configurable", "accepted", CloudServices, "fallback_address_refusal")
def a_fallback_address_is_accepted(self: CloudServices) -> Rule | None:
    """One may choose it."""
    return None


@otherwise("classic.idle-timeout.adjustable", "accepted", CloudServices, "idle_timeout_refusal")
def an_idle_timeout_is_accepted(self: CloudServices) -> Rule | None:
    """One may choose it."""
    return None


@otherwise("classic.redeployment.configurable", "accepted", CloudServices, "redeployment_refusal")
def a_report_is_accepted(self: CloudServices) -> Rule | None:
    """One may choose it."""
    return None


@otherwise("classic.fallback.counts-against-quota", "counts", CloudServices, "addresses_counted")
def fallback_counts(
    self: CloudServices, name: str, *, real: Callable[[CloudServices, str], int]
) -> int:
    """It is one address more where an instance uses it."""
    return real(self, name) + bool(self.running[name].on_fallback())


@otherwise(
    "classic.redeployment.ends-by-itself", "the-report-stays", CloudServices, "end_redeployment"
)
def the_report_stays(self: CloudServices, name: str) -> None:
    """Nothing goes back."""
