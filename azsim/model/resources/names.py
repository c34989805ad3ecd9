"""What answers names: Traffic Manager profiles and DNS zones."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.checks import (
    PORT,
    PRIORITY,
    PROBE_INTERVAL,
    PROBE_TIMEOUT,
    Word,
    check_names,
    distinct,
    duration,
    folded,
    needs,
    number,
    plain_name,
    port_number,
    some,
    whole_seconds,
)
from azsim.model.resources.identity import (
    Resource,
    ResourceId,
    part_named,
    resource_id,
    resource_ids,
)
from azsim.text import Text
from azsim.units import parse_address

ENDPOINT = Text("endpoint", "エンドポイント")
RECORD_SET = Text("record set", "レコード セット")
TTL = Text("TTL", "TTL")


class TrafficRoutingMethod(Word):
    """How a profile chooses among its endpoints."""

    PRIORITY = "Priority"
    WEIGHTED = "Weighted"
    PERFORMANCE = "Performance"
    GEOGRAPHIC = "Geographic"
    MULTI_VALUE = "MultiValue"
    SUBNET = "Subnet"


class EndpointType(Word):
    """What an endpoint leads to: an Azure resource, anything else, or another profile."""

    AZURE = "azureEndpoints"
    EXTERNAL = "externalEndpoints"
    NESTED = "nestedEndpoints"


class Status(Word):
    """Whether a profile or an endpoint is in use."""

    ENABLED = "Enabled"
    DISABLED = "Disabled"


class MonitorProtocol(Word):
    """How a profile asks its endpoints whether they are healthy."""

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    TCP = "TCP"


class RecordType(Word):
    """The type of a record set."""

    A = "A"
    CNAME = "CNAME"


@frozen(kw_only=True)
class MonitorConfig:
    """How a profile probes its endpoints."""

    protocol: MonitorProtocol | None = field(default=None, converter=optional(MonitorProtocol))
    port: int | None = field(default=None, validator=port_number(PORT))
    path: str | None = None
    interval: int | None = field(default=None, validator=duration(PROBE_INTERVAL))
    timeout: int | None = field(default=None, validator=duration(PROBE_TIMEOUT))
    tolerated_number_of_failures: int | None = field(
        default=None,
        validator=number(Text("tolerated number of failures", "許容されるエラーの数"), 0),
    )

    @property
    def name(self) -> str:
        """What messages call it."""
        return "monitorConfig"


@frozen(kw_only=True)
class TrafficManagerEndpoint:
    """An endpoint of a profile: a DNS name or an address in ``target``, or an Azure resource.

    ``address`` is the one that the DNS name in ``target`` has, where it is said. An endpoint without a
    priority gets one from its place in the list.
    """

    name: str = field(eq=folded, validator=plain_name)
    type: EndpointType = field(default=EndpointType.EXTERNAL, converter=EndpointType)
    target: str | None = field(default=None, eq=folded)
    address: str | None = field(default=None, converter=optional(parse_address))
    target_resource: ResourceId | None = field(default=None, converter=optional(resource_id))
    endpoint_status: Status = field(default=Status.ENABLED, converter=Status)
    priority: int | None = field(default=None, validator=number(PRIORITY, 1))
    weight: int | None = field(default=None, validator=number(Text("weight", "重み"), 1))
    endpoint_location: str | None = field(default=None, eq=folded)
    min_child_endpoints: int | None = field(
        default=None,
        validator=number(Text("minimum of child endpoints", "子エンドポイントの最小数"), 0),
    )

    def __attrs_post_init__(self) -> None:
        if not self.target and self.target_resource is None:
            raise needs(
                self,
                Text(
                    "say its target, an address or a DNS name, or the Azure resource that it "
                    "leads to",
                    "宛先のアドレスか DNS 名、または宛先の Azure リソースを書く",
                ),
            )


@frozen(kw_only=True)
class TrafficManagerProfile(Resource):
    """A Traffic Manager profile, which answers for the DNS name ``fqdn``; ``ttl`` in nanoseconds."""

    KIND: ClassVar[Text] = Text("Traffic Manager profile", "Traffic Manager プロファイル")

    fqdn: str = field(eq=folded, validator=some(Text("DNS name", "DNS 名")))
    traffic_routing_method: TrafficRoutingMethod = field(converter=TrafficRoutingMethod)
    ttl: int | None = field(default=None, validator=whole_seconds(TTL))
    endpoints: tuple[TrafficManagerEndpoint, ...] = field(default=(), validator=distinct(ENDPOINT))
    monitor_config: MonitorConfig = MonitorConfig()
    profile_status: Status = field(default=Status.ENABLED, converter=Status)
    max_return: int | None = field(
        default=None, validator=number(Text("largest number of answers", "応答の最大数"), 1)
    )

    def endpoint(self, name: str) -> TrafficManagerEndpoint:
        """The endpoint of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.endpoints, ENDPOINT, self)


@frozen(kw_only=True)
class RecordSet:
    """The records of one type under a name relative to the zone; ``@`` is the zone itself.

    ``ttl`` in nanoseconds. ``target_resource`` makes it an alias of a public IP address or a
    Traffic Manager profile.
    """

    name: str = field(eq=folded, validator=plain_name)
    type: RecordType = field(converter=RecordType)
    ttl: int = field(validator=whole_seconds(TTL))
    data: tuple[str, ...] = field(default=(), eq=folded)
    target_resource: ResourceId | None = field(default=None, converter=optional(resource_id))

    def __attrs_post_init__(self) -> None:
        if not self.data and self.target_resource is None:
            raise needs(
                self,
                Text(
                    "a record set has data, or the Azure resource whose address it takes",
                    "レコード セットにはデータ、またはアドレスの元になる Azure リソースが必要である",
                ),
            )


@frozen(kw_only=True)
class DnsZone(Resource):
    """A DNS zone, named by its domain.

    A private zone answers only in the virtual networks that it is linked to.
    """

    KIND: ClassVar[Text] = Text("DNS zone", "DNS ゾーン")

    is_private: bool = False
    virtual_network_links: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    record_sets: tuple[RecordSet, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_names(
            self.name, RECORD_SET, [f"{each.name} {each.type}" for each in self.record_sets]
        )
