"""``netstat`` as Windows prints it: the connections as one host itself knows them.

A flow that the platform has dropped in silence still stands here as ESTABLISHED.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence

from attrs import frozen

from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.text import Advice, Text

_HEADING = "\nActive Connections\n\n  Proto  Local Address          Foreign Address        State\n"
_ANY = "0.0.0.0"
_ANYBODY = "*:*"


@frozen
class NetstatRow:
    """One line: addresses with their ports as printed, ``state`` empty for UDP."""

    protocol: str
    local: str
    foreign: str
    state: str = ""


def netstat(arguments: Sequence[str], host: Host, now: int) -> str:
    """What ``netstat`` with *arguments* prints on *host* at *now*, lines ended by ``\\n``.

    ``-n`` lists TCP connections; ``-an`` adds the ports that were served and UDP.

    :raises Advice: for other options, and for names instead of numbers.
    """
    letters = _letters(arguments)
    rows = netstat_rows(host, now, everything="a" in letters)
    return _HEADING + "".join(f"{_line(row)}\n" for row in rows)


def netstat_rows(host: Host, now: int, *, everything: bool = False) -> list[NetstatRow]:
    """The lines for *host*; ports that listen and UDP only where *everything* is asked for."""
    known = dict(host.connections)
    for each in host.attempts(now):
        known.setdefault(each, Connection(each, "SYN_SENT"))
    live = sorted(known.values(), key=_order)
    tcp = [each for each in live if each.five_tuple.protocol == "TCP"]
    rows = [_tcp_row(each) for each in tcp]
    if not everything:
        return rows
    served = _served(tcp) if host.listens else []
    listening = [NetstatRow("TCP", f"{_ANY}:{port}", f"{_ANY}:0", "LISTENING") for port in served]
    udp = [each for each in live if each.five_tuple.protocol == "UDP"]
    bound = [f"{_ANY}:{port}" for port in _served(udp)]
    bound += dict.fromkeys(
        f"{each.five_tuple.source}:{each.five_tuple.source_port}"
        for each in udp
        if each.role == "client"
    )
    return listening + rows + [NetstatRow("UDP", local, _ANYBODY) for local in bound]


def read_netstat(text: str) -> list[NetstatRow]:
    """The lines of what ``netstat -n``, ``-an`` or ``-ano`` has printed on Windows.

    Headings, and the program names that ``-b`` adds, are passed over.

    :raises Advice: for a line of TCP or UDP that lacks a column.
    """
    rows = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] not in ("TCP", "UDP"):
            continue
        states = 1 if words[0] == "TCP" else 0
        if len(words) < 3 + states:
            raise Advice(
                Text(
                    f'"{line.strip()}" is no line of netstat. It needs the protocol, the local '
                    "address, the foreign address and, for TCP, the state.",
                    f"「{line.strip()}」は netstat の行ではない。プロトコル、ローカル アドレス、"
                    "外部アドレスが要り、TCP では状態も要る。",
                )
            )
        rows.append(NetstatRow(words[0], words[1], words[2], words[3] if states else ""))
    return rows


def _letters(arguments: Sequence[str]) -> set[str]:
    letters: set[str] = set()
    for argument in arguments:
        if argument[:1] not in ("-", "/") or not {*argument[1:].lower()} <= {"a", "n"}:
            raise Advice(
                Text(
                    f'netstat has no argument "{argument}" here. '
                    "Write netstat -n for the TCP connections, "
                    "or netstat -an for listening ports and UDP as well.",
                    f"ここでの netstat に引数「{argument}」はない。TCP 接続には netstat -n を、"
                    "待ち受けポートと UDP も含めるには netstat -an を書く。",
                )
            )
        letters |= {*argument[1:].lower()}
    if "n" not in letters:
        raise Advice(
            Text(
                "netstat without -n would look up a name for each address. Write netstat -n or "
                "netstat -an.",
                "-n のない netstat はアドレスごとに名前を調べる。netstat -n または netstat -an を"
                "書く。",
            )
        )
    return letters


def _line(row: NetstatRow) -> str:
    # Windows pads the foreign address of UDP as well, though no state follows.
    return f"  {row.protocol:<5}  {row.local:<21}  {row.foreign:<21}  {row.state}"


def _tcp_row(connection: Connection) -> NetstatRow:
    flow = connection.five_tuple
    return NetstatRow(
        "TCP",
        f"{flow.source}:{flow.source_port}",
        f"{flow.destination}:{flow.destination_port}",
        connection.state,
    )


def _served(connections: Iterable[Connection]) -> list[int]:
    return sorted({each.five_tuple.source_port for each in connections if each.role == "server"})


def _order(connection: Connection) -> tuple[bytes, int, bytes, int]:
    flow = connection.five_tuple
    return (
        socket.inet_aton(flow.source),
        flow.source_port,
        socket.inet_aton(flow.destination),
        flow.destination_port,
    )
