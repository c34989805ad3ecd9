"""A declared object as records read it: typed, without case, and with its mistakes collected.

Templates keep what a resource is in ``properties``, exports of the command line beside its name:
a key is looked for in both. A value of another type than it should have, one that is unknown and
one that no record takes are each told as a doubt, with their place, and read as None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from attrs import define, field, frozen

from azsim.facts import Facts
from azsim.model.resources.checks import Word
from azsim.model.resources.identity import ResourceId
from azsim.readers.declared import Doubt, Object, Place, Secret, Unknown, Value
from azsim.readers.records.references import Names, reference
from azsim.text import Advice, Text, quoted
from azsim.units import MINUTE, SECOND

W = TypeVar("W", bound=Word)
T = TypeVar("T")

NOT_A_TEXT = Text("a text is expected, not {found}", "文字列が必要だが、{found} である")
NOT_A_NUMBER = Text("a whole number is expected, not {found}", "整数が必要だが、{found} である")
NOT_A_FLAG = Text(
    "true or false is expected, not {found}", "true か false が必要だが、{found} である"
)
NOT_A_LIST = Text("a list is expected, not {found}", "配列が必要だが、{found} である")
NOT_AN_OBJECT = Text("an object is expected, not {found}", "オブジェクトが必要だが、{found} である")
NOT_AN_ID = Text(
    "{found} is no id of a resource, such as /subscriptions/…/providers/Microsoft.Network/…",
    "{found} は /subscriptions/…/providers/Microsoft.Network/… のようなリソース ID ではない",
)
SECRET = Text("its value is a secret", "値がシークレットである")

_PROPERTIES: Final = "properties"
# What stands for an expression that begins with reference().
_REFERRED: Final = re.compile(r"\{reference\('([^']+)'")
_FLAGS: Final = {"true": True, "false": False}


@define(eq=False)
class Reading:
    """What all objects of a declaration share: the names of its resources, and their doubts.

    ``hops`` holds, by route table and route, the resource whose address a route leads to, where the
    template says the resource and Azure the address. ``ipv6`` are the public addresses and prefixes that
    aren't IPv4 ones. ``members`` holds, by pool, what a load balancer itself says is in it, as exports do.
    ``ip_groups`` are the addresses of IP groups, and ``left_out`` parts of resources that aren't modelled:
    their kind, their name, why, and where they stand.
    """

    names: Names
    facts: Facts
    doubts: list[Doubt] = field(factory=list)
    hops: dict[tuple[ResourceId, str], ResourceId] = field(factory=dict)
    ipv6: set[ResourceId] = field(factory=set)
    ip_groups: dict[ResourceId, tuple[str, ...]] = field(factory=dict)
    left_out: list[tuple[str, str, Text, Place | None]] = field(factory=list)
    members: dict[ResourceId, tuple[ResourceId, ...]] = field(factory=dict)


@frozen(eq=False)
class Body:
    """An object of an input; ``path`` is what doubts call it, and ``about`` the record it becomes."""

    object: Object
    path: str
    reading: Reading
    about: str

    # Values

    def text(self, key: str) -> str | None:
        """The text of *key*; a number is taken as one."""
        value = self._known(key)
        if value is None or isinstance(value, str):
            return value or None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self._doubt(key, NOT_A_TEXT.fill(found=_seen(value)))
        return None

    def label(self, key: str) -> str | None:
        """The text of *key*, on which no answer rests: what isn't known is none, and no doubt."""
        value = self.plain(key)
        return value if isinstance(value, str) and value else None

    def number(self, key: str) -> int | None:
        """The whole number of *key*, also where it is written as a text."""
        value = self._known(key)
        if value is None or value == "":
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
            return int(value)
        self._doubt(key, NOT_A_NUMBER.fill(found=_seen(value)))
        return None

    def flag(self, key: str) -> bool | None:
        """Whether *key* is true, also where that is written as a text."""
        value = self._known(key)
        if value is None or isinstance(value, bool):
            return value
        found = _FLAGS.get(value.casefold()) if isinstance(value, str) else None
        if found is None:
            self._doubt(key, NOT_A_FLAG.fill(found=_seen(value)))
        return found

    def word(self, key: str, words: type[W]) -> W | None:
        """The word of *key*, one of *words*."""
        return self.read(key, words)

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """What *reader* makes of the text of *key*; its advice becomes a doubt."""
        found = self.text(key)
        if found is None:
            return None
        try:
            return reader(found)
        except Advice as advice:
            self._doubt(key, advice.text)
            return None

    def minutes(self, key: str) -> int | None:
        """A number of minutes, in nanoseconds."""
        found = self.number(key)
        return None if found is None else found * MINUTE

    def seconds(self, key: str) -> int | None:
        """A number of seconds, in nanoseconds."""
        found = self.number(key)
        return None if found is None else found * SECOND

    def texts(self, key: str, single: str | None = None) -> tuple[str, ...]:
        """The texts of the list *key*, or of *single*, where there is only one of it."""
        value = self._known(key)
        found = [] if value is None else list(self._items(key, value))
        if not found and single is not None:
            one = self.text(single)
            return () if one is None else (one,)
        known = []
        for each in found:
            if isinstance(each, Unknown):
                self._doubt(key, each.reason)
            elif isinstance(each, str):
                known.append(each)
            else:
                self._doubt(key, NOT_A_TEXT.fill(found=_seen(each)))
        return tuple(known)

    # Objects

    def object_at(self, key: str) -> Body | None:
        """The object of *key*."""
        value = self._known(key)
        if value is None:
            return None
        if isinstance(value, Object):
            return self._inner(value, f"{self.path}.{key}")
        self._doubt(key, NOT_AN_OBJECT.fill(found=_seen(value)))
        return None

    def objects(self, key: str) -> list[Body]:
        """The objects of the list *key*; none where there is no such list."""
        value = self._known(key)
        if value is None:
            return []
        found = []
        for number, each in enumerate(self._items(key, value)):
            if isinstance(each, Object):
                found.append(self._inner(each, f"{self.path}.{key}[{number}]"))
            elif isinstance(each, Unknown):
                self._doubt(key, each.reason)
            else:
                self._doubt(key, NOT_AN_OBJECT.fill(found=_seen(each)))
        return found

    def reference(self, key: str) -> ResourceId | None:
        """The resource that *key* names, by an object with an ``id`` or by the id alone."""
        value = self._known(key)
        if isinstance(value, Object):
            return self._inner(value, f"{self.path}.{key}").reference("id") if value else None
        named = self.text(key)
        if named is None:
            return None
        found = reference(named)
        if found is None:
            self._doubt(key, NOT_AN_ID.fill(found=_seen(named)))
            return None
        return self.reading.names.id(found)

    def references(self, key: str) -> tuple[ResourceId, ...]:
        """The resources that the list *key* names."""
        found = (each.reference("id") for each in self.objects(key))
        return tuple(each for each in found if each is not None)

    def referred(self, key: str) -> ResourceId | None:
        """The resource that *key* takes its value from, where only a deployment tells the value."""
        value = self.plain(key)
        found = _REFERRED.match(value.stand_in) if isinstance(value, Unknown) else None
        if found is None:
            return None
        named = reference(found[1])
        return (
            self.reading.names.called(found[1]) if named is None else self.reading.names.id(named)
        )

    def part(self, key: str) -> str | None:
        """The plain name of the part that *key* names."""
        found = self.reference(key)
        return None if found is None else found.name

    # Where

    @property
    def name(self) -> str:
        """Its name; its path where it has none."""
        return self.text("name") or self.path

    @property
    def place(self) -> Place | None:
        """Where it stands."""
        return self.object.place

    def place_of(self, key: str) -> Place | None:
        """Where *key* stands in it."""
        inner = self.object.get(_PROPERTIES)
        if isinstance(inner, Object) and key in inner:
            return inner.place_of(key)
        return self.object.place_of(key)

    def tell(self, reason: Text, place: Place | None = None) -> None:
        """Something about the whole object is in doubt."""
        self.reading.doubts.append(Doubt(self.path, reason, place or self.place, self.about))

    # Within

    def _inner(self, value: Object, path: str) -> Body:
        return Body(value, path, self.reading, self.about)

    def plain(self, key: str) -> Value:
        """What stands under *key*, whatever it is."""
        inner = self.object.get(_PROPERTIES)
        if isinstance(inner, Object) and key in inner:
            return inner[key]
        return self.object.get(key)

    def _known(self, key: str) -> Value:
        """The value of *key*; None, with a doubt, where it isn't known."""
        value = self.plain(key)
        if isinstance(value, Unknown):
            self._doubt(key, value.reason)
            return None
        if isinstance(value, Secret):
            self._doubt(key, SECRET)
            return None
        return value

    def _items(self, key: str, value: Value) -> Iterator[Value]:
        if isinstance(value, tuple):
            yield from value
        else:
            self._doubt(key, NOT_A_LIST.fill(found=_seen(value)))

    def _doubt(self, key: str, reason: Text) -> None:
        self.reading.doubts.append(
            Doubt(f"{self.path}.{key}", reason, self.place_of(key), self.about)
        )


def _seen(value: Value) -> str:
    """*value* as a message shows it."""
    if isinstance(value, Object):
        return "{…}"
    if isinstance(value, tuple):
        return "[…]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{quoted(value)}"' if isinstance(value, str) else str(value)
