"""Random operations on the engine's SNAT and on the reference model: they agree.

``AZSIM_EXAMPLES=5000`` plays as many random scenarios, other ones each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from snat_machine import TIERS, SnatMachine

from azsim.facts import Value
from azsim.units import SECOND

EXAMPLES = os.environ.get("AZSIM_EXAMPLES")
SETTINGS = settings(
    max_examples=int(EXAMPLES or 200),
    stateful_step_count=40,
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
# Short scenarios from the start are read as they are found.
SHORT = settings(
    SETTINGS,
    max_examples=5_000,
    stateful_step_count=10,
    derandomize=True,
    phases=[Phase.generate],
)

BUGS: dict[str, Value] = {
    "classic.fin-hold": 241 * SECOND,
    "classic.rst-hold": 14 * SECOND,
    "classic.idle-timeout": 239 * SECOND,
    "classic.fin-ends": ("client",),
    "classic.idle-reset.ends": ("client",),
    "classic.idle-reset.by": ("application data",),
    "classic.late-packet-prolongs-hold": True,
    "classic.late-packet-revives": True,
    "classic.reopen-in-hold": False,
    "classic.exhaustion-refuses": False,
    "classic.growth.reclaimed-share": Fraction(1, 4),
    "classic.growth.times-out-flows": False,
    "classic.shrinking.keeps-flows": False,
    "classic.port-scope": ("destination address", "destination port"),
    "classic.tcp-release": ("FIN", "idle timeout"),
    "classic.udp-release": (),
    "classic.endpoint.first-port": 1025,
}


def test_the_engine_and_the_reference_model_agree() -> None:
    run_state_machine_as_test(SnatMachine, settings=SETTINGS)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found_and_shown_as_a_scenario(bug: str) -> None:
    scenario = found(bug)
    document: Any = Parser().parse(f"Feature: F\n{scenario}")
    (child,) = document["feature"]["children"]
    keywords = [step["keyword"].strip() for step in child["scenario"]["steps"]]
    assert scenario.startswith("Scenario: ")
    assert keywords[0] == "Given"
    assert {"When", "Then"} <= set(keywords)


def test_the_scenario_shows_the_bug_when_it_is_played(tmp_path: Path) -> None:
    feature = tmp_path / "found.feature"
    feature.write_text(f"Feature: F\n{found('classic.rst-hold')}\n", encoding="utf-8")
    assert play(feature) == ["passed"]
    assert play(feature, "classic.rst-hold") == ["failed"]


@cache
def found(bug: str) -> str:
    """The scenario in the message of the failure that a planted *bug* causes."""
    machine = type("WithBug", (SnatMachine,), {"changed": {bug: BUGS[bug]}})
    with pytest.raises(AssertionError) as failure:
        run_state_machine_as_test(machine, settings=SHORT)
    message = str(failure.value)
    return message[message.index("Scenario:") :].strip()


def play(feature: Path, *bugs: str) -> list[str]:
    """What becomes of the scenarios of *feature* with the machine's small tiers."""
    facts = {"classic.ports-by-pool-size": TIERS, **{bug: BUGS[bug] for bug in bugs}}
    program = (
        "from fractions import Fraction; from azsim.gherkin import play; "
        f"plays = play([{str(feature)!r}], inputs={{'facts': {facts!r}}}); "
        "print(*plays.problems, *(each.outcome for each in plays.played))"
    )
    # Not in the checkout, where Python would find another azsim than the installed one.
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=feature.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
