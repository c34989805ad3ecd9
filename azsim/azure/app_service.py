"""App Service plans, as a scenario describes and scales them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as numbers

from attrs import define, evolve

from azsim.azure import describing
from azsim.azure.work import MACHINES
from azsim.deploy.cloud import Cloud
from azsim.model.resources.app_service import AppServiceInstance, AppServicePlan
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface
from azsim.text import Advice, Text
from azsim.units import format_count

NO_PLAN = Text(
    "No App Service plan is described yet. Begin with a step such as: Given an App Service plan with "
    "1 instance",
    "App Service がまだ記述されていない。まず次のように書く: 前提 App Service のインスタンス 1 台がある",
)
NONE_LEFT = Text(
    "An App Service plan has 1 instance or more.",
    "App Service のインスタンスは 1 台以上である。",
)
SAME_SIZE = Text(
    "The App Service plan has {count} already: write another number.",
    "App Service のインスタンスはすでに {count} 台である。別の数を書く。",
)
SEVERAL_PLANS = Text(
    "There are {count} App Service plans, and this sentence can't say which it means. Use it where "
    "there is one.",
    "App Service プランが {count} 個あり、この文ではどれを指すか決まらない。プランが一つの場合に使う。",
)


@define(eq=False)
class AppService:
    """The App Service plans of a scenario."""

    cloud: Cloud

    def describe(self, count: int, addresses: Sequence[str] = ()) -> None:
        """A plan with *count* instances, called vm1, vm2 …, whose apps leave from *addresses*.

        :raises Advice: for a count of 0, for more than are modelled, and for addresses that are
            something else's or private.
        """
        for address in addresses:
            self._check_public(address)
        self._describe(count, addresses)

    def _describe(
        self, count: int, addresses: Sequence[str] = (), subnet: ResourceId | None = None
    ) -> None:
        if not count:
            raise Advice(NONE_LEFT)
        MACHINES.check(count)
        number = len(self.cloud.app_service.running) + 1
        instances = self._instances(count, subnet)
        self.cloud.plane.describe(
            *_interfaces(instances, subnet),
            AppServicePlan(
                id="App Service" if number == 1 else f"App Service {number}",
                instances=instances,
                outbound_ip_addresses=tuple(addresses),
                virtual_network_subnet=subnet,
            ),
        )

    def describe_integrated(self, count: int, name: str) -> None:
        """A plan with *count* instances, integrated with a subnet that has an address for each.

        :raises Advice: where there is no such subnet, and for the same as `describe`.
        """
        network, subnet = describing.subnet(self.cloud, name)
        self._describe(count, subnet=network.id.part("subnets", subnet.name))

    def scale(self, count: int) -> None:
        """Ask for *count* instances of the plan; the last ones go where there are more.

        :raises Advice: where there isn't one plan, for a count of 0, and for as many as there are.
        """
        plan = self._only()
        have = len(plan.instances)
        if not count:
            raise Advice(NONE_LEFT)
        if count == have:
            raise Advice(SAME_SIZE.fill(count=format_count(count)))
        MACHINES.check(count)
        request = Text(
            "scale the App Service plan to {count} instances",
            "App Service のインスタンスを {count} 台にする",
        ).fill(count=format_count(count))
        subnet = plan.virtual_network_subnet
        newcomers = self._instances(count - have, subnet)
        instances = (*plan.instances[:count], *newcomers)
        self.cloud.plane.ask(
            request, *_interfaces(newcomers, subnet), evolve(plan, instances=instances)
        )

    # Within

    def _instances(self, count: int, subnet: ResourceId | None) -> tuple[AppServiceInstance, ...]:
        """*count* more instances, with the next free names and addresses.

        :raises Advice: where the subnet hasn't so many addresses.
        """
        free = (f"vm{number}" for number in numbers(1))
        names = (name for name in free if name not in self.cloud.world.names)
        if subnet is None:
            addresses = self.cloud.machines.free_addresses()
        else:
            _, found = describing.subnet(self.cloud, subnet.name)
            addresses = describing.free_addresses(self.cloud, found, count)
        return tuple(
            AppServiceInstance(name=next(names), private_ip_address=next(addresses))
            for _ in range(count)
        )

    def _check_public(self, address: str) -> None:
        if self.cloud.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address; apps leave from public ones.",
                    f"{address} はプライベート アドレスである。アプリの送信アドレスにはパブリック "
                    "アドレスを書く。",
                )
            )

    def _only(self) -> AppServicePlan:
        plans = list(self.cloud.app_service.running)
        if not plans:
            raise Advice(NO_PLAN)
        if len(plans) > 1:
            raise Advice(SEVERAL_PLANS.fill(count=format_count(len(plans))))
        return self.cloud.plane.find(AppServicePlan, plans[0])


def _interfaces(
    instances: Sequence[AppServiceInstance], subnet: ResourceId | None
) -> list[NetworkInterface]:
    """The interfaces that instances have in the subnet that they are integrated with."""
    if subnet is None:
        return []
    return [
        NetworkInterface(
            id=f"{each.name}-nic",
            ip_configurations=(
                IpConfiguration(subnet=subnet, private_ip_address=each.private_ip_address),
            ),
        )
        for each in instances
    ]
