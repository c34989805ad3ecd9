"""A run as Cucumber messages, which the reports and services around Cucumber read.

Every process tells what it played in the reports of pytest; the first one writes the
file when the run is over.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import cucumber_messages as messages  # type: ignore[import-untyped]
import pytest

from azsim.files.written import write_whole
from azsim.gherkin.playing import compat
from azsim.gherkin.playing.choice import Choice, Known, choice_of
from azsim.gherkin.playing.collecting import FeatureFile
from azsim.gherkin.playing.items import MistakeItem, ScenarioItem
from azsim.gherkin.playing.report_facts import facts_of
from azsim.gherkin.playing.result import ScenarioResult, State
from azsim.gherkin.reading.document import Step, of
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.reading.source import parse
from azsim.gherkin.reports.messages.ci import build_server
from azsim.gherkin.reports.messages.features import (
    Plain,
    Script,
    arguments,
    parameter_type,
    plain,
    step_definition,
    undefined_types,
)
from azsim.gherkin.reports.messages.results import (
    WRONG,
    Play,
    Plays,
    Result,
    attachments_of,
    exception_of,
    logs_of,
    nanoseconds,
    result_of,
    timestamp,
)
from azsim.gherkin.reports.messages.suggestions import snippets
from azsim.gherkin.reports.outputs import MESSAGES_BEGIN, output_file, told
from azsim.gherkin.vocabulary.vocabulary import Match, Sentence, Vocabulary
from azsim.terminal.language import reader_language
from azsim.text import Text

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
    place = output_file(config, "messages", lambda head: MESSAGES_BEGIN.match(head) is not None)
    assert place is not None
    config.pluginmanager.register(ReportAnnotator(config), "azsim-messages-annotator")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(place, config), "azsim-messages-recorder")


class ReportAnnotator:
    """Puts what the messages say on the reports, in each process that plays scenarios."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._folder = config.invocation_params.dir
        self._scripts: dict[Path, Script] = {}
        self._definitions: dict[int, messages.StepDefinition] = {}
        # What this process has said already: a uri, or the identity of a vocabulary.
        self._known: set[str | int] = set()
        self._tells_choice = True

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
        facts = facts_of(report)
        if facts is None:
            return report
        if isinstance(item, ScenarioItem) and "steps" in facts:
            facts["messages"] = self._scenario(item, report)
        elif isinstance(item, MistakeItem) and "steps" in facts:
            facts["messages"] = {"known": self._new(self._scripts[item.path])}
        if "messages" in facts and self._tells_choice:
            # Whoever writes the messages may be another process, which has collected nothing.
            facts["messages"]["choice"] = choice_of(self._config).plain()
            self._tells_choice = False
        return report

    def _scenario(self, item: ScenarioItem, report: Any) -> dict[str, Any]:
        script = self._scripts[item.path]
        pickle = script.pickle(item.case, item.repetition)
        matches = [item.vocabulary.find(step.kind, step.text) for step in item.case.steps]
        results = _results(item.result, matches, report, self._folder)
        return {
            "known": self._new(script, item.vocabulary),
            "pickle": plain(pickle),
            "steps": [
                plain(self._step(step, found))
                for step, found in zip(pickle.steps, matches, strict=True)
            ],
            "results": results,
            "suggestions": [
                plain(self._suggestion(pickle.steps[index], item.case.steps[index]))
                for index in item.result.misworded
                if not matches[index]
            ],
            "outside": _outside(results, report),
        }

    def _step(self, step: messages.PickleStep, matches: Sequence[Match]) -> messages.TestStep:
        definitions = [self._definition(match.sentence) for match in matches]
        return messages.TestStep(
            # What failed before the steps counts as one, so the recorder numbers them.
            id="",
            pickle_step_id=step.id,
            step_definition_ids=[each.id for each in definitions],
            step_match_arguments_lists=[arguments(match, step.text) for match in matches],
        )

    def _suggestion(self, step: messages.PickleStep, said: Step) -> messages.Suggestion:
        return messages.Suggestion(
            id=f"{step.id} suggestion",
            pickle_step_id=step.id,
            snippets=snippets(said.kind, said.text),
        )

    def _definition(self, sentence: Sentence) -> messages.StepDefinition:
        made = self._definitions.get(id(sentence))
        if made is None:
            made = self._definitions[id(sentence)] = step_definition(sentence, self._folder)
        return made

    def _new(self, script: Script, vocabulary: Vocabulary | None = None) -> dict[str, Plain]:
        """What of these this process hasn't said yet, by kind and id.

        Making messages plain takes longer than all else here.
        """
        new: list[Plain] = []
        if self._is_new(script.uri):
            new += script.envelopes()
        if vocabulary is not None and self._is_new(id(vocabulary)):
            new += map(plain, self._words(vocabulary))
        return {_key(each): each for each in new}

    def _words(self, vocabulary: Vocabulary) -> Iterator[messages.Envelope]:
        """Everything that a feature file may say, used or not."""
        for kind in vocabulary.types.values():
            yield messages.Envelope(parameter_type=parameter_type(kind, self._folder))
        for sentence in vocabulary.sentences:
            unknown = undefined_types(vocabulary, sentence)
            for name in unknown:
                undefined = messages.UndefinedParameterType(sentence.expression, name)
                yield messages.Envelope(undefined_parameter_type=undefined)
            if not unknown:
                yield messages.Envelope(step_definition=self._definition(sentence))

    def _is_new(self, key: str | int) -> bool:
        is_new = key not in self._known
        self._known.add(key)
        return is_new


