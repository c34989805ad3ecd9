"""What sentences describe, as resources: the machines, services and networks of a scenario."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from attrs import evolve, frozen

from azsim.azure.work import ADDRESSES
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import there_are
from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayInstance,
)
from azsim.model.resources.balancing import (
    BackEndAddress,
    BackEndPool,
    FrontEnd,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
)
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    PublicIpAddress,
    PublicIpPrefix,
    PublicIpSku,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.servers import TcpProxy, WebServer
from azsim.text import Advice, Text, did_you_mean, listed, quoted
from azsim.units import format_count, within

Named = Sequence[tuple[str, str]]
"""Names, each with its address."""

NOT_PUBLIC = Text(
    "{address} is a private address, and the front end of a public load balancer has a public one. "
    'With a private one it is an internal load balancer: Given an internal load balancer "ilb" with '
    "front-end IP {address} …",
    "{address} はプライベート アドレスであり、パブリック ロード バランサーのフロントエンドには使えない。"
    "プライベート アドレスを持つのは内部ロード バランサーである: 前提 フロントエンド IP が {address} の内部ロード "
    'バランサー "ilb" があり…',
)
NOT_PRIVATE = Text(
    "{address} is a public address, and the front end of an internal load balancer has a private one, "
    "such as 10.0.0.100.",
    "{address} はパブリック アドレスであり、内部ロード バランサーのフロントエンドには使えない。10.0.0.100 "
    "のようなプライベート アドレスを書く。",
)

SUBNET = "default"
POOL = "pool"

NOT_DESCRIBED = Text(
    'No machine is called "{name}".{hint} Describe it first: Given the virtual machine "{name}"',
    '「{name}」というマシンはない。{hint}その前に次のように書く: 前提 仮想マシン "{name}" がある',
)
NO_SUBNET = Text(
    'No subnet is called "{name}".{hint} A virtual network is described with its subnets: Given a virtual '
    'network "vnet" with the address space 10.0.0.0/16 and subnets:',
    "「{name}」というサブネットはない。{hint}サブネットは仮想ネットワークとともに書く: 前提 アドレス空間が "
    '10.0.0.0/16 の仮想ネットワーク "vnet" があり、サブネットは次のとおり:',
)
SUBNET_FULL = Text(
    'The subnet "{subnet}" has {free} free addresses, and {count} are needed.',
    "サブネット「{subnet}」の空きアドレスは {free} 個であり、{count} 個必要である。",
)
IN_NO_SUBNET = Text(
    '{address} lies in no subnet of the virtual network "{network}". It has {subnets}.',
    "{address} は仮想ネットワーク「{network}」のどのサブネットにも含まれていない。サブネットは {subnets} "
    "である。",
)


def unnamed_addresses(cloud: Cloud, count: int) -> list[str]:
    """*count* public addresses that nobody has, for a service whose addresses a scenario only counts.

    :raises Advice: for more than a scenario can have.
    """
    ADDRESSES.check(count)
    first = cloud.world.facts.text("network.first-public-address")
    return list(islice(cloud.world.free_public_addresses(first), count))


def virtual_machine(
    cloud: Cloud, name: str, address: str, scale_set: ResourceId | None = None
) -> None:
    """A virtual machine at *address* in the virtual network, as an instance of *scale_set* if any.

    :raises Advice: for a name or an address that is something else's.
    """
    cloud.default_network()
    cloud.world.names.check_free(name)
    interface, machine = _machine(cloud, name, address)
    cloud.plane.describe(interface, evolve(machine, virtual_machine_scale_set=scale_set))


def interface_id(machine: str, name: str) -> str:
    """What an interface is called that a scenario calls *name*, as others may call theirs."""
    return f"{machine} {name}"


def subnet(cloud: Cloud, name: str) -> tuple[VirtualNetwork, Subnet]:
    """The subnet of that name, with its virtual network.

    :raises Advice: where there is none, with the nearest name.
    """
    networks = cloud.plane.description.of_kind(VirtualNetwork)
    for network in networks:
        for each in network.subnets:
            if each.name.casefold() == name.casefold():
                return network, each
    known = [each.name for network in networks for each in network.subnets]
    raise Advice(NO_SUBNET.fill(name=name, hint=did_you_mean(name, known)))


def lies_in(subnet: Subnet, address: str) -> bool:
    """Whether *address* is one of the subnet's."""
    return within(address, subnet.address_prefixes)


