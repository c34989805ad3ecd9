"""A slip in a project's Python code is told in a few lines that name it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import GOOD, Project

from azsim.gherkin.playing.slips import in_short, told

SERVER = """
@pytest.fixture
def cable():
    raise ConnectionError("no cable")

@pytest.fixture
def server(cable):
    return cable

@given("a server")
def a_server(server):
    pass
"""
STEP = "Feature: F\n  Scenario: S\n    Given a server\n"


def test_an_error_in_a_fixture_names_the_fixture(project: Project) -> None:
    project.conftest(SERVER)
    played = project.play(STEP)
    played.says("✗ Given a server\nConnectionError: no cable")
    assert "the fixture cable, which it needs, ends in this error (conftest.py:" in played.text
    played.never_says("call_fixture_func", "a bug in the code behind the step", "a_server")
    # From the line of the feature file to the place of the slip.
    assert len(played.text.split("FAILURES")[1].splitlines()) < 12


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_fixture_for_every_scenario_is_named_as_well(project: Project, when: str) -> None:
    code = {
        "before": "raise OSError('broken')\n    yield",
        "after": "yield\n    raise OSError('broken')",
    }
    project.conftest(f"\n@pytest.fixture(autouse=True)\ndef around():\n    {code[when]}\n")
    played = project.play(GOOD)
    played.says("OSError: broken")
    assert "the fixture around, which it needs" in played.text
    played.never_says("call_fixture_func", "_teardown_yield_fixture")


def test_whoever_asks_for_a_trace_back_gets_one(project: Project) -> None:
    project.conftest(
        "\n@pytest.fixture(autouse=True)\ndef around():\n    raise OSError('broken')\n"
    )
    played = project.play(GOOD, "--tb=long")
    assert "raise OSError('broken')" in played.text


def test_a_fixture_that_lacks_another_names_itself(project: Project) -> None:
    project.conftest(SERVER.replace("def cable():", "def cable(plug):"))
    played = project.play(STEP)
    assert "the fixture cable asks for plug, and there is no fixture of that name" in played.text
    played.never_says("the function behind this step")


@pytest.mark.parametrize("autouse", [True, False])
def test_a_fixture_with_params_is_no_way_to_play_a_scenario_for_each(
    project: Project, autouse: bool
) -> None:
    code = f"""
@pytest.fixture(autouse={autouse}, params=["eu", "us"])
def server(request):
    return request.param
"""
    project.conftest(
        SERVER.replace("@pytest.fixture\ndef server(cable):\n    return cable\n", code)
    )
    played = project.play(STEP)
    assert "the fixture server has params, and a scenario is played once" in played.text
    played.never_says("The requested fixture has no parameter")


def test_a_fixture_that_skips_is_no_slip(project: Project) -> None:
    project.conftest(
        "\n@pytest.fixture(autouse=True)\ndef around():\n    pytest.skip('not here')\n"
    )
    assert project.play(GOOD).outcomes == {"skipped": 1}


DECLARATION = """
from azsim.gherkin import given

@given("a {colour} start")
def coloured(color):
    pass
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            DECLARATION,
            "  conftest.py:3: “a {colour} start” holds {colour}, but the function has no ",
        ),
        (
            "def pytest_addoption(parser):\n    parser.nothing\n",
            "  conftest.py:2: AttributeError: ",
        ),
    ],
)
def test_the_command_names_a_slip_in_a_conftest(project: Project, code: str, said: str) -> None:
    project.conftest(only=code)
    project.file("x.feature", GOOD)
    result = project.azsim("run", "x.feature")
    assert result.returncode == 4
    assert result.stderr.startswith(
        f"azsim run: The sentences of this folder can't be read:\n{said}"
    )
    assert "Traceback" not in result.stderr


def test_the_command_names_a_slip_in_the_conftest_of_a_folder(project: Project) -> None:
    project.file("features/x.feature", GOOD)
    project.file("features/conftest.py", DECLARATION)
    result = project.azsim("run", ".")
    assert result.returncode == 2
    assert "\n  features/conftest.py:3: “a {colour} start” holds {colour}" in result.stdout
    assert "declaring.py" not in result.stdout


def test_the_command_names_a_slip_in_a_hook(project: Project) -> None:
    project.conftest("\ndef pytest_collection_modifyitems(items):\n    items.nothing\n")
    project.file("x.feature", GOOD)
    result = project.azsim("run", "x.feature")
    assert result.returncode == 3
    assert "A hook of this project ends in an error" in result.stdout
    assert ": AttributeError: 'list' object has no attribute 'nothing'" in result.stdout
    assert "pluggy" not in result.stdout


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def f():\n    return {}[1]\n\nf()\n", "  mine.py:2: KeyError: 1"),
        (
            "import nothing_there\n",
            "  mine.py:1: ModuleNotFoundError: No module named 'nothing_there'",
        ),
        ("int('x')\n", "  mine.py:1: ValueError: invalid literal for int() with base 10: 'x'"),
        ("def f(:\n", "  mine.py:1: SyntaxError: invalid syntax"),
    ],
)
def test_an_error_is_told_by_its_place_in_the_project(code: str, said: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        exec(compile(code, str(Path.cwd() / "mine.py"), "exec"), {})
    assert told(caught.value) == said


def test_an_error_of_others_is_no_slip_of_the_project() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int("x")
    error = caught.value.with_traceback(None)
    assert told(error) is None
    assert in_short("INTERNALERROR> nothing known") == "INTERNALERROR> nothing known"
