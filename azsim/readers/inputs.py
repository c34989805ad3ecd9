"""Files and folders as people name them: each is read by what it holds, not by what it is called."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from azsim.facts import Facts
from azsim.files.named import read_named
from azsim.readers import arm, bicep, classic, formats
from azsim.readers.declared import Declaration, Object, Value
from azsim.readers.json_text import decoded, read_json
from azsim.readers.xml_text import read_xml
from azsim.text import Advice, Text, did_you_mean

NOTHING_HERE = Text(
    "{path} holds no deployment: no file that ends in {suffixes}.",
    "{path} にデプロイのファイル ({suffixes}) がない。",
)
NOT_KNOWN = Text(
    "{path} is none of what can be read: an ARM template, what az, Resource Graph or the portal show of "
    "resources, what az deployment group what-if --no-pretty-print prints, a Bicep snapshot, a Terraform "
    "state, or what terraform show -json prints of a plan, or a service configuration (.cscfg).",
    "{path} は読み取れるもののどれでもない。読み取れるのは、ARM テンプレート、az や Resource Graph や"
    "ポータルが示すリソース、az deployment group what-if --no-pretty-print の出力、Bicep のスナップショット、"
    "Terraform の状態ファイル、terraform show -json が示すプラン、サービス構成 (.cscfg) である。",
)
NOT_BEFORE = Text(
    "Name what {path} is to be compared with, or what becomes different in it, such as --set "
    "instanceCount=51. Alone stands what holds both states: a plan of Terraform, and what-if.",
    "{path} と比べるものを指定するか、--set instanceCount=51 のように変えるところを指定する。それだけで比べられる"
    "のは、両方の状態を持つ Terraform のプランと what-if の出力である。",
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
SUFFIXES: Final = (".json", ".tfstate", ".cscfg", ".csdef")
"""Of the files of a folder, those that may hold a deployment."""


Read: TypeAlias = Callable[[str], bytes]
"""What a file holds, by its path with slashes; an advice where it can't be read."""


def read(
    names: Sequence[str],
    read_file: Read,
    parameters: str | None = None,
    overrides: Mapping[str, Value] | None = None,
    side: formats.Side = "after",
    facts: Facts | None = None,
) -> Declaration:
    """What the files of these *names* declare together, *side* of the change that they are about.

    *parameters* names a file of parameters for templates, and *overrides* are values that go before it.

    :raises Advice: for a file that can't be read or is of no kind that is known.
    """
    contents = {name: _content(name, read_file) for name in names}
    built = {name: pair for name, each in contents.items() if (pair := bicep.built(each))}
    contents |= {name: template for name, (template, _) in built.items()}
    contents = classic.together(contents, lambda name: _xml_at(name, read_file))
    given = [name for name, content in contents.items() if _is_parameters(content)]
    if parameters is not None and parameters not in given:
        content = _content(parameters, read_file)
        pair = bicep.built(content)
        contents[parameters] = content if pair is None else pair[1]
        given.append(parameters)
    if len(given) > 1:
        raise Advice(TWO_PARAMETERS.fill(path=given[0], other=given[1]))
    values = None
    if given:
        content = contents.pop(given[0])
        if not contents:
            raise Advice(PARAMETERS_ONLY.fill(path=given[0]))
        if not isinstance(content, Object):
            raise Advice(NOT_KNOWN.fill(path=given[0]))
        values = content
    if side == "before" and not any(map(_holds_both, contents.values())):
        raise Advice(NOT_BEFORE.fill(path=next(iter(contents))))
    found = [
        _declared(
            name,
            content,
            read_file,
            built[name][1] if name in built else values,
            overrides,
            side,
            facts,
        )
        for name, content in contents.items()
    ]
    return Declaration(
        tuple(each for one in found for each in one.resources),
        tuple(each for one in found for each in one.doubts),
    )


