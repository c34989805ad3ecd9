"""The words for the parts of an answer, which every form of it shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from azsim.azure.outbound_methods import ROUTE
from azsim.explaining.answers import (
    CircuitPath,
    Finding,
    Inbound,
    Interface,
    Machines,
    Outbound,
    PortCount,
    PublicAddress,
    Timer,
)
from azsim.explaining.grouping import EACH
from azsim.explaining.outbound import BY_DEFAULT, WHERE_BOUND, WHERE_ROUTED
from azsim.facts import words
from azsim.text import Text, listed, same, spaced
from azsim.units import format_count, format_duration

OUT = Text("out", "送信")
PORTS = Text("SNAT ports", "SNAT ポート")
BECAUSE = Text("because", "理由")
KEPT = Text("kept", "保持")
ORDER = Text("order", "優先順位")
IN = Text("in", "受信")
INTERFACE = Text("interface", "インターフェイス")
FINDINGS = Text("Findings", "注意点")
UNRESOLVED = Text("Not known", "不明な点")
NOT_MODELLED = Text("Not modelled", "モデル化していないもの")
NO_MACHINES = Text(
    "No machine is in the input, so that there is nobody to ask about.",
    "入力にマシンがないため、答える対象がない。",
)
NO_FINDINGS = Text("none", "なし")
NOT_CERTAIN = Text("not certain", "不確か")
BECAUSE_OF = Text("because of {paths}", "理由は {paths}")
FINDING_IN_DOUBT = Text("{finding} (not certain)", "{finding} (不確か)")
IN_DOUBT = Text("Answers that these touch aren't certain.", "これらに関わる答えは確実ではない。")
MACHINES = Text("{names} ({count} alike)", "{names} ({count} 台とも同じ)")
RANGE = Text("{first} … {last}", "{first} … {last}")
WHERE = Text("{kind} in {subnet}", "{subnet} の{kind}")
NO_WAY = Text("no way to the internet: {reason}", "インターネットに接続できない: {reason}")
BY_WHAT = Text('{method} "{through}"', "{method}「{through}」")
BY_RULE = Text('{method} of "{through}"', "「{through}」の{method}")
BY_ROUTE = Text('{method} to "{through}"', "「{through}」への{method}")
FROM = Text("{by}, from {addresses}", "{by}、送信元は{addresses}")
BEYOND = Text("{method}: {reason}", "{method}: {reason}")
ONE_OF = Text("one of {addresses}", "{addresses}のいずれか")
NOT_GIVEN = Text("{name} (address not given out yet)", "{name} (アドレスは未割り当て)")
KNOWN = Text("{name} ({address})", "{name} ({address})")
OF_THEM = Text("{count} of {address}", "{address} の {count} 個")
ITS_OWN = Text(
    "an address of its own each (not given out yet)", "それぞれ専用のアドレス (未割り当て)"
)
PICKED = Text("an address that Azure picks", "Azure が選ぶアドレス")
DENIED = Text("{by}, but {reason}", "{by} (ただし {reason})")
EACH_HAS = Text("{count} for each machine ({protocol})", "1 台あたり {count} 個 ({protocol})")
SHARED = Text("{count} together ({protocol})", "全体で {count} 個 ({protocol})")
NONE_OF = Text("none for {protocol}", "{protocol} は 0 個")
OWN_PORTS = Text("none needed: the address is its own", "不要: 専用のアドレスがある")
COUNTED = Text("{ports}. {counting}", "{ports}。{counting}")
IDLE = Text("idle {protocol} flows {duration}", "アイドル状態の {protocol} フローは {duration}")
AFTER = Text("SNAT ports {duration} after {what}", "{what} の後の SNAT ポートは {duration}")
SET = Text("{timer} (as set here)", "{timer} (入力での設定)")
LINK = Text("{kind} {name}", "{kind} {name}")
BY_FACTS = Text("{chain} ({facts})", "{chain} ({facts})")
RUNG = Text("{method}: {state}", "{method}: {state}")
THROUGH_RULE = Text(
    "{through} ({rule}): {address} {protocol} {ports} → {back_end}, from {source}",
    "{through} ({rule}): {address} {protocol} {ports} → {back_end}、送信元は{source}",
)
THROUGH = Text(
    "{through}: {address} {protocol} {ports}, from {source}",
    "{through}: {address} {protocol} {ports}、送信元は{source}",
)
PROBED = Text("{way}; {probe}", "{way}、{probe}")
NOT_IN = Text("{way}: nothing, because {reason}", "{way}: 届かない ({reason})")
NOT_SURE = Text("{way}; not known: {reason}", "{way}、不明: {reason}")
NOTHING_IN = Text("nothing comes in from outside", "外部からは何も届かない")
EVERY_PORT = Text("every port", "すべてのポート")
SOURCES: Final = {
    "internet": Text("the internet", "インターネット"),
    "virtual network": Text("the virtual network", "仮想ネットワーク"),
}
PROTOCOLS: Final = {"All": Text("TCP and UDP", "TCP と UDP")}
KINDS: Final = {
    "virtual machine": Text("virtual machine", "仮想マシン"),
    "scale set instance": Text("scale set instance", "スケール セットのインスタンス"),
    "App Service instance": Text("App Service instance", "App Service インスタンス"),
    "role instance": Text("role instance", "ロール インスタンス"),
}
BY: Final = {
    "outbound rule": BY_RULE,
    "load-balancing rule": BY_RULE,
    ROUTE.en: BY_ROUTE,
}
"""How the resource stands beside a method that isn't its own name."""
SENDS: Final = {
    BY_DEFAULT: Text(
        "{name} in {subnet}: what binds no other address leaves here",
        "{subnet} の {name}: 別のアドレスをバインドしない接続の送信元",
    ),
    WHERE_BOUND: Text(
        "{name} in {subnet}: what binds its address leaves here",
        "{subnet} の {name}: このアドレスをバインドした接続の送信元",
    ),
    WHERE_ROUTED: Text(
        "{name} in {subnet}: connections leave here only by a route of the operating system",
        "{subnet} の {name}: OS のルートで経由させた接続だけの送信元",
    ),
}
"""What leaves by an interface, by the word of the answer."""
GUEST: Final = "any machine"
A_GUEST = Text("a machine in {subnet}", "{subnet} のマシン")
NONE_YET = Text(
    "the input has no machine; one would have this",
    "入力にマシンはない。置いた場合は次のようになる",
)
EXPRESSROUTE = Text("ExpressRoute", "ExpressRoute")
CIRCUIT = Text("{connection}: FastPath {state}", "{connection}: FastPath は{state}")
ON, OFF = Text("is on", "有効"), Text("is off", "無効")
PERHAPS_ON = Text(
    "is asked for; whether the gateway supports it isn't known",
    "指定されているが、ゲートウェイが対応しているかわからない",
)
CANT_BE_ON = Text("is asked for and can't be on: {reason}", "有効にできない ({reason})")
INTO = Text("into Azure", "Azure へ")
OUT_OF = Text("out of Azure", "Azure から")
_FEW = 3


