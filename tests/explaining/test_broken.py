"""Whatever a deployment says, explaining it ends: in answers or in advice, in bounded time.

``AZSIM_EXAMPLES=10000`` explains as many broken deployments; ``tox -e inputs`` does so.
"""

from __future__ import annotations

import contextlib
import os
import time

import pytest

from azsim.explaining.answers import Explanation
from azsim.explaining.differences import differences
from azsim.explaining.explanation import explain
from azsim.explaining.telling import changes
from azsim.explaining.telling.as_json import as_json, differences_as_json
from azsim.explaining.telling.feature import Source, feature
from azsim.explaining.telling.lines import lines
from azsim.explaining.telling.markdown import markdown
from azsim.readers import inputs
from azsim.text import Advice
from tests.explaining.broken import mutated

pytestmark = pytest.mark.once

MUTATIONS = int(os.environ.get("AZSIM_EXAMPLES", "150"))
WENT_WRONG = (7, 28, 48, 197, 639, 2530, 3217, 5882, 5913)
"""Those that once ended otherwise."""
LONGEST = 30
"""Seconds of the processor for the worst one, on a slow machine."""


def explained(seed: int) -> Explanation:
    return explain(inputs.read(["main.json"], lambda _: mutated(seed)), ["main.json"])


@pytest.mark.parametrize("share", range(10))
def test_a_broken_deployment_ends_in_answers_or_in_advice(share: int) -> None:
    before = explained(0)
    for seed in range(share, MUTATIONS, 10):
        check(seed, before)


@pytest.mark.parametrize("seed", WENT_WRONG)
def test_what_once_went_wrong_ends(seed: int) -> None:
    check(seed, explained(0))


def check(seed: int, before: Explanation) -> None:
    begun = time.process_time()
    with contextlib.suppress(Advice):
        found = explained(seed)
        changed = differences(before, found)
        told = [*lines(found, "en", 80), *markdown(found, "ja"), as_json(found, "en")]
        told += [*changes.lines(changed, "ja", 80), *changes.markdown(changed, "en")]
        told += [differences_as_json(changed, "ja")]
        told += feature(found, Source("main.json", None), "en")
    took = time.process_time() - begun
    assert took < LONGEST, f"seed {seed} took {took:.1f} s"
