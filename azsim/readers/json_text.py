"""JSON as people write it, read with the line of every value.

Beyond JSON it takes what Azure and its tools take: a byte order mark, ``//`` and ``/* */``
comments, line breaks within strings, and a comma after the last item.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Final, cast

from azsim.garbage import not_looking
from azsim.readers.declared import Object, Place, Value
from azsim.text import Advice, Text, listed, quotation, quoted

DEEPEST: Final = 100
"""Objects and arrays within one another; no input of this project's kind comes near."""
LONGEST_NUMBER: Final = 400
"""Characters; the largest double without exponent has 309."""

_SPACE = r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?"
_WORD = "true|false|null"
_WORDS: Final = {"true": True, "false": False, "null": None}
_VALUE = re.compile(f"{_SPACE}(?:({_STRING})|({_NUMBER})|({_WORD})|([{{\\[]))", re.DOTALL)
_KEY = re.compile(f"{_SPACE}({_STRING}){_SPACE}:", re.DOTALL)
_NAME = re.compile(f"{_SPACE}{_STRING}", re.DOTALL)
_SIGN = re.compile(f"{_SPACE}([{{}}\\[\\],:])")
_NOTHING = re.compile(_SPACE)
_ANY = re.compile(f"(?P<string>{_STRING})|{_NUMBER}|{_WORD}|[{{}}\\[\\],:]", re.DOTALL)
_A_VALUE = Text("a value", "値")
_A_NAME = Text('a name between quotation marks (")', '引用符 (") で囲んだ名前')
_THE_END = Text("the end of the file", "ファイルの終わり")

_NO_JSON = Text(
    "{place}: this is no JSON. Expected: {expected}. Found at column {column}: {found}.",
    "{place}: JSON として読み取れない。期待したもの: {expected}。{column} 列目にあるもの: {found}。",
)
_NEVER_ENDS = Text(
    "{place}: from column {column} this is no JSON: a string or a comment never ends, or a sign "
    "doesn't belong here: {found}.",
    "{place}: {column} 列目から JSON として読み取れない。文字列かコメントが終わっていない、"
    "または使えない文字がある: {found}。",
)
_TWICE = Text(
    '{place}: "{name}" stands twice in the same object; the other one is on line {line}. '
    "Take one of them out.",
    "{place}: 「{name}」が同じオブジェクトに二つある。もう一つは {line} 行目にある。一方を取り除く。",
)
_TOO_DEEP = Text(
    "{path}: objects and arrays lie within one another more than {most} deep. No deployment does.",
    "{path}: オブジェクトと配列の入れ子が {most} 段を超える。そのようなデプロイはない。",
)
# What stands in a string may be a password, and isn't shown.
_BAD_STRING = Text(
    "{place}: a backslash in this string is followed by what JSON doesn't know. "
    r"Write \\ for the backslash itself.",
    "{place}: この文字列のバックスラッシュの後に、JSON にない文字がある。"
    r"バックスラッシュそのものは \\ と書く。",
)
_SOME_STRING = Text("a string", "文字列")
_BAD_NUMBER = Text(
    "{place}: {found} is too large a number.", "{place}: {found} は数値として大きすぎる。"
)
_NO_TEXT = Text(
    "{path} is no text: it is neither UTF-8 nor UTF-16 with a byte order mark.",
    "{path} はテキストではない。UTF-8 でも、バイト順マーク付きの UTF-16 でもない。",
)


def decoded(content: bytes, path: str) -> str:
    """The text that a file holds: UTF-8, or UTF-16 where its byte order mark says so.

    :raises Advice: if it is neither
    """
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Advice(_NO_TEXT.fill(path=path)) from None


def read_json(text: str, path: str) -> Value:
    """The value that *text* holds. Its objects know their places in *path*, which is a name to show.

    :raises Advice: if it isn't JSON, is deeper than :data:`DEEPEST`, or has a name twice in an object
    """
    # Nothing that is made here refers to itself.
    with not_looking():
        return _Reader(text.removeprefix("\ufeff"), path).whole()


