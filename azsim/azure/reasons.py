"""Every reason that a step may name for a refusal or a drop: the one list of them."""

from __future__ import annotations

from azsim.azure.flows import TIMED_OUT
from azsim.deploy import (
    app_service,
    application_groups,
    classic,
    classic_endpoints,
    classic_instance_level,
    default_access,
    firewalls,
    guest_routes,
    load_balancer_outbound,
    load_balancer_refusals,
    load_balancers,
    machine_skus,
    nat_gateways,
    outbound_rule_checks,
    pools_by_address,
    private_addresses,
    scale_sets,
    secondary_configurations,
    security_groups,
    services,
    world,
)
from azsim.facts import Facts
from azsim.functions import (
    circuit,
    egress,
    front_end_pings,
    health_probe,
    instance_address,
    load_balancer,
    security_group,
    server_health,
    user_routes,
)
from azsim.functions.firewall import profiles, rules
from azsim.functions.nat import gateway
from azsim.functions.snat import flows, masquerading
from azsim.hosts import host
from azsim.model.rules import Rule
from azsim.text import Text, listed
from azsim.units import format_count, format_duration


def _largest_pool(fact_id: str) -> str:
    return format_count(Facts().table(fact_id)[-1][0])


def _priorities() -> Rule:
    facts = Facts()
    return security_groups.priority_refusal(
        facts.number("security-group.priority.lowest"),
        facts.number("security-group.priority.highest"),
    )


def _idle_timeouts() -> Rule:
    facts = Facts()
    return outbound_rule_checks.idle_timeout_range(
        facts.duration("outbound-rule.idle-timeout.shortest"),
        facts.duration("outbound-rule.idle-timeout.longest"),
    )


def _nat_idle_timeouts() -> Rule:
    facts = Facts()
    return nat_gateways.idle_timeout_range(
        facts.duration("nat-gateway.idle-timeout.shortest"),
        facts.duration("nat-gateway.idle-timeout.longest"),
    )


FAILURES = (
    masquerading.ONLY_TCP_AND_UDP,
    instance_address.CARRIES_ONLY.fill(protocols=listed(["TCP", "UDP", "ICMP", "ESP"])),
    masquerading.EXHAUSTED,
    masquerading.UNSOLICITED,
    gateway.CARRIES_ONLY.fill(protocols=listed(["TCP", "UDP"])),
    gateway.TOO_MANY_TO_ONE.fill(
        most=format_count(Facts().number("nat-gateway.connections-to-one-destination"))
    ),
    gateway.TOO_MANY.fill(most=format_count(Facts().number("nat-gateway.connections"))),
    flows.NO_FLOW,
    flows.NO_FRAGMENTS,
    security_group.NO_GROUP,
    load_balancer_outbound.SNAT_DISABLED,
    user_routes.NO_NEXT_HOP,
    rules.NO_RULE,
    profiles.NOT_TO_THE_INTERNET,
    guest_routes.WRONG_INTERFACE,
    profiles.NOT_FORWARDED,
    egress.NO_METHOD,
    egress.NOT_PEERED,
    world.NOBODY_HAS_IT,
    load_balancer.NO_FLOW,
    load_balancer.NO_RULE_FOR_PORT,
    load_balancer.NO_RULE_FOR_PROTOCOL,
    host.COMES_BACK,
    health_probe.NO_ANSWER,
    health_probe.OTHER_STATUS,
    health_probe.RESET,
    health_probe.CLOSED_PORT,
    load_balancer.NO_HEALTHY_SERVER,
    load_balancer.ALL_TAKEN_OUT,
    front_end_pings.ALL_STOPPED,
    server_health.NOT_SINCE_START,
    host.STOPPED,
    host.NO_ANSWER,
    host.REFUSED,
    host.RESET,
    host.NO_EPHEMERAL_PORT,
    TIMED_OUT,
)
"""Why a packet is dropped, and why a connection or a request fails."""

WITHOUT_ACCESS = (
    default_access.PRIVATE_SUBNET,
    default_access.FLEXIBLE,
    default_access.WITH_ITS_GROUP,
    default_access.PUBLIC_IP_BESIDE,
    load_balancers.BEHIND_INTERNAL,
    load_balancers.BEHIND_PUBLIC,
    load_balancers.NO_OUTBOUND_BY_RULES,
)
"""Why a machine has no default outbound access."""

