"""The resources of the azurerm provider, as tables: which they are in Resource Manager, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from azsim.readers.terraform.gateways import (
    APPLICATION_GATEWAY,
    APPLICATION_RULE_COLLECTION,
    CONNECTION,
    EXPRESS_ROUTE_CIRCUIT,
    FIREWALL,
    KUBERNETES_CLUSTER,
    KUBERNETES_NODE_POOL,
    RULE_COLLECTION,
    RULE_COLLECTION_GROUP,
    TRAFFIC_MANAGER_ENDPOINT,
    TRAFFIC_MANAGER_PROFILE,
    VIRTUAL_NETWORK_GATEWAY,
)
from azsim.readers.terraform.shapes import (
    Each,
    Fixed,
    Hop,
    Id,
    Ids,
    Not,
    One,
    Part,
    Parts,
    Shape,
    Source,
    UpTo,
)

_NETWORK: Final = "Microsoft.Network/"
_COMPUTE: Final = "Microsoft.Compute/"


@frozen
class Kind:
    """A type of resource: ``parent`` is the attribute with the id of what it is a part of.

    ``within`` is the type of that where the attribute holds its name only.
    """

    type: str
    properties: Shape = field(factory=dict)
    sku: Shape | Source = field(factory=dict)
    parent: str | None = None
    within: str | None = None


@frozen
class Association:
    """A resource that only says something about another one, the id of which *target* holds.

    What it says becomes the *property* of that, as one object with an id, or in a list of them; where
    *inner* is given, of each item of that list, or of the one whose name the attribute *named* holds.
    """

    target: str
    property: str
    names: str
    is_list: bool = False
    inner: str | None = None
    named: str | None = None


_SUBNET: Final[Shape] = {
    "addressPrefixes": "address_prefixes",
    "addressPrefix": "address_prefix",
    "defaultOutboundAccess": "default_outbound_access_enabled",
    "networkSecurityGroup": Id("network_security_group_id|security_group"),
    "routeTable": Id("route_table_id"),
    "natGateway": Id("nat_gateway_id"),
}
_VIRTUAL_NETWORK: Final[Shape] = {
    "addressSpace": {"addressPrefixes": "address_space"},
    "subnets": Each("subnet", {"name": "name", **_SUBNET}),
}
_IP_CONFIGURATION: Final[Shape] = {
    "name": "name",
    "primary": "primary",
    "subnet": Id("subnet_id"),
    "privateIPAddress": "private_ip_address",
    "privateIPAddressVersion": "private_ip_address_version",
    "publicIPAddress": Id("public_ip_address_id"),
    "publicIPPrefix": Id("public_ip_prefix_id"),
    "loadBalancerBackendAddressPools": Ids("load_balancer_backend_address_pools_ids"),
    "loadBalancerInboundNatRules": Ids("load_balancer_inbound_nat_rules_ids"),
}
_NETWORK_INTERFACE: Final[Shape] = {
    "enableIPForwarding": "ip_forwarding_enabled|enable_ip_forwarding",
    "networkSecurityGroup": Id("network_security_group_id"),
    "ipConfigurations": Each("ip_configuration", _IP_CONFIGURATION),
}
_SECURITY_RULE: Final[Shape] = {
    "name": "name",
    "priority": "priority",
    "direction": "direction",
    "access": "access",
    "protocol": "protocol",
    "sourceAddressPrefix": "source_address_prefix",
    "sourceAddressPrefixes": "source_address_prefixes",
    "sourcePortRange": "source_port_range",
    "sourcePortRanges": "source_port_ranges",
    "destinationAddressPrefix": "destination_address_prefix",
    "destinationAddressPrefixes": "destination_address_prefixes",
    "destinationPortRange": "destination_port_range",
    "destinationPortRanges": "destination_port_ranges",
    "sourceApplicationSecurityGroups": Ids("source_application_security_group_ids"),
    "destinationApplicationSecurityGroups": Ids("destination_application_security_group_ids"),
}
_ROUTE: Final[Shape] = {
    "name": "name",
    "addressPrefix": "address_prefix",
    "nextHopType": "next_hop_type",
    "nextHopIpAddress": Hop("next_hop_in_ip_address"),
}
_PUBLIC_IP: Final[Shape] = {
    "ipAddress": "ip_address",
    "publicIPAddressVersion": "ip_version",
    "publicIPPrefix": Id("public_ip_prefix_id"),
    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
    "dnsSettings": {"domainNameLabel": "domain_name_label", "fqdn": "fqdn"},
}
_PUBLIC_IP_PREFIX: Final[Shape] = {
    "ipPrefix": "ip_prefix",
    "prefixLength": "prefix_length",
    "publicIPAddressVersion": "ip_version",
}
_NAT_GATEWAY: Final[Shape] = {
    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
    "publicIpAddresses": Ids("public_ip_address_ids"),
    "publicIpPrefixes": Ids("public_ip_prefix_ids"),
}

_BALANCER: Final = "loadbalancer_id"
_FRONT_END: Final = Part("frontendIPConfigurations", "frontend_ip_configuration_name", of=_BALANCER)
_FLOWS: Final[Shape] = {
    "protocol": "protocol",
    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
    "enableTcpReset": "tcp_reset_enabled|enable_tcp_reset",
    "enableFloatingIP": "floating_ip_enabled|enable_floating_ip",
    "frontendIPConfiguration": _FRONT_END,
    "frontendPort": "frontend_port",
    "backendPort": "backend_port",
}
_RULE: Final[Shape] = {
    **_FLOWS,
    "backendAddressPools": Ids("backend_address_pool_ids|backend_address_pool_id"),
    "probe": Id("probe_id"),
    "loadDistribution": "load_distribution",
    "disableOutboundSnat": "disable_outbound_snat",
}
_RANGE: Final[Shape] = {
    "frontendPortRangeStart": "frontend_port_start",
    "frontendPortRangeEnd": "frontend_port_end",
}
_OUTBOUND_RULE: Final[Shape] = {
    "protocol": "protocol",
    "allocatedOutboundPorts": "allocated_outbound_ports",
    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
    "enableTcpReset": "tcp_reset_enabled|enable_tcp_reset",
    "backendAddressPool": Id("backend_address_pool_id"),
    "frontendIPConfigurations": Parts(
        "frontendIPConfigurations", "frontend_ip_configuration", _BALANCER
    ),
}
_PROBE: Final[Shape] = {
    "protocol": "protocol",
    "port": "port",
    "requestPath": "request_path",
    "intervalInSeconds": "interval_in_seconds",
    "numberOfProbes": "number_of_probes",
    "probeThreshold": "probe_threshold",
}
POOL_ADDRESS: Final[Shape] = {
    "name": "name",
    "ipAddress": "ip_address",
    "virtualNetwork": Id("virtual_network_id"),
}
_POOL: Final[Shape] = {"virtualNetwork": Id("virtual_network_id")}

_MACHINE: Final[Shape] = {
    "networkProfile": {"networkInterfaces": Ids("network_interface_ids")},
    "availabilitySet": Id("availability_set_id"),
    "virtualMachineScaleSet": Id("virtual_machine_scale_set_id"),
}
_PUBLIC_OF_INSTANCE: Final[Shape] = {
    "name": "name",
    "sku": {"name": UpTo("sku_name", "_")},
    "idleTimeoutInMinutes": "idle_timeout_in_minutes|idle_timeout",
    "publicIPPrefix": Id("public_ip_prefix_id"),
}
_CONFIGURATION_OF_INSTANCE: Final[Shape] = {
    "name": "name",
    "primary": "primary",
    "subnet": Id("subnet_id"),
    "privateIPAddressVersion": "version",
    "publicIPAddressConfiguration": One(
        "public_ip_address|public_ip_address_configuration", _PUBLIC_OF_INSTANCE
    ),
    "loadBalancerBackendAddressPools": Ids("load_balancer_backend_address_pool_ids"),
    "loadBalancerInboundNatPools": Ids("load_balancer_inbound_nat_rules_ids"),
    "applicationGatewayBackendAddressPools": Ids("application_gateway_backend_address_pool_ids"),
    "applicationSecurityGroups": Ids("application_security_group_ids"),
}
_INTERFACE_OF_INSTANCE: Final[Shape] = {
    "name": "name",
    "primary": "primary",
    "enableIPForwarding": "ip_forwarding_enabled|enable_ip_forwarding|ip_forwarding",
    "networkSecurityGroup": Id("network_security_group_id"),
    "ipConfigurations": Each("ip_configuration", _CONFIGURATION_OF_INSTANCE),
}


def _scale_set(mode: str, sku: Shape | Source) -> Kind:
    interfaces = Each("network_interface|network_profile", _INTERFACE_OF_INSTANCE)
    properties: Shape = {
        "orchestrationMode": Fixed(mode),
        "virtualMachineProfile": {"networkProfile": {"networkInterfaceConfigurations": interfaces}},
    }
    return Kind(f"{_COMPUTE}virtualMachineScaleSets", properties, sku)


def _of_firewall(part: str, properties: Shape) -> Kind:
    firewalls = f"{_NETWORK}azureFirewalls"
    return Kind(f"{firewalls}/{part}", properties, parent="azure_firewall_name", within=firewalls)


def _balancers(kind: str, shape: Shape) -> Kind:
    return Kind(f"{_NETWORK}loadBalancers/{kind}", shape, parent=_BALANCER)


def _endpoint(kind: str) -> Kind:
    type = f"{_NETWORK}trafficManagerProfiles/{kind}"
    return Kind(type, TRAFFIC_MANAGER_ENDPOINT, parent="profile_id")


_INSTANCES: Final[Shape] = {"capacity": "instances"}
_SKU: Final[Shape] = {"name": "sku"}
_SKU_NAME: Final[Shape] = {"name": "sku_name"}

KINDS: Final[Mapping[str, Kind]] = {
    "azurerm_virtual_network": Kind(f"{_NETWORK}virtualNetworks", _VIRTUAL_NETWORK),
    "azurerm_subnet": Kind(
        f"{_NETWORK}virtualNetworks/subnets",
        _SUBNET,
        parent="virtual_network_name",
        within=f"{_NETWORK}virtualNetworks",
    ),
    "azurerm_virtual_network_peering": Kind(
        f"{_NETWORK}virtualNetworks/virtualNetworkPeerings",
        {
            "remoteVirtualNetwork": Id("remote_virtual_network_id"),
            "allowForwardedTraffic": "allow_forwarded_traffic",
            "allowGatewayTransit": "allow_gateway_transit",
            "allowVirtualNetworkAccess": "allow_virtual_network_access",
            "useRemoteGateways": "use_remote_gateways",
        },
        parent="virtual_network_name",
        within=f"{_NETWORK}virtualNetworks",
    ),
    "azurerm_network_interface": Kind(f"{_NETWORK}networkInterfaces", _NETWORK_INTERFACE),
    "azurerm_network_security_group": Kind(
        f"{_NETWORK}networkSecurityGroups",
        {"securityRules": Each("security_rule", _SECURITY_RULE)},
    ),
    "azurerm_network_security_rule": Kind(
        f"{_NETWORK}networkSecurityGroups/securityRules",
        _SECURITY_RULE,
        parent="network_security_group_name",
        within=f"{_NETWORK}networkSecurityGroups",
    ),
    "azurerm_route_table": Kind(
        f"{_NETWORK}routeTables",
        {
            "disableBgpRoutePropagation": Not(
                "bgp_route_propagation_enabled", "disable_bgp_route_propagation"
            ),
            "routes": Each("route", _ROUTE),
        },
    ),
    "azurerm_route": Kind(
        f"{_NETWORK}routeTables/routes",
        _ROUTE,
        parent="route_table_name",
        within=f"{_NETWORK}routeTables",
    ),
    "azurerm_public_ip": Kind(f"{_NETWORK}publicIPAddresses", _PUBLIC_IP, _SKU),
    "azurerm_public_ip_prefix": Kind(f"{_NETWORK}publicIPPrefixes", _PUBLIC_IP_PREFIX, _SKU),
    "azurerm_nat_gateway": Kind(f"{_NETWORK}natGateways", _NAT_GATEWAY, _SKU_NAME),
    "azurerm_lb": Kind(
        f"{_NETWORK}loadBalancers",
        {"frontendIPConfigurations": Each("frontend_ip_configuration", _IP_CONFIGURATION)},
        _SKU,
    ),
    "azurerm_lb_backend_address_pool": _balancers("backendAddressPools", _POOL),
    "azurerm_lb_rule": _balancers("loadBalancingRules", _RULE),
    "azurerm_lb_probe": _balancers("probes", _PROBE),
    "azurerm_lb_outbound_rule": _balancers("outboundRules", _OUTBOUND_RULE),
    "azurerm_lb_nat_rule": _balancers(
        "inboundNatRules",
        {
            **_FLOWS,
            "frontendPortRangeStart": "frontend_port_start",
            "frontendPortRangeEnd": "frontend_port_end",
            "backendAddressPool": Id("backend_address_pool_id"),
        },
    ),
    "azurerm_lb_nat_pool": _balancers("inboundNatPools", {**_FLOWS, **_RANGE}),
    "azurerm_linux_virtual_machine": Kind(f"{_COMPUTE}virtualMachines", _MACHINE),
    "azurerm_windows_virtual_machine": Kind(f"{_COMPUTE}virtualMachines", _MACHINE),
    "azurerm_virtual_machine": Kind(f"{_COMPUTE}virtualMachines", _MACHINE),
    "azurerm_linux_virtual_machine_scale_set": _scale_set("Uniform", _INSTANCES),
    "azurerm_windows_virtual_machine_scale_set": _scale_set("Uniform", _INSTANCES),
    "azurerm_orchestrated_virtual_machine_scale_set": _scale_set("Flexible", _INSTANCES),
    "azurerm_virtual_machine_scale_set": _scale_set(
        "Uniform", One("sku", {"capacity": "capacity"})
    ),
    "azurerm_firewall": Kind(f"{_NETWORK}azureFirewalls", FIREWALL),
    "azurerm_firewall_network_rule_collection": _of_firewall(
        "networkRuleCollections", RULE_COLLECTION
    ),
    "azurerm_firewall_application_rule_collection": _of_firewall(
        "applicationRuleCollections", APPLICATION_RULE_COLLECTION
    ),
    "azurerm_firewall_nat_rule_collection": _of_firewall("natRuleCollections", RULE_COLLECTION),
    "azurerm_firewall_policy": Kind(
        f"{_NETWORK}firewallPolicies", {"basePolicy": Id("base_policy_id")}
    ),
    "azurerm_firewall_policy_rule_collection_group": Kind(
        f"{_NETWORK}firewallPolicies/ruleCollectionGroups",
        RULE_COLLECTION_GROUP,
        parent="firewall_policy_id",
    ),
    "azurerm_ip_group": Kind(f"{_NETWORK}ipGroups", {"ipAddresses": "cidrs"}),
    "azurerm_virtual_network_gateway": Kind(
        f"{_NETWORK}virtualNetworkGateways", VIRTUAL_NETWORK_GATEWAY
    ),
    "azurerm_virtual_network_gateway_connection": Kind(f"{_NETWORK}connections", CONNECTION),
    "azurerm_express_route_circuit": Kind(f"{_NETWORK}expressRouteCircuits", EXPRESS_ROUTE_CIRCUIT),
    "azurerm_traffic_manager_profile": Kind(
        f"{_NETWORK}trafficManagerProfiles", TRAFFIC_MANAGER_PROFILE
    ),
    "azurerm_traffic_manager_azure_endpoint": _endpoint("azureEndpoints"),
    "azurerm_traffic_manager_external_endpoint": _endpoint("externalEndpoints"),
    "azurerm_traffic_manager_nested_endpoint": _endpoint("nestedEndpoints"),
    "azurerm_application_gateway": Kind(f"{_NETWORK}applicationGateways", APPLICATION_GATEWAY),
    "azurerm_kubernetes_cluster": Kind(
        "Microsoft.ContainerService/managedClusters", KUBERNETES_CLUSTER
    ),
    "azurerm_kubernetes_cluster_node_pool": Kind(
        "Microsoft.ContainerService/managedClusters/agentPools",
        KUBERNETES_NODE_POOL,
        parent="kubernetes_cluster_id",
    ),
}
"""By type, what a resource is."""

ELSEWHERE: Final[Mapping[str, str]] = {
    "azurerm_bastion_host": f"{_NETWORK}bastionHosts",
    "azurerm_private_endpoint": f"{_NETWORK}privateEndpoints",
    "azurerm_private_link_service": f"{_NETWORK}privateLinkServices",
    "azurerm_express_route_port": f"{_NETWORK}expressRoutePorts",
    "azurerm_express_route_gateway": f"{_NETWORK}expressRouteGateways",
    "azurerm_express_route_connection": f"{_NETWORK}expressRouteGateways/expressRouteConnections",
    "azurerm_local_network_gateway": f"{_NETWORK}localNetworkGateways",
    "azurerm_virtual_wan": f"{_NETWORK}virtualWans",
    "azurerm_virtual_hub": f"{_NETWORK}virtualHubs",
    "azurerm_virtual_hub_connection": f"{_NETWORK}virtualHubs/hubVirtualNetworkConnections",
    "azurerm_vpn_gateway": f"{_NETWORK}vpnGateways",
    "azurerm_frontdoor": f"{_NETWORK}frontDoors",
    "azurerm_cdn_frontdoor_profile": "Microsoft.Cdn/profiles",
    "azurerm_cdn_profile": "Microsoft.Cdn/profiles",
    "azurerm_api_management": "Microsoft.ApiManagement/service",
    "azurerm_linux_web_app": "Microsoft.Web/sites",
    "azurerm_windows_web_app": "Microsoft.Web/sites",
    "azurerm_linux_function_app": "Microsoft.Web/sites",
    "azurerm_windows_function_app": "Microsoft.Web/sites",
    "azurerm_app_service": "Microsoft.Web/sites",
    "azurerm_container_group": "Microsoft.ContainerInstance/containerGroups",
    "azurerm_container_app_environment": "Microsoft.App/managedEnvironments",
    "azurerm_mssql_managed_instance": "Microsoft.Sql/managedInstances",
    "azurerm_route_server": f"{_NETWORK}virtualHubs",
}
"""By type, what a resource is that plays a part and of which nothing else is read."""

_NIC: Final = "network_interface_id"
_CONFIGURATIONS: Final = "ipConfigurations"
_CONFIGURATION: Final = "ip_configuration_name"

ASSOCIATIONS: Final[Mapping[str, Association]] = {
    "azurerm_subnet_nat_gateway_association": Association(
        "subnet_id", "natGateway", "nat_gateway_id"
    ),
    "azurerm_subnet_network_security_group_association": Association(
        "subnet_id", "networkSecurityGroup", "network_security_group_id"
    ),
    "azurerm_subnet_route_table_association": Association(
        "subnet_id", "routeTable", "route_table_id"
    ),
    "azurerm_network_interface_security_group_association": Association(
        _NIC, "networkSecurityGroup", "network_security_group_id"
    ),
    "azurerm_network_interface_application_security_group_association": Association(
        _NIC,
        "applicationSecurityGroups",
        "application_security_group_id",
        is_list=True,
        inner=_CONFIGURATIONS,
    ),
    "azurerm_nat_gateway_public_ip_association": Association(
        "nat_gateway_id", "publicIpAddresses", "public_ip_address_id", is_list=True
    ),
    "azurerm_nat_gateway_public_ip_prefix_association": Association(
        "nat_gateway_id", "publicIpPrefixes", "public_ip_prefix_id", is_list=True
    ),
    "azurerm_network_interface_backend_address_pool_association": Association(
        _NIC,
        "loadBalancerBackendAddressPools",
        "backend_address_pool_id",
        is_list=True,
        inner=_CONFIGURATIONS,
        named=_CONFIGURATION,
    ),
    "azurerm_network_interface_nat_rule_association": Association(
        _NIC,
        "loadBalancerInboundNatRules",
        "nat_rule_id",
        is_list=True,
        inner=_CONFIGURATIONS,
        named=_CONFIGURATION,
    ),
    "azurerm_network_interface_application_gateway_backend_address_pool_association": Association(
        _NIC,
        "applicationGatewayBackendAddressPools",
        "backend_address_pool_id",
        is_list=True,
        inner=_CONFIGURATIONS,
        named=_CONFIGURATION,
    ),
}
"""By type, what a resource says about which other one."""
