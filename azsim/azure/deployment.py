"""A classic deployment: its instances, its public addresses, and what Azure lets one ask."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from attrs import define, field

from azsim.azure.flows import Translator
from azsim.azure.world import World
from azsim.engine.trace import Trace
from azsim.functions.host import Host
from azsim.functions.instance_level import InstanceLevelAddress
from azsim.functions.port_allocation import tier_of
from azsim.functions.snat import CLASSIC, Mapping, Rules, Snat
from azsim.text import Advice, Text, did_you_mean
from azsim.units import format_duration

Kind = Literal["virtual machine", "web role", "worker role"]

INSTANCE_LEVEL = "instance-level public IP"
ENDPOINT = "load-balanced endpoint"
FALLBACK = "fallback address"

ROLE_HAS_NO_ADDRESS = Text(
    "a web or worker role can't have an instance-level public IP",
    "Web ロールと worker ロールにはインスタンス レベルのパブリック IP を割り当てられない",
)
AZURE_PICKS = Text("Azure picks the fallback address", "フォールバック アドレスは Azure が選ぶ")
TIMEOUT_IS_FIXED = Text(
    "the outbound idle timeout is fixed at {duration}",
    "送信アイドル タイムアウトは {duration}に固定されている",
)
AT_MOST_TWICE = Text(
    "a redeployment reports at most twice the number of instances",
    "再デプロイで報告されるインスタンス数は実際の 2 倍までである",
)
REPORT_IS_FIXED = Text(
    "the number of instances that a redeployment reports can't be configured",
    "再デプロイで報告されるインスタンス数は構成できない",
)
TOO_MANY = Text(
    "more than 400 instances aren't modelled",
    "400 台を超えるインスタンスはモデル化されていない",
)


@define(eq=False)
class Instance:
    """One virtual machine or role instance."""

    name: str
    host: Host
    instance_level: Translator | None = None

    @property
    def address(self) -> str:
        """Its private address."""
        return self.host.address


@define(eq=False)
class PublicAddress:
    """A public address that instances share.

    ``everyone`` makes an instance that joins the deployment join here as well.
    The translator is made when the address is first used.
    """

    address: str
    method: str
    members: list[Instance]
    everyone: bool
    translator: Translator | None = None


class _Expiring:
    """The timers of a :class:`Snat`, whose releases are written into the trace."""

    def __init__(self, snat: Snat, trace: Trace) -> None:
        self._snat = snat
        self._trace = trace

    def next_deadline(self) -> int | None:
        return self._snat.next_deadline()

    def expire(self, now: int) -> None:
        for mapping in self._snat.expire(now):
            write_release(self._trace, self._snat, mapping)


def write_release(trace: Trace, snat: Snat, mapping: Mapping) -> None:
    """Write into *trace* that *mapping* gave its port back, and why."""
    if trace.on:
        trace.add(
            "time out" if mapping.timed_out else "release",
            snat.name,
            mapping.inside,
            reason=mapping.ended,
            in_use=snat.in_use(mapping.inside.source, mapping.inside.protocol),
        )


@define(eq=False)
class Deployment:
    """The classic deployment of a scenario; empty until a step describes one."""

    world: World
    kind: Kind | None = field(default=None, init=False)
    instances: dict[str, Instance] = field(factory=dict, init=False)
    endpoints: list[PublicAddress] = field(factory=list, init=False)
    _fallbacks: list[PublicAddress] = field(factory=list, init=False)
    _factor: Fraction = field(default=Fraction(1), init=False)
    _rules: Rules = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._rules = Rules(self.world.facts, CLASSIC)

    # Describing it

    def describe_machines(self, machines: Sequence[tuple[str, str, str | None]]) -> None:
        """Virtual machines, each with its name, private address and instance-level public IP."""
        self._begin("virtual machine")
        for name, private, public in machines:
            instance = self._add(name, private)
            if public is not None:
                self._give_address(instance, public)

    def describe_instances(
        self,
        count: int,
        kind: Kind = "virtual machine",
        endpoints: Sequence[tuple[str, int]] = (),
    ) -> None:
        """*count* unnamed instances, all of them behind each of the *endpoints*.

        Virtual machines are called vm1, vm2 …, role instances instance 1, instance 2 …
        """
        self._begin(kind)
        if not count:
            raise Advice(
                Text(
                    "A deployment has 1 instance or more.",
                    "デプロイのインスタンスは 1 台以上である。",
                )
            )
        self._check_size(count)
        self._add_numbered(count)
        for endpoint in endpoints:
            self._add_endpoint(endpoint, list(self.instances.values()), everyone=True)

    def describe_endpoint(self, endpoint: tuple[str, int], names: Sequence[str]) -> None:
        """A load-balanced endpoint in front of the instances of those *names*."""
        self._add_endpoint(endpoint, [self.instance(name) for name in names], everyone=False)

    def describe_endpoint_for_first(self, endpoint: tuple[str, int], count: int) -> None:
        """A load-balanced endpoint in front of the first *count* instances."""
        have = self._need_instances()
        if not 1 <= count <= have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: write a number from 1 to {have}.",
                    f"デプロイのインスタンスは {have} 台である。1 から {have} までの数を書く。",
                )
            )
        members = list(self.instances.values())[:count]
        self._add_endpoint(endpoint, members, everyone=False)

    def _add_endpoint(
        self, endpoint: tuple[str, int], members: list[Instance], *, everyone: bool
    ) -> None:
        address, _ = endpoint
        self._check_public(address)
        if any(each.address == address for each in self.endpoints):
            raise Advice(
                Text(
                    f"There is already a load-balanced endpoint at {address}.",
                    f"{address} の負荷分散エンドポイントはすでにある。",
                )
            )
        self.endpoints.append(PublicAddress(address, ENDPOINT, members, everyone))

    def instance(self, name: str) -> Instance:
        """The instance of that name, or, for ``instance 2``, the second one.

        :raises Advice: where there is none, with the nearest name.
        """
        self._need_instances()
        if name in self.instances:
            return self.instances[name]
        number = name.removeprefix("instance ")
        if number != name and 1 <= int(number) <= len(self.instances):
            return list(self.instances.values())[int(number) - 1]
        raise Advice(
            Text(
                'The deployment has no instance "{name}".{hint}',
                "デプロイに「{name}」というインスタンスはない。{hint}",
            ).fill(name=name, hint=did_you_mean(name, self.instances))
        )

    # Asking Azure

    def assign_instance_level_address(self, name: str, address: str) -> None:
        """Give an instance a public address of its own, where its kind may have one."""
        instance = self.instance(name)
        self._check_public(address)
        request = Text(
            f"assign the instance-level public IP {address} to {instance.name}",
            f"{instance.name} にインスタンス レベルのパブリック IP {address} を割り当てる",
        )
        if INSTANCE_LEVEL not in self._allowed():
            self.world.requests.refuse(request, ROLE_HAS_NO_ADDRESS)
            return
        self._give_address(instance, address)
        self.world.requests.accept(request)

    def set_fallback_address(self, address: str) -> None:
        """Ask for a fallback address of one's own choice."""
        self._need_instances()
        self._ask(
            "classic.fallback.configurable",
            AZURE_PICKS,
            Text(
                f"set the fallback address to {address}",
                f"フォールバック アドレスを {address} に設定する",
            ),
        )

    def set_idle_timeout(self, duration: int) -> None:
        """Ask for another outbound idle timeout, in nanoseconds."""
        self._ask(
            "classic.idle-timeout.adjustable",
            self.fixed_at(self.world.facts.duration("classic.idle-timeout")),
            Text(
                "set the outbound idle timeout to {duration}",
                "送信アイドル タイムアウトを {duration}に設定する",
            ).fill(duration=format_duration(duration)),
        )

    def fixed_at(self, duration: int) -> Text:
        """The reason for which Azure refuses another idle timeout, where it is *duration*."""
        return TIMEOUT_IS_FIXED.fill(duration=format_duration(duration))

    def configure_redeployment(self, count: int) -> None:
        """Ask for the number of instances that a redeployment is to report."""
        self._ask(
            "classic.redeployment.configurable",
            REPORT_IS_FIXED,
            Text(
                f"report {count} instances during a redeployment",
                f"再デプロイ中にインスタンス {count} 台と報告させる",
            ),
        )

    def grow(self, count: int) -> None:
        """Let the deployment grow to *count* instances."""
        have = self._need_instances()
        if count <= have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: to grow, write more than {have}.",
                    f"デプロイのインスタンスは {have} 台である。"
                    f"増やすには {have} より大きい数を書く。",
                )
            )
        request = Text(f"grow to {count} instances", f"インスタンスを {count} 台に増やす")
        if tier_of(count, self._rules.tiers) is None:
            self.world.requests.refuse(request, TOO_MANY)
            return
        self._use_addresses()
        newcomers = self._add_numbered(count)
        for public in [*self.endpoints, *self._fallbacks]:
            if public.everyone:
                public.members += newcomers
        self.world.requests.accept(request)
        self._resize()

    def shrink(self, count: int) -> None:
        """Let the deployment shrink to *count* instances; the last ones are removed."""
        have = self._need_instances()
        if not 1 <= count < have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: to shrink, write less than {have}, "
                    "and 1 at the least.",
                    f"デプロイのインスタンスは {have} 台である。"
                    f"減らすには 1 以上 {have} 未満の数を書く。",
                )
            )
        self._use_addresses()
        gone = {self.instances.pop(name) for name in list(self.instances)[count:]}
        for public in [*self.endpoints, *self._fallbacks]:
            public.members = [each for each in public.members if each not in gone]
        request = Text(f"shrink to {count} instances", f"インスタンスを {count} 台に減らす")
        self.world.requests.accept(request)
        self._resize()

    def start_redeployment(self, factor: Fraction) -> None:
        """Let the pool be reported *factor* times as large as it is."""
        self._need_instances()
        request = Text("redeploy", "再デプロイする")
        if factor > self.world.facts.fraction("classic.redeployment.largest-factor"):
            self.world.requests.refuse(request, AT_MOST_TWICE)
            return
        if factor < 1:
            raise Advice(
                Text(
                    "A redeployment never reports fewer instances than there are: "
                    "write a number from 1 to 2.",
                    "再デプロイで報告されるインスタンス数は実際を下回らない。"
                    "1 から 2 までの数を書く。",
                )
            )
        self._use_addresses()
        self._factor = factor
        self.world.requests.accept(request)
        self._resize()

    def end_redeployment(self) -> None:
        """Let the reported size go back to the real one, as it does by itself."""
        if self._factor == 1:
            raise Advice(Text("No redeployment is under way.", "進行中の再デプロイはない。"))
        if self.world.facts.flag("classic.redeployment.ends-by-itself"):
            self._factor = Fraction(1)
        self._resize()

    def addresses_counted(self) -> int:
        """How many of its addresses count against the public IP quota."""
        self._need_instances()
        facts = self.world.facts
        own = sum(each.instance_level is not None for each in self.instances.values())
        counted = 0
        if own and facts.flag("classic.instance-level.counts-against-quota"):
            counted += own
        if self._on_fallback() and facts.flag("classic.fallback.counts-against-quota"):
            counted += 1
        return counted

    # Reaching the internet

    def translators(self, instance: Instance) -> list[Translator]:
        """What *instance* may leave through by the first method that it has.

        More than one are all candidates; none means that no method is left to it.
        """
        for method in self._methods:
            if method == INSTANCE_LEVEL and instance.instance_level is not None:
                return [instance.instance_level]
            if method == ENDPOINT:
                shared = [each for each in self.endpoints if instance in each.members]
                if shared:
                    return [self._use(each) for each in shared]
            if method == FALLBACK:
                return [self._use(self._fallback_of(instance))]
        return []

    def snats(self) -> Iterator[Snat]:
        """Every port-masquerading translator that is in use."""
        for public in [*self.endpoints, *self._fallbacks]:
            if isinstance(public.translator, Snat):
                yield public.translator
        for instance in self.instances.values():
            if isinstance(instance.instance_level, Snat):
                yield instance.instance_level

    def use_all(self) -> None:
        """Make every instance's translators, as its first flow would."""
        for instance in self.instances.values():
            self.translators(instance)

    # Within

    def _begin(self, kind: Kind) -> None:
        if self.kind is not None:
            raise Advice(
                Text(
                    "A classic deployment is described already; a scenario has one.",
                    "クラシック デプロイはすでに記述されている。シナリオに一つだけ書く。",
                )
            )
        self.kind = kind

    def _need_instances(self) -> int:
        if not self.instances:
            raise Advice(
                Text(
                    "No classic deployment is described yet. Begin with a step such as: "
                    "Given a classic deployment with 1 instance behind the load-balanced "
                    "endpoint 203.0.113.10:80",
                    "クラシック デプロイがまだ記述されていない。まず次のように書く: 前提 "
                    "負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 1 台を持つ"
                    "クラシック デプロイがある",
                )
            )
        return len(self.instances)

    def _check_size(self, count: int) -> None:
        if tier_of(count, self._rules.tiers) is None:
            most = self._rules.tiers[-1][0]
            raise Advice(
                Text(
                    f"A deployment of {count:,} instances isn't modelled: the documented table "
                    f"of SNAT ports ends at {most} instances.",
                    f"インスタンス {count:,} 台のデプロイはモデル化されていない。"
                    f"文書の SNAT ポートの表は {most} 台までである。",
                )
            )

    def _check_public(self, address: str) -> None:
        if self.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address; a public one is needed here.",
                    f"{address} はプライベート アドレスである。ここにはパブリック アドレスを書く。",
                )
            )

    def _add(self, name: str, address: str) -> Instance:
        instance = Instance(name, self.world.host(name, address))
        self.world.name(name, instance)
        self.instances[name] = instance
        return instance

    def _add_numbered(self, count: int) -> list[Instance]:
        added = []
        prefix = "vm" if self.kind == "virtual machine" else "instance "
        first = ipaddress.IPv4Address(self.world.facts.text("host.private-first-address"))
        for number in range(len(self.instances) + 1, count + 1):
            address = first + number - 1
            while str(address) in self.world.owners:
                address += 1
            added.append(self._add(f"{prefix}{number}", str(address)))
        return added

    def _give_address(self, instance: Instance, address: str) -> None:
        if instance.instance_level is not None:
            raise Advice(
                Text(
                    f"{instance.name} has an instance-level public IP already.",
                    f"{instance.name} にはすでにインスタンス レベルのパブリック IP がある。",
                )
            )
        self._check_public(address)
        public = PublicAddress(address, INSTANCE_LEVEL, [instance], everyone=False)
        instance.instance_level = self._use(public)

    @cached_property
    def _methods(self) -> list[str]:
        """The methods that this kind of deployment has, in the order of precedence."""
        allowed = self._allowed()
        return [each for each in self.world.facts.names("classic.methods") if each in allowed]

    def _allowed(self) -> tuple[str, ...]:
        of_machines = self.kind == "virtual machine"
        return self.world.facts.names(
            "classic.virtual-machine.methods" if of_machines else "classic.role.methods"
        )

    def _ask(self, fact: str, reason: Text, request: Text) -> None:
        if self.world.facts.flag(fact):
            self.world.requests.accept(request)
        else:
            self.world.requests.refuse(request, reason)

    def _on_fallback(self) -> list[Instance]:
        """The instances that have no other address to leave from."""
        behind = {each for endpoint in self.endpoints for each in endpoint.members}
        return [
            each
            for each in self.instances.values()
            if each.instance_level is None and each not in behind
        ]

    def _fallback_of(self, instance: Instance) -> PublicAddress:
        for public in self._fallbacks:
            if instance in public.members:
                return public
        first = ipaddress.IPv4Address(self.world.facts.text("classic.fallback.address"))
        address = str(first + len(self._fallbacks))
        members = [instance]
        if self.world.facts.flag("classic.fallback.shared"):
            members += [each for each in self._on_fallback() if each is not instance]
        public = PublicAddress(address, FALLBACK, members, everyone=not self.endpoints)
        self._fallbacks.append(public)
        return public

    def _use(self, public: PublicAddress) -> Translator:
        """The translator of *public*, made when it is first asked for."""
        if public.translator is None:
            facts = self.world.facts
            if public.method in facts.names("classic.masquerading-methods"):
                snat = Snat(public.address, self._rules)
                snat.resize([each.address for each in public.members], self._reported(public))
                self.world.schedule.watch(_Expiring(snat, self.world.trace))
                public.translator = snat
            else:
                protocols = facts.names("classic.instance-level.protocols")
                private = public.members[0].address
                public.translator = InstanceLevelAddress(public.address, private, protocols)
            self.world.own(public.address, public.translator)
        return public.translator

    def _use_addresses(self) -> None:
        # The pools are measured before a change, so that crossing a tier is seen.
        self.use_all()

    def _reported(self, public: PublicAddress) -> int:
        sharing = len(public.members)
        if public.method == ENDPOINT and not self.world.facts.flag(
            "classic.ilpip-behind-endpoint-counts"
        ):
            sharing = sum(each.instance_level is None for each in public.members)
        pool = self.world.facts.text("classic.pool-members")
        counted = (
            sharing if pool == "instances that share the public address" else len(self.instances)
        )
        return math.ceil(counted * self._factor)

    def _resize(self) -> None:
        for public in [*self.endpoints, *self._fallbacks]:
            snat = public.translator
            if isinstance(snat, Snat):
                reported = self._reported(public)
                lost = snat.resize([each.address for each in public.members], reported)
                if lost is None:
                    raise Advice(
                        Text(
                            f"A pool that reports {reported} instances isn't modelled.",
                            f"{reported} 台と報告されるプールはモデル化されていない。",
                        )
                    )
                members = snat.members
                self.world.trace.add(
                    "resize",
                    snat.name,
                    reported=reported,
                    allocated=snat.allocated(members[0], "TCP") if members else 0,
                    lost=len(lost),
                )
                for mapping in lost:
                    write_release(self.world.trace, snat, mapping)
