"""All that is deployed, and what changes from one description to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import field, frozen

from azsim.model.resources.identity import Resource, ResourceId, resource_id
from azsim.model.resources.network import Subnet, VirtualNetwork
from azsim.text import Advice, Text, did_you_mean, listed, spaced

R = TypeVar("R", bound=Resource)

Key = tuple[type[Resource], ResourceId]


def _key(resource: Resource) -> Key:
    return type(resource), resource.id


def _once(given: Iterable[Resource]) -> tuple[Resource, ...]:
    resources = tuple(given)
    seen: dict[Key, Resource] = {}
    for each in resources:
        first = seen.get(_key(each))
        if first is not None:
            raise Advice(
                Text(
                    'The {kind} "{name}" is described twice, as {first} and as {second}. Capitals '
                    "don't count: describe it once.",
                    "{kind}「{name}」が {first} と {second} で二度記述されている。大文字と小文字は"
                    "区別されない。一度だけ書く。",
                ).fill(kind=each.KIND, name=each.name, first=first.id, second=each.id)
            )
        seen[_key(each)] = each
    return resources


@frozen
class Description:
    """Resources, each once by its kind and id, in the order in which they were described.

    The order doesn't count when two descriptions are compared.

    :raises Advice: where one is described twice.
    """

    resources: tuple[Resource, ...] = field(default=(), converter=_once, eq=frozenset)
    _by_key: dict[Key, Resource] = field(init=False, eq=False, repr=False)
    _by_kind: dict[type[Resource], list[Resource]] = field(init=False, eq=False, repr=False)

    @_by_key.default
    def _index(self) -> dict[Key, Resource]:
        return {_key(each): each for each in self.resources}

    @_by_kind.default
    def _sort(self) -> dict[type[Resource], list[Resource]]:
        found: dict[type[Resource], list[Resource]] = {}
        for each in self.resources:
            found.setdefault(type(each), []).append(each)
        return found

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    def with_(self, *resources: Resource) -> Description:
        """The same with *resources*, each in the place of the one with its kind and id."""
        merged = dict(self._by_key)
        merged.update((_key(each), each) for each in _once(resources))
        return Description(merged.values())

    def without(self, kind: type[Resource], id: ResourceId | str) -> Description:
        """The same without one resource.

        :raises Advice: where there is none, with the nearest name.
        """
        gone = self.find(kind, id)
        return Description(each for each in self.resources if each is not gone)

    def find(self, kind: type[R], id: ResourceId | str) -> R:
        """The resource of that kind and id, or the only one of that kind and plain name.

        :raises Advice: where there is none, with the nearest name, and where a plain name fits
            several, with their ids.
        """
        wanted = resource_id(id)
        exact = self._by_key.get((kind, wanted))
        if isinstance(exact, kind):
            return exact
        known = self.of_kind(kind)
        named = [each for each in known if ResourceId(each.name) == wanted]
        if len(named) == 1:
            return named[0]
        if named:
            raise Advice(
                Text(
                    'Several resources of the kind {kind} are called "{name}": {ids}. Write the id '
                    "of one of them.",
                    "「{name}」という{kind}が複数ある: {ids}。そのうち一つの ID を書く。",
                ).fill(
                    kind=spaced("う", kind.KIND, "が"),
                    name=wanted,
                    ids=listed(each.id for each in named),
                )
            )
        raise Advice(
            Text(
                'No {kind} is called "{name}".{hint}',
                "「{name}」という{kind}はない。{hint}",
            ).fill(
                kind=spaced("う", kind.KIND, "は"),
                name=wanted,
                hint=did_you_mean(wanted.name, [each.name for each in known]),
            )
        )

    def of_kind(self, kind: type[R]) -> tuple[R, ...]:
        """The resources of that kind, in order."""
        return tuple(each for each in self._by_kind.get(kind, ()) if isinstance(each, kind))

    def subnets(self) -> dict[ResourceId, Subnet]:
        """The subnets of all networks, by their ids."""
        return {
            network.id.part("subnets", each.name): each
            for network in self.of_kind(VirtualNetwork)
            for each in network.subnets
        }

    def get(self, key: Key) -> Resource | None:
        """The resource with exactly that kind and id, where there is one."""
        return self._by_key.get(key)


@frozen
class Change:
    """A resource before and after."""

    before: Resource
    after: Resource


@frozen
class Changes:
    """What differs between two descriptions, each part in the order of its description."""

    added: tuple[Resource, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Resource, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def changes(old: Description, new: Description) -> Changes:
    """What was added, changed and removed from *old* to *new*."""
    added, changed = [], []
    for after in new:
        before = old.get(_key(after))
        if before is None:
            added.append(after)
        elif before != after:
            changed.append(Change(before, after))
    removed = [before for before in old if new.get(_key(before)) is None]
    return Changes(tuple(added), tuple(changed), tuple(removed))
