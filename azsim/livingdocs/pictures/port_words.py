"""What a picture of SNAT ports says: whose they are, and what happened when."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, Literal, TypeVar

from attrs import frozen

from azsim.livingdocs.pictures.time_unit import TimeUnit, unit_of
from azsim.questions.instances import instance_name
from azsim.questions.ports import Change, Moment, PortUse, Scope, Spell, What
from azsim.text import Text, beside
from azsim.units import format_count

T = TypeVar("T")
Look = Literal["good", "bad", "warn", "box"]

_MOST_ALIKE: Final = 3
"""More than that of one kind is told as one note."""


@frozen
class Note:
    """Something that happened once or more often, and how it is marked.

    ``spells`` are the beginning and the end of each time, in order.
    """

    spells: tuple[tuple[Moment, Moment], ...]
    words: Text
    look: Look

    @property
    def first(self) -> Moment:
        """When it began."""
        return self.spells[0][0]

    @property
    def last(self) -> Moment:
        """When it ended."""
        return self.spells[-1][1]

    def when(self, unit: TimeUnit) -> Text:
        """Its instant, or the time from its beginning to its end."""
        first, last = self.first.time, self.last.time
        return unit.words(first) if first == last else unit.span(first, last)

    def line(self, unit: TimeUnit) -> Text:
        """When it happened, and what."""
        when = self.when(unit)
        return Text(f"{when.en}: {self.words.en}", f"{when.ja}: {self.words.ja}")


def notes(use: PortUse) -> list[Note]:
    """Everything that happened to the ports, in order."""
    found = [
        *(_of_spells(alike, use.scope) for alike in _grouped(use.spells, attrgetter("what"))),
        *(_of_changes(alike, use.scope) for alike in _grouped(use.changes, _kind)),
    ]
    return sorted(found, key=lambda note: note.first.sequence)


def unit_for(uses: Iterable[PortUse]) -> TimeUnit:
    """The one unit of a picture of *uses*."""
    times = set[int]()
    for use in uses:
        times |= {use.ended, use.peak.time}
        times.update(at.time for note in notes(use) for at in (note.first, note.last))
    return unit_of(times)


def headline(use: PortUse) -> Text:
    """Whose ports they are, or toward what they are used."""
    return _HEADLINES[use.scope].fill(
        name=instance_name(use.instance), protocol=use.protocol, snat=use.snat
    )


def figures(use: PortUse) -> Text:
    """The peak, and what it is measured by."""
    said = _FIGURES[use.scope].fill(
        peak=format_count(use.peak.in_use), allocated=format_count(use.peak.allocated)
    )
    if not use.shared:
        return said
    shared = _SHARED.fill(count=format_count(use.shared))
    return Text(f"{said.en}, {shared.en}", f"{said.ja}、{shared.ja}")


def allotted(scope: Scope, count: int) -> Text:
    """How a line is called up to which ports can be in use."""
    return _ALLOTTED[scope].fill(count=format_count(count))


def counter(use: PortUse) -> Text:
    """What stands behind a count, in Japanese."""
    return Text("", "本" if use.scope == "connections" else "個")


def sentence(use: PortUse) -> Text:
    """What the picture shows, for whoever doesn't see it."""
    name = instance_name(use.instance)
    said = _SENTENCES[use.scope].fill(
        name=Text(name.en, beside(name.ja, "は" if use.scope == "instance" else "へは")),
        peak=format_count(use.peak.in_use),
        allocated=format_count(use.peak.allocated),
        protocol=use.protocol,
        snat=use.snat,
    )
    if not use.refused:
        return said
    refused = _counted(_said("refused", use.scope)[0], use.refused)
    return Text(f"{said.en} {refused.en}.", f"{said.ja}{refused.ja}。")


def _grouped(happened: Sequence[T], kind: Callable[[T], Hashable]) -> Iterator[list[T]]:
    """What is alike together where it is much, and each alone where it isn't."""
    groups: dict[Hashable, list[T]] = {}
    for each in happened:
        groups.setdefault(kind(each), []).append(each)
    for alike in groups.values():
        if len(alike) > _MOST_ALIKE:
            yield alike
        else:
            yield from ([each] for each in alike)


def _said(what: What, scope: Scope) -> tuple[Text, Look]:
    return _LIMIT_REACHED if what == "refused" and scope != "instance" else _SAID[what]


def _of_spells(spells: Sequence[Spell], scope: Scope) -> Note:
    words, look = _said(spells[0].what, scope)
    times = tuple((spell.first, spell.last) for spell in spells)
    return Note(times, _counted(words, sum(spell.count for spell in spells)), look)


def _kind(change: Change) -> Hashable:
    return change.reported, change.before, change.after.allocated


def _of_changes(changes: Sequence[Change], scope: Scope) -> Note:
    first = changes[0]
    before, after = first.before, first.after.allocated
    lost = sum(change.lost for change in changes)
    of_instance = _CHANGED if before and after else _LEFT if before else _JOINED
    said = (of_instance if scope == "instance" else _LIMIT_CHANGED).fill(
        reported=_counted(_INSTANCES, first.reported),
        before=format_count(before),
        after=format_count(after),
        lost=_counted(_LOST, lost) if lost else Text("", ""),
    )
    return Note(tuple((each.after, each.after) for each in changes), said, "warn")


def _counted(words: Text, count: int) -> Text:
    return words.fill(count=format_count(count), s="" if count == 1 else "s")