def names(machines: Machines) -> Text:
    """Who they are: the names of a few, the first and the last one of more."""
    known = machines.names
    if machines.kind == GUEST:
        return A_GUEST.fill(subnet=machines.subnet)
    if len(known) == 1:
        return same(known[0])
    told = (
        same(", ".join(known)) if len(known) <= _FEW else RANGE.fill(first=known[0], last=known[-1])
    )
    return MACHINES.fill(names=told, count=format_count(len(known)))


def where(machines: Machines) -> Text:
    """What they are, and in which subnet."""
    if machines.kind == GUEST:
        return NONE_YET
    return WHERE.fill(kind=KINDS[machines.kind], subnet=machines.subnet)


def doubts(machines: Machines) -> Text | None:
    """What makes their answers uncertain, by where it is told of; None where nothing does."""
    if not machines.doubts:
        return None
    return BECAUSE_OF.fill(paths=listed(dict.fromkeys(each.path for each in machines.doubts)))


def finding(known: Finding) -> Text:
    """What will surprise, and whether that is certain."""
    return FINDING_IN_DOUBT.fill(finding=known.text) if known.in_doubt else known.text


def interface(known: Interface, beside: Sequence[Interface]) -> Text:
    """An interface of a machine, and what leaves by it; *beside* are all that the machine has."""
    return SENDS[known.sends].fill(name=interface_name(known, beside), subnet=known.subnet)


def interface_name(known: Interface, beside: Sequence[Interface]) -> str:
    """What it is called, with its IP configurations where others of the same interface differ."""
    is_whole = sum(each.name == known.name for each in beside) == 1
    return known.name if is_whole else f"{known.name} ({', '.join(known.configurations)})"


def out(answer: Outbound) -> Text:
    """What they leave by, and from which addresses."""
    by = method(answer)
    if not answer.addresses:
        return by
    return FROM.fill(by=by, addresses=spaced("は", addresses(answer.addresses)))


def method(answer: Outbound) -> Text:
    """What they leave by, or why they have no way out."""
    if answer.method is None:
        return NO_WAY.fill(reason=answer.why_not)
    by = called(answer.method)
    if answer.why_not is not None:
        return BEYOND.fill(method=by, reason=answer.why_not)
    if answer.through is not None:
        said = BY.get(answer.method, BY_WHAT)
        by = said.fill(method=by, through=answer.through)
    return by if answer.denied is None else DENIED.fill(by=by, reason=answer.denied)


def called(method: str) -> Text:
    """A method for outbound connections in both languages."""
    return ROUTE if method == ROUTE.en else words.of(method)


