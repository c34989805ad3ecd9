"""Health probes of load balancers, and what they have found of servers."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, evolve

from azsim.deploy.balanced import Balanced
from azsim.deploy.cloud import Cloud
from azsim.functions.server_health import ServerHealth
from azsim.hosts.serving import Manner
from azsim.model.resources.balancing import AdminState, BackEndAddress, LoadBalancer, Probe
from azsim.text import Advice, Text, did_you_mean
from azsim.units import format_duration

NO_SERVER = Text(
    '"{balancer}" has no server "{server}".{hint}',
    "「{balancer}」の背後にサーバー「{server}」はない。{hint}",
)
NOT_PROBED = Text(
    'Nothing has probed "{server}" yet. Write before it: When the health probes run for 1 minute',
    "「{server}」にはまだプローブが送られていない。その前に次のように書く: もし 正常性プローブが 1 分続く",
)
DECIDES_INSTEAD = Text(
    'The admin state of "{server}" is {state} for "{balancer}", so that its health probe decides nothing. '
    "Ask before it is set, or see where requests arrive.",
    "「{balancer}」での「{server}」の管理状態は {state} であり、正常性プローブの結果は使われない。"
    "管理状態を設定する前に確かめるか、要求の届く先を確かめる。",
)
SEVERAL = Text(
    'Several health probes of "{balancer}" look at "{server}", and don\'t agree.',
    "「{balancer}」の複数の正常性プローブが「{server}」を調べており、結果が一致しない。",
)

PROBES_WOULD_TELL = Text(
    '"{server}" doesn\'t serve any more, and "{balancer}" probes it every {interval}; but probes run only where '
    "a step says so. Write instead: When the health probes run for {duration}",
    "「{server}」はもう応答しておらず、「{balancer}」はこれを {interval}ごとに調べるが、プローブが送られるのは、そう書いた"
    "ステップだけである。代わりに次のように書く: もし 正常性プローブが {duration}続く",
)
# What a server does that its probes fail by.
_FAILS: frozenset[Manner] = frozenset({"doesn't answer", "refuses connections"})


@define(eq=False)
class ServersHealth:
    """What a scenario says about health probes and the health of servers."""

    cloud: Cloud

    def set_probe(self, balancer: str, probe: Probe) -> None:
        """The health probe of a load balancer, by which its rules go.

        :raises Advice: where there is no such load balancer.
        """
        self.cloud.plane.describe(self._with_probe(balancer, probe))

    def ask_for_probe(self, balancer: str, probe: Probe) -> None:
        """Ask Azure for another health probe of a load balancer, by which its rules go.

        :raises Advice: where there is no such load balancer.
        """
        request = Text(
            "change the health probe of {name}", "{name} の正常性プローブを変更する"
        ).fill(name=balancer)
        self.cloud.plane.ask(request, self._with_probe(balancer, probe))

    def _with_probe(self, balancer: str, probe: Probe) -> LoadBalancer:
        record = self.cloud.plane.find(LoadBalancer, balancer)
        rules = record.load_balancing_rules
        if rules is not None:
            rules = tuple(evolve(each, probe=probe.name) for each in rules)
        return evolve(record, probes=(probe,), load_balancing_rules=rules)

    def set_admin_state(self, server: str, balancer: str, state: AdminState) -> None:
        """Whether a server gets new flows in the pools of a load balancer, whatever its probe says.

        :raises Advice: where it has no such server.
        """
        self._check_has(balancer, server)
        record = self.cloud.plane.find(LoadBalancer, balancer)
        pools = tuple(
            evolve(
                pool,
                addresses=tuple(
                    evolve(each, admin_state=state) if self._is_of(each, server) else each
                    for each in pool.addresses
                ),
            )
            for pool in record.back_end_pools
        )
        self.cloud.plane.describe(evolve(record, back_end_pools=pools))

    def of(self, server: str, balancer: str) -> ServerHealth:
        """What the probes of a load balancer have found of a server.

        :raises Advice: where there is no such server, nothing has probed it, or its admin state
            decides instead.
        """
        running = self._check_has(balancer, server)
        state = self._admin_state(balancer, server)
        if state in (AdminState.UP, AdminState.DOWN):
            raise Advice(DECIDES_INSTEAD.fill(server=server, state=state.value, balancer=balancer))
        found = running.health_of(server)
        if not found:
            raise Advice(NOT_PROBED.fill(server=server))
        if len({each.healthy for each in found}) > 1:
            raise Advice(SEVERAL.fill(balancer=balancer, server=server))
        return found[0]

    def let_time_pass(self, duration: int) -> None:
        """Let *duration* nanoseconds pass, in which no probe is sent.

        :raises Advice: where probes that a scenario describes would meanwhile find a server that fails.
        """
        for record in self.cloud.plane.description.of_kind(LoadBalancer):
            balancer = self.cloud.world.names.find(record.name, Balanced)
            said = [each for each in balancer.settings.values() if each.probe is not None]
            interval = min((each.interval() for each in said), default=duration + 1)
            failing = next(_failing_unnoticed(balancer), None)
            if failing is not None and interval <= duration:
                raise Advice(
                    PROBES_WOULD_TELL.fill(
                        server=failing,
                        balancer=balancer.name,
                        interval=format_duration(interval),
                        duration=format_duration(duration),
                    )
                )
        self.cloud.world.pass_time(duration)

    def _check_has(self, balancer: str, server: str) -> Balanced:
        running = self.cloud.world.names.find(balancer, Balanced)
        names = [each.name for each in running.servers]
        if server not in names:
            raise Advice(
                NO_SERVER.fill(balancer=balancer, server=server, hint=did_you_mean(server, names))
            )
        return running

    def _admin_state(self, balancer: str, server: str) -> AdminState:
        pools = self.cloud.plane.find(LoadBalancer, balancer).back_end_pools
        members = (each for pool in pools for each in pool.addresses if self._is_of(each, server))
        return next((each.admin_state for each in members if each.admin_state), AdminState.NONE)

    def _is_of(self, member: BackEndAddress, server: str) -> bool:
        return self.cloud.machines.at(member.ip_address).name == server


def _failing_unnoticed(balancer: Balanced) -> Iterator[str]:
    """The servers that serve in a manner by which probes fail, and that none has failed of yet."""
    for server in balancer.servers:
        fails = server.host.serving.manner.value in _FAILS and not server.host.is_off
        if fails and all(each.healthy for each in balancer.health_of(server.name)):
            yield server.name
