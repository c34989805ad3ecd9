"""What a scenario has described at several times, put together as one topology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, get_args

from attrs import evolve, frozen

from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.load_balancer_outbound import LOAD_BALANCING_RULE, OUTBOUND_RULE
from azsim.deploy.machines import Machine
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.facts import registry
from azsim.functions.snat.flows import Translator
from azsim.model.resources.description import Description
from azsim.model.resources.network import NetworkInterface
from azsim.model.topology import Link, Place, PlaceKind, Topology
from azsim.text import Text

# More that are alike are summed up, but for the first ones, of which scenarios speak.
LARGEST_GROUP: Final = 6
SHOWN_OF_GROUP: Final = 2

ROUTE_FIRST: Final = -1
"""The rank of a route that leads everything elsewhere: it decides before any method."""

KINDS_OF_METHODS: Final[dict[str, PlaceKind]] = {
    PUBLIC_IP: "public IP",
    OUTBOUND_RULE: "outbound front end",
    LOAD_BALANCING_RULE: "outbound front end",
    DEFAULT_ACCESS: "default outbound access",
}

# What a machine leaves through is shown even where it has gone by the end: others came after it.
_WAYS_OUT: Final[frozenset[PlaceKind]] = frozenset(
    (
        "instance-level public IP",
        "public IP",
        "outbound front end",
        "default outbound access",
        "NAT gateway",
        "firewall",
        "virtual appliance",
        "virtual network gateway",
    )
)
_ORDER: Final[dict[PlaceKind, int]] = {
    kind: number for number, kind in enumerate(get_args(PlaceKind))
}

_SUBNET = Text("subnet {subnet}", "サブネット {subnet}")
_GROUP = Text("NSG {group}", "NSG {group}")
_GONE = Text("gone by the end", "終了時にはなし")
_PRECEDENCE = Text("way out no. {number}", "送信方法の優先順位 {number}")


@frozen
class WayOut:
    """A machine could leave through a place; of several, the lowest ``rank`` counts."""

    machine: str
    place: str
    rank: int


@frozen
class Described:
    """What was there at one time."""

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    ways: tuple[WayOut, ...] = ()


def rank_of(method: str) -> int:
    """Where *method*, one of those of machines, stands in the documented order."""
    order = registry()["outbound.methods"].value
    assert isinstance(order, tuple), "it lists methods"
    return order.index(method)


def together(seen: Sequence[Described]) -> Topology:
    """What is there at the end of what was *seen*, and the ways out that were there before.

    Where a machine had several ways out, each says which counts first.
    """
    *earlier, now = seen
    places = {place.name: place for place in now.places}
    taken = {(place.kind, each) for place in now.places for each in place.addresses}
    for place in (place for each in earlier for place in each.places):
        is_same = any((place.kind, each) in taken for each in place.addresses)
        if place.kind in _WAYS_OUT and place.name not in places and not is_same:
            places[place.name] = place
    for name, words in _precedence(seen):
        if name in places:
            places[name] = _saying(places[name], words)
    known = {place.name for place in now.places}
    links = dict.fromkeys(now.links)
    for link in (link for each in earlier for link in each.links):
        if {link.start, link.end} <= places.keys() and not {link.start, link.end} <= known:
            links[link] = None
    told = [each if each.name in known else _saying(each, _GONE) for each in places.values()]
    told.sort(key=lambda place: _ORDER[place.kind])
    return _summed_up(Topology(tuple(told), tuple(links)))


def beside(description: Description) -> Iterator[tuple[str, Text]]:
    """Private addresses, each with its subnet, where there are several, and its security groups."""
    subnets = description.subnets()
    for interface in description.of_kind(NetworkInterface):
        for each in interface.ip_configurations:
            subnet = None if each.subnet is None else subnets.get(each.subnet)
            said = []
            if subnet is not None and len(subnets) > 1:
                said.append(_SUBNET.fill(subnet=subnet.name))
            groups = [interface.network_security_group]
            if subnet is not None:
                groups.append(subnet.network_security_group)
            said += [_GROUP.fill(group=group.name) for group in groups if group is not None]
            if each.private_ip_address is not None and said:
                yield each.private_ip_address, joined(said)


def few(addresses: Sequence[str]) -> Sequence[str]:
    """*addresses*; of many, the first and the last."""
    few = len(addresses) <= SHOWN_OF_GROUP
    return addresses if few else [f"{addresses[0]} … {addresses[-1]}"]


def joined(words: Sequence[Text]) -> Text:
    """*words*, with commas between them."""
    return Text(", ".join(each.en for each in words), "、".join(each.ja for each in words))


def offered_to(machine: Machine) -> Iterator[tuple[str, Sequence[Translator]]]:
    """By what each of its interfaces may leave, and through what."""
    for egress in machine.interfaces.values():
        yield from egress.methods.items()


def may_use(machine: Machine, translator: Translator) -> bool:
    """Whether *machine* leaves through *translator*, or would, as no route says otherwise."""
    for egress in machine.interfaces.values():
        is_first = egress is machine.egress and translator in egress.translators()
        if is_first and egress.routes is None:
            return True
        if any(flow.translator is translator for flow in egress.flows.values()):
            return True
    return False


def _saying(place: Place, words: Text) -> Place:
    return evolve(place, detail=words if place.detail is None else joined([place.detail, words]))


def _precedence(seen: Iterable[Described]) -> Iterator[tuple[str, Text]]:
    """Of each way out of machines that had several, which counts first."""
    ranks: dict[str, int] = {}
    of_machine: dict[str, set[str]] = defaultdict(set)
    for way in (way for each in seen for way in each.ways):
        ranks[way.place] = min(way.rank, ranks.get(way.place, way.rank))
        of_machine[way.machine].add(way.place)
    several = [names for names in of_machine.values() if len({ranks[name] for name in names}) > 1]
    shown = {name: ranks[name] for names in several for name in names}
    numbers = {rank: number for number, rank in enumerate(sorted(set(shown.values())), start=1)}
    for name, rank in shown.items():
        yield name, _PRECEDENCE.fill(number=numbers[rank])


def _summed_up(topology: Topology) -> Topology:
    """The same, with one place for all that are alike, where there are many of them."""
    beside: dict[str, list[tuple[str, bool, Text | None]]] = defaultdict(list)
    for link in topology.links:
        beside[link.start].append((link.end, True, link.label))
        beside[link.end].append((link.start, False, link.label))
    alike: dict[object, list[Place]] = defaultdict(list)
    for place in topology.places:
        alike[place.kind, place.zone, place.within, place.detail, tuple(beside[place.name])].append(
            place
        )
    sums: dict[str, Place] = {}
    for group in alike.values():
        if len(group) > LARGEST_GROUP:
            rest = group[SHOWN_OF_GROUP:]
            sums.update(dict.fromkeys((place.name for place in rest), _sum(rest)))

    def named(name: str) -> str:
        return sums[name].name if name in sums else name

    return Topology(
        tuple(dict.fromkeys(sums.get(place.name, place) for place in topology.places)),
        tuple(
            dict.fromkeys(
                evolve(link, start=named(link.start), end=named(link.end))
                for link in topology.links
            )
        ),
    )


def _sum(places: list[Place]) -> Place:
    first, last = places[0], places[-1]
    return Place(
        f"{first.name} … {last.name}",
        first.kind,
        first.zone,
        (f"{first.addresses[0]} … {last.addresses[0]}",),
        detail=first.detail,
        within=first.within,
        members=tuple((place.name, place.addresses[0]) for place in places),
    )
