"""How attributes of Terraform become properties of Resource Manager, said by tables.

A :data:`Shape` holds, by each property, where its value comes from: the name of an attribute that has
the same value, or one of the classes here. ``a|b`` is the first attribute of these that is there:
providers have renamed some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Protocol, TypeAlias

from attrs import frozen

from azsim.readers.declared import Object, Unknown, Value
from azsim.readers.terraform.files import AFTER_APPLY
from azsim.readers.terraform.links import Path


class Linked(Protocol):
    """Resolves what a plan doesn't know yet, for one instance."""

    def is_written(self, path: Path) -> bool:
        """Whether somebody wrote the attribute at *path*; else the provider would fill it in."""

    def ids(self, path: Path) -> list[str]:
        """The ids of the resources that the attribute at *path* refers to."""

    def id_behind(self, path: Path) -> str | None:
        """The id of the one resource of which the attribute at *path* takes some value."""


@frozen(eq=False)
class Block:
    """A block of attributes; ``id`` is that of its resource, and ``path`` where the block stands in it."""

    values: Object
    id: str
    links: Linked
    path: Path = ()

    def found(self, names: str) -> tuple[str, Value]:
        """The first of *names* that has a value, with it; texts that are empty say nothing."""
        for name in names.split("|"):
            value = self.values.get(name)
            if isinstance(value, Unknown) and not self.links.is_written((*self.path, name)):
                continue
            if value is not None and value != "":
                return name, value
        return names, None

    def inner(self, name: str) -> Iterator[Block | Unknown]:
        """The blocks of that name."""
        name, value = self.found(name)
        if isinstance(value, Unknown):
            yield value
        items = value if isinstance(value, tuple) else (value,)
        for number, each in enumerate(items):
            if isinstance(each, Object):
                yield Block(each, self.id, self.links, (*self.path, name, number))


class Source(Protocol):
    """Where the value of a property comes from."""

    def read(self, block: Block) -> Value:
        """The value, or None where there is none."""


Shape: TypeAlias = "Mapping[str, str | Source | Shape]"


@frozen
class Id:
    """An object with the id that an attribute holds."""

    name: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        found = id_of(block, self.name)
        return found if found is None or isinstance(found, Unknown) else _with_id(found)


@frozen
class Ids:
    """Objects with the ids that an attribute lists."""

    name: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        name, value = block.found(self.name)
        if value is None:
            return None
        items = value if isinstance(value, tuple) else (value,)
        if any(isinstance(each, Unknown) for each in items):
            linked = tuple(map(_with_id, block.links.ids((*block.path, name))))
            if linked and (isinstance(value, Unknown) or len(linked) == len(items)):
                return linked
        if isinstance(value, Unknown):
            return value
        return tuple(_with_id(each) if isinstance(each, str) else each for each in items)


@frozen
class Part:
    """An object with the id of a part of the same resource, which an attribute names.

    ``of`` is the attribute with the id of the whole; None where the part is this resource's own.
    """

    kind: str
    name: str
    of: str | None = None

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        _, name = block.found(self.name)
        whole = block.id if self.of is None else id_of(block, self.of)
        if not isinstance(name, str) or not isinstance(whole, str):
            return None
        return _with_id(f"{whole}/{self.kind}/{name}")


@frozen
class Parts:
    """The same for each block of one name, which has the part's name as its own."""

    kind: str
    blocks: str
    of: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        whole = id_of(block, self.of)
        names = [
            each.values.get("name") for each in block.inner(self.blocks) if isinstance(each, Block)
        ]
        return tuple(_with_id(f"{whole}/{self.kind}/{each}") for each in names)


@frozen
class Each:
    """The blocks of one name, each in a shape."""

    name: str
    shape: Shape

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        return tuple(
            each if isinstance(each, Unknown) else shaped(each, self.shape)
            for each in block.inner(self.name)
        )


@frozen
class One:
    """The only block of one name, in a shape."""

    name: str
    shape: Shape

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        each = next(block.inner(self.name), None)
        return each if each is None or isinstance(each, Unknown) else shaped(each, self.shape)


@frozen
class Wrapped:
    """The values that attributes list, each in an object of its own under the given key."""

    names: Mapping[str, str]

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        found: list[Value] = []
        for key, name in self.names.items():
            _, value = block.found(name)
            if isinstance(value, Unknown):
                found.append(value)
            for each in value if isinstance(value, tuple) else ():
                found.append(Object([(key, each)], block.values.place))
        return tuple(found)


@frozen
class Not:
    """The opposite of a flag, or another flag as it is, by which older providers say the same."""

    name: str
    older: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        _, value = block.found(self.name)
        if value is None:
            return block.found(self.older)[1]
        return not value if isinstance(value, bool) else value


@frozen
class UpTo:
    """A text up to a sign, such as the SKU in ``Standard_Regional``."""

    name: str
    sign: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        _, value = block.found(self.name)
        return value.partition(self.sign)[0] if isinstance(value, str) else value


@frozen
class Choice:
    """One of two words, by a flag."""

    name: str
    yes: str
    no: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        _, value = block.found(self.name)
        return (self.yes if value else self.no) if isinstance(value, bool) else value


@frozen
class Fixed:
    """A value that every resource of a type has."""

    value: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        return self.value


@frozen
class Hop:
    """The address that a route leads to, or the resource whose address that will be."""

    name: str

    def read(self, block: Block) -> Value:
        """See :class:`Source`."""
        name, value = block.found(self.name)
        behind = block.links.id_behind((*block.path, name)) if isinstance(value, Unknown) else None
        if behind is None:
            return value
        return Unknown(AFTER_APPLY, f"{{reference('{behind}')}}")


def id_of(block: Block, names: str) -> str | Unknown | None:
    """The id that an attribute holds, or will hold by what it refers to."""
    name, value = block.found(names)
    if isinstance(value, str):
        return value
    if not isinstance(value, Unknown):
        return None
    found = block.links.ids((*block.path, name))
    return found[0] if len(found) == 1 else value


def shaped(block: Block, shape: Shape) -> Object:
    """What *block* is in that shape; properties without a value are left out."""
    items: list[tuple[str, Value]] = []
    places = {}
    for key, source in shape.items():
        value, names = _read(block, source)
        if value is None or value == _EMPTY:
            continue
        items.append((key, value))
        place = block.values.place_of(names)
        if place is not None:
            places[key] = place
    return Object(items, block.values.place, places)


_EMPTY: Final[tuple[Value, ...]] = ()


def _read(block: Block, source: str | Source | Shape) -> tuple[Value, str]:
    """The value of *source*, and the attribute that it stands in."""
    if isinstance(source, str):
        name, value = block.found(source)
        return value, name
    if isinstance(source, Mapping):
        inner = shaped(block, source)
        return (inner if inner else None), ""
    return source.read(block), getattr(source, "name", "").partition("|")[0]


def _with_id(id: str) -> Object:
    return Object([("id", id)])
