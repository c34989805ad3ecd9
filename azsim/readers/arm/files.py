"""Templates and parameters that lie beside a template, and how links lead to them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit

from attrs import define, field

from azsim.readers.arm.problem import advice
from azsim.readers.declared import Object, Place
from azsim.readers.json_text import decoded, read_json
from azsim.text import Text

Beside: TypeAlias = Callable[[str], "bytes | None"]
"""What a file holds, by its path as seen from the template's folder; None where there is none."""

BASE: Final = "https://template.invalid/"
"""Where templates are taken to lie that say where they lie, as ``deployment()`` tells."""
ELSEWHERE: Final = "https://unknown.invalid/"
"""Where templates are taken to lie of whose address only the end is known."""
_SEGMENTS: Final = 12

_NO_OBJECT = Text(
    "This is no template and no file of parameters: an object is expected.",
    "テンプレートでもパラメーター ファイルでもない。オブジェクトが必要である。",
)


@define(eq=False)
class Files:
    """The files that belong to one input, each of which is read once.

    :param folder: what their paths are shown with in front
    """

    beside: Beside
    folder: str = ""
    _read: dict[str, Object] = field(factory=dict, init=False)

    def shown(self, path: str) -> str:
        """*path* as messages have it."""
        return posixpath.join(self.folder, path)

    def linked(self, link: str, by: str) -> str | None:
        """The path of the file that *link* leads to from the template *by*; None if it isn't here.

        A link to elsewhere is taken for one to a file beside the template if one has its last names.
        """
        for path in _candidates(link, by):
            if path in self._read or self._load(path):
                return path
        return None

    def get(self, path: str) -> Object:
        """The object in a file that :meth:`linked` has found."""
        return self._read[path]

    def _load(self, path: str) -> bool:
        content = None if path.startswith(("..", "/")) else self.beside(path)
        if content is None:
            return False
        self._read[path] = as_object(content, self.shown(path))
        return True


def as_object(content: bytes, path: str) -> Object:
    """The object that a file holds.

    :raises Advice: if it holds anything else
    """
    found = read_json(decoded(content, path), path)
    if not isinstance(found, Object):
        raise advice(_NO_OBJECT, Place(path, 1))
    return found


def _candidates(link: str, by: str) -> Iterator[str]:
    here = posixpath.dirname(by)
    if "://" not in link:
        yield _normal(here, link)
        return
    if link.startswith(BASE):
        yield _normal("", unquote(link.removeprefix(BASE)).partition("?")[0])
        return
    try:
        path = urlsplit(link).path
    except ValueError:
        return
    segments = [each for each in unquote(path).split("/") if each][-_SEGMENTS:]
    for first in range(len(segments)):
        for folder in dict.fromkeys(("", here)):
            yield _normal(folder, "/".join(segments[first:]))


def _normal(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path.replace("\\", "/")))
