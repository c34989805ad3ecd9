"""What lies among the feature files of a run and isn't played, though somebody may think it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from azsim.gherkin.playing import project
from azsim.gherkin.reading.paths import shown_path
from azsim.text import Text

if TYPE_CHECKING:
    import pytest

PASSED_OVER = Text("Passed over:", "対象にしなかったもの:")
WRONG_NAME = Text("its name doesn't end in .feature", "名前が .feature で終わっていない")
NOWHERE = Text("it links to a file that isn't there", "リンク先のファイルがない")
HIDDEN = Text(
    "it holds feature files, but is hidden; name it as PATH to play them",
    "フィーチャー ファイルがあるが、隠しフォルダーである。対象にするにはパスで指定する",
)
SET_ASIDE = Text(
    "it holds feature files, but pytest's norecursedirs names it; name it as PATH to play them",
    "フィーチャー ファイルがあるが、pytest の norecursedirs に含まれる。対象にするにはパスで指定する",
)

# What editors and downloads make of a name; a copy that is kept (.bak, .orig) has its own reason.
_NEARLY = re.compile(r".+[.]features?([.](txt|md|doc))?", re.IGNORECASE)


@frozen
class PassedOver:
    """A file or folder, and why it isn't played."""

    path: Path
    why: Text


def in_lines(found: Iterable[PassedOver], folder: Path) -> Text:
    """A line for each, with its path as seen from *folder*."""
    lines = [(shown_path(each.path, folder), each.why) for each in found]
    return Text(
        "\n".join(f"  {path}: {why.en}" for path, why in lines),
        "\n".join(f"  {path}: {why.ja}" for path, why in lines),
    )


def beside(files: Iterable[str | Path]) -> list[PassedOver]:
    """What lies in the folders of *files*, and looks like one of them."""
    folders = dict.fromkeys(Path(file).parent for file in files if Path(file).is_file())
    return [each for folder in folders for each in _among(folder, sorted(os.listdir(folder)))]


def nearly_features(folder: Path) -> Iterator[PassedOver]:
    """What looks like a feature file in *folder* and below, or hides some there."""
    for place, _, files in project.own_folders(folder):
        yield from _among(place, files)
    for hidden in sorted(folder.glob(".*/")):
        if (
            not project.is_environment(hidden)
            and next(project.features_below(hidden), None) is not None
        ):
            yield PassedOver(hidden, HIDDEN)


def passed_over(config: pytest.Config) -> Iterator[PassedOver]:
    """What isn't played of the folders that pytest was given."""
    here = config.invocation_params.dir
    given = {Path(os.path.abspath(here / each.partition("::")[0])) for each in config.args}
    for folder in sorted(path for path in given if path.is_dir()):
        yield from _below(folder, config.getini("norecursedirs"), given)


def _below(folder: Path, patterns: Sequence[str], given: Iterable[Path]) -> Iterator[PassedOver]:
    for place, folders, files in project.own_folders(folder):
        for name in list(folders):
            path = place / name
            if path not in given and _is_set_aside(path, patterns):
                folders.remove(name)
                if next(project.features_below(path), None) is not None:
                    yield PassedOver(path, SET_ASIDE)
        yield from _among(place, files)


def _among(place: Path, files: Iterable[str]) -> Iterator[PassedOver]:
    for path in (place / name for name in files if not name.startswith(".")):
        if path.suffix != ".feature":
            if _NEARLY.fullmatch(path.name):
                yield PassedOver(path, WRONG_NAME)
        elif not path.exists():
            yield PassedOver(path, NOWHERE)


def _is_set_aside(folder: Path, patterns: Iterable[str]) -> bool:
    return any(
        fnmatch(folder.as_posix(), f"*/{pattern}")
        if "/" in pattern
        else fnmatch(folder.name, pattern)
        for pattern in patterns
    )
