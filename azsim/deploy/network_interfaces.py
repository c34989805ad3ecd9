"""Network interfaces, with the public IP addresses that they may have."""

from __future__ import annotations

from attrs import define

from azsim.deploy import private_addresses
from azsim.deploy.application_groups import ApplicationGroups
from azsim.deploy.interface_records import InterfaceRecords
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.services import PublicIpAddresses
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface
from azsim.model.rules import Rule


@define(eq=False)
class NetworkInterfaces:
    """Deploys network interfaces: what they say counts once a machine has them."""

    addresses: PublicIpAddresses
    skus: MachineSkus
    interfaces: InterfaceRecords
    networks: VirtualNetworks
    groups: ApplicationGroups

    def refusal(self, before: NetworkInterface | None, after: NetworkInterface) -> Rule | None:
        """A private address that nothing gets, or a public one of another SKU than the machine's.

        Application security groups whose other members are in another network are refused as well.
        """
        parts, facts = after.ip_configurations, self.skus.facts
        if (refused := private_addresses.refusal(parts, self.networks, facts)) is not None:
            return refused
        refusals = (self.skus.refusal(*self._membership(after, each)) for each in _public(after))
        return next(filter(None, refusals), None) or self.groups.refusal_of_member(after)

    def apply(self, before: NetworkInterface | None, after: NetworkInterface) -> None:
        """Keep what the interface is to be."""
        for each in _public(before):
            id, sku, _ = self._membership(after, each)
            self.skus.belong(id, sku, ())
        for each in _public(after):
            self.skus.belong(*self._membership(after, each))
        self.interfaces.put(after)
        self.groups.join(after)

    def _membership(
        self, interface: NetworkInterface, configuration: IpConfiguration
    ) -> tuple[ResourceId, str, tuple[str, ...]]:
        """Which configuration belongs to which SKU, and its private address."""
        public, private = configuration.public_ip_address, configuration.private_ip_address
        assert public is not None
        id = interface.id.part("ipConfigurations", configuration.name)
        return id, self.addresses.sku_of(public).value, (private,) if private else ()


def _public(interface: NetworkInterface | None) -> list[IpConfiguration]:
    """The configurations that have a public IP address."""
    configurations = () if interface is None else interface.ip_configurations
    return [each for each in configurations if each.public_ip_address is not None]
