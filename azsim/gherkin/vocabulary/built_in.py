"""The types that every sentence may hold without declaring them, as Cucumber Expressions have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from azsim.gherkin.vocabulary.parameter_types import ParameterType, Transformer
from azsim.gherkin.vocabulary.translations import as_written
from azsim.text import Text

_WHOLE = (r"-?\d+", r"\d+")
_NUMBER = (r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[E][+-]?\d+)?",)
_STRING = (r'"(?:[^"\\]|\\.)*"', r"'(?:[^'\\]|\\.)*'")


def _string(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\'", "'")


def _types(
    names: Sequence[str],
    patterns: tuple[str, ...],
    transformer: Transformer | Callable[[str], object],
    meaning: Text,
    example: str,
) -> Mapping[str, ParameterType]:
    said = Text(example, example)
    return {
        name: ParameterType(name, patterns, transformer, meaning, said, as_written, "")
        for name in names
    }


_A_WHOLE_NUMBER, _A_NUMBER = Text("a whole number", "整数"), Text("a number", "数")

BUILT_IN: Mapping[str, ParameterType] = {
    **_types(["int", "biginteger", "byte", "short", "long"], _WHOLE, int, _A_WHOLE_NUMBER, "3"),
    **_types(["float", "double"], _NUMBER, float, _A_NUMBER, "1.5"),
    **_types(["bigdecimal"], _NUMBER, Decimal, _A_NUMBER, "1.5"),
    **_types(["word"], (r"[^\s]+",), str, Text("one word", "一つの語"), "web"),
    **_types(
        ["string"],
        _STRING,
        _string,
        Text("a text in quotation marks", "引用符で囲んだ文字列"),
        '"web1"',
    ),
}
