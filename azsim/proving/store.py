"""The last proof, kept as long as nothing that it depends on has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from azsim.files.written import is_replaceable, write_whole
from azsim.proving.proof import ChangeProof, FactProof, Proof
from azsim.text import Text

FORMAT = {"format": "azsim-proof", "version": 1}
PLACE = Path(".azsim") / "proof.json"


def save(proof: Proof, paths: Sequence[str], place: Path = PLACE) -> None:
    """Keep *proof* of the scenarios of *paths*; the file is whole at every moment.

    :raises OSError: where it can't be kept, or where something else is in its place.
    """
    content = {
        **FORMAT,
        "key": key(paths),
        "problems": list(proof.problems),
        "facts": {each.fact: _written(each) for each in proof.facts.values()},
    }
    place.parent.mkdir(exist_ok=True)
    if not is_replaceable(place, lambda head: b'"format": "azsim-proof"' in head):
        raise FileExistsError(None, "something else is in its place")
    write_whole(place, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def load(paths: Sequence[str], place: Path = PLACE) -> Proof | None:
    """The proof that was kept, or None where there is none or something has changed since."""
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or {**content, **FORMAT} != content:
        return None
    if content.get("key") != key(paths):
        return None
    facts = {fact: _read(fact, entry) for fact, entry in content["facts"].items()}
    return Proof(facts, tuple(content["problems"]))


def key(paths: Sequence[str]) -> str:
    """A digest of everything that a proof depends on: azsim, its vocabulary, the scenarios."""
    digest = hashlib.sha256()
    for name, content in sorted({**_package_files(), **_feature_files(paths)}.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _package_files() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for package in ("azsim", "azsim.steps"):
        root = Path(str(resources.files(package)))
        for path in _files(root, (".py", ".toml")):
            found[f"{package}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    return found


def _feature_files(paths: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for given in map(Path, paths):
        if given.is_file():
            found[given.name] = given.read_bytes()
        for path in _files(given, (".feature", ".txt", ".py")):
            found[path.relative_to(given).as_posix()] = path.read_bytes()
    return found


def _files(root: Path, suffixes: Iterable[str]) -> Iterable[Path]:
    return (path for path in root.rglob("*") if path.suffix in suffixes and path.is_file())


def _written(proof: FactProof) -> dict[str, Any]:
    return {
        "read_by": proof.read_by,
        "changes": [
            {
                "en": change.words.en,
                "ja": change.words.ja,
                "caught_by": change.caught_by,
                "errors": change.errors,
            }
            for change in proof.changes
        ],
    }


def _read(fact: str, entry: dict[str, Any]) -> FactProof:
    return FactProof(
        fact,
        tuple(entry["read_by"]),
        tuple(
            ChangeProof(
                Text(change["en"], change["ja"]),
                tuple(change["caught_by"]),
                tuple(change["errors"]),
            )
            for change in entry["changes"]
        ),
    )
