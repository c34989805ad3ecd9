"""A classic deployment: its instances, its public addresses, and what Azure lets one ask."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from fractions import Fraction

from attrs import define, field

from azsim.azure.public_addresses import INSTANCE_LEVEL, Instance, Kind, PublicAddresses
from azsim.azure.world import World
from azsim.facts.decides import decides
from azsim.functions.snat.port_allocation import Tiers, tier_of
from azsim.questions.instances import instance_name
from azsim.text import Advice, Text, did_you_mean, listed
from azsim.units import format_duration

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
    "more than {most} instances aren't modelled",
    "{most} 台を超えるインスタンスはモデル化されていない",
)


@define(eq=False)
class Deployment:
    """The classic deployment of a scenario; empty until a step describes one."""

    world: World
    instances: dict[str, Instance] = field(factory=dict, init=False)
    addresses: PublicAddresses = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.addresses = PublicAddresses(self.world, self.instances)

    # Describing it

    def describe_machines(self, machines: Sequence[tuple[str, str, str | None]]) -> None:
        """Virtual machines, each with its name, private address and instance-level public IP."""
        self._begin("virtual machine")
        for name, private, public in machines:
            instance = self._add(name, private)
            if public is not None:
                self.addresses.give(instance, public)

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
            self.addresses.add_endpoint(endpoint, list(self.instances.values()), everyone=True)

    def describe_endpoint(self, endpoint: tuple[str, int], names: Sequence[str]) -> None:
        """A load-balanced endpoint in front of the instances of those *names*."""
        self.addresses.add_endpoint(
            endpoint, [self.instance(name) for name in names], everyone=False
        )

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
        self.addresses.add_endpoint(endpoint, members, everyone=False)

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
        request = Text(
            "assign the instance-level public IP {address} to {instance}",
            "{instance} にインスタンス レベルのパブリック IP {address} を割り当てる",
        ).fill(instance=instance_name(instance.name), address=address)
        if INSTANCE_LEVEL not in self.addresses.allowed():
            self.world.requests.refuse(request, ROLE_HAS_NO_ADDRESS)
            return
        self.addresses.give(instance, address)
        self.world.requests.accept(request)

    def set_fallback_address(self, address: str) -> None:
        """Ask for a fallback address of one's own choice."""
        self._need_instances()
        request = Text(
            f"set the fallback address to {address}",
            f"フォールバック アドレスを {address} に設定する",
        )
        self._refuse("classic.fallback.configurable", request, AZURE_PICKS)

    def set_idle_timeout(self, duration: int) -> None:
        """Ask for another outbound idle timeout, in nanoseconds."""
        request = Text(
            "set the outbound idle timeout to {duration}",
            "送信アイドル タイムアウトを {duration}に設定する",
        ).fill(duration=format_duration(duration))
        fixed = self.fixed_at(self.addresses.rules.idle_timeout)
        self._refuse("classic.idle-timeout.adjustable", request, fixed)

    def fixed_at(self, duration: int) -> Text:
        """The reason for which Azure refuses another idle timeout, where it is *duration*."""
        return TIMEOUT_IS_FIXED.fill(duration=format_duration(duration))

    def configure_redeployment(self, count: int) -> None:
        """Ask for the number of instances that a redeployment is to report."""
        request = Text(
            f"report {count} instances during a redeployment",
            f"再デプロイ中にインスタンス {count} 台と報告させる",
        )
        self._refuse("classic.redeployment.configurable", request, REPORT_IS_FIXED)

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
        if tier_of(count, self.addresses.rules.tiers) is None:
            self.world.requests.refuse(request, too_many(self.addresses.rules.tiers))
            return
        self.addresses.use_all()
        newcomers = self._add_numbered(count)
        self.world.requests.accept(request)
        self.addresses.join(newcomers)

    def shrink(self, count: int) -> None:
        """Let the deployment shrink to *count* instances; the last ones are removed."""
        have = self._need_instances()
        if not 1 <= count < have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: to shrink, write fewer than {have}, "
                    "and at least 1.",
                    f"デプロイのインスタンスは {have} 台である。"
                    f"減らすには 1 以上 {have} 未満の数を書く。",
                )
            )
        self.addresses.use_all()
        gone = {self.instances.pop(name) for name in list(self.instances)[count:]}
        for instance in gone:
            self.world.release(instance.name, instance.address)
        request = Text(f"shrink to {count} instances", f"インスタンスを {count} 台に減らす")
        self.world.requests.accept(request)
        self.addresses.leave(gone)

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
        self.addresses.use_all()
        self.world.requests.accept(request)
        self.addresses.report(factor)

    def end_redeployment(self) -> None:
        """Let the reported size go back to the real one, as it does by itself."""
        if self.addresses.factor == 1:
            raise Advice(Text("No redeployment is under way.", "進行中の再デプロイはない。"))
        self.world.facts.rests_on("classic.redeployment.ends-by-itself")
        self.addresses.report(Fraction(1))

    def addresses_counted(self) -> int:
        """How many of its addresses count against the public IP quota."""
        self._need_instances()
        self.world.facts.rests_on("classic.instance-level.counts-against-quota")
        self.world.facts.rests_on("classic.fallback.counts-against-quota")
        return sum(each.instance_level is not None for each in self.instances.values())

    # Within

    def _begin(self, kind: Kind) -> None:
        if self.instances:
            raise Advice(
                Text(
                    "A classic deployment is described already; a scenario has one.",
                    "クラシック デプロイはすでに記述されている。シナリオに一つだけ書く。",
                )
            )
        self.addresses.kind = kind

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
        if tier_of(count, self.addresses.rules.tiers) is None:
            most = self.addresses.rules.tiers[-1][0]
            raise Advice(
                Text(
                    f"A deployment of {count:,} instances isn't modelled: the documented table "
                    f"of SNAT ports ends at {most} instances.",
                    f"インスタンス {count:,} 台のデプロイはモデル化されていない。"
                    f"文書の SNAT ポートの表は {most} 台までである。",
                )
            )

    def _add(self, name: str, address: str) -> Instance:
        if not self.world.is_private(address):
            raise Advice(
                Text(
                    "{address} is no private address. A virtual network uses {networks}.",
                    "{address} はプライベート アドレスではない。"
                    "仮想ネットワークでは {networks} を使う。",
                ).fill(
                    address=address,
                    networks=listed(self.world.facts.names("network.private-addresses")),
                )
            )
        instance = Instance(name, self.world.host(name, address))
        self.world.name(name, instance)
        self.instances[name] = instance
        return instance

    def _add_numbered(self, count: int) -> list[Instance]:
        added = []
        prefix = "vm" if self.addresses.kind == "virtual machine" else "instance "
        first = ipaddress.IPv4Address(self.world.facts.text("host.private-first-address"))
        for number in range(len(self.instances) + 1, count + 1):
            address = first + number - 1
            while str(address) in self.world.owners:
                address += 1
            added.append(self._add(f"{prefix}{number}", str(address)))
        return added

    @decides
    def _refuse(self, fact: str, request: Text, reason: Text) -> None:
        self.world.facts.rests_on(fact)
        self.world.requests.refuse(request, reason)


def too_many(tiers: Tiers) -> Text:
    """Why a deployment can't grow beyond the last of the *tiers*."""
    return TOO_MANY.fill(most=tiers[-1][0])
