"""Random operations on the engine's SNAT and on the reference model: they agree.

``AZSIM_EXAMPLES=5000`` plays as many random scenarios, other ones each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
    max_examples=int(EXAMPLES or 100),
    stateful_step_count=30,
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def test_the_engine_and_the_reference_model_agree() -> None:
    run_state_machine_as_test(SnatMachine, settings=SETTINGS)  # type: ignore[no-untyped-call]
