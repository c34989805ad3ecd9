"""What ``azsim facts`` and ``azsim facts show ID`` print: pure functions, lines out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from azsim.facts import Fact, Source, registry, search, show, show_value
from azsim.proving.proof import Proof
from azsim.terminal.columns import width
from azsim.terminal.wrapping import wrapped
from azsim.text import Advice, Language, Text, did_you_mean

_STATUS = {
    "documented": Text("documented", "文書に記載"),
    "observed": Text("observed", "観測"),
    "chosen": Text("chosen by the model", "本モデルの仮定"),
}
_NAMED = Text("{id}: {value}", "{id}: {value}")
_FROM = Text("{status} {date}: {source}", "{status} {date}: {source}")
_TODAY = Text("today: {address}", "現在: {address}")
_UNDATED = Text("undated", "日付なし")
_PLACE = Text("{document}, {section}", "{document}、{section}")
_OLDER = Text("{value} ({date})", "{value} ({date})")
_NO_SUCH_ID = Text(
    'No fact has the id "{id}".{hint} "azsim facts" lists them all.',
    "「{id}」という ID の値はない。{hint}azsim facts で一覧を表示できる。",
)
_THE_NEAREST = Text(
    'No fact has the id "{id}". These hold it:\n{nearest}',
    "「{id}」という ID の値はない。これを含むもの:\n{nearest}",
)
_NOTHING_FOUND = Text(
    'No fact holds "{words}".{hint} "azsim facts" lists them all.',
    "「{words}」を含む値はない。{hint}azsim facts で一覧を表示できる。",
)
_ASK_THE_PROOF = Text(
    "Which scenarios fail if this changes: azsim facts prove finds out, in about a minute.",
    "これが変わると失敗するシナリオは、azsim facts prove で調べられる (1 分ほどかかる)。",
)
_NONE_FAILS = Text("No scenario fails if this changes.", "これが変わっても失敗するシナリオはない。")
_THESE_FAIL = Text(
    "If this changes, these scenarios fail:", "これが変わると、次のシナリオが失敗する:"
)
_SOURCE = Text("source", "出典")
_DATED = Text("{place}, {date}", "{place}、{date}")
_BEHIND_FACTS = Text(
    "{command} stands right behind facts, and options behind it: azsim facts {command} … --lang ja",
    "{command} は facts のすぐ後に、オプションはその後に書く: azsim facts {command} … --lang ja",
)
_MOST_NAMED = 10
_COMMANDS = ("show", "prove")


def list_facts(
    facts: Iterable[Fact], language: Language, limit: int | None = None
) -> Iterator[str]:
    """Each of *facts* with its value, its statement and its source, in lines of *limit* columns."""
    for number, fact in enumerate(facts):
        if number:
            yield ""
        yield from wrapped(_named(fact).to(language), limit, "", "    ")
        yield from wrapped(fact.statement.to(language), limit, "  ")
        status = _STATUS[fact.status]
        if not fact.sources:
            yield from wrapped(status.to(language), limit, "  ")
        for source in fact.sources[:1]:
            origin = _FROM.fill(status=status, date=_date(source), source=_place(source))
            yield from wrapped(origin.to(language), limit, "  ", "    ")


def found(words: Sequence[str]) -> list[Fact]:
    """The facts that hold all of *words*.

    :raises Advice: where none does, naming what comes nearest.
    """
    if words[0] in _COMMANDS:
        raise Advice(_BEHIND_FACTS.fill(command=words[0]))
    facts = search(words, registry().values())
    if not facts:
        said = " ".join(words)
        hint = did_you_mean(said, (*_COMMANDS, *registry(), *_parts_of_ids()))
        raise Advice(_NOTHING_FOUND.fill(words=said, hint=hint))
    return facts


def known(fact_id: str) -> Fact:
    """The fact with that id.

    :raises Advice: where none has it, naming the nearest.
    """
    fact = registry().get(fact_id)
    if fact is not None:
        return fact
    near = search([fact_id], registry().values())[:_MOST_NAMED]
    if not near:
        raise Advice(_NO_SUCH_ID.fill(id=fact_id, hint=did_you_mean(fact_id, registry())))
    named = [_named(each) for each in near]
    nearest = Text(
        "\n".join(f"  {each.en}" for each in named), "\n".join(f"  {each.ja}" for each in named)
    )
    raise Advice(_THE_NEAREST.fill(id=fact_id, nearest=nearest))


def explain(
    fact: Fact, proof: Proof | None, language: Language, limit: int | None = None
) -> Iterator[str]:
    """All that is known about one fact, in lines of *limit* columns.

    *proof* knows which scenarios fail where the fact changes; without it, how to find out is told.
    """
    yield fact.id
    yield ""
    yield from wrapped(fact.statement.to(language), limit, "  ")
    yield ""
    for label, words in _about(fact):
        start = f"  {label.to(language)}: "
        yield from wrapped(words.to(language), limit, start, " " * width(start))
    for source in fact.sources:
        start = f"  {_SOURCE.to(language)}: "
        said = _DATED.fill(place=_place(source), date=_date(source)).to(language)
        yield from wrapped(said, limit, start, " " * width(start))
        # An address stays whole, so that a terminal makes a link of it.
        if source.text:
            yield f"    {source.text}"
        if source.missing is not None:
            yield from wrapped(source.missing.to(language), limit, "    ")
        if source.current:
            yield f"    {_TODAY.fill(address=source.current).to(language)}"
    if fact.status != "chosen":
        yield ""
        yield from _scenarios(fact, proof, language, limit)


def _scenarios(
    fact: Fact, proof: Proof | None, language: Language, limit: int | None
) -> Iterator[str]:
    """The scenarios that fail where *fact* changes."""
    if proof is None:
        yield from wrapped(_ASK_THE_PROOF.to(language), limit, "  ")
        return
    proven = proof.facts.get(fact.id)
    if proven is None or not proven.pinned_by:
        yield from wrapped(_NONE_FAILS.to(language), limit, "  ")
        return
    yield from wrapped(_THESE_FAIL.to(language), limit, "  ")
    for scenario in proven.pinned_by:
        yield from wrapped(scenario, limit, "    ", "      ")


def _parts_of_ids() -> set[str]:
    return {part for each in registry() for part in re.split("[.-]", each)}


def _about(fact: Fact) -> Iterator[tuple[Text, Text]]:
    if fact.value is not None:
        yield Text("value", "値"), show_value(fact)
    for otherwise in fact.otherwise:
        yield Text("otherwise", "そうでない場合"), otherwise.statement
    yield Text("status", "状態"), _STATUS[fact.status]
    if fact.reason:
        yield Text("reason", "理由"), fact.reason
    for old in fact.superseded:
        value = show(fact.kind, fact.unit, old.value)
        yield Text("before", "以前の値"), _OLDER.fill(value=value, date=old.date)
    if fact.contradictions:
        yield Text("disputed", "矛盾"), fact.contradictions


def _named(fact: Fact) -> Text:
    if fact.value is None:
        return Text(fact.id, fact.id)
    return _NAMED.fill(id=fact.id, value=show_value(fact))


def _place(source: Source) -> Text:
    return _PLACE.fill(document=source.document, section=source.section)


def _date(source: Source) -> Text:
    return _UNDATED if source.date == "undated" else Text(source.date, source.date)
