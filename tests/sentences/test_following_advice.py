"""Whoever follows advice to the letter ends at a scenario that plays, or at what isn't modelled."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from advice_lines import PROPOSES

from azsim.gherkin import Played, play
from azsim.gherkin.reading.document import Step
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.translating.sentences import step_in
from azsim.gherkin.vocabulary.vocabulary import Vocabulary

# So often somebody follows advice.
PATIENCE = 5
BEFORE = re.compile(
    "(?:Write before it|Begin with a step such as|Describe it first|その前に次のように書く"
    "|まず次のように書く): (.*)"
)
INSTEAD = re.compile("(?:Write instead|代わりに次のように書く): (.*)")
EXAMPLE = re.compile('"(.*)" isn\'t .* For example: (.*)|「(.*)」は.*ではない。例: (.*)')
OTHER_NAME = re.compile(
    'called "(.*?)".*(?:What there is: |Did you mean )"(.*?)"|「(.*?)」という.*?「(.*?)」'
)
NOT_MODELLED = re.compile("t modelled|Not modelled|are modelled|モデル化")
SOMETHING_ELSE = re.compile(
    "about something else|none is near|checks nothing|別のことを述べ|近い文もない|何も確かめない"
)
# What an author would write below a sentence that takes a table.
TABLES = {
    "servers": ["| name | private IP |", "| web9 | 10.0.2.9 |"],
    "endpoints": [
        "| endpoint | address | priority |",
        "| a.cloudapp.azure.com | 203.0.113.1 | 1 |",
    ],
    "サーバーは": ["| 名前 | プライベート IP |", "| web9 | 10.0.2.9 |"],
    "エンドポイントは": [
        "| エンドポイント | アドレス | 優先順位 |",
        "| a.cloudapp.azure.com | 203.0.113.1 | 1 |",
    ],
}

LOAD_BALANCER = 'Given a public load balancer "lb" with front-end IP 203.0.113.10 and 2 healthy back-end servers'
ENDPOINT = (
    "Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80"
)
ON_PREMISES = "Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit"
MACHINE = 'Given a virtual machine "vm1" at 10.128.1.4 in the connected virtual network'
CLIENT = "Given the client 192.0.2.33"
PSPING = 'Then PsPing reports "Lost = 0 (0% loss)"'

ENGLISH = [
    ['When "vm1" opens a TCP connection to 198.51.100.7:443', "Then 1 connection succeeds"],
    ['When "app" opens a TCP connection to 198.51.100.7:443', "Then 1 connection succeeds"],
    ["When vm1 opens 10k TCP connections to 198.51.100.7:443", "Then 1,024 connections suceed"],
    ["When wait 5 minutes", "Then its SNAT port is free"],
    ["When the deployment grows to 3 instances", "Then the request is accepted"],
    [LOAD_BALANCER, "When the deployment grows to 3 instances", "Then the request is accepted"],
    [LOAD_BALANCER, 'When the instance-level public IP 203.0.113.50 is assigned to "web1"'],
    [LOAD_BALANCER, 'Given the load-balanced endpoint 203.0.113.11:80 in front of "web1"'],
    [LOAD_BALANCER, 'When "web1" runs "netstat -n"', 'When "web3" runs "netstat -n"'],
    [LOAD_BALANCER, 'When "web1" runs "psping 10.0.0.5:443"', PSPING],
    [
        LOAD_BALANCER,
        'Then the packet capture on "web1" begins with:',
        "| source | destination |",
        "| 10.0.0.4 | 198.51.100.7 |",
    ],
    [LOAD_BALANCER, "When 192.0.2.33 sends a request to 203.0.113.10:80"],
    [LOAD_BALANCER, "When 10.0.0.4 sends a request to 203.0.113.10:80"],
    [LOAD_BALANCER, "When 10.0.2.4 sends a request to 203.0.113.10:80"],
    [LOAD_BALANCER, CLIENT, 'When 192.0.2.33 runs "psping 203.0.113.10:80"', PSPING],
    [LOAD_BALANCER, ON_PREMISES, 'When 10.100.10.2 runs "psping 203.0.113.10:80"', PSPING],
    [LOAD_BALANCER, CLIENT, "When 192.0.2.33 opens a TCP connection to 203.0.113.10:80"],
    [LOAD_BALANCER, CLIENT, "When 192.0.2.33 connects to 203.0.113.10:80"],
    [
        LOAD_BALANCER,
        CLIENT,
        "When 192.0.2.33 sends a request to 203.0.113.10:80",
        "When 5 minutes pass",
        "Then that connection has timed out",
    ],
    [ENDPOINT, CLIENT, "When 192.0.2.33 sends a request to 203.0.113.10:80"],
    [ON_PREMISES, MACHINE, 'When "vm1" runs "psping 10.128.1.5:443"', PSPING],
    [ON_PREMISES, MACHINE, "When 10.100.10.2 sends a request to 10.128.1.4:80"],
    [
        ON_PREMISES,
        MACHINE,
        "When FastPath is enabled on the connection",
        "Then the request is accepted",
    ],
    [ON_PREMISES, MACHINE, 'Then the path from 10.100.10.2 to "vm1" is CE router and MSEE'],
    [ON_PREMISES, MACHINE, 'Then the path from "vm1" to 10.100.10.2 is MSEE'],
    ["When 10.100.10.2 connects to 10.128.1.4:443"],
    ['When 10.100.10.2 runs "psping 10.128.1.4:443"', PSPING],
    [
        CLIENT,
        'When 192.0.2.33 sends a request to "shop.trafficmanager.net"',
        "Then the DNS answer is 203.0.113.1",
    ],
    [ENDPOINT, "When the health probes run for 1 minute"],
    [
        LOAD_BALANCER,
        "When the health probes run for 1 minute",
        "Then the server 10.0.0.4 refuses connections",
    ],
    ["When the health probes run for 1 minute", 'Then "web1" is probed from 168.63.129.16 only'],
    [
        'Given an application gateway "gw" with front-end IP 203.0.113.20 and instances:',
        "| name | private IP |",
        "| in0 | 10.0.1.4 |",
        CLIENT,
        "When 192.0.2.33 sends a request to 203.0.113.20:80",
        "Then 192.0.2.33 receives status code 200",
    ],
]
# Steps that nothing translates, for no sentence says them.
IN_JAPANESE = {
    "When vm1 opens 10k TCP connections to 198.51.100.7:443": (
        "もし vm1 が 198.51.100.7:443 へ TCP 接続を 1 万本開く"
    ),
    "Then 1,024 connections suceed": "ならば 1,024 本の接続が成功した",
    "When wait 5 minutes": "もし 5 分待つ",
    "Then the server 10.0.0.4 refuses connections": ("ならば サーバー 10.0.0.4 は接続を拒否する"),
    "When 192.0.2.33 opens a TCP connection to 203.0.113.10:80": (
        "もし 192.0.2.33 が 203.0.113.10:80 へ TCP 接続を開く"
    ),
}


def test_advice_in_english_leads_somewhere(tmp_path: Path) -> None:
    assert dead_ends(tmp_path / "x.feature", "Feature: F", "Scenario", ENGLISH) == []


def test_advice_in_japanese_leads_somewhere(vocabulary: Vocabulary, tmp_path: Path) -> None:
    japanese = [[in_japanese(vocabulary, line) for line in start] for start in ENGLISH]
    first = "# language: ja\n機能: F"
    assert dead_ends(tmp_path / "x.feature", first, "シナリオ", japanese) == []


def in_japanese(vocabulary: Vocabulary, line: str) -> str:
    if line in IN_JAPANESE or line.startswith("|"):
        return IN_JAPANESE.get(line, line)
    keyword, _, text = line.partition(" ")
    [kind] = [each for each in STEP_KEYWORDS if each == keyword.lower()]
    return (
        f"{STEP_KEYWORDS[kind].ja} {step_in(vocabulary, Step(keyword, kind, text, 0), 'ja').text}"
    )


def dead_ends(path: Path, first: str, word: str, starts: list[list[str]]) -> list[str]:
    """What was said last of the scenarios that advice leads nowhere."""
    scenarios = {str(number): list(start) for number, start in enumerate(starts)}
    stuck: dict[str, str] = {}
    for _ in range(PATIENCE):
        lines = [first]
        for name, steps in scenarios.items():
            lines += [f"  {word}: {name}", *(f"    {step}" for step in steps)]
        path.write_text("\n".join(lines), encoding="utf-8")
        stuck = {}
        for played in play([path]).played:
            if not has_arrived(played):
                stuck[played.name] = played.message
                scenarios[played.name] = followed(scenarios[played.name], played.message)
        scenarios = {name: scenarios[name] for name in stuck}
        if not scenarios:
            break
    return list(stuck.values())


def has_arrived(played: Played) -> bool:
    """Whether the scenario plays, be it red, or says that it can't and why."""
    if played.error in (None, "mismatch", "refusal"):
        return True
    _, told = first_failure(played.message)
    return any(NOT_MODELLED.search(line) or SOMETHING_ELSE.search(line) for line in told)