def free_addresses(cloud: Cloud, subnet: Subnet, count: int) -> Iterator[str]:
    """The first *count* addresses of a subnet that no machine has.

    Azure keeps the first ones of each subnet, and the last, for itself.

    :raises Advice: where there aren't so many.
    """
    kept = cloud.world.facts.number("network.subnet-addresses-kept")
    taken = {address for each in cloud.machines.all() for address in each.interfaces}
    free = []
    for prefix in subnet.address_prefixes:
        network = ipaddress.IPv4Network(prefix)
        numbers = range(kept - 1, network.num_addresses - 1)
        free += [each for each in (str(network[number]) for number in numbers) if each not in taken]
    if len(free) < count:
        raise Advice(
            SUBNET_FULL.fill(
                subnet=subnet.name, free=format_count(len(free)), count=format_count(count)
            )
        )
    return iter(free[:count])


def addresses_somewhere(cloud: Cloud, count: int) -> Iterator[str]:
    """The first *count* free addresses of the virtual network, in its first subnet where it has any.

    :raises Advice: where there aren't so many.
    """
    cloud.default_network()
    network = next(iter(cloud.plane.description.of_kind(VirtualNetwork)))
    if network.subnets:
        return free_addresses(cloud, network.subnets[0], count)
    return islice(cloud.machines.free_addresses(), count)


def subnet_at(cloud: Cloud, address: str) -> Subnet:
    """The described subnet that *address* lies in."""
    networks = cloud.plane.description.of_kind(VirtualNetwork)
    return next(each for one in networks for each in one.subnets if lies_in(each, address))


def with_subnet(network: VirtualNetwork, changed: Subnet) -> VirtualNetwork:
    """The same network, with *changed* in place of its subnet of that name."""
    subnets = tuple(changed if each.name == changed.name else each for each in network.subnets)
    return evolve(network, subnets=subnets)


def subnet_of(cloud: Cloud, address: str) -> ResourceId:
    """The subnet that *address* lies in, of the virtual network that holds it.

    :raises Advice: where the network has subnets, and none of them holds it.
    """
    networks = list(cloud.plane.description.of_kind(VirtualNetwork))
    holding = (each for each in networks if within(address, each.address_space))
    network = next(holding, networks[0])
    if not network.subnets:
        return network.id.part("subnets", SUBNET)
    for each in network.subnets:
        if lies_in(each, address):
            return network.id.part("subnets", each.name)
    told = [f"{each.name} ({', '.join(each.address_prefixes)})" for each in network.subnets]
    raise Advice(IN_NO_SUBNET.fill(address=address, network=network.name, subnets=listed(told)))


def servers(cloud: Cloud, names: Sequence[str]) -> list[tuple[str, str]]:
    """The machines of these names with their addresses, new ones where none at all is described yet.

    :raises Advice: where others are described and one of these isn't, which may be a slip.
    """
    known = [each.name for each in cloud.machines.all()]
    if not known:
        return list(zip(names, addresses_somewhere(cloud, len(names)), strict=True))
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            hint = near if near.en else there_are(known)
            raise Advice(NOT_DESCRIBED.fill(name=quoted(name), hint=hint))
    return [(each, cloud.machines.find(each).address) for each in names]


@frozen
class BalancerKind:
    """What one says of a load balancer before its name: whether it is internal, and its SKU."""

    is_internal: bool = False
    sku: LoadBalancerSku | None = None


PUBLIC: Final = BalancerKind()


def load_balancer(
    cloud: Cloud,
    name: str,
    front_end: str,
    servers: Named,
    kind: BalancerKind = PUBLIC,
    rules: Sequence[LoadBalancingRule] | None = None,
) -> None:
    """A load balancer with one front end, in front of *servers*.

    :raises Advice: for names and addresses that are something else's, and for a front end that
        isn't where such a load balancer has one.
    """
    cloud.default_network()
    cloud.world.names.check_free(name)
    check_front_end(cloud, front_end, kind.is_internal)
    first, public = _front_end(cloud, name, 1, front_end, kind.sku)
    described = LoadBalancer(
        id=name,
        sku=kind.sku,
        front_ends=(first,),
        back_end_pools=(_pool(()),),
        load_balancing_rules=None if rules is None else tuple(rules),
    )
    cloud.plane.describe(*public, described)
    cloud.plane.describe(evolve(described, back_end_pools=(_pool(_servers(cloud, servers)),)))


def check_front_end(cloud: Cloud, address: str, is_internal: bool) -> None:
    """Whether *address* is one that an internal load balancer has, or a public one.

    :raises Advice: where it isn't.
    """
    if cloud.world.is_private(address) is not is_internal:
        raise Advice((NOT_PUBLIC if not is_internal else NOT_PRIVATE).fill(address=address))


