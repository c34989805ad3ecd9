"""How a scenario went, as Cucumber messages."""

from __future__ import annotations

import gzip
import traceback
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any

import cucumber_messages as messages  # type: ignore[import-untyped]
from attrs import Factory, define

from azsim.gherkin.playing import run_scenario
from azsim.gherkin.playing.report_facts import ReportFacts
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.reports.attempts import output_of
from azsim.gherkin.reports.evidence import LeftBehind, capture_names, captures, trace
from azsim.gherkin.reports.messages.features import Plain, plain
from azsim.text import Text

LOG = "text/x.cucumber.log+plain"
ANYTHING = "application/octet-stream"
# Whose function calls those of the steps.
CALLER = run_scenario.__file__
# Python's own list, whatever the machine adds to it.
_MEDIA_TYPES = MimeTypes()
# Registered for links (RFC 2483), and missing in that list.
_MEDIA_TYPES.add_type("text/uri-list", ".uri")
_MEDIA_TYPES.add_type("text/uri-list", ".uris")
MISTAKE = Text("Mistake", "誤り")

NANOSECONDS = 1_000_000_000

# Status by its name, message, duration and exception of a step: plain, since they travel.
Result = tuple[str, str | None, int, Plain | None]

UNPLAYABLE = ("UNDEFINED", "AMBIGUOUS")
WRONG = ("FAILED", *UNPLAYABLE)


@define
class Play:
    """One attempt to play a scenario, or one mistake, for which ``stand_in`` is a scenario.

    ``before`` and ``after`` are what went wrong outside the steps; times are in nanoseconds.
    What other processes told of it is plain.
    """

    pickle: Plain
    start: int
    stop: int
    worker: str | None
    steps: Sequence[Plain] = ()
    results: Sequence[Result] = ()
    before: str | None = None
    after: str | None = None
    attachments: list[messages.Attachment] = Factory(list)
    stand_in: Plain | None = None
    suggestions: Mapping[str, Plain] = Factory(dict)

    @classmethod
    def of_scenario(cls, found: Mapping[str, Any], report: Any) -> Play:
        """What a process told about a scenario when its steps were over."""
        steps, results = found["steps"], found["results"]
        suggestions = {each["pickleStepId"]: each for each in found["suggestions"]}
        return cls(
            found["pickle"],
            *_span(report),
            steps,
            results,
            found["outside"],
            suggestions=suggestions,
        )

    @classmethod
    def of_mistake(cls, facts: ReportFacts, report: Any) -> Play:
        """A scenario without steps, since reports show nothing else as a failure."""
        node_id = f"{facts['path']}#mistake {facts['serial']}"
        where = messages.Location(facts["line"])
        node = messages.Scenario(
            id=node_id,
            location=where,
            tags=[],
            keyword=MISTAKE.to(facts["language"]),
            name=facts["name"],
            description="",
            steps=[],
            examples=[],
        )
        pickle = messages.Pickle(
            id=f"{node_id} pickle",
            uri=facts["path"],
            location=where,
            name=facts["name"],
            language=facts["language"],
            steps=[],
            tags=[],
            ast_node_ids=[node_id],
        )
        note = facts["notes"][None]
        return cls(plain(pickle), *_span(report), before=note, stand_in=plain(node))

    @property
    def end(self) -> int:
        """When it was over; never before its steps were."""
        return max(self.stop, self.start + sum(duration for _, _, duration, _ in self.results))

    def steps_played(
        self, run: str, steps: Sequence[tuple[Plain, Result]]
    ) -> Iterator[messages.Envelope]:
        """How each of *steps* went. What is attached belongs to the last that was called."""
        called = [step["id"] for step, (status, *_) in steps if status != "SKIPPED"]
        last, now = called[-1] if called else None, self.start
        for step, (status, message, duration, exception) in steps:
            yield messages.Envelope(
                test_step_started=messages.TestStepStarted(run, step["id"], timestamp(now))
            )
            step_id = step["id"]
            suggestion = self.suggestions.get(step.get("pickleStepId", ""))
            if suggestion is not None:
                yield _suggested(suggestion, run)
            now += duration
            if status in UNPLAYABLE and message is not None:
                # Reports show the message of a failed step only.
                yield _attached(_text(message, LOG), run, step_id, now)
            if step_id == last:
                yield from (_attached(each, run, step_id, now) for each in self.attachments)
            yield messages.Envelope(
                test_step_finished=messages.TestStepFinished(
                    test_case_started_id=run,
                    test_step_id=step_id,
                    test_step_result=result_of(status, message, duration, exception),
                    timestamp=timestamp(now),
                )
            )


