"""Random operations on the engine's SNAT and on the reference model: they agree.

``AZSIM_EXAMPLES=5000`` plays as many random scenarios, other ones each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from gherkin.parser import Parser
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from snat_machine import TIERS, BehindLoadBalancer, SnatMachine

from azsim.facts import Value
from azsim.functions.snat.flows import NO_FLOW, TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, Snat
from azsim.model.events import End, Sign
from azsim.model.packet import Packet
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.proving.variants import VARIANTS, put_in
from azsim.units import SECOND

pytestmark = pytest.mark.once

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
    "classic.growth.reclaimed-share": Fraction(1, 4),
    "classic.port-scope": ("destination address", "destination port"),
    "classic.endpoint.first-port": 1025,
}

LOAD_BALANCER_BUGS: dict[str, Value] = {
    "outbound.fin-from": "both ends",
    "outbound.port-scope.udp": ("destination address", "destination port"),
}

OTHERWISE = [
    ("classic.exhaustion-refuses", "shares-a-port"),
    ("classic.growth.times-out-flows", "flows-stay"),
    ("classic.shrinking.keeps-flows", "flows-are-lost"),
    ("classic.tcp-release", "fin-releases-nothing"),
    ("classic.tcp-release", "rst-releases-nothing"),
    ("classic.tcp-release", "never-idles-out"),
    ("classic.udp-release", "never-idles-out"),
]


def prolongs_the_hold(snat: Snat, flow: TranslatedFlow, sign: Sign, end: End, now: int) -> bool:
    if flow.queue is not None:
        flow.queue.put(flow, now)
    return True


def revives_a_flow(snat: Snat, packet: Packet, now: int) -> Verdict:
    sender = snat.instances[packet.source].sender
    mapping = sender.flows.get(packet.five_tuple) or snat.open(packet.five_tuple, now)
    if mapping is None:
        return Drop(EXHAUSTED)
    snat.notice(mapping, packet, "client", now)
    return Pass(attrs.evolve(packet, source=snat.address, source_port=mapping.port), NO_FLOW)


def reopens_nothing(snat: Snat, flow: TranslatedFlow, now: int) -> None:
    pass


# Choices of the model, which no document contradicts and no variant tells.
CHOSEN = [
    ("touch", prolongs_the_hold),
    ("_outward", revives_a_flow),
    ("reopen", reopens_nothing),
]


def test_the_engine_and_the_reference_model_agree() -> None:
    run_state_machine_as_test(SnatMachine, settings=SETTINGS)


def test_they_agree_on_load_balancer() -> None:
    run_state_machine_as_test(BehindLoadBalancer, settings=SETTINGS)


@pytest.mark.parametrize("bug", LOAD_BALANCER_BUGS)
def test_a_planted_bug_of_load_balancer_is_found(bug: str) -> None:
    changed = {"changed": {bug: LOAD_BALANCER_BUGS[bug]}}
    shows_a_scenario(searched(type("WithBug", (BehindLoadBalancer,), changed)))


def test_udp_that_is_no_cone_is_found() -> None:
    with put_in(VARIANTS["outbound.udp-cone", "one-port-for-each-flow"]):
        shows_a_scenario(searched(BehindLoadBalancer))


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found_and_shown_as_a_scenario(bug: str) -> None:
    shows_a_scenario(found(bug))


@pytest.mark.parametrize("variant", OTHERWISE)
def test_a_behaviour_that_is_otherwise_is_found(variant: tuple[str, str]) -> None:
    with put_in(VARIANTS[variant]):
        shows_a_scenario(searched(SnatMachine))


@pytest.mark.parametrize(("name", "function"), CHOSEN)
def test_a_choice_that_is_made_otherwise_is_found(
    name: str, function: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Snat, name, function)
    shows_a_scenario(searched(SnatMachine))


def shows_a_scenario(scenario: str) -> None:
    document: Any = Parser().parse(f"Feature: F\n{scenario}")
    (child,) = document["feature"]["children"]
    keywords = [step["keyword"].strip() for step in child["scenario"]["steps"]]
    assert scenario.startswith("Scenario: ")
    assert keywords[0] == "Given"
    # What breaks an invariant is shown without a Then.
    assert "When" in keywords


def test_the_scenario_shows_the_bug_when_it_is_played(tmp_path: Path) -> None:
    feature = tmp_path / "found.feature"
    feature.write_text(f"Feature: F\n{found('classic.rst-hold')}\n", encoding="utf-8")
    assert play(feature) == ["passed"]
    assert play(feature, "classic.rst-hold") == ["failed"]


@cache
def found(bug: str) -> str:
    """The scenario in the message of the failure that a planted *bug* causes."""
    return searched(type("WithBug", (SnatMachine,), {"changed": {bug: BUGS[bug]}}))


def searched(machine: type[SnatMachine]) -> str:
    """The scenario in the message of the failure that random operations find."""
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
