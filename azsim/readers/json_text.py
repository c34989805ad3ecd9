"""JSON as people write it, read with the line of every value.

Beyond JSON it takes what Azure and its tools take: a byte order mark, ``//`` and ``/* */``
comments, line breaks within strings, and a comma after the last item.
"""

from __future__ import annotations

import codecs
import functools
import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from attrs import frozen

from azsim.garbage import not_looking
from azsim.readers.declared import Object, Place, Value
from azsim.text import Advice, Text, listed, quotation, quoted

if TYPE_CHECKING:
    from lark import Lark, Token, Transformer, UnexpectedInput

DEEPEST: Final = 100
"""Objects and arrays within one another; no input of this project's kind comes near."""
LONGEST_NUMBER: Final = 400
"""Characters; the largest double without exponent has 309."""

_GRAMMAR = r"""
?start: value
?value: object | array | STRING | NUMBER | TRUE | FALSE | NULL
!object: "{" [pair ("," pair)* ","?] "}"
!array: "[" [value ("," value)* ","?] "]"
!pair: STRING ":" value
STRING: /"[^"\\]*+(?:\\.[^"\\]*+)*+"/s
NUMBER: /-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?/
TRUE: "true"
FALSE: "false"
NULL: "null"
%ignore /\s++/
%ignore /\/\/[^\n]*+/
%ignore /\/\*(?:[^*]|\*(?!\/))*+\*\//
"""
# What the grammar's terminals are called in a message.
_SIGNS = {
    "LBRACE": "{",
    "RBRACE": "}",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "COLON": ":",
}
_WORDS: Final = {"true": True, "false": False, "null": None}
_VALUE_BEGINS = {"LBRACE", "LSQB", "STRING", "NUMBER", "TRUE", "FALSE", "NULL"}
_A_VALUE = Text("a value", "値")
_A_STRING = Text('a name between quotation marks (")', '引用符 (") で囲んだ名前')
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
    from lark import UnexpectedInput

    parser, made = _parser()
    made.path = path
    try:
        # Nothing that is made here refers to itself.
        with not_looking():
            return made.value(cast("_Read", parser.parse(text.removeprefix("\ufeff"))))
    except UnexpectedInput as error:
        raise Advice(_no_json(error, path)) from None


@frozen
class _Items:
    """An array, until what it lies in is made."""

    values: tuple[Value, ...]
    depth: int


_Read: TypeAlias = "Token | Object | _Items"


class _Made:
    """Makes values while the parser reads, without a tree between. One file at a time."""

    path: str

    def object(self, parts: Sequence[Token | tuple[Token, _Read]]) -> Object:
        items: dict[str, Value] = {}
        places: dict[str, Place] = {}
        for part in parts:
            if not isinstance(part, tuple):
                continue
            key, read = part
            name, place = self._string(key), self._place(key)
            if name in items:
                other = places[name].line
                raise Advice(_TWICE.fill(place=place, name=quoted(name), line=other))
            items[name], places[name] = self.value(read), place
            if isinstance(read, (Object, _Items)):
                self._check(read.depth + 1)
        return Object(items.items(), self._place(cast("Token", parts[0])), places)

    def array(self, parts: Sequence[_Read]) -> _Items:
        inner = [part for part in parts if getattr(part, "type", None) not in _SIGNS]
        depth = 1 + max((getattr(part, "depth", 0) for part in inner), default=0)
        self._check(depth)
        return _Items(tuple(map(self.value, inner)), depth)

    def pair(self, parts: Sequence[_Read]) -> tuple[Token, _Read]:
        return cast("Token", parts[0]), parts[2]

    def value(self, read: _Read) -> Value:
        """A scalar is still a token, since only an object knows what to do with its line."""
        if isinstance(read, Object):
            return read
        if isinstance(read, _Items):
            return read.values
        if read.type == "STRING":
            return self._string(read)
        return self._number(read) if read.type == "NUMBER" else _WORDS[read]

    def _string(self, token: Token) -> str:
        if "\\" not in token:
            return str(token[1:-1])
        try:
            text = json.loads(token, strict=False)
        except ValueError:
            raise Advice(_BAD_STRING.fill(place=self._place(token))) from None
        # Half of a pair of UTF-16 can't be written anywhere.
        return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _number(self, token: Token) -> int | float:
        if len(token) <= LONGEST_NUMBER:
            number = json.loads(token)
            if isinstance(number, int) or math.isfinite(number):
                return cast("int | float", number)
        raise Advice(_BAD_NUMBER.fill(place=self._place(token), found=quoted(token)))

    def _place(self, token: Token) -> Place:
        return Place(self.path, token.line)

    def _check(self, depth: int) -> None:
        if depth > DEEPEST:
            raise Advice(_TOO_DEEP.fill(path=self.path, most=DEEPEST))


@functools.cache
def _parser() -> tuple[Lark, _Made]:
    from lark import Lark

    made = _Made()
    transformer = cast("Transformer[Any, Any]", made)
    grammar = Lark(
        _GRAMMAR, parser="lalr", lexer="basic", transformer=transformer, maybe_placeholders=False
    )
    return grammar, made


def _no_json(error: UnexpectedInput, path: str) -> Text:
    from lark import UnexpectedCharacters, UnexpectedToken

    place, column = Place(path, max(error.line, 1)), max(error.column, 1)
    if isinstance(error, UnexpectedCharacters):
        return _NEVER_ENDS.fill(place=place, column=column, found=quotation(error.char))
    assert isinstance(error, UnexpectedToken)
    token = error.token
    hidden = {"$END": _THE_END, "STRING": _SOME_STRING}
    found = hidden.get(token.type) or quotation(quoted(token))
    expected = _expected(set(error.accepts or error.expected))
    return _NO_JSON.fill(place=place, column=column, expected=expected, found=found)


def _expected(terminals: set[str]) -> Text:
    if terminals >= _VALUE_BEGINS:
        others, words = terminals - _VALUE_BEGINS, [_A_VALUE]
    else:
        others = terminals - {"STRING"}
        words = [_A_STRING] if "STRING" in terminals else []
    signs = [quotation(sign) for name, sign in _SIGNS.items() if name in others]
    ends = [_THE_END] if "$END" in terminals else []
    return listed([*words, *signs, *ends])
