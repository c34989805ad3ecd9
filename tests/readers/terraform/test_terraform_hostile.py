"""Whatever a plan, a state or a result of what-if holds, reading it ends: in an answer or in advice.

``AZSIM_EXAMPLES=10000`` reads as many broken ones.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from terraform_plans import GROUP, change, plan, refers, scale_set, written

from azsim.explaining.explanation import explain
from azsim.readers import inputs
from azsim.readers.declared import Declaration
from azsim.readers.formats import Side
from azsim.text import Advice

pytestmark = pytest.mark.once

MUTATIONS = int(os.environ.get("AZSIM_EXAMPLES", "300"))
LONGEST = 30
"""Seconds of the processor for the worst input, on a slow machine."""
PATH = "input.json"
ODD = (
    None,
    True,
    0,
    -1,
    1e300,
    "",
    "?",
    "[reference('x')]",
    [],
    {},
    [[]],
    {"id": 1},
    GROUP,
    "/providers/A.B/c/d",
)


def state() -> dict[str, Any]:
    """A state with what a plan creates."""
    resources = []
    for each in scale_set()["resource_changes"]:
        type, name = each["type"], each["name"]
        id = f"{GROUP}/Microsoft.Network/x/{name}"
        values = {**each["change"]["after"], "id": id}
        instance = {"attributes": values, "sensitive_attributes": [], "index_key": 0}
        resources.append({"type": type, "name": name, "mode": "managed", "instances": [instance]})
    return {"version": 4, "terraform_version": "1.9.0", "resources": resources}


def what_if() -> dict[str, Any]:
    id = f"{GROUP}/Microsoft.Network/virtualNetworks/net"
    subnet = {"name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}
    body = {
        "id": id,
        "name": "net",
        "type": "Microsoft.Network/virtualNetworks",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]},
    }
    item = {"path": "0", "propertyChangeType": "Modify", "children": []}
    delta = [{"path": "properties.subnets", "propertyChangeType": "Array", "children": [item]}]
    both = {"resourceId": id, "before": body, "after": body, "delta": delta}
    return {"changes": [{"changeType": kind, **both} for kind in ("Modify", "Create", "Deploy")]}


INPUTS: tuple[Callable[[], dict[str, Any]], ...] = (scale_set, state, what_if)


def mutated(seed: int) -> Any:
    """One of the inputs in which a few things are wrong."""
    draw = random.Random(seed)
    content = json.loads(json.dumps(draw.choice(INPUTS)()))
    for _ in range(draw.randint(1, 4)):
        places = list(_places(content))
        if not places:
            break
        holder, key = draw.choice(places)
        kind = draw.randrange(4)
        if kind == 0:
            holder[key] = draw.choice(ODD)
        elif kind == 1:
            del holder[key]
        elif kind == 2:
            other, name = draw.choice(places)
            try:
                holder[key] = json.loads(json.dumps(other[name]))
            except (KeyError, IndexError):
                continue
        elif isinstance(holder, dict):
            holder[f"{key}s"] = holder.pop(key)
        else:
            holder.append(holder[key])
    return content


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def answer(content: Any, side: Side = "after") -> Declaration | Advice:
    """What comes of an input."""
    text = json.dumps(content).encode()
    try:
        found = inputs.read([PATH], lambda _: text, side=side)
    except Advice as advice:
        return advice
    explain(found, [PATH])
    return found


@pytest.mark.parametrize("share", range(10))
def test_a_mutated_input_ends_in_an_answer_or_in_advice(share: int) -> None:
    for seed in range(share, MUTATIONS, 10):
        content = mutated(seed)
        for side in ("after", "before"):
            begun = time.process_time()
            answer(content, side)  # type: ignore[arg-type]
            took = time.process_time() - begun
            assert took < LONGEST, f"seed {seed} took {took:.1f} s"


def test_the_inputs_that_go_wrong_are_right() -> None:
    for each in INPUTS:
        found = answer(each())
        assert isinstance(found, Declaration)
        assert found.resources


def test_modules_that_call_one_another_in_many_ways_end() -> None:
    """Each output of a module leads to all outputs of the next one."""
    names = [f"o{number}" for number in range(8)]
    module: dict[str, Any] = {}
    for _ in range(30):
        every = refers(*(f"module.m.{name}" for name in names))
        outputs = {name: {"expression": every} for name in names}
        module = {"outputs": outputs, "module_calls": {"m": {"module": module}}}
    content = plan(
        [change("azurerm_lb_probe.p", None, {"name": "p"})],
        [written("azurerm_lb_probe.p", loadbalancer_id=refers("module.m.o0"))],
        module_calls={"m": {"module": module}},
    )
    begun = time.process_time()
    answer(content)
    assert time.process_time() - begun < LONGEST
