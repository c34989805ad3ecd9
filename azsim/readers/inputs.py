"""Files and folders as people name them: each is read by what it holds, not by what it is called."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from azsim.files.named import read_named
from azsim.readers import arm, exports
from azsim.readers.declared import Declaration, Object, Value
from azsim.readers.json_text import decoded, read_json
from azsim.text import Advice, Text, did_you_mean

NOTHING_HERE = Text(
    "{path} has no .json file. Name a template, an export of the command line, or a folder with some.",
    "{path} に .json ファイルがない。テンプレート、コマンド ラインの出力、それらのあるフォルダーの"
    "いずれかを指定する。",
)
NOT_KNOWN = Text(
    "{path} is none of what can be read: an ARM template, what az, Resource Graph or the portal show of "
    "resources, or a Bicep snapshot.",
    "{path} は読み取れるもののどれでもない。読み取れるのは、ARM テンプレート、az や Resource Graph や"
    "ポータルが示すリソース、Bicep のスナップショットである。",
)
COMPILE = Text(
    "{path} is Bicep. Compile it first: az bicep build --file {path}",
    "{path} は Bicep である。先にコンパイルする: az bicep build --file {path}",
)
TWO_PARAMETERS = Text(
    "{path} and {other} are both files of parameters. Name one.",
    "{path} と {other} はどちらもパラメーター ファイルである。一つだけ指定する。",
)
PARAMETERS_ONLY = Text(
    "{path} holds parameters. Name the template as well that they are for.",
    "{path} はパラメーター ファイルである。対象のテンプレートも指定する。",
)
NO_SUCH_FILE = Text("There is no {path}.{hint}", "{path} はない。{hint}")
_PARAMETERS: Final = "deploymentparameters.json"


Read: TypeAlias = Callable[[str], bytes]
"""What a file holds, by its path with slashes; an advice where it can't be read."""


def read(
    names: Sequence[str],
    read_file: Read,
    parameters: str | None = None,
    overrides: Mapping[str, Value] | None = None,
) -> Declaration:
    """What the files of these *names* declare together.

    *parameters* names a file of parameters for templates, and *overrides* are values that go before it.

    :raises Advice: for a file that can't be read or is of no kind that is known.
    """
    contents = {name: _content(name, read_file) for name in names}
    given = [name for name, content in contents.items() if _is_parameters(content)]
    if parameters is not None and parameters not in given:
        contents[parameters] = _content(parameters, read_file)
        given.append(parameters)
    if len(given) > 1:
        raise Advice(TWO_PARAMETERS.fill(path=given[0], other=given[1]))
    values = contents.pop(given[0]) if given else None
    if given and not contents:
        raise Advice(PARAMETERS_ONLY.fill(path=given[0]))
    if values is not None and not isinstance(values, Object):
        raise Advice(NOT_KNOWN.fill(path=given[0]))
    found = [
        _declared(name, content, read_file, values, overrides) for name, content in contents.items()
    ]
    return Declaration(
        tuple(each for one in found for each in one.resources),
        tuple(each for one in found for each in one.doubts),
    )


def files_at(paths: Iterable[Path]) -> list[str]:
    """The names of the files at *paths*, and of those in folders among them.

    :raises Advice: for a folder without any.
    """
    found = []
    for path in paths:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise Advice(NOTHING_HERE.fill(path=path.as_posix()))
        found += [each.as_posix() for each in inside]
    return found


def from_disk(name: str) -> bytes:
    """What the file *name* holds, which somebody has named on the command line.

    :raises Advice: where there is none that can be read.
    """
    path = Path(name)
    if not path.exists():
        raise Advice(NO_SUCH_FILE.fill(path=name, hint=_nearest(path)))
    return read_named(path.name, path.parent, path.parent)


def _nearest(path: Path) -> Text:
    """The file that may have been meant, of those in the same folder."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return did_you_mean(path.name, [each.name for each in beside])


def _content(name: str, read_file: Read) -> Value:
    if name.casefold().endswith((".bicep", ".bicepparam")):
        raise Advice(COMPILE.fill(path=name))
    return read_json(decoded(read_file(name), name), name)


def _is_parameters(content: Value) -> bool:
    schema = content.get("$schema") if isinstance(content, Object) else None
    return isinstance(schema, str) and _PARAMETERS in schema.casefold()


def _declared(
    name: str,
    content: Value,
    read_file: Read,
    parameters: Object | None,
    overrides: Mapping[str, Value] | None,
) -> Declaration:
    if isinstance(content, Object) and arm.is_template(content):
        folder = posixpath.dirname(name)

        def beside(other: str) -> bytes | None:
            try:
                return read_file(posixpath.join(folder, other))
            except Advice:
                return None

        return arm.declared(content, name, beside, parameters, overrides)
    if exports.is_export(content):
        return exports.read(content)
    raise Advice(NOT_KNOWN.fill(path=name))
