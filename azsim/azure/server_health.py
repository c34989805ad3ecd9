"""Health probes of load balancers, and what they have found of servers."""

from __future__ import annotations

from attrs import define, evolve

from azsim.deploy.cloud import Cloud
from azsim.deploy.load_balancers import Balanced
from azsim.functions.server_health import ServerHealth
from azsim.model.resources.balancing import LoadBalancer, Probe
from azsim.text import Advice, Text, did_you_mean

NO_SERVER = Text(
    '"{balancer}" has no server "{server}".{hint}',
    "「{balancer}」の背後にサーバー「{server}」はない。{hint}",
)
NOT_PROBED = Text(
    'Nothing has probed "{server}" yet. Write before it: When the health probes run for 1 minute',
    "「{server}」にはまだプローブが送られていない。その前に次のように書く: もし 正常性プローブが 1 分続く",
)
SEVERAL = Text(
    'Several health probes of "{balancer}" look at "{server}", and don\'t agree.',
    "「{balancer}」の複数の正常性プローブが「{server}」を調べており、結果が一致しない。",
)


@define(eq=False)
class ServersHealth:
    """What a scenario says about health probes and the health of servers."""

    cloud: Cloud

    def set_probe(self, balancer: str, probe: Probe) -> None:
        """The health probe of a load balancer, by which its rules go.

        :raises Advice: where there is no such load balancer.
        """
        record = self.cloud.plane.find(LoadBalancer, balancer)
        rules = record.load_balancing_rules
        if rules is not None:
            rules = tuple(evolve(each, probe=probe.name) for each in rules)
        self.cloud.plane.describe(evolve(record, probes=(probe,), load_balancing_rules=rules))

    def of(self, server: str, balancer: str) -> ServerHealth:
        """What the probes of a load balancer have found of a server.

        :raises Advice: where there is no such server, or nothing has probed it.
        """
        running = self.cloud.world.names.find(balancer, Balanced)
        names = [each.name for each in running.servers]
        if server not in names:
            raise Advice(
                NO_SERVER.fill(balancer=balancer, server=server, hint=did_you_mean(server, names))
            )
        found = running.health_of(server)
        if not found:
            raise Advice(NOT_PROBED.fill(server=server))
        if len({each.healthy for each in found}) > 1:
            raise Advice(SEVERAL.fill(balancer=balancer, server=server))
        return found[0]
