"""What a change does to the behaviour of a deployment: each machine's answers before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, TypeVar

from attrs import evolve, field, frozen

from azsim.explaining.answers import (
    Explanation,
    Finding,
    Inbound,
    Interface,
    Machines,
    Open,
    Outbound,
    Own,
)
from azsim.explaining.telling import words
from azsim.explaining.telling.parts import Part, parts
from azsim.text import Text

T = TypeVar("T")

METHOD = Text("method", "方法")
ADDRESSES = Text("public addresses", "パブリック アドレス")
PORTS = words.PORTS
KEPT = words.KEPT
IN = words.IN
MACHINE = Text("machine", "マシン")
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

    ``interface`` is the network interface that it is about, where that isn't the first; ``note`` tells what else comes of the change itself.
    """

    names: tuple[str, ...]
    interface: str | None = None
    what: Text
    before: Text
    after: Text
    note: Text | None = None
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Differences:
    """What a change does: to machines, and to what there is to be careful about.

    ``others`` are differences of gateways, profiles and circuits, and ``doubts`` what isn't known or
    modelled on one side only: behaviour may change by it.
    """

    inputs: tuple[str, ...]
    machines: tuple[Difference, ...]
    others: tuple[Difference, ...]
    findings_added: tuple[Finding, ...]
    findings_gone: tuple[Finding, ...]
    doubts_added: tuple[Open, ...]
    doubts_gone: tuple[Open, ...]
    before: Explanation = field(eq=False, repr=False)
    after: Explanation = field(eq=False, repr=False)

    def __bool__(self) -> bool:
        findings = self.findings_added or self.findings_gone
        doubts = self.doubts_added or self.doubts_gone
        return bool(self.machines or self.others or findings or doubts)


def differences(before: Explanation, after: Explanation) -> Differences:
    """How the behaviour of *after* differs from that of *before*."""
    old, new = _by_name(before), _by_name(after)
    found: dict[tuple[str | None, ...], list[str]] = {}
    kept: dict[tuple[str | None, ...], Difference] = {}
    for each in _each(old, new):
        key = each.interface, each.what.en, each.before.en, each.after.en, each.before.ja
        found.setdefault(key, []).extend(each.names)
        kept.setdefault(key, each)
    machines = tuple(evolve(kept[key], names=tuple(names)) for key, names in found.items())
    return Differences(
        inputs=(*before.inputs, *after.inputs),
        machines=machines,
        others=tuple(_of_parts(before, after)),
        findings_added=tuple(_only(after, before)),
        findings_gone=tuple(_only(before, after)),
        doubts_added=tuple(_only_open(after, before)),
        doubts_gone=tuple(_only_open(before, after)),
        before=before,
        after=after,
    )


def _by_name(explanation: Explanation) -> dict[str, tuple[Machines, Own]]:
    return {
        name: (each, own)
        for each in explanation.machines
        for name, own in zip(each.names, each.own, strict=True)
    }


def _each(
    old: Mapping[str, tuple[Machines, Own]], new: Mapping[str, tuple[Machines, Own]]
) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            yield Difference(
                names=(name,),
                what=MACHINE,
                before=NOT_THERE if before is None else words.out(before[1].outbound),
                after=NOT_THERE if after is None else words.out(after[1].outbound),
            )
        elif before[0].names == after[0].names:
            # The same machines are alike as before: what is told of all of them says it shorter.
            yield from _of_machine(name, before[0], after[0])
        else:
            yield from _of_machine(name, before[1], after[1])


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


def _of_machine(name: str, before: Machines | Own, after: Machines | Own) -> Iterator[Difference]:
    yield from _of_outbound(name, None, before.outbound, after.outbound)
    for interface, was, is_now in _interfaces(before.interfaces, after.interfaces):
        if was is None or is_now is None:
            yield Difference(
                names=(name,),
                interface=interface,
                what=words.INTERFACE,
                before=NOT_THERE if was is None else words.out(was),
                after=NOT_THERE if is_now is None else words.out(is_now),
            )
        else:
            yield from _of_outbound(name, interface, was, is_now)
    ways, ways_now = _ways(before.inbound), _ways(after.inbound)
    for key in dict.fromkeys((*ways, *ways_now)):
        for way, way_now in _changed(ways.get(key, []), ways_now.get(key, [])):
            yield Difference(
                names=(name,),
                what=IN,
                before=NOTHING if way is None else words.way_in(way),
                after=NOTHING if way_now is None else words.way_in(way_now),
                facts=() if way_now is None else way_now.facts,
            )


