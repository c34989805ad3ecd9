"""Addresses of pages that authors declare: comments above the title of a feature or a scenario.

    # page: hold-after-close
    # ja: 終わった接続のポート
    Scenario: After the end of a connection

The page keeps its address whatever becomes of the title. The comment is one of those directly
above the title, or above its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.comments import comments_in, title_nodes, upon
from azsim.gherkin.reading.source import Source

LONGEST = 56
"""The most letters that a name may have."""

_COMMENT = re.compile(r"#\s*page\s*:[ \t]*(?P<name>.*)")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@frozen
class PageName:
    """A declared name and the line of its comment."""

    name: str
    line: int

    @property
    def is_address(self) -> bool:
        """Whether it can be one: small letters, digits, and single dashes between them.

        The page of a feature itself is called ``index``.
        """
        fits = len(self.name) <= LONGEST and _NAME.fullmatch(self.name) is not None
        return fits and self.name != "index"


def page_names_in(source: Source) -> Mapping[int, Sequence[PageName]]:
    """The names that *source* declares, by the line of the title that they stand above.

    Those that stand above no title of a feature or a scenario are found under 0.
    """
    comments = comments_in(source)
    left = dict(_declared(comments))
    found: dict[int, Sequence[PageName]] = {}
    for node in _with_pages(source.tree["feature"]) if left else ():
        above = [left.pop(line) for line in upon(node, comments) if line in left]
        if above:
            found[node["location"]["line"]] = tuple(above)
    return {**found, 0: tuple(left.values())} if left else found


def _declared(comments: Mapping[int, str]) -> Iterator[tuple[int, PageName]]:
    for line, text in comments.items():
        said = _COMMENT.fullmatch(text)
        if said is not None:
            yield line, PageName(said["name"].strip(), line)


def _with_pages(feature: Any) -> Iterator[Any]:
    """The feature and its scenarios."""
    scenarios = (each for each in title_nodes(feature) if "examples" in each)
    yield feature
    yield from scenarios
