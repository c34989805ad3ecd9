"""What application gateways do with requests: asked of the gateways as they run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define

from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.deploy.proxies import Proxied
from azsim.explaining.answers import Gateway, GatewayRoute, Inbound, PublicAddress
from azsim.explaining.denials import denials
from azsim.explaining.inbound import INTERNET, SOMEBODY, VIRTUAL_NETWORK
from azsim.explaining.outbound import SOME_PORT, OutboundAnswers, told
from azsim.functions.proxy import Proxy
from azsim.model.packet import FiveTuple
from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    BackEndHttpSettings,
    HttpListener,
    HttpProtocol,
    PathRule,
    RequestRoutingRule,
    UrlPathMap,
)
from azsim.model.resources.balancing import BackEndPool, FrontEnd
from azsim.model.resources.security import Direction
from azsim.model.web_address import WebAddress
from azsim.text import Advice, Text, listed

RULE: Final = "application gateway rule"
REDIRECT = Text(
    "clients are redirected, which isn't modelled", "リダイレクトする (モデル化していない)"
)
NO_POOL = Text("where it leads isn't known", "行き先がわからない")
PROBE = Text(
    "{protocol} probe of port {port} from each instance",
    "各インスタンスからのポート {port} の {protocol} プローブ",
)
FROM_INSTANCE = Text(
    "the server sees an instance's address in {subnet}",
    "サーバーから見た送信元は {subnet} のインスタンスのアドレス",
)
HOSTS = Text("for {names}", "ホスト名 {names}")
PATHS = Text("for the paths {paths}", "パス {paths}")
ANY_PATH: Final = "/any-other-path"
TAKEN = Text(
    '"{other}" goes before it and takes its requests', "先にある「{other}」が要求を受け取る"
)
NO_PATH = Text("it names no path", "パスの指定がない")
OTHER_PATHS = Text("for all other paths", "その他のパス")
PROBE_DENIED = Text(
    "its health probe doesn't reach it: {reason}", "正常性プローブが届かない: {reason}"
)


@define(eq=False)
class _Way:
    """One way through a gateway: a listener's requests, perhaps for some paths, to a pool."""

    gateway: ApplicationGateway
    rule: RequestRoutingRule
    listener: HttpListener
    name: str
    pool: BackEndPool | None
    settings: BackEndHttpSettings | None
    paths: tuple[str, ...] | None
    condition: Text | None
    why_unknown: Text | None

    def examples(self, host: str) -> Iterator[WebAddress]:
        """Requests that come by this way if none goes before; for *host* where every host will do."""
        for name in self.listener.host_names or (host,):
            # An asterisk and a question mark stand for letters.
            called = name.replace("*", "any").replace("?", "a")
            for path in (ANY_PATH,) if self.paths is None else self.paths:
                yield WebAddress(
                    host=called,
                    port=self.listener.port,
                    path=path.replace("*", "any"),
                    is_https=self.listener.protocol is HttpProtocol.HTTPS,
                )


