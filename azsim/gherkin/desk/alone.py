"""Scenarios of a feature file as texts of their own, which somebody may change without the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from azsim.gherkin.checking.layout import laid_out
from azsim.gherkin.reading.comments import comments_in, top_of, upon
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.source import Source, parse_text

# What is said of a title for those who read about it, but not by it.
_ABOUT_A_TITLE = re.compile(
    r"#\s*(?:en|ja|why\s+en|why\s+ja|facts|page|untranslated|未訳)\s*(?::|$)"
)


def scenarios_alone(source: Source) -> Mapping[int, str]:
    """A text for each scenario of *source* by its line: it alone, with the background that it begins with.

    Reasons and other titles are left out, and so is the prose below those of the feature and its
    rules. A file that can't be read has none.
    """
    if source.mistake is not None or source.tree["feature"] is None:
        return {}
    return dict(_Cutter(source).texts())


class _Cutter:
    """Cuts one feature file into its scenarios."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._feature = source.tree["feature"]
        self._lines = lines_of(source.text)
        self._comments = comments_in(source)
        self._starts = sorted(self._start(node) for node in self._parts(self._feature))
        # Laying each scenario out takes long, and where all are in order, so is each.
        self._is_even = laid_out(source) == source.text

    def texts(self) -> Iterator[tuple[int, str]]:
        head = self._title(self._feature)
        if self._feature["language"] != "en":
            head = f"# language: {self._feature['language']}\n{head}"
        yield from self._children(self._feature, [head])

    def _children(self, node: Any, above: list[str]) -> Iterator[tuple[int, str]]:
        for child in node["children"]:
            if "background" in child:
                above = [*above, self._block(child["background"])]
            elif "rule" in child:
                yield from self._children(child["rule"], [*above, self._title(child["rule"])])
            else:
                scenario = child["scenario"]
                text = "\n\n".join([*above, self._block(scenario)]) + "\n"
                if not self._is_even:
                    text = laid_out(parse_text(self._source.path, text))
                yield scenario["location"]["line"], text

    def _title(self, node: Any) -> str:
        """The title of *node* with its tags."""
        return self._kept(top_of(node), node["location"]["line"])

    def _block(self, node: Any) -> str:
        """*node* with all that belongs to it."""
        start = self._start(node)
        later = [each for each in self._starts if each > start]
        return self._kept(start, (min(later) if later else len(self._lines) + 1) - 1)

    def _start(self, node: Any) -> int:
        return min(upon(node, self._comments), default=top_of(node))

    def _kept(self, first: int, last: int) -> str:
        """The lines from *first* to *last*, but those about titles and blank ones at either end."""
        kept = (
            self._lines[number - 1]
            for number in range(first, last + 1)
            if not _ABOUT_A_TITLE.match(self._comments.get(number, ""))
        )
        return "\n".join(kept).strip("\n").rstrip()

    def _parts(self, node: Any) -> Iterator[Any]:
        """Whatever begins a block: the feature, its rules, backgrounds and scenarios."""
        yield node
        for child in node.get("children", ()):
            for part in child.values():
                yield from self._parts(part)
