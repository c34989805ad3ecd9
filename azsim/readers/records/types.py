"""Which types of resources become records, which play a part that isn't modelled, and which play none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records import (
    aks,
    app_service,
    application_gateways,
    balancing,
    classic,
    compute,
    firewalls,
    gateways,
    names,
    network,
    security,
)
from azsim.readers.records.body import Body

Record = Callable[[ResourceId, Body], Resource | None]

RECORDS: Final[Mapping[str, Record]] = {
    "microsoft.classiccompute/domainnames": classic.cloud_service,
    "microsoft.compute/virtualmachines": compute.virtual_machine,
    "microsoft.compute/virtualmachinescalesets": compute.scale_set,
    "microsoft.containerservice/managedclusters": aks.managed_cluster,
    "microsoft.network/applicationgateways": application_gateways.application_gateway,
    "microsoft.network/azurefirewalls": firewalls.firewall,
    "microsoft.network/firewallpolicies": firewalls.firewall_policy,
    "microsoft.network/connections": gateways.connection,
    "microsoft.network/expressroutecircuits": gateways.express_route_circuit,
    "microsoft.network/loadbalancers": balancing.load_balancer,
    "microsoft.network/natgateways": gateways.nat_gateway,
    "microsoft.network/networkinterfaces": network.network_interface,
    "microsoft.network/networksecuritygroups": security.network_security_group,
    "microsoft.network/publicipaddresses": network.public_ip_address,
    "microsoft.network/publicipprefixes": network.public_ip_prefix,
    "microsoft.network/routetables": network.route_table,
    "microsoft.network/trafficmanagerprofiles": names.traffic_manager_profile,
    "microsoft.network/virtualnetworkgateways": gateways.virtual_network_gateway,
    "microsoft.network/virtualnetworks": network.virtual_network,
    "microsoft.web/serverfarms": app_service.server_farm,
    "microsoft.web/sites": app_service.web_site,
}
"""By folded type, how its record is made."""

_WITH_A_PART: Final = (
    "microsoft.network/",
    "microsoft.web/",
    "microsoft.containerservice/",
    "microsoft.app/",
    "microsoft.containerinstance/",
    "microsoft.apimanagement/",
    "microsoft.cdn/",
    "microsoft.classiccompute/",
    "microsoft.classicnetwork/",
    "microsoft.hybridnetwork/",
    "microsoft.servicenetworking/",
    "microsoft.avs/",
    "microsoft.sql/managedinstances",
)
_WITHOUT_A_PART: Final = (
    # Rules and interfaces name it; in itself it holds nothing.
    "microsoft.network/applicationsecuritygroups",
    "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
    "microsoft.network/ddosprotectionplans",
    "microsoft.network/dnszones",
    "microsoft.network/privatednszones",
    "microsoft.network/privateendpoints/",
    "microsoft.network/networkwatchers",
    "microsoft.network/ipgroups",
    "microsoft.network/serviceendpointpolicies",
    "microsoft.network/frontdoorwebapplicationfirewallpolicies",
    "microsoft.network/networksecurityperimeters",
    "microsoft.web/certificates",
    "microsoft.web/sites/basicpublishingcredentialspolicies",
    "microsoft.web/sites/config",
    "microsoft.web/sites/extensions",
    "microsoft.web/sites/hostnamebindings",
    "microsoft.web/sites/siteextensions",
    "microsoft.web/sites/sourcecontrols",
)


def plays_a_part(type: str) -> bool:
    """Whether resources of *type* have to do with where packets go, and aren't modelled."""
    folded = type.casefold()
    return folded.startswith(_WITH_A_PART) and not folded.startswith(_WITHOUT_A_PART)
