"""XML as Azure's classic files have it, read with the line of every element, and without entities."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from azsim.readers.declared import Object, Place, Value
from azsim.text import Advice, Text

DEEPEST: Final = 50
"""Elements within one another; a service has about eight."""
TAG: Final = "<tag>"
INNER: Final = "<inner>"
"""Keys that no attribute can have: the name of an element, and what is in it."""

NO_XML = Text(
    "{place}: this is no XML: {reason}.",
    "{place}: XML として読み取れない ({reason})。",
)
ENTITIES = Text(
    "{place}: a file of a service has no document type, and none is read: it may lead anywhere.",
    "{place}: サービスのファイルにドキュメント型宣言はない。外部を参照するおそれがあるため、読み込まない。",
)
TOO_DEEP = Text(
    "{place}: elements lie within one another more than {most} deep. No service does.",
    "{place}: 要素の入れ子が {most} 段を超える。そのようなサービスはない。",
)


def read_xml(content: str, path: str) -> Object:
    """The outermost element of *content*, as an object with its attributes.

    Names have no namespaces. :data:`TAG` is the element's name, :data:`INNER` those in it; texts between
    are left out.

    :raises Advice: if it isn't XML, has a document type, or is deeper than :data:`DEEPEST`.
    """
    parser = expat.ParserCreate(encoding="utf-8")
    # Each open element: its name, attributes, place, and what is in it.
    open_elements: list[tuple[str, dict[str, str], Place, list[Value]]] = [
        ("", {}, Place(path, 1), [])
    ]

    def here() -> Place:
        return Place(path, parser.CurrentLineNumber)

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > DEEPEST:
            raise Advice(TOO_DEEP.fill(place=here(), most=DEEPEST))
        open_elements.append((_plain(name), attributes, here(), []))

    def end(_: str) -> None:
        name, attributes, place, inner = open_elements.pop()
        items: list[tuple[str, Value]] = [(_plain(key), each) for key, each in attributes.items()]
        element = Object([(TAG, name), *items, (INNER, tuple(inner))], place)
        open_elements[-1][-1].append(element)

    def refuse(*_: object) -> None:
        raise Advice(ENTITIES.fill(place=here()))

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content.encode("utf-8"), True)
    except expat.ExpatError as error:
        place = Place(path, error.lineno)
        raise Advice(NO_XML.fill(place=place, reason=expat.ErrorString(error.code))) from None
    [(_, _, _, [root])] = open_elements
    assert isinstance(root, Object), "a document has one element"
    return root


def elements(element: Object, *path: str) -> list[Object]:
    """The elements at *path* below *element*, by their names."""
    found = [element]
    for name in path:
        found = [
            each
            for one in found
            for each in _inner(one)
            if str(each[TAG]).casefold() == name.casefold()
        ]
    return found


def attribute(element: Object, name: str) -> str | None:
    """An attribute of *element*; None where it has none, or an empty one."""
    value = element.get(name)
    return value if isinstance(value, str) and value else None


def _inner(element: Object) -> list[Object]:
    found = element.get(INNER)
    return [each for each in found if isinstance(each, Object)] if isinstance(found, tuple) else []


def _plain(name: str) -> str:
    return name.rpartition(":")[2]
