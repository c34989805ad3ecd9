"""Tags as marks of pytest: what ``-m`` chooses by, and what plug-ins act upon.

A tag has no arguments. Where it is called like a mark that means nothing without them, such as
``timeout`` of pytest-timeout, it is only a label: ``-m`` and ``-k`` know it, and no plug-in does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from attrs import Factory, define

from azsim.gherkin.playing import compat
from azsim.gherkin.pytest_bdd.hooks import tag_marks

# pytest's own marks that say everything by their name, whatever arguments they are registered with.
_COMPLETE = ("skip", "xfail")
# How a mark is registered: ``name(arguments): what it means``.
_REGISTERED = re.compile(r"\s*(?P<name>[^\s(:]+)\s*(?:\((?P<arguments>[^)]*)\))?")


@define
class Marks:
    """What the tags of a scenario become: marks for everybody, and mere labels."""

    marks: list[pytest.MarkDecorator] = Factory(list)
    labels: list[pytest.Mark] = Factory(list)


def marks_of(tags: Iterable[str], config: pytest.Config) -> Marks:
    """What *tags* become; a hook of pytest-bdd's may have made a mark of one already."""
    found = Marks()
    for tag in tags:
        made = tag_marks(config, tag)
        if made is not None:
            found.marks += map(compat.decorator, made)
        elif _needs_arguments(tag, config):
            found.labels.append(compat.bare_mark(tag).mark)
        else:
            found.marks.append(_mark(tag, config))
    return found


def _needs_arguments(tag: str, config: pytest.Config) -> bool:
    """Whether *tag* is called like a registered mark that has to be given something."""
    known = config.stash.setdefault(_NEEDS_ARGUMENTS, {})
    if tag not in known:
        registered = map(_REGISTERED.match, config.getini("markers"))
        known[tag] = tag not in _COMPLETE and any(
            each is not None and each["name"] == tag and _has_required(each["arguments"] or "")
            for each in registered
        )
    return known[tag]


def _has_required(arguments: str) -> bool:
    """Whether one of *arguments* has no default, as they are listed in a registration."""
    names = (each.strip() for each in arguments.split(","))
    return any(
        name and "=" not in name and not name.startswith(("*", "...", "/")) for name in names
    )


def _mark(tag: str, config: pytest.Config) -> pytest.MarkDecorator:
    # Registered on the fly, or --strict-markers would refuse it. A colon or a bracket
    # would end the name there, so such a tag gets its mark without being registered.
    if tag.isidentifier() and not tag.startswith("_"):
        known = config.stash.setdefault(_REGISTERED_HERE, set())
        if tag not in known:
            config.addinivalue_line("markers", f"{tag}: a tag of a feature file")
            known.add(tag)
        mark: pytest.MarkDecorator = getattr(pytest.mark, tag)
        return mark
    return compat.bare_mark(tag)


_NEEDS_ARGUMENTS = pytest.StashKey[dict[str, bool]]()
_REGISTERED_HERE = pytest.StashKey[set[str]]()