@define
class Plays:
    """A scenario or a mistake with all attempts to play it, of which there may be none.

    What failed before or after the steps of one attempt is a step of each.
    """

    pickle: Plain
    attempts: Sequence[Play] = ()

    @property
    def case(self) -> str:
        """The id of the test case; those of its parts begin with it."""
        return f"{self.pickle['id']} case"

    @property
    def stand_in(self) -> Plain | None:
        """The scenario that a mistake is shown as."""
        return self.attempts[0].stand_in if self.attempts else None

    @property
    def fails_before(self) -> bool:
        """Whether something failed before the steps."""
        return any(play.before is not None for play in self.attempts)

    @property
    def fails_after(self) -> bool:
        """Whether something failed after the steps."""
        return any(play.after is not None for play in self.attempts)

    def test_case(self) -> Plain:
        """What is to be played."""
        case = messages.TestCase(
            id=self.case, pickle_id=self.pickle["id"], test_steps=[], test_run_started_id="run"
        )
        return {"testCase": {**plain(case), "testSteps": self._test_steps()}}

    def played(self) -> Iterator[messages.Envelope]:
        """How it went, each time."""
        steps = self._test_steps()
        for number, play in enumerate(self.attempts):
            run = f"{self.case} run {number + 1}"
            yield messages.Envelope(
                test_case_started=messages.TestCaseStarted(
                    attempt=number,
                    id=run,
                    test_case_id=self.case,
                    timestamp=timestamp(play.start),
                    worker_id=play.worker,
                )
            )
            yield from play.steps_played(run, list(zip(steps, self._results(play), strict=True)))
            finished = messages.TestCaseFinished(
                test_case_started_id=run,
                timestamp=timestamp(play.end),
                will_be_retried=number + 1 < len(self.attempts),
            )
            yield messages.Envelope(test_case_finished=finished)

    def _test_steps(self) -> list[Plain]:
        # What never began has its steps in the pickle alone.
        found: list[Plain] = [{"pickleStepId": step["id"]} for step in self.pickle["steps"]]
        if self.attempts:
            found = [*self.attempts[0].steps]
        if self.fails_before:
            found.insert(0, _hook_step("before"))
        if self.fails_after:
            found.append(_hook_step("after"))
        return [
            {**step, "id": f"{self.case}/{number}"} for number, step in enumerate(found, start=1)
        ]

    def _results(self, play: Play) -> list[Result]:
        found = [*play.results]
        if self.fails_before:
            found.insert(0, _hook_result(play.before))
        if self.fails_after:
            found.append(_hook_result(play.after))
        return found


def _hook_result(failure: str | None) -> Result:
    return ("PASSED", None, 0, None) if failure is None else ("FAILED", failure, 0, None)


def _suggested(suggestion: Plain, run: str) -> messages.Envelope:
    snippets = [messages.Snippet(**each) for each in suggestion["snippets"]]
    step = suggestion["pickleStepId"]
    made = messages.Suggestion(f"{run} {suggestion['id']}", pickle_step_id=step, snippets=snippets)
    return messages.Envelope(suggestion=made)


def _hook_step(hook: str) -> Plain:
    return plain(messages.TestStep(id="", hook_id=hook))


def _attached(
    attachment: messages.Attachment, run: str, step_id: str, now: int
) -> messages.Envelope:
    attachment.test_case_started_id, attachment.test_step_id = run, step_id
    attachment.timestamp = timestamp(now)
    return messages.Envelope(attachment=attachment)


def attachments_of(facts: ReportFacts) -> Iterator[messages.Attachment]:
    """What a scenario handed out; its trace is packed, since it may be large."""
    left = LeftBehind.of(facts)
    [name] = capture_names([left])
    for key, content in left.attachments.items():
        if key == "trace":
            whole = trace([left]).encode()
            yield _bytes(f"{name}.jsonl.gz", gzip.compress(whole, mtime=0), "application/gzip")
        elif key.partition("/")[0] != "captures":
            kind, _ = _MEDIA_TYPES.guess_type(key)
            if isinstance(content, str):
                yield _text(content, kind or "text/plain", key)
            else:
                yield _bytes(key, content, kind or ANYTHING)
    for file, content in captures([left]).items():
        yield _bytes(file, content)


def logs_of(report: Any) -> list[messages.Attachment]:
    """What a scenario printed and logged, as Cucumber keeps logs."""
    return [_text(text.rstrip("\n"), LOG, name) for name, text in output_of(report).items()]


def _text(
    content: str, media_type: str = "text/plain", name: str | None = None
) -> messages.Attachment:
    encoding = messages.AttachmentContentEncoding.identity
    return messages.Attachment(content, encoding, media_type, file_name=name)


def _bytes(name: str, content: bytes, media_type: str = ANYTHING) -> messages.Attachment:
    encoding = messages.AttachmentContentEncoding.base64
    return messages.Attachment(b64encode(content).decode(), encoding, media_type, file_name=name)


def _span(report: Any) -> tuple[int, int, str | None]:
    """Start, stop and worker of a play."""
    worker = getattr(report, "worker_id", None)
    return nanoseconds(report.start), nanoseconds(report.stop), worker


def nanoseconds(seconds: float) -> int:
    """A time of pytest's as a whole number."""
    return int(seconds * NANOSECONDS)


def timestamp(time: int) -> messages.Timestamp:
    """A time, from nanoseconds."""
    seconds, nanos = divmod(time, NANOSECONDS)
    return messages.Timestamp(nanos=nanos, seconds=seconds)


def exception_of(error: BaseException, note: str, place: str, folder: Path) -> messages.Exception:
    """What was raised by the step at *place*, of which an author is told *note*.

    The frames are those of the function behind the step and what it called, as seen from
    *folder*.
    """
    frames = traceback.extract_tb(error.__traceback__)
    called = [number for number, frame in enumerate(frames) if frame.filename == CALLER]
    below = frames[called[-1] + 1 :] if called else frames
    lines = [f"{shown_path(Path(frame.filename), folder)}:{frame.lineno}" for frame in below]
    name = type(error).__name__
    trace = "\n".join([f"{name}: {note}", *reversed(lines), place])
    return messages.Exception(name, message=note, stack_trace=trace)


def result_of(
    status: str, message: str | None, duration: int, exception: Plain | None = None
) -> messages.TestStepResult:
    """The outcome of one step; its duration in nanoseconds."""
    seconds, nanos = divmod(duration, NANOSECONDS)
    return messages.TestStepResult(
        messages.Duration(nanos=nanos, seconds=seconds),
        messages.TestStepResultStatus(status),
        message=message,
        exception=exception
        and messages.Exception(exception["type"], exception["message"], exception["stackTrace"]),
    )
