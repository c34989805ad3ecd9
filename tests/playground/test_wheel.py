"""What is in the wheel that lets a page play."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def parts(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    prefix = "azsim_playground/parts/"
    names = [name for name in wheel.namelist() if name.startswith(prefix)]
    return {name.removeprefix(prefix): wheel.read(name) for name in names}


def hashes(wheel: zipfile.ZipFile) -> dict[str, str]:
    return {name: hashlib.sha256(wheel.read(name)).hexdigest() for name in wheel.namelist()}


def test_it_is_within_its_budget(wheel: zipfile.ZipFile) -> None:
    files = parts(wheel).values()
    assert sum(len(gzip.compress(each, 9)) for each in files) <= 6_600_000
    assert sum(map(len, files)) <= 10_000_000


def test_a_file_is_named_by_what_it_holds(wheel: zipfile.ZipFile) -> None:
    for name, content in parts(wheel).items():
        assert hashlib.sha256(content).hexdigest().startswith(name.split(".")[-2]), name


def test_the_index_knows_the_files_and_their_sizes(
    wheel: zipfile.ZipFile, index: dict[str, Any]
) -> None:
    sizes = {name: len(content) for name, content in parts(wheel).items()}
    listed = [index["worker"], *([file, size] for _, file, size in index["parts"])]
    assert dict(listed).items() <= sizes.items()
    assert {index["play"], index["editor"]} <= sizes.keys()


def test_the_licence_of_everything_is_there(wheel: zipfile.ZipFile) -> None:
    text = wheel.read("azsim_playground/LICENCES.txt").decode()
    requirements = (ROOT / "playground" / "requirements.txt").read_text("utf-8")
    for name, version in re.findall(r"^([\w-]+)==(\S+)", requirements, re.MULTILINE):
        assert f"\n{name.replace('-', '_')} {version}\n" in text
    lock = json.loads((ROOT / "playground" / "package-lock.json").read_text("utf-8"))
    for place, package in lock["packages"].items():
        if "@codemirror" in place or "@lezer" in place:
            assert f"\n{place.removeprefix('node_modules/')} {package['version']}\n" in text
    for named in ("Mozilla Public License Version 2.0", "PYTHON SOFTWARE FOUNDATION LICENSE"):
        assert named in text


def test_the_same_inputs_make_the_same_bytes(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm isn't installed: it comes with Node")
    build = [sys.executable, ROOT / "playground" / "build.py", tmp_path]
    subprocess.run(build, check=True, capture_output=True, timeout=1800)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as again:
        assert hashes(again) == hashes(wheel), "playground/ may have changed since the first build"
    assert wheel.filename is not None
    assert built.read_bytes() == Path(wheel.filename).read_bytes()
