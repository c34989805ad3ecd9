"""Classic deployments, as a scenario describes, scales and asks about them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import define, evolve

from azsim.azure.work import MACHINES
from azsim.deploy.classic import AT_MOST_TWICE, RunningService
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.model.resources.classic import (
    CloudService,
    InputEndpoint,
    Role,
    RoleInstance,
    RoleKind,
)
from azsim.questions.instances import instance_name
from azsim.text import Advice, Text, did_you_mean, listed, quoted
from azsim.units import format_duration

_ROLE = "role"

NO_DEPLOYMENT = Text(
    "No classic deployment is described yet. Begin with a step such as: Given a classic deployment "
    "with 1 instance",
    "クラシック デプロイがまだ記述されていない。まず次のように書く: 前提 インスタンス 1 台を持つ"
    "クラシック デプロイがある",
)
NONE_IS_CLASSIC = Text(
    "This step is about a classic deployment, and no machine of this scenario belongs to one. For "
    "other machines it isn't modelled.",
    "このステップはクラシック デプロイについてのものだが、このシナリオにはクラシック デプロイに属する"
    "マシンがない。ほかのマシンについてはモデル化していない。",
)
NOT_CLASSIC = Text(
    '"{name}" belongs to no classic deployment, and this step is about the instances of one. For '
    "other machines it isn't modelled.",
    "このステップはクラシック デプロイのインスタンスについてのものだが、「{name}」はクラシック デプロイに"
    "属していない。ほかのマシンについてはモデル化していない。",
)

NO_ENDPOINT = Text(
    "There is no load-balanced endpoint {endpoint}. What there is: {known}.",
    "負荷分散エンドポイント {endpoint} はない。あるのは次のとおり: {known}",
)


@define(eq=False)
class Deployment:
    """The classic deployments of a scenario; a sentence about *the* deployment needs there to be one."""

    cloud: Cloud

    # Describing them

    def describe_machines(self, machines: Sequence[tuple[str, str, str | None]]) -> None:
        """Virtual machines, each with its name, private address and instance-level public IP."""
        self.cloud.world.names.check_all_free([name for name, _, _ in machines])
        self._describe(
            RoleKind.VIRTUAL_MACHINE,
            [
                RoleInstance(name=name, private_ip_address=private, instance_level_public_ip=public)
                for name, private, public in machines
            ],
        )

    def describe_instances(
        self,
        count: int,
        kind: RoleKind = RoleKind.VIRTUAL_MACHINE,
        endpoints: Sequence[tuple[str, int]] = (),
    ) -> None:
        """*count* unnamed instances, all of them behind each of the *endpoints*.

        Virtual machines are called vm1, vm2 …, role instances instance 1, instance 2 …
        """
        if not count:
            raise Advice(
                Text(
                    "A deployment has 1 instance or more.",
                    "デプロイのインスタンスは 1 台以上である。",
                )
            )
        self._check_size(count)
        self._describe(kind, self._numbered(kind, count), endpoints)

    def describe_roles(
        self, roles: Sequence[tuple[str, RoleKind, int, tuple[str, int] | None]]
    ) -> None:
        """The roles of one cloud service: name, kind, number of instances, and endpoint.

        The instances of a role ``web`` are called web_IN_0, web_IN_1 …

        :raises Advice: for a role without instances, and for more than the documented table knows.
        """
        self._check_size(sum(count for _, _, count, _ in roles))
        made = []
        addresses = self.cloud.machines.free_addresses()
        for name, kind, count, _ in roles:
            instances = tuple(
                RoleInstance(name=f"{name}_IN_{number}", private_ip_address=next(addresses))
                for number in range(count)
            )
            made.append(Role(name=name, kind=kind, instances=instances))
        endpoints = tuple(
            InputEndpoint(ip_address=at[0], port=at[1], local_port=at[1], role=name)
            for name, _, _, at in roles
            if at is not None
        )
        self.cloud.plane.describe(
            CloudService(id=self._next_id(), roles=tuple(made), input_endpoints=endpoints)
        )

    def describe_endpoint(self, endpoint: tuple[str, int], names: Sequence[str]) -> None:
        """A load-balanced endpoint in front of the instances of those *names*."""
        machines = [self.instance(name) for name in names]
        service = self._service_of(machines[0])
        if any(self._service_of(each) is not service for each in machines):
            raise Advice(
                Text(
                    "These instances belong to different deployments, which share no endpoint.",
                    "これらのインスタンスは別々のデプロイに属しており、エンドポイントを共有できない。",
                )
            )
        self._add_endpoint(service, endpoint, tuple(each.name for each in machines))

    def describe_endpoint_for_first(self, endpoint: tuple[str, int], count: int) -> None:
        """A load-balanced endpoint in front of the first *count* instances."""
        service = self._only()
        have = len(service.machines)
        if not 1 <= count <= have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: write a number from 1 to {have}.",
                    f"デプロイのインスタンスは {have} 台である。1 から {have} までの数を書く。",
                )
            )
        self._add_endpoint(service, endpoint, tuple(service.machines)[:count])

    @property
    def instances(self) -> dict[str, Machine]:
        """The instances of all deployments."""
        running = self.cloud.classic.running.values()
        return {name: machine for each in running for name, machine in each.machines.items()}

    def instance(self, name: str) -> Machine:
        """The instance of that name, or, for ``instance 2``, the second one.

        :raises Advice: where there is none, with the nearest name.
        """
        instances = self.instances
        if name in instances:
            return instances[name]
        if self.cloud.machines.get(name) is not None:
            raise Advice(NOT_CLASSIC.fill(name=name))
        self._need_one()
        for number, machine in enumerate(instances.values(), start=1):
            if name == f"instance {number}":
                return machine
        raise Advice(
            Text(
                'The deployment has no instance "{name}".{hint}',
                "デプロイに「{name}」というインスタンスはない。{hint}",
            ).fill(name=quoted(name), hint=did_you_mean(name, instances))
        )

    # Asking Azure

    def assign_instance_level_address(self, name: str, address: str) -> None:
        """Give an instance a public address of its own, where its kind may have one."""
        machine = self.instance(name)
        record = self._service_of(machine).record
        if any(
            each.instance_level_public_ip and each.name == machine.name for each in record.instances
        ):
            raise Advice(
                Text(
                    f"{machine.name} has an instance-level public IP already.",
                    f"{machine.name} にはすでにインスタンス レベルのパブリック IP がある。",
                )
            )
        request = Text(
            "assign the instance-level public IP {address} to {instance}",
            "{instance} にインスタンス レベルのパブリック IP {address} を割り当てる",
        ).fill(instance=instance_name(machine.name), address=address)
        roles = tuple(
            evolve(
                role,
                instances=tuple(_given(each, machine.name, address) for each in role.instances),
            )
            for role in record.roles
        )
        self.cloud.plane.ask(request, evolve(record, roles=roles))

    def set_fallback_address(self, address: str) -> None:
        """Ask for a fallback address of one's own choice."""
        self._need_one()
        self.cloud.world.requests.settle(
            Text(
                f"set the fallback address to {address}",
                f"フォールバック アドレスを {address} に設定する",
            ),
            self.cloud.classic.fallback_address_refusal(),
        )

    def set_idle_timeout(self, duration: int) -> None:
        """Ask for another outbound idle timeout, in nanoseconds."""
        self.cloud.world.requests.settle(
            Text(
                "set the outbound idle timeout to {duration}",
                "送信アイドル タイムアウトを {duration}に設定する",
            ).fill(duration=format_duration(duration)),
            self.cloud.classic.idle_timeout_refusal(),
        )

    def set_endpoint_idle_timeout(self, endpoint: tuple[str, int], duration: int) -> None:
        """Ask for another idle timeout of what comes in by an endpoint, in nanoseconds.

        :raises Advice: where there is no such endpoint.
        """
        address, port = endpoint
        self._need_one()
        records = [each.record for each in self.cloud.classic.running.values()]
        found = next((each for each in records if _listens(each, endpoint)), None)
        if found is None:
            known = [each for record in records for each in record.input_endpoints]
            raise Advice(NO_ENDPOINT.fill(endpoint=f"{address}:{port}", known=_endpoints(known)))
        request = Text(
            "set the idle timeout of the load-balanced endpoint {endpoint} to {duration}",
            "負荷分散エンドポイント {endpoint} のアイドル タイムアウトを {duration}に設定する",
        ).fill(endpoint=f"{address}:{port}", duration=format_duration(duration))
        changed = tuple(
            evolve(each, idle_timeout=duration) if _at(each) == endpoint else each
            for each in found.input_endpoints
        )
        self.cloud.plane.ask(request, evolve(found, input_endpoints=changed))

    def configure_redeployment(self, count: int) -> None:
        """Ask for the number of instances that a redeployment is to report."""
        self.cloud.world.requests.settle(
            Text(
                f"report {count} instances during a redeployment",
                f"再デプロイ中にインスタンス {count} 台と報告させる",
            ),
            self.cloud.classic.redeployment_refusal(),
        )

    def grow(self, count: int) -> None:
        """Let the deployment grow to *count* instances."""
        service = self._only()
        have = len(service.machines)
        if count <= have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: to grow, write more than {have}.",
                    f"デプロイのインスタンスは {have} 台である。"
                    f"増やすには {have} より大きい数を書く。",
                )
            )
        request = Text(f"grow to {count} instances", f"インスタンスを {count} 台に増やす")
        role = self._only_role(service)
        MACHINES.check(count - have)
        newcomers = tuple(self._numbered(role.kind, count - have))
        self._ask_for(request, service, (*role.instances, *newcomers))

    def shrink(self, count: int) -> None:
        """Let the deployment shrink to *count* instances; the last ones are removed."""
        service = self._only()
        have = len(service.machines)
        if not 1 <= count < have:
            raise Advice(
                Text(
                    f"The deployment has {have} instances: to shrink, write fewer than {have}, "
                    "and at least 1.",
                    f"デプロイのインスタンスは {have} 台である。"
                    f"減らすには 1 以上 {have} 未満の数を書く。",
                )
            )
        request = Text(f"shrink to {count} instances", f"インスタンスを {count} 台に減らす")
        self._ask_for(request, service, self._only_role(service).instances[:count])

    def start_redeployment(self, factor: Fraction) -> None:
        """Let the pool be reported *factor* times as large as it is."""
        service, world = self._only(), self.cloud.world
        request = Text("redeploy", "再デプロイする")
        if factor > world.facts.fraction("classic.redeployment.largest-factor"):
            world.requests.refuse(request, AT_MOST_TWICE)
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
        world.requests.accept(request)
        self.cloud.classic.report(service.record.name, factor)

    def end_redeployment(self) -> None:
        """Let the reported size go back to the real one, as it does by itself."""
        service = self._only()
        if service.factor == 1:
            raise Advice(Text("No redeployment is under way.", "進行中の再デプロイはない。"))
        self.cloud.classic.end_redeployment(service.record.name)

    def addresses_counted(self) -> int:
        """How many of its addresses count against the public IP quota."""
        return self.cloud.classic.addresses_counted(self._only().record.name)

    # Within

    def _describe(
        self,
        kind: RoleKind,
        instances: Sequence[RoleInstance],
        endpoints: Sequence[tuple[str, int]] = (),
    ) -> None:
        role = Role(name=_ROLE, kind=kind, instances=tuple(instances))
        behind = tuple(
            InputEndpoint(ip_address=address, port=port, local_port=port)
            for address, port in endpoints
        )
        self.cloud.plane.describe(
            CloudService(id=self._next_id(), roles=(role,), input_endpoints=behind)
        )

    def _next_id(self) -> str:
        return f"cloud service {len(self.cloud.classic.running) + 1}"

    def _add_endpoint(
        self, service: RunningService, endpoint: tuple[str, int], names: tuple[str, ...]
    ) -> None:
        address, port = endpoint
        added = InputEndpoint(ip_address=address, port=port, local_port=port, instances=names)
        record = service.record
        self.cloud.plane.describe(evolve(record, input_endpoints=(*record.input_endpoints, added)))

    def _ask_for(
        self, request: Text, service: RunningService, instances: Sequence[RoleInstance]
    ) -> None:
        changed = evolve(self._only_role(service), instances=tuple(instances))
        staying = {each.name for each in instances}
        endpoints = tuple(
            each
            if each.instances is None
            else evolve(each, instances=tuple(name for name in each.instances if name in staying))
            for each in service.record.input_endpoints
        )
        self.cloud.plane.ask(
            request, evolve(service.record, roles=(changed,), input_endpoints=endpoints)
        )

    def _service_of(self, machine: Machine) -> RunningService:
        running = self.cloud.classic.running.values()
        return next(each for each in running if machine.name in each.machines)

    def _only(self) -> RunningService:
        self._need_one()
        running = list(self.cloud.classic.running.values())
        if len(running) > 1:
            raise Advice(
                Text(
                    f"There are {len(running)} classic deployments, and this sentence can't say "
                    "which it means. Use it where there is one.",
                    f"クラシック デプロイが {len(running)} 個あり、この文ではどれを指すか決まらない。"
                    "デプロイが一つの場合に使う。",
                )
            )
        return running[0]

    def _only_role(self, service: RunningService) -> Role:
        roles = service.record.roles
        if len(roles) > 1:
            raise Advice(
                Text(
                    f"The deployment has {len(roles)} roles, and this sentence can't say which "
                    "changes its size. Use it where there is one.",
                    f"デプロイにはロールが {len(roles)} 個あり、この文ではどのロールの台数を変えるのか"
                    "決まらない。ロールが一つの場合に使う。",
                )
            )
        return roles[0]

    def _need_one(self) -> None:
        if not self.cloud.classic.running:
            raise Advice(NO_DEPLOYMENT if not self.cloud.machines.all() else NONE_IS_CLASSIC)

    def _check_size(self, count: int) -> None:
        classic = self.cloud.classic
        if classic.table_ends_before(count):
            most = classic.largest_pool
            raise Advice(
                Text(
                    f"A deployment of {count:,} instances isn't modelled: the documented table "
                    f"of SNAT ports ends at {most} instances.",
                    f"インスタンス {count:,} 台のデプロイはモデル化していない。"
                    f"文書の SNAT ポートの表は {most} 台までである。",
                )
            )

    def _numbered(self, kind: RoleKind, count: int) -> list[RoleInstance]:
        """*count* more instances, numbered after those that there are, at the next free addresses."""
        prefix = "vm" if kind == RoleKind.VIRTUAL_MACHINE else "instance "
        have = len(self.instances)
        addresses = self.cloud.machines.free_addresses()
        return [
            RoleInstance(name=f"{prefix}{number}", private_ip_address=next(addresses))
            for number in range(have + 1, have + count + 1)
        ]


def _at(endpoint: InputEndpoint) -> tuple[str, int]:
    return endpoint.ip_address, endpoint.port


def _listens(service: CloudService, at: tuple[str, int]) -> bool:
    return any(_at(each) == at for each in service.input_endpoints)


def _endpoints(known: Sequence[InputEndpoint]) -> Text:
    """What there is, or that there is nothing."""
    if not known:
        return Text("none", "なし")
    return listed(f"{each.ip_address}:{each.port}" for each in known)


def _given(instance: RoleInstance, name: str, address: str) -> RoleInstance:
    return evolve(instance, instance_level_public_ip=address) if instance.name == name else instance