@define(eq=False)
class GatewayAnswers:
    """Answers about the application gateways of *cloud*."""

    cloud: Cloud
    outbound: OutboundAnswers

    def all(self) -> Iterator[Gateway]:
        """Each gateway with its ways."""
        for record in self._records():
            subnet = record.subnet
            yield Gateway(
                name=record.name,
                subnet="" if subnet is None else f"{subnet.resource.name}/{subnet.name}",
                instances=len(record.instances),
                routes=tuple(self._route(each) for each in _ways(record)),
            )

    def of(self, name: str) -> Iterator[Inbound]:
        """Each way in to the machine *name*."""
        machine = self.cloud.machines.find(name)
        for record in self._records():
            running = self.cloud.application_gateways.running[record.name]
            for way in _ways(record):
                addresses = () if way.pool is None else way.pool.addresses
                for address in dict.fromkeys(each.ip_address for each in addresses):
                    if address in machine.interfaces:
                        yield self._way_in(machine, running, way, address)

    # Within

    def _records(self) -> list[ApplicationGateway]:
        running = self.cloud.application_gateways.running
        found = self.cloud.plane.description.of_kind(ApplicationGateway)
        return [each for each in found if each.name in running]

    def _route(self, way: _Way) -> GatewayRoute:
        settings, pool = way.settings, way.pool
        targets: list[str] = []
        for each in () if pool is None else pool.addresses:
            known = self.cloud.machines.has(each.ip_address)
            targets.append(
                self.cloud.machines.at(each.ip_address).name if known else each.ip_address
            )
        targets += () if pool is None else pool.fqdns
        return GatewayRoute(
            rule=way.name,
            address=self._address(way),
            protocol=way.listener.protocol.upper(),
            port=way.listener.port,
            condition=way.condition,
            back_end_protocol=None if settings is None else settings.protocol.upper(),
            back_end_port=None if settings is None else settings.port,
            targets=tuple(targets),
            why_not=self._asked(way)[1],
            why_not_known=way.why_unknown,
        )

    def _way_in(
        self, machine: Machine, running: Proxied[Proxy], way: _Way, address: str
    ) -> Inbound:
        assert way.settings is not None
        front_end = self._front_end(way)
        is_private = front_end.is_private
        port = way.settings.port
        probe = None if way.settings.probe is None else way.gateway.probe(way.settings.probe)
        probed = (None if probe is None else probe.port) or port
        not_known = None
        with self.cloud.world.facts.heard() as heard:
            for fact in _FACTS:
                self.cloud.world.facts.rests_on(fact)
            asked, taken = self._asked(way)
            try:
                why_not = taken or self._why_not(machine, running, way, address, port)
                denied = self._let_in(machine, running, address, probed)
            except Advice as advice:
                why_not, denied, not_known = None, None, advice.text
        subnet = way.gateway.subnet
        return Inbound(
            kind=RULE,
            through=way.gateway.name,
            rule=way.name,
            address=self._address(way),
            protocol=way.listener.protocol.upper(),
            ports=str(way.listener.port),
            back_end_ports=str(port),
            source=VIRTUAL_NETWORK if is_private else INTERNET,
            why_not=why_not or (None if denied is None else PROBE_DENIED.fill(reason=denied)),
            is_probe_denied=why_not is None and denied is not None,
            not_known=not_known,
            probe=PROBE.fill(
                protocol=(way.settings if probe is None else probe).protocol.upper(), port=probed
            ),
            condition=way.condition,
            asked=asked,
            client=None if is_private else SOMEBODY,
            seen=None
            if subnet is None
            else FROM_INSTANCE.fill(subnet=f"{subnet.resource.name}/{subnet.name}"),
            facts=told(heard),
        )

    def _asked(self, way: _Way) -> tuple[WebAddress | None, Text | None]:
        """A request that comes by *way*; or none, and why there is none."""
        node = self.cloud.application_gateways.running[way.gateway.name].node
        at = self.cloud.application_gateways.address_of(self._front_end(way))
        listener = node.listener(at, way.listener.port)
        assert listener is not None, "each of its listeners runs"
        why_not = NO_PATH
        for each in way.examples(at):
            taken = node.route_of(listener, each.host, each.path)
            assert taken is not None, "the listener itself is for its host names"
            if taken.name == way.name:
                return each, None
            why_not = TAKEN.fill(other=taken.name)
        return None, why_not

    def _why_not(
        self, machine: Machine, running: Proxied[Proxy], way: _Way, address: str, port: int
    ) -> Text | None:
        """What keeps a client's requests from the gateway, or the gateway's from the server."""
        routes, node = self.cloud.world.routes, running.node
        is_private = self._front_end(way).is_private
        source = running.instances[0].address if is_private else SOMEBODY
        at = self.cloud.application_gateways.address_of(self._front_end(way))
        flow = FiveTuple("TCP", source, SOME_PORT, at, way.listener.port)
        drop = routes.let_in(node, flow, node, starts=True)
        if drop is not None:
            return drop.reason.text
        inner = FiveTuple("TCP", running.instances[0].address, SOME_PORT, address, port)
        drop = routes.let_out(node, inner, starts=True)
        if drop is not None:
            return drop.reason.text
        return self._let_in(machine, running, address, port)

    def _let_in(
        self, machine: Machine, running: Proxied[Proxy], address: str, port: int
    ) -> Text | None:
        flow = FiveTuple("TCP", running.instances[0].address, SOME_PORT, address, port)
        drop = self.cloud.world.routes.let_in(machine.host, flow, running.node, starts=True)
        return denials(self.cloud, machine, Direction.INBOUND, flow, drop)

    @staticmethod
    def _front_end(way: _Way) -> FrontEnd:
        return way.gateway.front_end(way.listener.front_end)

    def _address(self, way: _Way) -> PublicAddress:
        gateways = self.cloud.application_gateways
        return self.outbound.address(gateways.address_of(self._front_end(way)))


_FACTS: Final = ("application-gateway.server-side-source", "application-gateway.probe-source")


def _ways(record: ApplicationGateway) -> Iterator[_Way]:
    for rule in record.request_routing_rules or ():
        listener = record.http_listener(rule.http_listener)
        if rule.url_path_map is None:
            yield _way(record, rule, listener, rule, rule.name)
            continue
        named = record.path_map(rule.url_path_map)
        for each in named.path_rules:
            told = PATHS.fill(paths=listed(each.paths))
            name = f"{rule.name} {each.name}"
            yield _way(record, rule, listener, each, name, told, each.paths)
        yield _way(record, rule, listener, named, rule.name, OTHER_PATHS)


def _way(
    record: ApplicationGateway,
    rule: RequestRoutingRule,
    listener: HttpListener,
    target: RequestRoutingRule | PathRule | UrlPathMap,
    name: str,
    of_path: Text | None = None,
    paths: tuple[str, ...] | None = None,
) -> _Way:
    hosts = HOSTS.fill(names=listed(listener.host_names)) if listener.host_names else None
    pool, settings = target.back_end_pool, target.back_end_http_settings
    is_known = pool is not None and settings is not None
    why_unknown = None if is_known else REDIRECT if target.is_redirect else NO_POOL
    return _Way(
        gateway=record,
        rule=rule,
        listener=listener,
        name=name,
        pool=record.back_end_pool(pool) if pool is not None and settings is not None else None,
        settings=None if settings is None else record.settings(settings),
        paths=paths,
        condition=_together([each for each in (hosts, of_path) if each is not None]),
        why_unknown=why_unknown,
    )


def _together(conditions: Sequence[Text]) -> Text | None:
    if not conditions:
        return None
    return Text(
        ", ".join(each.en for each in conditions), "、".join(each.ja for each in conditions)
    )
