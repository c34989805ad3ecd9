"""What every scenario has: an Azure of its own, time that passes, requests to Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import pytest

from azsim.azure import Azure
from azsim.deploy.requests import ACCEPTED
from azsim.deploy.survey import Survey
from azsim.facts import Value
from azsim.gherkin import Scenario, expect, then, when
from azsim.model.evidence import EVIDENCE, Evidence
from azsim.model.rules import Rule, words
from azsim.text import Text
from azsim.tools.capture import captures
from azsim.tools.trace_lines import lines

ANSWER = Text("Azure's answer to the request", "要求に対する Azure の回答")


@pytest.fixture
def azure(scenario: Scenario) -> Iterator[Azure]:
    """The Azure of one scenario; its trace and its facts are handed out at the end."""
    changed = cast(Mapping[str, Value], scenario.inputs.get("facts", {}))
    azure = Azure(seed=scenario.seed, changed=changed, owe=scenario.owe)
    # Nothing had happened in the steps before the first that asks for an Azure.
    steps = [0] * (scenario.step + 1)
    scenario.on_step.append(lambda: steps.append(len(azure.world.trace)))
    survey = Survey(azure.cloud)
    if EVIDENCE in scenario.wanted:
        scenario.on_step.append(survey.look)
    yield azure
    scenario.report["facts"] = azure.world.facts.read
    scenario.report["events"] = len(azure.world.trace)
    if EVIDENCE in scenario.wanted:
        scenario.report[EVIDENCE] = Evidence(
            azure.world.trace.events, survey.topology(), azure.world.facts.read, tuple(steps)
        )
    if "trace" in scenario.wanted:
        scenario.attach("trace", "\n".join(lines(azure.world.trace.events)))
    if "captures" in scenario.wanted:
        for place, content in captures(azure.world.trace.events).items():
            scenario.attach(f"captures/{place}", content)


@when("{duration} passes/pass", "{duration}経過する")
def time_passes(azure: Azure, duration: int) -> None:
    """Virtual time moves on, and every timer that ends by then ends on time.

    仮想時間が進み、その間に満了するタイマーはすべて所定の時点で満了する。
    """
    azure.server_health.let_time_pass(duration)


@then("the request is accepted", "要求は受け付けられる")
def request_is_accepted(azure: Azure) -> None:
    """Azure accepts what the step before asked for.

    直前のステップの要求を Azure が受け付ける。
    """
    expect.equal(ANSWER, ACCEPTED, azure.world.requests.answer(), show=words)


@then("the request is refused because {reason}", "{reason}ため、要求は拒否される")
def request_is_refused(azure: Azure, reason: Rule) -> None:
    """Azure refuses what the step before asked for, for exactly this reason.

    直前のステップの要求を、Azure がまさにこの理由で拒否する。
    """
    expect.equal(ANSWER, reason, azure.world.requests.answer(), show=words)
