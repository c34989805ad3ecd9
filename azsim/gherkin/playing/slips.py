"""Slips in a project's own Python code, told in a few lines that name them: where, and what."""

from __future__ import annotations

import re
import sysconfig
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from azsim.gherkin.playing import compat
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.vocabulary.definition import VocabularyError
from azsim.text import Text

NO_SENTENCES = Text(
    "The sentences of this folder can't be read:\n{problems}",
    "このフォルダーの文を読み込めない:\n{problems}",
)
FIXTURE_FAILS = Text(
    "{error}\nThis isn't about your scenario: the fixture {name}, which it needs, ends in this error "
    "({where}).",
    "{error}\nこれはシナリオの誤りではない。シナリオに必要なフィクスチャ {name} がこのエラーで終わる"
    " ({where})。",
)
FIXTURE_LACKS = Text(
    "{where}: the fixture {name} asks for {missing}, and there is no fixture of that name.",
    "{where}: フィクスチャ {name} は {missing} を求めているが、その名前のフィクスチャはない。",
)
FIXTURE_HAS_PARAMS = Text(
    "{where}: the fixture {name} has params, and a scenario is played once. Let what differs be the "
    "rows of a scenario outline, and take the params out; where other tests need them, define "
    "{name} without params in a conftest.py beside the feature files.",
    "{where}: フィクスチャ {name} に params があるが、シナリオは一度だけ実行される。違いはシナリオ"
    "アウトラインの例の行で表し、params を取り除く。ほかのテストに params が要るなら、フィーチャー ファイルと"
    "同じフォルダーの conftest.py で、params のない {name} を定義する。",
)

_LINE_OF_FILE = re.compile('File "(.+)", line ([0-9]+)')
# The path of code outside the current folder begins with a slash or a drive.
_OWN_PLACE = re.compile(r"^([^:/\\\n][^:\n]*[.]py):([0-9]+): in ", re.MULTILINE)
# What is wrong with a declaration says its own place.
_DECLARATION = re.compile(rf"(?:\S*[.])?{VocabularyError.__name__}: (.+):([0-9]+): (.*)", re.DOTALL)
_OTHERS = (Path(sysconfig.get_paths()["stdlib"]), Path(__file__).parents[2])


def in_short(problem: str) -> str:
    """A *problem* in Python code as pytest tells it, without its trace-back: place and error."""
    errors = [line.strip() for line in re.findall("^E (.*)", problem, re.MULTILINE)]
    places = _OWN_PLACE.findall(problem)
    misread = _LINE_OF_FILE.fullmatch(errors[0]) if errors else None
    if misread is not None:
        places, errors = [misread.groups()], errors[-1:]
    if not places or not errors:
        return problem.strip()
    path, line = places[-1]
    return _told(path, line, errors)


def told(error: BaseException) -> str | None:
    """An *error* that code of the project ends in: place and error; None where it is no such one."""
    if isinstance(error, VocabularyError):
        return _told("", 0, _said(error).splitlines())
    if isinstance(error, SyntaxError) and error.filename and _is_own(error.filename):
        return _told(error.filename, error.lineno or 1, [f"{type(error).__name__}: {error.msg}"])
    frames = traceback.extract_tb(error.__traceback__)
    own = [number for number, frame in enumerate(frames) if _is_own(frame.filename)]
    # Code that only stands around that of others, as some hooks do, isn't to blame for it.
    if not own or any("pluggy" in Path(frame.filename).parts for frame in frames[own[-1] + 1 :]):
        return None
    last = frames[own[-1]]
    return _told(last.filename, last.lineno or 1, _said(error).splitlines())


def of_fixture(error: BaseException) -> Text | None:
    """What to say of *error* where a fixture ends in it, or lacks something."""
    if isinstance(error, pytest.FixtureLookupError):
        asking = compat.asking_fixture(error)
        if asking is None:
            return None
        name, where = asking
        return FIXTURE_LACKS.fill(where=where, name=name, missing=error.argname)
    lacking = compat.fixture_without_param(error)
    if lacking is not None:
        name, where = lacking
        return FIXTURE_HAS_PARAMS.fill(where=where, name=name)
    frame = compat.frame_of_fixture(error)
    if frame is None or isinstance(error, pytest.skip.Exception):
        return None
    code = frame.tb_frame.f_code
    where = f"{shown_path(Path(code.co_filename), Path.cwd())}:{frame.tb_lineno}"
    return FIXTURE_FAILS.fill(error=_said(error), name=code.co_name, where=where)


def _told(path: str, line: int | str, errors: Sequence[str]) -> str:
    declaration = _DECLARATION.fullmatch("\n".join(errors))
    if declaration is not None:
        path, line, errors = declaration[1], declaration[2], declaration[3].splitlines()
    first = f"{shown_path(Path(path), Path.cwd())}:{line}: {errors[0]}"
    return "\n".join(f"  {each}" for each in [first, *errors[1:]])


def _said(error: BaseException) -> str:
    said: Iterable[str] = traceback.format_exception_only(error)
    return "".join(said).strip()


def _is_own(filename: str) -> bool:
    path = Path(filename)
    return (
        not filename.startswith("<")
        and not {"site-packages", "dist-packages"}.intersection(path.parts)
        and not any(path.is_relative_to(folder) for folder in _OTHERS)
    )