def addresses(known: Sequence[PublicAddress]) -> Text:
    """Which addresses servers see."""
    counts = Counter(known)
    told = [_counted(address(each), count) for each, count in counts.items()]
    return told[0] if len(known) == 1 else ONE_OF.fill(addresses=spaced("", listed(told), "の"))


def _counted(told: Text, count: int) -> Text:
    return told if count == 1 else OF_THEM.fill(count=format_count(count), address=told)


def address(known: PublicAddress) -> Text:
    """A public address with its name."""
    if known.resource is None:
        return PICKED if known.address is None else same(known.address)
    if known.resource == EACH:
        return ITS_OWN
    name = known.resource
    if known.address is None:
        return NOT_GIVEN.fill(name=name)
    return KNOWN.fill(name=name, address=known.address)


def ports(answer: Outbound) -> Text | None:
    """How many SNAT ports there are, and how they are counted; None without a way out."""
    if answer.method is None or answer.why_not is not None:
        return None
    if not answer.ports:
        return OWN_PORTS
    told = _in_turn(map(_count, answer.ports)) if _differ(answer.ports) else _both(answer.ports)
    return told if answer.counting is None else COUNTED.fill(ports=told, counting=answer.counting)


def _in_turn(parts: Iterable[Text]) -> Text:
    told = list(parts)
    return Text(", ".join(each.en for each in told), "、".join(each.ja for each in told))


def _differ(counts: Sequence[PortCount]) -> bool:
    return len({(each.each, each.shared) for each in counts}) > 1


def _both(counts: Sequence[PortCount]) -> Text:
    [first, *_] = counts
    protocols = listed(each.protocol for each in counts)
    said = EACH_HAS if first.each is not None else SHARED
    number = first.each if first.each is not None else first.shared
    return said.fill(count=format_count(number or 0), protocol=protocols)


def _count(count: PortCount) -> Text:
    if count.each is not None:
        return EACH_HAS.fill(count=format_count(count.each), protocol=count.protocol)
    if count.shared is not None:
        return SHARED.fill(count=format_count(count.shared), protocol=count.protocol)
    return NONE_OF.fill(protocol=count.protocol)


def kept(answer: Outbound) -> Text | None:
    """How long flows and ports are kept; None without a way out."""
    if not answer.timers:
        return None
    return _in_turn(map(timer, answer.timers))


def timer(known: Timer) -> Text:
    """One of the times."""
    duration = format_duration(known.duration)
    what, _, cause = known.what.rpartition(" ")
    if not what.startswith("hold"):
        told = IDLE.fill(protocol=known.protocol, duration=duration)
    else:
        told = AFTER.fill(what=cause, duration=duration)
    return SET.fill(timer=told) if known.is_set else told


def because(answer: Outbound) -> Text | None:
    """What leads to the way out, and the facts that decide; None where Azure does it by itself."""
    links = [LINK.fill(kind=each.kind, name=each.name) for each in answer.chain]
    told = Text(" → ".join(each.en for each in links), " → ".join(each.ja for each in links))
    facts = ", ".join(answer.facts)
    if not links:
        return same(facts) if facts else None
    return BY_FACTS.fill(chain=told, facts=facts) if facts else told


def order(answer: Outbound) -> Text:
    """Every method, in the documented order."""
    told = [RUNG.fill(method=called(each.method), state=each.state) for each in answer.ladder]
    return Text("; ".join(each.en for each in told), "、".join(each.ja for each in told))


def circuit(path: CircuitPath) -> Text:
    """The state of FastPath on a connection."""
    state = ON if path.fastpath else OFF
    if path.fastpath is None:
        state = PERHAPS_ON
    if path.why_not_fastpath is not None:
        state = CANT_BE_ON.fill(reason=path.why_not_fastpath)
    return CIRCUIT.fill(connection=path.connection, state=state)


def hops(names: Sequence[str]) -> Text:
    """The nodes of a path, in order."""
    found = [words.of(each) for each in names]
    return Text(" → ".join(each.en for each in found), " → ".join(each.ja for each in found))


def way_in(way: Inbound) -> Text:
    """One way in."""
    values = {
        "through": way.through,
        "rule": way.rule or "",
        "address": "" if way.address is None else address(way.address),
        "protocol": PROTOCOLS.get(way.protocol, same(way.protocol)),
        "ports": _ports(way.ports),
        "back_end": _ports(way.back_end_ports),
        "source": spaced("は", SOURCES.get(way.source, same(way.source))),
    }
    told = (THROUGH if way.rule is None else THROUGH_RULE).fill(**values)
    for detail in (way.condition, way.seen):
        if detail is not None:
            told = PROBED.fill(way=told, probe=detail)
    if way.probe is not None:
        told = PROBED.fill(way=told, probe=way.probe)
    if way.not_known is not None:
        return NOT_SURE.fill(way=told, reason=way.not_known)
    return told if way.why_not is None else NOT_IN.fill(way=told, reason=way.why_not)


def _ports(ports: str) -> Text:
    return EVERY_PORT if ports == EACH else same(ports)
