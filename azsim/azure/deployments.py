"""A whole deployment at once, as an input describes it, instead of one sentence after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, frozen

from azsim.azure.dependants import without
from azsim.deploy.aks_nodes import with_nodes
from azsim.deploy.cloud import Cloud
from azsim.model.resources.app_service import AppServicePlan
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.description import Key
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.names import TrafficManagerProfile
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    PublicIpPrefix,
    RouteTable,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, NatGateway
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.model.rules import Rule
from azsim.readers import arm, inputs
from azsim.readers.declared import Value
from azsim.readers.placing import placed
from azsim.readers.records import recorded
from azsim.text import Advice, Text, listed

ORDER: Final[tuple[type[Resource], ...]] = (
    PublicIpPrefix,
    PublicIpAddress,
    NetworkSecurityGroup,
    RouteTable,
    NatGateway,
    VirtualNetwork,
    Firewall,
    ScaleSet,
    NetworkInterface,
    VirtualMachine,
    AppServicePlan,
    LoadBalancer,
    ApplicationGateway,
    CloudService,
    TrafficManagerProfile,
)
"""The kinds that a deployment may hold, each after those that it names."""


REQUEST = Text("deploy {file}", "{file} をデプロイする")
NOT_CERTAIN = Text(
    "{file}: {path} isn't known, because {reason}. A scenario needs a deployment that is: give "
    "the value as a parameter, or what is missing in the file. azsim explain {file} shows all of it.",
    "{file}: {path} がわからない ({reason})。シナリオには、すべてがわかるデプロイが必要である。値をパラメーター"
    "で指定するか、足りないものをファイルに加える。azsim explain {file} ですべて確認できる。",
)
REFUSED = Text(
    '{file}: Azure refuses the {kind} "{name}", because {reason}.',
    "{file}: {reason}ため、Azure は{kind}「{name}」を拒否する。",
)
LEFT_OUT = Text(
    '{file}: the {kind} "{name}" can\'t be played. {reason}',
    "{file}: {kind}「{name}」は実行できない。{reason}",
)
NO_MACHINE = Text(
    "{file} has no machine and no Traffic Manager profile that a scenario could be about.",
    "{file} にはシナリオの対象になるマシンも Traffic Manager プロファイルもない。",
)
WHOLE_PREFIX = Text(
    'The front end "{front_end}" is a whole public IP prefix, at which nothing comes in here.',
    "フロントエンド「{front_end}」はパブリック IP プレフィックス全体であり、ここへの受信はモデル化していない。",
)
NO_ENDPOINT = Text(
    'The cloud service "{service}" has no endpoint, so that nothing comes in.',
    "クラウド サービス「{service}」にはエンドポイントがなく、何も届かない。",
)
NO_CONFIGURATION = Text(
    '"{machine}" has no IP configuration "{name}" there. It has: {known}.',
    "「{machine}」のそこに IP 構成「{name}」はない。あるのは次のとおり: {known}。",
)
NEEDS = Text(
    "it needs {name}, which isn't there either.",
    "必要な {name} もない。",
)


@frozen
class Refused:
    """A resource that isn't there, and why: by a rule of Azure, or because azsim can't have it.

    ``rule`` is that of Azure; None where there is none. ``facts`` are what it rests on.
    """

    resource: Resource
    reason: Text
    rule: Rule | None = None
    facts: tuple[str, ...] = ()


@define(eq=False)
class Deployments:
    """Deployments that a scenario takes from files."""

    cloud: Cloud

    def describe(
        self,
        read_file: inputs.Read,
        file: str,
        parameters: str | None = None,
        overrides: Mapping[str, Value] | None = None,
    ) -> None:
        """All that the *file* declares is there, with the *parameters* of another file.

        :raises Advice: where it can't be read, Azure refuses it, or something of it isn't known.
        """
        facts = self.cloud.world.facts
        try:
            declaration = inputs.read([file], read_file, parameters, overrides, facts=facts)
        except arm.Refused as mistake:
            self.cloud.world.requests.refuse(REQUEST.fill(file=file), mistake.rule)
            return
        records = recorded(declaration, facts)
        deployment = placed(with_nodes(records.resources, facts), facts, records.hops)
        for doubt in (*records.doubts, *deployment.doubts):
            raise Advice(NOT_CERTAIN.fill(file=file, path=doubt.path, reason=doubt.reason))
        for refused in deploy(self.cloud, deployment.resources):
            raise Advice(_refusal(file, refused))
        if not self.cloud.machines.all() and not self.cloud.profiles.running:
            raise Advice(NO_MACHINE.fill(file=file))

    def address_of(self, name: str) -> str:
        """The address of the public IP address of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        address = self.cloud.plane.find(PublicIpAddress, name).ip_address
        assert address is not None, "a deployment has given out every address"
        return address

    def front_end_address(self, balancer: str, name: str) -> str:
        """The address of the front end *name* of a load balancer.

        :raises Advice: where there is none, with the nearest name, and for a whole prefix.
        """
        record = self.cloud.plane.find(LoadBalancer, balancer)
        [address, *others] = self.cloud.load_balancers.addresses_of(record.front_end(name))
        if others:
            raise Advice(WHOLE_PREFIX.fill(front_end=name))
        return address

    def service_address(self, name: str) -> str:
        """The address of the cloud service of that name.

        :raises Advice: where there is none, with the nearest name, and where it has no endpoint.
        """
        service = self.cloud.plane.find(CloudService, name)
        if not service.input_endpoints:
            raise Advice(NO_ENDPOINT.fill(service=name))
        return service.input_endpoints[0].ip_address

    def configuration_address(self, machine: str, interface: str, name: str) -> str:
        """The private address of the IP configuration *name* of a network interface of a machine.

        :raises Advice: where there is none, with the names of those that there are.
        """
        record = self.cloud.plane.find(VirtualMachine, machine)
        description = self.cloud.plane.description
        held = [description.find(NetworkInterface, each) for each in record.network_interfaces]
        found = {
            (_short(machine, one.name), each.name): each.private_ip_address
            for one in held
            for each in one.ip_configurations
        }
        address = found.get((interface, name))
        if address is None:
            known = listed(f"{one}: {each}" for one, each in found)
            raise Advice(NO_CONFIGURATION.fill(machine=machine, name=name, known=known))
        return address


