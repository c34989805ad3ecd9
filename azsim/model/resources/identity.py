"""What resources are called, and how they name one another and their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, TypeVar

from attrs import field, frozen

from azsim.text import Advice, Text, did_you_mean, spaced

_PROVIDERS = "providers"


@frozen(cache_hash=True)
class ResourceId:
    """A name such as ``vm1``, or a path such as ``hub/subnets/app`` or a whole ARM id.

    Compared without case and without a slash at either end; the author's spelling stays.
    """

    text: str = field(eq=False)
    _compared: str = field(init=False, repr=False)

    @_compared.default
    def _fold(self) -> str:
        return self.text.strip("/").casefold()

    def __attrs_post_init__(self) -> None:
        if not self.text.strip("/ "):
            raise Advice(
                Text(
                    "A resource has no name. Write a name, such as vm1, or an id of "
                    "Resource Manager.",
                    "名前のないリソースがある。vm1 のような名前か、Resource Manager の ID を書く。",
                )
            )

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self._segments[-1]

    @property
    def resource(self) -> ResourceId:
        """The top-level resource of which this one is a part; itself where it is no part."""
        segments = self._segments
        folded = [each.casefold() for each in segments]
        # In an ARM id the last provider's namespace, type and name come before the parts.
        last = len(folded) - 1 - folded[::-1].index(_PROVIDERS) if _PROVIDERS in folded else -4
        end = last + 4 if last >= 0 else 1
        slash = "/" if self.text.startswith("/") else ""
        return ResourceId(slash + "/".join(segments[:end]))

    def part(self, kind: str, name: str) -> ResourceId:
        """The id of a part: ``hub/subnets/app`` is the part ``app`` of ``hub``'s ``subnets``."""
        return ResourceId(f"{self.text.rstrip('/')}/{kind}/{name}")

    @property
    def _segments(self) -> list[str]:
        return self.text.strip("/").split("/")

    def __str__(self) -> str:
        return self.text


def resource_id(given: ResourceId | str) -> ResourceId:
    """*given* as an id."""
    return given if isinstance(given, ResourceId) else ResourceId(given)


def resource_ids(given: Iterable[ResourceId | str]) -> tuple[ResourceId, ...]:
    """All that is *given* as ids, in order.

    :raises TypeError: for one text, whose letters would be taken for names.
    """
    if isinstance(given, str):
        raise TypeError(f"a list of ids is needed, not the text {given!r}")
    return tuple(resource_id(each) for each in given)


@frozen(kw_only=True)
class Resource:
    """Anything that a deployment consists of. ``KIND`` says what it is, for messages."""

    KIND: ClassVar[Text]

    id: ResourceId = field(converter=resource_id)

    @property
    def name(self) -> str:
        """Its plain name."""
        return self.id.name


class Part(Protocol):
    """A part of a resource; its name differs from those of its like, without case."""

    @property
    def name(self) -> str:
        """Its plain name."""


P = TypeVar("P", bound=Part)


def part_named(name: str, parts: Iterable[P], kind: Text, owner: Resource) -> P:
    """The one of *parts* that is called *name*, without case.

    :raises Advice: where *owner* has no such part, with the nearest name.
    """
    known = tuple(parts)
    for each in known:
        if each.name.casefold() == name.casefold():
            return each
    raise Advice(
        Text(
            'The {owner_kind} "{owner}" has no {kind} "{name}".{hint}',
            "{owner_kind}「{owner}」に{kind}「{name}」はない。{hint}",
        ).fill(
            owner_kind=owner.KIND,
            owner=owner.name,
            kind=spaced("に", kind),
            name=name,
            hint=did_you_mean(name, [each.name for each in known]),
        )
    )
