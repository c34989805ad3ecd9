"""SNAT said once more, as naively as it can be: that of classic deployments, and of Load Balancer.

Nothing is kept but the ports of each instance and the story of each flow: what
happened to it, and when. What a flow holds at an instant is read from its story,
from the first line to the last, every time anybody asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from azsim.model.packet import FiveTuple
from azsim.units import SECOND

IDLE, FIN, RST = 240 * SECOND, 240 * SECOND, 15 * SECOND
FIRST_PORT = 1024


@dataclass(eq=False)
class Story:
    """What happened to a flow: when, what, and at which end or for which reason.

    Its hold begins when so many ends have sent FIN as are ``closing``.
    """

    flow: FiveTuple
    port: int
    opened: int
    closing: int
    events: list[tuple[int, str, str]] = field(default_factory=list)

    def end(self) -> tuple[int, str]:
        """When its port is free, and why, if nothing more happens."""
        over, why, fins = self.opened + IDLE, "idle timeout", set[str]()
        for time, what, detail in self.events:
            if time >= over:
                break
            if what == "cut":
                return time, detail
            if what == "SYN" and why != "idle timeout":
                over, why, fins = time + IDLE, "idle timeout", set()
            elif why == "idle timeout" and what == "sign":
                over = time + IDLE
            elif why == "idle timeout" and what == "RST":
                over, why = time + RST, "RST"
            elif why == "idle timeout" and what == "FIN":
                fins.add(detail)
                if len(fins) >= self.closing:
                    over, why = time + FIN, "FIN"
        return over, why

    def is_open(self, now: int) -> bool:
        """Whether packets pass and refresh it."""
        over, why = self.end()
        return now < over and why == "idle timeout"


@dataclass
class Reference:
    """All flows behind one public address; *tiers* as in the documented table.

    Behind a load balancer one FIN closes, and UDP flows to one address share a port only where they
    come from one socket.
    """

    tiers: tuple[tuple[int, int], ...]
    load_balancer: bool = False
    ports: dict[str, list[int]] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)

    def held(self, now: int) -> list[Story]:
        """The flows that have a port at *now*, in flows and in holds."""
        return [each for each in self.stories if each.opened <= now < each.end()[0]]

    def ports_in_use(self, vm: str, protocol: str, now: int) -> int:
        """How many ports *vm* uses, each counted once."""
        flows = [each for each in self.held(now) if each.flow.source == vm]
        return len({each.port for each in flows if each.flow.protocol == protocol})

    def share(self, reported: int) -> int:
        """How many ports each instance has in a pool of that size."""
        return next(ports for most, ports in self.tiers if reported <= most)

    def resize(self, vms: list[str], reported: int, now: int) -> None:
        """Hand the ports out anew: a member keeps the first of its own, and gets the lowest."""
        share = self.share(reported)
        for vm in list(self.ports):
            keep = share if vm in vms else 0
            for story in self.held(now):
                if story.flow.source == vm and story.port in self.ports[vm][keep:]:
                    story.events.append((now, "cut", "reclaimed" if keep else "removed"))
            self.ports[vm] = self.ports[vm][:keep]
        self.ports = {vm: self.ports.get(vm, []) for vm in [*self.ports, *vms] if vm in vms}
        for own in self.ports.values():
            while len(own) < share:
                taken = [port for each in self.ports.values() for port in each]
                own.append(next(p for p in range(FIRST_PORT, 65_536) if p not in taken))

    def open(self, flow: FiveTuple, now: int) -> Story | None:
        """The first port of the instance that nothing holds toward the destination."""
        held = self.held(now)
        for story in held:
            if story.flow == flow:
                story.events.append((now, "SYN", "client"))
                return story
        same = [each for each in held if self.destination(each.flow) == self.destination(flow)]
        is_cone = self.load_balancer and flow.protocol == "UDP"
        beside = [each.port for each in same if is_cone and each.flow[2] == flow[2]]
        free = [p for p in self.ports[flow.source] if p not in [each.port for each in same]]
        for port in beside or free:
            self.stories.append(Story(flow, port, now, 1 if self.load_balancer else 2))
            return self.stories[-1]
        return None

    def destination(self, flow: FiveTuple) -> tuple[object, ...]:
        """What two flows have in common that can't share a port."""
        by_address = self.load_balancer and flow.protocol == "UDP"
        return flow[:2] + (flow[3:4] if by_address else flow[3:])

    def of_packet_from(self, server: FiveTuple, now: int) -> Story | None:
        """Whose packet it is that a server sends to a port of the public address."""
        for story in self.held(now):
            if (story.port, *story.flow.reversed()[:3]) == (server[4], *server[:3]):
                return story
        return None