def more_servers(cloud: Cloud, name: str, servers: Named) -> list[Resource]:
    """New virtual machines, and a load balancer with them behind it, as one may ask for them.

    :raises Advice: where there is no such load balancer, and for names that are something else's.
    """
    described = cloud.plane.find(LoadBalancer, name)
    return [*new_machines(cloud, servers), with_members(described, servers)]


def new_machines(
    cloud: Cloud, servers: Named, scale_set: ResourceId | None = None
) -> list[Resource]:
    """New virtual machines, as instances of *scale_set* if any, as one may ask for them.

    :raises Advice: for names that are something else's.
    """
    cloud.world.names.check_all_free([server for server, _ in servers])
    made: list[Resource] = []
    for server, address in servers:
        interface, machine = _machine(cloud, server, address)
        made += [interface, evolve(machine, virtual_machine_scale_set=scale_set)]
    return made


def with_members(described: LoadBalancer, servers: Named) -> LoadBalancer:
    """A load balancer with *servers* in its back-end pool as well, in the way that others are there."""
    [pool] = described.back_end_pools
    network = next((each.virtual_network for each in pool.addresses), None)
    newcomers = [evolve(each, virtual_network=network) for each in _members(servers)]
    return evolve(described, back_end_pools=(_pool((*pool.addresses, *newcomers)),))


def without_members(described: LoadBalancer, addresses: Collection[str]) -> LoadBalancer:
    """A load balancer without the servers at *addresses*."""
    pools = tuple(
        evolve(
            pool,
            addresses=tuple(each for each in pool.addresses if each.ip_address not in addresses),
        )
        for pool in described.back_end_pools
    )
    return evolve(described, back_end_pools=pools)


def another_front_end(
    cloud: Cloud, name: str, address: str, sku: str | None = None
) -> list[Resource]:
    """A load balancer with one more front end, as one may describe it or ask for it.

    *sku* is that of its public address; unsaid, it is the load balancer's.

    :raises Advice: where there is no such load balancer.
    """
    described = cloud.plane.find(LoadBalancer, name)
    check_front_end(cloud, address, described.is_internal)
    number = len(described.front_ends) + 1
    added, public = _front_end(cloud, name, number, address, sku or described.sku)
    return [*public, evolve(described, front_ends=(*described.front_ends, added))]


def outbound_front_end(
    cloud: Cloud, record: LoadBalancer, address: str
) -> tuple[LoadBalancer, str, list[Resource]]:
    """A load balancer with one more front end, at an address or a prefix, for outbound connections.

    Its name comes next, and what it is made of.
    """
    name = f"front end {len(record.front_ends) + 1}"
    made: PublicIpPrefix | PublicIpAddress
    if "/" in address:
        made = PublicIpPrefix(id=f"{record.name} {name}", ip_prefix=address)
        added = FrontEnd(name=name, public_ip_prefix=made.id, outbound_only=True)
    elif cloud.world.is_private(address):
        added = FrontEnd(name=name, private_ip_address=address, outbound_only=True)
        return evolve(record, front_ends=(*record.front_ends, added)), name, []
    else:
        made = public_ip(f"{record.name} {name}", address, record.sku)
        added = FrontEnd(name=name, public_ip_address=made.id, outbound_only=True)
    return evolve(record, front_ends=(*record.front_ends, added)), name, [made]


def with_floating_ip(cloud: Cloud, name: str) -> LoadBalancer:
    """A load balancer whose rules have floating IP.

    :raises Advice: where there is no such load balancer.
    """
    return with_rules_that(cloud, name, floating_ip=True)


_OF_RULES: Final = {"floating_ip": "enable_floating_ip"}
"""What a load balancer says of rules that nobody listed, where a rule calls it otherwise."""


def with_rules_that(cloud: Cloud, name: str, **say: Any) -> LoadBalancer:
    """A load balancer all of whose load-balancing rules *say* something, listed or not.

    :raises Advice: where there is no such load balancer.
    """
    described = cloud.plane.find(LoadBalancer, name)
    rules = described.load_balancing_rules
    if rules is not None:
        of_rule = {_OF_RULES.get(key, key): value for key, value in say.items()}
        rules = tuple(evolve(each, **of_rule) for each in rules)
    return evolve(described, load_balancing_rules=rules, **say)


