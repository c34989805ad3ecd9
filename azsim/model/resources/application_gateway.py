"""Application gateways with their instances, listeners, pools, settings, rules and probes."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.balancing import BACK_END_POOL, FRONT_END, PROBE, BackEndPool, FrontEnd
from azsim.model.resources.checks import (
    PRIORITY,
    PROBE_INTERVAL,
    PROBE_TIMEOUT,
    UNHEALTHY_THRESHOLD,
    Word,
    distinct,
    duration,
    folded,
    number,
    plain_name,
    port_number,
)
from azsim.model.resources.identity import Resource, ResourceId, part_named, resource_id
from azsim.text import Text
from azsim.units import parse_address

INSTANCE = Text("instance", "インスタンス")
LISTENER = Text("listener", "リスナー")
SETTINGS = Text("back-end HTTP settings", "バックエンド HTTP 設定")
PATH_MAP = Text("URL path map", "URL パス マップ")
ROUTING_RULE = Text("request routing rule", "要求ルーティング規則")
CAPACITY = Text("number of instances", "インスタンスの数")


class ApplicationGatewayTier(Word):
    """The tier of an application gateway's SKU."""

    STANDARD = "Standard"
    STANDARD_V2 = "Standard_v2"
    WAF = "WAF"
    WAF_V2 = "WAF_v2"
    BASIC = "Basic"


class HttpProtocol(Word):
    """What a listener takes, a server is sent and a probe asks by."""

    HTTP = "Http"
    HTTPS = "Https"


class CookieBasedAffinity(Word):
    """Whether a client's session stays with its server by a cookie."""

    ENABLED = "Enabled"
    DISABLED = "Disabled"


@frozen(kw_only=True)
class ApplicationGatewayInstance:
    """One of the gateway's instances, as a scenario names it; Azure itself shows none."""

    name: str = field(eq=folded, validator=plain_name)
    private_ip_address: str = field(converter=parse_address)


@frozen(kw_only=True)
class HttpListener:
    """Requests to a front end's port, and to one of the host names where there are any."""

    name: str = field(eq=folded, validator=plain_name)
    front_end: str = field(eq=folded)
    port: int = field(validator=port_number())
    protocol: HttpProtocol = field(converter=HttpProtocol)
    host_names: tuple[str, ...] = field(default=(), eq=folded)


@frozen(kw_only=True)
class BackEndHttpSettings:
    """How the gateway speaks to the servers of a pool."""

    name: str = field(eq=folded, validator=plain_name)
    port: int = field(validator=port_number())
    protocol: HttpProtocol = field(converter=HttpProtocol)
    probe: str | None = field(default=None, eq=folded)
    host_name: str | None = field(default=None, eq=folded)
    cookie_based_affinity: CookieBasedAffinity | None = field(
        default=None, converter=optional(CookieBasedAffinity)
    )
    request_timeout: int | None = field(
        default=None, validator=duration(Text("request timeout", "要求タイムアウト"))
    )


@frozen(kw_only=True)
class ApplicationGatewayProbe:
    """A custom health probe of an application gateway."""

    name: str = field(eq=folded, validator=plain_name)
    protocol: HttpProtocol = field(converter=HttpProtocol)
    host: str | None = field(default=None, eq=folded)
    path: str | None = None
    port: int | None = field(default=None, validator=port_number())
    interval: int | None = field(default=None, validator=duration(PROBE_INTERVAL))
    timeout: int | None = field(default=None, validator=duration(PROBE_TIMEOUT))
    unhealthy_threshold: int | None = field(default=None, validator=number(UNHEALTHY_THRESHOLD, 1))


@frozen(kw_only=True)
class RequestRoutingRule:
    """A listener's requests go to the pool by the settings, or by the path that they ask for.

    ``is_redirect`` says that clients are sent elsewhere instead.
    """

    name: str = field(eq=folded, validator=plain_name)
    http_listener: str = field(eq=folded)
    back_end_pool: str | None = field(default=None, eq=folded)
    back_end_http_settings: str | None = field(default=None, eq=folded)
    url_path_map: str | None = field(default=None, eq=folded)
    is_redirect: bool = False
    priority: int | None = field(default=None, validator=number(PRIORITY, 1))


