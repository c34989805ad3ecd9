"""Functions of address ranges."""

from __future__ import annotations

import ipaddress

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import a_text, an_integer
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Value
from azsim.text import Text, quoted

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NO_RANGE = Text(
    '"{found}" is no address range such as 10.0.0.0/16.',
    "「{found}」は 10.0.0.0/16 のようなアドレス範囲ではない。",
)
_NO_SUBNET = Text(
    "{range} has no subnet {index} of length /{length}.",
    "{range} に長さ /{length} のサブネット {index} はない。",
)
_NO_HOST = Text("{range} has no host {index}.", "{range} にホスト {index} はない。")


@function("parseCidr", 1)
def parse_cidr(range: Value) -> Value:
    """The parts of an address range."""
    network = _network(range)
    first, last = _usable(network)
    parts: list[tuple[str, Value]] = [
        ("network", str(network.network_address)),
        ("netmask", str(network.netmask)),
        ("broadcast", str(network.broadcast_address)),
        ("firstUsable", str(first)),
        ("lastUsable", str(last)),
        ("cidr", network.prefixlen),
    ]
    if network.version == 6:
        del parts[2]
    return Object(parts)


@function("cidrSubnet", 3)
def cidr_subnet(range: Value, length: Value, index: Value) -> Value:
    """The subnet of the given length that comes after so many others."""
    network, bits, number = _network(range), an_integer(length), an_integer(index)
    count = bits - network.prefixlen
    if bits > network.max_prefixlen or count < 0 or not 0 <= number < 2**count:
        raise Problem(_NO_SUBNET.fill(range=network, index=number, length=bits))
    first = network.network_address + (number << (network.max_prefixlen - bits))
    return f"{first}/{bits}"


@function("cidrHost", 2)
def cidr_host(range: Value, index: Value) -> Value:
    """The usable address that comes after so many others."""
    network, number = _network(range), an_integer(index)
    first, last = _usable(network)
    if not 0 <= number <= int(last) - int(first):
        raise Problem(_NO_HOST.fill(range=network, index=number))
    return str(first + number)


def _network(value: Value) -> _Network:
    text = a_text(value)
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise Problem(_NO_RANGE.fill(found=quoted(text))) from None


def _usable(network: _Network) -> tuple[_Address, _Address]:
    """The first and the last host; a range of one or two addresses has no others."""
    edge = 0 if network.num_addresses <= 2 else 1
    last = 0 if network.version == 6 else edge
    return network.network_address + edge, network.broadcast_address - last
