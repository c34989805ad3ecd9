"""What a behaviour that holds rests on: on documents alone, on what was observed, on choices too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from azsim.facts import Fact, Status, registry

# The least sure of several says how sure the whole is.
LEAST_SURE: Sequence[Status] = ("chosen", "observed", "documented")


def counting(rested: Iterable[str], named: Iterable[str] = ()) -> tuple[str, ...]:
    """Those of the facts that a play *rested* on that its answer depends on.

    An incidental choice counts only where a reason has *named* it, and one that counts with another
    fact only where the play rested on that one, or a reason has named it.
    """
    played, says_so = tuple(rested), frozenset(named)

    def counts(fact: Fact) -> bool:
        if fact.id in says_so:
            return True
        return fact.counts_with in played if fact.counts_with else not fact.incidental

    return tuple(each for each in played if counts(registry()[each]))


def grounds(facts: Iterable[str]) -> Status | None:
    """The status of the least sure of *facts*; None where there are none."""
    found = {registry()[each].status for each in facts}
    return next((each for each in LEAST_SURE if each in found), None)
