"""Traffic Manager profiles, and what their endpoints lead to."""

from __future__ import annotations

from typing import Any

from azsim.deploy.names import DISABLED
from azsim.explaining.answers import Explanation, Profile
from azsim.explaining.differences import differences
from azsim.explaining.telling.changes import markdown
from azsim.explaining.telling.lines import lines
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

PROFILE = "Microsoft.Network/trafficManagerProfiles"
ADDRESS = "Microsoft.Network/publicIPAddresses"


def endpoint(kind: str, name: str, **properties: Any) -> dict[str, Any]:
    return {"name": name, "type": f"{PROFILE}/{kind}Endpoints", "properties": properties}


def profile(
    *endpoints: dict[str, Any], name: str = "tm", method: str = "Priority", ttl: int | None = 30
) -> dict[str, Any]:
    dns: dict[str, Any] = {"relativeName": name}
    return resource(
        PROFILE,
        name,
        trafficRoutingMethod=method,
        dnsConfig=dns if ttl is None else {**dns, "ttl": ttl},
        monitorConfig={"protocol": "HTTP", "port": 80, "path": "/"},
        endpoints=list(endpoints),
    )


def only(explanation: Explanation) -> Profile:
    assert explanation.unresolved == ()
    [found] = explanation.profiles
    return found


def test_an_address_is_told_with_the_machine_that_has_it(explain_resources: Explain) -> None:
    found = only(
        explain_resources(
            network(subnet("app", "10.0.0.0/24")),
            public_ip("vm1-ip"),
            *machine("vm1", publicIPAddress=ref(ADDRESS, "vm1-ip")),
            profile(endpoint("azure", "east", targetResourceId=id_of(ADDRESS, "vm1-ip"))),
        )
    )
    assert (found.fqdn, found.method) == ("tm.trafficmanager.net", "Priority")
    assert found.ttl == 30 * 10**9
    [east] = found.endpoints
    assert east.leads_to.en == 'the public IP "vm1-ip" of "vm1"'
    assert east.priority == 1


def test_an_address_of_nobody_and_a_service_are_told(explain_resources: Explain) -> None:
    front_end = {
        "name": "front",
        "properties": {"publicIPAddress": ref(ADDRESS, "lb-ip")},
    }
    found = only(
        explain_resources(
            public_ip("lb-ip"),
            public_ip("spare"),
            resource(
                "Microsoft.Network/loadBalancers",
                "lb",
                sku="Standard",
                frontendIPConfigurations=[front_end],
            ),
            profile(
                endpoint("azure", "one", targetResourceId=id_of(ADDRESS, "lb-ip"), weight=3),
                endpoint("azure", "two", targetResourceId=id_of(ADDRESS, "spare"), weight=1),
                method="Weighted",
            ),
        )
    )
    one, two = found.endpoints
    assert one.leads_to.en == 'the public IP "lb-ip" of the load balancer "lb"'
    assert "nothing has" in two.leads_to.en
    assert (one.weight, two.weight, one.priority) == (3, 1, None)


def test_profiles_within_profiles_and_servers_elsewhere_are_told(
    explain_resources: Explain,
) -> None:
    explanation = explain_resources(
        profile(endpoint("external", "www", target="www.example.com"), name="child"),
        profile(
            endpoint(
                "nested", "inner", targetResourceId=id_of(PROFILE, "child"), minChildEndpoints=1
            ),
            endpoint("nested", "other", targetResourceId=id_of(PROFILE, "elsewhere")),
        ),
    )
    child, parent = explanation.profiles
    assert child.endpoints[0].leads_to.en == "www.example.com"
    inner, other = parent.endpoints
    assert (inner.leads_to.en, inner.min_child_endpoints) == ('the profile "child"', 1)
    assert "isn't in the input" in other.leads_to.en


def test_a_ttl_that_nobody_sets_is_the_platforms(explain_resources: Explain) -> None:
    external = endpoint("external", "www", target="www.example.com")
    found = only(explain_resources(profile(external, ttl=None)))
    assert found.ttl == 300 * 10**9
    assert "traffic-manager.default-ttl" in found.facts


def test_a_disabled_endpoint_is_told(explain_resources: Explain) -> None:
    external = endpoint("external", "www", target="www.example.com", endpointStatus="Disabled")
    found = explain_resources(profile(external))
    assert not only(found).endpoints[0].is_enabled
    assert any("disabled" in line for line in lines(found, "en", None))
    assert any("無効" in line for line in lines(found, "ja", None))


def test_a_profile_that_is_disabled_is_not_modelled(explain_resources: Explain) -> None:
    disabled = profile(endpoint("external", "www", target="www.example.com"))
    disabled["properties"]["profileStatus"] = "Disabled"
    found = explain_resources(disabled)
    assert DISABLED in [each.reason for each in found.not_modelled]


def test_a_change_of_a_profile_is_a_difference(explain_resources: Explain) -> None:
    external = endpoint("external", "www", target="www.example.com")
    before = explain_resources(profile(external))
    after = explain_resources(
        profile(endpoint("external", "www", target="new.example.com"), ttl=60)
    )
    found = differences(before, after)
    assert bool(found)
    title, row = found.others
    assert "30 seconds" in title.before.en
    assert (row.what.en, row.after.en) == ("www", "→ new.example.com (priority 1)")
    assert any("new.example.com" in line for line in markdown(found, "en"))
