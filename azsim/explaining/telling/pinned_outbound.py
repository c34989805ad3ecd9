"""Where machines leave from, in sentences that pin it whatever addresses Azure gives out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azsim.explaining.answers import Machines, Outbound
from azsim.explaining.grouping import EACH
from azsim.explaining.outbound import ANYWHERE, HTTPS
from azsim.explaining.telling.pinned_ways import NotPinned, Pinned
from azsim.text import Text

FROM_CONFIGURATION = Text(
    "the IP configuration {configuration} of {interface}", "{interface} の IP 構成 {configuration}"
)
OPENS_FROM = Text(
    'When "{name}" opens a TCP connection from the IP configuration "{configuration}" of its network '
    'interface "{interface}" to {address}:{port}',
    'もし "{name}" が自身のネットワーク インターフェイス "{interface}" の IP 構成 "{configuration}" から '
    "{address}:{port} へ TCP 接続を開く",
)
SEEN = Text(
    'Then {address} sees the connection come from the public IP "{public}"',
    'ならば {address} から見た接続の送信元はパブリック IP "{public}" である',
)
SEEN_PREFIX = Text(
    'Then {address} sees the connection come from the public IP prefix "{public}"',
    'ならば {address} から見た接続の送信元はパブリック IP プレフィックス "{public}" のアドレスである',
)
NO_WAY: Final = Text("it has no way to the internet", "インターネットに接続できない")
AZURE_PICKS: Final = Text(
    "Azure picks the address that it leaves from", "送信元のアドレスは Azure が選ぶ"
)
SEVERAL: Final = Text(
    "it leaves from one of several public addresses",
    "複数のパブリック アドレスのいずれかから送信する",
)
OF_EACH: Final = Text(
    "each of the machines that are alike has an address of its own",
    "同じマシンのそれぞれに自身のアドレスがある",
)


def pinned_source(answer: Outbound) -> Text | NotPinned:
    """The step by which a server sees where a connection comes from; or why none says it."""
    if answer.denied is not None or answer.method is None:
        why = answer.denied or answer.why_not or NO_WAY
        return NotPinned(THE_SOURCE, why)
    found = {(each.resource, each.is_of_prefix) for each in answer.addresses}
    if len(found) != 1:
        return NotPinned(THE_SOURCE, SEVERAL if found else AZURE_PICKS)
    [(name, is_of_prefix)] = found
    if name is None or name == EACH:
        return NotPinned(THE_SOURCE, OF_EACH if name == EACH else AZURE_PICKS)
    return (SEEN_PREFIX if is_of_prefix else SEEN).fill(address=ANYWHERE, public=name)


THE_SOURCE: Final = Text("the address that it leaves from", "送信元のアドレス")


def pinned_configurations(each: Machines) -> Iterator[Pinned | NotPinned]:
    """A scenario for each secondary IP configuration of the first of *each*, from which a program sends.

    And what no scenario says of where its other connections come from.
    """
    source = pinned_source(each.outbound)
    if isinstance(source, NotPinned) and each.outbound.method is not None:
        yield source
    primary: set[str] = set()
    for one in each.own[0].interfaces if each.own else ():
        for configuration in one.configurations:
            if one.name not in primary:
                primary.add(one.name)
                continue
            title = FROM_CONFIGURATION.fill(configuration=configuration, interface=one.name)
            seen = pinned_source(one.outbound)
            if isinstance(seen, NotPinned):
                yield NotPinned(title, seen.why)
                continue
            opens = OPENS_FROM.fill(
                name=each.names[0],
                configuration=configuration,
                interface=one.name,
                address=ANYWHERE,
                port=HTTPS,
            )
            yield Pinned(title, (opens, seen))
