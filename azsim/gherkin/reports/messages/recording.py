"""A run as Cucumber messages, which the reports and services around Cucumber read.

Every process tells what it played in the reports of pytest; the first one writes the
file when the run is over.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from azsim.gherkin.playing import compat
from azsim.gherkin.playing.collecting import FeatureFile
from azsim.gherkin.playing.items import MistakeItem, ScenarioItem
from azsim.gherkin.playing.result import ScenarioResult, State
from azsim.gherkin.reading.source import parse
from azsim.gherkin.reports.messages.features import (
    Envelope,
    Script,
    arguments,
    parameter_type,
    step_definition,
)
from azsim.gherkin.reports.messages.results import (
    WRONG,
    Play,
    Result,
    attachments_of,
    moment,
    nanoseconds,
)
from azsim.gherkin.reports.outputs import output_file, write
from azsim.gherkin.vocabulary.vocabulary import Match
from azsim.terminal.language import reader_language
from azsim.text import Text

PROTOCOL = "34.2.1"

FEATURE = Text("Feature", "機能")
OUTSIDE = Text("outside the steps", "ステップの外")
ELSEWHERE = Text("outside the scenarios", "シナリオの外")

_STATUSES: Mapping[State, str] = {
    "passed": "PASSED",
    "failed": "FAILED",
    "unreached": "SKIPPED",
}


def record(config: pytest.Config) -> None:
    """Write the messages of this run when it is over.

    :raises pytest.UsageError: where they can't be written.
    """
    place = output_file(config, "messages")
    assert place is not None
    config.pluginmanager.register(Teller(config.invocation_params.dir), "azsim-messages-teller")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(place), "azsim-messages-recorder")


class Teller:
    """Puts what the messages say on the reports, in each process that plays scenarios."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scripts: dict[Path, Script] = {}
        self._told: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[Any]:
        """Keep the tree of a feature file, which is gone once its scenarios are collected."""
        report = yield
        if isinstance(collector, FeatureFile):
            self._scripts[collector.path] = Script.of(parse(collector.path), collector.place.shown)
        return report

    # First, so that the report holds everything else when its turn comes at last.
    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[Any]:
        """Add the part of the messages that only this process knows."""
        report = yield
        facts = getattr(report, "azsim", {})
        if isinstance(item, ScenarioItem) and "steps" in facts:
            facts["messages"] = self._scenario(item, report)
        elif isinstance(item, MistakeItem) and facts:
            facts["messages"] = {"known": self._new(*self._scripts[item.path].envelopes())}
        return report

    def _scenario(self, item: ScenarioItem, report: Any) -> dict[str, Any]:
        script, types = self._scripts[item.path], item.vocabulary.types
        pickle = script.pickle(item.case)
        matches = [item.vocabulary.find(step.kind, step.text) for step in item.case.steps]
        said = [match for found in matches for match in found]
        used = {name for match in said for name in match.texts}
        results = _results(item.result, matches, report)
        return {
            "known": self._new(
                *script.envelopes(),
                *(parameter_type(types[name], self._folder) for name in used if name in types),
                *(step_definition(match.sentence, self._folder) for match in said),
            ),
            "pickle": pickle,
            "steps": [
                self._step(step, found)
                for step, found in zip(pickle["steps"], matches, strict=True)
            ],
            "results": results,
            "outside": _outside(results, report),
        }

    def _step(self, step: Envelope, matches: Sequence[Match]) -> Envelope:
        definitions = [step_definition(match.sentence, self._folder) for match in matches]
        return {
            "pickleStepId": step["id"],
            "stepDefinitionIds": [each["stepDefinition"]["id"] for each in definitions],
            "stepMatchArgumentsLists": [arguments(match, step["text"]) for match in matches],
        }

    def _new(self, *known: Envelope) -> dict[str, Envelope]:
        """What of *known* this process hasn't told yet, by kind and id."""
        new = {_key(each): each for each in known if _key(each) not in self._told}
        self._told.update(new)
        return new


def _key(envelope: Envelope) -> str:
    [(kind, content)] = envelope.items()
    where = content.get("id") or content.get("uri") or content["source"]["uri"]
    return f"{kind} {where}"


def _results(
    result: ScenarioResult, matches: Sequence[Sequence[Match]], report: Any
) -> list[Result]:
    """Status, message and duration of each step."""
    notes = report.azsim["notes"]
    reason = compat.skip_reason(report)
    results = []
    for index, (state, found) in enumerate(zip(result.states, matches, strict=True)):
        status, note = _STATUSES[state], notes.get(index)
        if index in result.misworded:
            status = "AMBIGUOUS" if found else "UNDEFINED"
        if report.skipped and state != "passed":
            # Skipped, or expected to fail.
            status, note = "SKIPPED", note or reason
        if note is not None and result.error == "crash":
            _, _, trace_back = str(report.longrepr).partition("\n\n")
            note = f"{note}\n\n{trace_back}".strip()
        duration = result.durations[index] if index < len(result.durations) else 0
        results.append((status, note, duration))
    return results


