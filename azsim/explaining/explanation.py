"""From the records of a deployment to all answers about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from azsim.azure.deployments import deploy
from azsim.deploy.aks_nodes import with_nodes
from azsim.deploy.cloud import Cloud
from azsim.deploy.world import World
from azsim.explaining import findings, profiles
from azsim.explaining.answers import (
    Explanation,
    Inbound,
    Interface,
    Machines,
    Open,
    Outbound,
    PublicAddress,
)
from azsim.explaining.configurations import configurations
from azsim.explaining.doubting import Doubtful
from azsim.explaining.gateways import GatewayAnswers
from azsim.explaining.grouping import Answered, grouped
from azsim.explaining.guests import is_guest, with_guests
from azsim.explaining.hybrid import paths
from azsim.explaining.inbound import INTERNET, InboundAnswers
from azsim.explaining.networks import parts
from azsim.explaining.outbound import OutboundAnswers
from azsim.explaining.running import Running
from azsim.explaining.seen import Seen
from azsim.facts import Facts
from azsim.functions.outbound_platforms import OUTBOUND_ADDRESSES
from azsim.model.resources.app_service import AppServicePlan, WebSite
from azsim.model.resources.classic import CloudService, Role, RoleInstance
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.declared import Declaration
from azsim.readers.placing import Placed, placed
from azsim.readers.records import recorded
from azsim.text import Text

SCALE_SET_INSTANCE = "scale set instance"
VIRTUAL_MACHINE = "virtual machine"
ANY_MACHINE = "any machine"
ROLE_INSTANCE = "role instance"
APP_SERVICE_INSTANCE = "App Service instance"
APP = "app"
APP_FRONT_END = Text(
    "App Service's own front ends aren't modelled, and neither are access restrictions and private "
    "endpoints",
    "App Service のフロントエンド、アクセス制限、プライベート エンドポイントはモデル化していない",
)
NOT_MODELLED = Text(
    "resources of this type aren't modelled", "この種類のリソースはモデル化していない"
)


def explain(declaration: Declaration, inputs: Sequence[str]) -> Explanation:
    """All answers about what *declaration* declares; *inputs* are the files that it was read from."""
    facts = Facts()
    records = recorded(declaration, facts)
    deployment = placed(with_guests(with_nodes(records.resources, facts)), facts, records.hops)
    running = [_run(part, deployment) for part in parts(deployment.resources)]
    doubts = Doubtful.of(records, deployment)
    sites = [each for each in records.resources if isinstance(each, WebSite)]
    machines = tuple(each for part in running for each in _machines(part, sites, doubts))
    circuits = tuple(paths(records.resources, facts))
    return Explanation(
        inputs=tuple(inputs),
        machines=machines,
        gateways=tuple(each for part in running for each in part.gateways.all()),
        profiles=tuple(profiles.profiles(deployment.resources, running, facts)),
        circuits=circuits,
        findings=tuple(findings.of(Seen(records, deployment, running, machines, circuits))),
        unresolved=doubts.all,
        not_modelled=(
            *(
                Open(f"{each.type} {each.name}", each.reason or NOT_MODELLED, each.place)
                for each in records.not_modelled
            ),
            *profiles.not_modelled(running, records),
        ),
    )


def _run(resources: Iterable[Resource], deployment: Placed) -> Running:
    cloud = Cloud(World(tracing=False))
    refused = deploy(cloud, resources)
    outbound = OutboundAnswers(cloud, deployment.made_up)
    inbound, gateways = InboundAnswers(cloud, outbound), GatewayAnswers(cloud, outbound)
    return Running(cloud, tuple(refused), outbound, inbound, gateways)


def _machines(part: Running, sites: Sequence[WebSite], doubts: Doubtful) -> list[Machines]:
    """The machines of one part, those together that are alike."""
    description = part.cloud.plane.description
    machines = [_answered(part, each, doubts) for each in description.of_kind(VirtualMachine)]
    for service in description.of_kind(CloudService):
        of_service = doubts.about(service.id, part.refused)
        machines += [
            evolve(_of_role(part, service, role, each), doubts=of_service)
            for role in service.roles
            for each in role.instances
        ]
    for plan in description.of_kind(AppServicePlan):
        of_plan = doubts.about(plan.id, part.refused)
        for instance in plan.instances:
            if part.cloud.machines.get(instance.name) is not None:
                told = _of_plan(part, plan, instance.name, sites)
                machines.append(evolve(told, doubts=of_plan))
    return grouped(machines)


def _of_plan(part: Running, plan: AppServicePlan, name: str, sites: Sequence[WebSite]) -> Answered:
    subnet = plan.virtual_network_subnet
    outbound = part.outbound.of(name)
    if outbound.method == OUTBOUND_ADDRESSES:
        # How many addresses an app has isn't known, and its ports don't go by the number of instances.
        picked = (PublicAddress(None, None),)
        outbound = evolve(outbound, addresses=picked, counting=None, pool=None)
    return Answered(
        name=name,
        kind=APP_SERVICE_INSTANCE,
        subnet=plan.name if subnet is None else f"{subnet.resource.name}/{subnet.name}",
        interface="",
        scale_set=None,
        orchestration=None,
        outbound=outbound,
        inbound=tuple(_to_app(each) for each in sites if each.server_farm == plan.id),
    )


def _to_app(site: WebSite) -> Inbound:
    """The way in to an app, which goes by what isn't modelled."""
    return Inbound(
        kind=APP,
        through=site.name,
        rule=None,
        address=PublicAddress(None, None),
        protocol="HTTPS",
        ports="443",
        back_end_ports="*",
        source=INTERNET,
        not_known=APP_FRONT_END,
    )


