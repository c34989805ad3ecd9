"""A project as a page needs it: its scenarios as texts, where they lie, and what has to lie beside them."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from attrs import frozen

from azsim.files.named import read_named
from azsim.gherkin.catalogue.survey import Survey, Surveyed
from azsim.gherkin.desk.alone import scenarios_alone
from azsim.gherkin.desk.desk import Desk
from azsim.gherkin.desk.packages import Packages, packages_of
from azsim.gherkin.playing import project
from azsim.gherkin.reading.source import parse, parse_text
from azsim.gherkin.vocabulary import installed
from azsim.text import OTHER, Advice, Text, same

# What a file may name that lies beside it, such as a linked template.
_NAMED_INSIDE = re.compile(r'"((?:[^"\\/\n]+/){0,4}[^"\\/\n]+\.json)"')


@frozen
class Project:
    """What is taken along of the features of a survey.

    ``texts`` are the scenarios by the path of the feature file, as messages show it, and by their line;
    ``desks`` are there for texts in its place; ``places`` says where each of these files lies below the
    folder of the project, and ``files`` are those beside them that steps name, and the sentences of
    one's own, by their paths below that folder. ``own`` are those of the files that don't come with
    azsim, and ``packages`` what the sentences among them import.
    """

    texts: Mapping[str, Mapping[int, Text]]
    desks: Mapping[str, Desk]
    places: Mapping[str, str]
    files: Mapping[str, bytes]
    own: tuple[str, ...]
    packages: Packages


def taken_along(surveyed: Survey) -> Project:
    """What is taken along of the features that were *surveyed*."""
    texts: dict[str, Mapping[int, Text]] = {}
    desks: dict[str, Desk] = {}
    places: dict[str, str] = {}
    files: dict[str, bytes] = {}
    own = set[str]()
    for each in surveyed.features:
        path = each.document.path
        folder, shipped = _folder_of(path), installed.shown_path(path)
        shown = shipped or each.shown
        desks[shown] = Desk(path, each.vocabulary)
        texts[shown] = _texts(desks[shown])
        places[shown] = shipped or path.absolute().relative_to(folder).as_posix()
        beside = dict(_beside(each, folder))
        files |= beside
        if shipped is None:
            own.update(beside)
    imported = {name for path in own if path.endswith(".py") for name in _imported(files[path])}
    return Project(texts, desks, places, files, tuple(sorted(own)), packages_of(imported))


def _folder_of(path: Path) -> Path:
    """The folder from which everything that a feature file may need can be named."""
    shipped = installed.folder_of(path)
    if shipped is not None:
        return shipped.parent
    tops = [project.folder_of(path), project.top_conftest(path.absolute().parent)]
    return Path(os.path.commonpath(tops))


def _texts(desk: Desk) -> Mapping[int, Text]:
    """The scenarios of a feature file in both languages; in its own where it can't be translated."""
    source = parse(desk.path)
    texts = scenarios_alone(source)
    if not texts:
        return {}
    translated = desk.translated(source.text, OTHER[source.language])
    others = scenarios_alone(parse_text(desk.path, translated.text)).values()
    if translated.remarks or len(others) != len(texts):
        return {line: same(text) for line, text in texts.items()}
    return {
        line: Text(text, other) if source.language == "en" else Text(other, text)
        for (line, text), other in zip(texts.items(), others, strict=True)
    }


def _beside(each: Surveyed, folder: Path) -> Iterator[tuple[str, bytes]]:
    path = each.document.path.absolute()
    for file in _named(each):
        yield from _with_linked(file, path, folder)
    if installed.folder_of(path) is None:
        yield from _python(path, folder)


def _named(each: Surveyed) -> Iterable[str]:
    """The files that steps and tables of a feature file name, each once."""
    words: set[str] = set()
    for step in (step for case in each.document.cases for step in case.steps):
        for match in each.vocabulary.find(step.kind, step.text):
            words.update(match.texts.values())
        words.update(cell for row in step.table or () for cell in row)
    folder = each.document.path.parent
    return sorted(name for each in words if _is_file(folder, name := each.strip('"')))


def _is_file(folder: Path, name: str) -> bool:
    try:
        return "." in name and (folder / name).is_file()
    except (OSError, ValueError):
        # No name of a file.
        return False


def _with_linked(name: str, path: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The file *name* that stands beside the feature at *path*, and those that it names in its turn."""
    left, seen = [name], set[str]()
    while left:
        name = left.pop()
        place = Path(os.path.normpath(path.parent / name))
        if name in seen or not place.is_relative_to(folder):
            continue
        seen.add(name)
        try:
            content = read_named(name, path.parent, project.folder_of(path))
        except Advice:
            # The play says so in its turn.
            continue
        yield place.relative_to(folder).as_posix(), content
        inside = _NAMED_INSIDE.findall(content.decode("utf-8", "ignore"))
        left += [
            (PurePosixPath(name).parent / other).as_posix()
            for other in inside
            if (place.parent / other).is_file()
        ]


def _python(path: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every conftest.py that counts for the feature at *path*, with the modules beside it that it imports."""
    for above in (path.parent, *path.parent.parents):
        left, seen = [above / "conftest.py"], set[Path]()
        while left:
            file = left.pop()
            if file in seen or not file.is_file():
                continue
            seen.add(file)
            content = file.read_bytes()
            yield file.relative_to(folder).as_posix(), content
            left += _modules(content, file, above)
        if above == folder:
            return


def _imports(content: bytes) -> Iterator[tuple[int, str]]:
    """The modules that Python code imports, each with how many folders up it begins: 0 for none."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            within = f"{node.module}." if node.module else ""
            yield from ((node.level, f"{within}{each.name}") for each in node.names)


def _imported(content: bytes) -> Iterator[str]:
    """The names without dots of the modules that Python code imports by their whole names."""
    return (name.partition(".")[0] for level, name in _imports(content) if level == 0)


def _modules(content: bytes, file: Path, folder: Path) -> Iterator[Path]:
    """The files of the modules that the Python code of *file* may import from *folder* or from beside it."""
    for level, name in _imports(content):
        yield from _files_of(file.parents[level - 1] if level else folder, name)


def _files_of(folder: Path, module: str) -> Iterator[Path]:
    """Where a *module*, and the packages that it lies in, may stand in *folder*."""
    place = folder
    for name in module.split("."):
        place /= name
        yield from (place.with_name(f"{name}.py"), place / "__init__.py")
