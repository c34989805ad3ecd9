"""A page that can play, made of the wheel that playground/build.py has built, with the shipped features."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from azsim.livingdocs.playground import digest_of, files_of_azsim, part
from tests.playground.serving import serve

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "features"
PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>Play</title>
<link rel="icon" href="data:,">
<script type="application/json" id="azsim-play">{loader}</script>
<script src="parts/{play}"></script>
"""

# Opens the page in Chromium, from its folder or from an address.
Visit = Callable[..., Any]


@pytest.fixture(scope="session")
def wheel() -> zipfile.ZipFile:
    """The wheel; skips where nobody has built it of this azsim."""
    built = sorted((ROOT / "playground" / "dist").glob("*.whl"))
    if not built:
        pytest.skip("there is no wheel: tox -e playground, or playground/build.py, builds it")
    opened = zipfile.ZipFile(built[-1])
    if said_by(opened)["azsim"]["digest"] != digest_of(files_of_azsim()):
        pytest.skip("the wheel is of another azsim: playground/build.py builds it again")
    return opened


@pytest.fixture(scope="session")
def index(wheel: zipfile.ZipFile) -> dict[str, Any]:
    """What the wheel says of itself."""
    return said_by(wheel)


def said_by(wheel: zipfile.ZipFile) -> dict[str, Any]:
    """The index of *wheel*."""
    found: dict[str, Any] = json.loads(wheel.read("azsim_playground/index.json"))
    return found


@pytest.fixture(scope="session")
def site(
    wheel: zipfile.ZipFile, index: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with one page and all that it needs."""
    folder = tmp_path_factory.mktemp("playground")
    (folder / "parts").mkdir()
    for name in wheel.namelist():
        if name.startswith("azsim_playground/parts/"):
            (folder / "parts" / Path(name).name).write_bytes(wheel.read(name))
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    features = {
        path.relative_to(FEATURES).as_posix(): path.read_bytes()
        for path in FEATURES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py"
    }
    return put_project(folder, features)


def put_project(folder: Path, files: dict[str, bytes]) -> Path:
    """Let the page in *folder* play in a folder with *files*."""
    index = json.loads((folder / "index.json").read_text("utf-8"))
    file, content = part("project", {f"project/{path}": each for path, each in files.items()})
    (folder / "parts" / file).write_bytes(content)
    loader = {
        "folder": "parts/",
        "worker": index["worker"],
        "parts": [*index["parts"], ["project", file, len(content)]],
    }
    page = PAGE.format(loader=json.dumps(loader), play=index["play"])
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to break something in it."""
    return Path(shutil.copytree(site, tmp_path / "copy"))


@pytest.fixture
def visit(browser: Any, site: Path) -> Iterator[Visit]:
    """Opens the page. Whatever it asks of any other place fails the test."""
    with visiting(browser, site) as visit:
        yield visit


@contextmanager
def visiting(browser: Any, site: Path) -> Iterator[Visit]:
    """As the fixture ``visit``, for as long as one likes."""
    contexts: list[Any] = []
    elsewhere: list[str] = []
    with ExitStack() as servers:

        def visit(folder: Path = site, headers: dict[str, str] | None = None) -> Any:
            address = folder.as_uri()
            if headers is not None:
                address = servers.enter_context(serve(folder, headers))
            context = browser.new_context()
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(600_000)
            page.on(
                "request",
                lambda request: (
                    request.url.startswith((address, "data:")) or elsewhere.append(request.url)
                ),
            )
            page.goto(f"{address}/index.html")
            return page

        yield visit
        for context in contexts:
            context.close()
    assert elsewhere == []
