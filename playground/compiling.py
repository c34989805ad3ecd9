"""Compiles the sources below /from to bytecode below /to. Runs inside Pyodide: see compile.mjs.

The first folder says where the files will lie in the page, which trace-backs name. Docstrings are left out,
but those of sentences, which readers see; and a trace-back tells the first line of a function only: both
would double the size.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
from pathlib import Path
from types import CodeType

FROM, TO = Path("/from"), Path("/to")
LIES = {"library": "/lib/python3.14", "packages": "/packages"}
SENTENCES = "azsim/steps/"

# A file that is never compared with its source.
HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)


def bytecode(source: bytes, path: str, with_docstrings: bool) -> bytes:
    """What Python would write into ``__pycache__``, less what a page has no use for."""
    tree = ast.parse(source)
    if not with_docstrings:
        leave_docstrings_out(tree)
    return HEADER + marshal.dumps(on_one_line(compile(tree, path, "exec", dont_inherit=True)))


def leave_docstrings_out(tree: ast.Module) -> None:
    """Take the docstring out of everything in *tree* that has one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if ast.get_docstring(node, clean=False) is None:
                continue
            nothing = ast.copy_location(ast.Pass(), node.body[0])
            node.body = node.body[1:] or [nothing]


def on_one_line(code: CodeType) -> CodeType:
    """*code*, all of whose instructions are said to be on its first line."""
    units = len(code.co_code) // 2
    # Python's Objects/locations.md: entries without columns, for eight units each, 0 lines on.
    entries = [0xE8 | (min(8, units - first) - 1) for first in range(0, units, 8)]
    return code.replace(
        co_linetable=bytes(byte for entry in entries for byte in (entry, 0)),
        co_consts=tuple(
            on_one_line(each) if isinstance(each, CodeType) else each for each in code.co_consts
        ),
    )


for source in sorted(FROM.rglob("*.py")):
    kind, _, path = source.relative_to(FROM).as_posix().partition("/")
    target = TO / kind / f"{path}c"
    target.parent.mkdir(parents=True, exist_ok=True)
    lies = f"{LIES[kind]}/{path}" if kind == "library" else f"{LIES[kind]}/{path}c"
    target.write_bytes(bytecode(source.read_bytes(), lies, path.startswith(SENTENCES)))
