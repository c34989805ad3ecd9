"""Cucumber messages: what the tools around Cucumber read about a run."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from small_project import GOOD, Project

MORE = """
    @given("anything {count}")
    def anything(count):
        pass

    @given("any{count}thing 1")
    def some(count):
        pass

    @given("any{port}thing 1")
    def other(port):
        pass

    @given("part 1 has {count} ports")
    def part(count):
        pass

    @when("nobody has time")
    def postpone():
        pytest.skip("not today")

    @pytest.fixture
    def leaking():
        yield
        raise RuntimeError("It leaks.")

    @when("it leaks")
    def leak(leaking):
        pass

    @when("it is seen")
    def see(scenario):
        scenario.attach("trace", '{"kind":"sight"}')
        scenario.attach("captures/vm1", b"packets")
        scenario.attach("note", "Seen.")

    @when("it talks")
    def talk():
        print("The answer was 42.")

    @when("a text:")
    def text(docstring):
        pass
"""


class Messages:
    """The messages of a run."""

    def __init__(self, project: Project, name: str = "m.ndjson") -> None:
        text = (project.folder / name).read_text(encoding="utf-8")
        self.all = [json.loads(line) for line in text.splitlines()]

    def of(self, kind: str) -> list[Any]:
        return [each[kind] for each in self.all if kind in each]

    def statuses(self) -> dict[str, list[str]]:
        """The status of each step, by the name of the scenario."""
        return {name: [result["status"] for result in found] for name, found in self.results()}

    def messages(self, name: str) -> str:
        """Everything that is said below the steps of a scenario."""
        found = dict(self.results())[name]
        return "\n".join(result["message"] for result in found if "message" in result)

    def results(self) -> Iterator[tuple[str, list[Any]]]:
        names = {pickle["id"]: pickle["name"] for pickle in self.of("pickle")}
        cases = {case["id"]: names[case["pickleId"]] for case in self.of("testCase")}
        for started in self.of("testCaseStarted"):
            yield (
                cases[started["testCaseId"]],
                [
                    finished["testStepResult"]
                    for finished in self.of("testStepFinished")
                    if finished["testCaseStartedId"] == started["id"]
                ],
            )


def played(project: Project, text: str, *arguments: str) -> Messages:
    project.conftest(MORE)
    project.file("x.feature", text)
    project.pytest("x.feature", "--azsim-messages=m.ndjson", *arguments)
    return Messages(project)


def scenario(*steps: str) -> str:
    lines = "".join(f"    {step}\n" for step in steps)
    return f"Feature: Ports\n  Scenario: It\n{lines}"


def test_a_run_begins_and_ends(project: Project) -> None:
    messages = played(project, GOOD)
    assert messages.all[0]["meta"]["implementation"]["name"] == "azsim"
    finished = messages.all[-1]["testRunFinished"]
    assert finished["success"] is True
    assert (
        finished["timestamp"]["seconds"] >= messages.of("testRunStarted")[0]["timestamp"]["seconds"]
    )


def test_the_feature_file_comes_along(project: Project) -> None:
    messages = played(project, GOOD)
    [source], [document] = messages.of("source"), messages.of("gherkinDocument")
    assert source["uri"] == document["uri"] == "x.feature"
    assert source["data"] == GOOD.lstrip()
    assert document["feature"]["name"] == "Ports"


@pytest.mark.parametrize(
    ("steps", "statuses"),
    [
        (["Given a pool of 8 ports", "Then 8 ports are left"], ["PASSED", "PASSED"]),
        (["Then 8 ports are left", "Then 0 ports are left"], ["FAILED", "SKIPPED"]),
        (["Given a pool of 8 ports", "Then 8 prots are left"], ["SKIPPED", "UNDEFINED"]),
        (["Given any1thing 1"], ["AMBIGUOUS"]),
        (["When the code breaks"], ["FAILED"]),
        (['When "web1" asks for too much', "Then 0 ports are left"], ["FAILED", "PASSED"]),
        (["When nobody has time", "Then 0 ports are left"], ["SKIPPED", "SKIPPED"]),
        (["When it leaks"], ["PASSED", "FAILED"]),
        ([], ["FAILED"]),
        (["Gven a pool of 8 ports", "Then 0 ports are left"], ["FAILED", "SKIPPED"]),
    ],
)
def test_every_step_has_a_status(project: Project, steps: list[str], statuses: list[str]) -> None:
    assert played(project, scenario(*steps)).statuses() == {"It": statuses}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("Then 9 ports are left", "expected    actual"),
        ("Then 9 prots are left", "Did you mean"),
        ("When the code breaks", "KeyError: 'nothing'"),
        ('When "web1" asks for too much', "web1 was refused."),
        ("When nobody has time", "not today"),
        ("When it leaks", "It leaks."),
        ("Gven a pool of 8 ports", "This scenario has no steps"),
    ],
)
def test_what_the_author_is_told_is_told_here_too(project: Project, step: str, words: str) -> None:
    assert words in played(project, scenario(step)).messages("It")


@pytest.mark.parametrize("tag", ["xfail", "skip"])
def test_what_pytest_skips_is_skipped(project: Project, tag: str) -> None:
    text = scenario("Then 9 ports are left").replace("  Scenario", f"  @{tag}\n  Scenario")
    messages = played(project, text)
    assert messages.statuses() == {"It": ["SKIPPED"]}
    assert messages.of("testRunFinished")[0]["success"] is True


def test_a_report_shows_what_to_write_instead_of_an_unknown_sentence(project: Project) -> None:
    [attachment] = played(project, scenario("Then 9 prots are left")).of("attachment")
    assert "Did you mean" in attachment["body"]


def test_a_step_names_its_sentence_and_the_places_of_its_values(project: Project) -> None:
    messages = played(project, GOOD)
    [case] = messages.of("testCase")
    sentences = {each["id"]: each for each in messages.of("stepDefinition")}
    step = case["testSteps"][1]
    [sentence] = [sentences[each] for each in step["stepDefinitionIds"]]
    assert sentence["pattern"]["source"] == "{server} takes {count} port/ports"
    assert sentence["sourceReference"]["uri"] == "conftest.py"
    [found] = step["stepMatchArgumentsLists"]
    assert [
        (each["parameterTypeName"], each["group"]["start"], each["group"]["value"])
        for each in found["stepMatchArguments"]
    ] == [("server", 0, '"web1"'), ("count", 13, "3")]


def test_a_value_is_not_taken_for_a_word_of_the_sentence(project: Project) -> None:
    [case] = played(project, scenario("Given part 1 has 1 ports")).of("testCase")
    [found] = case["testSteps"][0]["stepMatchArgumentsLists"]
    assert found["stepMatchArguments"][0]["group"]["start"] == len("part 1 has ")


def test_an_unknown_step_has_no_sentence_and_an_ambiguous_one_several(project: Project) -> None:
    messages = played(project, scenario("Given any1thing 1", "Given anything at all"))
    [case] = messages.of("testCase")
    assert [len(step["stepDefinitionIds"]) for step in case["testSteps"]] == [2, 0]


def test_types_come_with_their_patterns(project: Project) -> None:
    kinds = {each["name"]: each for each in played(project, GOOD).of("parameterType")}
    assert kinds["count"]["regularExpressions"] == ["[0-9][0-9,]*"]
    assert kinds["count"]["sourceReference"]["uri"] == "conftest.py"


OUTLINE = """
@everything
Feature: Outlines
  Background:
    Given a pool of 8 ports

  Rule: Ports go
    @go
    Scenario Outline: Taking <n>
      When "web1" takes <n> ports
      And a text:
        \"\"\"
        <n>
        \"\"\"
      Given the servers:
        | name |
        | <n>  |

      @row
      Examples:
        | n |
        | 1 |
        | 2 |
