"""The address of a page on the web, as a browser shows it."""

from __future__ import annotations

from urllib.parse import urlsplit

from attrs import frozen

from azsim.model.dns_name import check_dns_name
from azsim.text import Advice, Text, quoted
from azsim.units import parse_address

NOT_AN_ADDRESS = Text(
    '"{found}" is no web address. Write one such as http://shop.example.com/images/logo.png.',
    "「{found}」は URL ではない。http://shop.example.com/images/logo.png のように書く。",
)
_PORTS = {"http": 80, "https": 443}


@frozen
class WebAddress:
    """Which host a request is for, at which port, and which path of it; a query belongs to the path."""

    host: str
    port: int
    path: str = "/"
    is_https: bool = False

    def __str__(self) -> str:
        scheme = "https" if self.is_https else "http"
        port = "" if self.port == _PORTS[scheme] else f":{self.port}"
        return f"{scheme}://{self.host}{port}{self.path}"


def parse_web_address(text: str) -> WebAddress:
    """The parts of a web address.

    >>> parse_web_address("https://shop.example.com/a?b=c")
    WebAddress(host='shop.example.com', port=443, path='/a?b=c', is_https=True)

    :raises Advice: for what is none.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _mistake(text) from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise _mistake(text)
    if parts.hostname.replace(".", "").isdigit():
        parse_address(parts.hostname)
    else:
        check_dns_name(parts.hostname)
    query = f"?{parts.query}" if parts.query else ""
    return WebAddress(
        host=parts.hostname,
        port=_PORTS[parts.scheme] if port is None else port,
        path=f"{parts.path or '/'}{query}",
        is_https=parts.scheme == "https",
    )


def _mistake(text: str) -> Advice:
    return Advice(NOT_AN_ADDRESS.fill(found=quoted(text)))