_SAID: Final[dict[What, tuple[Text, Look]]] = {
    "refused": (
        Text(
            "{count} attempt{s} found no free port",
            "空きポートがなく {count} 回の試行が失敗する",
        ),
        "bad",
    ),
    "FIN": (
        Text(
            "{count} flow{s} released the port at the end of the hold after FIN",
            "FIN 後の保持が終わり、{count} 本のフローがポートを解放する",
        ),
        "good",
    ),
    "RST": (
        Text(
            "{count} flow{s} released the port at the end of the hold after RST",
            "RST 後の保持が終わり、{count} 本のフローがポートを解放する",
        ),
        "good",
    ),
    "UDP idle timeout": (
        Text(
            "{count} UDP flow{s} released the port at the end of the hold",
            "保持が終わり、{count} 本の UDP フローがポートを解放する",
        ),
        "good",
    ),
    "handshake": (
        Text(
            "{count} handshake{s} that nobody completed released the port",
            "完了しない {count} 本のハンドシェイクがポートを解放する",
        ),
        "box",
    ),
    "interrupted": (
        Text(
            "the machine's way out changed, and {count} flow{s} released the port",
            "マシンの送信の方法が変わり、{count} 本のフローがポートを解放する",
        ),
        "box",
    ),
    "stopped": (
        Text(
            "the machine was stopped, and {count} flow{s} released the port",
            "マシンが停止し、{count} 本のフローがポートを解放する",
        ),
        "box",
    ),
    "idle timeout": (
        Text(
            "{count} idle flow{s} timed out and released the port",
            "アイドル状態の {count} 本のフローがタイムアウトし、ポートを解放する",
        ),
        "box",
    ),
    "idle reset": (
        Text(
            "{count} idle flow{s} got an RST at both ends and released the port",
            "アイドル状態の {count} 本のフローの双方に RST が届き、ポートを解放する",
        ),
        "box",
    ),
    "removed": (
        Text(
            "{count} flow{s} ended with a public IP that was removed",
            "パブリック IP の取り外しにより {count} 本のフローが終わる",
        ),
        "box",
    ),
    "others": (
        Text(
            "{count} connection{s} of machines that nobody names",
            "名前を挙げないマシンの接続 {count} 本",
        ),
        "box",
    ),
}
_LIMIT_REACHED: Final[tuple[Text, Look]] = (
    Text(
        "{count} attempt{s} failed at the limit",
        "上限に達しているため {count} 回の試行が失敗する",
    ),
    "bad",
)
_LIMIT_CHANGED = Text(
    "the limit went from {before} to {after}", "上限が {before} から {after} に変わる"
)
_CHANGED = Text(
    "the pool reported {reported}, and the allocation went from {before} to {after} ports{lost}",
    "プールのインスタンスが {reported}と報告され、割り当てが {before} 個から {after} 個に変わる{lost}",
)
_LEFT = Text("the instance left the pool{lost}", "インスタンスがプールから外れる{lost}")
_JOINED = Text(
    "the instance joined the pool again and got {after} ports",
    "インスタンスが再びプールに加わり、ポート {after} 個が割り当てられる",
)
_INSTANCES = Text("{count} instance{s}", "{count} 台")
_LOST = Text("; {count} flow{s} lost the port", "。{count} 本のフローがポートを失う")
_HEADLINES: Final[dict[Scope, Text]] = {
    "instance": Text("{name}: {protocol} ports at {snat}", "{name}: {snat} の {protocol} ポート"),
    "destination": Text(
        "{snat}: {protocol} ports toward {name}", "{snat}: {name} への {protocol} ポート"
    ),
    "ports": Text(
        "{snat}: {protocol} ports toward all destinations together",
        "{snat}: すべての宛先への {protocol} ポート",
    ),
    "connections": Text(
        "{snat}: connections to all destinations together", "{snat}: すべての宛先への接続"
    ),
}
_FIGURES: Final[dict[Scope, Text]] = {
    "instance": Text(
        "at most {peak} of {allocated} in use",
        "使用中のポートは最大 {peak} 個、割り当ては {allocated} 個",
    ),
    "destination": Text(
        "at most {peak} in use, in flows and in holds; {allocated} are the most toward one destination",
        "使用中のポートは保持中を含め最大 {peak} 個、一つの宛先への上限は {allocated} 個",
    ),
    "ports": Text(
        "at most {peak} of {allocated} in use",
        "使用中のポートは最大 {peak} 個、全体で {allocated} 個",
    ),
    "connections": Text(
        "at most {peak} at once; the limit is {allocated}", "最大 {peak} 本、上限は {allocated} 本"
    ),
}
_SHARED = Text(
    "{count} of them toward several destinations at once",
    "うち {count} 個は同時に複数の宛先に使用",
)
_ALLOTTED: Final[dict[Scope, Text]] = {
    "instance": Text("{count} allocated", "割り当て {count} 個"),
    "destination": Text("at most {count}", "上限 {count} 個"),
    "ports": Text("{count} ports", "ポート {count} 個"),
    "connections": Text("at most {count}", "上限 {count} 本"),
}
_SENTENCES: Final[dict[Scope, Text]] = {
    "instance": Text(
        "{name} had at most {peak} of its {allocated} {protocol} ports at {snat} in use.",
        "{name} {snat} の {protocol} ポート {allocated} 個のうち最大 {peak} 個を使用する。",
    ),
    "destination": Text(
        "{snat} had at most {peak} {protocol} ports in use toward {name}, of {allocated}.",
        "{snat} は {allocated} 個まで使える {protocol} ポートのうち、{name} 最大 {peak} 個を使用する。",
    ),
    "ports": Text(
        "{snat} had at most {peak} of its {allocated} {protocol} ports in use.",
        "{snat} は {protocol} ポート {allocated} 個のうち最大 {peak} 個を使用する。",
    ),
    "connections": Text(
        "{snat} carried at most {peak} of {allocated} connections at once.",
        "{snat} が同時に扱う接続は、上限 {allocated} 本のうち最大 {peak} 本である。",
    ),
}
