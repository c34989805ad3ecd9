"""Ids of Resource Manager, and the short names that resources have among themselves.

Resource Manager names are unique within their type and resource group only, and scenarios call
everything by one plain name. A resource keeps its plain name unless a more important one has it:
machines come first, since sentences speak of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from attrs import define, field, frozen

from azsim.model.resources.identity import ResourceId
from azsim.readers.declared import Declared

_MACHINES: Final = (
    "microsoft.compute/virtualmachines",
    "microsoft.compute/virtualmachinescalesets",
)
_GROUP = re.compile("/resourcegroups/([^/]+)", re.IGNORECASE)


@frozen
class Reference:
    """What an id names: a top-level resource, and a part of it where ``parts`` says one.

    ``type`` is folded, such as ``microsoft.network/virtualnetworks``. ``group`` is the resource
    group, folded; None where the id doesn't say. ``parts`` are pairs of a kind and a name.
    """

    type: str
    name: str
    group: str | None = None
    parts: tuple[tuple[str, str], ...] = ()


def reference(id: str) -> Reference | None:
    """What *id* names; None where it is no id of a resource.

    >>> reference("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/")
    Reference(type='microsoft.network/virtualnetworks', name='v', group='g', parts=())
    """
    path = id.strip().strip("/")
    folded = path.casefold()
    # An extension's id has several providers, and names what the last one says.
    start = folded.rfind("providers/")
    segments = path[start + len("providers/") if start >= 0 else 0 :].split("/")
    if len(segments) < 3 or not all(segments) or "." not in segments[0]:
        return None
    namespace, kind, name, *rest = segments
    if len(rest) % 2:
        return None
    group = _GROUP.search(f"/{path}")
    return Reference(
        f"{namespace}/{kind}".casefold(),
        name,
        None if group is None else group[1].casefold(),
        tuple(zip(rest[::2], rest[1::2], strict=True)),
    )


def type_and_name(type: str, name: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """A declared type and name in the form of a reference: its top-level type and name, and the parts.

    >>> type_and_name("Microsoft.Network/virtualNetworks/subnets", "hub/app")
    ('microsoft.network/virtualnetworks', 'hub', (('subnets', 'app'),))
    """
    namespace, kind, *kinds = type.strip("/").split("/")
    first, *names = name.split("/")
    return f"{namespace}/{kind}".casefold(), first, tuple(zip(kinds, names, strict=False))


@define
class Names:
    """The short names of all declared resources."""

    _by_key: dict[tuple[str, str], dict[str | None, str]] = field(factory=dict, init=False)
    _taken: dict[str, tuple[str, str]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, declared: Iterable[Declared]) -> Names:
        """Those of *declared*, of which machines get theirs first."""
        names = cls()
        tops = [each for each in declared if each.type.count("/") == 1]
        for each in sorted(tops, key=lambda one: one.type.casefold() not in _MACHINES):
            found = reference(each.id)
            names.add(each.type.casefold(), each.name, None if found is None else found.group)
        return names

    def add(self, type: str, name: str, group: str | None) -> str:
        """The short name of a resource, which may be a new one."""
        groups = self._by_key.setdefault((type, name.casefold()), {})
        if group in groups:
            return groups[group]
        _, _, kind = type.rpartition("/")
        candidates = chain((name, f"{name} ({kind})"), _numbered(name, kind))
        short = next(each for each in candidates if each.casefold() not in self._taken)
        self._taken[short.casefold()] = type, name
        groups[group] = short
        return short

    def short(self, type: str, name: str, group: str | None) -> str:
        """The short name of a resource that is named by its type and name.

        One that nobody declared gets one now: it stands elsewhere, and is named here.
        """
        groups = self._by_key.get((type, name.casefold()), {})
        if group in groups:
            return groups[group]
        if len(groups) == 1:
            # A resource group that one of two says, and the other leaves out, or calls otherwise.
            return next(iter(groups.values()))
        return self.add(type, name, group)

    def called(self, name: str) -> ResourceId | None:
        """The resource of that plain name, where there is only one."""
        found = [
            short
            for (_, known), groups in self._by_key.items()
            for short in groups.values()
            if known == name.casefold()
        ]
        return ResourceId(found[0]) if len(found) == 1 else None

    def id(self, named: Reference) -> ResourceId:
        """The id by which the record of *named* is called."""
        found = ResourceId(self.short(named.type, named.name, named.group))
        for kind, name in named.parts:
            found = found.part(_kind(kind), name)
        return found


# Records spell the kinds of parts in one way.
_KINDS: Final = ("subnets", "backendAddressPools", "inboundNatRules", "inboundNatPools")


def _kind(kind: str, known: Sequence[str] = _KINDS) -> str:
    return next((each for each in known if each.casefold() == kind.casefold()), kind)


def _numbered(name: str, kind: str) -> Iterable[str]:
    number = 2
    while True:
        yield f"{name} ({kind} {number})"
        number += 1
