"""The types of the values in sentences about ExpressRoute, FastPath and PsPing."""

from __future__ import annotations

from azsim.azure.hops import parse_hops
from azsim.gherkin import one_of, parameter_type
from azsim.questions.latency import NAMES, Milliseconds, statistic_called
from azsim.text import Advice, Language, Text
from azsim.units import duration_in


def is_enabled(text: str) -> bool:
    """Whether FastPath is enabled."""
    return text in ("enabled", "有効")


def resource(text: str) -> str:
    """A resource of Azure, in the words of the engine."""
    return "circuit" if text in ("circuit", "ExpressRoute 回線") else "gateway"


def hops_in(words: str, language: Language) -> str:
    """The hops *words* in *language*; anything else stays as it is written."""
    try:
        return parse_hops(words).to(language)
    except Advice:
        return words


parameter_type(
    name="sku",
    regexp="[A-Za-z0-9]+",
    transformer=str,
    meaning=Text("the SKU of an ExpressRoute gateway", "ExpressRoute ゲートウェイの SKU"),
    example=Text("ErGw3AZ", "ErGw3AZ"),
)
parameter_type(
    name="fastpath",
    regexp="enabled|disabled|有効|無効",
    transformer=is_enabled,
    translate=one_of([Text("enabled", "有効"), Text("disabled", "無効")]),
    meaning=Text("enabled or disabled", "有効または無効"),
    example=Text("enabled", "有効"),
)
parameter_type(
    name="resource",
    regexp="circuit|gateway|ExpressRoute 回線|ExpressRoute ゲートウェイ",
    transformer=resource,
    translate=one_of(
        [Text("circuit", "ExpressRoute 回線"), Text("gateway", "ExpressRoute ゲートウェイ")]
    ),
    meaning=Text("the circuit or the gateway", "ExpressRoute の回線またはゲートウェイ"),
    example=Text("circuit", "ExpressRoute 回線"),
)
parameter_type(
    name="hops",
    regexp='[^"]+',
    transformer=parse_hops,
    translate=hops_in,
    meaning=Text("the hops of a path, in their order", "経路上の機器を通る順に並べたもの"),
    example=Text("CE router and MSEE", "CE ルーター、MSEE ルーター"),
)
parameter_type(
    name="output",
    regexp='"[^"]*"',
    transformer=lambda text: text[1:-1],
    meaning=Text("a piece of what is printed", "表示される内容の一部"),
    example=Text('"Lost = 0 (0% loss)"', '"Lost = 0 (0% loss)"'),
)
parameter_type(
    name="recording",
    regexp='"[^"]*"',
    transformer=lambda text: text[1:-1],
    meaning=Text("a file that was read before", "前に読み込んだファイル"),
    example=Text('"before-1.txt"', '"before-1.txt"'),
)
parameter_type(
    name="statistic",
    regexp="minimum|median|average|maximum|最小値|中央値|平均値|最大値",
    transformer=statistic_called,
    translate=one_of(NAMES.values()),
    meaning=Text("minimum, median, average or maximum", "最小値、中央値、平均値、最大値のいずれか"),
    example=Text("median", "中央値"),
)
parameter_type(
    name="milliseconds",
    regexp="[0-9][0-9,.]* ?[A-Za-zµ]+|[0-9][0-9,.]* ?(?:ミリ秒|マイクロ秒|秒)",
    transformer=Milliseconds.parse,
    translate=duration_in,
    meaning=Text("a short duration", "短い時間の長さ"),
    example=Text("4.63 ms", "4.63 ミリ秒"),
)
parameter_type(
    name="at_least",
    regexp="[0-9][0-9,.]* ?[A-Za-zµ]+|[0-9][0-9,.]* ?(?:ミリ秒|マイクロ秒|秒|分|時間)",
    transformer=Milliseconds.parse,
    translate=duration_in,
    meaning=Text("the shortest duration allowed", "許される最短の時間"),
    example=Text("1.2 ms", "1.2 ミリ秒"),
)
parameter_type(
    name="at_most",
    regexp="[0-9][0-9,.]* ?[A-Za-zµ]+|[0-9][0-9,.]* ?(?:ミリ秒|マイクロ秒|秒|分|時間)",
    transformer=Milliseconds.parse,
    translate=duration_in,
    meaning=Text("the longest duration allowed", "許される最長の時間"),
    example=Text("1.95 ms", "1.95 ミリ秒"),
)