def first_failure(message: str) -> tuple[str, list[str]]:
    """The first step that failed, and the lines about it."""
    _, _, below = message.partition("✗ ")
    lines = [line.strip() for line in re.split("\n  [✓✗–] ", below)[0].splitlines()]
    return lines[0], lines[1:]


def followed(steps: list[str], message: str) -> list[str]:
    """*steps*, changed as *message* says, or as they are where it says nothing."""
    step, told = first_failure(message)
    place = steps.index(step)
    for line, proposal in pairwise(told):
        if line.endswith(PROPOSES):
            return [*steps[:place], proposal, *steps[place + 1 :]]
    for line in told:
        before, instead = BEFORE.search(line), INSTEAD.search(line)
        example = EXAMPLE.search(line) or OTHER_NAME.search(line)
        if before is not None:
            return [*steps[:place], before[1], *table_below(before[1]), *steps[place:]]
        if instead is not None:
            return [*steps[:place], instead[1], *steps[place + 1 :]]
        if example is not None:
            found, right = [each for each in example.groups() if each is not None]
            return [*steps[:place], step.replace(found, right), *steps[place + 1 :]]
    return steps


def table_below(step: str) -> list[str]:
    """The rows that an author would write below *step*."""
    if not step.endswith(":"):
        return []
    return next(rows for word, rows in TABLES.items() if word in step)