def _of_role(part: Running, service: CloudService, role: Role, machine: RoleInstance) -> Answered:
    return Answered(
        name=machine.name,
        kind=ROLE_INSTANCE,
        subnet=f"{service.name}/{role.name}",
        # Nobody configures one.
        interface="",
        scale_set=None,
        orchestration=None,
        outbound=part.outbound.of(machine.name),
        inbound=part.inbound.of(machine.name),
    )


def _answered(part: Running, machine: VirtualMachine, doubts: Doubtful) -> Answered:
    description = part.cloud.plane.description
    interfaces = _interfaces(part, machine)
    [first, *_] = interfaces
    _, primary = next(configurations(description, machine))
    scale_set = machine.virtual_machine_scale_set
    kind = VIRTUAL_MACHINE if scale_set is None else SCALE_SET_INSTANCE
    mode = None if scale_set is None else description.find(ScaleSet, scale_set).orchestration_mode
    return Answered(
        name=machine.name,
        kind=ANY_MACHINE if is_guest(machine, primary.subnet) else kind,
        subnet=first.subnet,
        interface=first.name,
        scale_set=None if scale_set is None else scale_set.name,
        orchestration=None if mode is None else mode.value,
        outbound=first.outbound,
        interfaces=interfaces,
        inbound=(*part.gateways.of(machine.name), *part.inbound.of(machine.name)),
        doubts=doubts.about(machine.id, part.refused),
        kept_out=tuple(part.inbound.kept_out(machine.name)),
    )


def _interfaces(part: Running, machine: VirtualMachine) -> tuple[Interface, ...]:
    """Its interfaces, the first one first; IP configurations of one that leave alike are together."""
    found: dict[tuple[ResourceId, Outbound], Interface] = {}
    for interface, configuration in configurations(part.cloud.plane.description, machine):
        address, subnet = configuration.private_ip_address, configuration.subnet
        assert address is not None, "a machine that is placed has an address"
        assert subnet is not None, "machines without a subnet aren't placed"
        answer = part.outbound.of(machine.name, address)
        alike = found.get((interface.id, answer))
        if alike is not None:
            names = (*alike.configurations, configuration.name)
            found[interface.id, answer] = evolve(alike, configurations=names)
            continue
        found[interface.id, answer] = Interface(
            # An instance's interface has the name that the scale set gives it.
            name=interface.name.removeprefix(f"{machine.name} "),
            configurations=(configuration.name,),
            subnet=f"{subnet.resource.name}/{subnet.name}",
            sends=part.outbound.sends(machine.name, address),
            outbound=answer,
        )
    return tuple(found.values())
