"""A small project with a vocabulary of its own, to be played by the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

# The modules of azsim are there before the pytest under test starts.
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
# What has nothing to do with feature files, and takes time to load.
LEFT_OUT = ("hypothesispytest", "allure_pytest_bdd")

VOCABULARY = """
import azsim.gherkin.vocabulary.installed

# The vocabulary that azsim ships stays out of these tests.
azsim.gherkin.vocabulary.installed.GROUP = "azsim.vocabulary.of.nobody"

import pytest

from azsim.gherkin import Column, expect, given, parameter_type, read_table, then, when
from azsim.text import Advice, Text
from azsim.units import parse_count, parse_port

parameter_type(
    name="count",
    regexp="[0-9][0-9,]*",
    transformer=parse_count,
    meaning=Text("a whole number", "整数"),
    example=Text("1,024", "1,024"),
)
parameter_type(
    name="server",
    regexp='"[^"]*"',
    transformer=lambda text: text.strip('"'),
    meaning=Text("a name in quotation marks", "引用符で囲んだ名前"),
    example=Text('"web1"', '"web1"'),
)
parameter_type(name="port", regexp="[0-9]+", transformer=parse_port)


@pytest.fixture
def pool():
    return {"left": 0, "names": []}


@given("a pool of {count} port/ports", "ポート {count} 個のプールがある")
def a_pool(pool, count):
    pool["left"] = count


@given("the servers:", "次のサーバーがある:")
def the_servers(pool, datatable):
    columns = [
        Column("name", Text("name", "名前")),
        Column("ports", Text("ports", "ポート"), required=False, parse=parse_count),
    ]
    pool["names"] = [row["name"] for row in read_table(datatable, columns)]


@when("{server} takes {count} port/ports", "{server} がポートを {count} 個取る")
def take(pool, server, count):
    pool["left"] -= count


@when("{server} listens on {port}", "{server} が {port} で待ち受ける")
def listen(server, port):
    pass


@when("{server} asks for too much", "{server} が多くを求めすぎる")
def ask(scenario, pool, server):
    pool["refusal"] = scenario.owe(Text(f"{server} was refused.", f"{server} は拒否された。"))


@when("the code breaks", "コードが壊れる")
def break_down():
    return {}["nothing"]


@then("{count} port/ports is/are left", "残りのポートは {count} 個である")
def left(pool, count):
    expect.equal(Text("The ports left", "残りのポート"), count, pool["left"])


@then("the request is refused", "要求は拒否される")
def refused(pool):
    pool["refusal"].settle()
"""

GOOD = """
Feature: Ports

  Scenario: Taking some
    Given a pool of 8 ports
    When "web1" takes 3 ports
    Then 5 ports are left
"""


class Project:
    """A folder with feature files and a conftest that holds sentences."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.folder = pytester.path
        self.conftest()

    def conftest(self, more: str = "", *, only: str | None = None) -> None:
        """Write the vocabulary and *more* sentences, or *only* these."""
        text = VOCABULARY + dedent(more) if only is None else dedent(only)
        self.file("conftest.py", text)

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = dedent(content).lstrip("\n").encode()
        path.write_bytes(content)
        return path

    def pytest(self, *arguments: str, keeping: str = "") -> pytest.RunResult:
        """Run plain pytest in this process, without some plug-ins, but *keeping* one."""
        blocked = ("cacheprovider", *(name for name in LEFT_OUT if name != keeping))
        options = [option for name in blocked for option in ("-p", f"no:{name}")]
        return self.pytester.runpytest_inprocess(*QUIET, *options, *arguments)

    def play(self, text: str, *arguments: str) -> Played:
        """Play one feature file by plain pytest."""
        self.file("x.feature", text)
        return Played(self.pytest("x.feature", *arguments))

    def azsim(
        self, *arguments: str, folder: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command in a process of its own."""
        encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        return subprocess.run(
            [sys.executable, "-m", "azsim", *arguments],
            cwd=folder or self.folder,
            env={
                **os.environ,
                "PYTHONIOENCODING": "utf-8",
                "LC_ALL": "C.UTF-8",
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "",
                **environment,
            },
            capture_output=True,
            encoding=encoding,
            timeout=120,
        )


class Played:
    """The outcome of :meth:`Project.play`."""

    def __init__(self, result: pytest.RunResult) -> None:
        self.text = result.stdout.str()
        self.outcomes = result.parseoutcomes()
        self.exit_code = int(result.ret)

    def says(self, *passages: str) -> None:
        """All *passages* stand in the output, each on lines of its own."""
        lines = [line.strip() for line in self.text.splitlines()]
        for passage in passages:
            wanted = [line.strip() for line in dedent(passage).strip().splitlines()]
            found = any(lines[start : start + len(wanted)] == wanted for start in range(len(lines)))
            assert found, f"not found:\n{passage}\nin:\n{self.text}"

    def never_says(self, *words: str) -> None:
        for word in words:
            assert word not in self.text
