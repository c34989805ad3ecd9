"""Builds azsim_playground, the wheel with all that a page needs to play: python playground/build.py [FOLDER]

Wants npm, Node 18 or newer, and an azsim that is installed, with its extra ``docs``. The same inputs give
the same bytes. It ends with the command that installs the wheel.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import contents
import licences
import parts
from contents import HERE, PYODIDE, Files

from azsim.livingdocs.playground import digest_of, files_of_azsim

DIST: Final = HERE / "dist"
EDITOR: Final = HERE / "editor" / "main.js"
PACKAGE: Final = "azsim_playground"
MAXIMUM: Final = {"fetched": 6_600_000, "in the folder": 10_000_000}
"""Bytes that are fetched at the most where a host compresses what it sends, and that lie in the folder."""


METADATA: Final = """\
Metadata-Version: 2.4
Name: azsim-playground
Version: {version}
Summary: What the documentation site of azsim puts beside its pages so that they can play: data, no code for Python
Requires-Python: >=3.11
License-Expression: MIT AND MPL-2.0 AND PSF-2.0 AND Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause
"""
WHEEL: Final = """\
Wheel-Version: 1.0
Generator: playground/build.py of azsim
Root-Is-Purelib: true
Tag: py3-none-any
"""


def main() -> int:
    """Build the wheel into FOLDER, or else into dist here; say how large its parts are, and how to install it."""
    dist = Path(sys.argv[1]) if len(sys.argv) > 1 else DIST
    subprocess.run([_npm(), "ci", "--silent"], cwd=HERE, check=True)
    wheels = HERE / "build" / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    azsim = files_of_azsim()
    library = _below("library", contents.library())
    packages = _below("packages", contents.packages(wheels))
    bytecode = compiled(library | packages | azsim)

    def of(sources: Files) -> Files:
        return {path: bytecode[path] for path in map(_compiled_path, sources)}

    written: Files = {}
    listed: list[tuple[str, str, int]] = []
    for name, content in {
        "wasm": (PYODIDE / "pyodide.asm.wasm").read_bytes(),
        "library": parts.zipped(_within("library", of(library))),
        "packages": parts.tar(of(packages)),
        "azsim": parts.tar(of(azsim)),
    }.items():
        for part, script in parts.scripts(name, content):
            file = parts.hashed(part, script)
            written[file] = script
            listed.append((part, file, len(script)))
    files = {}
    for name, script in _scripts():
        files[name] = parts.hashed(name, script)
        written[files[name]] = script
    index = {
        "version": metadata.version("azsim"),
        "pyodide": json.loads((PYODIDE / "package.json").read_text("utf-8"))["version"],
        "azsim": {"version": metadata.version("azsim"), "digest": digest_of(azsim)},
        **files,
        "worker": [files["worker"], len(written[files["worker"]])],
        "parts": listed,
    }
    wheel = _write_wheel(dist, index, written, licences.text(wheels))
    return _tell(wheel, written)


def compiled(sources: Files) -> Files:
    """The files of *sources*, with bytecode in the place of what Python would compile."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "from"), Path(folder, "to")
        made.mkdir()
        for path, content in sources.items():
            target = given / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        subprocess.run(["node", HERE / "compile.mjs", given, made], check=True)
        compiled = {
            path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*.pyc")
        }
    return compiled | {path: each for path, each in sources.items() if not path.endswith(".py")}


def _scripts() -> Iterator[tuple[str, bytes]]:
    yield "play", (HERE / "play.js").read_bytes()
    yield "worker", _worker()
    yield "editor", _editor()


