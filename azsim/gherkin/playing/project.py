"""The project that feature files belong to: where its sentences begin, and what it keeps."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from azsim.text import Text

CONFIGURATION = ("pytest.ini", "pyproject.toml", "tox.ini")
# Where one of these lies, a project begins.
TOP = (*CONFIGURATION, ".git", "setup.cfg")

ENDED_EARLY = Text(
    "A conftest.py ended Python while it was read, so nothing was played. Take the exit out of it.",
    "conftest.py が読み込みの途中で Python を終了させたため、何も実行していない。終了させる行を"
    "取り除く。",
)


def pytest_options(paths: Iterable[str]) -> list[str]:
    """What pytest has to be told to find every conftest.py above *paths*.

    On its own it reads none above the current folder, unless a configuration lies there.
    """
    tops = [top_conftest(_folder_of(path)) for path in paths if not path.startswith("-")]
    try:
        return [f"--confcutdir={os.path.commonpath(tops)}"] if tops else []
    except ValueError:
        # On several drives of Windows.
        return []


def cache_options() -> list[str]:
    """Where pytest keeps what failed last time.

    A folder that pytest was never used in stays clean: its author may never have heard
    of pytest.
    """
    here = Path.cwd()
    if any((folder / name).exists() for folder in (here, *here.parents) for name in CONFIGURATION):
        return []
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        home = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return ["-pno:cacheprovider"]
    cache = home / "azsim" / hashlib.sha256(str(here).encode()).hexdigest()[:16]
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ["-pno:cacheprovider"]
    return ["-o", f"cache_dir={cache}"]


def folder_of(feature: Path) -> Path:
    """Where the project of a feature file begins: its own folder, where nothing says so."""
    home = _home()
    for each in feature.absolute().parents:
        if each in (each.parent, home):
            break
        if any((each / name).exists() for name in TOP):
            return each
    return feature.absolute().parent


def features_below(folder: Path) -> Iterator[Path]:
    """The feature files in *folder* and below, however deep."""
    for place, _, files in own_folders(folder):
        yield from (place / file for file in files if is_feature(place / file))


def own_folders(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """*folder* and those below, without hidden ones and environments.

    Each comes with the names of its folders, from which those may be taken that aren't to
    follow, and of its files.
    """
    for name, folders, files in os.walk(folder):
        place = Path(name)
        folders[:] = sorted(each for each in folders if _is_own(place / each))
        yield place, folders, sorted(files)


def is_feature(path: Path) -> bool:
    """Whether *path* is a feature file, and no left-over of an editor."""
    return path.suffix == ".feature" and not path.name.startswith(".") and path.is_file()


def _is_own(folder: Path) -> bool:
    return (
        not folder.name.startswith(".")
        and folder.name != "node_modules"
        and not is_environment(folder)
    )


def is_environment(folder: Path) -> bool:
    """Whether *folder* is a virtual environment of Python."""
    return (folder / "pyvenv.cfg").exists()


def _folder_of(path: str) -> Path:
    name = path.partition("::")[0]
    place = Path(os.path.abspath(name))
    if not place.exists():
        place = Path(os.path.abspath(re.sub(r"(:[0-9]+)+$", "", name)))
    return place if place.is_dir() else place.parent


def top_conftest(folder: Path) -> Path:
    """The topmost folder with a conftest.py, from *folder* up to where its project begins.

    The current folder counts in any case.
    """
    top = Path.cwd() if folder.is_relative_to(Path.cwd()) else folder
    for each in (folder, *folder.parents):
        if each == each.parent or each == _home():
            break
        if (each / "conftest.py").exists() and top.is_relative_to(each):
            top = each
        if any((each / name).exists() for name in TOP):
            break
    return top


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None
