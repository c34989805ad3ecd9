"""Each fact that a reason names decides: what tells it rests on the fact when it is played."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from shipped import FEATURES, shipped

from azsim.gherkin.reading.document import Document, read
from azsim.gherkin.reading.names import item_names

pytestmark = pytest.mark.once


def unused(document: Document) -> Iterator[tuple[str, str]]:
    """The place and the id of each fact that *document* names, and that nothing below it rests on."""
    file = document.path.relative_to(FEATURES.parent).as_posix()
    rested: dict[int, set[str]] = defaultdict(set)
    for name, case in zip(item_names(document.cases), document.cases, strict=True):
        rested[case.line] |= set(shipped()[f"{file}::{name}"].facts)
    # Whatever is no scenario rests on what any of them does, as an outline does by any row.
    anywhere = set[str]().union(*rested.values())
    for line, reason in document.reasons.items():
        for fact in reason.ids:
            if fact not in rested.get(line, anywhere):
                yield f"{file}:{line}", fact


def test_whatever_names_a_fact_rests_on_it() -> None:
    documents = map(read, sorted(FEATURES.rglob("*.feature")))
    assert [each for document in documents for each in unused(document)] == []
