"""A real browser, and a site in a folder that it opens without a server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playing import edit

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
STRICT = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:"
)
"""The strictest policy under which a site works that is served."""

# Opens a page of the site, ``without`` one of its scripts if so asked, and ``at`` another address than
# that of its folder; other keyword arguments are those of a browser context.
Visit = Callable[..., Any]
Bench = Callable[[str], Any]


@pytest.fixture(scope="session")
def site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped features and those of these tests, some of which fail on purpose."""
    folder = tmp_path_factory.mktemp("browser")
    # Away from the tests, whose conftest.py isn't part of a site.
    shutil.copytree(HERE / "own", folder / "features")
    command = [sys.executable, "-m", "azsim", "docs", str(ROOT / "features"), "features"]
    built = subprocess.run(
        [*command, "--out", "site"], cwd=folder, capture_output=True, encoding="utf-8", timeout=600
    )
    assert (folder / "site" / "index.html").is_file(), built.stdout + built.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def playable(site: Path) -> None:
    """Skips where the parts that play in a page aren't installed."""
    if not (site / "assets" / "play").is_dir():
        pytest.skip("azsim_playground isn't installed; tox -e site builds and installs it")


@pytest.fixture(scope="session")
def index(site: Path) -> list[dict[str, Any]]:
    """What can be found on the site."""
    script = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    content = json.loads(script.removeprefix("azsimIndex(")[: -len(");\n")])
    entries: list[dict[str, Any]] = content["entries"]
    return entries


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site as a server hands it out, under the strictest policy."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(site))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", STRICT)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def visiting(browser: Any, site: Path, served: str) -> Iterator[Visit]:
    """What opens pages. Whatever one complains of, or wants from elsewhere, is an error in the end."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def watch(request: Any) -> None:
        parts = urlsplit(request.url)
        place = Path(unquote(parts.path))
        if parts.scheme in ("data", "blob") or request.url.startswith(served):
            return
        if parts.scheme != "file" or not place.is_relative_to(site) or not place.is_file():
            complaints.append(f"asks for {request.url}")

    def turn_away(dialog: Any) -> None:
        complaints.append(f"shows a dialog: {dialog.message}")
        dialog.dismiss()

    def visit(
        address: str, without: str = "", at: str = f"{site.as_uri()}/", **options: Any
    ) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1600, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", watch)
        page.on("dialog", turn_away)
        page.on("console", lambda message: complaints.append(f"prints {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"raises {error}"))
        if without:
            page.route(f"**/{without}", lambda route: route.fulfill(body=""))
        page.goto(f"{at}{address}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(browser: Any, site: Path, served: str) -> Iterator[Visit]:
    """Opens pages for one test."""
    with visiting(browser, site, served) as visit:
        yield visit


@pytest.fixture(scope="module")
def bench(browser: Any, site: Path, served: str, playable: None) -> Iterator[Bench]:
    """Pages where azsim has started, which takes a while: by their addresses, and as new in each test."""
    pages: dict[str, Any] = {}
    with visiting(browser, site, served) as visit:

        def bench(address: str) -> Any:
            if address not in pages:
                pages[address] = visit(address, permissions=["clipboard-read", "clipboard-write"])
                edit(pages[address])
            page = pages[address]
            page.evaluate("azsimPlayground.deeds.reset()")
            page.mouse.move(0, 0)
            page.locator(".cm-content").focus()
            return page

        yield bench


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core; skips where it isn't installed."""
    place = Path(os.environ.get("NODE_PATH", "nowhere"), "axe-core", "axe.min.js")
    if not place.is_file():
        pytest.skip("NODE_PATH holds no axe-core; tox -e site installs it")
    return place.read_text(encoding="utf-8")