def _worker() -> bytes:
    """The one script of the worker: Pyodide and the unpacker as they come, but for what they export.

    A module can't be run as a classic script, and pages that are opened from a folder have no other. So
    all of it is one function, see worker.js.
    """
    loader = _replaced(
        (PYODIDE / "pyodide.mjs").read_text("utf-8"),
        r"export\{(\w+) as loadPyodide,\w+ as version\};\n//# sourceMappingURL=\S+\s*$",
        r"return \1;",
    )
    module = _replaced(
        (PYODIDE / "pyodide.asm.mjs").read_text("utf-8"),
        r"export default _createPyodideModule;\s*$",
        "return _createPyodideModule;",
    )
    module = _replaced(module, r"import\.meta\.url", "address", times=3)
    unpacker = (
        HERE / "node_modules" / "xz-decompress" / "dist" / "package" / "xz-decompress.min.js"
    ).read_text("utf-8")
    ours = (HERE / "worker.js").read_text("utf-8")
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))
    lock = json.dumps({"info": lock["info"], "packages": {}})
    filled = {"LOADER": loader, "MODULE": module, "UNPACKER": unpacker, "LOCK": lock}
    for name, source in filled.items():
        ours = _replaced(ours, rf"/\* {name} \*/", source.replace("\\", r"\\"))
    assert ours.isascii(), "the address that holds the script takes ASCII only"
    return ours.encode()


def _replaced(text: str, pattern: str, by: str, times: int = 1) -> str:
    """*text* with *by* in each place of *pattern*, of which there have to be so many."""
    replaced, found = re.subn(pattern, by, text)
    assert found == times, f"{pattern}: {found} times instead of {times}"
    return replaced


def _compiled_path(path: str) -> str:
    return f"{path}c" if path.endswith(".py") else path


def _within(folder: str, files: Files) -> Files:
    return {path.removeprefix(f"{folder}/"): content for path, content in files.items()}


def _below(folder: str, files: Files) -> Files:
    return {f"{folder}/{path}": content for path, content in files.items()}


def _editor() -> bytes:
    """The editor, whose libraries are part of the one script."""
    command = [HERE / "node_modules" / ".bin" / "esbuild", EDITOR]
    command += ["--bundle", "--format=iife", "--global-name=AzsimEditor", "--minify"]
    command += ["--target=es2022", "--charset=utf8", "--log-level=warning", "--legal-comments=none"]
    made = subprocess.run(command, cwd=HERE, check=True, capture_output=True)
    return made.stdout


def _npm() -> str:
    return shutil.which("npm") or sys.exit(
        "npm isn't on PATH; it comes with Node, https://nodejs.org"
    )


def _write_wheel(dist: Path, index: dict[str, Any], written: Files, licences: str) -> Path:
    version = index["version"]
    records = f"{PACKAGE}-{version}.dist-info"
    files = {
        f"{PACKAGE}/__init__.py": b'"""What azsim docs puts beside its pages so that they can play."""\n',
        f"{PACKAGE}/index.json": json.dumps(index, indent=1).encode() + b"\n",
        f"{PACKAGE}/LICENCES.txt": licences.encode(),
        **_below(f"{PACKAGE}/parts", written),
        f"{records}/METADATA": METADATA.format(version=version).encode(),
        f"{records}/WHEEL": WHEEL.encode(),
    }
    lines = [f"{path},sha256={_record(files[path])},{len(files[path])}" for path in sorted(files)]
    files[f"{records}/RECORD"] = "\n".join([*lines, f"{records}/RECORD,,", ""]).encode()
    dist.mkdir(parents=True, exist_ok=True)
    for old in dist.glob(f"{PACKAGE}-*.whl"):
        old.unlink()
    wheel = dist / f"{PACKAGE}-{version}-py3-none-any.whl"
    wheel.write_bytes(parts.zipped(files, zipfile.ZIP_DEFLATED))
    return wheel


def _record(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def _tell(wheel: Path, written: Files) -> int:
    """Say how large it is, and whether that is too large."""
    for name in sorted(written):
        print(f"{len(written[name]):>12,} {len(gzip.compress(written[name], 9)):>12,}  {name}")
    sizes = {
        "fetched": sum(len(gzip.compress(each, 9)) for each in written.values()),
        "in the folder": sum(map(len, written.values())),
    }
    for what, size in sizes.items():
        print(f"{what}: {size:,} bytes of {MAXIMUM[what]:,}")
    # One of the same version may be there, of an azsim that has changed since.
    print(f'pip install --force-reinstall "{os.path.relpath(wheel)}"')
    return int(any(size > MAXIMUM[what] for what, size in sizes.items()))


if __name__ == "__main__":
    sys.exit(main())
