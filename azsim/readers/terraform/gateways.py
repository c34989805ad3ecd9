"""Gateways, profiles and clusters of the azurerm provider, in the shapes of Resource Manager."""

from __future__ import annotations

from typing import Final

from azsim.readers.terraform.shapes import Choice, Each, Id, Ids, One, Part, Shape, Wrapped

FIREWALL: Final[Shape] = {
    "sku": {"name": "sku_name", "tier": "sku_tier"},
    "ipConfigurations": Each(
        "ip_configuration",
        {
            "name": "name",
            "subnet": Id("subnet_id"),
            "publicIPAddress": Id("public_ip_address_id"),
            "privateIPAddress": "private_ip_address",
        },
    ),
    "virtualHub": One("virtual_hub", {"id": "virtual_hub_id"}),
    "firewallPolicy": Id("firewall_policy_id"),
}
_FIREWALL_RULE: Final[Shape] = {
    "name": "name",
    "sourceAddresses": "source_addresses",
    "sourceIpGroups": Ids("source_ip_groups"),
    "protocols": "protocols",
    "destinationAddresses": "destination_addresses",
    "destinationAddress": "destination_address",
    "destinationIpGroups": Ids("destination_ip_groups"),
    "destinationFqdns": "destination_fqdns",
    "destinationPorts": "destination_ports",
    "translatedAddress": "translated_address",
    "translatedPort": "translated_port",
}
_APPLICATION_RULE: Final[Shape] = {
    "name": "name",
    "sourceAddresses": "source_addresses",
    "sourceIpGroups": Ids("source_ip_groups"),
    "protocols": Each("protocols|protocol", {"protocolType": "type", "port": "port"}),
    "targetFqdns": "destination_fqdns|target_fqdns",
}


def _collection(rule: Shape) -> Shape:
    return {
        "name": "name",
        "priority": "priority",
        "action": {"type": "action"},
        "rules": Each("rule", rule),
    }


RULE_COLLECTION: Final[Shape] = _collection(_FIREWALL_RULE)
APPLICATION_RULE_COLLECTION: Final[Shape] = _collection(_APPLICATION_RULE)
RULE_COLLECTION_GROUP: Final[Shape] = {
    "priority": "priority",
    "networkRuleCollections": Each("network_rule_collection", RULE_COLLECTION),
    "applicationRuleCollections": Each("application_rule_collection", APPLICATION_RULE_COLLECTION),
    "natRuleCollections": Each("nat_rule_collection", RULE_COLLECTION),
}
VIRTUAL_NETWORK_GATEWAY: Final[Shape] = {
    "gatewayType": "type",
    "sku": {"name": "sku"},
    "ipConfigurations": Each(
        "ip_configuration",
        {
            "name": "name",
            "subnet": Id("subnet_id"),
            "publicIPAddress": Id("public_ip_address_id"),
        },
    ),
}
CONNECTION: Final[Shape] = {
    "connectionType": "type",
    "virtualNetworkGateway1": Id("virtual_network_gateway_id"),
    "virtualNetworkGateway2": Id("peer_virtual_network_gateway_id"),
    "peer": Id("express_route_circuit_id"),
    "expressRouteGatewayBypass": "express_route_gateway_bypass",
    "routingWeight": "routing_weight",
}
EXPRESS_ROUTE_CIRCUIT: Final[Shape] = {
    "serviceProviderProperties": {
        "serviceProviderName": "service_provider_name",
        "bandwidthInMbps": "bandwidth_in_mbps",
    },
}

TRAFFIC_MANAGER_PROFILE: Final[Shape] = {
    "trafficRoutingMethod": "traffic_routing_method",
    "profileStatus": "profile_status",
    "maxReturn": "max_return",
    "dnsConfig": One("dns_config", {"relativeName": "relative_name", "ttl": "ttl"}),
    "monitorConfig": One(
        "monitor_config",
        {
            "protocol": "protocol",
            "port": "port",
            "path": "path",
            "intervalInSeconds": "interval_in_seconds",
            "timeoutInSeconds": "timeout_in_seconds",
            "toleratedNumberOfFailures": "tolerated_number_of_failures",
        },
    ),
}
TRAFFIC_MANAGER_ENDPOINT: Final[Shape] = {
    "target": "target",
    "targetResourceId": Id("target_resource_id"),
    "endpointStatus": Choice("enabled", "Enabled", "Disabled"),
    "priority": "priority",
    "weight": "weight",
    "endpointLocation": "endpoint_location",
    "minChildEndpoints": "minimum_child_endpoints",
}

