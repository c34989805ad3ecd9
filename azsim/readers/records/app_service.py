"""App Service plans and apps as records."""

from __future__ import annotations

from azsim.model.resources.app_service import ServerFarm, WebSite
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.body import Body
from azsim.text import Text

NO_CAPACITY = Text(
    "its number of instances isn't known, since Azure scales it by itself",
    "Azure が自動でスケールするため、インスタンスの数がわからない",
)
NO_PLAN = Text(
    "it names no plan: how an app on a Consumption plan reaches the internet isn't modelled",
    "プランの指定がない。従量課金プランのアプリの送信方法はモデル化していない",
)
_SCALED = ("dynamic", "flexconsumption", "y1", "fc1")


def server_farm(id: ResourceId, body: Body) -> Resource | None:
    """An App Service plan; one without a number of instances has one of them."""
    sku = body.object_at("sku")
    names = () if sku is None else (sku.text("name") or "", sku.text("tier") or "")
    if any(each.casefold() in _SCALED for each in names):
        body.tell(NO_CAPACITY)
        return None
    capacity = None if sku is None else sku.number("capacity")
    return ServerFarm(id=id, capacity=capacity or 1)


def web_site(id: ResourceId, body: Body) -> Resource | None:
    """An app, with the subnet that it is integrated with."""
    plan = body.reference("serverFarmId")
    if plan is None:
        body.tell(NO_PLAN)
        return None
    subnet = body.reference("virtualNetworkSubnetId")
    for each in body.objects("networkConfig"):
        subnet = subnet or each.reference("subnetResourceId")
    settings, routing = body.object_at("siteConfig"), body.object_at("outboundVnetRouting")
    flags = (
        body.flag("vnetRouteAllEnabled"),
        None if settings is None else settings.flag("vnetRouteAllEnabled"),
        None if routing is None else routing.flag("allTraffic"),
    )
    return WebSite(id=id, server_farm=plan, subnet=subnet, route_all=True in flags)
