"""What the scenarios of a file are called, so that each is found by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from azsim.gherkin.reading.document import Case
from azsim.text import visible


def item_name(name: str) -> str:
    """*name* as pytest writes it to the terminal, without the two colons that part a node id.

    IPv6 addresses hold them; the sign that replaces them looks the same.
    """
    return visible(name).replace("::", "∷")


def item_names(cases: Sequence[Case]) -> list[str]:
    """A name of its own for each of *cases*.

    Rows are told apart by their line, and so are scenarios of the same name.
    """
    often = Counter(case.outline for case in cases)
    return [
        item_name(case.outline)
        + (f"[line {case.row or case.line}]" if often[case.outline] > 1 or case.row else "")
        for case in cases
    ]
