"""Every reason that a step may name for a refusal or a drop, in both languages."""

from __future__ import annotations

from azsim.azure import deployment
from azsim.facts import Facts
from azsim.functions import circuit, instance_address
from azsim.functions.snat import flows as snat
from azsim.text import Text, listed

REASONS = (
    snat.ONLY_TCP_AND_UDP,
    instance_address.CARRIES_ONLY.fill(protocols=listed(["TCP", "UDP", "ICMP", "ESP"])),
    snat.EXHAUSTED,
    snat.UNSOLICITED,
    snat.NO_FLOW,
    deployment.ROLE_HAS_NO_ADDRESS,
    deployment.AZURE_PICKS,
    deployment.AT_MOST_TWICE,
    deployment.REPORT_IS_FIXED,
    deployment.too_many(Facts().table("classic.ports-by-pool-size")),
    circuit.SKU_WITHOUT_FASTPATH,
    circuit.TOO_FEW_SCALE_UNITS,
    circuit.ON_THE_CONNECTION_ONLY,
    circuit.NO_ROUTES_EXCHANGED,
    circuit.NO_GATEWAY,
)


def find(words: str) -> Text:
    """The reason that reads *words* in one of the languages.

    :raises LookupError: where none does; the vocabulary lets no other words through.
    """
    return next(reason for reason in REASONS if words in (reason.en, reason.ja))
