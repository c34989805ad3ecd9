"""What explain tells of a Traffic Manager profile is what a scenario on its deployment sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from azsim.azure import Azure
from azsim.explaining.telling.feature import Source, feature
from azsim.gherkin import play
from azsim.readers import inputs
from azsim.text import Advice, Language
from azsim.units import SECOND
from tests.explaining.conftest import FEATURES, Explain, explained, id_of, public_ip
from tests.explaining.test_profiles import ADDRESS, PROFILE, endpoint, profile

CLIENT = "192.0.2.33"
NAME = "tm.trafficmanager.net"
TWO_REGIONS = FEATURES.parent / "traffic_manager" / "two-regions.json"

Resources = list[dict[str, Any]]


def address(name: str) -> dict[str, Any]:
    dns = {"domainNameLabel": name, "fqdn": f"{name}.japaneast.cloudapp.azure.com"}
    return public_ip(f"{name}-ip", dnsSettings=dns)


def leads_to(name: str, **properties: Any) -> dict[str, Any]:
    return endpoint("azure", name, targetResourceId=id_of(ADDRESS, f"{name}-ip"), **properties)


def playing(folder: Path, resources: Resources) -> Azure:
    path = folder / "main.json"
    path.write_text(json.dumps(resources), encoding="utf-8")
    azure = Azure()
    azure.deployments.describe(inputs.from_disk, path.as_posix())
    azure.load_balancing.add_client(CLIENT)
    return azure


def answer(azure: Azure, name: str = NAME) -> list[str]:
    azure.traffic_manager.resolve(CLIENT, name)
    return [each.data for each in azure.traffic_manager.answer()]


def test_endpoints_take_over_in_the_order_that_is_told() -> None:
    [told] = explained(TWO_REGIONS).profiles
    public = {each.name: each.public_ip for each in told.endpoints}
    azure = Azure()
    azure.deployments.describe(inputs.from_disk, TWO_REGIONS.as_posix())
    azure.load_balancing.add_client(CLIENT)
    assert told.order == ("east", "west")
    for name in told.order:
        _, seen = answer(azure, told.fqdn)
        assert seen == azure.deployments.address_of(str(public[name]))
        azure.traffic_manager.degrade(name)
        azure.world.pass_time(told.ttl)


def test_a_request_reaches_the_machine_that_has_the_address(tmp_path: Path) -> None:
    azure = playing(tmp_path, json.loads(TWO_REGIONS.read_text(encoding="utf-8")))
    azure.traffic_manager.send_request(CLIENT, "shop.trafficmanager.net")
    assert azure.load_balancing.request_sources("east1")


def test_the_dns_name_of_the_address_is_answered(tmp_path: Path) -> None:
    azure = playing(tmp_path, [address("east"), profile(leads_to("east"))])
    assert answer(azure)[0] == "east.japaneast.cloudapp.azure.com"


def test_the_region_of_a_label_is_that_of_its_address(tmp_path: Path) -> None:
    public = public_ip("east-ip", dnsSettings={"domainNameLabel": "shop"})
    public["location"] = "Japan East"
    azure = playing(tmp_path, [public, profile(leads_to("east"))])
    assert answer(azure)[0] == "shop.japaneast.cloudapp.azure.com"


def test_an_external_endpoint_may_name_an_address_of_the_deployment(tmp_path: Path) -> None:
    external = endpoint("external", "out", target="EAST.japaneast.cloudapp.azure.com")
    azure = playing(tmp_path, [address("east"), profile(external)])
    assert answer(azure)[1] == azure.deployments.address_of("east-ip")


def test_two_profiles_may_share_an_address(tmp_path: Path) -> None:
    both = profile(leads_to("east")), profile(leads_to("east"), name="other")
    azure = playing(tmp_path, [address("east"), *both])
    assert answer(azure)[1] == answer(azure, "other.trafficmanager.net")[1]


def test_the_ttl_and_priorities_change_by_the_names_of_the_deployment(tmp_path: Path) -> None:
    two = leads_to("east", priority=1), leads_to("west", priority=2)
    azure = playing(tmp_path, [address("east"), address("west"), profile(*two)])
    azure.traffic_manager.set_ttl(NAME, 60 * SECOND)
    assert azure.cloud.profiles.running[NAME].profile.ttl == 60
    azure.traffic_manager.set_priority("east", 3)
    assert answer(azure)[0].startswith("west.")


NOT_PLAYED = {
    "Weighted": [address("east"), profile(leads_to("east"), method="Weighted")],
    "profiles within profiles": [
        address("east"),
        profile(leads_to("east"), name="child"),
        profile(endpoint("nested", "inner", targetResourceId=id_of(PROFILE, "child"))),
    ],
    "no public IP address of the deployment": [
        address("east"),
        profile(leads_to("east"), name="child"),
        profile(endpoint("external", "www", target="www.example.com")),
    ],
    "no DNS name": [
        address("west"),
        profile(leads_to("west"), name="child"),
        public_ip("east-ip"),
        profile(leads_to("east")),
    ],
    "no endpoint that is enabled": [
        address("east"),
        profile(leads_to("east", endpointStatus="Disabled")),
    ],
}


@pytest.mark.parametrize("reason", NOT_PLAYED)
def test_what_is_not_modelled_is_named(reason: str, explain_resources: Explain) -> None:
    told = explain_resources(*NOT_PLAYED[reason])
    [found] = told.not_modelled
    assert found.path == f"{PROFILE} tm"
    assert reason in found.reason.en
    assert [each.order for each in told.profiles if each.name == "tm"] == [()]


@pytest.mark.parametrize(
    "reason", ["profiles within profiles", "no public IP address of the deployment", "no DNS name"]
)
def test_a_step_about_what_is_not_modelled_says_why(reason: str, tmp_path: Path) -> None:
    azure = playing(tmp_path, NOT_PLAYED[reason])
    with pytest.raises(Advice, match=reason):
        azure.traffic_manager.resolve(CLIENT, NAME)
    with pytest.raises(Advice, match=reason):
        azure.traffic_manager.set_ttl(NAME, SECOND)


def test_one_refusal_is_told_once(explain_resources: Explain) -> None:
    told = explain_resources(address("east"), profile(leads_to("east", priority=1_001)))
    [refused] = [each for each in told.findings if each.id == "refused"]
    assert "the largest priority is 1,000" in refused.text.en


def test_a_priority_of_two_endpoints_is_left_out(explain_resources: Explain) -> None:
    two = leads_to("east", priority=1), leads_to("west", priority=1)
    told = explain_resources(address("east"), address("west"), profile(*two))
    [left_out] = [each for each in told.findings if each.id == "left-out"]
    assert "east and west both have the priority 1" in left_out.text.en


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_order_is_pinned(language: Language, tmp_path: Path) -> None:
    template = tmp_path / "main.json"
    template.write_text(TWO_REGIONS.read_text(encoding="utf-8"), encoding="utf-8")
    told = "\n".join(feature(explained(template), Source("main.json"), language))
    (tmp_path / "main.feature").write_text(told, encoding="utf-8")
    assert outcomes(tmp_path) == {"passed"}
    swapped = template.read_text(encoding="utf-8").replace('"priority": 2', '"priority": 0x')
    swapped = swapped.replace('"priority": 1,', '"priority": 2,').replace("0x", "1")
    template.write_text(swapped, encoding="utf-8")
    assert outcomes(tmp_path) == {"passed", "failed"}


def outcomes(folder: Path) -> set[str]:
    plays = play([folder])
    assert plays.problems == ()
    return {each.outcome for each in plays.played}