def application_gateway(cloud: Cloud, name: str, front_end: str, instances: Named) -> None:
    """An application gateway with its instances, so far without servers.

    :raises Advice: for names and addresses that are something else's.
    """
    cloud.default_network()
    cloud.world.names.check_free(name)
    first, public = _front_end(cloud, name, 1, front_end)
    cloud.plane.describe(
        *public,
        ApplicationGateway(
            id=name,
            instances=tuple(
                ApplicationGatewayInstance(name=instance, private_ip_address=address)
                for instance, address in instances
            ),
            front_ends=(first,),
            back_end_pools=(_pool(()),),
        ),
    )


def back_end_servers(cloud: Cloud, name: str, servers: Named) -> None:
    """More servers behind an application gateway.

    :raises Advice: where there is no such gateway, and for names and addresses that are
        something else's.
    """
    described = cloud.plane.find(ApplicationGateway, name)
    [pool] = described.back_end_pools
    members = (*pool.addresses, *_servers(cloud, servers))
    cloud.plane.describe(evolve(described, back_end_pools=(_pool(members),)))


def tcp_proxy(cloud: Cloud, name: str, address: str, servers: Named) -> None:
    """A TCP proxy with its servers.

    :raises Advice: for names and addresses that are something else's.
    """
    cloud.default_network()
    cloud.world.names.check_free(name)
    described = TcpProxy(id=name, ip_address=address)
    cloud.plane.describe(described)
    members = _servers(cloud, servers)
    cloud.plane.describe(evolve(described, servers=tuple(each.name for each in members)))


def certificates_wanted(cloud: Cloud, name: str) -> None:
    """A server that asks every client for a certificate.

    :raises Advice: where there is no such server.
    """
    cloud.plane.describe(WebServer(id=name, asks_for_client_certificate=True))


def _front_end(
    cloud: Cloud, owner: str, number: int, address: str, sku: str | None = None
) -> tuple[FrontEnd, list[PublicIpAddress]]:
    """A front end, and the public IP address of that SKU that it has, where it has one.

    :raises Advice: for a private address that lies in no subnet.
    """
    name = f"front end {number}"
    if cloud.world.is_private(address):
        subnet = subnet_of(cloud, address)
        return FrontEnd(name=name, private_ip_address=address, subnet=subnet), []
    public = public_ip(f"{owner} {name}", address, sku)
    return FrontEnd(name=name, public_ip_address=public.id), [public]


def public_ip(id: str, address: str, sku: str | None) -> PublicIpAddress:
    """A public IP address of that SKU; unsaid, it is today's."""
    return PublicIpAddress(id=id, ip_address=address, sku=None if sku is None else PublicIpSku(sku))


def pool_of(cloud: Cloud, servers: Named) -> BackEndPool:
    """A back-end pool of virtual machines; whoever isn't there yet comes into being.

    :raises Advice: for names and addresses that are something else's.
    """
    return _pool(_servers(cloud, servers))


def _pool(members: Sequence[BackEndAddress]) -> BackEndPool:
    return BackEndPool(name=POOL, addresses=tuple(members))


def _servers(cloud: Cloud, servers: Named) -> list[BackEndAddress]:
    """The members that *servers* are; whoever isn't a machine yet becomes one."""
    new = [each for each in dict.fromkeys(servers) if not _is_there(cloud, *each)]
    if new:
        cloud.default_network()
        cloud.world.names.check_all_free([name for name, _ in new])
        cloud.plane.describe(*(part for each in new for part in _machine(cloud, *each)))
    return _members(servers)


def _is_there(cloud: Cloud, name: str, address: str) -> bool:
    machine = cloud.machines.get(name)
    return machine is not None and address in machine.interfaces


def _members(servers: Named) -> list[BackEndAddress]:
    """Each is called like its machine; a further one of the same has its address as well."""
    first: dict[str, str] = {}
    members = []
    for name, address in servers:
        is_further = first.setdefault(name, address) != address
        called = f"{name} {address}" if is_further else name
        members.append(BackEndAddress(name=called, ip_address=address))
    return members


def _machine(cloud: Cloud, name: str, address: str) -> tuple[NetworkInterface, VirtualMachine]:
    """A virtual machine, and the interface by which it stands in the virtual network."""
    return machine_in(subnet_of(cloud, address), name, address)


def machine_in(
    subnet: ResourceId, name: str, address: str
) -> tuple[NetworkInterface, VirtualMachine]:
    """A virtual machine, and the interface by which it stands in *subnet*."""
    interface = NetworkInterface(
        id=f"{name}-nic",
        ip_configurations=(IpConfiguration(subnet=subnet, private_ip_address=address),),
    )
    return interface, VirtualMachine(id=name, network_interfaces=(interface.id,))
