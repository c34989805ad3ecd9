"""Every reason that a step may name for a refusal or a drop: the one list of them."""

from __future__ import annotations

from azsim.deploy import app_service, classic, load_balancers, security_groups
from azsim.facts import Facts
from azsim.functions import circuit, instance_address, security_group
from azsim.functions.snat import flows, masquerading
from azsim.hosts import host
from azsim.model.rules import Rule
from azsim.text import listed
from azsim.units import format_count


def _largest_pool(fact_id: str) -> str:
    return format_count(Facts().table(fact_id)[-1][0])


def _priorities() -> Rule:
    facts = Facts()
    return security_groups.priority_refusal(
        facts.number("security-group.priority.lowest"),
        facts.number("security-group.priority.highest"),
    )


REASONS = (
    masquerading.ONLY_TCP_AND_UDP,
    instance_address.CARRIES_ONLY.fill(protocols=listed(["TCP", "UDP", "ICMP", "ESP"])),
    masquerading.EXHAUSTED,
    masquerading.UNSOLICITED,
    flows.NO_FLOW,
    classic.ROLE_HAS_NO_ADDRESS,
    classic.AZURE_PICKS,
    classic.AT_MOST_TWICE,
    classic.REPORT_IS_FIXED,
    classic.TOO_MANY.fill(most=_largest_pool("classic.ports-by-pool-size")),
    load_balancers.TOO_MANY.fill(most=_largest_pool("outbound.ports-by-pool-size")),
    app_service.TOO_MANY.fill(most=format_count(Facts().number("app-service.largest-plan"))),
    load_balancers.SHARED_BACK_END_PORT,
    load_balancers.SHARED_BY_TWO,
    _priorities(),
    security_groups.PRIORITY_TAKEN,
    security_group.NO_GROUP,
    host.NO_ANSWER,
    host.REFUSED,
    circuit.SKU_WITHOUT_FASTPATH,
    circuit.TOO_FEW_SCALE_UNITS,
    circuit.ON_THE_CONNECTION_ONLY,
    circuit.NO_ROUTES_EXCHANGED,
    circuit.NO_GATEWAY,
)


def find(words: str) -> Rule:
    """The reason that reads *words* in one of the languages.

    :raises LookupError: where none does; the vocabulary lets no other words through.
    """
    return next(reason for reason in REASONS if words in (reason.text.en, reason.text.ja))
