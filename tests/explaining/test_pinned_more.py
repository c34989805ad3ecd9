"""What is pinned beside public addresses: within a network, by prefixes, probes, services and firewalls.

Each holds on its deployment, and fails once the deployment does something else.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azsim.explaining.telling.feature import Source, feature
from azsim.text import Advice, Language
from tests.explaining.broken import GROUPS, named, rule
from tests.explaining.conftest import (
    explained,
    id_of,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)
from tests.explaining.test_pinned_ways import (
    ADDRESSES,
    BALANCERS,
    FRONT,
    POOL,
    Resources,
    outcomes,
    pinned,
)
from tests.explaining.test_pinned_ways import deployment as public_deployment

SUBNETS = "Microsoft.Network/virtualNetworks/subnets"
PREFIX = ref("Microsoft.Network/publicIPPrefixes", "prefix")
NAT = ref("Microsoft.Network/natGateways", "nat")
FIREWALL = "Microsoft.Network/azureFirewalls"


def balancer(front_end: dict[str, Any], *, port: int = 443, probe: bool = False) -> dict[str, Any]:
    """A load balancer in front of ``web1`` and ``web2``, with a rule for *port*."""
    parts: dict[str, Any] = {}
    by_probe = {"probe": ref(f"{BALANCERS}/probes", "lb/alive")} if probe else {}
    if probe:
        parts["probes"] = [named("alive", protocol="Tcp", port=443, intervalInSeconds=5)]
    return resource(
        BALANCERS,
        "lb",
        sku="Standard",
        frontendIPConfigurations=[{"name": "front", "properties": front_end}],
        backendAddressPools=[{"name": "pool"}],
        loadBalancingRules=[
            named(
                "web",
                frontendIPConfiguration=FRONT,
                backendAddressPool=POOL,
                protocol="Tcp",
                frontendPort=port,
                backendPort=443,
                **by_probe,
            )
        ],
        **parts,
    )


def group(*rules: dict[str, Any]) -> dict[str, Any]:
    return resource(GROUPS, "nsg", securityRules=list(rules))


def internal(
    *, port: int = 443, closed: bool = False, pool: tuple[str, ...] = ("web1", "web2")
) -> Resources:
    """Servers behind an internal load balancer, and a machine that isn't."""
    keep_out = rule("none", 100, access="Deny", protocol="*", destinationPortRange="*")
    members = {name: [POOL] if name in pool else [] for name in ("web1", "web2")}
    return [
        network(
            subnet("app", "10.0.0.0/24", networkSecurityGroup=ref(GROUPS, "nsg")),
            subnet("jobs", "10.0.1.0/24"),
        ),
        group(*([keep_out] if closed else [])),
        balancer({"subnet": ref(SUBNETS, "vnet/app")}, port=port),
        *machine("web1", loadBalancerBackendAddressPools=members["web1"]),
        *machine("web2", loadBalancerBackendAddressPools=members["web2"]),
        *machine("job", "vnet/jobs"),
    ]


def probed(*, blocked: bool = True) -> Resources:
    """A server whose group keeps its health probe out, or lets it in."""
    web = rule("web", 110)
    probes = rule(
        "no-probes", 100, access="Deny", protocol="*", sourceAddressPrefix="AzureLoadBalancer"
    )
    return [
        network(subnet("app", "10.0.0.0/24", networkSecurityGroup=ref(GROUPS, "nsg"))),
        group(*([probes, web] if blocked else [web])),
        public_ip("lb-ip"),
        balancer({"publicIPAddress": ref(ADDRESSES, "lb-ip")}, probe=True),
        *machine("web1", loadBalancerBackendAddressPools=[POOL]),
    ]


def by_prefix(*, prefix: bool = True) -> Resources:
    """A machine that leaves by a NAT gateway, with a prefix or with an address."""
    own = {"publicIpPrefixes": [PREFIX]}
    address = {"publicIpAddresses": [ref(ADDRESSES, "nat-ip")]}
    return [
        network(subnet("app", "10.0.0.0/24", natGateway=NAT)),
        public_ip("nat-ip"),
        resource("Microsoft.Network/publicIPPrefixes", "prefix", sku="Standard", prefixLength=30),
        resource(
            "Microsoft.Network/natGateways", "nat", sku="Standard", **(own if prefix else address)
        ),
        *machine("vm1"),
    ]


def secondary(*, second: str = "second-ip") -> Resources:
    """A machine whose network interface has two IP configurations, each with a public address."""
    interface, whole = machine("vm1", publicIPAddress=ref(ADDRESSES, "first-ip"))
    interface = copy.deepcopy(interface)
    [first] = interface["properties"]["ipConfigurations"]
    first["properties"]["primary"] = True
    other = copy.deepcopy(first)
    other["name"] = "second"
    other["properties"] |= {"primary": False, "publicIPAddress": ref(ADDRESSES, second)}
    interface["properties"]["ipConfigurations"].append(other)
    return [
        network(subnet("app", "10.0.0.0/24")),
        public_ip("first-ip"),
        public_ip("second-ip"),
        public_ip("third-ip"),
        interface,
        whole,
    ]


def firewall(*, port: int = 8443, source: str = "*") -> Resources:
    """A machine behind a firewall, which hands a port of its public address on."""
    nat = {
        "name": "to-vm1",
        "protocols": ["TCP"],
        "sourceAddresses": [source],
        "destinationAddresses": ["203.0.113.9"],
        "destinationPorts": [str(port)],
        "translatedAddress": "10.0.0.4",
        "translatedPort": "443",
    }
    collection = named("in", priority=100, action={"type": "Dnat"}, rules=[nat])
    return [
        network(subnet("app", "10.0.0.0/24"), subnet("AzureFirewallSubnet", "10.0.3.0/24")),
        public_ip("fw-ip", ipAddress="203.0.113.9"),
        resource(
            FIREWALL,
            "fw",
            ipConfigurations=[
                named(
                    "one",
                    subnet=ref(SUBNETS, "vnet/AzureFirewallSubnet"),
                    publicIPAddress=ref(ADDRESSES, "fw-ip"),
                )
            ],
            natRuleCollections=[collection],
        ),
        *machine("vm1", privateIPAddress="10.0.0.4"),
    ]


