"""Firewalls with their own rules and those of policies: what gets out and in through them."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.explaining.answers import Explanation, Inbound, Outbound
from tests.explaining.broken import ADDRESSES, NETWORK, SUBNETS, named
from tests.explaining.conftest import (
    Explain,
    id_of,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

FIREWALLS = f"{NETWORK}azureFirewalls"
POLICIES = f"{NETWORK}firewallPolicies"
GROUPS = f"{POLICIES}/ruleCollectionGroups"
IP_GROUPS = f"{NETWORK}ipGroups"

Resources = list[dict[str, Any]]


def hub(policy: str | None = None, **rules: Any) -> Resources:
    """A machine whose subnet is routed to a firewall."""
    configuration = named(
        "one",
        subnet=ref(SUBNETS, "vnet/AzureFirewallSubnet"),
        privateIPAddress="10.0.9.4",
        publicIPAddress=ref(ADDRESSES, "fw-ip"),
    )
    route = named(
        "all",
        addressPrefix="0.0.0.0/0",
        nextHopType="VirtualAppliance",
        nextHopIpAddress="10.0.9.4",
    )
    if policy is not None:
        rules["firewallPolicy"] = ref(POLICIES, policy)
    return [
        network(
            subnet("app", "10.0.0.0/24", routeTable=ref(f"{NETWORK}routeTables", "routes")),
            subnet("AzureFirewallSubnet", "10.0.9.0/24"),
        ),
        public_ip("fw-ip"),
        resource(f"{NETWORK}routeTables", "routes", routes=[route]),
        resource(FIREWALLS, "fw", ipConfigurations=[configuration], **rules),
        *machine("vm1", privateIPAddress="10.0.0.7"),
    ]


def rule(name: str, port: str, **changed: Any) -> dict[str, Any]:
    """A network rule that is about TCP from everywhere to everywhere."""
    return {
        "name": name,
        "ruleType": "NetworkRule",
        "ipProtocols": ["TCP"],
        "protocols": ["TCP"],
        "sourceAddresses": ["*"],
        "destinationAddresses": ["*"],
        "destinationPorts": [port],
        **changed,
    }


def collection(name: str, priority: int, action: str, *rules: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "priority": priority, "action": {"type": action}, "rules": list(rules)}


def own(*collections: dict[str, Any]) -> dict[str, Any]:
    """Collections as a firewall itself has them."""
    return {
        "networkRuleCollections": [
            named(each["name"], **{key: each[key] for key in ("priority", "action", "rules")})
            for each in collections
        ]
    }


def group(policy: str, name: str, priority: int, *collections: dict[str, Any]) -> dict[str, Any]:
    properties = {"priority": priority, "ruleCollections": list(collections)}
    return resource(GROUPS, f"{policy}/{name}", **properties)


def outbound(explanation: Explanation) -> Outbound:
    assert explanation.unresolved == ()
    [found] = explanation.machines
    return found.outbound


def test_without_rules_nothing_gets_out(explain_resources: Explain) -> None:
    found = explain_resources(*hub())
    assert outbound(found).denied is not None
    assert "outbound-denied" in [each.id for each in found.findings]


def test_rules_of_its_own_let_out(explain_resources: Explain) -> None:
    web = own(collection("web", 100, "Allow", rule("https", "443")))
    found = outbound(explain_resources(*hub(**web)))
    assert (found.through, found.denied) == ("fw", None)
    ssh = own(collection("ssh", 100, "Allow", rule("ssh", "22")))
    assert outbound(explain_resources(*hub(**ssh))).denied is not None


def test_rules_of_a_policy_go_by_groups_and_collections(explain_resources: Explain) -> None:
    allow = collection("allow", 300, "Allow", rule("https", "443"))
    deny = collection("deny", 200, "Deny", rule("block", "400-500"))

    def of(*groups: dict[str, Any]) -> Outbound:
        policy = resource(POLICIES, "policy")
        return outbound(explain_resources(*hub("policy"), policy, *groups))

    denied = of(group("policy", "one", 100, allow, deny)).denied
    assert denied is not None
    assert "deny block" in denied.en
    first = group("policy", "first", 100, allow), group("policy", "second", 200, deny)
    assert of(*first).denied is None
    last = group("policy", "first", 300, allow), group("policy", "second", 200, deny)
    assert of(*last).denied is not None


def test_rules_of_one_name_are_told_apart(explain_resources: Explain) -> None:
    base, child = resource(POLICIES, "base"), resource(POLICIES, "child")
    child["properties"]["basePolicy"] = ref(POLICIES, "base")
    deny = collection("web", 100, "Deny", rule("https", "80"), rule("https", "443"))
    allow = collection("web", 100, "Allow", rule("https", "443"))
    groups = group("base", "one", 100, allow), group("child", "one", 100, deny, deny)
    assert outbound(explain_resources(*hub("child"), base, child, *groups)).denied is None


def test_what_a_policy_inherits_goes_first(explain_resources: Explain) -> None:
    base, child = resource(POLICIES, "base"), resource(POLICIES, "child")
    child["properties"]["basePolicy"] = ref(POLICIES, "base")
    deny = collection("deny", 65_000, "Deny", rule("https", "443"))
    allow = collection("allow", 100, "Allow", rule("https", "443"))
    groups = group("base", "one", 65_000, deny), group("child", "one", 100, allow)
    assert outbound(explain_resources(*hub("child"), base, child, *groups)).denied is not None


def test_a_policy_elsewhere_is_a_doubt(explain_resources: Explain) -> None:
    found = explain_resources(*hub("elsewhere"))
    [doubt] = found.unresolved
    assert "elsewhere" in doubt.reason.en
    [told] = found.machines
    assert told.doubts == (doubt,)
    assert told.outbound.through == "fw"


def test_ip_groups_and_ranges_are_followed(explain_resources: Explain) -> None:
    def of(*addresses: str, **changed: Any) -> Outbound:
        https = rule("https", "443", **changed)
        members = resource(IP_GROUPS, "apps", ipAddresses=list(addresses))
        web = own(collection("web", 100, "Allow", https))
        return outbound(explain_resources(*hub(**web), members))

    named_group = {"sourceAddresses": [], "sourceIpGroups": [id_of(IP_GROUPS, "apps")]}
    assert of("10.0.0.0/24", **named_group).denied is None
    assert of("10.9.0.0/24", **named_group).denied is not None
    assert of(sourceAddresses=["10.0.0.5-10.0.0.9"]).denied is None
    assert of(sourceAddresses=["10.0.0.8-10.0.0.9"]).denied is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"destinationAddresses": ["Storage"]},
        {"destinationAddresses": [], "destinationFqdns": ["a.b"]},
    ],
)
def test_what_names_others_is_named_and_left_out(
    changed: dict[str, Any], explain_resources: Explain
) -> None:
    web = own(collection("web", 100, "Allow", rule("https", "443", **changed)))
    found = explain_resources(*hub(**web))
    assert outbound(found).denied is not None
    [left_out] = found.not_modelled
    assert left_out.path == "firewall rule web https"


def test_an_application_rule_for_all_names_lets_out(explain_resources: Explain) -> None:
    https = {
        "ruleType": "ApplicationRule",
        "name": "https",
        "sourceAddresses": ["*"],
        "protocols": [{"protocolType": "Https", "port": 443}],
    }
    policy = resource(POLICIES, "policy")

    def of(**changed: Any) -> Outbound:
        web = collection("web", 100, "Allow", {**https, **changed})
        return outbound(explain_resources(*hub("policy"), policy, group("policy", "one", 100, web)))

    assert of(targetFqdns=["*"]).denied is None
    assert of(targetFqdns=["*.example.com"]).denied is not None


def way(explanation: Explanation) -> Inbound:
    assert explanation.unresolved == ()
    [found] = explanation.machines
    [only] = found.inbound
    return only


def test_a_dnat_rule_is_a_way_in(explain_resources: Explain) -> None:
    dnat = {
        "ruleType": "NatRule",
        "name": "ssh",
        "ipProtocols": ["TCP"],
        "sourceAddresses": ["*"],
        "destinationPorts": ["2222"],
        "translatedAddress": "10.0.0.7",
        "translatedPort": "22",
    }
    policy = resource(POLICIES, "policy")

    def of(*others: dict[str, Any]) -> Inbound:
        rules = group("policy", "one", 100, collection("in", 100, "DNAT", dnat), *others)
        return way(explain_resources(*hub("policy"), policy, rules))

    found = of()
    assert (found.kind, found.through, found.rule) == ("DNAT rule", "fw", "in ssh")
    assert (found.ports, found.back_end_ports, found.source) == ("2222", "22", "internet")
    assert found.address is not None
    assert found.address.resource == "fw-ip"
    assert found.why_not is None
    denied = of(collection("deny", 200, "Deny", rule("block", "22")))
    assert denied.why_not is not None
