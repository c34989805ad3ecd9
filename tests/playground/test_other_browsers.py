"""Firefox and WebKit play as well, from a folder and from a server that is strict."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim.livingdocs.play import answer
from tests.playground.firefox import Firefox, firefox
from tests.playground.serving import serve
from tests.playground.test_bounds import PLAY
from tests.playground.test_played_in_the_page import STRICT, without_times
from tests.playground.webkit import WebKit, webkit


@pytest.fixture(params=["firefox", "webkit"])
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firefox | WebKit]:
    if request.param == "webkit":
        driver, display = map(shutil.which, ("WebKitWebDriver", "Xvfb"))
        if driver is None or display is None:
            pytest.skip("WebKit isn't installed: apt-get install webkit2gtk-driver xvfb")
        with webkit(driver, display) as browser:
            yield browser
        return
    command = shutil.which("firefox") or shutil.which("firefox-esr")
    if command is None:
        pytest.skip("firefox isn't installed: apt-get install firefox-esr, then tox -e playground")
    pytest.importorskip(
        "websockets", reason="websockets isn't installed; tox -e playground installs it"
    )
    with firefox(command, tmp_path / "profile") as browser:
        yield browser


@pytest.mark.parametrize("is_served", [False, True], ids=["folder", "server"])
def test_another_browser_gives_the_same_answer(
    is_served: bool,
    started: Firefox | WebKit,
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    with serve(site, STRICT) as address:
        started.open(f"{address if is_served else site.as_uri()}/index.html")
        assert started.evaluate("AzsimPlay.supported()") is None
        told = started.evaluate(f"AzsimPlay.ask({json.dumps(PLAY)})")
        assert without_times(told) == without_times(answer(PLAY))