CASES: list[tuple[Callable[..., Resources], dict[str, Any], str]] = [
    (internal, {"port": 8443}, 'TCP 443 of "front" from job'),
    (internal, {"pool": ("web2",)}, 'TCP 443 of "front" from job'),
    (internal, {"closed": True}, 'TCP 443 of "front" from job'),
    (probed, {"blocked": False}, "the health probe of lb"),
    (by_prefix, {"prefix": False}, "vm1: NAT gateway"),
    (secondary, {"second": "third-ip"}, "the IP configuration second"),
    (firewall, {"port": 9443}, "fw (in to-vm1)"),
    (firewall, {"source": "203.0.113.0/24"}, "fw (in to-vm1)"),
]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("make", [internal, probed, by_prefix, secondary, firewall])
def test_it_holds(make: Callable[..., Resources], language: Language, tmp_path: Path) -> None:
    told = pinned(tmp_path, make(), language)
    assert set(outcomes(tmp_path).values()) == {"passed"}, told


@pytest.mark.parametrize(("make", "change", "who"), CASES)
def test_it_fails_after_a_change(
    make: Callable[..., Resources], change: dict[str, Any], who: str, tmp_path: Path
) -> None:
    pinned(tmp_path, make())
    assert any(who in each for each in outcomes(tmp_path))
    (tmp_path / "main.json").write_text(json.dumps(make(**change)), encoding="utf-8")
    failed = [title for title, outcome in outcomes(tmp_path).items() if outcome == "failed"]
    assert any(who in each for each in failed), failed


def test_what_a_group_keeps_out_of_an_internal_front_end_is_pinned_too(tmp_path: Path) -> None:
    told = pinned(tmp_path, internal(closed=True))
    assert 'because the rule "none" of "nsg" denies it' in told
    assert set(outcomes(tmp_path).values()) == {"passed"}


CONFIGURATION = """<ServiceConfiguration serviceName="Shop"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">
  <Role name="Web"><Instances count="{count}" /></Role>
</ServiceConfiguration>
"""
DEFINITION = """<ServiceDefinition name="Shop"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
  <WebRole name="Web" vmsize="Small">
    <Endpoints>
      <InputEndpoint name="Http" protocol="tcp" port="{port}" localPort="8080" />
    </Endpoints>
  </WebRole>
</ServiceDefinition>
"""


def service(folder: Path, *, count: int = 1, port: int = 80) -> str:
    """What pins a cloud service, whose files lie in *folder* from now on."""
    configuration = folder / "Cloud.cscfg"
    configuration.write_text(CONFIGURATION.format(count=count), encoding="utf-8")
    (folder / "ServiceDefinition.csdef").write_text(DEFINITION.format(port=port), encoding="utf-8")
    return "\n".join(feature(explained(configuration), Source("Cloud.cscfg"), "en"))


def test_a_cloud_service_is_pinned(tmp_path: Path) -> None:
    told = service(tmp_path)
    assert 'opens a TCP connection to port 80 of the cloud service "Shop"' in told
    (tmp_path / "main.feature").write_text(told, encoding="utf-8")
    assert set(outcomes(tmp_path).values()) == {"passed"}
    service(tmp_path, port=81)
    found = outcomes(tmp_path)
    assert [each for each, outcome in found.items() if outcome == "failed"] == [
        "Web_IN_0: TCP 80 of Shop from 192.0.2.33"
    ]


def left(told: str) -> list[str]:
    """What *told* says that it doesn't pin."""
    _, _, rest = told.partition("# Not pinned:\n")
    return [line.removeprefix("#").strip() for line in rest.splitlines()]


def test_several_instances_behind_an_endpoint_are_told(tmp_path: Path) -> None:
    assert any("a single instance" in each for each in left(service(tmp_path, count=2)))


def test_what_nobody_can_try_is_told(tmp_path: Path) -> None:
    alone = [each for each in internal() if "job" not in each["name"]]
    assert any("no machine outside of its pool" in each for each in left(pinned(tmp_path, alone)))


def test_an_address_that_azure_picks_is_told(tmp_path: Path) -> None:
    told = left(pinned(tmp_path, internal()))
    assert (
        "job: the address that it leaves from: Azure picks the address that it leaves from" in told
    )


def test_nothing_is_said_where_all_is_pinned(tmp_path: Path) -> None:
    assert "Not pinned" not in pinned(tmp_path, by_prefix())


def test_a_rule_at_a_whole_prefix_is_not_modelled(tmp_path: Path) -> None:
    whole = [
        *public_deployment(),
        resource("Microsoft.Network/publicIPPrefixes", "prefix", prefixLength=30),
    ]
    for each in whole:
        if each["id"] == id_of(BALANCERS, "lb"):
            each["properties"]["frontendIPConfigurations"][0]["properties"] = {
                "publicIPPrefix": PREFIX
            }
    template = tmp_path / "main.json"
    template.write_text(json.dumps(whole), encoding="utf-8")
    [finding] = [each for each in explained(template).findings if each.id == "left-out"]
    assert "a whole prefix isn't modelled" in finding.text.en
    with pytest.raises(Advice, match="not all of it can be there"):
        list(feature(explained(template), Source("main.json"), "en"))
