"""What scenarios describe beside Azure's resources: clients, servers, and what runs on machines."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from azsim.model.resources.identity import Resource, ResourceId, resource_ids
from azsim.text import Text
from azsim.units import parse_address


@frozen(kw_only=True)
class Client(Resource):
    """A client on the internet, or wherever its address is."""

    KIND: ClassVar[Text] = Text("client", "クライアント")

    ip_address: str = field(converter=parse_address)


@frozen(kw_only=True)
class InternetServer(Resource):
    """A server on the internet."""

    KIND: ClassVar[Text] = Text("internet server", "インターネット上のサーバー")

    ip_address: str = field(converter=parse_address)


@frozen(kw_only=True)
class StorageAccount(Resource):
    """An Azure Storage account in the region of the virtual networks."""

    KIND: ClassVar[Text] = Text("storage account", "ストレージ アカウント")

    ip_address: str = field(converter=parse_address)


@frozen(kw_only=True)
class WebServer(Resource):
    """A web server on the machine that has the same id."""

    KIND: ClassVar[Text] = Text("web server", "Web サーバー")

    asks_for_client_certificate: bool = field(default=False)


@frozen(kw_only=True)
class TcpProxy(Resource):
    """A TCP proxy that somebody runs at an address, in front of ``servers``."""

    KIND: ClassVar[Text] = Text("TCP proxy", "TCP プロキシ")

    ip_address: str = field(converter=parse_address)
    servers: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
