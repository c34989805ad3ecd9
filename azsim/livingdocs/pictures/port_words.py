"""What a picture of SNAT ports says: whose they are, and what happened when."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, Literal, TypeVar

from attrs import frozen

from azsim.livingdocs.pictures.time_unit import TimeUnit, unit_of
from azsim.questions.instances import instance_name
from azsim.questions.ports import Change, Moment, PortUse, Spell, What
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
        *(_of_spells(alike) for alike in _grouped(use.spells, attrgetter("what"))),
        *(_of_changes(alike) for alike in _grouped(use.changes, _kind)),
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
    """Whose ports they are."""
    return _HEADLINE.fill(name=instance_name(use.instance), protocol=use.protocol, snat=use.snat)


def figures(use: PortUse) -> Text:
    """The peak, and what it is measured by."""
    return _FIGURES.fill(
        peak=format_count(use.peak.in_use), allocated=format_count(use.peak.allocated)
    )


def sentence(use: PortUse) -> Text:
    """What the picture shows, for whoever doesn't see it."""
    name = instance_name(use.instance)
    said = _SENTENCE.fill(
        name=Text(name.en, beside(name.ja, "は")),
        peak=format_count(use.peak.in_use),
        allocated=format_count(use.peak.allocated),
        protocol=use.protocol,
        snat=use.snat,
    )
    if not use.refused:
        return said
    refused = _counted(_SAID["refused"][0], use.refused)
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


def _of_spells(spells: Sequence[Spell]) -> Note:
    words, look = _SAID[spells[0].what]
    times = tuple((spell.first, spell.last) for spell in spells)
    return Note(times, _counted(words, sum(spell.count for spell in spells)), look)


def _kind(change: Change) -> Hashable:
    return change.reported, change.before, change.after.allocated


def _of_changes(changes: Sequence[Change]) -> Note:
    first = changes[0]
    before, after = first.before, first.after.allocated
    lost = sum(change.lost for change in changes)
    said = (_CHANGED if before and after else _LEFT if before else _JOINED).fill(
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
            "a NAT gateway took over, and {count} flow{s} released the port",
            "NAT ゲートウェイに切り替わり、{count} 本のフローがポートを解放する",
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
}
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
_HEADLINE = Text("{name}: {protocol} ports at {snat}", "{name}: {snat} の {protocol} ポート")
_FIGURES = Text(
    "at most {peak} of {allocated} in use",
    "使用中のポートは最大 {peak} 個、割り当ては {allocated} 個",
)
_SENTENCE = Text(
    "{name} had at most {peak} of its {allocated} {protocol} ports at {snat} in use.",
    "{name} {snat} の {protocol} ポート {allocated} 個のうち最大 {peak} 個を使用する。",
)
