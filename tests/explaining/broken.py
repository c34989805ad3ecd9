"""Deployments that went wrong, in one way or several; the same ones for the same seed."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from tests.explaining.conftest import id_of, machine, network, public_ip, ref, resource, subnet

NETWORK = "Microsoft.Network/"
SUBNETS = f"{NETWORK}virtualNetworks/subnets"
GROUPS = f"{NETWORK}networkSecurityGroups"
ADDRESSES = f"{NETWORK}publicIPAddresses"
BALANCERS = f"{NETWORK}loadBalancers"
POOLS = f"{BALANCERS}/backendAddressPools"
FRONT_ENDS = f"{BALANCERS}/frontendIPConfigurations"


def rule(name: str, priority: int, **properties: Any) -> dict[str, Any]:
    """A rule of a network security group, which lets in TCP 443 but for *properties*."""
    plain = {
        "priority": priority,
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "Tcp",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "443",
    }
    return {"name": name, "properties": {**plain, **properties}}


def named(name: str, **properties: Any) -> dict[str, Any]:
    """A part of a resource."""
    return {"name": name, "properties": properties}


EVERYTHING: list[dict[str, Any]] = [
    network(
        subnet(
            "app",
            "10.0.0.0/24",
            natGateway=ref(f"{NETWORK}natGateways", "nat"),
            networkSecurityGroup=ref(GROUPS, "nsg"),
        ),
        subnet("web", "10.0.1.0/24", networkSecurityGroup=ref(GROUPS, "nsg")),
        subnet("far", "10.0.2.0/24", routeTable=ref(f"{NETWORK}routeTables", "routes")),
        subnet("AzureFirewallSubnet", "10.0.3.0/24"),
        subnet("GatewaySubnet", "10.0.4.0/24"),
    ),
    network(
        subnet("other", "10.1.0.0/24", defaultOutboundAccess=False),
        name="spoke",
        space="10.1.0.0/16",
    ),
    public_ip("nat-ip", ipAddress="203.0.113.1"),
    public_ip("web-ip"),
    public_ip("out-ip"),
    public_ip("vm-ip", "Basic"),
    public_ip("firewall-ip"),
    resource(f"{NETWORK}publicIPPrefixes", "prefix", sku="Standard", prefixLength=30),
    resource(
        f"{NETWORK}natGateways",
        "nat",
        sku="Standard",
        idleTimeoutInMinutes=10,
        publicIpAddresses=[ref(ADDRESSES, "nat-ip")],
        publicIpPrefixes=[ref(f"{NETWORK}publicIPPrefixes", "prefix")],
    ),
    resource(
        GROUPS,
        "nsg",
        securityRules=[
            rule("https", 100),
            rule(
                "ssh",
                200,
                destinationPortRanges=["22", "8000-8010"],
                sourceAddressPrefix="203.0.113.0/24",
            ),
            rule("udp", 300, protocol="Udp", direction="Outbound", destinationPortRange="53"),
        ],
    ),
    resource(
        f"{NETWORK}routeTables",
        "routes",
        routes=[
            named(
                "default",
                addressPrefix="0.0.0.0/0",
                nextHopType="VirtualAppliance",
                nextHopIpAddress="10.0.3.4",
            )
        ],
    ),
    resource(
        f"{NETWORK}azureFirewalls",
        "firewall",
        ipConfigurations=[
            named(
                "one",
                subnet=ref(SUBNETS, "vnet/AzureFirewallSubnet"),
                publicIPAddress=ref(ADDRESSES, "firewall-ip"),
                privateIPAddress="10.0.3.4",
            )
        ],
    ),
    resource(
        BALANCERS,
        "lb",
        sku="Standard",
        frontendIPConfigurations=[
            named("in", publicIPAddress=ref(ADDRESSES, "web-ip")),
            named("out", publicIPAddress=ref(ADDRESSES, "out-ip")),
        ],
        backendAddressPools=[
            {"name": "pool"},
            named("by-address", loadBalancerBackendAddresses=[named("a", ipAddress="10.0.2.4")]),
        ],
        probes=[named("probe", protocol="Tcp", port=443, intervalInSeconds=5, numberOfProbes=2)],
        loadBalancingRules=[
            named(
                "https",
                frontendIPConfiguration=ref(FRONT_ENDS, "lb/in"),
                backendAddressPool=ref(POOLS, "lb/pool"),
                probe=ref(f"{BALANCERS}/probes", "lb/probe"),
                protocol="Tcp",
                frontendPort=443,
                backendPort=443,
                idleTimeoutInMinutes=5,
                disableOutboundSnat=True,
            )
        ],
        outboundRules=[
            named(
                "out",
                frontendIPConfigurations=[ref(FRONT_ENDS, "lb/out")],
                backendAddressPool=ref(POOLS, "lb/pool"),
                protocol="All",
                allocatedOutboundPorts=8000,
            )
        ],
        inboundNatRules=[
            named(
                "rdp",
                frontendIPConfiguration=ref(FRONT_ENDS, "lb/in"),
                protocol="Tcp",
                frontendPort=5000,
                backendPort=3389,
            )
        ],
        inboundNatPools=[
            named(
                "many",
                frontendIPConfiguration=ref(FRONT_ENDS, "lb/in"),
                protocol="Tcp",
                frontendPortRangeStart=6000,
                frontendPortRangeEnd=6010,
                backendPort=22,
            )
        ],
    ),
    *machine("vm1"),
    *machine("vm2", "vnet/far", privateIPAddress="10.0.2.4"),
    *machine("vm3", "vnet/web", publicIPAddress=ref(ADDRESSES, "vm-ip")),
    *machine(
        "vm4",
        "vnet/web",
        loadBalancerBackendAddressPools=[ref(POOLS, "lb/pool")],
        loadBalancerInboundNatRules=[ref(f"{BALANCERS}/inboundNatRules", "lb/rdp")],
    ),
    *machine("vm5", "spoke/other"),
    {
        **resource(
            "Microsoft.Compute/virtualMachineScaleSets",
            "set",
            virtualMachineProfile={
                "networkProfile": {
                    "networkInterfaceConfigurations": [
                        named(
                            "nic",
                            primary=True,
                            ipConfigurations=[
                                named(
                                    "one",
                                    subnet=ref(SUBNETS, "vnet/web"),
                                    loadBalancerBackendAddressPools=[ref(POOLS, "lb/pool")],
                                    loadBalancerInboundNatPools=[
                                        ref(f"{BALANCERS}/inboundNatPools", "lb/many")
                                    ],
                                )
                            ],
                        )
                    ]
                }
            },
        ),
        "sku": {"name": "Standard_D2", "capacity": 3},
    },
    resource(
        f"{NETWORK}trafficManagerProfiles",
        "tm",
        trafficRoutingMethod="Weighted",
        dnsConfig={"relativeName": "tm", "ttl": 30},
        monitorConfig={"protocol": "HTTP", "port": 80, "path": "/"},
        endpoints=[named("a", target="a.example", weight=1)],
    ),
    resource(
        f"{NETWORK}virtualNetworkGateways",
        "er",
        gatewayType="ExpressRoute",
        ipConfigurations=[named("one", subnet=ref(SUBNETS, "vnet/GatewaySubnet"))],
    ),
    resource(
        f"{NETWORK}connections",
        "line",
        connectionType="ExpressRoute",
        virtualNetworkGateway1=ref(f"{NETWORK}virtualNetworkGateways", "er"),
        peer=ref(f"{NETWORK}expressRouteCircuits", "circuit"),
        expressRouteGatewayBypass=True,
    ),
]
"""A deployment in which nearly everything occurs."""

_VALUES: list[Any] = [
    *(None, True, 0, -1, 1, 7, 65_535, 65_536, 10**9, 10**30, 1e300, [], {}, [[]], [{}], "a", ""),
    *("Basic", "Standard", "StandardV2", "Udp", "All", "Any", "*", "Deny", "Inbound", "Outbound"),
    *(
        "10.0.0.4",
        "10.0.1.4",
        "203.0.113.1",
        "0.0.0.0",
        "255.255.255.255",
        "::1",
        "1.2.3",
        "١.١.١.١",
    ),
    *(
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.0.0.0/33",
        "10.0.0.1/24",
        "10.0.0.0/32",
        "10.0.0.0/31",
        "::/0",
    ),
    *("Internet", "VirtualNetwork", "AzureLoadBalancer", "Sql.WestEurope", "0", "0-65535", "9-1"),
    *("None", "VnetLocal", "VirtualNetworkGateway", "Flexible", "\ud800", "a/b", "/", "'", "²"),
    *(ref(SUBNETS, "vnet/app"), ref(SUBNETS, "spoke/none"), ref(POOLS, "lb/pool")),
    *({"id": each["id"]} for each in EVERYTHING),
    *({"id": id_of(FRONT_ENDS, f"lb/{each}")} for each in ("in", "out", "no")),
]


def mutated(seed: int) -> bytes:
    """A broken deployment."""
    draw = random.Random(seed)
    whole: Any = copy.deepcopy(EVERYTHING)
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        draw.choice(_CHANGES)(whole, draw)
    return json.dumps(whole).encode()


def _filled(value: Any) -> list[Any]:
    found, left = [], [value]
    while left:
        each = left.pop()
        if isinstance(each, dict | list) and each:
            found.append(each)
            left.extend(each.values() if isinstance(each, dict) else each)
    return found


def _spot(whole: Any, draw: random.Random) -> tuple[Any, Any]:
    """A container, and a key of it."""
    chosen = draw.choice(_filled(whole))
    return chosen, draw.choice(range(len(chosen)) if isinstance(chosen, list) else list(chosen))


def _drop(whole: Any, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    if len(whole) > 1:
        del container[key]


def _replace(whole: Any, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    container[key] = copy.deepcopy(draw.choice(_VALUES))


def _move(whole: Any, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    other, place = _spot(whole, draw)
    other[place] = copy.deepcopy(container[key])


def _repeat(whole: Any, draw: random.Random) -> None:
    chosen = draw.choice([each for each in _filled(whole) if isinstance(each, list)])
    chosen.append(copy.deepcopy(draw.choice(chosen)))


def _swap(whole: Any, draw: random.Random) -> None:
    """Let two ids or words change places."""
    (one, key), (other, place) = _spot(whole, draw), _spot(whole, draw)
    if isinstance(one[key], str) and isinstance(other[place], str):
        one[key], other[place] = other[place], one[key]


_CHANGES: list[Callable[[Any, random.Random], None]] = [
    _drop,
    _replace,
    _replace,
    _replace,
    _move,
    _repeat,
    _swap,
    _swap,
]
