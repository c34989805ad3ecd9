"""Every behaviour of the three documents is a fact, and every fact has its reason to exist."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from azsim.facts import Fact, registry, show_value
from azsim.facts.words import names
from azsim.text import Text

# "Outbound connections (Classic)", statement by statement.
OUTBOUND_CLASSIC = {
    "C1 three methods": ["classic.methods"],
    "C2 what each method translates": ["classic.instance-level.one-to-one"],
    "C3 protocols by method": [
        "classic.instance-level.protocols",
        "classic.masquerading.protocols",
    ],
    "C4 who can use which method": ["classic.virtual-machine.methods", "classic.role.methods"],
    "C5 which method wins": ["classic.methods"],
    "C6 several endpoints": ["classic.endpoint-choice"],
    "C7 the fallback address": [
        "classic.fallback.configurable",
        "classic.fallback.counts-against-quota",
        "classic.fallback.shared",
    ],
    "C8 five-tuples are unique": ["classic.port-scope"],
    "C9 one port for each flow to a destination": ["classic.port-scope"],
    "C10 ports are shared between destinations": ["classic.port-scope"],
    "C11 exhaustion": ["classic.exhaustion-refuses"],
    "C12 idle timeout": ["classic.idle-timeout", "classic.idle-timeout.adjustable"],
    "C13 preallocation": ["classic.ports-by-pool-size"],
    "C14 what counts as pool": ["classic.pool-members"],
    "C15 growing into a tier": [
        "classic.growth.reclaimed-share",
        "classic.growth.times-out-flows",
        "classic.ports-by-pool-size",
        "classic.exhaustion-refuses",
    ],
    "C16 shrinking into a tier": ["classic.shrinking.keeps-flows", "classic.ports-by-pool-size"],
    "C17 redeployment": [
        "classic.redeployment.largest-factor",
        "classic.redeployment.configurable",
        "classic.redeployment.ends-by-itself",
    ],
    "C18 TCP and UDP apart": ["classic.port-scope"],
    "C19 TCP release": [
        "classic.tcp-release",
        "classic.fin-ends",
        "classic.fin-hold",
        "classic.rst-hold",
    ],
    "C20 UDP release": ["classic.udp-release"],
    "C21 keepalives": ["classic.idle-reset.by", "classic.idle-reset.ends"],
    # No value of its own: it follows from these.
    "C22 retries prolong exhaustion": [
        "classic.fin-hold",
        "classic.ports-by-pool-size",
        "classic.exhaustion-refuses",
    ],
    "C23 looking up the public address": ["classic.lookup.name", "classic.lookup.resolver"],
    "only public destinations are translated": ["classic.private-destinations"],
}

# "Bypassing the gateway with ExpressRoute FastPath".
FASTPATH = {
    "the way in passes the gateway": ["expressroute.path-in"],
    "FastPath bypasses it": ["expressroute.path-in-fastpath"],
    "the way out bypasses it always": ["expressroute.path-out"],
    "the gateway is still needed": ["expressroute.gateway-exchanges-routes"],
    "gateway SKUs": ["fastpath.gateway-skus", "fastpath.least-scale-units"],
    "enabled on the connection": ["fastpath.configured-on"],
    "latency drops": [
        "fastpath.recorded.median-off",
        "fastpath.recorded.median-on",
        "fastpath.recorded.minimum-off",
        "fastpath.recorded.minimum-on",
    ],
    "what PsPing prints": [
        "psping.warm-up",
        "psping.count",
        "psping.statistics-include-warm-up",
        "psping.rounding",
        "psping.version",
    ],
}

# "How Load Balancer and Application Gateway traffic differs".
LOAD_BALANCING = {
    "Load Balancer, request": ["load-balancer.rewrites-request"],
    "Load Balancer, response": ["load-balancer.rewrites-response"],
    "Load Balancer passes client certificates on": ["load-balancer.terminates-sessions"],
    "Application Gateway, two sessions": ["application-gateway.terminates-sessions"],
    "Application Gateway, request": ["application-gateway.server-side-source"],
    "Application Gateway, response": ["application-gateway.client-side-source"],
    "Application Gateway keeps client certificates": ["application-gateway.terminates-tls"],
    "Traffic Manager answers DNS queries": ["traffic-manager.answer"],
    "the client talks to the endpoint": ["traffic-manager.in-data-path"],
    "the cache goes first": ["traffic-manager.client-caches"],
    "after the cache, Traffic Manager decides": ["traffic-manager.expired-answer-is-asked-again"],
    "probes of Load Balancer": ["load-balancer.probe-source"],
    "probes of Application Gateway": ["application-gateway.probe-source"],
    "probes of Traffic Manager": ["traffic-manager.probe-sources"],
}

# Documented elsewhere, measured, or chosen because no document says it.
NOT_FROM_THE_THREE_DOCUMENTS = [
    "traffic-manager.skips-disabled",
    "application-gateway.host-names",
    "application-gateway.rule-order",
    "application-gateway.path-order",
    "application-gateway.other-paths",
    "application-gateway.path-case",
    "application-gateway.unknown-host.status",
    "resource-manager.load-balancer.sku",
    "resource-manager.public-ip.sku",
    "resource-manager.stand-in-address",
    "resource-manager.copy-count",
    "load-balancer.pool-by-address.default-access",
    "load-balancer.pool-by-address.standard-only",
    "load-balancer.pool-by-address.no-mixture",
    "load-balancer.pool-by-address.no-inbound-nat",
    "network-interface.primary-outbound",
    "network-interface.secondary-gateway",
    "network-interface.platform-route",
    "load-balancer.probe-answer-interface",
    "load-balancer.floating-ip.primary-configuration",
    "default-outbound-access.public-ip-beside",
    "nat-gateway.every-configuration",
    "outbound-rule.primary-configuration",
    "outbound.pool-counts-configurations",
    "load-balancer.probe-interval.shortest",
    "load-balancer.https-probe.standard-only",
    "load-balancer.probe-threshold",
    "load-balancer.http-probe.timeout",
    "load-balancer.http-probe.decides-at-once",
    "load-balancer.no-healthy-server",
    "load-balancer.probe-down.tcp",
    "load-balancer.probe-down.udp",
    "load-balancer.all-probes-down.tcp",
    "load-balancer.all-probes-down.pool-of-one",
    "load-balancer.all-probed-up",
    "load-balancer.all-probed-up.open-flows",
    "load-balancer.admin-state",
    "outbound.fragments",
    "default-outbound-access.fragments",
    "public-ip.fragments",
    "nat-gateway.fragments",
    "load-balancer.fragments",
    "load-balancer.ha-ports.fragments",
    "host.reset-connection-is-replaced",
    "scale-set.scale-in.uniform",
    "scale-set.scale-in.flexible",
    "scale-set.removed-instance",
    "load-balancer.nat.mappings-persist",
    "load-balancer.stopped-server",
    "load-balancer.started-server",
    "load-balancer.stopped-server.open-flows",
    "load-balancer.stopped-server.at-once",
    "load-balancer.fluctuating-server",
    "load-balancer.http-probe.closed-ports",
    "load-balancer.http-probe.closed-ports.outcome",
    "load-balancer.ping.all-off",
    "outbound.stopped-machine",
    "security-group.unsaid",
    "security-group.priority.lowest",
    "security-group.priority.highest",
    "security-group.distinct-priorities",
    "security-group.first-match",
    "security-group.application-groups",
    "security-group.application-group.one-network",
    "security-group.application-group.source-and-destination",
    "security-group.stateful",
    "security-group.new-flows-only",
    "security-group.inbound-order",
    "security-group.outbound-order",
    "security-group.closed-by-default",
    "security-group.default.virtual-network-in",
    "security-group.default.load-balancer-in",
    "security-group.default.deny-in",
    "security-group.default.virtual-network-out",
    "security-group.default.internet-out",
    "security-group.default.deny-out",
    "security-group.tag.azure-load-balancer",
    "security-group.tag.virtual-network",
    "security-group.tag.internet",
    "network.private-addresses",
    "network.platform-address",
    "load-balancer.back-end-port-reuse",
    "load-balancer.floating-ip",
    "expressroute.latency.sku",
    "dns.client-honours-ttl",
    "app-service.ports",
    "app-service.methods",
    "app-service.integration",
    "network.subnet-addresses-kept",
    "private-address.in-subnet",
    "load-balancer.public-ip-sku",
    "scale-set.flexible.no-basic-load-balancer",
    "app-service.port-scope",
    "app-service.exhaustion-refuses",
    "app-service.fin-hold",
    "app-service.rst-hold",
    "app-service.fin-from",
    "app-service.address-choice",
    "app-service.outbound-addresses",
    "app-service.largest-plan",
    "route.user-routes-first",
    "route.longest-prefix",
    "route.same-prefix",
    "firewall.ports-per-address",
    "firewall.nat-gateway",
    "network.first-public-address",
    "firewall.least-instances",
    "firewall.most-addresses",
    "firewall.ports-of-instances",
    "firewall.ports-as-load-balancer",
    "firewall.exhaustion-refuses",
    "firewall.address-choice",
    "firewall.private-destinations",
    "peering.connects",
    "peering.not-transitive",
    "peering.from-both-sides",
    "peering.forwarded-traffic",
    "firewall.private-ranges",
    "firewall.translates-to-its-own",
    "firewall.private-address-choice",
    "firewall.rule-order",
    "firewall.denies-by-default",
    "firewall.application-rules-translate",
    "firewall.proxy-as-one-connection",
    "firewall.drain",
    "firewall.dnat-translates-the-source",
    "firewall.dnat-allows-by-itself",
    "firewall.largest-nat-port",
    "firewall.idle-timeout.internet",
    "firewall.longest-idle-timeout",
    "firewall.idle-timeout.private",
    "firewall.resets-at-idle",
    "firewall.silent-between-networks",
    "aks.allocated-outbound-ports",
    "aks.idle-timeout",
    "aks.tcp-reset",
    "aks.outbound-type",
    "aks.deleted-service",
    "load-balancer.removed-front-end",
    "aks.load-balancer-sku",
    "aks.outbound-addresses",
    "aks.nat-gateway-addresses",
    "aks.network",
    "resource-manager.load-balancer.basic-retired",
    "resource-manager.public-ip.basic-retired",
    "aks.basic-without-services",
    "aks.basic-first-service",
    "aks.standard-keeps-its-addresses",
    "outbound.methods",
    "outbound.masquerading.protocols",
    "outbound.ports-by-pool-size",
    "outbound.port-scope.tcp",
    "outbound.port-scope.udp",
    "outbound.idle-timeout",
    "outbound.fin-hold",
    "outbound.rst-hold",
    "outbound.fin-from",
    "outbound.idle-reset.by",
    "outbound.idle-reset.ends",
    "outbound.growth.reclaimed-share",
    "outbound.first-port",
    "outbound.default-access.address",
    "storage.same-region",
    "default-outbound-access.address-of-each",
    "outbound.ports-per-front-end",
    "outbound.default-ports.most",
    "outbound.port-block",
    "outbound.listeners-take-blocks",
    "outbound.block-alignment",
    "outbound.spread-over-front-ends",
    "outbound.front-end-order",
    "outbound.udp-cone",
    "outbound.protocols-of-rules",
    "outbound.basic-picks-one",
    "outbound.rules-without-snat",
    "outbound.tcp-reset",
    "outbound-rule.multiple-of-block",
    "outbound-rule.oversubscription",
    "outbound-rule.zero",
    "outbound-rule.front-end-in-use",
    "outbound-rule.standard-only",
    "outbound-rule.public-only",
    "outbound-rule.idle-timeout.shortest",
    "outbound-rule.idle-timeout.longest",
    "outbound-rule.idle-timeout.protocols",
    "outbound-rule.change",
    "classic.instance-level.counts-against-quota",
    "classic.ilpip-behind-endpoint-counts",
    "classic.endpoint-choice.scope",
    "classic.endpoint.first-port",
    "classic.port-choice",
    "classic.fallback.address",
    "classic.exhaustion.signal",
    "classic.growth.reclaimed-half",
    "classic.late-packet-prolongs-hold",
    "classic.fin-leaves-idle-timer",
    "classic.hold-is-per-destination",
    "classic.reopen-in-hold",
    "classic.boundary",
    "classic.late-packet-revives",
    "classic.unanswered-syn",
    "outbound.unanswered-syn",
    "classic.lookup.resolver-address",
    "load-balancer.distribution",
    "load-balancer.distribution.source-ip",
    "load-balancer.distribution.source-ip-protocol",
    "load-balancer.front-end-port-once",
    "load-balancer.front-end.address",
    "load-balancer.front-end.port",
    "load-balancer.ha-ports",
    "load-balancer.hairpin",
    "load-balancer.activity",
    "load-balancer.idle-timeout",
    "load-balancer.idle-timeout.longest",
    "load-balancer.idle-timeout.shortest",
    "load-balancer.internal-front-end.address",
    "load-balancer.tcp-reset",
    "load-balancer.tcp-reset.standard-only",
    "load-balancer.internal.outbound",
    "load-balancer.nat.port-of-each",
    "load-balancer.nat.one-machine",
    "load-balancer.ping.all-probed-down",
    "load-balancer.ping.itself",
    "load-balancer.ping.largest-packet",
    "load-balancer.ping.no-rule",
    "load-balancer.ping.standard-public",
    "load-balancer.idle-timeout.front-end-first",
    "load-balancer.nat.range-blocks-growth",
    "load-balancer.rule-takes-in",
    "load-balancer.probe-interval",
    "application-gateway.instance-choice",
    "application-gateway.server-choice",
    "application-gateway.probe-interval",
    "application-gateway.probe-host",
    "application-gateway.request-timeout",
    "application-gateway.request-timeout.status",
    "application-gateway.request-timeout.second-server",
    "application-gateway.request-timeout.v2-status",
    "application-gateway.request-timeout.second-wait",
    "tcp-proxy.terminates-sessions",
    "tcp-proxy.terminates-tls",
    "traffic-manager.priority-order",
    "traffic-manager.all-degraded",
    "traffic-manager.largest-priority",
    "traffic-manager.name-server-address",
    "traffic-manager.skips-degraded",
    "traffic-manager.default-ttl",
    "traffic-manager.largest-ttl",
    "traffic-manager.probe-interval",
    "traffic-manager.one-prober",
    "dns.endpoint-record-ttl",
    "dns.expiry-boundary",
    "expressroute.latency.client-ce",
    "expressroute.latency.ce-msee",
    "expressroute.latency.msee-gateway",
    "expressroute.latency.gateway-vm",
    "expressroute.latency.msee-vm",
    "expressroute.latency.jitter-mean",
    "expressroute.latency.spike-chance",
    "expressroute.latency.spike-mean",
    "psping.interval",
    "psping.timeout",
    "host.first-ephemeral-port",
    "host.last-ephemeral-port",
    "host.retransmission-wait",
    "host.syn-retransmissions",
    "host.waits-double",
    "host.linux.retransmission-wait",
    "host.linux.syn-retransmissions",
    "host.linux.even-waits",
    "host.linux.first-ephemeral-port",
    "host.linux.last-ephemeral-port",
    "host.operating-system",
    "host.syn-without-answer",
    "host.lookup-wait",
    "host.lookup-queries",
    "host.time-wait",
    "host.private-first-address",
    "default-outbound-access.private-subnet",
    "default-outbound-access.private-after",
    "default-outbound-access.change-takes-effect",
    "default-outbound-access.group",
    "default-outbound-access.flexible-scale-set",
    "default-outbound-access.behind-public-standard",
    "classic.instance-level.idle-timeout.shortest",
    "classic.instance-level.idle-timeout.longest",
    "classic.instance-level.idle-timeout.inbound",
    "classic.instance-level.idle-timeout.protocols",
    "classic.inbound-idle-timeout",
    "classic.inbound-idle-timeout.longest",
    "classic.inbound-idle-timeout.shortest",
    "default-outbound-access.internet-routes",
    "expressroute.internal-front-end",
    "fastpath.internal-load-balancer",
    "outbound.default-access.pool",
    "public-ip.one-to-one",
    "public-ip.protocols",
    "public-ip.idle-timeout",
    "public-ip.idle-timeout.inbound",
    "public-ip.idle-timeout.protocols",
    "public-ip.idle-timeout.longest",
    "public-ip.idle-timeout.shortest",
    "public-ip.no-port-held",
    "public-ip.closed-by-default",
    "public-ip.one-sku",
    "nat-gateway.ports",
    "nat-gateway.first-port",
    "nat-gateway.addresses",
    "nat-gateway.connections-to-one-destination",
    "nat-gateway.connections",
    "nat-gateway.hold-counts",
    "nat-gateway.on-demand",
    "nat-gateway.port-choice",
    "nat-gateway.address-choice",
    "nat-gateway.removed-address-ends-flows",
    "nat-gateway.hold-is-per-destination",
    "nat-gateway.fin-hold",
    "nat-gateway.fin-from",
    "nat-gateway.rst-hold",
    "nat-gateway.half-open",
    "nat-gateway.udp-hold",
    "nat-gateway.idle-timeout",
    "nat-gateway.idle-timeout.shortest",
    "nat-gateway.idle-timeout.longest",
    "nat-gateway.udp-idle-timeout",
    "nat-gateway.idle-reset.by",
    "nat-gateway.idle-reset.ends",
    "nat-gateway.udp-kept-by",
    "nat-gateway.resets-late-packets",
    "nat-gateway.no-unsolicited-inbound",
    "nat-gateway.protocols",
    "nat-gateway.v2.protocols",
    "nat-gateway.address-skus",
    "nat-gateway.v2.address-skus",
    "nat-gateway.refused-subnets",
    "nat-gateway.refused-delegations",
    "nat-gateway.v2.refused-delegations",
    "nat-gateway.no-basic-in-subnet",
    "nat-gateway.attaching",
    "nat-gateway.v2.attaching",
    "nat-gateway.detaching-ends-flows",
    "nat-gateway.without-address",
]

BEHAVIOURS = {**OUTBOUND_CLASSIC, **FASTPATH, **LOAD_BALANCING}
MAPPED = {fact_id for ids in BEHAVIOURS.values() for fact_id in ids}
ALL = list(registry().values())

JAPANESE = "\u3040-\u30ff\u4e00-\u9fff々〆"
MISSING_SPACE = re.compile(f"[{JAPANESE}][A-Za-z0-9]|[A-Za-z0-9][{JAPANESE}]")
# A service that subnets are delegated to, a protocol, a SKU, an address or a domain name.
THE_SAME_IN_BOTH = re.compile(
    r"Microsoft\.\w+/\w+|[A-Z][A-Za-z0-9]*|[0-9./-]+|[a-z0-9.]+\.(?:com|net)"
)


def texts_of(fact: Fact) -> list[Text]:
    texts = [fact.statement, *(change.words for change in fact.changes())]
    texts += [show_value(fact)]
    texts += [text for text in (fact.reason, fact.contradictions) if text is not None]
    for source in fact.sources:
        texts += [source.document, source.section]
    return texts


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_behaviour_is_a_documented_or_observed_fact(behaviour: str) -> None:
    for fact_id in BEHAVIOURS[behaviour]:
        fact = registry()[fact_id]
        assert fact.status in ("documented", "observed")
        assert fact.sources


def test_every_statement_of_the_classic_document_is_there() -> None:
    numbers = {int(name[1:].split()[0]) for name in OUTBOUND_CLASSIC if name[0] == "C"}
    assert numbers == set(range(1, 24))


def test_every_fact_is_mapped_or_listed_but_not_both() -> None:
    listed = set(NOT_FROM_THE_THREE_DOCUMENTS)
    assert len(listed) == len(NOT_FROM_THE_THREE_DOCUMENTS)
    assert MAPPED | listed == set(registry())
    assert not MAPPED & listed


@pytest.mark.parametrize("fact", ALL, ids=lambda fact: fact.id)
class TestEachFact:
    def test_can_be_proven(self, fact: Fact) -> None:
        changes = fact.changes()
        assert changes or (fact.kind == "behaviour" and fact.status == "chosen")
        assert all(change.fact == fact.id and change.value != fact.value for change in changes)
        assert len({change.value for change in changes}) == len(changes)
        assert len({change.words for change in changes}) == len(changes)

    def test_has_a_statement_that_is_a_sentence_in_both_languages(self, fact: Fact) -> None:
        told = [each.statement for each in fact.otherwise]
        for text in (fact.statement, fact.reason, fact.contradictions, *told):
            if text is not None:
                assert text.en[0].isupper()
                assert text.en.endswith(".")
                assert text.ja.endswith("。")
                assert not re.search("です|ます", text.ja)

    def test_has_a_source_or_a_reason(self, fact: Fact) -> None:
        assert fact.reason is not None if fact.status == "chosen" else fact.sources

    def test_has_japanese_spaces_beside_latin_letters(self, fact: Fact) -> None:
        for text in texts_of(fact):
            assert not MISSING_SPACE.search(text.ja), text.ja
            assert "  " not in text.ja
            assert " 。" not in text.ja
            assert " 、" not in text.ja

    def test_shows_names_in_japanese(self, fact: Fact) -> None:
        present = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        for name in (*present, *fact.others):
            if isinstance(name, str) and name not in names():
                assert THE_SAME_IN_BOTH.fullmatch(name), f"{name} has no Japanese in words.toml"


def test_no_translated_name_is_left_over() -> None:
    used: set[str] = set()
    for fact in ALL:
        used |= set(fact.others)
        value = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        used |= {name for name in value if isinstance(name, str)}
    assert set(names()) <= used


def test_every_document_is_cited() -> None:
    text = resources.files("azsim.facts").joinpath("documents.toml").read_text(encoding="utf-8")
    declared = {
        (document["title"], name[0])
        for document in tomllib.loads(text).values()
        for name in document["sections"].values()
    }
    cited = {(source.document.en, source.section.en) for fact in ALL for source in fact.sources}
    assert cited == declared
