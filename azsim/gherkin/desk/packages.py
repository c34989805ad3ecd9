"""The packages that sentences of one's own import: which can go along, and which can't.

A page has another processor and another Python than the computer where it is made, so that a package can go
along where it is written in Python alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from attrs import frozen
from packaging.requirements import InvalidRequirement, Requirement

# What a page has without anybody's doing: azsim with what it needs.
_THERE = ("azsim", "jinja2")
# What is compiled, whatever the system.
_COMPILED = (".so", ".pyd", ".dll", ".dylib")
_TOLD = ("METADATA", "entry_points.txt")


@frozen
class Packages:
    """The ``files`` of packages that go along, by their paths from where Python looks, and those that ``stay``."""

    files: Mapping[str, bytes]
    stay: tuple[str, ...] = ()


def packages_of(modules: Iterable[str]) -> Packages:
    """The packages of *modules*, by their names without dots, with all that they need in their turn.

    What isn't installed, Python's own library, and what a page has anyway aren't among them.
    """
    wanted = set(modules) - sys.stdlib_module_names
    if not wanted:
        return Packages({})
    homes = metadata.packages_distributions()
    there = set(_with_needs(_THERE))
    files: dict[str, bytes] = {}
    stay: list[str] = []
    for name in _with_needs(each for module in sorted(wanted) for each in homes.get(module, ())):
        if name in there:
            continue
        found = dict(_files_of(name))
        if any(path.endswith(_COMPILED) for path in found):
            stay.append(name)
        else:
            files |= found
    return Packages(files, tuple(sorted(stay)))


def _with_needs(names: Iterable[str]) -> Iterator[str]:
    """Distributions and those that they require here, each once, by their normalised names."""
    left, seen = [_normal(each) for each in names], set[str]()
    while left:
        name = left.pop(0)
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        yield name
        left += [_normal(each.name) for each in map(_requirement, needs) if each is not None]


def _requirement(text: str) -> Requirement | None:
    """What *text* requires, where it does so here."""
    try:
        found = Requirement(text)
    except InvalidRequirement:
        return None
    return found if found.marker is None or found.marker.evaluate({"extra": ""}) else None


def _files_of(name: str) -> Iterator[tuple[str, bytes]]:
    for path in metadata.files(name) or ():
        is_record = path.parts[0].endswith(".dist-info") and path.name not in _TOLD
        is_beside = ".." in path.parts or "__pycache__" in path.parts
        place = Path(path.locate())
        if not (is_record or is_beside) and place.is_file():
            yield path.as_posix(), place.read_bytes()


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
