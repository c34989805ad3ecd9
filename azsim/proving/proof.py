"""What a proof found, fact by fact."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from azsim.facts import registry
from azsim.text import Text


@frozen
class ChangeProof:
    """One change of a fact, and those of the scenarios played with it that failed because of it.

    ``errors`` are scenarios that broke instead of failing, with what was said.
    """

    words: Text
    caught_by: tuple[str, ...]
    errors: tuple[str, ...] = ()


@frozen
class FactProof:
    """Every change of one fact; none of one that is a choice of the model.

    ``read_by`` are the scenarios that decide by the fact.
    """

    fact: str
    read_by: tuple[str, ...]
    changes: tuple[ChangeProof, ...]

    @property
    def proven(self) -> bool:
        """Whether each change was caught."""
        return bool(self.changes) and all(change.caught_by for change in self.changes)

    @property
    def pinned_by(self) -> tuple[str, ...]:
        """The scenarios that fail when the fact changes, in order, each once."""
        return tuple(dict.fromkeys(each for change in self.changes for each in change.caught_by))


@frozen
class Proof:
    """Every fact that was examined.

    ``problems`` are scenarios that fail without any change and files that can't be
    read; they prove nothing.
    """

    facts: Mapping[str, FactProof]
    problems: tuple[str, ...] = ()

    @property
    def documented(self) -> list[FactProof]:
        """The proofs of the facts that a document states."""
        known = registry()
        return [each for each in self.facts.values() if known[each.fact].status == "documented"]

    @property
    def errors(self) -> list[str]:
        """What broke instead of failing."""
        return [
            error
            for fact in self.facts.values()
            for change in fact.changes
            for error in change.errors
        ]

    @property
    def holds(self) -> bool:
        """Whether every documented fact is proven, and there is one."""
        documented = self.documented
        return (
            bool(documented)
            and all(each.proven for each in documented)
            and not self.problems
            and not self.errors
        )
