"""Why what a title says is so: comments directly above it, in either language.

    # why en: A port is held for 240 s after FIN, so 5 a second × 240 s = 1,200 > 1,024.
    # why ja: FIN の後、ポートは 240 秒保持されるため、毎秒 5 本 × 240 秒 = 1,200 > 1,024 となります。
    # facts: classic.fin-hold, classic.ports-by-pool-size
    Scenario: Five a second never recover

They belong to a feature, a rule or a scenario, and stand above its tags, in any order and among the
comments that give its title. Lines of one language are one paragraph. ``facts`` are the ids of
what decides; to this package they are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.comments import comments_in, title_nodes, upon
from azsim.gherkin.reading.mistakes import Lines, Mistake
from azsim.gherkin.reading.source import Source
from azsim.text import Language, Text, joined_lines

NOT_UPON_A_TITLE = Text(
    "This comment tells why, but lies upon no feature, rule or scenario, so nobody sees it. Put it "
    "directly above one or above its tags, without a blank line between.",
    "理由のコメントだが、機能、ルール、シナリオのどれにも接していないため、表示されない。そのすぐ上か、"
    "タグのすぐ上に、空行を挟まずに置く。",
)
MISWRITTEN = Text(
    "If this comment is to tell why, write one of\n  # why en: …\n  # why ja: …\n  # facts: …\n"
    "If it isn't, begin it with another word.",
    "理由のコメントであれば、次のどれかで書く。\n  # why en: …\n  # why ja: …\n  # facts: …\n"
    "そうでなければ、別の語で始める。",
)

_WHY = re.compile(r"#\s*why\s+(?P<language>en|ja)\s*:(?P<words>.*)")
_FACTS = re.compile(r"#\s*facts\s*:(?P<ids>.*)")
_NEARLY = re.compile(r"[#＃]\s*(?:why|facts?|理由|なぜ)[-_\s]*(?:en|ja)?\s*[:：].*", re.IGNORECASE)
_ID = re.compile(r"[^\s,、]+")


@frozen
class Reason:
    """Lines of prose in each language, and ids of facts, each with the number of its line."""

    en: Lines = ()
    ja: Lines = ()
    facts: Lines = ()

    def lines(self, language: Language) -> Lines:
        """The lines in *language*; none where it has no words in it."""
        return self.ja if language == "ja" else self.en

    def prose(self, language: Language, fill: Callable[[str], str] = str) -> str:
        """The paragraph in *language*, each line of it as *fill* has it."""
        return joined_lines(fill(words) for _, words in self.lines(language))

    def line_at(self, language: Language, at: int, fill: Callable[[str], str] = str) -> int:
        """The line of the file that the letter *at* of :meth:`prose` stands on."""
        lines = self.lines(language)
        for count, (number, _) in enumerate(lines, start=1):
            if at < len(joined_lines(fill(words) for _, words in lines[:count])):
                return number
        return lines[-1][0]

    @property
    def first_line(self) -> int:
        """The first of its lines."""
        return min(line for line, _ in (*self.en, *self.ja, *self.facts))

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts that decide, each once."""
        return tuple(dict.fromkeys(each for _, each in self.facts))


def reasons_in(source: Source) -> Mapping[int, Reason]:
    """The reasons in *source*, by the line of the title."""
    comments = comments_in(source)
    found: dict[int, Reason] = {}
    for node in _nodes(source.tree["feature"]) if comments else ():
        reason = _reason(upon(node, comments))
        if reason != Reason():
            found[node["location"]["line"]] = reason
    return found


def lost_reasons(source: Source) -> Iterator[Mistake]:
    """The comments of *source* that were meant to tell why, and don't."""
    comments = comments_in(source)
    belonging = {line for node in _nodes(source.tree["feature"]) for line in upon(node, comments)}
    for line, text in comments.items():
        if _WHY.fullmatch(text) or _FACTS.fullmatch(text):
            if line not in belonging:
                yield Mistake(line, NOT_UPON_A_TITLE, text)
        elif line in belonging and _NEARLY.fullmatch(text):
            yield Mistake(line, MISWRITTEN, text)


def _reason(comments: Mapping[int, str]) -> Reason:
    prose: dict[str, list[tuple[int, str]]] = {"en": [], "ja": []}
    facts: list[tuple[int, str]] = []
    for line, text in comments.items():
        if why := _WHY.fullmatch(text):
            prose[why["language"]].append((line, why["words"].strip()))
        elif named := _FACTS.fullmatch(text):
            facts += [(line, each) for each in _ID.findall(named["ids"])]
    return Reason(tuple(prose["en"]), tuple(prose["ja"]), tuple(facts))


def _nodes(feature: Any) -> Iterator[Any]:
    """What can have a reason: the feature itself, its rules and scenarios."""
    return (node for node in title_nodes(feature) if "children" in node or "examples" in node)