def _key(envelope: Plain) -> str:
    [(kind, content)] = envelope.items()
    if kind == "undefinedParameterType":
        return f"{kind} {content['name']} {content['expression']}"
    where = content.get("id") or content.get("uri") or content["source"]["uri"]
    return f"{kind} {where}"


def _results(
    result: ScenarioResult, matches: Sequence[Sequence[Match]], report: Any, folder: Path
) -> list[Result]:
    """Status, message, duration and exception of each step."""
    notes = report.azsim["notes"]
    reason = compat.skip_reason(report) or compat.expected_failure(report)
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
        exception = None
        if result.exception is not None and status == "FAILED" and index == result.failed:
            place = f"{report.azsim['path']}:{result.case.steps[index].line}"
            told = exception_of(result.exception, notes.get(index, ""), place, folder)
            exception = plain(told)
        results.append((status, note, duration, exception))
    return results


def _outside(results: Sequence[Result], report: Any) -> str | None:
    """Why a scenario failed, where no step of it did."""
    if not report.failed or any(status in WRONG for status, *_ in results):
        return None
    note: str | None = report.azsim["notes"].get(None)
    return note or str(report.longrepr)


class Recorder:
    """Collects what the processes tell, and writes it down when the run is over."""

    def __init__(self, place: Path, config: pytest.Config) -> None:
        self._place = place
        self._folder = config.invocation_params.dir
        self._choice = choice_of(config)
        self._started = time.time_ns()
        self._known: dict[str, Plain] = {}
        self._plays: dict[int, list[Play]] = {}
        self._problems: list[str] = []

    def pytest_collectreport(self, report: Any) -> None:
        """A file that can't be collected has no scenario to show it at."""
        if report.failed:
            self._problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep what is told about a scenario or a mistake."""
        facts = facts_of(report)
        if facts is None:
            if report.failed:
                self._problems.append(f"{report.nodeid}: {report.longrepr}")
            return
        found = facts.get("messages")
        if found is not None:
            self._known |= found["known"]
            if "choice" in found:
                self._choice = Choice.of(found["choice"])
            self._plays.setdefault(facts["serial"], []).append(
                Play.of_scenario(found, report)
                if "pickle" in found
                else Play.of_mistake(facts, report)
            )
        elif report.when == "teardown" and facts["serial"] in self._plays:
            play = self._plays[facts["serial"]][-1]
            play.stop = nanoseconds(report.stop)
            has_failed = report.failed or compat.will_be_played_again(report)
            play.after = str(report.longrepr) if has_failed else None
            play.attachments = [*attachments_of(facts), *logs_of(report)]

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write everything, in the order of collection, whatever order it was played in."""
        found = self._plain(success=exitstatus == pytest.ExitCode.OK)
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in found)
        content = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
        with told(session, "messages", self._place):
            write_whole(self._place, content)

    def _plain(self, *, success: bool) -> Iterator[Plain]:
        scenarios = {
            serial: Plays(attempts[0].pickle, attempts) for serial, attempts in self._plays.items()
        }
        unplayed = self._unplayed(self._choice.scenarios)
        left_out = self._unplayed(self._choice.left_out)
        found = scenarios | unplayed | left_out
        everything = [found[serial] for serial in sorted(found)]
        plays = [found[serial] for serial in sorted(scenarios | unplayed)]
        yield plain(messages.Envelope(meta=_meta()))
        for uri, inside in groupby(everything, key=lambda each: each.pickle["uri"]):
            yield from self._document(uri, list(inside))
        yield from ({"pickle": each.pickle} for each in everything)
        for kind in ("parameterType", "stepDefinition"):
            said = [each for each in self._known.values() if kind in each]
            yield from sorted(said, key=lambda each: _place(next(iter(each.values()))))
        undefined = [key for key in self._known if key.startswith("undefinedParameterType")]
        yield from (self._known[key] for key in sorted(undefined))
        yield from map(plain, _hooks(plays))
        started = messages.TestRunStarted(timestamp(self._started), id="run")
        yield plain(messages.Envelope(test_run_started=started))
        yield from (play.test_case() for play in plays)
        for play in plays:
            yield from map(plain, play.played())
        now = timestamp(time.time_ns())
        if self._problems:
            yield from map(plain, _around("\n".join(self._problems), now))
        finished = messages.TestRunFinished(success, now, test_run_started_id="run")
        yield plain(messages.Envelope(test_run_finished=finished))

    def _unplayed(self, known: Iterable[Known]) -> dict[int, Plays]:
        """Those of *known* that nobody has played, by their number."""
        waiting = [each for each in known if each.serial not in self._plays]
        found: dict[int, Plays] = {}
        for path, inside in groupby(waiting, key=lambda each: Path(each.path)):
            source = parse(path)
            script = Script.of(source, shown_path(path, self._folder))
            self._known = {_key(each): each for each in script.envelopes()} | self._known
            cases = {(case.line, case.row): case for case in of(source).cases}
            for each in inside:
                case = cases.get((each.line, each.row))
                # A file may have changed since it was collected.
                if case is not None:
                    found[each.serial] = Plays(plain(script.pickle(case, each.repetition)))
        return found

    def _document(self, uri: str, plays: Sequence[Plays]) -> Iterator[Plain]:
        known = [self._known.get(f"{kind} {uri}") for kind in ("source", "parseError")]
        yield from (each for each in known if each is not None)
        found = self._known.get(f"gherkinDocument {uri}")
        tree = _no_tree(uri, plays[0]) if found is None else found["gherkinDocument"]
        feature = tree["feature"]
        more = [{"scenario": each.stand_in} for each in plays if each.stand_in is not None]
        children = [*feature["children"], *more]
        yield {"gherkinDocument": {**tree, "feature": {**feature, "children": children}}}


