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

    Rows are told apart by their line, and so are scenarios of the same name, or of none.
    """
    often = Counter(case.outline for case in cases)
    return [
        item_name(case.outline)
        + (
            f"[line {case.row or case.line}]"
            if often[case.outline] > 1 or case.row or not case.outline
            else ""
        )
        for case in cases
    ]


def items_called(name: str, cases: Sequence[Case]) -> list[str]:
    """The names of those of *cases* that *name* stands for: one, or all rows of an outline."""
    wanted = item_name(name)
    names = item_names(cases)
    if wanted in names:
        return [wanted]
    return [
        own
        for own, case in zip(names, cases, strict=True)
        if wanted in (item_name(case.outline), item_name(case.name))
    ]


def repeated(name: str, number: int, often: int) -> str:
    """*name* for one of the *often* times that its scenario is played, as pytest-repeat says it."""
    stem, bracket, _ = name.rpartition("]")
    return f"{stem}-{number}-{often}]" if bracket else f"{name}[{number}-{often}]"
