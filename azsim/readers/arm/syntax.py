"""The expressions of templates: a text between brackets becomes a tree.

``[concat(parameters('name'), '-vm')]`` calls functions, whose names have no case. A quotation mark
within a string is doubled. A text that begins with ``[[`` is no expression, but the rest of it. Results
are looked into by ``.name``, ``['name']`` and ``[0]``, or by ``.?name`` and ``[?0]``, which are null
where there is nothing.
"""

from __future__ import annotations

import functools
import re
from typing import Final, TypeAlias

from attrs import frozen

from azsim.readers.arm.limits import DEEPEST, LONGEST_EXPRESSION
from azsim.readers.arm.problem import Problem
from azsim.text import Text, quotation, quoted

_TOKEN = re.compile(
    r"\s*+(?:(?P<string>'[^']*+(?:''[^']*+)*+')|(?P<integer>-?[0-9]++)"
    r"|(?P<name>[A-Za-z_$][A-Za-z0-9_$]*+)|(?P<sign>[.]\??|\[\??|[(),\]]))"
)
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
    if len(text) > LONGEST_EXPRESSION:
        raise Problem(_TOO_LONG.fill(most=f"{LONGEST_EXPRESSION:,}"))
    return _Reader(text).whole()


class _Reader:
    """Reads one expression, whose brackets are no part of it, from its beginning to its end.

    The token that comes next is known by its kind, which is the sign itself for a sign, and is empty at the end.
    """

    __slots__ = ("end", "kind", "next", "start", "text", "word")

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text) - 1
        self.next = 1
        self._read_on()

    def whole(self) -> Node:
        node = self._node(1)
        if self.kind:
            raise self._no_expression()
        return node

    def _node(self, depth: int) -> Node:
        """A literal or a chain, *depth* within one another, this one included."""
        if depth > DEEPEST:
            raise Problem(_TOO_DEEP.fill(most=DEEPEST))
        if self.kind == "string":
            return Literal(self._take("string")[1:-1].replace("''", "'"))
        if self.kind == "integer":
            return Literal(_integer(self._take("integer")))
        call = self._call(depth)
        accesses = []
        while self.kind in (".", ".?", "[", "[?"):
            accesses.append(self._access(depth + 1))
        inner = [*call.arguments, *(each.key for each in accesses)]
        return Chain(call, tuple(accesses), 1 + max((each.depth for each in inner), default=0))

    def _call(self, depth: int) -> Call:
        namespace, name = None, self._take("name")
        if self.kind == ".":
            self._read_on()
            namespace, name = name, self._take("name")
        self._take("(")
        arguments: list[Node] = []
        if self.kind != ")":
            arguments.append(self._node(depth + 1))
            while self.kind == ",":
                self._read_on()
                arguments.append(self._node(depth + 1))
        self._take(")")
        return Call(namespace, name, tuple(arguments))

    def _access(self, depth: int) -> Access:
        sign = self.kind
        self._read_on()
        if sign in (".", ".?"):
            return Access(Literal(self._take("name")), is_safe=sign == ".?")
        key = self._node(depth)
        self._take("]")
        return Access(key, is_safe=sign == "[?")

    def _take(self, kind: str) -> str:
        """The next token, which has to be of that kind."""
        if self.kind != kind:
            raise self._no_expression()
        word = self.word
        self._read_on()
        return word

    def _read_on(self) -> None:
        found = _TOKEN.match(self.text, self.next, self.end)
        if found is None:
            rest = self.text[self.next : self.end].lstrip()
            self.start = self.end - len(rest)
            self.kind = "?" if rest else ""
            return
        kind = found.lastgroup
        assert kind is not None, "each token has a group"
        self.start, self.next, self.word = found.start(kind), found.end(), found[kind]
        self.kind = self.word if kind == "sign" else kind

    def _no_expression(self) -> Problem:
        """What is wrong with the next token."""
        if not self.kind:
            return Problem(_ENDS)
        found = quotation(quoted(self.text[self.start : self.end], 20))
        return Problem(_NO_EXPRESSION.fill(column=self.start + 1, found=found))


def _integer(written: str) -> int:
    if len(written) > _DIGITS + 1 or not -(2**63) <= int(written) < 2**63:
        raise Problem(_TOO_LARGE.fill(found=quoted(written)))
    return int(written)
