"""What inputs declare, whichever format they come in: resources in the words of Resource Manager.

Each reader turns its format into :class:`Declared` resources, whose bodies hold plain values. What
can't be known before a deployment stands in its place as an :class:`Unknown`, with the reason;
what nobody may see is a :class:`Secret`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import field, frozen

from azsim.text import Text


@frozen
class Place:
    """Where something stands: a file, and a line of it, the first of which is 1.

    ``line`` is None where an input has no lines of its own to tell.
    """

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@frozen
class Unknown:
    """A value that only a deployment would tell, and why.

    ``stand_in`` stays the same from one reading to the next, so that names made of it agree.
    """

    reason: Text
    stand_in: str = field(default="?")
    place: Place | None = field(default=None, eq=False)

    def __str__(self) -> str:
        return self.stand_in


class StandIn(str):
    """A text that Azure would make up otherwise, such as a name that ends in ``uniqueString()``.

    It stays the same from one reading to the next and serves as a name or a part of an id, which only
    has to be the same wherever it stands. Whether it equals another text isn't known.
    """

    __slots__ = ("reason",)
    reason: Text

    def __new__(cls, text: str, reason: Text) -> StandIn:
        """*text* in place of what *reason* says isn't known."""
        made = super().__new__(cls, text)
        made.reason = reason
        return made

    def __getnewargs__(self) -> tuple[str, Text]:  # type: ignore[override]
        return str(self), self.reason


@frozen
class Secret:
    """A value that never gets into any output: of a secure parameter, a key, a password."""

    def __str__(self) -> str:
        return "***"

    def __repr__(self) -> str:
        return "Secret()"


Value: TypeAlias = "bool | int | float | str | Unknown | Secret | tuple[Value, ...] | Object | None"


class Object(Mapping[str, Value]):
    """A JSON object whose keys are looked up without case, and that knows where it stands.

    Of two keys that differ only in case, the last one counts, as in Resource Manager.
    """

    __slots__ = ("_items", "_places", "depth", "place", "weight")

    depth: Final[int]
    """Objects and arrays within one another, this one included."""
    weight: Final[int]
    """About how many values there are in it, at whatever depth."""

    def __init__(
        self,
        items: Iterable[tuple[str, Value]] = (),
        place: Place | None = None,
        places: Mapping[str, Place] | None = None,
    ) -> None:
        self._items: Final = {each[0].casefold(): each for each in items}
        self._places: Final = {key.casefold(): at for key, at in (places or {}).items()}
        self.place = place
        self.depth, self.weight = measured(value for _, value in self._items.values())

    def __getitem__(self, key: str) -> Value:
        return self._items[key.casefold()][1]

    def get(self, key: str, default: Value = None) -> Value:  # type: ignore[override]
        found = self._items.get(key.casefold())
        return default if found is None else found[1]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.casefold() in self._items

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Object({dict(self)!r})"

    def place_of(self, key: str) -> Place | None:
        """Where *key* stands; where the whole object does, if nobody kept it."""
        return self._places.get(key.casefold(), self.place)

    def with_(self, key: str, value: Value) -> Object:
        """The same object with *value* under *key*."""
        kept = [(each, held) for each, held in self.items() if each.casefold() != key.casefold()]
        return Object([*kept, (key, value)], self.place, self._places)


_PLAIN: Final = frozenset((str, int, float, bool, type(None)))


def measured(values: Iterable[Value]) -> tuple[int, int]:
    """How deep and how large a container of *values* is."""
    depth, weight = 0, 1
    for value in values:
        # Nearly every value is plain, and it takes long to find that something is no object.
        if type(value) in _PLAIN:
            weight += 1
            continue
        if isinstance(value, Object):
            inner, size = value.depth, value.weight
        else:
            inner, size = measured(value) if isinstance(value, tuple) else (0, 1)
        depth, weight = max(depth, inner), weight + size
    return depth + 1, weight


@frozen(kw_only=True, eq=False)
class Declared:
    """One resource as an input declares it, with its expressions resolved.

    ``type`` is the whole one, such as ``Microsoft.Network/virtualNetworks/subnets``, and ``name``
    has a segment for each part of it after the provider: ``hub/app``. ``body`` is the whole
    object: ``properties``, ``sku``, ``zones`` and so on; an export of the command line may have its
    properties directly in it. ``is_existing`` is one that is named, not deployed.
    ``uncertain`` is why it isn't known whether, or how often, it is deployed.
    """

    type: str
    name: str
    id: str
    body: Object
    api_version: str | None = None
    place: Place | None = None
    is_existing: bool = False
    uncertain: Text | None = None
    depends_on: tuple[str, ...] = ()


@frozen
class Doubt:
    """Something that couldn't be resolved: what it is, why, and where it stands.

    ``about`` is the id of the resource, or of the part of it, whose answers it touches, as records call
    it; None where it may touch any, and :data:`NOBODY` where it touches none.
    """

    path: str
    reason: Text
    place: Place | None = None
    about: str | None = None


NOBODY: Final = ""
"""Of a doubt that touches no answer by itself."""


@frozen
class Declaration:
    """Everything that an input declares, and what couldn't be resolved in it."""

    resources: tuple[Declared, ...] = ()
    doubts: tuple[Doubt, ...] = ()
