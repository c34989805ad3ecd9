"""The installed vocabularies: their modules, and the features that come with them.

A distribution names its package under the entry point ``azsim.vocabulary``. What the
package says of itself is all that the runner knows of it:

* ``MODULES``, the modules that declare its sentences, beside the package itself;
* ``FEATURES``, the package of the feature files that come with it, in folders, one for each
  service;
* ``FOR_READERS``, patterns of the files among them in which each feature and each scenario has to
  tell why, and each column to have a name, in both languages;
* ``FIRST_SERVICE``, the service that a new feature is about where nobody says which.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from types import ModuleType

GROUP = "azsim.vocabulary"


def vocabulary_modules() -> Iterable[ModuleType]:
    """The modules of every installed vocabulary."""
    for package in _packages():
        yield package
        for name in getattr(package, "MODULES", ()):
            yield importlib.import_module(name)


def features() -> list[Path]:
    """The folders of the feature files that come with the vocabularies."""
    named = (getattr(package, "FEATURES", None) for package in _packages())
    return [Path(str(resources.files(name))) for name in named if name is not None]


def folder_of(path: Path) -> Path | None:
    """The folder of features in which *path* lies, of those that come with the vocabularies.

    Such a folder lies also in a checkout from which a vocabulary was installed.
    """
    return next((each for each in path.resolve().parents if _comes_with_one(each)), None)


def shown_path(path: Path) -> str | None:
    """How the feature file at *path* is called where it comes with a vocabulary: from its folder of features."""
    folder = folder_of(path)
    return None if folder is None else f"features/{path.resolve().relative_to(folder).as_posix()}"


@cache
def _comes_with_one(folder: Path) -> bool:
    mark = folder / "__init__.py"
    return mark.is_file() and any(
        each.resolve() == folder or _says(each / "__init__.py") == _says(mark) != b""
        for each in features()
    )


@cache
def _says(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def is_for_readers(path: Path) -> bool:
    """Whether the feature file at *path* has to tell why, and to name everything in both languages."""
    folder = folder_of(path)
    if folder is None:
        return False
    name = path.resolve().relative_to(folder).as_posix()
    patterns = (each for package in _packages() for each in getattr(package, "FOR_READERS", ()))
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def services() -> list[str]:
    """The names of the services that these features are about, which are those of folders."""
    files = (path for folder in features() for path in folder.glob("*/*.feature"))
    return sorted({path.parent.name for path in files})


def first_service() -> str:
    """The service that a new feature is about where nobody says which; empty if there is none."""
    named = (getattr(package, "FIRST_SERVICE", None) for package in _packages())
    return next((name for name in named if name is not None), "")


def _packages() -> Iterable[ModuleType]:
    # Importing it takes as long as all else that a command's help needs.
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=GROUP), key=lambda found: (found.name, found.value)):
        yield importlib.import_module(point.value)
