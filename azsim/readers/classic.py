"""Cloud services of the classic model: a service configuration with its definition.

The definition (``.csdef``) says the roles and their endpoints, the configuration (``.cscfg``) how many
instances each role has. Settings and certificates aren't read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from azsim.readers.declared import Declaration, Declared, Doubt, Object, Value
from azsim.readers.xml_text import TAG, attribute, elements
from azsim.text import Advice, Text

CONFIGURATION: Final = "ServiceConfiguration"
DEFINITION: Final = "ServiceDefinition"
BESIDE: Final = "ServiceDefinition.csdef"
"""What the definition is called that tools make."""
TYPE: Final = "Microsoft.ClassicCompute/domainNames"

ReadFile = Callable[[str], Value]
"""What an XML file holds; None where there is none."""

NO_DEFINITION = Text(
    "{path} says how many instances there are, and not what they are. Name its service definition (.csdef) as "
    "well.",
    "{path} にはインスタンスの数しかない。サービス定義 (.csdef) も指定する。",
)
NO_CONFIGURATION = Text(
    "{path} says what the roles are, and not how many instances they have. Name the service configuration "
    "(.cscfg) of the same service as well.",
    "{path} にはロールの内容しかない。同じサービスの、インスタンスの数を示すサービス構成 (.cscfg) も指定する。",
)
NOT_DEFINED = Text("the definition has no such role", "サービス定義にこのロールがない")
NO_COUNT = Text(
    "its number of instances isn't said; one is taken",
    "インスタンスの数が書かれていない。1 台とみなす",
)
OF_INSTANCES = Text(
    "endpoints of single instances aren't modelled",
    "インスタンスごとのエンドポイントはモデル化していない",
)
ADDRESSES = Text(
    "public IPs of role instances aren't modelled",
    "ロール インスタンスのパブリック IP はモデル化していない",
)
RESERVED = Text(
    "the address of a reserved IP isn't in the file, so that one that Azure picks is told instead",
    "予約済み IP のアドレスがファイルにないため、代わりに Azure が選ぶアドレスとして示す",
)
_ROLES: Final = {"webrole": "web role", "workerrole": "worker role"}
_PROTOCOLS: Final = {"http": "TCP", "https": "TCP", "tcp": "TCP", "udp": "UDP"}


def is_configuration(content: Value) -> bool:
    """Whether *content* is a service configuration."""
    return isinstance(content, Object) and content.get(TAG) == CONFIGURATION


def is_definition(content: Value) -> bool:
    """Whether *content* is a service definition."""
    return isinstance(content, Object) and content.get(TAG) == DEFINITION


def together(contents: Mapping[str, Value], read_xml_file: ReadFile) -> dict[str, Value]:
    """*contents* by their paths, of which each configuration has its definition with it.

    That is among them, by the name of the service, or beside it.

    :raises Advice: for one of the two without the other.
    """
    definitions = {
        path: each
        for path, each in contents.items()
        if isinstance(each, Object) and is_definition(each)
    }
    found = {path: each for path, each in contents.items() if path not in definitions}
    used = set()
    for path, each in found.items():
        if isinstance(each, Object) and is_configuration(each):
            beside = posixpath.join(posixpath.dirname(path), BESIDE)
            own = _definition(each, definitions)
            if own is None:
                definition = read_xml_file(beside)
                if definition is None:
                    raise Advice(NO_DEFINITION.fill(path=path))
            else:
                used.add(own)
                definition = definitions[own]
            found[path] = each.with_(DEFINITION, definition)
    for path in definitions:
        if path not in used:
            raise Advice(NO_CONFIGURATION.fill(path=path))
    return found


def _definition(configuration: Object, definitions: Mapping[str, Object]) -> str | None:
    name = (attribute(configuration, "serviceName") or "").casefold()
    named = [
        path
        for path, each in definitions.items()
        if (attribute(each, "name") or "").casefold() == name
    ]
    return named[0] if named else None


def is_service(content: Value) -> bool:
    """Whether *content* is a configuration with its definition."""
    return isinstance(content, Object) and is_configuration(content) and DEFINITION in content


def read(configuration: Object) -> Declaration:
    """The cloud service of a configuration that has its definition with it."""
    definition = configuration[DEFINITION]
    assert isinstance(definition, Object), "together() puts one there"
    name = attribute(configuration, "serviceName") or attribute(definition, "name") or "service"
    name = name.replace("/", "-")
    doubts: list[Doubt] = []
    defined = {
        str(attribute(each, "name")).casefold(): (kind, each)
        for tag, kind in _ROLES.items()
        for each in elements(definition, tag)
    }
    roles: list[Value] = []
    endpoints: list[Value] = []
    for role in elements(configuration, "Role"):
        called = attribute(role, "name") or "?"
        if called.casefold() not in defined:
            doubts.append(Doubt(called, NOT_DEFINED, role.place))
            continue
        kind, shape = defined[called.casefold()]
        count = next((attribute(each, "count") for each in elements(role, "Instances")), None)
        if count is None or not count.isdecimal() or len(count) > _DIGITS:
            doubts.append(Doubt(called, NO_COUNT, role.place))
            count = "1"
        roles.append(
            Object([("name", called), ("kind", kind), ("instances", int(count))], role.place)
        )
        endpoints += _endpoints(called, shape)
        for each in elements(shape, "Endpoints", "InstanceInputEndpoint"):
            doubts.append(Doubt(called, OF_INSTANCES, each.place))
    for each in elements(
        configuration,
        "NetworkConfiguration",
        "AddressAssignments",
        "InstanceAddress",
        "PublicIPs",
        "PublicIP",
    ):
        doubts.append(Doubt(attribute(each, "name") or "?", ADDRESSES, each.place))
    for each in elements(
        configuration, "NetworkConfiguration", "AddressAssignments", "ReservedIPs", "ReservedIP"
    ):
        doubts.append(Doubt(attribute(each, "name") or "?", RESERVED, each.place))
    properties = Object([("roles", tuple(roles)), ("inputEndpoints", tuple(endpoints))])
    service = Declared(
        type=TYPE,
        name=name,
        id=f"/subscriptions/?/resourceGroups/?/providers/{TYPE}/{name}",
        body=Object([("name", name), ("properties", properties)], configuration.place),
        place=configuration.place,
    )
    return Declaration((service,), tuple(doubts))


_DIGITS: Final = 6


def _endpoints(role: str, definition: Object) -> Iterator[Object]:
    for each in elements(definition, "Endpoints", "InputEndpoint"):
        protocol = attribute(each, "protocol") or ""
        # Without a local port, the platform picks one.
        local = attribute(each, "localPort")
        items: list[tuple[str, Value]] = [
            ("name", attribute(each, "name")),
            ("role", role),
            ("protocol", _PROTOCOLS.get(protocol.casefold(), protocol)),
            ("port", attribute(each, "port")),
            ("localPort", None if local in ("*", "0") else local),
            ("idleTimeoutInMinutes", attribute(each, "idleTimeoutInMinutes")),
        ]
        yield Object(items, each.place)
