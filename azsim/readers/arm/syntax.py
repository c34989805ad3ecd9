"""The expressions of templates: a text between brackets becomes a tree.

``[concat(parameters('name'), '-vm')]`` calls functions, whose names have no case. A quotation mark
within a string is doubled. A text that begins with ``[[`` is no expression, but the rest of it. Results
are looked into by ``.name``, ``['name']`` and ``[0]``, or by ``.?name`` and ``[?0]``, which are null
where there is nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from attrs import frozen

from azsim.readers.arm.limits import DEEPEST, LONGEST_EXPRESSION
from azsim.readers.arm.problem import Problem
from azsim.text import Text, quotation, quoted

if TYPE_CHECKING:
    from lark import Lark, Token, Transformer, UnexpectedInput

_GRAMMAR = r"""
?start: expression
?expression: literal | chain
literal: STRING | INT
chain: call access*
call: [NAME "."] NAME "(" [expression ("," expression)*] ")"
?access: member | item | safe_member | safe_item
member: "." NAME
item: "[" expression "]"
safe_member: ".?" NAME
safe_item: "[?" expression "]"
STRING: /'[^']*+(?:''[^']*+)*+'/s
INT: /-?[0-9]++/
NAME: /[A-Za-z_$][A-Za-z0-9_$]*+/
%ignore /\s++/
"""

Node: TypeAlias = "Literal | Chain"
_DIGITS: Final = 19


@frozen
class Literal:
    """A string or a whole number."""

    value: str | int
    depth: int = 1


@frozen
class Access:
    """A look into a result; *is_safe* where nothing found is null."""

    key: Node
    is_safe: bool


@frozen
class Call:
    """A call of a function; *namespace* is that of a user-defined one. Case doesn't count in either."""

    namespace: str | None
    name: str
    arguments: tuple[Node, ...]


@frozen
class Chain:
    """What is looked for in the result of a call."""

    call: Call
    accesses: tuple[Access, ...]
    depth: int


_NO_EXPRESSION = Text(
    "This is no expression of a template: column {column} holds what doesn't belong there: {found}.",
    "テンプレートの式として読み取れない。{column} 列目に、そこに来るはずのないものがある: {found}。",
)
_ENDS = Text(
    "This expression of a template ends too early: a bracket, a quotation mark or a value is missing.",
    "テンプレートの式が途中で終わっている。括弧、引用符、値のいずれかが足りない。",
)
_TOO_LONG = Text(
    "An expression has more than {most} characters. azsim reads none that is longer.",
    "式が {most} 文字を超えている。これより長い式は読み込まない。",
)
_TOO_DEEP = Text(
    "Calls lie within one another more than {most} deep.",
    "関数の呼び出しの入れ子が {most} 段を超える。",
)
_TOO_LARGE = Text("{found} is no 64-bit number.", "{found} は 64 ビットの整数ではない。")


def is_expression(text: str) -> bool:
    """Whether *text* is evaluated."""
    return text[:1] == "[" and text[-1:] == "]" and text[:2] != "[["


def unescaped(text: str) -> str:
    """What a *text* that isn't an expression stands for."""
    return text[1:] if text[:2] == "[[" else text


@functools.lru_cache(maxsize=8_192)
def parsed(text: str) -> Node:
    """The tree of the expression *text*, brackets included.

    :raises Problem: if it isn't one
    """
    from lark import UnexpectedInput

    if len(text) > LONGEST_EXPRESSION:
        raise Problem(_TOO_LONG.fill(most=f"{LONGEST_EXPRESSION:,}"))
    try:
        return cast("Node", _parser().parse(text[1:-1]))
    except UnexpectedInput as error:
        raise Problem(_no_expression(error, text)) from None


class _Made:
    """Makes nodes while the parser reads."""

    def literal(self, parts: Sequence[Token]) -> Literal:
        token = parts[0]
        if token.type == "STRING":
            return Literal(token[1:-1].replace("''", "'"))
        if len(token) > _DIGITS + 1 or not -(2**63) <= int(token) < 2**63:
            raise Problem(_TOO_LARGE.fill(found=quoted(token)))
        return Literal(int(token))

    def chain(self, parts: Sequence[Any]) -> Chain:
        call, *accesses = parts
        inner = [*call.arguments, *(each.key for each in accesses)]
        depth = 1 + max((each.depth for each in inner), default=0)
        if depth > DEEPEST:
            raise Problem(_TOO_DEEP.fill(most=DEEPEST))
        return Chain(call, tuple(accesses), depth)

    def call(self, parts: Sequence[Any]) -> Call:
        namespace, name, *arguments = parts
        given = tuple(each for each in arguments if each is not None)
        return Call(None if namespace is None else str(namespace), str(name), given)

    def member(self, parts: Sequence[Token]) -> Access:
        return Access(Literal(str(parts[0])), is_safe=False)

    def safe_member(self, parts: Sequence[Token]) -> Access:
        return Access(Literal(str(parts[0])), is_safe=True)

    def item(self, parts: Sequence[Node]) -> Access:
        return Access(parts[0], is_safe=False)

    def safe_item(self, parts: Sequence[Node]) -> Access:
        return Access(parts[0], is_safe=True)


@functools.cache
def _parser() -> Lark:
    from lark import Lark

    transformer = cast("Transformer[Any, Any]", _Made())
    return Lark(
        _GRAMMAR, parser="lalr", lexer="basic", transformer=transformer, maybe_placeholders=True
    )


def _no_expression(error: UnexpectedInput, text: str) -> Text:
    from lark import UnexpectedToken

    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return _ENDS
    start = error.pos_in_stream or 0
    return _NO_EXPRESSION.fill(column=start + 2, found=quotation(quoted(text[start + 1 : -1], 20)))
