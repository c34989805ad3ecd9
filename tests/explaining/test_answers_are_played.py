"""The engine does what an explanation says: ports are counted by opening connections until one fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.deployments import deploy
from azsim.deploy.aks_nodes import with_nodes
from azsim.explaining.answers import Inbound, Machines, PortCount
from azsim.explaining.gateways import RULE
from azsim.explaining.grouping import EACH
from azsim.explaining.guests import with_guests
from azsim.explaining.networks import parts
from azsim.explaining.outbound import ANYWHERE, HTTPS
from azsim.facts import Facts
from azsim.model.resources.network import PublicIpAddress, PublicIpPrefix
from azsim.readers import inputs
from azsim.readers.placing import placed
from azsim.readers.records import recorded
from azsim.units import within
from tests.explaining.conftest import FEATURES, explained

DEPLOYMENTS = os.environ.get("AZSIM_DEPLOYMENTS")
"""A folder of deployments of one's own, each in a folder, that are to be played as well."""


def files() -> list[Path]:
    shipped = sorted(FEATURES.parent.glob("*/*.json"))
    own = [each for each in shipped if ".parameters" not in each.name]
    others = [] if DEPLOYMENTS is None else sorted(Path(DEPLOYMENTS).glob("*/azuredeploy.json"))
    return [*own, *others]


def running(path: Path) -> list[Azure]:
    """Each part of the deployment, running, as nobody has asked it anything yet."""
    name, parameters = path.as_posix(), path.with_name("azuredeploy.parameters.json")
    given = parameters.as_posix() if parameters.exists() else None
    facts = Facts()
    records = recorded(inputs.read([name], inputs.from_disk, given), facts)
    deployment = placed(with_guests(with_nodes(records.resources, facts)), facts, records.hops)
    clouds = []
    for part in parts(deployment.resources):
        azure = Azure()
        deploy(azure.cloud, part)
        clouds.append(azure)
    return clouds


def explanation_of(path: Path) -> tuple[Machines, ...]:
    parameters = path.with_name("azuredeploy.parameters.json")
    return explained(path, parameters if parameters.exists() else None).machines


def home(name: str, clouds: list[Azure]) -> Azure:
    return next(each for each in clouds if each.cloud.machines.get(name) is not None)


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_told_is_what_happens(path: Path) -> None:
    for machines in explanation_of(path):
        name = machines.names[0]
        clouds = running(path)
        check_the_way_out(machines, home(name, clouds))
        # Where a security group keeps everything in, no port can be counted.
        counts = () if machines.outbound.denied is not None else machines.outbound.ports
        for count in counts:
            check_the_ports(name, count, home(name, running(path)))
        for way in machines.inbound:
            check_a_way_in(name, way, home(name, running(path)))


def check_the_way_out(machines: Machines, azure: Azure) -> None:
    name, outbound = machines.names[0], machines.outbound
    azure.outbound.open_connection(name, "TCP", ANYWHERE, HTTPS)
    refusals = azure.outbound.attempt().refusals
    tcp = [each for each in outbound.ports if each.protocol == "TCP"]
    carried = all(each.each or each.shared for each in tcp)
    gets_out = (
        outbound.method is not None
        and outbound.why_not is None
        and outbound.denied is None
        and carried
    )
    assert (not refusals) is gets_out, (name, refusals)
    if gets_out:
        seen = azure.outbound.arrivals_at(ANYWHERE)[-1].five_tuple.source
        told = {each.resource for each in outbound.addresses}
        assert told & ({None, EACH} | resources_at(azure, seen)), (name, seen, told)


def resources_at(azure: Azure, address: str) -> set[str]:
    description = azure.cloud.plane.description
    names = {
        each.name for each in description.of_kind(PublicIpAddress) if each.ip_address == address
    }
    return names | {
        each.name
        for each in description.of_kind(PublicIpPrefix)
        if each.ip_prefix is not None and within(address, (each.ip_prefix,))
    }


def check_the_ports(name: str, count: PortCount, azure: Azure) -> None:
    """As many flows to one destination succeed as there are ports, and not one more."""
    if count.shared is not None:
        return
    protocol = "UDP" if count.protocol == "UDP" else "TCP"
    ports = count.each or 0
    azure.outbound.open_many(name, protocol, ports + 1, [(ANYWHERE, HTTPS)])
    if protocol == "TCP":
        assert len(azure.outbound.attempt().refusals) == 1
    elif not ports:
        assert azure.outbound.attempt().refusals


def check_a_way_in(name: str, way: Inbound, azure: Azure) -> None:
    """A client on the internet gets an answer where the way is told to be open to it."""
    if way.source != "internet" or way.protocol == "UDP" or way.not_known is not None:
        return
    if way.kind == RULE:
        check_a_request(name, way, azure)
        return
    address = next(each for each in addresses(azure, way) if each is not None)
    if address is None:
        return
    port = HTTPS if way.ports == EACH else int(way.ports.split("-")[0].split(",")[0])
    client = "192.0.2.99"
    azure.load_balancing.add_client(client)
    azure.outbound.open_as_client(client, "TCP", address, port)
    refusals = azure.outbound.attempt().refusals
    assert (not refusals) is (way.why_not is None or way.is_probe_denied), (name, way, refusals)


def check_a_request(name: str, way: Inbound, azure: Azure) -> None:
    """Requests to a gateway get to the machine where the way is told to be open, from an instance."""
    if way.asked is None:
        # Whatever fits this way goes by another one.
        assert way.why_not is not None
        return
    address = next(each for each in addresses(azure, way) if each is not None)
    client = "192.0.2.99"
    azure.load_balancing.add_client(client)
    azure.load_balancing.send_requests_for(client, way.asked, address, 20)
    instances = azure.cloud.application_gateways.running[way.through].instances
    sources = {each[0] for each in azure.load_balancing.request_sources(name)}
    assert bool(sources) is (way.why_not is None or way.is_probe_denied)
    assert sources <= {each.address for each in instances}


def addresses(azure: Azure, way: Inbound) -> list[str | None]:
    named = None if way.address is None else way.address.resource
    return [
        each.ip_address
        for each in azure.cloud.plane.description.of_kind(PublicIpAddress)
        if named is not None and each.name in named.split(" … ")[0].split(", ")
    ]
