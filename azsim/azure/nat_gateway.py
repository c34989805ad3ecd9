"""NAT gateways: their addresses, and the subnets that they are attached to."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from azsim.azure import describing
from azsim.deploy.cloud import Cloud
from azsim.deploy.nat_gateways import UDP_TIMEOUT_IS_FIXED
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import (
    PublicIpAddress,
    PublicIpPrefix,
    PublicIpSku,
    VirtualNetwork,
)
from azsim.model.resources.outbound import NatGateway, NatGatewaySku
from azsim.text import Advice, Text, listed
from azsim.units import format_count, format_duration

NOT_PUBLIC = Text(
    "{address} is a private address; a public IP address of the NAT gateway is needed here.",
    "{address} はプライベート アドレスである。ここには NAT ゲートウェイのパブリック IP アドレスを書く。",
)
NOT_ITS_OWN = Text(
    "{address} is no public IP address of {name}. It has {addresses}.",
    "{address} は {name} のパブリック IP アドレスではない。あるのは {addresses} である。",
)
TOO_MANY_FOR_OTHERS = Text(
    'The NAT gateway "{name}" has room for {room} connections there, not for {count}.',
    "NAT ゲートウェイ「{name}」がそこで扱える接続は {room} 本であり、{count} 本ではない。",
)
NOT_BY_NAT = Text(
    "{address} is a private address; connections to it don't leave through a NAT gateway.",
    "{address} はプライベート アドレスである。そこへの接続は NAT ゲートウェイを経由しない。",
)
NOT_ATTACHED = Text(
    'The NAT gateway "{name}" isn\'t attached to the subnet "{subnet}".',
    "NAT ゲートウェイ「{name}」はサブネット「{subnet}」に接続されていない。",
)


@define(eq=False)
class NatGateways:
    """What a scenario says about its NAT gateways."""

    cloud: Cloud

    # Descriptions

    def describe(
        self, name: str, public: Sequence[str], subnets: Sequence[str] = (), sku: str = "Standard"
    ) -> None:
        """A NAT gateway of that SKU, on *subnets*; without any, on the whole virtual network.

        :raises Advice: for names and addresses that are something else's or of the wrong kind, and
            where Azure refuses it.
        """
        self.cloud.default_network()
        made = self._addresses(name, public, PublicIpSku(sku))
        network = next(iter(self.cloud.plane.description.of_kind(VirtualNetwork)))
        gateway = NatGateway(
            id=name,
            sku=NatGatewaySku(sku),
            public_ip_addresses=tuple(each.id for each in made),
            virtual_network=None if subnets else network.id,
        )
        self.cloud.plane.describe(*made, gateway, *self._attached(gateway, subnets))

    def describe_prefix(self, name: str, prefix: str, subnets: Sequence[str]) -> None:
        """A NAT gateway with all addresses of a public IP prefix.

        :raises Advice: as for `describe`.
        """
        self.cloud.default_network()
        made = PublicIpPrefix(id=f"{name} prefix", ip_prefix=prefix)
        gateway = NatGateway(id=name, public_ip_prefixes=(made.id,))
        self.cloud.plane.describe(made, gateway, *self._attached(gateway, subnets))

    def describe_with(self, name: str, count: int, subnets: Sequence[str] = ()) -> None:
        """A NAT gateway with *count* public addresses that nobody names.

        :raises Advice: as for `describe`.
        """
        self.describe(name, describing.unnamed_addresses(self.cloud, count), subnets)

    def carry_for_others(
        self, name: str, count: int, destination: tuple[str, int] | None = None
    ) -> None:
        """A NAT gateway carries *count* TCP connections of machines that nobody names.

        They go to *destination*; without one, to wherever no machine of the scenario goes.

        :raises Advice: where there is no such NAT gateway, or it can't carry as many.
        """
        node = self.cloud.nat_gateways.running[self.cloud.plane.find(NatGateway, name).id].node
        if destination is not None and self.cloud.world.is_private(destination[0]):
            raise Advice(NOT_BY_NAT.fill(address=destination[0]))
        room = node.room_for_others("TCP", destination)
        if count > room:
            told = {"room": format_count(room), "count": format_count(count)}
            raise Advice(TOO_MANY_FOR_OTHERS.fill(name=name, **told))
        node.carry_for_others("TCP", count, destination)

    def set_idle_timeout(self, name: str, duration: int) -> None:
        """Ask Azure for another TCP idle timeout, in nanoseconds.

        :raises Advice: where there is no such NAT gateway.
        """
        found = self.cloud.plane.find(NatGateway, name)
        request = Text(
            "set the TCP idle timeout of {name} to {duration}",
            "{name} の TCP アイドル タイムアウトを {duration}に設定する",
        ).fill(name=name, duration=format_duration(duration))
        self.cloud.plane.ask(request, evolve(found, idle_timeout=duration))

    def set_udp_idle_timeout(self, name: str, duration: int) -> None:
        """Ask Azure for another UDP idle timeout, which it refuses.

        :raises Advice: where there is no such NAT gateway.
        """
        self.cloud.plane.find(NatGateway, name)
        self.cloud.world.requests.refuse(
            Text(
                "set the UDP idle timeout of {name} to {duration}",
                "{name} の UDP アイドル タイムアウトを {duration}に設定する",
            ).fill(name=name, duration=format_duration(duration)),
            UDP_TIMEOUT_IS_FIXED,
        )

    # Changes

    def attach(
        self,
        name: str,
        public: Sequence[str],
        subnet: str,
        sku: str,
        address_sku: str | None = None,
    ) -> None:
        """Ask Azure for a NAT gateway on a subnet that has none.

        :raises Advice: where there is no such subnet.
        """
        request = Text(
            "attach the NAT gateway {name} to the subnet {subnet}",
            "NAT ゲートウェイ {name} をサブネット {subnet} に接続する",
        ).fill(name=name, subnet=subnet)
        made = self._addresses(name, public, PublicIpSku(address_sku or sku))
        gateway = NatGateway(
            id=name,
            sku=NatGatewaySku(sku),
            public_ip_addresses=tuple(each.id for each in made),
        )
        attached = self._attached(gateway, [subnet])
        _, found = describing.subnet(self.cloud, subnet)
        refusal = self.cloud.nat_gateways.attaching_refusal(found, gateway)
        if refusal is not None:
            self.cloud.world.requests.refuse(request, refusal)
            return
        for each in made:
            self.cloud.plane.apply(each)
        self.cloud.plane.ask(request, gateway, *attached)

    def detach(self, name: str, subnet: str) -> None:
        """Ask Azure to take a NAT gateway from a subnet.

        :raises Advice: where there is no such NAT gateway or subnet, or the subnet has another one.
        """
        gateway = self.cloud.plane.find(NatGateway, name)
        network, found = describing.subnet(self.cloud, subnet)
        if found.nat_gateway != gateway.id:
            raise Advice(NOT_ATTACHED.fill(name=name, subnet=subnet))
        request = Text(
            "remove the NAT gateway {name} from the subnet {subnet}",
            "NAT ゲートウェイ {name} をサブネット {subnet} から取り外す",
        ).fill(name=name, subnet=subnet)
        without = describing.with_subnet(network, evolve(found, nat_gateway=None))
        self.cloud.plane.ask(request, without)

    def add_addresses(self, name: str, count: int) -> None:
        """Ask Azure for *count* more public addresses of a NAT gateway.

        :raises Advice: where there is no such NAT gateway.
        """
        found = self.cloud.plane.find(NatGateway, name)
        have = len(found.public_ip_addresses)
        sku = PublicIpSku(found.sku or NatGatewaySku.STANDARD)
        made = self._addresses(name, describing.unnamed_addresses(self.cloud, count), sku, have)
        request = Text(
            "add {count} public IP addresses to {name}",
            "{name} にパブリック IP アドレスを {count} 個追加する",
        ).fill(name=name, count=format_count(count))
        addresses = (*found.public_ip_addresses, *(each.id for each in made))
        for each in made:
            self.cloud.plane.apply(each)
        self.cloud.plane.ask(request, evolve(found, public_ip_addresses=addresses))

    def remove_address(self, name: str, address: str) -> None:
        """Take a public address away from a NAT gateway.

        :raises Advice: where there is no such NAT gateway, or it has no such address.
        """
        found = self.cloud.plane.find(NatGateway, name)
        of = {
            self.cloud.nat_gateways.addresses.address_of(id): id for id in found.public_ip_addresses
        }
        if address not in of:
            raise Advice(NOT_ITS_OWN.fill(address=address, name=name, addresses=listed(list(of))))
        request = Text(
            "remove the public IP {address} from {name}",
            "{name} からパブリック IP {address} を取り外す",
        ).fill(address=address, name=name)
        left = tuple(id for each, id in of.items() if each != address)
        self.cloud.plane.ask(request, evolve(found, public_ip_addresses=left))

    # Questions

    def inventory(self, name: str) -> str:
        """How many SNAT ports a NAT gateway has for each protocol.

        :raises Advice: where there is no such NAT gateway.
        """
        found = self.cloud.plane.find(NatGateway, name)
        return format_count(self.cloud.nat_gateways.running[found.id].node.inventory)

    # Within

    def _attached(self, gateway: NatGateway, subnets: Sequence[str]) -> list[Resource]:
        """The virtual networks with *gateway* on their subnets."""
        changed: dict[str, VirtualNetwork] = {}
        for name in subnets:
            network, subnet = describing.subnet(self.cloud, name)
            network = changed.get(network.name, network)
            attached = evolve(subnet, nat_gateway=gateway.id)
            changed[network.name] = describing.with_subnet(network, attached)
        return list(changed.values())

    def _addresses(
        self, name: str, public: Sequence[str], sku: PublicIpSku, have: int = 0
    ) -> list[PublicIpAddress]:
        for each in public:
            if self.cloud.world.is_private(each):
                raise Advice(NOT_PUBLIC.fill(address=each))
        return [
            PublicIpAddress(id=f"{name} public IP {number}", ip_address=each, sku=sku)
            for number, each in enumerate(public, start=have + 1)
        ]