def _no_tree(uri: str, play: Plays) -> Plain:
    """What stands in for the tree of a file that has none."""
    language = play.pickle["language"]
    feature = messages.Feature(
        location=messages.Location(1),
        tags=[],
        language=language,
        keyword=FEATURE.to(language),
        name=uri.rpartition("/")[2],
        description="",
        children=[],
    )
    return plain(messages.GherkinDocument(comments=[], feature=feature, uri=uri))


def _hooks(plays: Iterable[Plays]) -> Iterator[messages.Envelope]:
    """What isn't a step, but failed, where there was such a thing."""
    if any(each.fails_before for each in plays):
        yield _hook("before", OUTSIDE, messages.HookType.before_test_case)
    if any(each.fails_after for each in plays):
        yield _hook("after", OUTSIDE, messages.HookType.after_test_case)


def _around(message: str, now: messages.Timestamp) -> Iterator[messages.Envelope]:
    """What failed, and is no scenario."""
    yield _hook("around", ELSEWHERE, messages.HookType.after_test_run)
    started = messages.TestRunHookStarted("around", "around run", "run", now)
    yield messages.Envelope(test_run_hook_started=started)
    result = result_of("FAILED", message, 0)
    finished = messages.TestRunHookFinished(result, "around run", now)
    yield messages.Envelope(test_run_hook_finished=finished)


def _hook(hook_id: str, name: Text, kind: messages.HookType) -> messages.Envelope:
    words = name.to(reader_language())
    hook = messages.Hook(hook_id, messages.SourceReference(), name=words, type=kind)
    return messages.Envelope(hook=hook)


def _meta() -> messages.Meta:
    return messages.Meta(
        protocol_version=version("cucumber-messages"),
        implementation=messages.Product("azsim", version("azsim")),
        runtime=messages.Product(platform.python_implementation(), platform.python_version()),
        os=messages.Product(platform.system(), platform.release()),
        cpu=messages.Product(platform.machine()),
        ci=build_server(os.environ),
    )


def _place(content: Plain) -> tuple[str, int, str]:
    reference = content["sourceReference"]
    return reference["uri"], reference["location"]["line"], content["id"]
