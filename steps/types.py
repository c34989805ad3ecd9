"""The types of the values in sentences: what each looks like, and what it becomes.

A pattern says only what shape a value has; whether it is allowed is said where it
is turned into a value. Patterns are plain literals, which editors can read. Only the
reasons come from the engine's list; the settings of editors say of them that they are any text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from azsim.azure import reasons
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.gherkin import one_of, parameter_type
from azsim.model.resources.classic import RoleKind
from azsim.steps import suggestions
from azsim.text import Advice, Language, Text, listed
from azsim.units import (
    check_digits,
    duration_in,
    parse_address,
    parse_count,
    parse_duration,
    parse_endpoint,
    parse_port,
)

_QUOTED = re.compile(r'"([^"]*)"|(?:instance|インスタンス) ([0-9]+)')
_INSTANCE = Text("instance", "インスタンス")
_ADDRESS = re.compile("[0-9.]+")
REASONS = list(reasons.WORDS)
# Of exhausted SNAT ports a sentence of its own tells.
FAILURES = [
    words
    for words, reason in reasons.WORDS.items()
    if reason in reasons.FAILURES and reason != EXHAUSTED
]

ROLES = {
    RoleKind.WEB: Text("web role", "Web ロール"),
    RoleKind.WORKER: Text("worker role", "worker ロール"),
}


def unquoted(text: str) -> str:
    """The text between double quotation marks."""
    return text[1:-1]


def instance_name(text: str) -> str:
    """``"vm1"`` is vm1; ``instance 2`` and ``インスタンス 2`` are instance 2."""
    return instance_names(text)[0]


def instance_names(text: str) -> list[str]:
    """The names in a list such as ``"vm1" and "vm2"`` or ``"vm1"、"vm2"、"vm3"``."""
    return [match[1] or f"instance {match[2]}" for match in _QUOTED.finditer(text)]


def instances_in(words: str, language: Language) -> str:
    """The instances *words* in *language*; anything else stays as it is written."""
    said = [
        match[0] if match[2] is None else f"{_INSTANCE.to(language)} {match[2]}"
        for match in _QUOTED.finditer(words)
    ]
    return listed(said).to(language) if said else words


def address_list(text: str) -> list[str]:
    """The addresses in a list such as ``10.0.1.4 and 10.0.1.5``."""
    return [parse_address(part) for part in _ADDRESS.findall(text)]


def addresses_in(words: str, language: Language) -> str:
    """The addresses *words* in *language*, all of which are meant."""
    return listed(_ADDRESS.findall(words)).to(language)


def alternatives_in(words: str, language: Language) -> str:
    """The addresses *words* in *language*, any of which is meant."""
    said = addresses_in(words, language)
    return said.replace(" and ", " or ")


def sender_name(text: str) -> str:
    """An instance by its name, or a server by its address."""
    return instance_name(text) if _QUOTED.fullmatch(text) else parse_address(text)


def ending(text: str) -> str:
    """How a connection ends, in the words of the engine."""
    return "RST" if text == "RST" else "FIN from both ends"


def role(text: str) -> RoleKind:
    """The kind of a role.

    :raises Advice: for another word.
    """
    for kind, words in ROLES.items():
        if text.lower() in (words.en.lower(), words.ja.lower()):
            return kind
    raise Advice(
        Text(
            f'"{text}" is no kind of role. Write web role or worker role.',
            f"「{text}」はロールの種類ではない。Web ロールまたは worker ロールと書く。",
        )
    )


def factor(text: str) -> Fraction:
    """How many times as many, such as 1.5."""
    check_digits(text)
    try:
        return Fraction(Decimal(text))
    except ArithmeticError:
        raise Advice(
            Text(
                f'"{text}" is not a number. Write one such as 1.5 or 2.',
                f"「{text}」は数ではない。1.5 や 2 のように書く。",
            )
        ) from None


parameter_type(
    name="vm",
    regexp='"[^"]*"|instance [0-9]+|インスタンス [0-9]+',
    transformer=instance_name,
    translate=instances_in,
    meaning=Text(
        "an instance of the deployment, by its name or its number",
        "デプロイのインスタンスの名前または番号",
    ),
    example=Text('"vm1"', '"vm1"'),
)
parameter_type(
    name="vms",
    regexp='(?:"[^"]*"|instance [0-9]+|インスタンス [0-9]+)(?:(?:, | and |、| ?と ?)(?:"[^"]*"|instance [0-9]+|インスタンス [0-9]+))*',
    transformer=instance_names,
    translate=instances_in,
    meaning=Text("one or more instances", "一つ以上のインスタンス"),
    example=Text('"vm1" and "vm2"', '"vm1" と "vm2"'),
)
parameter_type(
    name="sender",
    regexp='"[^"]*"|instance [0-9]+|インスタンス [0-9]+|[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+',
    transformer=sender_name,
    translate=instances_in,
    meaning=Text(
        "either end of a connection: an instance, or a server by its address",
        "接続のどちらかの側 (インスタンス、またはサーバーのアドレス)",
    ),
    example=Text('"vm1"', '"vm1"'),
)
parameter_type(
    name="any_server",
    regexp='"[^"]*"|instance [0-9]+|インスタンス [0-9]+|[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+',
    transformer=sender_name,
    translate=instances_in,
    meaning=Text(
        "a server: a machine by its name, or any by its address",
        "サーバー (マシンの名前、または任意のサーバーのアドレス)",
    ),
    example=Text("198.51.100.7", "198.51.100.7"),
)
parameter_type(
    name="role",
    regexp="web role|worker role|Web ロール|worker ロール",
    transformer=role,
    translate=one_of(list(ROLES.values())),
    meaning=Text("a kind of cloud service role", "クラウド サービスのロールの種類"),
    example=Text("worker role", "worker ロール"),
)
parameter_type(
    name="client",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+",
    transformer=parse_address,
    meaning=Text("the IPv4 address of a client", "クライアントの IPv4 アドレス"),
    example=Text("192.0.2.33", "192.0.2.33"),
)
parameter_type(
    name="internet_server",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+",
    transformer=parse_address,
    meaning=Text("the IPv4 address of a server", "サーバーの IPv4 アドレス"),
    example=Text("198.51.100.7", "198.51.100.7"),
)
parameter_type(
    name="address",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+",
    transformer=parse_address,
    meaning=Text("an IPv4 address", "IPv4 アドレス"),
    example=Text("203.0.113.50", "203.0.113.50"),
)
parameter_type(
    name="private_address",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+",
    transformer=parse_address,
    meaning=Text("a private IPv4 address", "プライベート IPv4 アドレス"),
    example=Text("10.0.0.4", "10.0.0.4"),
)
parameter_type(
    name="addresses",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+(?:(?:, | and | or |、| と )[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)*",
    transformer=address_list,
    translate=addresses_in,
    meaning=Text("one or more IPv4 addresses", "一つ以上の IPv4 アドレス"),
    example=Text("10.0.1.4 and 10.0.1.5", "10.0.1.4 と 10.0.1.5"),
)
parameter_type(
    name="public_addresses",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+(?:(?:, | and | or |、| と )[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)*",
    transformer=address_list,
    translate=addresses_in,
    meaning=Text("one or more public IPv4 addresses", "一つ以上のパブリック IPv4 アドレス"),
    example=Text("203.0.113.50 and 203.0.113.51", "203.0.113.50 と 203.0.113.51"),
)
parameter_type(
    name="alternatives",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+(?:(?:, | and | or |、| と )[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)*",
    transformer=address_list,
    translate=alternatives_in,
    meaning=Text("IPv4 addresses, any of which will do", "IPv4 アドレス (いずれでもよい)"),
    example=Text("203.0.113.10 or 203.0.113.11", "203.0.113.10 と 203.0.113.11"),
)
parameter_type(
    name="destination",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+:[0-9]+",
    transformer=parse_endpoint,
    suggest=suggestions.endpoint,
    meaning=Text("an IPv4 address and a port to connect to", "接続先の IPv4 アドレスとポート"),
    example=Text("198.51.100.7:443", "198.51.100.7:443"),
)
parameter_type(
    name="source",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+:[0-9]+",
    transformer=parse_endpoint,
    suggest=suggestions.endpoint,
    meaning=Text("an IPv4 address and a port to come from", "接続元の IPv4 アドレスとポート"),
    example=Text("203.0.113.50:50000", "203.0.113.50:50000"),
)
parameter_type(
    name="endpoint",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+:[0-9]+",
    transformer=parse_endpoint,
    suggest=suggestions.endpoint,
    meaning=Text(
        "the public address and the port of an endpoint",
        "エンドポイントのパブリック アドレスとポート",
    ),
    example=Text("203.0.113.10:80", "203.0.113.10:80"),
)
parameter_type(
    name="port",
    regexp="[0-9]+",
    transformer=parse_port,
    meaning=Text("a TCP or UDP port", "TCP または UDP のポート"),
    example=Text("50000", "50000"),
)
parameter_type(
    name="count",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=parse_count,
    suggest=suggestions.count,
    meaning=Text("a whole number", "整数"),
    example=Text("1,024", "1,024"),
)
parameter_type(
    name="low",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=parse_count,
    suggest=suggestions.count,
    meaning=Text("the smallest number allowed", "許される最小の整数"),
    example=Text("350", "350"),
)
parameter_type(
    name="high",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=parse_count,
    suggest=suggestions.count,
    meaning=Text("the largest number allowed", "許される最大の整数"),
    example=Text("360", "360"),
)
parameter_type(
    name="rate",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=parse_count,
    suggest=suggestions.count,
    meaning=Text("a number of requests per second", "毎秒の要求数"),
    example=Text("5", "5"),
)
parameter_type(
    name="pool_size",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=parse_count,
    suggest=suggestions.count,
    meaning=Text("a number of connections", "接続の本数"),
    example=Text("20", "20"),
)
parameter_type(
    name="factor",
    regexp="[-+]?[0-9][0-9,.]*",
    transformer=factor,
    meaning=Text("how many times as many, such as 1.5", "1.5 のような倍率"),
    example=Text("1.5", "1.5"),
)
parameter_type(
    name="duration",
    regexp="[-+]?[0-9][0-9,.]* ?[A-Za-zµμ]+|[-+]?[0-9][0-9,.]* ?(?:ミリ秒|マイクロ秒|ナノ秒|秒|分|時間|日)",
    transformer=parse_duration,
    suggest=suggestions.duration,
    translate=duration_in,
    meaning=Text("a number and a unit of time", "時間の長さ (数と単位)"),
    example=Text("15 seconds", "15 秒"),
)
parameter_type(
    name="interval",
    regexp="[-+]?[0-9][0-9,.]* ?[A-Za-zµμ]+|[-+]?[0-9][0-9,.]* ?(?:ミリ秒|マイクロ秒|ナノ秒|秒|分|時間|日)",
    transformer=parse_duration,
    suggest=suggestions.duration,
    translate=duration_in,
    meaning=Text("the time between one and the next", "一回ごとの間隔"),
    example=Text("2 minutes", "2 分"),
)
parameter_type(
    name="protocol",
    regexp="TCP|UDP",
    transformer=str,
    meaning=Text("TCP or UDP", "TCP または UDP"),
    example=Text("TCP", "TCP"),
)
parameter_type(
    name="ip_protocol",
    regexp="ICMP|ESP|GRE",
    transformer=str,
    meaning=Text("an IP protocol without ports", "ポートのない IP プロトコル"),
    example=Text("ICMP", "ICMP"),
)
parameter_type(
    name="ending",
    regexp="FIN from both ends|RST|双方からの FIN",
    transformer=ending,
    translate=one_of([Text("FIN from both ends", "双方からの FIN")]),
    meaning=Text("how a TCP connection ends", "TCP 接続の終わり方"),
    example=Text("FIN from both ends", "双方からの FIN"),
)
parameter_type(
    name="state",
    regexp="SYN_SENT|ESTABLISHED|FIN_WAIT_1|FIN_WAIT_2|CLOSE_WAIT|LAST_ACK|TIME_WAIT",
    transformer=str,
    meaning=Text("the state of a connection as netstat prints it", "netstat が表示する接続の状態"),
    example=Text("ESTABLISHED", "ESTABLISHED"),
)
parameter_type(
    name="command",
    regexp='"[^"]*"',
    transformer=unquoted,
    suggest=suggestions.command,
    meaning=Text("a command line as it is typed", "入力するコマンド ライン"),
    example=Text('"netstat -n"', '"netstat -n"'),
)
parameter_type(
    name="reason",
    regexp=[words for reason in REASONS for words in (reason.en, reason.ja)],
    transformer=reasons.find,
    translate=one_of(REASONS),
    meaning=Text("a documented reason, word for word", "文書にある理由 (決まった言い方)"),
    example=Text(
        "port masquerading carries only TCP and UDP",
        "ポート マスカレードは TCP と UDP しか扱わない",
    ),
)
parameter_type(
    name="failure",
    regexp=[words for reason in FAILURES for words in (reason.en, reason.ja)],
    transformer=reasons.find,
    translate=one_of(FAILURES),
    meaning=Text(
        "a reason for which a connection or a request fails, word for word",
        "接続や要求が失敗する理由 (決まった言い方)",
    ),
    example=Text(
        "ephemeral ports are used up",
        "エフェメラル ポートを使い切っている",
    ),
)
