"""The example of the facade is what a reader copies: it runs, and shows what it says."""

from __future__ import annotations

import textwrap

import azsim.azure


def test_the_example_shows_what_it_says() -> None:
    lines = textwrap.dedent(azsim.azure.__doc__.partition("::\n")[2]).strip().splitlines()
    expression, _, shown = lines.pop().partition("    # ")
    names: dict[str, object] = {}
    exec("\n".join(lines), names)
    assert eval(expression, names) == shown == "203.0.113.10"
