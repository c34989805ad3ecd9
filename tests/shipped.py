"""What the shipped scenarios leave behind, for every test that looks at all of it."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from azsim.gherkin import play
from azsim.model.evidence import EVIDENCE, Evidence

FEATURES = Path(__file__).parents[1] / "features"


@cache
def shipped() -> Mapping[str, Evidence]:
    """The evidence of each scenario by its id; they are played once in this process."""
    plays = play([FEATURES], wanted=[EVIDENCE])
    assert plays.problems == ()
    found = {each.id: Evidence.of(each.report) for each in plays.played}
    # It is kept until the end, and no later test need look for garbage in it.
    gc.freeze()
    return found
