"""Plays scenarios again and again, with one fact otherwise each time.

A parameter is changed for the scenario that is played. For a behaviour, a variant stands
in for production code in this process while the scenario is played.

A scenario whose reason names a fact is played with each change of it, so that its page can say
whether it notices. A change that none of these catches is shown to the other scenarios that decide
by the fact, the shortest first, until one does. What isn't played is said to catch nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from azsim.facts import registry
from azsim.gherkin import Played, play
from azsim.processes import Progress, is_in_share, process_pool
from azsim.proving.proof import ChangeProof, FactProof, Proof
from azsim.proving.variants import VARIANTS, put_in

LONG: Final = 2_000
"""A scenario with more events only looks for changes that no other catches. They are counted, and
not the seconds that it takes: every run of a proof finds the same."""

ChangeKey = tuple[str, int]
"""A fact, and which of its changes it is."""


@frozen
class _Unchanged:
    """A scenario that holds without any change, and the facts that it decides by."""

    id: str
    name: str
    facts: tuple[str, ...]
    named: tuple[str, ...]
    events: int

    @property
    def is_long(self) -> bool:
        return self.events > LONG

    def is_left_with(self, fact: str) -> bool:
        """Whether it decides by *fact*, and hasn't been played with it changed in the first round."""
        return fact in self.facts and (self.is_long or fact not in self.named)


@frozen
class _Found:
    """What one process found out."""

    caught: tuple[tuple[str, int, str], ...]
    errors: tuple[tuple[str, int, str], ...]
    unchanged: tuple[_Unchanged, ...] = ()
    problems: tuple[str, ...] = ()


def prove(
    paths: Sequence[str], progress: Progress = lambda done, total, last: None, processes: int = 0
) -> Proof:
    """Change every fact that the scenarios of *paths* read, one change at a time.

    A fact that is a choice of the model isn't changed: nothing outside says what it is.

    *processes* is how many work at once, by default one for each processor.
    """
    with process_pool(processes) as pool:
        shards = [(list(paths), shard, pool.size) for shard in range(pool.size)]
        found = pool.run(_first_round, shards, progress)
        caught = {(fact, index) for each in found for fact, index, _ in each.caught}
        scenarios = sorted(
            (each for part in found for each in part.unchanged),
            key=lambda each: (each.events, each.id),
        )
        left = [change for change in _changes_of(registry()) if change not in caught]
        shares = [left[share :: pool.size] for share in range(pool.size)]
        found += pool.run(
            _second_round, [(list(paths), scenarios, share) for share in shares], progress
        )
    return _together(found)


def _changes_of(facts: Iterable[str]) -> Iterator[ChangeKey]:
    """Every change of those of *facts* that aren't choices of the model."""
    for fact in facts:
        if registry()[fact].status != "chosen":
            yield from ((fact, index) for index in range(len(registry()[fact].changes())))


def _first_round(paths: list[str], shard: int, shards: int, ticks: Any) -> _Found:
    """Play every scenario of this shard, and short ones with each change of what they name."""
    unchanged: list[_Unchanged] = []
    problems: list[str] = []

    def again(played: Played) -> Iterable[Mapping[str, object]]:
        if not played.passes:
            went = "is skipped" if played.outcome == "skipped" else "fails"
            problems.append(f"{played.path}:{played.line}: {went} without any change")
            return ()
        facts, events = played.report.get("facts", ()), played.report.get("events", 0)
        assert isinstance(facts, tuple)
        assert isinstance(events, int)
        scenario = _Unchanged(played.id, played.name, facts, played.named, events)
        unchanged.append(scenario)
        named = (fact for fact in facts if fact in played.named)
        return () if scenario.is_long else _changed(_changes_of(named))

    def is_ours(scenario: str, _: object) -> bool:
        ours = is_in_share(scenario, shard, shards)
        ticks.put((0, int(ours), ""))
        return ours

    def tick(played: Played) -> None:
        ticks.put((int("change" not in played.inputs), 0, played.name))

    plays = play(paths, runs=again, select=is_ours, on_played=tick)
    caught, errors = _sorted_out(plays.played)
    every_problem = (*problems, *(plays.problems if shard == 0 else ()))
    return _Found(caught, errors, tuple(unchanged), every_problem)


def _second_round(
    paths: list[str], scenarios: Sequence[_Unchanged], changes: Sequence[ChangeKey], ticks: Any
) -> _Found:
    """Play *scenarios*, in order, with those of *changes* that nothing before them has caught."""
    caught: set[object] = set()

    def left(scenario: _Unchanged) -> Iterator[Mapping[str, object]]:
        yield from _changed(
            (fact, index)
            for fact, index in changes
            if scenario.is_left_with(fact) and (fact, index) not in caught
        )
        ticks.put((1, 0, scenario.name))

    def keep(played: Played) -> None:
        if _catches(played):
            caught.add(played.inputs["change"])

    facts = {fact for fact, _ in changes}
    runs = {each.id: left(each) for each in scenarios if any(map(each.is_left_with, facts))}
    ticks.put((0, len(runs), ""))
    return _Found(*_sorted_out(play(paths, runs=runs, on_played=keep).played))


def _changed(changes: Iterable[ChangeKey]) -> Iterator[Mapping[str, object]]:
    """The inputs of a play with each of *changes*; what stands in is taken out after it."""
    for fact, index in changes:
        change = registry()[fact].changes()[index]
        if registry()[fact].kind == "behaviour":
            with put_in(VARIANTS[fact, str(change.value)]):
                yield {"change": (fact, index)}
        else:
            yield {"facts": {fact: change.value}, "change": (fact, index)}


def _catches(played: Played) -> bool:
    """Whether it fails as a scenario does that notices: what breaks has noticed nothing."""
    return not played.passes and played.error != "crash"


def _sorted_out(
    played: Iterable[Played],
) -> tuple[tuple[tuple[str, int, str], ...], tuple[tuple[str, int, str], ...]]:
    """The plays that caught a change, and those that broke."""
    caught, errors = [], []
    for each in played:
        change = each.inputs.get("change")
        if not isinstance(change, tuple) or each.passes:
            continue
        fact, index = change
        if _catches(each):
            caught.append((fact, index, each.id))
        else:
            errors.append((fact, index, f"{each.id}: {each.message.splitlines()[-1:]}"))
    return tuple(caught), tuple(errors)


def _together(found: Sequence[_Found]) -> Proof:
    read_by: dict[str, list[str]] = defaultdict(list)
    for each in found:
        for scenario in each.unchanged:
            for fact in scenario.facts:
                read_by[fact].append(scenario.id)
    caught: dict[ChangeKey, list[str]] = defaultdict(list)
    errors: dict[ChangeKey, list[str]] = defaultdict(list)
    for each in found:
        for fact, index, id in each.caught:
            caught[fact, index].append(id)
        for fact, index, error in each.errors:
            errors[fact, index].append(error)
    proofs = {}
    for known in registry().values():
        tried = () if known.status == "chosen" else known.changes()
        changes = tuple(
            ChangeProof(
                change.words,
                tuple(sorted(caught[known.id, index])),
                tuple(sorted(errors[known.id, index])),
            )
            for index, change in enumerate(tried)
        )
        proofs[known.id] = FactProof(known.id, tuple(sorted(read_by[known.id])), changes)
    problems = sorted({problem for each in found for problem in each.problems})
    return Proof(proofs, tuple(problems))
