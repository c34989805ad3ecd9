"""What ``azsim facts`` and ``azsim facts show ID`` print: pure functions, text out."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from azsim.facts.record import Fact, Source
from azsim.facts.registry import registry
from azsim.facts.show import show_value
from azsim.facts.values import show
from azsim.text import Advice, Language, Text, did_you_mean

_STATUS = {
    "documented": Text("documented", "文書に記載"),
    "observed": Text("observed", "観測"),
    "chosen": Text("chosen", "モデルの選択"),
}
_HEADINGS = (
    Text("id", "ID"),
    Text("value", "値"),
    Text("status", "状態"),
    Text("source", "出典"),
)
_WIDEST = 48


def list_facts(language: Language, facts: Iterable[Fact] | None = None) -> str:
    """A table of *facts*, of all of them by default: id, value, status and source."""
    from tabulate import tabulate

    rows = [
        [
            fact.id,
            _shortened(show_value(fact).to(language)),
            _STATUS[fact.status].to(language),
            fact.sources[0].document.to(language) if fact.sources else "",
        ]
        for fact in (registry().values() if facts is None else facts)
    ]
    return tabulate(
        rows,
        [heading.to(language) for heading in _HEADINGS],
        tablefmt="simple",
        disable_numparse=True,
    )


def explain(fact_id: str, language: Language) -> str:
    """All that is known about one fact.

    :raises Advice: where no fact has this id.
    """
    fact = registry().get(fact_id)
    if fact is None:
        raise Advice(
            Text(
                'No fact has the id "{id}".{hint} "azsim facts" lists them all.',
                "「{id}」という ID の値はない。{hint}azsim facts で一覧を表示できる。",
            ).fill(id=fact_id, hint=did_you_mean(fact_id, registry()))
        )
    return "\n".join(_lines(fact, language))


def _lines(fact: Fact, language: Language) -> Iterable[str]:
    yield fact.id
    yield ""
    yield f"  {fact.statement.to(language)}"
    yield ""
    if fact.value is not None:
        yield _line(Text("value", "値"), show_value(fact), language)
    for otherwise in fact.otherwise:
        yield _line(Text("otherwise", "そうでない場合"), otherwise.statement, language)
    yield _line(Text("status", "状態"), _STATUS[fact.status], language)
    if fact.reason:
        yield _line(Text("reason", "理由"), fact.reason, language)
    for source in fact.sources:
        yield _line(Text("source", "出典"), _source(source), language)
    for old in fact.superseded:
        was = Text("{value} ({date})", "{value} ({date})").fill(
            value=show(fact.kind, fact.unit, old.value), date=old.date
        )
        yield _line(Text("before", "以前の値"), was, language)
    if fact.contradictions:
        yield _line(Text("disputed", "矛盾"), fact.contradictions, language)


def _line(label: Text, words: Text, language: Language) -> str:
    return f"  {label.to(language)}: {words.to(language)}"


def _source(source: Source) -> Text:
    where = Text("{document}, {section}, {date}", "{document}、{section}、{date}").fill(
        document=source.document,
        section=source.section,
        date=Text("undated", "日付なし") if source.date == "undated" else source.date,
    )
    address = f"\n    {source.address}" if source.address else ""
    return Text(where.en + address, where.ja + address)


def _shortened(value: str) -> str:
    width = 0
    for at, letter in enumerate(value):
        width += 2 if east_asian_width(letter) in "FW" else 1
        if width > _WIDEST:
            return value[: at - 1] + "…"
    return value
