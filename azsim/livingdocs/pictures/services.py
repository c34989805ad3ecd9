"""The map on the home page: where each service stands, with a way to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from attrs import frozen

from azsim.livingdocs.pictures.canvas import PHONE, Canvas, Size, wrapped
from azsim.livingdocs.pictures.place_words import BOLD
from azsim.text import Language, Text

LABEL: Final = Text(
    "A map: clients on the internet reach Azure through Traffic Manager, Load Balancer and "
    "Application Gateway, instances and App Service reach the internet by SNAT, through a "
    "NAT gateway or a firewall, security groups stand before the instances, and on-premises is connected by ExpressRoute",
    "地図: インターネット上のクライアントは Traffic Manager、Load Balancer、Application Gateway を経て"
    " Azure に届き、インスタンスと App Service は SNAT、NAT ゲートウェイ、ファイアウォールによりインターネットに接続し、インスタンスの前に"
    "はセキュリティ グループがあり、オンプレミスは ExpressRoute で"
    "つながる",
)

CLIENTS = Text("clients", "クライアント")
SERVERS = Text("servers on the internet", "インターネット上のサーバー")
INSTANCES = Text("virtual machines", "仮想マシン")
APPS = Text("apps", "アプリ")
ON_PREMISES = Text("on-premises", "オンプレミス")
INTERNET = Text("internet", "インターネット")
NETWORK = Text("virtual network", "仮想ネットワーク")
DNS = Text("DNS", "DNS")


class Mapped(Protocol):
    """A service as the map knows it."""

    @property
    def id(self) -> str:
        """The name of its folder."""

    @property
    def address(self) -> str:
        """Where its pages stand."""

    @property
    def name(self) -> Text:
        """What it is called."""


@frozen
class _Box:
    x: float
    y: float
    w: float = 190
    h: float = 48

    @property
    def middle(self) -> float:
        return self.y + self.h / 2

    @property
    def right(self) -> float:
        return self.x + self.w


WIDTH, HEIGHT = 900, 536
_CLIENTS, _SERVERS, _ON_PREMISES = _Box(20, 66, 150), _Box(20, 172, 150, 230), _Box(20, 474, 150)
_INSTANCES = _Box(700, 66, 150, 456)
_PLACES: Final[Mapping[str, _Box]] = {
    "traffic_manager": _Box(240, 8),
    "load_balancer": _Box(446, 66),
    "application_gateway": _Box(446, 122),
    "outbound": _Box(446, 186),
    "nat_gateway": _Box(446, 242),
    "firewall": _Box(446, 298),
    "aks": _Box(446, 354),
    "app_service": _Box(240, 219, 150, 38),
    "network_security_groups": _Box(446, 410),
    "expressroute": _Box(446, 474),
}


_ROW: Final = 62.0
_ENDS: Final[Mapping[str, tuple[Text, Text | None]]] = {
    "traffic_manager": (CLIENTS, None),
    "load_balancer": (CLIENTS, INSTANCES),
    "application_gateway": (CLIENTS, INSTANCES),
    "outbound": (INSTANCES, SERVERS),
    "nat_gateway": (INSTANCES, SERVERS),
    "firewall": (INSTANCES, SERVERS),
    "aks": (INSTANCES, SERVERS),
    "app_service": (APPS, SERVERS),
    "network_security_groups": (CLIENTS, INSTANCES),
    "expressroute": (ON_PREMISES, INSTANCES),
}


def draw(services: Iterable[Mapped]) -> tuple[Text, Text] | None:
    """The map of *services* for broad and for narrow screens.

    None where none of them has a place on it.
    """
    placed = {each.id: each for each in services if each.id in _PLACES}
    if not placed:
        return None
    return (
        Text(_drawn(placed, "en"), _drawn(placed, "ja")),
        Text(_listed(placed, "en"), _listed(placed, "ja")),
    )


def _drawn(placed: Mapping[str, Mapped], language: Language) -> str:
    canvas = Canvas(WIDTH, HEIGHT, LABEL.to(language))
    canvas.box(8, 44, 174, 314, "frame")
    canvas.words(16, 60, INTERNET.to(language), "muted", size="small")
    canvas.box(432, 44, 440, 432, "frame")
    canvas.words(440, 60, NETWORK.to(language), "muted", size="small")
    for box, words in (
        (_CLIENTS, CLIENTS),
        (_SERVERS, SERVERS),
        (_INSTANCES, INSTANCES),
        (_ON_PREMISES, ON_PREMISES),
    ):
        canvas.box(box.x, box.y, box.w, box.h)
        _label(canvas, box, words.to(language))
    for id in placed:
        _WAYS[id](canvas, _PLACES[id])
    for id, service in placed.items():
        box = _PLACES[id]
        canvas.link(f"{service.address}/index.html")
        canvas.box(box.x, box.y, box.w, box.h, "accent")
        _label(canvas, box, service.name.to(language), "strong")
        canvas.end_link()
    return canvas.svg(has_links=True)


def _listed(placed: Mapping[str, Mapped], language: Language) -> str:
    """From where to where each service leads, one below the other."""
    canvas = Canvas(PHONE, len(placed) * _ROW + 4, LABEL.to(language))
    for number, (id, service) in enumerate(placed.items()):
        y, high = number * _ROW + 4, _ROW - 12
        before, box, after = _Box(0, y, 92, high), _Box(106, y, 104, high), _Box(224, y, 92, high)
        start, end = _ENDS[id]
        is_both = id == "expressroute"
        style, look = ("line", "line") if end else ("dashed", "muted")
        _label(canvas, before, start.to(language), size="small")
        _arrow(canvas, before.right, box.x, box.middle, style, look, is_both)
        if end:
            _label(canvas, after, end.to(language), size="small")
            _arrow(canvas, box.right, after.x, box.middle, style, look, is_both)
        else:
            canvas.words(box.right + 8, box.middle + 4, DNS.to(language), "muted", size="small")
        canvas.link(f"{service.address}/index.html")
        canvas.box(box.x, box.y, box.w, box.h, "accent")
        _label(canvas, box, service.name.to(language), "strong", size="small")
        canvas.end_link()
    return canvas.svg(has_links=True)


def _arrow(
    canvas: Canvas, start: float, end: float, y: float, style: str, look: str, is_both: bool
) -> None:
    canvas.line(start, y, end, y, style)
    canvas.head(end, y, "right", look)
    if is_both:
        canvas.head(start, y, "left", look)


def _label(
    canvas: Canvas, box: _Box, words: str, style: str = "", *, size: Size = "normal"
) -> None:
    broad = (box.w - 12) / (BOLD if style == "strong" else 1)
    lines = wrapped(words, broad, size)
    line_height = 18 if size == "normal" else 15
    top = box.middle + 5 - line_height / 2 * (len(lines) - 1)
    for number, line in enumerate(lines):
        y = top + line_height * number
        canvas.words(box.x + box.w / 2, y, line, style, anchor="middle", size=size)


def _to_dns(canvas: Canvas, box: _Box) -> None:
    # Right of the label of the zone, in both languages.
    x = _CLIENTS.x + 0.8 * _CLIENTS.w
    canvas.path([(x, _CLIENTS.y), (x, box.middle), (box.x - 8, box.middle)], "dashed")
    canvas.head(box.x, box.middle, "right", "muted")
    canvas.words(x + 12, box.middle - 6, DNS.en, "muted", size="small")


def _inward(canvas: Canvas, box: _Box) -> None:
    canvas.arrow(_CLIENTS.right, _CLIENTS.middle, box.x, _CLIENTS.middle)
    canvas.arrow(box.right, box.middle, _INSTANCES.x, box.middle)


def _through_gateway(canvas: Canvas, box: _Box) -> None:
    turn = 400
    canvas.path(
        [
            (_CLIENTS.right, _CLIENTS.middle + 10),
            (turn, _CLIENTS.middle + 10),
            (turn, box.middle),
            (box.x - 8, box.middle),
        ]
    )
    canvas.head(box.x, box.middle, "right")
    canvas.arrow(box.right, box.middle, _INSTANCES.x, box.middle)


def _outward(canvas: Canvas, box: _Box) -> None:
    canvas.arrow(_INSTANCES.x, box.middle, box.right, box.middle)
    _to_servers(canvas, box)


def _to_servers(canvas: Canvas, box: _Box) -> None:
    canvas.arrow(box.x, box.middle, _SERVERS.right, box.middle)


def _in_front(canvas: Canvas, box: _Box) -> None:
    canvas.arrow(box.right, box.middle, _INSTANCES.x, box.middle)


def _both_ways(canvas: Canvas, box: _Box) -> None:
    for start, end in ((_ON_PREMISES.right, box.x), (box.right, _INSTANCES.x)):
        canvas.line(start, box.middle, end, box.middle)
        canvas.head(start, box.middle, "left")
        canvas.head(end, box.middle, "right")


_WAYS: Final[Mapping[str, Callable[[Canvas, _Box], None]]] = {
    "traffic_manager": _to_dns,
    "load_balancer": _inward,
    "application_gateway": _through_gateway,
    "outbound": _outward,
    "nat_gateway": _outward,
    "firewall": _outward,
    "aks": _outward,
    "app_service": _to_servers,
    "network_security_groups": _in_front,
    "expressroute": _both_ways,
}
