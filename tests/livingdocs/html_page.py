"""A page as a reader's browser takes it apart: its text, its links, and whether it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

from attrs import Factory, define

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {"a", "b", "span", "del", "ins", "i", "svg", "text"}
SHAPES = {"path", "rect", "circle", "polygon", "line", "ellipse"}


@define
class Parsed:
    """What was found on a page, in its order."""

    text: list[str] = Factory(list)
    tags: list[str] = Factory(list)
    links: list[str] = Factory(list)
    ids: list[str] = Factory(list)
    open: list[str] = Factory(list)
    wrong: list[str] = Factory(list)

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parsed = Parsed()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = self.parsed
        found.tags.append(tag)
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            found.wrong.append(f"<{tag}> has an attribute twice")
        values = dict(attrs)
        for name in ("href", "src"):
            if values.get(name) is not None and tag != "svg":
                found.links.append(str(values[name]))
        if values.get("id"):
            found.ids.append(str(values["id"]))
        if tag not in EMPTY:
            found.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.parsed.tags.append(tag)
        if tag not in EMPTY | SHAPES:
            self.parsed.wrong.append(f"<{tag}/> ends itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.parsed.open or self.parsed.open.pop() != tag:
            self.parsed.wrong.append(f"</{tag}> ends something else")
        if tag not in INLINE:
            self.parsed.text.append(" ")

    def handle_data(self, data: str) -> None:
        if self.parsed.open[-1:] not in (["script"], ["style"]):
            self.parsed.text.append(data)


def parsed(page: str) -> Parsed:
    """*page*, taken apart."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    found = parser.parsed
    found.wrong += [f"<{tag}> is left open" for tag in found.open]
    found.wrong += [
        f"the id {each} stands twice" for each in found.ids if found.ids.count(each) > 1
    ]
    return found
