"""``nslookup NAME [RESOLVER]`` as on Windows: its command line and what it prints."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

from azsim.model.dns_name import check_dns_name
from azsim.model.payload import DnsAnswer
from azsim.text import Advice, Text
from azsim.units import SECOND

_UNNAMED = "UnKnown"
_FURTHER = "\n\t  "


@frozen
class Lookup:
    """A name to look up; ``resolver`` is a name or an address, None for the host's own."""

    name: str
    resolver: str | None = None


def parse_nslookup(arguments: Sequence[str]) -> Lookup:
    """The lookup that the *arguments* of ``nslookup`` ask for.

    :raises Advice: for options, for the interactive mode and for a look-up of an address.
    """
    for argument in arguments:
        if argument.startswith("-"):
            raise Advice(
                Text(
                    f'nslookup has no option "{argument}" here: it asks for addresses. Write '
                    "nslookup NAME or nslookup NAME RESOLVER.",
                    f"ここでの nslookup にオプション「{argument}」はなく、アドレスだけを調べる。"
                    "nslookup 名前 または nslookup 名前 リゾルバー と書く。",
                )
            )
    if not 1 <= len(arguments) <= 2:
        raise Advice(
            Text(
                f"nslookup takes a name and perhaps a resolver, not {len(arguments)} arguments. "
                "Write nslookup NAME or nslookup NAME RESOLVER.",
                f"nslookup の引数は名前と、必要ならリゾルバーである。{len(arguments)} 個では"
                "ない。nslookup 名前 または nslookup 名前 リゾルバー と書く。",
            )
        )
    if _is_address(arguments[0]):
        raise Advice(
            Text(
                f"nslookup can't find the name of the address {arguments[0]}: reverse lookups "
                "are not modelled. Give a name.",
                f"nslookup でアドレス {arguments[0]} の名前は調べられない。逆引きは"
                "モデル化していない。名前を書く。",
            )
        )
    names = [argument.rstrip(".") or argument for argument in arguments]
    check_dns_name(names[0])
    return Lookup(names[0], names[1] if len(names) == 2 else None)


def answer_text(answer: DnsAnswer, server: str, server_name: str | None = None) -> str:
    """What ``nslookup`` prints for *answer* from the resolver at the address *server*.

    Addresses stand under the name at the end of the chain of CNAME records, whose
    names before the end are the aliases.
    """
    heading = _server(server, server_name)
    if not answer.records:
        named = server_name or _UNNAMED
        return f"{heading}*** {named} can't find {answer.name}: Non-existent domain\n"
    addresses = [record.data for record in answer.records if record.type == "A"]
    aliases = [record.name for record in answer.records if record.type == "CNAME"]
    targets = [record.data for record in answer.records if record.type == "CNAME"]
    lines = [f"Name:    {targets[-1] if targets else answer.name}"]
    if addresses:
        label = "Address" if len(addresses) == 1 else "Addresses"
        lines.append(f"{label}:  {_FURTHER.join(addresses)}")
    if aliases:
        lines.append(f"Aliases:  {_FURTHER.join(dict.fromkeys(aliases))}")
    return f"{heading}Non-authoritative answer:\n" + "\n".join(lines) + "\n\n"


def time_out_text(server: str, waits: Sequence[int], server_name: str | None = None) -> str:
    """What ``nslookup`` prints when nothing came back in any of its *waits*, in nanoseconds."""
    tries = "".join(
        f"DNS request timed out.\n    timeout was {_seconds(wait)}.\n" for wait in waits
    )
    named = server_name or _UNNAMED
    return f"{_server(server, server_name)}{tries}*** Request to {named} timed-out\n"


def _server(address: str, name: str | None) -> str:
    return f"Server:  {name or _UNNAMED}\nAddress:  {address}\n\n"


def _seconds(wait: int) -> str:
    amount = f"{(Decimal(wait) / SECOND).normalize():f}"
    return f"{amount} second" if amount == "1" else f"{amount} seconds"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
