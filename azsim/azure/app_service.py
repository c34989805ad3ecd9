"""App Service plans, as a scenario describes and scales them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as numbers

from attrs import define, evolve

from azsim.azure.work import MACHINES
from azsim.deploy.cloud import Cloud
from azsim.model.resources.app_service import AppServiceInstance, AppServicePlan
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
        if not count:
            raise Advice(NONE_LEFT)
        MACHINES.check(count)
        for address in addresses:
            self._check_public(address)
        number = len(self.cloud.app_service.running) + 1
        self.cloud.plane.describe(
            AppServicePlan(
                id="App Service" if number == 1 else f"App Service {number}",
                instances=self._instances(count),
                outbound_ip_addresses=tuple(addresses),
            )
        )

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
        instances = (*plan.instances[:count], *self._instances(count - have))
        self.cloud.plane.ask(request, evolve(plan, instances=instances))

    # Within

    def _instances(self, count: int) -> tuple[AppServiceInstance, ...]:
        """*count* more instances, with the next free names and addresses."""
        free = (f"vm{number}" for number in numbers(1))
        names = (name for name in free if name not in self.cloud.world.names)
        addresses = self.cloud.machines.free_addresses()
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