def _outside(results: Sequence[Result], report: Any) -> str | None:
    """Why a scenario failed, where no step of it did."""
    if not report.failed or any(status in WRONG for status, _, _ in results):
        return None
    note: str | None = report.azsim["notes"].get(None)
    return note or str(report.longrepr)


class Recorder:
    """Collects what the processes tell, and writes it down when the run is over."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._started = time.time_ns()
        self._known: dict[str, Envelope] = {}
        self._plays: dict[int, Play] = {}
        self._problems: list[str] = []

    def pytest_collectreport(self, report: Any) -> None:
        """A file that can't be collected has no scenario to show it at."""
        if report.failed:
            self._problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep what is told about a scenario or a mistake."""
        facts = getattr(report, "azsim", None)
        if facts is None:
            if report.failed:
                self._problems.append(f"{report.nodeid}: {report.longrepr}")
            return
        told = facts.get("messages")
        if told is not None:
            self._known |= told["known"]
            self._plays[facts["serial"]] = (
                Play.of_scenario(told, report)
                if "pickle" in told
                else Play.of_mistake(facts, report)
            )
        elif report.when == "teardown" and facts["serial"] in self._plays:
            play = self._plays[facts["serial"]]
            play.stop = nanoseconds(report.stop)
            play.after = str(report.longrepr) if report.failed else None
            play.attachments = list(attachments_of(facts))

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write everything, in the order of collection, whatever order it was played in."""
        found = self._envelopes(success=exitstatus == pytest.ExitCode.OK)
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in found)
        write(self._place, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))

    def _envelopes(self, *, success: bool) -> Iterator[Envelope]:
        plays = [self._plays[serial] for serial in sorted(self._plays)]
        yield _meta()
        for uri, found in groupby(plays, key=lambda play: play.pickle["uri"]):
            yield from self._document(uri, list(found))
        yield from ({"pickle": play.pickle} for play in plays)
        for kind in ("parameterType", "stepDefinition"):
            said = [each for each in self._known.values() if kind in each]
            yield from sorted(said, key=lambda each: _place(next(iter(each.values()))))
        yield from _hooks(plays)
        yield {"testRunStarted": {"id": "run", "timestamp": moment(self._started)}}
        yield from (play.test_case() for play in plays)
        for play in plays:
            yield from play.played()
        now = moment(time.time_ns())
        if self._problems:
            yield from _around("\n".join(self._problems), now)
        yield {"testRunFinished": {"testRunStartedId": "run", "success": success, "timestamp": now}}

    def _document(self, uri: str, plays: Sequence[Play]) -> Iterator[Envelope]:
        known = [self._known.get(f"{kind} {uri}") for kind in ("source", "parseError")]
        yield from (each for each in known if each is not None)
        found = self._known.get(f"gherkinDocument {uri}")
        tree = _no_tree(uri, plays[0]) if found is None else found["gherkinDocument"]
        feature = tree["feature"]
        more = [{"scenario": play.stand_in} for play in plays if play.stand_in is not None]
        children = [*feature["children"], *more]
        yield {"gherkinDocument": {**tree, "feature": {**feature, "children": children}}}


def _no_tree(uri: str, play: Play) -> Envelope:
    """What stands in for the tree of a file that has none."""
    language = play.pickle["language"]
    feature = {
        "location": {"line": 1},
        "tags": [],
        "language": language,
        "keyword": FEATURE.to(language),
        "name": uri.rpartition("/")[2],
        "description": "",
        "children": [],
    }
    return {"uri": uri, "feature": feature, "comments": []}


def _hooks(plays: Iterable[Play]) -> Iterator[Envelope]:
    """What isn't a step, but failed, where there was such a thing."""
    for hook_id, failed in (
        ("before", any(play.before is not None for play in plays)),
        ("after", any(play.after is not None for play in plays)),
    ):
        if failed:
            yield _hook(hook_id, OUTSIDE, f"{hook_id.upper()}_TEST_CASE")


def _around(message: str, now: Envelope) -> Iterator[Envelope]:
    """What failed, and is no scenario."""
    yield _hook("around", ELSEWHERE, "AFTER_TEST_RUN")
    started = {"hookId": "around", "testRunStartedId": "run", "timestamp": now}
    yield {"testRunHookStarted": {"id": "around run", **started}}
    result = {"status": "FAILED", "message": message, "duration": moment(0)}
    finished = {"testRunHookStartedId": "around run", "result": result, "timestamp": now}
    yield {"testRunHookFinished": finished}


def _hook(hook_id: str, name: Text, kind: str) -> Envelope:
    words = name.to(reader_language())
    return {"hook": {"id": hook_id, "name": words, "type": kind, "sourceReference": {}}}


def _meta() -> Envelope:
    return {
        "meta": {
            "protocolVersion": PROTOCOL,
            "implementation": {"name": "azsim", "version": version("azsim")},
            "runtime": {
                "name": platform.python_implementation(),
                "version": platform.python_version(),
            },
            "os": {"name": platform.system(), "version": platform.release()},
            "cpu": {"name": platform.machine()},
        }
    }


def _place(content: Envelope) -> tuple[str, int, str]:
    reference = content["sourceReference"]
    return reference["uri"], reference["location"]["line"], content["id"]
