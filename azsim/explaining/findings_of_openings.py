"""Findings about what is open to the internet, each asked of the groups as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.deploy.machines import Machine
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.explaining.answers import Inbound
from azsim.explaining.inbound import INTERNET, MANAGEMENT_PORTS, SOMEBODY
from azsim.explaining.outbound import SOME_PORT
from azsim.explaining.running import Running
from azsim.explaining.seen import Findings, Seen, about
from azsim.model.packet import FiveTuple
from azsim.text import Text, listed

WIDE_OPEN = Text(
    "every port is open to the internet: the public IP address ({address}) is a Basic one, and no network "
    "security group is there",
    "すべてのポートがインターネットに開いている。パブリック IP アドレス ({address}) は Basic であり、ネットワーク "
    "セキュリティ グループがない",
)
MANAGEMENT = Text(
    "anybody on the internet reaches TCP {ports}, by which machines are managed, through {through}",
    "管理用の TCP {ports} に、{through} 経由でインターネット上の誰でも接続できる",
)


def open_addresses(seen: Seen) -> Findings:
    """Machines with a Basic public IP address and no group."""
    for each in seen.machines:
        part, machine = _running(seen, each.names[0])
        groups = part.cloud.security_groups
        if groups.are_described and groups.of(machine):
            continue
        own = [way for way in each.inbound if way.kind == PUBLIC_IP and way.why_not is None]
        if own and own[0].source == INTERNET:
            text = WIDE_OPEN.fill(address=own[0].through)
            yield about(seen, each, "open-to-everything", text, ("public-ip.closed-by-default",))


def management_ports(seen: Seen) -> Findings:
    """Machines whose ports for SSH or Remote Desktop everybody reaches."""
    for each in seen.machines:
        part, machine = _running(seen, each.names[0])
        for through, ports in _reached(part, machine, each.inbound):
            text = MANAGEMENT.fill(ports=listed(map(str, ports)), through=through)
            yield about(seen, each, "management-port", text, ("security-group.first-match",))


def _running(seen: Seen, name: str) -> tuple[Running, Machine]:
    """The machine *name*, and where it runs."""
    found = (part for part in seen.running if part.cloud.machines.get(name) is not None)
    part = next(found)
    return part, part.cloud.machines.find(name)


def _reached(
    part: Running, machine: Machine, inbound: Iterable[Inbound]
) -> Iterator[tuple[str, list[int]]]:
    """Through what the ports are reached, and which."""
    for way in inbound:
        is_rule = way.rule is not None and way.source == INTERNET and way.protocol != "UDP"
        if is_rule and way.why_not is None and way.not_known is None:
            ports = [each for each in MANAGEMENT_PORTS if str(each) == way.back_end_ports]
            if ports:
                yield f"{way.through} ({way.rule})", ports
    groups, routes = part.cloud.security_groups, part.cloud.world.routes
    own = next((way.through for way in inbound if way.kind == PUBLIC_IP), None)
    # Without a group an address is closed, or open as a whole, which is told.
    if own is None or not groups.are_described or not groups.of(machine):
        return
    reached = {
        port
        for private, egress in machine.interfaces.items()
        for node in egress.methods.get(PUBLIC_IP, ())
        for port in MANAGEMENT_PORTS
        if routes.let_in(
            machine.host, FiveTuple("TCP", SOMEBODY, SOME_PORT, private, port), node, starts=True
        )
        is None
    }
    if reached:
        yield own, sorted(reached)
