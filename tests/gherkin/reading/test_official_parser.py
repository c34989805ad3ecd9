"""Files in the shapes that public projects have, beside what the official parser makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from words import small_vocabulary

from azsim.gherkin.checking.mend import mended
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.reports.messages.features import Script, plain

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.feature"))
LINE_ENDS = {"\n": "LF", "\r\n": "CRLF"}
# Where something stands, and by which number others point to it.
PLACES = {"location", "id", "astNodeIds", "astNodeId", "comments", "uri"}


@pytest.fixture(params=SHAPES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(params=LINE_ENDS, ids=LINE_ENDS.get)
def text(request: pytest.FixtureRequest, path: Path) -> str:
    return path.read_text("utf-8").replace("\n", request.param)


def tree(text: str) -> Any:
    """The official tree of *text*, without the places of its parts."""
    return bare(Parser().parse(text))


def pickles(text: str) -> Any:
    """The scenarios and rows of *text* as the official compiler has them."""
    document = {**Parser().parse(text), "uri": "x.feature"}
    return bare(Compiler().compile(document))


def bare(found: Any) -> Any:
    if isinstance(found, dict):
        return {
            key: unindented(value) if key == "description" else bare(value)
            for key, value in found.items()
            if key not in PLACES
        }
    return [bare(each) for each in found] if isinstance(found, list | tuple) else found


def unindented(prose: str) -> list[str]:
    """Mending lets prose stand where its title says."""
    return [line.strip() for line in prose.splitlines()]


def test_every_scenario_and_row_is_found_and_no_other(path: Path, text: str) -> None:
    source = parse_text(path, text)
    assert source.mistake is None
    assert [case.name for case in of(source).cases] == [each["name"] for each in pickles(text)]


def test_messages_hold_the_official_pickles(path: Path, text: str) -> None:
    source = parse_text(path, text)
    script = Script.of(source, "x.feature")
    assert [bare(plain(script.pickle(case))) for case in of(source).cases] == pickles(text)


def test_mending_keeps_the_official_tree(path: Path, text: str) -> None:
    vocabulary = small_vocabulary()
    once = mended(parse_text(path, text), vocabulary)
    assert tree(once) == tree(text)
    assert mended(parse_text(path, once), vocabulary) == once
