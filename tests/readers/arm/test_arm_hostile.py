"""Whatever a file holds, reading it ends: in an answer or in advice, in bounded time.

``AZSIM_EXAMPLES=10000`` reads as many broken templates; ``tox -e inputs`` does so.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import time

import pytest
from arm_templates import network, read, read_text, resource, template
from mutations import EVERYTHING, FILES, mutated

from azsim.readers.arm import declared
from azsim.readers.arm.files import as_object
from azsim.readers.declared import Declaration
from azsim.text import Advice

pytestmark = pytest.mark.once

MUTATIONS = int(os.environ.get("AZSIM_EXAMPLES", "300"))
LONGEST = 30
"""Seconds of the processor for the worst input, on a slow machine."""


def answer(content: bytes) -> Declaration | Advice:
    """What comes of a file."""

    def beside(path: str) -> bytes | None:
        found = FILES.get(path)
        return None if found is None else json.dumps(found).encode()

    try:
        return declared(as_object(content, "main.json"), "main.json", beside)
    except Advice as advice:
        return advice


def test_the_template_that_goes_wrong_is_right() -> None:
    found = answer(json.dumps(EVERYTHING).encode())
    assert isinstance(found, Declaration)
    names = [each.name for each in found.resources]
    assert names[:5] == ["p-net", "p-net/extra", "nic0", "nic2", names[4]]
    assert names[5:] == ["inner0p", "inner1p"]
    assert found.doubts == ()


@pytest.mark.parametrize("share", range(10))
def test_a_mutated_input_ends_in_an_answer_or_in_advice(share: int) -> None:
    for seed in range(share, MUTATIONS, 10):
        begun = time.process_time()
        found = answer(mutated(seed))
        took = time.process_time() - begun
        assert took < LONGEST, f"seed {seed} took {took:.1f} s"
        if isinstance(found, Advice):
            words = found.text
            assert words.en.startswith(("main.json", "parts/net.json")), f"seed {seed}: {words.en}"
            assert words.ja.startswith(("main.json", "parts/net.json"))
            assert len(words.en) < 2_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"resources": ' + b"[" * 99 + b"]" * 99 + b"}",
        b'{"resources": [{"type": "A.B/c", "name": "[' + b"(" * 100_000 + b']"}]}',
    ],
)
def test_depth_ends_in_advice(content: bytes) -> None:
    assert isinstance(answer(content), Advice)


def test_many_loops_within_one_another_end() -> None:
    input: object = 1
    for depth in range(10):
        input = {"copy": [{"name": f"c{depth}", "count": 800, "input": input}]}
    with pytest.raises(Advice, match="more than 1,000,000 steps"):
        read(template(resources=[network(properties=input)]))


def test_large_arrays_of_large_arrays_end_soon() -> None:
    """What is made is looked through to see how large it is, and that takes the time here."""
    many = "[map(range(0, 10000), lambda('x', range(0, 10000)))]"
    begun = time.process_time()
    with pytest.raises(Advice, match="more than 1,000,000 steps"):
        read(template(resources=[network(properties={"a": many})]))
    assert time.process_time() - begun < LONGEST / 3


def test_many_deployments_within_one_another_end() -> None:
    whole = template(resources=[network("n")])
    for depth in range(8):
        deployment = resource(
            "Microsoft.Resources/deployments",
            f"[concat('d{depth}-', copyIndex())]",
            copy={"name": "c", "count": 800},
            properties={
                "template": whole,
                "expressionEvaluationOptions": {"scope": "inner"},
            },
        )
        whole = template(resources=[deployment])
    with pytest.raises(Advice, match=r"more than 20,000 resources|more than 1,000,000 steps"):
        read(whole)


def test_a_long_chain_of_variables_ends() -> None:
    variables = {f"v{n}": f"[variables('v{n + 1}')]" for n in range(500)} | {"v500": "a"}
    with pytest.raises(Advice, match="more than 80 deep"):
        read(template(variables=variables, resources=[network("[variables('v0')]")]))


def test_a_long_chain_of_references_ends() -> None:
    nets = [network(f"n{n}", properties={"a": f"[reference('n{n + 1}').a]"}) for n in range(500)]
    with pytest.raises(Advice, match="more than 80 deep"):
        read(template(resources=nets))


def test_a_template_that_is_too_deep_for_its_reader_ends_in_advice() -> None:
    variables = {f"v{n}": f"[variables('v{n + 1}')]" for n in range(30)} | {"v30": "a"}
    whole = template(variables=variables, resources=[network("[variables('v0')]")])
    assert read(whole).resources[0].name == "a"
    most = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        with pytest.raises(Advice, match="too deep"):
            read(whole)
    finally:
        sys.setrecursionlimit(most)


def test_secrets_stay_out_of_messages() -> None:
    parameters = {"p": {"type": "securestring", "defaultValue": "hunter2"}}
    for expression in (
        "int(parameters('p'))",
        "createArray()[parameters('p')]",
        "fail(parameters('p'))",
    ):
        whole = template(parameters=parameters, resources=[network(tags={"a": f"[{expression}]"})])
        try:
            found: object = read(whole)
        except Advice as advice:
            found = advice
        assert "hunter2" not in repr(found)
    with pytest.raises(Advice) as caught:
        read_text('{"parameters": {"p": {"type": "securestring", "defaultValue": "hunter2\\q"}}}')
    assert "hunter2" not in str(caught.value)
