"""Cloud services of the classic model: their instances, and how those reach the internet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from attrs import define, field

from azsim.deploy import classic_instance_level
from azsim.deploy.classic_endpoints import OF_SEVERAL, Endpoints
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, Border
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.outbound_platforms import ClassicPlatform
from azsim.functions.snat.flows import FlowSettings, Translator
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.port_allocation import tier_of
from azsim.functions.snat.profiles import Classic, ClassicInstanceLevel
from azsim.model.resources.classic import CloudService, RoleKind
from azsim.model.rules import Rule
from azsim.model.topology import PlaceKind
from azsim.text import Advice, Text
from azsim.units import format_count, format_duration

INSTANCE_LEVEL: Final = "instance-level public IP"
ENDPOINT: Final = "load-balanced endpoint"
FALLBACK: Final = "fallback address"

ROLE_HAS_NO_ADDRESS = Rule(
    "classic.role-has-no-address",
    Text(
        "a web or worker role can't have an instance-level public IP",
        "Web ロールと worker ロールにはインスタンス レベルのパブリック IP を割り当てられない",
    ),
)
AZURE_PICKS = Rule(
    "classic.azure-picks-fallback",
    Text("Azure picks the fallback address", "フォールバック アドレスは Azure が選ぶ"),
)
TIMEOUT_IS_FIXED = Rule(
    "classic.idle-timeout-fixed",
    Text(
        "the outbound idle timeout is fixed at {duration}",
        "送信アイドル タイムアウトは {duration}に固定されている",
    ),
)
AT_MOST_TWICE = Rule(
    "classic.redeployment-at-most-twice",
    Text(
        "a redeployment reports at most twice the number of instances",
        "再デプロイで報告されるインスタンス数は実際の 2 倍までである",
    ),
)
REPORT_IS_FIXED = Rule(
    "classic.redeployment-report-fixed",
    Text(
        "the number of instances that a redeployment reports can't be configured",
        "再デプロイで報告されるインスタンス数は構成できない",
    ),
)
TOO_MANY = Rule(
    "classic.too-many-instances",
    Text(
        "more than {most} instances aren't modelled",
        "azsim で扱えるインスタンスは {most} 台までである",
    ),
)
NO_SERVER = Text(
    "{endpoint} is a load-balanced endpoint of the classic deployment. It is no server.",
    "{endpoint} はクラシック デプロイの負荷分散エンドポイントであり、サーバーではない。",
)

_PLACES: Final[dict[RoleKind, PlaceKind]] = {
    RoleKind.VIRTUAL_MACHINE: "virtual machine",
    RoleKind.WEB: "web role instance",
    RoleKind.WORKER: "worker role instance",
}


@define(eq=False)
class RunningService:
    """A cloud service as it runs.

    ``endpoints`` and ``fallback`` are the addresses that instances share, ``own`` those
    that an instance has for itself. ``factor`` is how many times as large the pools are
    reported as they are.
    """

    record: CloudService
    space: AddressSpace
    machines: dict[str, Machine] = field(factory=dict)
    endpoints: dict[str, Snat] = field(factory=dict)
    fallback: Snat | None = None
    own: dict[str, InstanceAddress] = field(factory=dict)
    factor: Fraction = Fraction(1)

    def behind(self, address: str) -> list[Machine]:
        """The machines behind the endpoints at *address*, each once."""
        record = self.record
        names = {
            instance.name: None
            for endpoint in record.input_endpoints
            if endpoint.ip_address == address
            for instance in record.instances_behind(endpoint)
        }
        return [self.machines[name] for name in names]

    def on_fallback(self) -> list[Machine]:
        """The machines that leave from the fallback address, as they have no better method."""
        covered = {machine for address in self.endpoints for machine in self.behind(address)}
        found = []
        for name, machine in self.machines.items():
            has = [FALLBACK]
            has += [INSTANCE_LEVEL] if name in self.own else []
            has += [ENDPOINT] if machine in covered else []
            if machine.egress.first_of(has) == FALLBACK:
                found.append(machine)
        return found

    def pools(self) -> Iterator[tuple[Snat, list[Machine]]]:
        """Each address that instances share, and the machines that share it."""
        for address, snat in self.endpoints.items():
            yield snat, self.behind(address)
        if self.fallback is not None:
            yield self.fallback, self.on_fallback()


@define(eq=False)
class CloudServices:
    """Deploys cloud services."""

    world: World
    machines: Machines
    running: dict[str, RunningService] = field(factory=dict, init=False)
    endpoints: Endpoints = field(init=False)
    _shared: Classic = field(init=False)
    _instance_level: ClassicInstanceLevel = field(init=False)
    _of_machines: ClassicPlatform = field(init=False)
    _of_roles: ClassicPlatform = field(init=False)

    def __attrs_post_init__(self) -> None:
        facts = self.world.facts
        self.endpoints = Endpoints(self.world)
        self._shared = Classic(facts)
        self._instance_level = ClassicInstanceLevel(facts)
        self._of_machines = ClassicPlatform(facts, of_machines=True)
        self._of_roles = ClassicPlatform(facts, of_machines=False)

    # What Azure says

    def refusal(self, before: CloudService | None, after: CloudService) -> Rule | None:
        """An address that a role can't have, more instances than are modelled, and idle timeouts."""
        for role in after.roles:
            assigned = any(each.instance_level_public_ip for each in role.instances)
            if assigned and INSTANCE_LEVEL not in self._platform(role.kind).methods:
                return ROLE_HAS_NO_ADDRESS
        if self.table_ends_before(len(after.instances)):
            return TOO_MANY.fill(most=format_count(self.largest_pool))
        return self.endpoints.refusal(after) or classic_instance_level.refusal(
            after, self.world.facts
        )

    def fallback_address_refusal(self) -> Rule | None:
        """Why nobody can configure the fallback address."""
        self.world.facts.rests_on("classic.fallback.configurable")
        return AZURE_PICKS

    def idle_timeout_refusal(self) -> Rule | None:
        """Why nobody can configure the idle timeout of outbound flows."""
        self.world.facts.rests_on("classic.idle-timeout.adjustable")
        return idle_timeout_is_fixed(self._shared.idle_timeout)

    def redeployment_refusal(self) -> Rule | None:
        """Why nobody can configure what a redeployment reports."""
        self.world.facts.rests_on("classic.redeployment.configurable")
        return REPORT_IS_FIXED

    def table_ends_before(self, instances: int) -> bool:
        """Whether the documented table of pool sizes has no row for so many instances."""
        return tier_of(instances, self._shared.tiers) is None

    def check_takes_in(self, address: str, port: int) -> None:
        """Whether it is known who gets what comes in to that address and port, if an endpoint is there.

        :raises Advice: where one of several instances does.
        """
        for running in self.running.values():
            for each in running.record.input_endpoints:
                count = len(running.record.instances_behind(each))
                if (each.ip_address, each.port) == (address, port) and count > 1:
                    endpoint = f"{address}:{port}"
                    raise Advice(OF_SEVERAL.fill(endpoint=endpoint, count=format_count(count)))

    @property
    def largest_pool(self) -> int:
        """The largest pool of the documented table."""
        return self._shared.tiers[-1][0]

    def _platform(self, kind: RoleKind) -> ClassicPlatform:
        return self._of_machines if kind == RoleKind.VIRTUAL_MACHINE else self._of_roles

    # What runs

    def apply(self, before: CloudService | None, after: CloudService) -> None:
        """Let the service run as *after* says, which is wholly possible or not begun.

        :raises Advice: for an address that is taken, or that isn't of the kind that is needed,
            and for a pool that is larger than the documented table.
        """
        running = self.running.get(after.name)
        if running is None:
            self._check(None, after)
            space = self.world.new_space(f"cloud service {after.name}")
            running = self.running[after.name] = RunningService(after, space)
        else:
            self._check(running, after)
        running.record = after
        gone = self._remove_instances(running)
        self._add_endpoints(running)
        self._add_instances(running)
        self._give_addresses(running)
        self._measure(running, gone)
        self._lead_out(running)
        self.endpoints.listen(after, running.machines, running.endpoints, running.space)

    def report(self, name: str, factor: Fraction) -> None:
        """Let every pool of a service be reported *factor* times as large as it is.

        :raises Advice: where a pool would be larger than the documented table.
        """
        running = self.running[name]
        for _, members in running.pools():
            self._check_pool(math.ceil(len(members) * factor))
        running.factor = factor
        self._measure(running)
        for snat, _ in running.pools():
            snat.prepare()

    def end_redeployment(self, name: str) -> None:
        """The reported size goes back to the real one, by itself."""
        self.world.facts.rests_on("classic.redeployment.ends-by-itself")
        self.report(name, Fraction(1))

    def addresses_counted(self, name: str) -> int:
        """How many addresses of a service count against the public IP quota."""
        self.world.facts.rests_on("classic.instance-level.counts-against-quota")
        self.world.facts.rests_on("classic.fallback.counts-against-quota")
        return len(self.running[name].own)

    def _measure(self, running: RunningService, gone: tuple[Machine, ...] = ()) -> None:
        """Let each pool know its members, and how many of them it reports."""
        left = [machine.egress for machine in gone]
        for snat, members in running.pools():
            reported = self.reported(running, members)
            snat.set_pool([machine.egress for machine in members], reported, left)

    def reported(self, running: RunningService, members: Sequence[Machine]) -> int:
        """How many instances a pool of *members* reports, which decides its share of ports."""
        self.world.facts.rests_on("classic.pool-members")
        self.world.facts.rests_on("classic.ilpip-behind-endpoint-counts")
        return math.ceil(len(members) * running.factor)

    def _lead_out(self, running: RunningService) -> None:
        """Tell every instance what it may leave through, by each method."""
        behind = {address: set(running.behind(address)) for address in running.endpoints}
        on_fallback = set(running.on_fallback())
        for name, machine in running.machines.items():
            own = running.own.get(name)
            egress, endpoints = machine.egress, running.endpoints
            egress.offer(INSTANCE_LEVEL, [] if own is None else [own])
            egress.offer(
                ENDPOINT, [endpoints[each] for each in endpoints if machine in behind[each]]
            )
            uses_fallback = machine in on_fallback
            egress.offer(FALLBACK, [self._fallback_of(running, machine)] if uses_fallback else [])

    @decides
    def _fallback_of(self, running: RunningService, machine: Machine) -> Snat:
        """The fallback address of *machine*: one for the whole deployment."""
        self.world.facts.rests_on("classic.fallback.shared")
        if running.fallback is None:
            running.fallback = self._snat(self._fallback_address(), running)
            self._measure(running)
        return running.fallback

    # One thing after the other

    def _remove_instances(self, running: RunningService) -> tuple[Machine, ...]:
        staying = {each.name for each in running.record.instances}
        gone = tuple(
            running.machines.pop(name) for name in list(running.machines) if name not in staying
        )
        for machine in gone:
            self.machines.remove(machine)
            own = running.own.pop(machine.name, None)
            if own is not None:
                self._close(own)
        return gone

    def _add_endpoints(self, running: RunningService) -> None:
        for endpoint in running.record.input_endpoints:
            address = endpoint.ip_address
            if address not in running.endpoints:
                running.endpoints[address] = self._snat(address, running)
            self.world.not_servers.setdefault(
                address, NO_SERVER.fill(endpoint=f"{address}:{endpoint.port}")
            )

    def _add_instances(self, running: RunningService) -> None:
        for role in running.record.roles:
            for each in role.instances:
                if each.name not in running.machines:
                    running.machines[each.name] = self.machines.add(
                        each.name,
                        _PLACES[role.kind],
                        each.private_ip_address,
                        running.space,
                        self._platform(role.kind),
                    )

    def _give_addresses(self, running: RunningService) -> None:
        wanted = {each.name: each.instance_level_public_ip for each in running.record.instances}
        for name, own in list(running.own.items()):
            if own.address != wanted[name]:
                self._close(running.own.pop(name))
        for name, address in wanted.items():
            if address is not None and name not in running.own:
                egress = running.machines[name].egress
                own = running.own[name] = self._own_address(address, egress)
                self._open(own, running)
        for each in running.record.instances:
            if each.name in running.own:
                running.own[each.name].set(FlowSettings(each.public_ip_idle_timeout))

    # Public addresses

    @decides
    def _own_address(self, address: str, egress: Egress) -> InstanceAddress:
        """An address of one's own: nobody shares it, so no port needs to be rewritten."""
        self.world.facts.rests_on("classic.instance-level.one-to-one")
        return InstanceAddress(address, egress, self._instance_level, self.world.trace)

    def _snat(self, address: str, running: RunningService) -> Snat:
        snat = Snat(f"SNAT {address}", address, self._shared, self.world.trace)
        self._open(snat, running)
        return snat

    def _open(self, translator: Translator, running: RunningService) -> None:
        """Let packets to the address of *translator* come to it, and its timers run."""
        self.world.open_to_internet(translator, Border(running.space, self.world.internet))

    def _close(self, translator: Translator) -> None:
        """The address of *translator* is free again, and its flows are gone."""
        translator.end()
        del self.world.internet.owners[translator.address]

    def _fallback_address(self) -> str:
        """The first address from the chosen one on that nobody has."""
        return self.world.free_public_address(self.world.facts.text("classic.fallback.address"))

    # Whether it is possible

    def _check(self, running: RunningService | None, after: CloudService) -> None:
        had = set() if running is None else {own.address for own in running.own.values()}
        shared = set() if running is None else set(running.endpoints)
        endpoints = {each.ip_address for each in after.input_endpoints}
        for address in endpoints - shared:
            self._check_public(address)
        given = [each.instance_level_public_ip for each in after.instances]
        for address in filter(None, given):
            if address not in had:
                self._check_public(address)
            if given.count(address) > 1 or address in endpoints:
                raise Advice(
                    Text(
                        f"The address {address} is given twice.",
                        f"アドレス {address} が二度使われている。",
                    )
                )
        factor = Fraction(1) if running is None else running.factor
        self._check_pool(math.ceil(len(after.instances) * factor))

    def _check_public(self, address: str) -> None:
        if self.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address; a public one is needed here.",
                    f"{address} はプライベート アドレスである。ここにはパブリック アドレスを書く。",
                )
            )
        if any(address in running.endpoints for running in self.running.values()):
            raise Advice(
                Text(
                    f"The address {address} is given twice: a load-balanced endpoint has it.",
                    f"アドレス {address} が二度使われている。"
                    "負荷分散エンドポイントがすでに使っている。",
                )
            )
        self.world.check_free(self.world.internet, address)

    def _check_pool(self, reported: int) -> None:
        if self.table_ends_before(reported):
            raise Advice(
                Text(
                    f"A pool that reports {reported} instances isn't modelled: the documented "
                    f"table of SNAT ports ends at {self.largest_pool}.",
                    f"{reported} 台と報告されるプールはモデル化していない。"
                    f"文書の SNAT ポートの表は {self.largest_pool} 台までである。",
                )
            )


def idle_timeout_is_fixed(duration: int) -> Rule:
    """The reason for which Azure refuses another idle timeout, where it is *duration*."""
    return TIMEOUT_IS_FIXED.fill(duration=format_duration(duration))
