"""Scenarios that pin what a deployment does today, to be kept beside it and played in CI.

They say what can be said whatever addresses Azure gives out: the method, the public IP address by its
name, the SNAT ports, or why there is no way out; and what comes in by which public IP address, or is kept
out of it. What isn't pinned is told at the end, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from azsim.explaining.answers import Explanation, Machines, Outbound
from azsim.explaining.findings import LEFT_OUT_ID as LEFT_OUT
from azsim.explaining.findings import REFUSED_ID as REFUSED
from azsim.explaining.outbound import ANYWHERE, HTTPS
from azsim.explaining.telling import words
from azsim.explaining.telling.pinned_outbound import pinned_configurations, pinned_source
from azsim.explaining.telling.pinned_profiles import pinned_profiles
from azsim.explaining.telling.pinned_ways import NotPinned, Pinned, pinned_ways
from azsim.readers.declared import Value
from azsim.terminal.columns import padded, width
from azsim.text import Advice, Language, Text

ONE_FILE = Text(
    "Scenarios name one file, and {count} were given. Name the template or the export alone.",
    "シナリオに書けるファイルは一つだが、{count} 個が指定された。テンプレートかエクスポートだけを指定する。",
)
NOT_CERTAIN = Text(
    "Not everything in {file} is known, so that a scenario can't rest on it: {path}: {reason}. Give "
    "the value as a parameter, or what is missing.",
    "{file} に不明な点があるため、シナリオの前提にできない。{path}: {reason}。値をパラメーターで指定するか、"
    "足りないものを加える。",
)
CANT_PLAY = Text(
    "Scenarios can't rest on {file}, because not all of it can be there: {why}",
    "{file} のすべては存在できないため、シナリオの前提にできない。{why}",
)
LANGUAGE: Final = "# language: ja"
FEATURE = Text("Feature: What {file} does", "機能: {file} の振る舞い")
BACKGROUND = Text("Background:", "背景:")
GIVEN = Text('Given the deployment in "{file}"', '前提 "{file}" のデプロイがある')
GIVEN_FILE = Text(
    'Given the deployment in "{file}" with the parameters in "{parameters}"',
    '前提 "{parameters}" のパラメーターを使った "{file}" のデプロイがある',
)
GIVEN_VALUE = Text(
    'Given the deployment in "{file}" with "{name}" set to {value}',
    '前提 "{name}" を {value} にした "{file}" のデプロイがある',
)
GIVEN_FILE_AND_VALUE = Text(
    'Given the deployment in "{file}" with the parameters in "{parameters}" and "{name}" set to {value}',
    '前提 "{parameters}" のパラメーターを使い "{name}" を {value} にした "{file}" のデプロイがある',
)
GIVEN_VALUES = Text(
    'Given the deployment in "{file}" with the parameters:',
    '前提 次のパラメーターを使った "{file}" のデプロイがある:',
)
FILE_AND_VALUES = Text(
    "No sentence has a file of parameters and {count} values beside it. Write the values into the file.",
    "パラメーター ファイルと {count} 個の値を一つの文には書けない。値をファイルに書く。",
)
PARAMETER = Text("parameter", "パラメーター")
VALUE = Text("value", "値")
SCENARIO = Text("Scenario: {name}: {what}", "シナリオ: {name}: {what}")
ALIKE = Text("The same is true of {names}.", "{names} も同じである。")
LADDER = Text(
    'Then the methods for outbound connections of "{name}" are:',
    'ならば "{name}" の送信接続の方法は次のとおり:',
)
METHOD = Text("method", "方法")
STATE = Text("state", "状態")
OPENS = Text(
    'When "{name}" opens a TCP connection to {address}:{port}',
    'もし "{name}" が {address}:{port} へ TCP 接続を開く',
)
BY_INTERFACE = Text(
    'Given the default route of "{name}" leads through its network interface "{interface}"',
    '前提 "{name}" の既定のルートはネットワーク インターフェイス "{interface}" を経由する',
)
NOT_PINNED = Text("Not pinned:", "固定していないもの:")
LEFT = Text("{name}: {what}: {why}", "{name}: {what}: {why}")
CIRCUIT = Text(
    "{name}: the path over ExpressRoute: no sentence sends packets over a circuit of a deployment",
    "{name}: ExpressRoute の経路: デプロイの回線に送信する文がない",
)
NOT_MODELLED = Text("{what}: {why}", "{what}: {why}")
OF_INTERFACE = Text("{name}, {interface}", "{name} の {interface}")
HAS = Text(
    'And "{name}" has {count} preallocated {protocol} SNAT ports',
    'かつ "{name}" に事前に割り当てられた {protocol} SNAT ポートは {count} 個である',
)


@frozen
class Source:
    """The files that scenarios name, as seen from the feature file, and the values of parameters."""

    file: str
    parameters: str | None = None
    values: Mapping[str, Value] = field(factory=dict)


def feature(explanation: Explanation, source: Source, language: Language) -> Iterator[str]:
    """The feature file, line by line.

    :raises Advice: where the input is more than one file, or isn't wholly known.
    """
    if len(explanation.inputs) != 1:
        raise Advice(ONE_FILE.fill(count=len(explanation.inputs)))
    for finding in explanation.findings:
        if finding.id in (LEFT_OUT, REFUSED):
            raise Advice(CANT_PLAY.fill(file=source.file, why=finding.text))
    for doubt in explanation.unresolved:
        raise Advice(NOT_CERTAIN.fill(file=source.file, path=doubt.path, reason=doubt.reason))
    if language == "ja":
        yield LANGUAGE
    yield FEATURE.fill(file=source.file).to(language)
    yield ""
    yield f"  {BACKGROUND.to(language)}"
    yield from _given(source, language)
    left: dict[tuple[str, NotPinned], None] = {}
    for each in explanation.machines:
        if each.kind != "any machine":
            yield ""
            yield from _scenario(each, language)
            yield from _by_interfaces(each, language)
    for name, found in _found(explanation):
        if isinstance(found, Pinned):
            yield from _pinned(name, found, language)
        else:
            left[name, found] = None
    yield from _not_pinned(explanation, left, language)


def _found(explanation: Explanation) -> Iterator[tuple[str, Pinned | NotPinned]]:
    """What a scenario of its own would pin, beside how each machine leaves."""
    for each in explanation.machines:
        if each.kind != "any machine":
            name = each.names[0]
            yield from ((name, one) for one in pinned_configurations(each))
            yield from ((name, one) for one in pinned_ways(explanation, each))
    yield from pinned_profiles(explanation)


def _not_pinned(
    explanation: Explanation, left: Iterable[tuple[str, NotPinned]], language: Language
) -> Iterator[str]:
    """What no scenario is about, in comments."""
    told = [LEFT.fill(name=name, what=each.what, why=each.why) for name, each in left]
    told += [CIRCUIT.fill(name=each.connection) for each in explanation.circuits]
    told += [
        NOT_MODELLED.fill(what=each.path, why=each.reason) for each in explanation.not_modelled
    ]
    if told:
        yield ""
        yield f"# {NOT_PINNED.to(language)}"
        yield from (f"#   {' '.join(each.to(language).split())}" for each in told)


def _pinned(name: str, pinned: Pinned, language: Language) -> Iterator[str]:
    yield ""
    yield f"  {SCENARIO.fill(name=name, what=pinned.title).to(language)}"
    yield from (f"    {step.to(language)}" for step in pinned.steps)


def _given(source: Source, language: Language) -> Iterator[str]:
    """The deployment that all scenarios are about.

    :raises Advice: for a file of parameters with several values beside it.
    """
    values = [(name, _literal(value)) for name, value in source.values.items()]
    if len(values) > 1 and source.parameters is not None:
        raise Advice(FILE_AND_VALUES.fill(count=len(values)))
    name, value = values[0] if len(values) == 1 else ("", "")
    if not values:
        given = GIVEN if source.parameters is None else GIVEN_FILE
    elif len(values) == 1:
        given = GIVEN_VALUE if source.parameters is None else GIVEN_FILE_AND_VALUE
    else:
        given = GIVEN_VALUES
    told = given.fill(file=source.file, parameters=source.parameters, name=name, value=value)
    yield f"    {told.to(language)}"
    if given is GIVEN_VALUES:
        heads = PARAMETER.to(language), VALUE.to(language)
        yield from _rows([heads, *((each, value.strip('"')) for each, value in values)])


def _literal(value: Value) -> str:
    """A value of a parameter as a sentence has it."""
    text = str(value)
    return text if text in ("true", "false") or _NUMBER.fullmatch(text) else f'"{text}"'


_NUMBER: Final = re.compile("[0-9]+")


def _scenario(each: Machines, language: Language) -> Iterator[str]:
    [name, *others] = each.names
    answer = each.outbound
    yield f"  {SCENARIO.fill(name=name, what=_titled(answer)).to(language)}"
    if others:
        yield f"    {ALIKE.fill(names=_few(others)).to(language)}"
    yield from _way_out(name, answer, language)
    for protocol, count in _preallocated(each).items():
        told = HAS.fill(name=name, count=f"{count:,}", protocol=protocol)
        yield f"    {told.to(language)}"


def _by_interfaces(each: Machines, language: Language) -> Iterator[str]:
    """A scenario for each further network interface, by which the operating system sends then."""
    name = each.names[0]
    known = {one.name for one in each.own[0].interfaces[:1]}
    for alike, one in zip(each.interfaces, each.own[0].interfaces, strict=True):
        if one.name in known:
            continue
        known.add(one.name)
        who = OF_INTERFACE.fill(name=name, interface=one.name)
        yield ""
        yield f"  {SCENARIO.fill(name=who, what=_titled(alike.outbound)).to(language)}"
        yield f"    {BY_INTERFACE.fill(name=name, interface=one.name).to(language)}"
        yield from _way_out(name, alike.outbound, language)


def _way_out(name: str, answer: Outbound, language: Language) -> Iterator[str]:
    yield f"    {LADDER.fill(name=name).to(language)}"
    yield from _table(answer, language)
    seen = pinned_source(answer)
    if isinstance(seen, Text):
        yield f"    {OPENS.fill(address=ANYWHERE, port=HTTPS, name=name).to(language)}"
        yield f"    {seen.to(language)}"


def _preallocated(each: Machines) -> Counter[str]:
    """How many SNAT ports of each protocol a machine has, at all of its IP configurations together."""
    answers = [(one.outbound, len(one.configurations)) for one in each.interfaces]
    found: Counter[str] = Counter()
    for answer, configurations in answers or [(each.outbound, 1)]:
        for count in answer.ports:
            if count.each is not None:
                found[count.protocol] += (count.each - count.beside) * configurations
    return found


def _titled(answer: Outbound) -> Text:
    return words.method(answer) if answer.method is not None else _no_way()


def _no_way() -> Text:
    return Text("no way to the internet", "インターネットに接続できない")


def _few(others: Sequence[str]) -> str:
    return ", ".join(others) if len(others) <= 3 else f"{others[0]} … {others[-1]}"


def _table(answer: Outbound, language: Language) -> Iterator[str]:
    rows = [(METHOD.to(language), STATE.to(language))]
    rows += [
        (words.called(each.method).to(language), each.state.to(language)) for each in answer.ladder
    ]
    yield from _rows(rows)


def _rows(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    widest = [max(width(row[place]) for row in rows) for place in (0, 1)]
    for row in rows:
        cells = (padded(cell, wide) for cell, wide in zip(row, widest, strict=True))
        yield f"      | {' | '.join(cells)} |"
