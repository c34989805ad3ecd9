"""Whatever is written is seen: control characters are shown as signs, and never steer the terminal.

A title or a value may be a stranger's, and a terminal obeys what it reads.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from attrs import frozen

from azsim.text import visible


@frozen
class VisibleStream:
    """A stream of text in which control characters are shown."""

    stream: TextIO

    def write(self, text: str) -> int:
        """Write *text*, whatever it holds."""
        return self.stream.write(visible(text))

    def __getattr__(self, name: str) -> Any:
        """Whatever else a stream can."""
        return getattr(self.stream, name)


@frozen
class VisibleWriter:
    """pytest's terminal writer: a text is made visible before it gets its colours."""

    writer: Any

    def line(self, text: str = "", **colours: bool) -> None:
        """Write *text* as a line in *colours*."""
        self.writer.line(visible(text), **colours)

    def markup(self, text: str, **colours: bool) -> str:
        """*text* in *colours*, to be written as it is."""
        marked: str = self.writer.markup(visible(text), **colours)
        return marked

    def __getattr__(self, name: str) -> Any:
        """Whatever else the writer can, for us and for other plug-ins."""
        return getattr(self.writer, name)


@contextmanager
def visible_streams() -> Iterator[None]:
    """Show control characters in what is written to standard output and standard error."""
    with _streams(*(VisibleStream(each) for each in (sys.stdout, sys.stderr))):
        yield


@contextmanager
def plain_streams() -> Iterator[None]:
    """Within :func:`visible_streams`, write as it is what has been made visible before."""
    with _streams(plain(sys.stdout), plain(sys.stderr)):
        yield


def plain(stream: TextIO) -> TextIO:
    """The stream below, which control characters reach."""
    return stream.stream if isinstance(stream, VisibleStream) else stream


@contextmanager
def _streams(output: TextIO | VisibleStream, errors: TextIO | VisibleStream) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast(TextIO, output), cast(TextIO, errors)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