"""


def lines_of(tree: Any) -> dict[str, int]:
    """The line of each node of a tree, by its id."""
    if isinstance(tree, list):
        return {key: line for each in tree for key, line in lines_of(each).items()}
    if not isinstance(tree, dict):
        return {}
    own = {tree["id"]: tree["location"]["line"]} if "id" in tree else {}
    return own | lines_of(list(tree.values()))


def test_a_row_refers_to_its_nodes(project: Project) -> None:
    messages = played(project, OUTLINE)
    [document] = messages.of("gherkinDocument")
    lines = lines_of(document)
    first, second = messages.of("pickle")
    assert [lines[each] for each in second["astNodeIds"]] == [8, 22]
    assert [[lines[each] for each in step["astNodeIds"]] for step in first["steps"]] == [
        [4, 21],
        [9, 21],
        [10, 21],
        [14, 21],
    ]
    tags = [(tag["name"], lines[tag["astNodeId"]]) for tag in first["tags"]]
    assert sorted(tags) == [("@everything", 1), ("@go", 7), ("@row", 18)]


def test_a_row_comes_with_its_values(project: Project) -> None:
    first = played(project, OUTLINE).of("pickle")[0]
    assert first["name"] == "Taking 1"
    _, takes, text, servers = first["steps"]
    assert (takes["text"], takes["type"]) == ('"web1" takes 1 ports', "Action")
    assert text["argument"] == {"docString": {"content": "1"}}
    assert servers["argument"]["dataTable"]["rows"][1] == {"cells": [{"value": "1"}]}


WRITTEN = """
@kept @kept
Feature: Ports
  @own
  Scenario: It
    * a pool of 8 ports
    And a pool of 9 ports
    When a text:
      \"\"\"json
      {}
      \"\"\"
    But it is seen
