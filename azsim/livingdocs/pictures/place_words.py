"""What places and zones are called, and how long names are broken into lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from azsim.facts import words
from azsim.functions.circuit import CE_ROUTER, GATEWAY, MSEE
from azsim.livingdocs.pictures.canvas import Size, width, wrapped
from azsim.model.topology import PlaceKind, Zone
from azsim.questions.instances import instance_name
from azsim.text import Text, same

# How much wider bold letters are, in which names are written.
BOLD: Final = 1.12

KINDS: Final[Mapping[PlaceKind, Text]] = {
    "on-premises client": Text("on-premises client", "オンプレミスのクライアント"),
    "CE router": Text("customer edge router", "カスタマー エッジ ルーター"),
    "MSEE": Text("Microsoft edge router", "Microsoft エッジ ルーター"),
    "ExpressRoute gateway": Text("virtual network gateway", "仮想ネットワーク ゲートウェイ"),
    "virtual machine": Text("virtual machine", "仮想マシン"),
    "AKS node": Text("AKS node", "AKS ノード"),
    "web role instance": Text("web role instance", "Web ロールのインスタンス"),
    "worker role instance": Text("worker role instance", "worker ロールのインスタンス"),
    "App Service instance": Text("App Service instance", "App Service のインスタンス"),
    "NAT gateway": Text("NAT gateway", "NAT ゲートウェイ"),
    "firewall": Text("firewall", "ファイアウォール"),
    "virtual appliance": Text("virtual appliance", "仮想アプライアンス"),
    "virtual network gateway": Text("virtual network gateway", "仮想ネットワーク ゲートウェイ"),
    "instance-level public IP": words.of("instance-level public IP"),
    "public IP": Text("public IP of the machine", "マシンのパブリック IP"),
    "outbound front end": Text("front end for outbound", "送信用のフロントエンド"),
    "load-balanced endpoint": words.of("load-balanced endpoint"),
    "fallback address": words.of("fallback address"),
    "default outbound access": words.of("default outbound access"),
    "outbound addresses": Text("outbound addresses", "送信アドレス"),
    "client": Text("client", "クライアント"),
    "Traffic Manager": Text("DNS server", "DNS サーバー"),
    "Traffic Manager profile": Text("profile", "プロファイル"),
    "load balancer": Text("public load balancer", "パブリック ロード バランサー"),
    "internal load balancer": Text("internal load balancer", "内部ロード バランサー"),
    "application gateway": same("Application Gateway"),
    "application gateway instance": Text("instance", "インスタンス"),
    "TCP proxy": Text("TCP proxy", "TCP プロキシ"),
    "probe source": Text("source of probes", "プローブの送信元"),
    "Traffic Manager endpoint": Text("endpoint", "エンドポイント"),
    "back-end server": Text("back-end server", "バックエンド サーバー"),
    "internet server": Text("server on the internet", "インターネット上のサーバー"),
}

DEGRADED: Final = Text("degraded", "機能低下")

ZONES: Final[Mapping[Zone, Text]] = {
    "on-premises": Text("on-premises", "オンプレミス"),
    "Microsoft edge": Text("Microsoft edge", "Microsoft エッジ"),
    "internet": Text("internet", "インターネット"),
    "Azure": same("Azure"),
    "virtual network": Text("virtual network", "仮想ネットワーク"),
}

# The places that nobody names but azsim, beside numbered instances.
_OF_THE_CIRCUIT: Final = frozenset({CE_ROUTER, MSEE, GATEWAY})


# What the public address of a machine is called in traces, in either language.
_NAMED: Final = re.compile(r"public IP ([0-9.]+)$")
_ADDRESS = Text("public IP {address}", "パブリック IP {address}")


def place_name(name: str) -> Text:
    """What a place of that name in the trace is called; a name that an author gave stays."""
    if name in _OF_THE_CIRCUIT:
        return words.of(name)
    return _ADDRESS.fill(address=found[1]) if (found := _NAMED.match(name)) else instance_name(name)


def name_lines(name: str, limit: float, size: Size = "normal") -> list[str]:
    """*name* in lines of at most *limit* pixels; a DNS name breaks behind a dot."""
    if width(name, size) <= limit:
        return [name]
    if " " in name or "." not in name:
        return wrapped(name, limit, size)
    lines = [""]
    for label in name.replace(".", ".\n").split("\n"):
        if lines[-1] and width(lines[-1] + label, size) > limit:
            lines.append("")
        lines[-1] += label
    return [piece for line in lines for piece in wrapped(line, limit, size)]
