"""Machines whose answers are the same but for their own names and the ports of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve, frozen

from azsim.deploy.public_ips import PUBLIC_IP
from azsim.explaining.answers import (
    Inbound,
    Interface,
    KeptOut,
    Machines,
    Open,
    Outbound,
    Own,
    PublicAddress,
)

EACH: Final = "*"
"""Stands for what each machine of a group has for itself."""
_OF_ONE: Final = "inbound NAT rule"


@frozen(kw_only=True)
class Answered:
    """One machine with its answers."""

    name: str
    kind: str
    subnet: str
    interface: str
    scale_set: str | None
    orchestration: str | None
    outbound: Outbound
    interfaces: tuple[Interface, ...] = ()
    inbound: tuple[Inbound, ...]
    doubts: tuple[Open, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()


def grouped(machines: Iterable[Answered]) -> list[Machines]:
    """*machines*, those together that are alike, in the order of the first of each group."""
    groups: dict[object, list[Answered]] = {}
    for each in machines:
        place = each.kind, each.subnet, each.scale_set
        outbound = _outbound(each.outbound), tuple(map(_interface, each.interfaces))
        key = *place, *outbound, tuple(map(_inbound, each.inbound)), each.doubts
        groups.setdefault(key, []).append(each)
    return [_together(group) for group in groups.values()]


def _together(group: Sequence[Answered]) -> Machines:
    [first, *others] = group
    outbound, interfaces, inbound = first.outbound, first.interfaces, first.inbound
    if others:
        outbound = _outbound(first.outbound)
        interfaces = tuple(
            evolve(_interface(column[0]), name=_names([each.name for each in column]))
            for column in zip(*(each.interfaces for each in group), strict=True)
        )
        inbound = tuple(
            _merged(column) for column in zip(*(each.inbound for each in group), strict=True)
        )
    return Machines(
        names=tuple(each.name for each in group),
        kind=first.kind,
        subnet=first.subnet,
        interface=_names([each.interface for each in group]),
        scale_set=first.scale_set,
        orchestration=first.orchestration,
        outbound=outbound,
        interfaces=interfaces,
        inbound=inbound,
        doubts=first.doubts,
        own=tuple(
            Own(
                outbound=each.outbound,
                interfaces=each.interfaces,
                inbound=each.inbound,
                kept_out=each.kept_out,
            )
            for each in group
        ),
    )


def _merged(column: Sequence[Inbound]) -> Inbound:
    """The same way in of several machines, with the ports and the names of all of them."""
    [first, *_] = column
    address = first.address
    if address is not None:
        told = [each.address.resource or "" for each in column if each.address is not None]
        address = evolve(address, resource=_names(told) or None)
    rules = [each.rule for each in column if each.rule is not None]
    return evolve(
        first,
        ports=_ports([each.ports for each in column]),
        rule=_names(rules) if rules else None,
        through=_names([each.through for each in column]),
        address=address,
    )


def _names(names: Sequence[str]) -> str:
    """Names in a few words.

    >>> _names(["a", "a"]), _names(["a", "b"]), _names(["a1", "a2", "a3", "a4"])
    ('a', 'a, b', 'a1 … a4')
    """
    distinct = list(dict.fromkeys(names))
    return ", ".join(distinct) if len(distinct) <= _FEW else f"{distinct[0]} … {distinct[-1]}"


_FEW: Final = 3


def _ports(ports: Sequence[str]) -> str:
    """Ports in one word where they follow one another.

    >>> _ports(["50000", "50001", "50002"]), _ports(["80", "80"]), _ports(["22", "2222"])
    ('50000-50002', '80', '22, 2222')
    """
    distinct = list(dict.fromkeys(ports))
    if len(distinct) > 1 and all(each.isdecimal() for each in distinct):
        numbers = sorted(map(int, distinct))
        if numbers[-1] - numbers[0] == len(numbers) - 1:
            return f"{numbers[0]}-{numbers[-1]}"
    return _names(distinct)


def _interface(interface: Interface) -> Interface:
    """An interface without what differs from machine to machine."""
    return evolve(interface, name=EACH, outbound=_outbound(interface.outbound))


def _outbound(answer: Outbound) -> Outbound:
    """An outbound answer, without the name of an address that only one machine has."""
    if answer.method != PUBLIC_IP or any(each.address for each in answer.addresses):
        return answer
    return evolve(answer, through=None, addresses=tuple(map(_unnamed, answer.addresses)))


def _inbound(way: Inbound) -> Inbound:
    """A way in without what differs from machine to machine."""
    if way.kind == _OF_ONE:
        return evolve(way, rule=EACH, ports=EACH)
    if way.kind == PUBLIC_IP and way.address is not None and way.address.address is None:
        return evolve(way, through=EACH, address=_unnamed(way.address))
    return way


def _unnamed(address: PublicAddress) -> PublicAddress:
    return evolve(address, resource=EACH)