"""


def test_a_pickle_says_what_the_official_one_says(project: Project) -> None:
    [pickle] = played(project, WRITTEN).of("pickle")
    assert pickle["location"] == {"line": 4, "column": 3}
    assert [tag["name"] for tag in pickle["tags"]] == ["@kept", "@kept", "@own"]
    assert [step["type"] for step in pickle["steps"]] == ["Unknown", "Unknown", "Action", "Action"]
    assert pickle["steps"][2]["argument"]["docString"] == {"content": "{}", "mediaType": "json"}


def test_sentences_are_told_though_nobody_says_them(project: Project) -> None:
    project.conftest(
        MORE
        + """
    @given("a pool of {colour} ports")
    def coloured(colour):
        pass
    """
    )
    project.file("x.feature", GOOD)
    project.pytest("x.feature", "--azsim-messages=m.ndjson")
    messages = Messages(project)
    said = [each["pattern"]["source"] for each in messages.of("stepDefinition")]
    assert "it is seen" in said
    assert "要求は拒否される" in said
    assert "a pool of {colour} ports" not in said
    assert messages.of("undefinedParameterType") == [
        {"name": "colour", "expression": "a pool of {colour} ports"}
    ]


def test_an_unknown_step_comes_with_a_function_for_it(project: Project) -> None:
    messages = played(project, scenario("Given 3 blind mice", 'Given a "red" (car)'))
    first, second = messages.of("suggestion")
    assert [each["code"] for each in first["snippets"]] == [
        '@given("{float} blind mice")\ndef step(float):\n    ...\n',
        '@given("{int} blind mice")\ndef step(int):\n    ...\n',
    ]
    assert second["snippets"] == [
        {
            "language": "python",
            "code": '@given("a {string} \\\\(car)")\ndef step(string):\n    ...\n',
        }
    ]
    steps = [step["id"] for step in messages.of("pickle")[0]["steps"]]
    assert [first["pickleStepId"], second["pickleStepId"]] == steps


@pytest.mark.parametrize(
    ("step", "name", "code"),
    [
        ("Then 9 ports are left", "Mismatch", 'expect.equal(Text("The ports left"'),
        ("When the code breaks", "KeyError", 'return {}["nothing"]'),
    ],
)
def test_an_exception_is_traced_from_the_code_to_the_feature_file(
    project: Project, step: str, name: str, code: str
) -> None:
    [(_, [result])] = played(project, scenario(step)).results()
    exception = result["exception"]
    assert exception["type"] == name
    assert result["message"].startswith(exception["message"])
    assert exception["stackTrace"].startswith(f"{name}: {exception['message']}\n")
    lines = (project.folder / "conftest.py").read_text(encoding="utf-8").splitlines()
    [line] = [number for number, text in enumerate(lines, start=1) if code in text]
    assert exception["stackTrace"].endswith(f"\nconftest.py:{line}\nx.feature:3")


@pytest.mark.parametrize(
    ("name", "content", "media_type", "encoding"),
    [
        ("picture.png", 'b"\\x89PNG"', "image/png", "BASE64"),
        ("drawing.svg", '"<svg/>"', "image/svg+xml", "IDENTITY"),
        ("answer.json", '"{}"', "application/json", "IDENTITY"),
        ("ticket.uri", '"https://example.com/7"', "text/uri-list", "IDENTITY"),
        ("note", '"Seen."', "text/plain", "IDENTITY"),
        ("rest", 'b"\\x00"', "application/octet-stream", "BASE64"),
    ],
)
def test_the_name_of_an_attachment_says_what_it_is(
    project: Project, name: str, content: str, media_type: str, encoding: str
) -> None:
    project.conftest(
        f"""
        @when("it is kept")
        def keep(scenario):
            scenario.attach("{name}", {content})
        """
    )
    project.file("x.feature", scenario("When it is kept"))
    project.pytest("x.feature", "--azsim-messages=m.ndjson")
    [attachment] = Messages(project).of("attachment")
    assert (attachment["mediaType"], attachment["contentEncoding"]) == (media_type, encoding)
    assert attachment["timestamp"]["seconds"] > 0


def test_durations_are_those_of_the_steps(project: Project) -> None:
    [(_, results)] = played(project, GOOD).results()
    assert all(0 < each["duration"]["nanos"] < 1_000_000_000 for each in results)


def test_what_a_scenario_hands_out_is_attached(project: Project) -> None:
    messages = played(project, scenario("When it is seen"))
    found = {each["fileName"]: each for each in messages.of("attachment")}
    assert found["note"]["body"] == "Seen."
    assert base64.b64decode(found["x-L2-vm1.pcapng"]["body"]) == b"packets"
    trace = gzip.decompress(base64.b64decode(found["x-L2.jsonl.gz"]["body"])).decode()
    assert trace.splitlines() == [
        '{"format":"azsim-trace","version":2}',
        '{"scenario":"x.feature","line":2,"row":null,"kind":"sight"}',
    ]


def test_what_a_scenario_printed_is_attached_as_a_log(project: Project) -> None:
    messages = played(project, scenario("When it talks", "Then 9 ports are left"))
    [attachment] = messages.of("attachment")
    assert attachment["body"] == "The answer was 42."
    assert (attachment["mediaType"], attachment["fileName"]) == (
        "text/x.cucumber.log+plain",
        "stdout",
    )
    assert attachment["testStepId"] == messages.of("testCase")[0]["testSteps"][1]["id"]


def test_traces_and_captures_are_asked_for(project: Project) -> None:
    more = """
    @when("nothing happens")
    def nothing(scenario):
        scenario.attach("wanted", " ".join(sorted(scenario.wanted)))
    """
    project.conftest(more)
    project.file("x.feature", scenario("When nothing happens"))
    project.pytest("x.feature", "--azsim-messages=m.ndjson")
    [attachment] = Messages(project).of("attachment")
    assert attachment["body"] == "captures trace"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Feature: Ports\n  Scenario: It\n    When it\n  Whenn it\n", 4, "Did you mean"),
        ("機能：ポート\n", 1, "次のように書く"),
        ("Feature: Ports\n", 1, "This feature has no scenario."),
        ("Feature: Ports\n  Then 0 ports are left\n\n  Scenario: It\n", 2, "outside a scenario"),
    ],
)
def test_a_mistake_in_a_file_is_a_failing_scenario(
    project: Project, text: str, line: int, words: str
) -> None:
    messages = played(project, text)
    mistake = messages.of("pickle")[-1]
    assert mistake["location"]["line"] == line
    assert words in messages.messages(mistake["name"])
    assert messages.statuses()[mistake["name"]] == ["FAILED"]
    assert messages.of("testRunFinished")[0]["success"] is False
    [document] = messages.of("gherkinDocument")
    assert document["feature"]["children"][-1]["scenario"]["id"] in mistake["astNodeIds"]


def test_a_file_that_is_no_gherkin_is_a_parse_error_as_well(project: Project) -> None:
    [error] = played(project, "Featur: Ports\n").of("parseError")
    assert error["source"] == {"uri": "x.feature", "location": {"line": 1}}
    assert "Feature: Ports" in error["message"]


def test_what_fails_outside_the_scenarios_is_told_too(project: Project) -> None:
    project.conftest(MORE)
    project.file("x.feature", GOOD)
    project.file("test_other.py", "def test_other():\n    raise RuntimeError('Elsewhere.')\n")
    project.pytest("x.feature", "test_other.py", "--azsim-messages=m.ndjson")
    messages = Messages(project)
    [finished] = messages.of("testRunHookFinished")
    assert finished["result"]["status"] == "FAILED"
    assert "Elsewhere." in finished["result"]["message"]
    assert messages.of("testRunFinished")[0]["success"] is False


def test_a_scenario_whose_process_dies_is_not_lost(project: Project) -> None:
    project.conftest(
        """
        @when("the machine breaks")
        def die():
            import os

            os._exit(1)
        """
    )
    project.file("x.feature", scenario("When the machine breaks"))
    project.pytest("x.feature", "--azsim-messages=m.ndjson", "-n", "1", "--max-worker-restart=0")
    [finished] = Messages(project).of("testRunHookFinished")
    assert "x.feature::It" in finished["result"]["message"]


def test_japanese_stays_japanese(project: Project) -> None:
    messages = played(
        project,
        """
        # language: ja
        機能: ポート
          シナリオ: 取る
            前提 ポート 8 個のプールがある
            ならば 残りのポートは 9 個である
        """,
    )
    assert messages.of("pickle")[0]["language"] == "ja"
    assert messages.statuses() == {"取る": ["PASSED", "FAILED"]}
    assert "残りのポート" in messages.messages("取る")


def comparable(message: Any) -> Any:
    """*message* without what differs from run to run."""
    if isinstance(message, list):
        return [comparable(each) for each in message]
    if not isinstance(message, dict):
        return message
    return {
        key: comparable(value)
        for key, value in message.items()
        if key not in ("timestamp", "duration", "workerId")
    }


THREE = """
Feature: Ports
  Scenario: First
    Given a pool of 8 ports
    Then 9 ports are left

  Scenario: Second
    Then 0 ports are left

  @slow
  Scenario Outline: Slow
    Then <n> ports are left
    Examples:
      | n |
      | 0 |
