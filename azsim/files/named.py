"""Files that a feature names. Whoever wrote the feature may be a stranger, so not every file is read."""

from __future__ import annotations

import stat
from pathlib import Path

from azsim.text import Advice, Text, did_you_mean, quoted

LARGEST = 10_000_000
"""Bytes; whatever a feature has to say fits in far less."""

_NO_FILE = Text(
    'There is no readable file "{name}" beside the feature file.{hint}',
    "フィーチャー ファイルと同じフォルダーに、読み取れるファイル「{name}」がない。{hint}",
)
_OUTSIDE = Text(
    "The file \"{name}\" doesn't lie in the project of the feature file, or is hidden, and isn't "
    "read. Put it beside the feature file.",
    "ファイル「{name}」はフィーチャー ファイルのプロジェクトの外にあるか、隠しファイルであるため、読み込まない。"
    "フィーチャー ファイルと同じフォルダーに置く。",
)
_NO_PLAIN_FILE = Text(
    '"{name}" is no plain file, and isn\'t read.',
    "「{name}」は通常のファイルではないため、読み込まない。",
)
_TOO_LARGE = Text(
    'The file "{name}" has more than {most} bytes, and isn\'t read. Save only what counts.',
    "ファイル「{name}」は {most} バイトを超えるため、読み込まない。必要な部分だけを保存する。",
)


def read_named(name: str, folder: Path, project: Path) -> bytes:
    """What the file *name* holds, which a feature in *folder* of a *project* names.

    It lies in the project, also where a link leads to it, isn't hidden there, is a plain file,
    and has :data:`LARGEST` bytes or less.

    :raises Advice: for any other file, and where there is none.
    """
    shown = quoted(name)
    try:
        place = (folder / name).resolve()
        if not _may_be_read(place, folder.resolve(), project.resolve()):
            raise Advice(_OUTSIDE.fill(name=shown))
        kind = place.stat().st_mode
        # Opening a pipe would wait for whoever writes to it.
        if not stat.S_ISREG(kind):
            raise Advice(_NO_PLAIN_FILE.fill(name=shown))
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError):
        raise Advice(_NO_FILE.fill(name=shown, hint=_nearest(name, folder, project))) from None
    if len(content) > LARGEST:
        raise Advice(_TOO_LARGE.fill(name=shown, most=f"{LARGEST:,}"))
    return content


def _may_be_read(place: Path, folder: Path, project: Path) -> bool:
    """Whether *place* lies in *project*, and not among what is hidden there, such as .git.

    What lies in the *folder* of the feature isn't hidden from it because the folder is.
    """
    if project == project.parent or not place.is_relative_to(project):
        return False
    seen_from = folder if place.is_relative_to(folder) else project
    return not any(part.startswith(".") for part in place.relative_to(seen_from).parts)


def _nearest(name: str, folder: Path, project: Path) -> Text:
    """The file that may have been meant, of those beside the one that isn't there."""
    try:
        beside = (folder / name).parent.resolve()
        inside = _may_be_read(beside, folder.resolve(), project.resolve()) and beside.is_dir()
        near = [quoted(path.name) for path in sorted(beside.iterdir())] if inside else []
    except (OSError, ValueError, RuntimeError):
        return Text("", "")
    return did_you_mean(Path(name).name, near)
