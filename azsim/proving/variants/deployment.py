"""What one may ask of a classic deployment, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable

from azsim.azure.deployment import Deployment
from azsim.proving.variants.variant import otherwise
from azsim.text import Text

Refuse = Callable[[Deployment, str, Text, Text], None]


def _accepts(asked: str) -> Callable[..., None]:
    def accepts(self: Deployment, fact: str, request: Text, reason: Text, *, real: Refuse) -> None:
        """What is asked for is accepted, this one thing only."""
        if fact == asked:
            self.world.requests.accept(request)
        else:
            real(self, fact, request, reason)

    return accepts


for _asked in (
    "classic.fallback.configurable",
    "classic.idle-timeout.adjustable",
    "classic.redeployment.configurable",
):
    otherwise(_asked, "accepted", Deployment, "_refuse")(_accepts(_asked))


@otherwise("classic.fallback.counts-against-quota", "counts", Deployment, "addresses_counted")
def fallback_counts(self: Deployment, *, real: Callable[[Deployment], int]) -> int:
    """It is one address more where an instance uses it."""
    return real(self) + bool(self.addresses.on_fallback())


@otherwise(
    "classic.redeployment.ends-by-itself", "the-report-stays", Deployment, "end_redeployment"
)
def the_report_stays(self: Deployment) -> None:
    """Nothing goes back."""
