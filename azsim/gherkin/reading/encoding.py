"""The bytes of a feature file as text, or why they are none."""

from __future__ import annotations

import re

from azsim.gherkin.reading.mistakes import Mistake
from azsim.text import Text

UNREADABLE_FOLDER = Text(
    "This folder can't be read: {reason}.", "このフォルダーは読み込めない: {reason}"
)
HOLDS_NUL = Text(
    "This line holds the character NUL (U+0000), which can't be seen. Delete it.",
    "この行に目に見えない文字 NUL (U+0000) がある。削除する。",
)

_KANA = re.compile("[ぁ-んァ-ヶ]")


def decode(content: bytes) -> tuple[str, Mistake | None]:
    """The text of a feature file, or what is wrong with its encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), _wrong_encoding(1, "UTF-16")
    if b"\0" in content:
        return content.replace(b"\0", b"").decode("utf-8", "replace"), _with_nul(content)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    # Nearly any bytes are Shift_JIS of some kind; only its letters at every turn tell.
    text = content.decode("cp932", "replace")
    if _KANA.search(text) and "\ufffd" not in text:
        return text, _wrong_encoding(line, "Shift_JIS")
    return content.decode("utf-8", "replace"), _wrong_encoding(line, None)


def _with_nul(content: bytes) -> Mistake:
    """What is wrong with *content*, which holds zeros: in UTF-16 that is every other byte."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return _wrong_encoding(1, None)
    if content.count(b"\0") * 4 > len(content):
        return _wrong_encoding(1, None)
    return Mistake(content[: content.index(b"\0")].count(b"\n") + 1, HOLDS_NUL)


def _wrong_encoding(line: int, encoding: str | None) -> Mistake:
    if encoding is None:
        return Mistake(
            line,
            Text(
                "This file isn't UTF-8. Save it as UTF-8 in your editor.",
                "このファイルは UTF-8 ではない。エディターで UTF-8 として保存する。",
            ),
        )
    return Mistake(
        line,
        Text(
            "This file is saved as {encoding}. Save it as UTF-8 in your editor.",
            "このファイルは {encoding} で保存されている。エディターで UTF-8 として保存する。",
        ).fill(encoding=encoding),
    )


def unreadable(error: OSError) -> Mistake:
    """A file that the operating system doesn't let us read."""
    return Mistake(
        1,
        Text("This file can't be read: {reason}.", "このファイルは読み込めない: {reason}").fill(
            reason=error.strerror or error
        ),
    )


def unreadable_folder(error: OSError) -> Text:
    """What to say of a folder that the operating system doesn't let us read."""
    return UNREADABLE_FOLDER.fill(reason=error.strerror or error)
