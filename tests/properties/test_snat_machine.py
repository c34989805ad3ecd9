"""Random operations on the engine's SNAT and on the reference model: they agree.

``AZSIM_EXAMPLES=5000`` plays as many random scenarios, other ones each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from snat_machine import TIERS, Disagreement, SnatMachine

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
    max_examples=1_500,
    stateful_step_count=5,
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
def test_a_planted_bug_is_found(bug: str) -> None:
    with pytest.raises(AssertionError) as failure:
        find({bug: BUGS[bug]})
    assert "Scenario:" in str(failure.value)


def find(changed: dict[str, Value]) -> None:
    """Play random scenarios on an engine with a bug."""
    machine = type("WithBug", (SnatMachine,), {"changed": changed})
    run_state_machine_as_test(machine, settings=SHORT)
