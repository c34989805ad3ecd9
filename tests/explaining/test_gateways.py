"""Application gateways, and what comes to machines through them."""

from __future__ import annotations

from typing import Any

from azsim.explaining.answers import Explanation, Inbound
from azsim.explaining.differences import differences
from azsim.explaining.telling.lines import lines
from azsim.explaining.telling.markdown import markdown
from tests.explaining.conftest import (
    Explain,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

GATEWAY = "Microsoft.Network/applicationGateways"
GROUP = "Microsoft.Network/networkSecurityGroups"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"


def part(kind: str, name: str) -> dict[str, str]:
    return ref(f"{GATEWAY}/{kind}", f"gw/{name}")


def named(name: str, **properties: Any) -> dict[str, Any]:
    return {"name": name, "properties": properties}


def gateway(*, pool: list[dict[str, str]] | None = None, **changed: Any) -> list[dict[str, Any]]:
    """A gateway "gw" that listens at port 80 and leads to port 8080 of the *pool*."""
    properties: dict[str, Any] = {
        "sku": {"name": "Standard_v2", "tier": "Standard_v2"},
        "autoscaleConfiguration": {"minCapacity": 2, "maxCapacity": 10},
        "gatewayIPConfigurations": [named("ip", subnet=ref(SUBNET, "vnet/gw"))],
        "frontendIPConfigurations": [
            named("public", publicIPAddress=ref("Microsoft.Network/publicIPAddresses", "gw-ip"))
        ],
        "frontendPorts": [named("http", port=80)],
        "backendAddressPools": [named("web", backendAddresses=pool or [])],
        "backendHttpSettingsCollection": [named("settings", port=8080, protocol="Http")],
        "httpListeners": [
            named(
                "listener",
                frontendIPConfiguration=part("frontendIPConfigurations", "public"),
                frontendPort=part("frontendPorts", "http"),
                protocol="Http",
            )
        ],
        "requestRoutingRules": [
            named(
                "rule",
                ruleType="Basic",
                httpListener=part("httpListeners", "listener"),
                backendAddressPool=part("backendAddressPools", "web"),
                backendHttpSettings=part("backendHttpSettingsCollection", "settings"),
                priority=1,
            )
        ],
    }
    return [public_ip("gw-ip"), resource(GATEWAY, "gw", **{**properties, **changed})]


def member(name: str = "vm1") -> list[dict[str, Any]]:
    """A machine whose interface names the pool."""
    return machine(name, applicationGatewayBackendAddressPools=[part("backendAddressPools", "web")])


def subnets(**group_of: str) -> dict[str, Any]:
    """The network, with groups by the names of subnets."""
    prefixes = {"app": "10.0.0.0/24", "gw": "10.0.1.0/24"}
    return network(
        *(
            subnet(
                name,
                prefix,
                **(
                    {"networkSecurityGroup": ref(GROUP, group_of[name])} if name in group_of else {}
                ),
            )
            for name, prefix in prefixes.items()
        )
    )


def group(name: str, port: str, access: str = "Deny") -> dict[str, Any]:
    """A group with one inbound rule."""
    rule = named(
        "rule",
        priority=100,
        direction="Inbound",
        access=access,
        protocol="Tcp",
        sourceAddressPrefix="*",
        sourcePortRange="*",
        destinationAddressPrefix="*",
        destinationPortRange=port,
    )
    return resource(GROUP, name, securityRules=[rule])


def way(explanation: Explanation) -> Inbound:
    assert explanation.unresolved == ()
    [found] = explanation.machines
    [only] = found.inbound
    return only


def test_a_member_by_its_interface_gets_the_listeners_requests(explain_resources: Explain) -> None:
    found = way(explain_resources(subnets(), *gateway(), *member()))
    assert (found.kind, found.through, found.rule) == ("application gateway rule", "gw", "rule")
    assert (found.protocol, found.ports, found.back_end_ports) == ("HTTP", "80", "8080")
    assert found.source == "internet"
    assert found.why_not is None
    assert found.seen is not None
    assert "vnet/gw" in found.seen.en
    assert found.probe is not None
    assert "8080" in found.probe.en


def test_a_member_by_its_address_does_as_well(explain_resources: Explain) -> None:
    pool = [{"ipAddress": "10.0.0.4"}]
    assert way(explain_resources(subnets(), *gateway(pool=pool), *machine("vm1"))).through == "gw"


def test_a_group_on_the_servers_subnet_keeps_requests_and_probes_out(
    explain_resources: Explain,
) -> None:
    closed = group("closed", "8080")
    found = explain_resources(subnets(app="closed"), closed, *gateway(), *member())
    assert way(found).why_not is not None
    assert "closed" in [each.id for each in found.findings]


def test_a_group_that_is_open_for_the_front_ends_port_only_keeps_them_in(
    explain_resources: Explain,
) -> None:
    other = group("other", "80")
    assert (
        way(explain_resources(subnets(app="other"), other, *gateway(), *member())).why_not is None
    )


def test_a_group_on_the_gateways_subnet_keeps_clients_out(explain_resources: Explain) -> None:
    # Without a rule that lets them in, the default rules let in the network only.
    nobody = group("nobody", "22")
    found = way(explain_resources(subnets(gw="nobody"), nobody, *gateway(), *member()))
    assert found.why_not is not None
    assert not found.is_probe_denied
    somebody = group("somebody", "80", "Allow")
    found = way(explain_resources(subnets(gw="somebody"), somebody, *gateway(), *member()))
    assert found.why_not is None


def test_host_names_and_paths_are_told(explain_resources: Explain) -> None:
    listener = named(
        "listener",
        frontendIPConfiguration=part("frontendIPConfigurations", "public"),
        frontendPort=part("frontendPorts", "http"),
        protocol="Http",
        hostNames=["shop.example.com"],
    )
    settings = part("backendHttpSettingsCollection", "settings")
    paths = named(
        "map",
        defaultBackendAddressPool=part("backendAddressPools", "rest"),
        defaultBackendHttpSettings=settings,
        pathRules=[
            named(
                "images",
                paths=["/images/*"],
                backendAddressPool=part("backendAddressPools", "web"),
                backendHttpSettings=settings,
            ),
            named("old", paths=["/old/*"], redirectConfiguration=part("redirects", "r")),
        ],
    )
    rule = named(
        "rule",
        ruleType="PathBasedRouting",
        httpListener=part("httpListeners", "listener"),
        urlPathMap=part("urlPathMaps", "map"),
    )
    explanation = explain_resources(
        subnets(),
        *gateway(
            backendAddressPools=[
                named("web"),
                named("rest", backendAddresses=[{"fqdn": "rest.example.com"}]),
            ],
            httpListeners=[listener],
            urlPathMaps=[paths],
            requestRoutingRules=[rule],
        ),
        *member(),
    )
    found = way(explanation)
    assert found.condition is not None
    assert "shop.example.com" in found.condition.en
    assert "/images/*" in found.condition.en
    [gateway_told] = explanation.gateways
    images, old, rest = gateway_told.routes
    assert images.targets == ("vm1",)
    assert old.why_not_known is not None
    assert rest.targets == ("rest.example.com",)


def test_a_gateway_is_told_where_no_machine_is_behind_it(explain_resources: Explain) -> None:
    found = explain_resources(
        subnets(), *gateway(pool=[{"ipAddress": "10.9.0.4"}]), *machine("vm1")
    )
    [told] = found.gateways
    assert told.instances == 2
    assert told.routes[0].targets == ("10.9.0.4",)
    assert any("10.9.0.4 HTTP 8080" in line for line in lines(found, "en", None))
    assert any("10.9.0.4 HTTP 8080" in line for line in markdown(found, "ja"))


def test_a_change_of_a_gateway_is_a_difference(explain_resources: Explain) -> None:
    before = explain_resources(subnets(), *gateway(), *member())
    settings = [named("settings", port=9090, protocol="Http")]
    after = explain_resources(
        subnets(), *gateway(backendHttpSettingsCollection=settings), *member()
    )
    found = differences(before, after)
    [other] = found.others
    assert (other.names, other.what.en) == (("gw",), "rule")
    assert "8080" in other.before.en
    assert "9090" in other.after.en
    assert not differences(before, before)