def without_secrets(
    values: Mapping[str, Value], names: Sequence[str], read_file: Read
) -> dict[str, Value]:
    """*values* but for those of parameters that the templates among the files of *names* call secure."""
    contents = [_content(name, read_file) for name in names]
    pairs = [bicep.built(each) for each in contents]
    templates = [
        each if pair is None else pair[0] for each, pair in zip(contents, pairs, strict=True)
    ]
    hidden = {
        name
        for each in templates
        if isinstance(each, Object) and arm.is_template(each)
        for name in arm.secure_parameters(each)
    }
    return {name: value for name, value in values.items() if name.casefold() not in hidden}


def check(name: str, content: bytes) -> None:
    """Whether *content*, which the file *name* holds, is something that can be read.

    :raises Advice: where it isn't, naming the line where that is known.
    """
    found = _content(name, lambda _: content)
    is_template = isinstance(found, Object) and arm.is_template(found)
    if not (is_template or _is_parameters(found) or formats.of(found)):
        raise Advice(NOT_KNOWN.fill(path=name))


def is_parameters(name: str, read_file: Read) -> bool:
    """Whether the file *name* holds parameters for a template.

    :raises Advice: where it can't be read.
    """
    return _is_parameters(_content(name, read_file))


def files_at(paths: Iterable[Path]) -> list[str]:
    """The names of the files at *paths*, and of those in folders among them.

    :raises Advice: for a folder without any.
    """
    found = []
    for path in paths:
        inside = _inside(path) if path.is_dir() else [path]
        if not inside:
            suffixes = ", ".join(SUFFIXES)
            raise Advice(NOTHING_HERE.fill(path=path.as_posix(), suffixes=suffixes))
        found += [each.as_posix() for each in inside]
    return found


def _inside(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.suffix.casefold() in SUFFIXES)


def from_disk(name: str) -> bytes:
    """What the file *name* holds, which somebody has named on the command line; Bicep is compiled.

    :raises Advice: where there is none that can be read.
    """
    path = Path(name)
    if not path.exists():
        raise Advice(NO_SUCH_FILE.fill(path=name, hint=_nearest(path)))
    content = read_named(path.name, path.parent, path.parent)
    return bicep.compiled(path) if bicep.is_source(name) else content


def _nearest(path: Path) -> Text:
    """The file that may have been meant, of those in the same folder."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return did_you_mean(path.name, [each.name for each in beside])


def _content(name: str, read_file: Read) -> Value:
    text = decoded(read_file(name), name)
    if text.lstrip().startswith("<"):
        return read_xml(text, name)
    if not bicep.is_source(name):
        return read_json(text, name)
    if not text.lstrip().startswith("{"):
        raise bicep.to_compile(name)
    # Lines are those of what the compiler has made.
    return read_json(text, f"{name} (JSON)")


def _xml_at(name: str, read_file: Read) -> Value:
    """What the XML file *name* holds; None where there is none."""
    try:
        text = decoded(read_file(name), name)
    except Advice:
        return None
    return read_xml(text, name)


def _holds_both(content: Value) -> bool:
    format = formats.of(content)
    return format is not None and format.before is not None


def _is_parameters(content: Value) -> bool:
    schema = content.get("$schema") if isinstance(content, Object) else None
    return isinstance(schema, str) and _PARAMETERS in schema.casefold()


def _declared(
    name: str,
    content: Value,
    read_file: Read,
    parameters: Object | None,
    overrides: Mapping[str, Value] | None,
    side: formats.Side,
    facts: Facts | None,
) -> Declaration:
    if isinstance(content, Object) and arm.is_template(content):
        folder = posixpath.dirname(name)

        def beside(other: str) -> bytes | None:
            try:
                return read_file(posixpath.join(folder, other))
            except Advice:
                return None

        return arm.declared(content, name, beside, parameters, overrides, facts)
    format = formats.of(content)
    if format is None:
        raise Advice(NOT_KNOWN.fill(path=name))
    return (format.before if side == "before" and format.before else format.after)(content)
