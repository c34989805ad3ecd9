"""A rendered article as its reader sees it, in a form that two renderers can agree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import Factory, define

cmarkgfm = pytest.importorskip(
    "cmarkgfm", reason="cmarkgfm isn't installed; tox -e articles installs it"
)

Articles = Mapping[str, str]
# Runs a script of this folder with an input, and returns its answer.
Node = Callable[[str, Any], Any]

# What is compared word by word; whatever else there is only carries these.
SHOWN = {"h1", "h2", "h3", "h4", "p", "li", "th", "td", "strong", "code", "pre"}
CODE = {"code", "pre"}
EMPTY = {"br", "hr", "img", "input"}


@define
class Rendered:
    """The elements in their order, each with the words directly in it, and all tags."""

    elements: list[tuple[str, str]] = Factory(list)
    tags: list[str] = Factory(list)
    links: list[str] = Factory(list)
    prose: list[str] = Factory(list)
    """Words that aren't code."""

    def of(self, tag: str) -> list[str]:
        return [words for each, words in self.elements if each == tag]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rendered = Rendered()
        self._open: list[str] = []
        self._words: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.rendered.tags.append(tag)
        self.rendered.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in EMPTY:
            self._open.append(tag)
            self._words.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        assert self._open.pop() == tag
        words = "".join(self._words.pop())
        if tag in SHOWN:
            self.rendered.elements.append((tag, words.strip(" \n")))
        if self._words:
            self._words[-1].append(words)

    def handle_data(self, data: str) -> None:
        if self._words:
            self._words[-1].append(data)
        if not CODE.intersection(self._open):
            self.rendered.prose.append(data)


def github(markdown: str) -> Rendered:
    """*markdown* as GitHub's own parser renders it, but with any raw HTML left in."""
    return rendered(
        cmarkgfm.github_flavored_markdown_to_html(
            markdown, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
        )
    )


def rendered(html: str) -> Rendered:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.rendered