APPLICATION_GATEWAY: Final[Shape] = {
    "sku": One("sku", {"name": "name", "tier": "tier", "capacity": "capacity"}),
    "gatewayIPConfigurations": Each(
        "gateway_ip_configuration", {"name": "name", "subnet": Id("subnet_id")}
    ),
    "frontendIPConfigurations": Each(
        "frontend_ip_configuration",
        {
            "name": "name",
            "subnet": Id("subnet_id"),
            "privateIPAddress": "private_ip_address",
            "publicIPAddress": Id("public_ip_address_id"),
        },
    ),
    "frontendPorts": Each("frontend_port", {"name": "name", "port": "port"}),
    "backendAddressPools": Each(
        "backend_address_pool",
        {
            "name": "name",
            "backendAddresses": Wrapped({"ipAddress": "ip_addresses", "fqdn": "fqdns"}),
        },
    ),
    "backendHttpSettingsCollection": Each(
        "backend_http_settings",
        {
            "name": "name",
            "port": "port",
            "protocol": "protocol",
            "requestTimeout": "request_timeout",
            "cookieBasedAffinity": "cookie_based_affinity",
            "hostName": "host_name",
            "pickHostNameFromBackendAddress": "pick_host_name_from_backend_address",
            "path": "path",
            "probe": Part("probes", "probe_name"),
            "connectionDraining": One(
                "connection_draining",
                {"enabled": "enabled", "drainTimeoutInSec": "drain_timeout_sec"},
            ),
        },
    ),
    "httpListeners": Each(
        "http_listener",
        {
            "name": "name",
            "protocol": "protocol",
            "hostName": "host_name",
            "hostNames": "host_names",
            "frontendIPConfiguration": Part(
                "frontendIPConfigurations", "frontend_ip_configuration_name"
            ),
            "frontendPort": Part("frontendPorts", "frontend_port_name"),
        },
    ),
    "requestRoutingRules": Each(
        "request_routing_rule",
        {
            "name": "name",
            "ruleType": "rule_type",
            "priority": "priority",
            "httpListener": Part("httpListeners", "http_listener_name"),
            "backendAddressPool": Part("backendAddressPools", "backend_address_pool_name"),
            "backendHttpSettings": Part(
                "backendHttpSettingsCollection", "backend_http_settings_name"
            ),
            "redirectConfiguration": Part("redirectConfigurations", "redirect_configuration_name"),
            "urlPathMap": Part("urlPathMaps", "url_path_map_name"),
        },
    ),
    "probes": Each(
        "probe",
        {
            "name": "name",
            "protocol": "protocol",
            "host": "host",
            "path": "path",
            "port": "port",
            "interval": "interval",
            "timeout": "timeout",
            "unhealthyThreshold": "unhealthy_threshold",
            "pickHostNameFromBackendHttpSettings": "pick_host_name_from_backend_http_settings",
        },
    ),
}

KUBERNETES_NODE_POOL: Final[Shape] = {
    "name": "name",
    "count": "node_count",
    "vnetSubnetID": Id("vnet_subnet_id"),
}
KUBERNETES_CLUSTER: Final[Shape] = {
    "agentPoolProfiles": Each("default_node_pool", KUBERNETES_NODE_POOL),
    "networkProfile": One(
        "network_profile",
        {
            "networkPlugin": "network_plugin",
            "outboundType": "outbound_type",
            "loadBalancerSku": "load_balancer_sku",
            "loadBalancerProfile": One(
                "load_balancer_profile",
                {
                    "allocatedOutboundPorts": "outbound_ports_allocated",
                    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
                    "managedOutboundIPs": {"count": "managed_outbound_ip_count"},
                    "outboundIPs": {"publicIPs": Ids("outbound_ip_address_ids")},
                    "outboundIPPrefixes": {"publicIPPrefixes": Ids("outbound_ip_prefix_ids")},
                },
            ),
            "natGatewayProfile": One(
                "nat_gateway_profile",
                {
                    "idleTimeoutInMinutes": "idle_timeout_in_minutes",
                    "managedOutboundIPProfile": {"count": "managed_outbound_ip_count"},
                },
            ),
        },
    ),
}