class _Reader:
    """Reads one text from its beginning to its end."""

    __slots__ = ("at", "counted", "line", "path", "text")

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.at = 0
        """What stands before is read."""
        self.line = 1
        self.counted = 0
        """Where the line begins to be counted from."""

    def whole(self) -> Value:
        value = self._value(0, _A_VALUE)
        self.at = self._end_of_space()
        if self.at < len(self.text):
            raise self._no_json(_THE_END)
        return value

    def _value(self, depth: int, *expected: Text) -> Value:
        """A value within *depth* objects and arrays."""
        found = _VALUE.match(self.text, self.at)
        if found is None:
            raise self._no_json(*expected)
        self.at = found.end()
        string, number, word, _ = found.groups()
        if string is not None:
            return self._string(string, found.start(1))
        if number is not None:
            return self._number(number, found.start(2))
        if word is not None:
            return _WORDS[word]
        if depth == DEEPEST:
            raise Advice(_TOO_DEEP.fill(path=self.path, most=DEEPEST))
        if self.text[self.at - 1] == "{":
            return self._object(depth + 1)
        return self._array(depth + 1)

    def _object(self, depth: int) -> Object:
        """An object, after its brace."""
        begin = self._place(self.at - 1)
        items: dict[str, Value] = {}
        places: dict[str, Place] = {}
        while (key := _KEY.match(self.text, self.at)) is not None:
            name, place = self._string(key[1], key.start(1)), self._place(key.start(1))
            if name in items:
                other = places[name].line
                raise Advice(_TWICE.fill(place=place, name=quoted(name), line=other))
            self.at = key.end()
            items[name], places[name] = self._value(depth, _A_VALUE), place
            if not self._goes_on("}"):
                break
        else:
            self._close_object()
        return Object(items.items(), begin, places)

    def _close_object(self) -> None:
        """An object ends where no further key is."""
        if self._closes("}"):
            return
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise self._no_json(_A_NAME, quotation("}"))
        self.at = name.end()
        raise self._no_json(quotation(":"))

    def _array(self, depth: int) -> tuple[Value, ...]:
        """An array, after its bracket."""
        values: list[Value] = []
        while not self._closes("]"):
            values.append(self._value(depth, _A_VALUE, quotation("]")))
            if not self._goes_on("]"):
                break
        return tuple(values)

    def _closes(self, end: str) -> bool:
        """Whether the *end* of an object or array comes, which is read then."""
        sign = _SIGN.match(self.text, self.at)
        if sign is None or sign[1] != end:
            return False
        self.at = sign.end()
        return True

    def _goes_on(self, end: str) -> bool:
        """Whether a comma follows what was read, and not the *end* of the object or array."""
        sign = _SIGN.match(self.text, self.at)
        if sign is None or sign[1] not in (",", end):
            raise self._no_json(quotation(end), quotation(","))
        self.at = sign.end()
        return sign[1] == ","

    def _string(self, written: str, start: int) -> str:
        if "\\" not in written:
            return written[1:-1]
        try:
            text = json.loads(written, strict=False)
        except ValueError:
            raise Advice(_BAD_STRING.fill(place=self._place(start))) from None
        # Half of a pair of UTF-16 can't be written anywhere.
        return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _number(self, written: str, start: int) -> int | float:
        if len(written) <= LONGEST_NUMBER:
            number = json.loads(written)
            if isinstance(number, int) or math.isfinite(number):
                return cast("int | float", number)
        raise Advice(_BAD_NUMBER.fill(place=self._place(start), found=quoted(written)))

    def _place(self, at: int) -> Place:
        """The line of what stands *at* a place, which lies behind every place before."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return Place(self.path, self.line)

    def _end_of_space(self) -> int:
        found = _NOTHING.match(self.text, self.at)
        assert found is not None, "nothing is found everywhere"
        return found.end()

    def _no_json(self, *expected: Text) -> Advice:
        """What is wrong with what comes next."""
        at = self._end_of_space()
        if at == len(self.text):
            at = len(self.text.rstrip())
            found: Text | None = _THE_END
        else:
            token = _ANY.match(self.text, at)
            if token is None:
                found = None
            else:
                found = _SOME_STRING if token["string"] else quotation(quoted(token[0]))
        line = self.text.count("\n", 0, at) + 1
        place, column = Place(self.path, line), at - self.text.rfind("\n", 0, at)
        if found is None:
            sign = quotation(self.text[at])
            return Advice(_NEVER_ENDS.fill(place=place, column=column, found=sign))
        wanted = listed(expected)
        return Advice(_NO_JSON.fill(place=place, column=column, expected=wanted, found=found))
