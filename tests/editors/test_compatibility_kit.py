"""The samples of the Cucumber compatibility kit make the messages that the kit has for them.

The kit holds features and, for each, the messages of an implementation that is right. Its
sentences stand here as azsim says them. These samples aren't played, since they are about
something that azsim doesn't have, or means otherwise:

* ``hooks*``, ``global-hooks*``, ``skipped-failing-hook``: fixtures of pytest take the place of
  hooks, and aren't steps; what fails in one is told as a hook.
* ``all-statuses``, ``failedish-combinations``, ``pending*``, ``retry-pending``: no step is ever
  pending.
* ``retry-undefined``, ``retry-ambiguous``: pytest-rerunfailures plays them again, since to pytest
  they have failed.
* ``regular-expression``: a sentence is a Cucumber Expression.
* ``markdown``: a feature file is Gherkin.
* ``multiple-features-reversed``: the messages stand in the order of the files, however they were
  played.
* ``test-run-exception``: pytest ends such a run without messages.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DEFINITIONS = HERE / "compatibility_kit"

# Where the messages differ, and why.
NO_STEP_IS_CALLED = "a scenario with a wrong step isn't begun, so its other steps are skipped"
A_TYPE_STANDS_ONCE = "a value is bound by its type, so a sentence has no type twice"
NO_REGULAR_EXPRESSION = "in place of its regular expressions stand types of values"
DEVIATIONS = {
    "ambiguous": {
        "cases": NO_REGULAR_EXPRESSION,
        "definitions": NO_REGULAR_EXPRESSION,
        "types": NO_REGULAR_EXPRESSION,
    },
    "attachments": {
        "cases": A_TYPE_STANDS_ONCE,
        "definitions": A_TYPE_STANDS_ONCE,
        "types": A_TYPE_STANDS_ONCE,
    },
    "empty": {"attempts": "a scenario without steps fails"},
    "examples-tables-undefined": {"attempts": NO_STEP_IS_CALLED},
    "examples-tables-undefined-multiple": {"attempts": NO_STEP_IS_CALLED},
    "minimal": {"documents": "the parser for Python keeps the spaces of an empty last line"},
    "parameter-types": {"types": "a pattern has no group that captures"},
    "undefined": {"attempts": NO_STEP_IS_CALLED},
    "undefined-multiple": {"attempts": NO_STEP_IS_CALLED},
}
SAMPLES = sorted(path.stem for path in DEFINITIONS.glob("*.py"))


class Messages:
    """The messages of one sample, as far as two implementations can be compared."""

    def __init__(self, envelopes: Sequence[Any], folder: str) -> None:
        self._kinds: dict[str, list[Any]] = {}
        for each in envelopes:
            [(kind, content)] = each.items()
            self._kinds.setdefault(kind, []).append(content)
        self._folder = folder
        self._pickles = {
            each["id"]: each for each in self.of("pickle") if _folder(each["uri"]) == folder
        }
        self._steps = {
            step["id"]: step for pickle in self._pickles.values() for step in pickle["steps"]
        }
        self._cases = {
            each["id"]: each for each in self.of("testCase") if each["pickleId"] in self._pickles
        }

    def of(self, kind: str) -> list[Any]:
        return self._kinds.get(kind, [])

    def documents(self) -> list[Any]:
        found = [
            each for each in self.of("gherkinDocument") if _folder(each["uri"]) == self._folder
        ]
        return [_without(each, "id", "uri") for each in found]

    def pickles(self) -> list[Any]:
        return [
            _without(each, "id", "uri", "astNodeIds", "astNodeId")
            for each in self._pickles.values()
        ]

    def definitions(self) -> list[str]:
        return sorted(
            each["pattern"]["source"]
            for each in self.of("stepDefinition")
            if _folder(each["sourceReference"]["uri"]) == self._folder
        )

    def types(self) -> list[tuple[str, list[str]]]:
        return [
            (each["name"], each["regularExpressions"])
            for each in self.of("parameterType")
            if _folder(each["sourceReference"]["uri"]) == self._folder
        ]

    def cases(self) -> list[Any]:
        """The sentences of each step, how many they are, and the values in them."""
        return [
            [
                [
                    [
                        (value.get("parameterTypeName"), value["group"].get("value"))
                        for value in found["stepMatchArguments"]
                    ]
                    for found in step["stepMatchArgumentsLists"]
                ]
                for step in case["testSteps"]
                if "pickleStepId" in step
            ]
            for case in self._cases.values()
        ]

    def attempts(self) -> list[Any]:
        again = {
            each["testCaseStartedId"]: each["willBeRetried"] for each in self.of("testCaseFinished")
        }
        return [
            (
                self._pickles[self._cases[started["testCaseId"]]["pickleId"]]["name"],
                started["attempt"],
                again[started["id"]],
                [each["testStepResult"]["status"] for each in self._finished(started)],
            )
            for started in self._started()
        ]

    def attachments(self) -> list[Any]:
        """What is attached to each attempt, without what isn't a file of the author's."""
        return [
            [
                (each["body"], each["contentEncoding"], each["mediaType"])
                for each in self.of("attachment")
                if each.get("testCaseStartedId") == started["id"]
            ]
            for started in self._started()
            # What to write instead of a step is attached, too.
            if all(
                each["testStepResult"]["status"] not in ("UNDEFINED", "AMBIGUOUS")
                for each in self._finished(started)
            )
        ]

    def exceptions(self) -> list[Any]:
        """What each failed step says of its exception, of whatever class it is."""
        results = [
            each["testStepResult"]
            for started in self._started()
            for each in self._finished(started)
        ]
        return [
            sorted(result["exception"])
            for result in results
            if result["status"] == "FAILED" and "exception" in result
        ]

    def suggestions(self) -> list[Any]:
        return [
            (self._steps[each["pickleStepId"]]["text"], len(each["snippets"]))
            for each in self.of("suggestion")
            if each["pickleStepId"] in self._steps
        ]

    def undefined(self) -> list[Any]:
        return self.of("undefinedParameterType")

    def _started(self) -> Iterator[Any]:
        return (each for each in self.of("testCaseStarted") if each["testCaseId"] in self._cases)

    def _finished(self, started: Any) -> list[Any]:
        return [
            each
            for each in self.of("testStepFinished")
            if each["testCaseStartedId"] == started["id"]
        ]


def _folder(uri: str) -> str:
    return Path(uri).parent.name


def _without(message: Any, *keys: str) -> Any:
    if isinstance(message, list):
        return [_without(each, *keys) for each in message]
    if not isinstance(message, dict):
        return message
    # Empty lists and absent ones mean the same.
    return {
        key: _without(value, *keys)
        for key, value in message.items()
        if key not in keys and value not in (None, [], "")
    }


@pytest.fixture(scope="module")
def kit(installed: None) -> Path:
    return Path(os.environ["NODE_PATH"]) / "@cucumber" / "compatibility-kit" / "features"


@pytest.fixture(scope="module")
def played(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The messages of one run of all samples, each with its own sentences."""
    folder = tmp_path_factory.mktemp("kit")
    for sample in SAMPLES:
        shutil.copytree(kit / sample, folder / sample)
        shutil.copy(DEFINITIONS / f"{sample}.py", folder / sample / "conftest.py")
    command = [sys.executable, "-m", "azsim", "run", ".", "--messages", "run.ndjson"]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    return _read(folder / "run.ndjson")


def _read(place: Path) -> list[Any]:
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]


ASPECTS = (
    "documents",
    "pickles",
    "definitions",
    "types",
    "cases",
    "attempts",
    "attachments",
    "exceptions",
    "suggestions",
)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_sample_is_told_as_the_kit_tells_it(
    kit: Path, played: list[Any], sample: str, aspect: str
) -> None:
    [expected] = (kit / sample).glob("*.ndjson")
    right = getattr(Messages(_read(expected), sample), aspect)()
    found = getattr(Messages(played, sample), aspect)()
    reason = DEVIATIONS.get(sample, {}).get(aspect)
    if reason is None:
        assert found == right
    else:
        assert found != right, f"it agrees, though {reason}"


def test_a_type_that_nobody_has_defined_is_told(kit: Path, played: list[Any]) -> None:
    [expected] = (kit / "unknown-parameter-type").glob("*.ndjson")
    right = Messages(_read(expected), "unknown-parameter-type").undefined()
    assert Messages(played, "unknown-parameter-type").undefined() == right
