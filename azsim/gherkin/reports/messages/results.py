"""How a scenario went, as Cucumber messages."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cucumber_messages as messages  # type: ignore[import-untyped]
from attrs import define

from azsim.gherkin.playing.report_facts import ReportFacts
from azsim.gherkin.reports.evidence import HEADER, capture_names, captures_of, page
from azsim.gherkin.reports.messages.features import Plain, plain
from azsim.text import Text

LOG = "text/x.cucumber.log+plain"
MISTAKE = Text("Mistake", "誤り")

NANOSECONDS = 1_000_000_000

# Status by its name, message and duration of a step: plain, since they travel.
Result = tuple[str, str | None, int]

UNPLAYABLE = ("UNDEFINED", "AMBIGUOUS")
WRONG = ("FAILED", *UNPLAYABLE)


@define
class Play:
    """One scenario that was played, or one mistake, for which ``stand_in`` is a scenario.

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
    attachments: Sequence[messages.Attachment] = ()
    stand_in: Plain | None = None

    @classmethod
    def of_scenario(cls, found: Mapping[str, Any], report: Any) -> Play:
        """What a process told about a scenario when its steps were over."""
        steps, results = found["steps"], found["results"]
        return cls(found["pickle"], *_span(report), steps, results, found["outside"])

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
    def case(self) -> str:
        """The id of the test case; those of its parts begin with it."""
        return f"{self.pickle['id']} case"

    def test_steps(self) -> list[tuple[Plain, Result]]:
        """The test steps and their results, with what failed before and after the steps."""
        found = list(zip(self.steps, self.results, strict=True))
        if self.before is not None:
            found.insert(0, (_hook_step("before"), ("FAILED", self.before, 0)))
        if self.after is not None:
            found.append((_hook_step("after"), ("FAILED", self.after, 0)))
        return [
            ({**step, "id": f"{self.case}/{number}"}, result)
            for number, (step, result) in enumerate(found, start=1)
        ]

    def test_case(self) -> Plain:
        """What is to be played."""
        case = messages.TestCase(
            id=self.case, pickle_id=self.pickle["id"], test_steps=[], test_run_started_id="run"
        )
        return {"testCase": {**plain(case), "testSteps": [step for step, _ in self.test_steps()]}}

    def played(self) -> Iterator[messages.Envelope]:
        """How it went. What is attached belongs to the last step that was called."""
        run = f"{self.case} run"
        yield messages.Envelope(
            test_case_started=messages.TestCaseStarted(
                attempt=0,
                id=run,
                test_case_id=self.case,
                timestamp=timestamp(self.start),
                worker_id=self.worker,
            )
        )
        steps, now = self.test_steps(), self.start
        called = [step["id"] for step, (status, _, _) in steps if status != "SKIPPED"]
        last = called[-1] if called else None
        for step, (status, message, duration) in steps:
            step_id = step["id"]
            yield messages.Envelope(
                test_step_started=messages.TestStepStarted(run, step_id, timestamp(now))
            )
            now += duration
            if status in UNPLAYABLE and message is not None:
                # Reports show the message of a failed step only.
                yield _attached(_text(message, LOG), run, step_id)
            if step_id == last:
                yield from (_attached(each, run, step_id) for each in self.attachments)
            yield messages.Envelope(
                test_step_finished=messages.TestStepFinished(
                    test_case_started_id=run,
                    test_step_id=step_id,
                    test_step_result=result_of(status, message, duration),
                    timestamp=timestamp(now),
                )
            )
        finished = messages.TestCaseFinished(
            test_case_started_id=run,
            timestamp=timestamp(max(now, self.stop)),
            will_be_retried=False,
        )
        yield messages.Envelope(test_case_finished=finished)


def _hook_step(hook: str) -> Plain:
    return plain(messages.TestStep(id="", hook_id=hook))


def _attached(attachment: messages.Attachment, run: str, step_id: str) -> messages.Envelope:
    attachment.test_case_started_id, attachment.test_step_id = run, step_id
    return messages.Envelope(attachment=attachment)


def attachments_of(facts: ReportFacts) -> Iterator[messages.Attachment]:
    """What a scenario handed out; its trace is packed, since it may be large."""
    [name] = capture_names([facts])
    for key, content in facts["attachments"].items():
        if key == "trace":
            whole = f"{HEADER}{page(facts)}".encode()
            yield _bytes(f"{name}.jsonl.gz", gzip.compress(whole, mtime=0), "application/gzip")
        elif key.partition("/")[0] != "captures":
            yield _text(content, name=key) if isinstance(content, str) else _bytes(key, content)
    for place, content in captures_of(facts).items():
        yield _bytes(f"{name}{place}.pcapng", content)


def _text(
    content: str, media_type: str = "text/plain", name: str | None = None
) -> messages.Attachment:
    encoding = messages.AttachmentContentEncoding.identity
    return messages.Attachment(content, encoding, media_type, file_name=name)


def _bytes(
    name: str, content: bytes, media_type: str = "application/octet-stream"
) -> messages.Attachment:
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


def result_of(status: str, message: str | None, duration: int) -> messages.TestStepResult:
    """The outcome of one step; its duration in nanoseconds."""
    seconds, nanos = divmod(duration, NANOSECONDS)
    return messages.TestStepResult(
        messages.Duration(nanos=nanos, seconds=seconds),
        messages.TestStepResultStatus(status),
        message=message,
    )
