"""Zenn shows an article as GitHub does, word by word."""

from __future__ import annotations

import re

import pytest
from rendered import Articles, Node, Rendered, github, rendered
from trouble import TROUBLE

from azsim.livingdocs.markdown import blocks, table, text


@pytest.fixture(scope="module")
def zenn(node: Node, written: Articles) -> dict[str, Rendered]:
    """The articles as Zenn renders them."""
    pages = node("zenn.cjs", list(written.values()))
    return {address: rendered(page) for address, page in zip(written, pages, strict=True)}


def test_words_are_the_same_as_on_github(zenn: dict[str, Rendered], written: Articles) -> None:
    for address, shown in zenn.items():
        there = github(written[address])
        for tag in ("h1", "h2", "h3", "h4", "th", "td", "strong", "li"):
            assert shown.of(tag) == there.of(tag), (address, tag)


def test_every_diagram_is_embedded(zenn: dict[str, Rendered], written: Articles) -> None:
    for address, shown in zenn.items():
        assert shown.tags.count("iframe") == written[address].count("\n```mermaid\n"), address


def test_no_article_is_too_long(written: Articles) -> None:
    # Beyond that, Zenn doesn't keep it.
    assert max(map(len, written.values())) <= 50_000


def test_no_diagram_is_too_long(diagrams: list[str]) -> None:
    assert diagrams
    assert max(map(len, diagrams)) <= 2000


def test_troublesome_words_are_shown_as_they_are(node: Node) -> None:
    words = [text(each) for each in TROUBLE]
    paragraphs, cells = node("zenn.cjs", [blocks(words), table(words, [words])])
    expected = [re.sub(" +", " ", each).strip(" ") for each in TROUBLE]
    assert rendered(paragraphs).of("p") == expected
    assert rendered(cells).of("th") == rendered(cells).of("td") == expected
    assert "a" not in rendered(paragraphs).tags
