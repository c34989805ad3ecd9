"""Bicep sources, compiled by the Bicep CLI of whoever asks. It restores nothing, so nothing is sent."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from azsim.readers.declared import Object, Value
from azsim.readers.json_text import read_json
from azsim.text import Advice, Text, quoted

NO_CLI = Text(
    "{path} is Bicep, and there is no Bicep CLI on the PATH. Compile it first: "
    "az bicep {command} --file {path}",
    "{path} は Bicep だが、PATH に Bicep CLI がない。先にコンパイルする: az bicep {command} --file {path}",
)
COMPILE = Text(
    "{path} is Bicep. Compile it first: az bicep {command} --file {path}",
    "{path} は Bicep である。先にコンパイルする: az bicep {command} --file {path}",
)
FAILED = Text(
    "The Bicep CLI can't compile {path}: {said}",
    "Bicep CLI が {path} をコンパイルできない: {said}",
)
SLOW = Text(
    "The Bicep CLI took more than {most} s for {path}.",
    "Bicep CLI による {path} のコンパイルに {most} 秒を超える時間がかかった。",
)
LONGEST_WORDS: Final = 300
LONGEST: Final = 120
"""Seconds."""
_COMMANDS: Final = {".bicep": "build", ".bicepparam": "build-params"}


def is_source(name: str) -> bool:
    """Whether the file *name* is a source of Bicep, which nothing but its name tells."""
    return _command(name) is not None


def to_compile(name: str) -> Advice:
    """What to do about the source *name*, where it isn't compiled here."""
    return Advice(COMPILE.fill(path=name, command=_command(name)))


def compiled(path: Path) -> bytes:
    """The JSON that the Bicep CLI makes of the source at *path*.

    :raises Advice: where there is no CLI, or it doesn't compile.
    """
    name, command = path.as_posix(), _command(path.name)
    assert command is not None, "only sources are compiled"
    cli = _cli()
    if cli is None:
        raise Advice(NO_CLI.fill(path=name, command=command))
    asked = [cli, command, str(path), "--stdout", "--no-restore"]
    try:
        done = subprocess.run(asked, capture_output=True, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise Advice(SLOW.fill(path=name, most=LONGEST)) from None
    except OSError as error:
        raise Advice(FAILED.fill(path=name, said=quoted(str(error)))) from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        errors = [each for each in lines if ": Error " in each] or lines or ["?"]
        # The path is told already.
        said = errors[0].rpartition(path.name)[2].lstrip(" :")
        raise Advice(FAILED.fill(path=name, said=quoted(said, LONGEST_WORDS)))
    return done.stdout


def built(content: Value) -> tuple[Object, Object] | None:
    """The template and the parameters that a compiled ``.bicepparam`` holds; None for anything else."""
    if not isinstance(content, Object):
        return None
    texts = content.get("templateJson"), content.get("parametersJson")
    found = []
    for text in texts:
        if not isinstance(text, str):
            return None
        inner = read_json(text, "" if content.place is None else content.place.path)
        if not isinstance(inner, Object):
            return None
        found.append(inner)
    return found[0], found[1]


def _command(name: str) -> str | None:
    return _COMMANDS.get(Path(name).suffix.casefold())


def _cli() -> str | None:
    """The Bicep CLI on the PATH, or the one that the Azure CLI has installed for itself."""
    found = shutil.which("bicep")
    if found is not None:
        return found
    own = Path.home() / ".azure" / "bin"
    return shutil.which("bicep", path=str(own))
