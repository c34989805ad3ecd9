"""App Service plans with their instances, each with an address of the subnet they are integrated with."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from azsim.model.resources.app_service import (
    AppServiceInstance,
    AppServicePlan,
    ServerFarm,
    WebSite,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface, VirtualNetwork
from azsim.readers.declared import Doubt
from azsim.readers.placing.gateways import Give
from azsim.readers.placing.missing import free_networks
from azsim.text import Advice, Text

APPS_DIFFER = Text(
    "its apps send by different ways: some are integrated with a subnet by Route All, others aren't or are "
    "with another. The answers are those of a plan without",
    "アプリによって送信経路が異なる。Route All でサブネットと統合されたアプリと、そうでないもの、または別の"
    "サブネットのものがある。答えは統合がないプランのものである",
)

PLAN_ELSEWHERE = Text(
    "its plan {name} isn't in the input, or isn't modelled: how it reaches the internet isn't known",
    "プラン {name} が入力にないか、モデル化していないため、インターネットへの接続方法はわからない",
)


def with_plans(resources: list[Resource], give: Give, doubts: list[Doubt]) -> list[Resource]:
    """*resources*, whose plans have instances where they had only a number of them."""
    sites = [each for each in resources if isinstance(each, WebSite)]
    used = [
        prefix
        for each in resources
        if isinstance(each, VirtualNetwork)
        for prefix in each.address_space
    ]
    elsewhere = _Elsewhere(used)
    farms = {each.id for each in resources if isinstance(each, ServerFarm)}
    for site in sites:
        if site.server_farm not in farms:
            reason = PLAN_ELSEWHERE.fill(name=site.server_farm.name)
            doubts.append(Doubt(site.name, reason, about=site.name))
    found: list[Resource] = []
    for each in resources:
        if not isinstance(each, ServerFarm):
            found.append(each)
            continue
        subnet = _subnet(each, sites, doubts)
        try:
            found += _plan(each, subnet, give if subnet is not None else elsewhere.give)
        except Advice as advice:
            doubts.append(Doubt(each.name, advice.text, about=each.name))
    return found


@define(eq=False)
class _Elsewhere:
    """Addresses of Azure's own network, which no customer's has."""

    used: list[str]
    _free: Iterator[str] | None = None

    def give(self, subnet: ResourceId) -> str:
        """The next of them, whatever the subnet."""
        if self._free is None:
            self._free = (
                str(address)
                for network in free_networks(self.used)
                for address in list(network.hosts())[3:]
            )
        return next(self._free)


def _subnet(farm: ServerFarm, sites: list[WebSite], doubts: list[Doubt]) -> ResourceId | None:
    own = [each for each in sites if each.server_farm == farm.id]
    subnets = {each.subnet if each.route_all else None for each in own}
    if len(subnets) > 1:
        doubts.append(Doubt(farm.name, APPS_DIFFER, about=farm.name))
        return None
    return next(iter(subnets), None)


def _plan(farm: ServerFarm, subnet: ResourceId | None, give: Give) -> Iterator[Resource]:
    instances = []
    for number in range(farm.capacity):
        name = f"{farm.name}_{number}"
        address = give(subnet or farm.id)
        instances.append(AppServiceInstance(name=name, private_ip_address=address))
        if subnet is not None:
            part = IpConfiguration(subnet=subnet, private_ip_address=address)
            yield NetworkInterface(id=f"{name} nic", ip_configurations=(part,))
    yield AppServicePlan(id=farm.id, instances=tuple(instances), virtual_network_subnet=subnet)
