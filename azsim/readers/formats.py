"""The formats that tell resources, each known by what it holds. Another one is added here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from attrs import frozen

from azsim.readers import classic, exports, snapshots, terraform, what_if
from azsim.readers.declared import Declaration, Value

Side = Literal["before", "after"]
_Read = Callable[[Any], Declaration]


@frozen
class Format:
    """A format: how a file of it is known, and what it declares.

    ``before`` reads the state before a change, where a file holds that too.
    """

    is_one: Callable[[Value], bool]
    after: _Read
    before: _Read | None = None


FORMATS: Final[tuple[Format, ...]] = (
    Format(terraform.is_plan, terraform.after, terraform.before),
    Format(terraform.is_state, terraform.state),
    Format(what_if.is_what_if, what_if.after, what_if.before),
    Format(snapshots.is_snapshot, snapshots.read),
    Format(classic.is_service, classic.read),
    Format(exports.is_export, exports.read),
)


def of(content: Value) -> Format | None:
    """The first format that *content* is of; None where it is of none."""
    return next((each for each in FORMATS if each.is_one(content)), None)
