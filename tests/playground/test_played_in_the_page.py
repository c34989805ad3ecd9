"""What the page answers is what azsim answers anywhere, to the byte; and it asks nothing of any other place."""

from __future__ import annotations

import base64
import gzip
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from azsim.livingdocs.play import answer
from tests.playground.conftest import FEATURES, ROOT, Visit, visiting

STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "worker-src 'self'; connect-src 'self'; style-src 'self'; img-src data:"
}
PLACES = sorted(path.relative_to(FEATURES).as_posix() for path in FEATURES.rglob("*.feature"))
SMALL = "outbound/fragments.feature"

Request = dict[str, str]
# Begins to answer a request outside of the page.
Begin = Callable[[Request], "Future[dict[str, Any]]"]


def request(ask: str, place: str, **more: str) -> Request:
    text = (FEATURES / place).read_text("utf-8")
    return {"ask": ask, "text": text, "place": place, "language": "en", **more}


def ask(page: Any, request: Request) -> dict[str, Any]:
    return without_times(page.evaluate("request => AzsimPlay.ask(request)", request))


def without_times(told: dict[str, Any]) -> dict[str, Any]:
    """Everything but how long a scenario took, which no two plays have in common."""
    for outcome in told.get("outcomes", ()):
        del outcome["seconds"]
    return told


def unpacked(told: dict[str, Any]) -> dict[str, Any]:
    """The same with a trace in the place of what was packed: that is the same, whoever packed it."""
    packed = told.get("gzip")
    return told if packed is None else {"trace": gzip.decompress(base64.b64decode(packed))}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped features in a folder of their own, as the page has them."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    folder = tmp_path_factory.mktemp("native") / "project"
    return Path(shutil.copytree(FEATURES, folder, ignore=ignored))


@pytest.fixture
def native(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)


@pytest.fixture(scope="module")
def page(browser: Any, site: Path) -> Iterator[Any]:
    """One page, in which a reader plays one feature after the other, none of which takes half its memory."""
    with visiting(browser, site) as visit:
        page = visit()
        # A machine that is busy with other things needs longer.
        page.evaluate("AzsimPlay.limits.seconds = 3600; window.words = []; 0")
        page.evaluate("AzsimPlay.onWord = (...word) => words.push(word); 0")
        yield page
        assert [word for word in page.evaluate("words") if word[0] == "memory"] == []


@pytest.fixture(scope="module")
def begin(project: Path) -> Iterator[Begin]:
    """Another process, which works while the page does, with the azsim that is installed."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=os.chdir, initargs=[project]) as pool:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(sys, "path", [each for each in sys.path if Path(each) != ROOT])
            pool.submit(os.getpid).result()
        yield lambda request: pool.submit(answer, request)


@pytest.mark.parametrize("place", PLACES)
def test_every_shipped_feature_is_answered_alike(place: str, page: Any, begin: Begin) -> None:
    requests = [
        request("play", place),
        request("play", place, language="ja"),
        request("trace", place),
        request("check", place),
        request("translate", place, to="ja"),
        request("translate", place, to="en"),
        request("mend", place),
        request("sliders", place),
    ]
    elsewhere = [begin(each) for each in requests]
    for each, answered in zip(requests, elsewhere, strict=True):
        here = ask(page, each)
        there = without_times(answered.result())
        assert unpacked(here) == unpacked(there), each["ask"]


@pytest.mark.usefixtures("native")
@pytest.mark.parametrize("headers", [{}, STRICT], ids=["no policy", "strict policy"])
def test_a_server_may_be_strict(visit: Visit, headers: dict[str, str]) -> None:
    page = visit(headers=headers)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    asked = request("play", SMALL)
    assert ask(page, asked) == without_times(answer(asked))
    assert complaints == []
