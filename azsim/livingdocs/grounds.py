"""What a behaviour that holds rests on: on documents alone, on what was observed, on choices too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from azsim.facts import Status, registry

# The least sure of several says how sure the whole is.
LEAST_SURE: Sequence[Status] = ("chosen", "observed", "documented")


def counting(rested: Iterable[str], named: Iterable[str] = ()) -> tuple[str, ...]:
    """Those of the facts that a play *rested* on that its answer depends on.

    An incidental choice counts only where a reason has *named* it.
    """
    says_so = frozenset(named)
    return tuple(each for each in rested if not registry()[each].incidental or each in says_so)


def grounds(facts: Iterable[str]) -> Status | None:
    """The status of the least sure of *facts*; None where there are none."""
    found = {registry()[each].status for each in facts}
    return next((each for each in LEAST_SURE if each in found), None)