def _of_outbound(
    name: str, interface: str | None, before: Outbound, after: Outbound
) -> Iterator[Difference]:
    for what, told in ASPECTS:
        was, is_now = told(before), told(after)
        if was != is_now:
            lost = what is PORTS and _loses_ports(before, after)
            yield Difference(
                names=(name,),
                interface=interface,
                what=what,
                before=was or NOTHING,
                after=is_now or NOTHING,
                note=CUT if lost else None,
                facts=(*after.facts, *((GROWTH,) if lost else ())),
            )


def _interfaces(
    before: Sequence[Interface], after: Sequence[Interface]
) -> Iterator[tuple[str, Outbound | None, Outbound | None]]:
    """What each interface but the first is called, and its answers on either side.

    Those of one name are the same one. Others are, in their order, as far as there are as many on both
    sides, and else have come or gone.
    """
    old, new = _by_configuration(before), _by_configuration(after)
    pairs: list[tuple[_Configuration | None, _Configuration | None]] = [
        *((each, each) for each in old if each in new),
        *zip_longest(
            (each for each in old if each not in new), (each for each in new if each not in old)
        ),
    ]
    groups: dict[tuple[str, Outbound | None, Outbound | None], list[str]] = {}
    first = None
    for was, is_now in pairs:
        named = is_now or was
        assert named is not None, "one of a pair is there"
        nic, configuration = named
        answers = (None if was is None else old[was], None if is_now is None else new[is_now])
        groups.setdefault((nic, *answers), []).append(configuration)
        if (was, is_now) == (next(iter(old), None), next(iter(new), None)):
            first = nic, *answers
    for key, names in groups.items():
        nic, answer, answer_now = key
        if key != first:
            is_whole = sum(each == nic for each, *_ in groups) == 1
            yield nic if is_whole else f"{nic} ({', '.join(names)})", answer, answer_now


_Configuration = tuple[str, str]
"""A network interface and one of its IP configurations, by their names."""


def _by_configuration(interfaces: Iterable[Interface]) -> dict[_Configuration, Outbound]:
    return {
        (each.name, configuration): each.outbound
        for each in interfaces
        for configuration in each.configurations
    }


def _changed(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[T | None, T | None]]:
    """Those of *before* and of *after* that the other doesn't have, in pairs."""
    gone = [each for each in before if each not in after]
    come = [each for each in after if each not in before]
    return zip_longest(gone, come)


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
    for head in dict.fromkeys(head for head, _ in (*before.rows, *after.rows)):
        old = [told for known, told in before.rows if known == head]
        new = [told for known, told in after.rows if known == head]
        for was, is_now in _changed(old, new):
            yield Difference(
                names=(name,), what=head, before=was or NOTHING, after=is_now or NOTHING
            )


def _loses_ports(before: Outbound, after: Outbound) -> bool:
    """Whether the change takes SNAT ports away that may be in use, because a pool has grown."""
    if (before.method, before.through) != (after.method, after.through):
        return False
    had = {each.protocol: each.each or 0 for each in before.ports}
    return any((each.each or 0) < had.get(each.protocol, 0) for each in after.ports)


def _ways(inbound: Iterable[Inbound]) -> dict[tuple[str, ...], list[Inbound]]:
    found: dict[tuple[str, ...], list[Inbound]] = {}
    for each in inbound:
        key = each.kind, each.through, each.rule or "", each.protocol
        found.setdefault(key, []).append(each)
    return found


def _only(explanation: Explanation, other: Explanation) -> Iterator[Finding]:
    """The findings of *explanation* that *other* doesn't have, of machines and resources of both."""
    known: dict[tuple[str, str], set[str]] = {}
    for each in other.findings:
        known.setdefault((each.id, each.text.en), set()).update(each.about)
    theirs = {name for each in other.machines for name in each.names}
    ours = {name for each in explanation.machines for name in each.names}
    for each in explanation.findings:
        told = known.get((each.id, each.text.en))
        # Machines that are only here are told of as such: what is known of the others isn't new.
        if told is None or any(
            name not in told for name in each.about if name in theirs or name not in ours
        ):
            yield each


def _only_open(explanation: Explanation, other: Explanation) -> Iterator[Open]:
    """What isn't known or modelled in *explanation* and is in *other*, wherever it stands."""
    known = {(each.path, each.reason) for each in (*other.unresolved, *other.not_modelled)}
    for each in (*explanation.unresolved, *explanation.not_modelled):
        if (each.path, each.reason) not in known:
            yield each
