"""What a change does to the behaviour of a deployment: each machine's answers before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from azsim.explaining.answers import Explanation, Finding, Inbound, Machines, Outbound
from azsim.explaining.telling import words
from azsim.explaining.telling.parts import Part, parts
from azsim.text import Text

METHOD = Text("method", "方法")
ADDRESSES = Text("public addresses", "パブリック アドレス")
PORTS = words.PORTS
KEPT = words.KEPT
IN = words.IN
MACHINE = Text("machine", "マシン")
THERE = Text("there", "あり")
NOT_THERE = Text("not there", "なし")
NOTHING = Text("nothing", "なし")
KINDS: Final = {
    "application gateway": Text("application gateway", "Application Gateway"),
    "Traffic Manager profile": Text("Traffic Manager profile", "Traffic Manager プロファイル"),
    "circuit": Text("ExpressRoute connection", "ExpressRoute 接続"),
}

CUT = Text(
    "connections on the ports that go time out",
    "なくなるポートの接続はタイムアウトする",
)
GROWTH: Final = "outbound.growth.reclaimed-share"

_Aspect = tuple[Text, Callable[[Outbound], Text | None]]


@frozen(kw_only=True)
class Difference:
    """One thing that is different after the change, for all machines that it is the same for.

    ``note`` tells what else comes of the change itself.
    """

    names: tuple[str, ...]
    what: Text
    before: Text
    after: Text
    note: Text | None = None
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Differences:
    """What a change does: to machines, and to what there is to be careful about.

    ``others`` are differences of gateways, profiles and circuits.
    """

    inputs: tuple[str, ...]
    machines: tuple[Difference, ...]
    others: tuple[Difference, ...]
    findings_added: tuple[Finding, ...]
    findings_gone: tuple[Finding, ...]
    before: Explanation = field(eq=False, repr=False)
    after: Explanation = field(eq=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.machines or self.others or self.findings_added or self.findings_gone)


def differences(before: Explanation, after: Explanation) -> Differences:
    """How the behaviour of *after* differs from that of *before*."""
    old, new = _by_name(before), _by_name(after)
    found: dict[tuple[str, str, str, str], list[str]] = {}
    kept: dict[tuple[str, str, str, str], Difference] = {}
    for each in _each(old, new):
        key = each.what.en, each.before.en, each.after.en, each.before.ja
        found.setdefault(key, []).extend(each.names)
        kept.setdefault(key, each)
    machines = tuple(
        Difference(
            names=tuple(names),
            what=kept[key].what,
            before=kept[key].before,
            after=kept[key].after,
            note=kept[key].note,
            facts=kept[key].facts,
        )
        for key, names in found.items()
    )
    return Differences(
        inputs=(*before.inputs, *after.inputs),
        machines=machines,
        others=tuple(_of_parts(before, after)),
        findings_added=tuple(_only(after.findings, before.findings)),
        findings_gone=tuple(_only(before.findings, after.findings)),
        before=before,
        after=after,
    )


def _by_name(explanation: Explanation) -> dict[str, Machines]:
    return {name: each for each in explanation.machines for name in each.names}


def _each(old: Mapping[str, Machines], new: Mapping[str, Machines]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is None:
            assert after is not None
            yield Difference(
                names=(name,), what=MACHINE, before=NOT_THERE, after=words.out(after.outbound)
            )
        elif after is None:
            yield Difference(
                names=(name,), what=MACHINE, before=words.out(before.outbound), after=NOT_THERE
            )
        else:
            yield from _of_machine(name, before, after)


def _method(answer: Outbound) -> Text | None:
    return words.method(answer)


def _addresses(answer: Outbound) -> Text | None:
    return words.addresses(answer.addresses) if answer.addresses else None


ASPECTS: Final[tuple[_Aspect, ...]] = (
    (METHOD, _method),
    (ADDRESSES, _addresses),
    (PORTS, words.ports),
    (KEPT, words.kept),
)


def _of_machine(name: str, before: Machines, after: Machines) -> Iterator[Difference]:
    for what, told in ASPECTS:
        was, is_now = told(before.outbound), told(after.outbound)
        if was != is_now:
            lost = what is PORTS and _loses_ports(before.outbound, after.outbound)
            yield Difference(
                names=(name,),
                what=what,
                before=was or NOTHING,
                after=is_now or NOTHING,
                note=CUT if lost else None,
                facts=(*after.outbound.facts, *((GROWTH,) if lost else ())),
            )
    ways, ways_now = _ways(before.inbound), _ways(after.inbound)
    for key in dict.fromkeys((*ways, *ways_now)):
        way, way_now = ways.get(key), ways_now.get(key)
        if way != way_now:
            yield Difference(
                names=(name,),
                what=IN,
                before=NOTHING if way is None else words.way_in(way),
                after=NOTHING if way_now is None else words.way_in(way_now),
                facts=() if way_now is None else way_now.facts,
            )


def _of_parts(before: Explanation, after: Explanation) -> Iterator[Difference]:
    """How gateways, profiles and circuits differ, line by line."""
    old = {(each.kind, each.name): each for each in parts(before)}
    new = {(each.kind, each.name): each for each in parts(after)}
    for key in dict.fromkeys((*old, *new)):
        was, is_now = old.get(key), new.get(key)
        if was is None or is_now is None or was.title != is_now.title:
            yield Difference(
                names=(key[1],),
                what=KINDS[key[0]],
                before=NOT_THERE if was is None else was.title,
                after=NOT_THERE if is_now is None else is_now.title,
            )
        if was is not None and is_now is not None:
            yield from _of_rows(key[1], was, is_now)


def _of_rows(name: str, before: Part, after: Part) -> Iterator[Difference]:
    old = {head.en: (head, told) for head, told in before.rows}
    new = {head.en: (head, told) for head, told in after.rows}
    for key in dict.fromkeys((*old, *new)):
        was, is_now = old.get(key), new.get(key)
        if was != is_now:
            [head, *_] = (each[0] for each in (was, is_now) if each is not None)
            yield Difference(
                names=(name,),
                what=head,
                before=NOTHING if was is None else was[1],
                after=NOTHING if is_now is None else is_now[1],
            )


def _loses_ports(before: Outbound, after: Outbound) -> bool:
    """Whether the change takes SNAT ports away that may be in use, because a pool has grown."""
    if (before.method, before.through) != (after.method, after.through):
        return False
    had = {each.protocol: each.each or 0 for each in before.ports}
    return any((each.each or 0) < had.get(each.protocol, 0) for each in after.ports)


def _ways(inbound: Iterable[Inbound]) -> dict[tuple[str, ...], Inbound]:
    return {(each.kind, each.through, each.rule or "", each.protocol): each for each in inbound}


def _only(findings: Iterable[Finding], others: Iterable[Finding]) -> Iterator[Finding]:
    """Those of *findings* that aren't among *others*, wherever they stand and whoever they are about."""
    known = {(each.id, each.text.en) for each in others}
    return (each for each in findings if (each.id, each.text.en) not in known)