REASONS = (
    *FAILURES,
    classic.ROLE_HAS_NO_ADDRESS,
    classic.AZURE_PICKS,
    classic.AT_MOST_TWICE,
    classic.REPORT_IS_FIXED,
    classic.TOO_MANY.fill(most=_largest_pool("classic.ports-by-pool-size")),
    load_balancers.TOO_MANY.fill(most=_largest_pool("outbound.ports-by-pool-size")),
    app_service.TOO_MANY.fill(most=format_count(Facts().number("app-service.largest-plan"))),
    outbound_rule_checks.STANDARD_ONLY,
    outbound_rule_checks.PUBLIC_ONLY,
    outbound_rule_checks.FRONT_END_IN_USE,
    secondary_configurations.OUTBOUND_RULE_FOR_PRIMARY,
    secondary_configurations.FLOATING_IP_FOR_PRIMARY,
    pools_by_address.STANDARD_ONLY,
    pools_by_address.MIXED,
    pools_by_address.NO_INBOUND_NAT,
    _idle_timeouts(),
    load_balancers.SHARED_BACK_END_PORT,
    machine_skus.MIXED_SKUS,
    machine_skus.BASIC_BESIDE_NAT_GATEWAY,
    machine_skus.OTHER_SKU_OF_FRONT_END,
    scale_sets.BEHIND_BASIC,
    private_addresses.OUTSIDE,
    private_addresses.kept(Facts()),
    load_balancer_refusals.FRONT_END_PORT_TAKEN,
    load_balancer_refusals.HA_PORTS_ON_INTERNAL_STANDARD,
    load_balancer_refusals.HA_PORTS_ONCE,
    load_balancer_refusals.HA_PORTS_BESIDE_OTHERS,
    load_balancer_refusals.idle_timeout_range(Facts()),
    load_balancer_refusals.idle_timeout_range(
        Facts(), load_balancer_refusals.NAT_IDLE_TIMEOUT_RANGE
    ),
    load_balancer_refusals.TCP_RESET_ON_STANDARD,
    load_balancer_refusals.probe_interval_range(Facts()),
    load_balancer_refusals.HTTPS_PROBE_ON_STANDARD,
    load_balancer_refusals.NAT_RANGE_TOO_SHORT,
    classic_endpoints.idle_timeout_range(Facts()),
    classic_instance_level.idle_timeout_range(Facts()),
    services.idle_timeout_range(Facts()),
    front_end_pings.NO_RULE_OR_SERVER,
    front_end_pings.NOT_ANSWERED_HERE,
    front_end_pings.TOO_LARGE.fill(most=Facts().number("load-balancer.ping.largest-packet")),
    load_balancers.SHARED_BY_TWO,
    firewalls.TOO_MANY_ADDRESSES.fill(most=format_count(Facts().number("firewall.most-addresses"))),
    firewalls.TOO_FEW_INSTANCES.fill(
        least=format_count(Facts().number("firewall.least-instances"))
    ),
    firewalls.TIMEOUT_TOO_LONG.fill(
        longest=format_duration(Facts().duration("firewall.longest-idle-timeout"))
    ),
    firewalls.NAT_PORT_TOO_LARGE.fill(
        most=format_count(Facts().number("firewall.largest-nat-port"))
    ),
    nat_gateways.TOO_MANY_ADDRESSES.fill(
        most=format_count(Facts().number("nat-gateway.addresses"))
    ),
    _nat_idle_timeouts(),
    nat_gateways.UDP_TIMEOUT_IS_FIXED,
    nat_gateways.WRONG_ADDRESS_SKU.fill(sku="Standard"),
    nat_gateways.WRONG_ADDRESS_SKU.fill(sku="StandardV2"),
    nat_gateways.REFUSED_SUBNET,
    nat_gateways.REFUSED_DELEGATION.fill(sku="Standard"),
    nat_gateways.REFUSED_DELEGATION.fill(sku="StandardV2"),
    _priorities(),
    security_groups.PRIORITY_TAKEN,
    application_groups.IN_OTHER_NETWORK,
    application_groups.APART,
    *WITHOUT_ACCESS,
    circuit.SKU_WITHOUT_FASTPATH,
    circuit.TOO_FEW_SCALE_UNITS,
    circuit.ON_THE_CONNECTION_ONLY,
    circuit.NO_ROUTES_EXCHANGED,
    circuit.NO_GATEWAY,
)

ALSO_SAID = {
    Text("nothing answers", "どこからも応答がない"): host.NO_ANSWER,
    Text(
        "ephemeral ports are exhausted", "エフェメラル ポートが枯渇している"
    ): host.NO_EPHEMERAL_PORT,
}
"""Other words for some of them."""

WORDS: dict[Text, Rule] = {**{reason.text: reason for reason in REASONS}, **ALSO_SAID}
"""All words, and the reasons that they give."""


def find(words: str) -> Rule:
    """The reason that reads *words* in one of the languages.

    :raises LookupError: where none does; the vocabulary lets no other words through.
    """
    return next(reason for text, reason in WORDS.items() if words in (text.en, text.ja))