"""


@pytest.mark.parametrize("processes", [[], ["-n", "1"]])
def test_what_is_left_out_or_unplayed_is_in_the_messages(
    project: Project, processes: list[str]
) -> None:
    project.file("y.feature", scenario("Then 0 ports are left").replace("It", "Elsewhere"))
    messages = played(project, THREE, "y.feature", "-m", "not slow", "-x", *processes)
    names = {pickle["id"]: pickle["name"] for pickle in messages.of("pickle")}
    assert list(names.values()) == ["First", "Second", "Slow", "Elsewhere"]
    cases = {case["id"]: names[case["pickleId"]] for case in messages.of("testCase")}
    assert list(cases.values()) == ["First", "Second", "Elsewhere"]
    assert [cases[each["testCaseId"]] for each in messages.of("testCaseStarted")] == ["First"]
    assert [len(case["testSteps"]) for case in messages.of("testCase")] == [2, 1, 1]
    assert [each["uri"] for each in messages.of("gherkinDocument")] == ["x.feature", "y.feature"]
    assert [each["uri"] for each in messages.of("source")] == ["x.feature", "y.feature"]


def test_several_processes_in_any_order_write_the_same(project: Project) -> None:
    project.conftest(MORE)
    project.file("a.feature", OUTLINE)
    project.file("b.feature", scenario("Then 9 ports are left"))
    project.file("c.feature", "Featur: Ports\n")
    files = ["a.feature", "b.feature", "c.feature"]
    project.pytest(*files, "--azsim-messages=one.ndjson")
    backwards = """
    def pytest_collection_modifyitems(items):
        items.reverse()
    """
    project.conftest(MORE + backwards)
    project.pytest(*files, "--azsim-messages=two.ndjson", "-n", "2")
    one, two = Messages(project, "one.ndjson"), Messages(project, "two.ndjson")
    assert comparable(one.all) == comparable(two.all)
    assert {started["workerId"] for started in two.of("testCaseStarted")} <= {"gw0", "gw1"}


def test_ids_are_unique(project: Project) -> None:
    project.conftest(MORE)
    project.file("a/x.feature", OUTLINE)
    project.file("b/x.feature", OUTLINE)
    project.pytest("a/x.feature", "b/x.feature", "--azsim-messages=m.ndjson")
    messages = Messages(project)
    ids = [
        each["id"]
        for kind in ("pickle", "testCase", "stepDefinition")
        for each in messages.of(kind)
    ]
    ids += [key for document in messages.of("gherkinDocument") for key in lines_of(document)]
    ids += [
        step["id"] for kind in ("pickle",) for each in messages.of(kind) for step in each["steps"]
    ]
    ids += [step["id"] for each in messages.of("testCase") for step in each["testSteps"]]
    assert len(ids) == len(set(ids))


def test_the_command_has_the_option(project: Project) -> None:
    project.file("x.feature", GOOD)
    assert project.azsim("run", "--messages", "m.ndjson").returncode == 0
    assert Messages(project).statuses() == {"Taking some": ["PASSED"] * 3}


@pytest.mark.parametrize(
    ("place", "advice"),
    [
        ("none/m.ndjson", "--messages: there is no folder"),
        ("folder", "is a folder. Name a file."),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_run(
    project: Project, place: str, advice: str
) -> None:
    (project.folder / "folder").mkdir()
    project.file("x.feature", GOOD)
    result = project.pytest("x.feature", f"--azsim-messages={place}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert any(advice in line for line in result.errlines)


def test_cucumbers_classes_are_loaded_only_where_messages_are_written(project: Project) -> None:
    project.file("x.feature", GOOD)
    project.conftest(
        """
        import sys

        def pytest_terminal_summary():
            print("loaded:", "cucumber_messages" in sys.modules)
        """
    )
    assert "loaded: False" in project.azsim("run", "x.feature").stdout
    assert "loaded: True" in project.azsim("run", "x.feature", "--messages", "m.ndjson").stdout