def _short(machine: str, interface: str) -> str:
    """What the interface of an instance is called in its scale set."""
    return interface.removeprefix(f"{machine} ")


def _refusal(file: str, refused: Refused) -> Text:
    said = LEFT_OUT if refused.rule is None else REFUSED
    return said.fill(
        file=file, kind=refused.resource.KIND, name=refused.resource.name, reason=refused.reason
    )


def deploy(cloud: Cloud, resources: Iterable[Resource]) -> list[Refused]:
    """Let *resources* run in *cloud*, but for those that are refused; which those are.

    What a refused resource would have changed stays as it is without it, and what needs it isn't there
    either.
    """
    by_kind: dict[type[Resource], list[Resource]] = {kind: [] for kind in ORDER}
    for each in resources:
        by_kind.setdefault(type(each), []).append(each)
        if isinstance(each, VirtualNetwork):
            cloud.world.take_for_private(each.address_space)
    # A group that isn't there isn't just unsaid.
    cloud.security_groups.are_described = True
    refused: list[Refused] = []
    gone: set[Key] = set()

    def refuse(resource: Resource, reason: Text, rule: Rule | None, facts: Iterable[str]) -> None:
        gone.add((type(resource), resource.id))
        refused.append(Refused(resource, reason, rule, tuple(facts)))

    for kind in ORDER:
        for described in by_kind[kind]:
            left = without(described, gone)
            if isinstance(left, ResourceId):
                refuse(described, NEEDS.fill(name=left.name), None, ())
                continue
            try:
                with cloud.world.facts.heard() as heard:
                    rule = cloud.plane.apply(left)
            except Advice as advice:
                refuse(described, advice.text, None, ())
            else:
                if rule is not None:
                    refuse(described, rule.text, rule, heard)
    cloud.plane.describe()
    return refused
