"""The ports of gateways and firewalls, which whoever leaves through them may take.

One port serves several destinations at once. So there is a limit toward each destination, and what
is used of the ports of all addresses is less than the flows that hold them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import define, field

from azsim.model.events import (
    Event,
    Happened,
    HoldBegan,
    OthersCarried,
    PortRefused,
    PortReleased,
    PortsShared,
    PortTaken,
)
from azsim.model.packet import FiveTuple, Protocol
from azsim.questions.ports import SPELLS, PortUse, Series

_Port = tuple[str, int]


def shared_port_use(events: Sequence[Event]) -> tuple[PortUse, ...]:
    """The ports of each gateway: toward each destination, of all addresses, and its connections.

    Ports of all addresses stand there only where there are several destinations, and connections
    where machines that nobody names have some elsewhere, or where they are as many as there can be.
    """
    ended = events[-1].time if events else 0
    gateways: dict[str, _Gateway] = {}
    for each in events:
        if isinstance(each, PortsShared):
            gateway = gateways.get(each.where)
            if gateway is None:
                gateway = gateways[each.where] = _Gateway(each.where, ended // SPELLS, each)
            gateway.allow(each)
        elif each.where in gateways:
            gateways[each.where].read(each)
    return tuple(use for gateway in gateways.values() for use in gateway.uses(ended))


@define
class _Ports:
    """The ports of one protocol."""

    series: Series = field(factory=Series)
    toward: dict[str, Series] = field(factory=dict)
    flows: Counter[_Port] = field(factory=Counter)
    several: int = 0
    most_several: int = 0

    def take(self, port: _Port, each: Happened) -> None:
        self.flows[port] += 1
        if self.flows[port] == 2:
            self.several += 1
            self.most_several = max(self.most_several, self.several)
        self.series.rise(each, len(self.flows))

    def give_back(self, port: _Port, each: Happened) -> None:
        self.flows[port] -= 1
        if self.flows[port] == 1:
            self.several -= 1
        elif not self.flows[port]:
            del self.flows[port]
        self.series.give_back(each, len(self.flows))


@define
class _Gateway:
    """One of them, while the trace is read. ``limits`` are those that hold by now.

    ``open`` holds each flow that isn't in its hold, as it was sent and as it left. ``others`` are
    the flows of machines that nobody names, of which so many go ``elsewhere``.
    """

    name: str
    pause: int
    limits: PortsShared
    protocols: dict[Protocol, _Ports] = field(factory=dict)
    connections: Series = field(factory=Series)
    open: dict[FiveTuple, FiveTuple] = field(factory=dict)
    others: int = 0
    elsewhere: int = 0

    def allow(self, limits: PortsShared) -> None:
        """*limits* hold from now on."""
        self.limits = limits
        self.connections.allocate(limits, limits.connections)
        for ports in self.protocols.values():
            ports.series.allocate(limits, limits.ports)
            for series in ports.toward.values():
                series.allocate(limits, limits.toward_one)

    def read(self, each: Event) -> None:
        """Take in the next event of this gateway."""
        match each:
            case PortTaken():
                series = self._toward(each.flow)
                series.take(each, series.in_use + 1)
                self._of(each.flow.protocol).take(_port(each.outside), each)
                self.open[each.flow] = each.outside
                self._count_connections(each)
            case PortRefused():
                is_full = 0 < self.limits.connections <= self.connections.in_use
                series = self.connections if is_full else self._toward(each.flow)
                series.note("refused", each, self.pause)
            case HoldBegan():
                if self.open.pop(each.flow, None) is not None:
                    self._count_connections(each)
            case PortReleased():
                series = self._toward(each.flow)
                series.give_back(each, series.in_use - 1)
                why = "removed" if each.why == "reclaimed" else each.why
                series.note(why, each, self.pause)
                self._of(each.flow.protocol).give_back(_port(each.outside), each)
                if self.open.get(each.flow) == each.outside:
                    del self.open[each.flow]
                    self._count_connections(each)
            case OthersCarried():
                self._carry(each)

    def uses(self, ended: int) -> Iterator[PortUse]:
        """How they were used, until *ended*."""
        protocol: Protocol
        for protocol, ports in self.protocols.items():
            for name, series in ports.toward.items():
                yield series.use(self.name, name, protocol, ended, scope="destination")
            # Which ports the machines that nobody names have, nobody says.
            if len(ports.toward) > 1 and not self.others:
                yield ports.series.use(
                    self.name, "", protocol, ended, scope="ports", shared=ports.most_several
                )
        if self.elsewhere or "refused" in self.connections.spells:
            protocol = next(iter(self.protocols), "TCP")
            yield self.connections.use(self.name, "", protocol, ended, scope="connections")

    def _carry(self, each: OthersCarried) -> None:
        self.others += each.count
        counted = [self.connections]
        if each.destination is None:
            self.elsewhere += each.count
        else:
            address, port = each.destination
            counted.append(self._toward(FiveTuple(each.protocol, "", 0, address, port)))
        for series in counted:
            series.rise(each, series.in_use + each.count)
            series.note("others", each, self.pause, each.count)

    def _count_connections(self, each: Happened) -> None:
        in_use = len(self.open) + self.others
        if in_use > self.connections.in_use:
            self.connections.take(each, in_use)
        else:
            self.connections.give_back(each, in_use)

    def _of(self, protocol: Protocol) -> _Ports:
        ports = self.protocols.get(protocol)
        if ports is None:
            ports = self.protocols[protocol] = _Ports()
            ports.series.allocate(self.limits, self.limits.ports)
        return ports

    def _toward(self, flow: FiveTuple) -> Series:
        toward = self._of(flow.protocol).toward
        is_bare = not flow.destination_port or (flow.protocol != "TCP" and self.limits.by_address)
        name = flow.destination if is_bare else f"{flow.destination}:{flow.destination_port}"
        series = toward.get(name)
        if series is None:
            series = toward[name] = Series()
            series.allocate(self.limits, self.limits.toward_one)
        return series


def _port(outside: FiveTuple) -> _Port:
    return outside.source, outside.source_port
