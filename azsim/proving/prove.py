"""Plays scenarios again and again, with one fact otherwise each time.

A parameter is changed for the scenario that is played. For a behaviour, a variant stands
in for production code in this process while the scenario is played.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from azsim.facts import registry
from azsim.gherkin import Played, play
from azsim.processes import ProcessPool, Progress, is_in_share
from azsim.proving.proof import ChangeProof, FactProof, Proof
from azsim.proving.variants import VARIANTS, put_in

SLOW = 0.05
"""A scenario that takes longer, in seconds, only looks for changes of documented facts
that no other catches."""


@frozen
class _Found:
    """What one process found out."""

    read: Mapping[str, tuple[str, ...]]
    slow: tuple[tuple[float, str], ...]
    caught: tuple[tuple[str, int, str], ...]
    errors: tuple[tuple[str, int, str], ...]
    problems: tuple[str, ...]


def prove(
    paths: Sequence[str], progress: Progress = lambda done, total, last: None, processes: int = 0
) -> Proof:
    """Change every fact that the scenarios of *paths* read, one change at a time.

    A fact that is a choice of the model isn't changed: nothing outside says what it is.

    *processes* is how many work at once, by default one for each processor.
    """
    with ProcessPool(processes) as pool:
        shards = [(list(paths), shard, pool.size) for shard in range(pool.size)]
        found = pool.run(_first_round, shards, progress)
        caught = {(fact, index) for each in found for fact, index, _ in each.caught}
        slow = sorted(entry for each in found for entry in each.slow)
        read = {scenario: facts for each in found for scenario, facts in each.read.items()}
        wanted = {
            scenario: [
                (fact, index)
                for fact in read[scenario]
                for index in range(len(registry()[fact].changes()))
                if (fact, index) not in caught and registry()[fact].status == "documented"
            ]
            for _, scenario in slow
        }
        shares: list[dict[str, list[tuple[str, int]]]] = [{} for _ in range(pool.size)]
        for place, (scenario, changes) in enumerate(wanted.items()):
            if changes:
                shares[place % pool.size][scenario] = changes
        left = [(list(paths), share) for share in shares if share]
        found += pool.run(_second_round, left, progress)
    return _together(found)


def _first_round(paths: list[str], shard: int, shards: int, ticks: Any) -> _Found:
    """Play every scenario of this shard, and the quick ones with each change."""
    slow: list[tuple[float, str]] = []
    read: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []

    def again(played: Played) -> Iterable[Mapping[str, object]]:
        facts = played.report.get("facts", ())
        assert isinstance(facts, tuple)
        if not played.passes:
            went = "is skipped" if played.outcome == "skipped" else "fails"
            problems.append(f"{played.path}:{played.line}: {went} without any change")
            return ()
        read[played.id] = facts
        if played.duration > SLOW:
            slow.append((played.duration, played.id))
            return ()
        return _changed(
            (fact, index)
            for fact in facts
            if registry()[fact].status != "chosen"
            for index in range(len(registry()[fact].changes()))
        )

    def is_ours(scenario: str, _: object) -> bool:
        ours = is_in_share(scenario, shard, shards)
        ticks.put((0, int(ours), ""))
        return ours

    def tick(played: Played) -> None:
        ticks.put((int("change" not in played.inputs), 0, played.name))

    plays = play(paths, runs=again, select=is_ours, on_played=tick)
    caught, errors = _sorted_out(plays.played)
    every_problem = (*problems, *(plays.problems if shard == 0 else ()))
    return _Found(read, tuple(slow), caught, errors, every_problem)


def _second_round(
    paths: list[str], wanted: Mapping[str, Sequence[tuple[str, int]]], ticks: Any
) -> _Found:
    """Play slow scenarios with the changes that nothing has caught yet."""
    runs = {scenario: _changed(changes) for scenario, changes in wanted.items()}
    ticks.put((0, sum(map(len, wanted.values())), ""))
    plays = play(paths, runs=runs, on_played=lambda played: ticks.put((1, 0, played.name)))
    caught, errors = _sorted_out(plays.played)
    return _Found({}, (), caught, errors, ())


def _changed(changes: Iterable[tuple[str, int]]) -> Iterator[Mapping[str, object]]:
    """The inputs of a play with each of *changes*; what stands in is taken out after it."""
    for fact, index in changes:
        change = registry()[fact].changes()[index]
        if registry()[fact].kind == "behaviour":
            with put_in(VARIANTS[fact, str(change.value)]):
                yield {"change": (fact, index)}
        else:
            yield {"facts": {fact: change.value}, "change": (fact, index)}


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
        if each.error == "crash":
            errors.append((fact, index, f"{each.id}: {each.message.splitlines()[-1:]}"))
        else:
            caught.append((fact, index, each.id))
    return tuple(caught), tuple(errors)


def _together(found: Sequence[_Found]) -> Proof:
    read_by: dict[str, list[str]] = defaultdict(list)
    for each in found:
        for scenario, facts in each.read.items():
            for fact in facts:
                read_by[fact].append(scenario)
    caught: dict[tuple[str, int], list[str]] = defaultdict(list)
    errors: dict[tuple[str, int], list[str]] = defaultdict(list)
    for each in found:
        for fact, index, scenario in each.caught:
            caught[fact, index].append(scenario)
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