@frozen(kw_only=True)
class PathRule:
    """Requests for one of the paths go to the pool by the settings, or are sent elsewhere."""

    name: str = field(eq=folded, validator=plain_name)
    paths: tuple[str, ...] = ()
    back_end_pool: str | None = field(default=None, eq=folded)
    back_end_http_settings: str | None = field(default=None, eq=folded)
    is_redirect: bool = False


@frozen(kw_only=True)
class UrlPathMap:
    """Which paths lead where; the pool and the settings are for all others."""

    name: str = field(eq=folded, validator=plain_name)
    back_end_pool: str | None = field(default=None, eq=folded)
    back_end_http_settings: str | None = field(default=None, eq=folded)
    is_redirect: bool = False
    path_rules: tuple[PathRule, ...] = ()


@frozen(kw_only=True)
class ApplicationGateway(Resource):
    """An application gateway.

    ``instances`` are the ones that a scenario names, and ``capacity`` is how many there are.
    ``request_routing_rules`` is None where nobody listed rules, and empty where there are none.

    :raises Advice: where a part names another one that isn't there.
    """

    KIND: ClassVar[Text] = Text("application gateway", "Application Gateway")

    tier: ApplicationGatewayTier | None = field(
        default=None, converter=optional(ApplicationGatewayTier)
    )
    capacity: int | None = field(default=None, validator=number(CAPACITY, 0))
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    instances: tuple[ApplicationGatewayInstance, ...] = field(
        default=(), validator=distinct(INSTANCE)
    )
    front_ends: tuple[FrontEnd, ...] = field(default=(), validator=distinct(FRONT_END))
    http_listeners: tuple[HttpListener, ...] = field(default=(), validator=distinct(LISTENER))
    back_end_pools: tuple[BackEndPool, ...] = field(default=(), validator=distinct(BACK_END_POOL))
    back_end_http_settings: tuple[BackEndHttpSettings, ...] = field(
        default=(), validator=distinct(SETTINGS)
    )
    probes: tuple[ApplicationGatewayProbe, ...] = field(default=(), validator=distinct(PROBE))
    request_routing_rules: tuple[RequestRoutingRule, ...] | None = field(
        default=None, validator=distinct(ROUTING_RULE)
    )
    url_path_maps: tuple[UrlPathMap, ...] = field(default=(), validator=distinct(PATH_MAP))

    def __attrs_post_init__(self) -> None:
        for listener in self.http_listeners:
            self.front_end(listener.front_end)
        for settings in self.back_end_http_settings:
            if settings.probe is not None:
                self.probe(settings.probe)
        for rule in self.request_routing_rules or ():
            self.http_listener(rule.http_listener)
            if rule.back_end_pool is not None:
                self.back_end_pool(rule.back_end_pool)
            if rule.back_end_http_settings is not None:
                self.settings(rule.back_end_http_settings)
            if rule.url_path_map is not None:
                self.path_map(rule.url_path_map)

        for named in self.url_path_maps:
            self._check_target(named)
            for part in named.path_rules:
                self._check_target(part)

    def _check_target(self, part: UrlPathMap | PathRule) -> None:
        if part.back_end_pool is not None:
            self.back_end_pool(part.back_end_pool)
        if part.back_end_http_settings is not None:
            self.settings(part.back_end_http_settings)

    def front_end(self, name: str) -> FrontEnd:
        """The front end of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.front_ends, FRONT_END, self)

    def http_listener(self, name: str) -> HttpListener:
        """The listener of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.http_listeners, LISTENER, self)

    def back_end_pool(self, name: str) -> BackEndPool:
        """The back-end pool of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.back_end_pools, BACK_END_POOL, self)

    def settings(self, name: str) -> BackEndHttpSettings:
        """The back-end HTTP settings of that name.

        :raises Advice: where there are none, with the nearest name.
        """
        return part_named(name, self.back_end_http_settings, SETTINGS, self)

    def probe(self, name: str) -> ApplicationGatewayProbe:
        """The health probe of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.probes, PROBE, self)

    def path_map(self, name: str) -> UrlPathMap:
        """The URL path map of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.url_path_maps, PATH_MAP, self)
