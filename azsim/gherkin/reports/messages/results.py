"""How a scenario went, as Cucumber messages."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define

from azsim.gherkin.reports.evidence import HEADER, capture_names, captures_of, page
from azsim.gherkin.reports.messages.features import Envelope
from azsim.text import Text

LOG = "text/x.cucumber.log+plain"
MISTAKE = Text("Mistake", "誤り")

NANOSECONDS = 1_000_000_000

# Status, message and duration of a step.
Result = tuple[str, str | None, int]

UNPLAYABLE = ("UNDEFINED", "AMBIGUOUS")
WRONG = ("FAILED", *UNPLAYABLE)


@define
class Play:
    """One scenario that was played, or one mistake, for which ``stand_in`` is a scenario.

    ``before`` and ``after`` are what went wrong outside the steps; times are in nanoseconds.
    """

    pickle: Envelope
    start: int
    stop: int
    worker: str | None
    steps: Sequence[Envelope] = ()
    results: Sequence[Result] = ()
    before: str | None = None
    after: str | None = None
    attachments: Sequence[Envelope] = ()
    stand_in: Envelope | None = None

    @classmethod
    def of_scenario(cls, told: Mapping[str, Any], report: Any) -> Play:
        """What a process told about a scenario when its steps were over."""
        steps, results = told["steps"], told["results"]
        return cls(told["pickle"], *_span(report), steps, results, told["outside"])

    @classmethod
    def of_mistake(cls, facts: Mapping[str, Any], report: Any) -> Play:
        """A scenario without steps, since reports show nothing else as a failure."""
        node_id = f"{facts['path']}#mistake {facts['serial']}"
        node = {
            "id": node_id,
            "location": {"line": facts["line"]},
            "tags": [],
            "keyword": MISTAKE.to(facts["language"]),
            "name": facts["name"],
            "description": "",
            "steps": [],
            "examples": [],
        }
        pickle = {
            "id": f"{node_id} pickle",
            "uri": facts["path"],
            "location": {"line": facts["line"]},
            "name": facts["name"],
            "language": facts["language"],
            "steps": [],
            "tags": [],
            "astNodeIds": [node_id],
        }
        return cls(pickle, *_span(report), before=facts["notes"][None], stand_in=node)

    @property
    def case(self) -> str:
        """The id of the test case; those of its parts begin with it."""
        return f"{self.pickle['id']} case"

    def course(self) -> list[tuple[Envelope, Result]]:
        """The test steps and their results, with what failed before and after the steps."""
        found = list(zip(self.steps, self.results, strict=True))
        if self.before is not None:
            found.insert(0, ({"hookId": "before"}, ("FAILED", self.before, 0)))
        if self.after is not None:
            found.append(({"hookId": "after"}, ("FAILED", self.after, 0)))
        return [
            ({"id": f"{self.case}/{number}", **step}, result)
            for number, (step, result) in enumerate(found, start=1)
        ]

    def test_case(self) -> Envelope:
        """What is to be played."""
        steps = [step for step, _ in self.course()]
        content = {"id": self.case, "pickleId": self.pickle["id"], "testSteps": steps}
        return {"testCase": {**content, "testRunStartedId": "run"}}

    def played(self) -> Iterator[Envelope]:
        """How it went. What is attached belongs to the last step that was called."""
        run = {"testCaseStartedId": f"{self.case} run"}
        worker = {} if self.worker is None else {"workerId": self.worker}
        yield {
            "testCaseStarted": {
                "id": run["testCaseStartedId"],
                "testCaseId": self.case,
                "attempt": 0,
                "timestamp": moment(self.start),
                **worker,
            }
        }
        course, now = self.course(), self.start
        called = [step["id"] for step, (status, _, _) in course if status != "SKIPPED"]
        last = called[-1] if called else None
        for step, (status, message, duration) in course:
            where = {**run, "testStepId": step["id"]}
            yield {"testStepStarted": {**where, "timestamp": moment(now)}}
            now += duration
            result: Envelope = {"status": status, "duration": moment(duration)}
            if message is not None:
                result["message"] = message
            if status in UNPLAYABLE and message is not None:
                # Reports show the message of a failed step only.
                yield {"attachment": {**_text(message, LOG), **where}}
            if step["id"] == last:
                yield from ({"attachment": {**each, **where}} for each in self.attachments)
            yield {
                "testStepFinished": {
                    **where,
                    "testStepResult": result,
                    "timestamp": moment(now),
                }
            }
        finished = {"timestamp": moment(max(now, self.stop)), "willBeRetried": False}
        yield {"testCaseFinished": {**run, **finished}}


def attachments_of(facts: Mapping[str, Any]) -> Iterator[Envelope]:
    """What a scenario handed out; its trace is packed, since it may be large."""
    [name] = capture_names([facts])
    for key, content in facts["attachments"].items():
        if key == "trace":
            whole = f"{HEADER}{page(facts)}".encode()
            yield _bytes(f"{name}.jsonl.gz", gzip.compress(whole, mtime=0), "application/gzip")
        elif key.partition("/")[0] != "captures":
            is_text = isinstance(content, str)
            yield {**_text(content), "fileName": key} if is_text else _bytes(key, content)
    for place, content in captures_of(facts).items():
        yield _bytes(f"{name}{place}.pcapng", content)


def _text(content: str, media_type: str = "text/plain") -> Envelope:
    return {"mediaType": media_type, "contentEncoding": "IDENTITY", "body": content}


def _bytes(name: str, content: bytes, media_type: str = "application/octet-stream") -> Envelope:
    return {
        "fileName": name,
        "mediaType": media_type,
        "contentEncoding": "BASE64",
        "body": b64encode(content).decode(),
    }


def _span(report: Any) -> tuple[int, int, str | None]:
    """Start, stop and worker of a play."""
    worker = getattr(report, "worker_id", None)
    return nanoseconds(report.start), nanoseconds(report.stop), worker


def nanoseconds(seconds: float) -> int:
    """A time of pytest's as a whole number."""
    return int(seconds * NANOSECONDS)


def moment(time: int) -> Envelope:
    """A time or a duration, from nanoseconds."""
    seconds, nanos = divmod(time, NANOSECONDS)
    return {"seconds": seconds, "nanos": nanos}
