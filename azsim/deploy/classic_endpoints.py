"""Load-balanced endpoints of the classic model, as what comes in meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define, field

from azsim.deploy.machines import Machine
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, Border
from azsim.facts import Facts
from azsim.functions.balanced_flows import BalancingRule, Server
from azsim.functions.classic_endpoint import EndpointAddress, Inbound
from azsim.functions.snat.masquerading import Snat
from azsim.model.resources.classic import CloudService, InputEndpoint
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import MINUTE

IDLE_TIMEOUT_RANGE: Final = Rule(
    "classic.inbound-idle-timeout",
    Text(
        "the idle timeout of a load-balanced endpoint is from {least} to {most} minutes",
        "負荷分散エンドポイントのアイドル タイムアウトは {least} 分から {most} 分までである",
    ),
)
OF_SEVERAL: Final = Text(
    "{endpoint} is a load-balanced endpoint of the classic deployment, in front of {count} instances. What "
    "comes in through one is modelled where a single instance is behind it; for more, describe a public load "
    "balancer instead.",
    "{endpoint} はクラシック デプロイの負荷分散エンドポイントであり、その背後にはインスタンスが {count} 台ある。"
    "受信をモデル化しているのは、背後のインスタンスが 1 台の場合である。複数の場合は、代わりにパブリック ロード "
    "バランサーを記述する。",
)


def idle_timeout_range(facts: Facts) -> Rule:
    """The reason for which Azure refuses an idle timeout of an endpoint."""
    limits = Inbound(facts)
    return IDLE_TIMEOUT_RANGE.fill(
        least=limits.shortest_idle_timeout // MINUTE, most=limits.longest_idle_timeout // MINUTE
    )


@define(eq=False)
class Endpoints:
    """Lets what comes in reach the instance behind an endpoint, where there is one only."""

    world: World
    running: dict[str, EndpointAddress] = field(factory=dict, init=False)
    _inbound: Inbound = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._inbound = Inbound(self.world.facts)

    def refusal(self, service: CloudService) -> Rule | None:
        """An idle timeout that is too short or too long."""
        limits = self._inbound
        for each in service.input_endpoints:
            timeout = each.idle_timeout
            if timeout is None:
                continue
            if not limits.shortest_idle_timeout <= timeout <= limits.longest_idle_timeout:
                return idle_timeout_range(self.world.facts)
        return None

    def listen(
        self,
        service: CloudService,
        machines: Mapping[str, Machine],
        snats: Mapping[str, Snat],
        space: AddressSpace,
    ) -> None:
        """Let the endpoints of *service* take in what is for them."""
        for address, snat in snats.items():
            endpoints = [each for each in service.input_endpoints if each.ip_address == address]
            rules = tuple(self._rules(endpoints, service, machines))
            running = self.running.get(address)
            if running is None and rules:
                running = self.running[address] = self._open(snat, space)
            if running is not None:
                running.go_by(rules)

    def _rules(
        self,
        endpoints: list[InputEndpoint],
        service: CloudService,
        machines: Mapping[str, Machine],
    ) -> Iterator[BalancingRule]:
        for each in endpoints:
            behind = service.instances_behind(each)
            if len(behind) == 1:
                machine = machines[behind[0].name]
                yield BalancingRule(
                    each.ip_address,
                    (Server(machine.name, machine.address, machine.host),),
                    each.protocol,
                    each.port,
                    each.local_port or each.port,
                    idle_timeout=each.idle_timeout or self._inbound.idle_timeout,
                )

    def _open(self, snat: Snat, space: AddressSpace) -> EndpointAddress:
        """What has the address from now on; in traces it is the one place that it was before."""
        world = self.world
        opened = EndpointAddress(
            snat.name, [snat.address], world.facts, Border(space, world.internet), snat=snat
        )
        opened.carried_by(world.network.send, world.packet_ids)
        world.schedule.watch(opened)
        world.routes.attach(opened, opened)
        world.internet.owners[snat.address] = opened
        return opened
