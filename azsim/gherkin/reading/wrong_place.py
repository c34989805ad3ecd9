"""Lines of Gherkin that stand where none of their kind may."""

from __future__ import annotations

from azsim.gherkin.reading.dialects import TITLES, kind_of, usual
from azsim.gherkin.reading.mistakes import Mistake
from azsim.text import Language, Text

OUTSIDE_SCENARIO = Text(
    "A step stands here, outside a scenario. Write a line above it such as\n"
    "  {scenario}: What is to be shown\nIf it is prose, begin it with another word.",
    "シナリオの外にステップがある。この上に次のような行を書く。\n"
    "  {scenario}: 示したいこと\n説明文であれば、別の語で始める。",
)
TABLE_PLACE = Text(
    "A table stands below a step or below {examples}: only.",
    "表を書けるのはステップまたは {examples}: の下だけである。",
)
DOCSTRING_PLACE = Text(
    "A text between two lines of {mark} stands below a step only.",
    "{mark} の行で挟んだ文章を書けるのはステップの下だけである。",
)


def misplaced(number: int, line: str, dialect: str) -> Mistake | None:
    kind = kind_of(line, dialect)
    if kind is None:
        return None
    first = {title: usual(dialect, title) for title in TITLES}
    mark = line.strip()[:3]
    advice = {
        "feature": Text(
            "A file holds one feature. Put this one into a file of its own.",
            "一つのファイルに書ける機能は一つである。これは別のファイルに分ける。",
        ),
        "background": Text(
            "A background stands above the first scenario of its feature or rule, and once "
            "only. Move it up.",
            "背景は、機能またはルールの最初のシナリオより前に一つだけ書ける。上へ移す。",
        ),
        "examples": Text(
            "Examples belong below the steps of a scenario outline.",
            "例は、シナリオアウトラインのステップの下に書く。",
        ),
        "step": OUTSIDE_SCENARIO.fill(scenario=first["scenario"]),
        "table": TABLE_PLACE.fill(examples=first["examples"]),
        "docstring": DOCSTRING_PLACE.fill(mark=mark),
    }.get(kind)
    return None if advice is None else Mistake(number, advice, line.strip())


def outside_scenario(number: int, line: str, language: Language) -> Mistake:
    """A sentence that stands where Gherkin takes it for prose."""
    title = usual(language, "scenario")
    return Mistake(number, OUTSIDE_SCENARIO.fill(scenario=title), line)
