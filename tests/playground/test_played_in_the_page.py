"""What the page answers is what azsim answers anywhere, to the byte; and it asks nothing of any other place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from azsim.livingdocs.play import answer
from tests.playground.conftest import FEATURES, Visit

STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "worker-src 'self'; connect-src 'self'; style-src 'self'; img-src data:"
}
PLACES = sorted(path.relative_to(FEATURES).as_posix() for path in FEATURES.rglob("*.feature"))
SMALL = "outbound/fragments.feature"


def request(ask: str, place: str, **more: str) -> dict[str, str]:
    text = (FEATURES / place).read_text("utf-8")
    return {"ask": ask, "text": text, "place": place, "language": "en", **more}


def ask(page: Any, request: dict[str, str]) -> dict[str, Any]:
    return without_times(page.evaluate("request => AzsimPlay.ask(request)", request))


def without_times(told: dict[str, Any]) -> dict[str, Any]:
    """Everything but how long a scenario took, which no two plays have in common."""
    for outcome in told.get("outcomes", ()):
        del outcome["seconds"]
    return told


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped features in a folder of their own, as the page has them."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    folder = tmp_path_factory.mktemp("native") / "project"
    return Path(shutil.copytree(FEATURES, folder, ignore=ignored))


@pytest.fixture
def native(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)


@pytest.mark.usefixtures("native")
def test_every_shipped_feature_is_answered_alike(visit: Visit) -> None:
    page = visit()
    for place in PLACES:
        for asked in (
            request("play", place),
            request("play", place, language="ja"),
            request("check", place),
            request("translate", place, to="ja"),
            request("translate", place, to="en"),
            request("mend", place),
        ):
            assert ask(page, asked) == without_times(answer(asked)), (asked["ask"], place)


@pytest.mark.usefixtures("native")
@pytest.mark.parametrize("headers", [{}, STRICT], ids=["no policy", "strict policy"])
def test_a_server_may_be_strict(visit: Visit, headers: dict[str, str]) -> None:
    page = visit(headers=headers)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    asked = request("play", SMALL)
    assert ask(page, asked) == without_times(answer(asked))
    assert complaints == []
