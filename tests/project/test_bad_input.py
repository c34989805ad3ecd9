"""A mistake in a feature file: one message with file, line, value and what is allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import frozen
from folder import Folder, Result

DEPLOYMENT = (
    "Given a classic deployment with 2 instances behind the load-balanced endpoint 203.0.113.10:80"
)
OPENED = 'When "vm1" opens a TCP connection to 198.51.100.7:443'
DEPLOYMENT_JA = "前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 2 台を持つクラシック デプロイがある"


@frozen
class Mistake:
    """A scenario of which one step is wrong, the last unless ``line`` counts from the end."""

    name: str
    steps: str
    says: tuple[str, ...]
    line: int = 1

    def __str__(self) -> str:
        return self.name


def wrong(name: str, steps: str, *says: str, table: int = 0) -> Mistake:
    """*table* is how many lines the table below the wrong step has."""
    return Mistake(name, steps, says, table + 1)


ENGLISH = [
    wrong(
        "an address that is none",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection to 198.51.100.256:443',
        '"198.51.100.256" is not an IPv4 address. Write four numbers from 0 to 255',
    ),
    wrong(
        "an address with a number too few",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection to 198.51.100:443',
        '"198.51.100:443" isn\'t an IPv4 address and a port',
        "198.51.100.7:443",
    ),
    wrong(
        "a port that is too large",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection to 198.51.100.7:65536',
        '"65536" is not a port. A port is a whole number from 1 to 65535.',
    ),
    wrong(
        "a port that is too small",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection from port 0 to 198.51.100.7:443',
        '"0" is not a port. A port is a whole number from 1 to 65535.',
    ),
    wrong(
        "a port that is a word",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection to 198.51.100.7:https',
        '"198.51.100.7:https" isn\'t an IPv4 address and a port',
    ),
    wrong(
        "no port at all",
        f'{DEPLOYMENT}\nWhen "vm1" opens a TCP connection to 198.51.100.7',
        '"198.51.100.7" isn\'t an IPv4 address and a port',
    ),
    wrong(
        "a negative duration",
        f"{DEPLOYMENT}\nWhen -5 minutes pass",
        '"-5 minutes" is negative. Time only moves forward: write 0 seconds or more.',
    ),
    wrong(
        "a duration in an unknown unit",
        f"{DEPLOYMENT}\nWhen 5 fortnights pass",
        '"5 fortnights" is not a duration. Write a number and a unit, such as 15 seconds',
    ),
    wrong(
        "a duration without a number",
        f"{DEPLOYMENT}\nWhen a while passes",
        '"a while" isn\'t a number and a unit of time. For example: 15 seconds',
    ),
    wrong(
        "no instances",
        "Given a classic deployment with 0 instances",
        "A deployment has 1 instance or more.",
    ),
    wrong(
        "a negative number of instances",
        "Given a classic deployment with -1 instances",
        '"-1" is not a whole number.',
    ),
    wrong(
        "too many instances",
        "Given a classic deployment with 401 instances",
        "401 instances isn't modelled",
        "ends at 400 instances",
    ),
    wrong(
        "a number with a comma in the wrong place",
        "Given a classic deployment with 1,02 instances",
        '"1,02" is not a whole number.',
    ),
    wrong(
        "growing to fewer",
        f"{DEPLOYMENT}\nWhen the deployment grows to 2 instances",
        "The deployment has 2 instances: to grow, write more than 2.",
    ),
    wrong(
        "shrinking to none",
        f"{DEPLOYMENT}\nWhen the deployment shrinks to 0 instances",
        "The deployment has 2 instances: to shrink, write fewer than 2, and at least 1.",
    ),
    wrong(
        "no connections",
        f'{DEPLOYMENT}\nWhen "vm1" opens 0 TCP connections to 198.51.100.7:443',
        "0 connections are none: write 1 or more.",
    ),
    wrong(
        "an unknown instance",
        f'{DEPLOYMENT}\nWhen "wm1" opens a TCP connection to 198.51.100.7:443',
        'No machine is called "wm1". Did you mean "vm1"?',
    ),
    wrong(
        "an unknown gateway SKU",
        "Given the ExpressRoute gateway SKU is ErGw4AZ",
        'No ExpressRoute gateway SKU is called "ErGw4AZ". Did you mean "ErGw3AZ"?',
    ),
    wrong(
        "an unknown program",
        f'{DEPLOYMENT}\nWhen "vm1" runs "nslokup myip.opendns.com resolver1.opendns.com"',
        'No program is called "nslokup" here. Did you mean "nslookup"?',
    ),
    wrong(
        "an unknown sentence",
        f'{DEPLOYMENT}\nWhen "vm1" opened a TCP connection to 198.51.100.7:443',
        "No sentence says this. Did you mean",
        'When "vm1" opens a TCP connection to 198.51.100.7:443',
    ),
    wrong(
        "a name given twice",
        "Given a classic deployment with virtual machines:\n"
        "| name | private IP |\n| web | 10.0.0.4 |\n| web | 10.0.0.5 |",
        'The name "web" is given twice.',
        table=3,
    ),
    wrong(
        "an address given twice",
        "Given a classic deployment with virtual machines:\n"
        "| name | private IP |\n| web | 10.0.0.4 |\n| app | 10.0.0.4 |",
        "The address 10.0.0.4 is given twice: web has it.",
        table=3,
    ),
    wrong(
        "the address of the endpoint given to an instance",
        f'{DEPLOYMENT}\nWhen the instance-level public IP 203.0.113.10 is assigned to "vm1"',
        "The address 203.0.113.10 is given twice: a load-balanced endpoint has it.",
    ),
    wrong(
        "one of two deployments that nobody names",
        f"{DEPLOYMENT}\nAnd a classic deployment with 2 instances\n"
        "When the deployment grows to 5 instances",
        "There are 2 classic deployments, and this sentence can't say which it means.",
    ),
    wrong(
        "an unknown column",
        "Given a classic deployment with virtual machines:\n"
        "| name | privat IP |\n| web | 10.0.0.4 |",
        'The table has an unknown column "privat IP". Did you mean "private IP"?',
        'It may have "name", "private IP" and "instance-level public IP".',
        table=2,
    ),
    wrong(
        "a missing column",
        "Given a classic deployment with virtual machines:\n| name |\n| web |",
        'The table has no column "private IP". It needs "name" and "private IP".',
        table=2,
    ),
    wrong(
        "a cell that is no address",
        "Given a classic deployment with virtual machines:\n"
        "| name | private IP |\n| web | 10.0.0.4.5 |",
        'Row 1 of the table, column "private IP": "10.0.0.4.5" is not an IPv4 address.',
        table=2,
    ),
    wrong(
        "a table without rows",
        "Given a classic deployment with virtual machines:\n| name | private IP |",
        "The table has headings only. Write at least one row below them.",
        table=1,
    ),
    wrong(
        "no table",
        "Given a classic deployment with virtual machines:",
        "This sentence takes a table.",
    ),
    wrong(
        "an instance of no deployment",
        OPENED,
        "No machine is described yet. Begin with a step such as: Given",
    ),
    wrong(
        "a client that nobody described",
        "When 192.0.2.33 sends a request to 203.0.113.20:80",
        "There is no client 192.0.2.33. Describe it first: Given the client 192.0.2.33",
    ),
    wrong(
        "a request to a private address from the internet",
        f"{DEPLOYMENT}\nAnd the client 192.0.2.33\nWhen 192.0.2.33 sends a request to 10.0.0.4:80",
        "192.0.2.33 is on the internet, and 10.0.0.4 is the private address of vm1.",
    ),
    wrong(
        "on-premises that nobody described",
        'When 10.100.10.2 runs "psping 10.128.1.4:3389"',
        "No on-premises client has the address 10.100.10.2. Write before it: Given",
    ),
    wrong(
        "a gateway that nobody described",
        "When FastPath is enabled on the connection",
        "depends on the SKU of the gateway, which no step gives. Write before it: Given",
    ),
    wrong(
        "a statement about a port before there is a connection",
        f"{DEPLOYMENT}\nThen its SNAT port is free",
        "No step before this one speaks of one connection.",
    ),
    wrong(
        "a statement about all of nothing",
        f"{DEPLOYMENT}\nThen the traffic is delivered",
        "No step before this one opens or sends anything.",
    ),
    wrong(
        "an answer to no request",
        f"{DEPLOYMENT}\nThen the request is accepted",
        "No request to Azure comes before this step.",
    ),
    wrong(
        "a number with very many digits",
        f"Given a classic deployment with {'9' * 5_000} instances",
        "has 5,000 digits; 18 are enough.",
    ),
    wrong(
        "a duration with very many digits",
        f"{DEPLOYMENT}\nWhen {'9' * 5_000} days pass",
        "has 5,000 digits; 18 are enough.",
    ),
    wrong(
        "an instance with very many digits",
        f"{DEPLOYMENT}\nWhen instance {'9' * 5_000} opens a TCP connection to 198.51.100.7:443",
        '9…"',
    ),
    wrong(
        "a name that DNS can't carry",
        f'{DEPLOYMENT}\nWhen "vm1" runs "nslookup a..example.com resolver1.opendns.com"',
        '"a..example.com" is not a name that DNS can carry.',
    ),
    wrong(
        "a recording that isn't there",
        "Given the PsPing runs recorded with FastPath enabled:\n| file |\n| after-9.txt |",
        'There is no readable file "after-9.txt" beside the feature file.',
        table=2,
    ),
    wrong(
        "a refusal that nobody mentions",
        f"{DEPLOYMENT}\nWhen the fallback address is set to 203.0.113.99",
        "The request is refused because Azure picks the fallback address.",
        "Add a Then that expects it.",
    ),
]

JAPANESE = [
    wrong(
        "アドレスでないもの",
        f'{DEPLOYMENT_JA}\nもし "vm1" が 198.51.100.256:443 へ TCP 接続を開く',
        "「198.51.100.256」は IPv4 アドレスではない。",
    ),
    wrong(
        "大きすぎるポート",
        f'{DEPLOYMENT_JA}\nもし "vm1" が 198.51.100.7:65536 へ TCP 接続を開く',
        "「65536」はポートではない。ポートは 1 から 65535 までの整数である。",
    ),
    wrong(
        "負の時間",
        f"{DEPLOYMENT_JA}\nもし -5 分経過する",
        "「-5 分」は負である。時間は前にしか進まない。0 秒以上を書く。",
    ),
    wrong(
        "知らない単位",
        f"{DEPLOYMENT_JA}\nもし 5 週間経過する",
        "5 週間",
        "15 秒",
    ),
    wrong(
        "多すぎるインスタンス",
        "前提 インスタンス 401 台を持つクラシック デプロイがある",
        "インスタンス 401 台のデプロイはモデル化していない。",
        "400 台まで",
    ),
    wrong(
        "ないインスタンス",
        f'{DEPLOYMENT_JA}\nもし "wm1" が 198.51.100.7:443 へ TCP 接続を開く',
        "「wm1」というマシンはない。「vm1」のこと",
    ),
    wrong(
        "二度使われた名前",
        "前提 次の仮想マシンからなるクラシック デプロイがある:\n"
        "| 名前 | プライベート IP |\n| web | 10.0.0.4 |\n| web | 10.0.0.5 |",
        "名前「web」が二度使われている。",
        table=3,
    ),
    wrong(
        "知らない列",
        "前提 次の仮想マシンからなるクラシック デプロイがある:\n"
        "| 名前 | プライベートIP |\n| web | 10.0.0.4 |",
        "「プライベートIP」",
        "「プライベート IP」のこと",
        table=2,
    ),
    wrong(
        "まだ書かれていないデプロイ",
        'もし "vm1" が 198.51.100.7:443 へ TCP 接続を開く',
        "マシンがまだ記述されていない。",
    ),
]


@frozen
class Run:
    """The output of azsim for a file with all these mistakes, and where each of them stands."""

    result: Result
    lines: dict[str, int]

    def below(self, name: str) -> str:
        """What is printed for the scenario of that name, its title not included."""
        _, _, rest = self.result.out.partition(f"\n  ✗ {name}\n")
        lines = []
        for line in rest.splitlines():
            if not line.startswith("      "):
                break
            lines.append(line)
        return "\n".join(lines)


def run(folder: Folder, name: str, head: str, keyword: str, mistakes: list[Mistake]) -> Run:
    lines = head.splitlines()
    places = {}
    for each in mistakes:
        lines += [f"  {keyword}: {each.name}", *(f"    {step}" for step in each.steps.splitlines())]
        places[each.name] = len(lines) - each.line + 1
    folder.write(name, "\n".join(lines) + "\n")
    return Run(folder.azsim("run", name), places)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = Folder(tmp_path_factory.mktemp("english"))
    return run(folder, "bad.feature", "Feature: Mistakes", "Scenario", ENGLISH)


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = Folder(tmp_path_factory.mktemp("japanese"))
    return run(folder, "bad.feature", "# language: ja\n機能: 誤り", "シナリオ", JAPANESE)


def answers(run: Run, mistake: Mistake) -> None:
    text = run.below(mistake.name)
    place = f"bad.feature:{run.lines[mistake.name]}"
    assert re.findall(r"bad\.feature:[0-9]+", text) == [place], text
    for words in mistake.says:
        assert words in text


@pytest.mark.parametrize("mistake", ENGLISH, ids=str)
def test_a_mistake_gets_one_message_at_its_line(english: Run, mistake: Mistake) -> None:
    answers(english, mistake)


@pytest.mark.parametrize("mistake", JAPANESE, ids=str)
def test_a_mistake_in_japanese_is_answered_in_japanese(japanese: Run, mistake: Mistake) -> None:
    answers(japanese, mistake)


def test_none_of_them_passes_or_shows_a_trace_back(english: Run, japanese: Run) -> None:
    for each, count in ((english, len(ENGLISH)), (japanese, len(JAPANESE))):
        assert each.result.code == 1
        assert "Traceback" not in each.result.said
        assert each.result.said.count(".py") == 0
        assert f"{count}" in each.result.out.splitlines()[-1]
        assert "passed" not in each.result.out
        assert "成功" not in each.result.out.splitlines()[-1]


PASSING = (
    f"Feature: F\n  Scenario: S\n    {DEPLOYMENT}\n    {OPENED}\n    Then 1 connection succeeds\n"
)
PASSING_JA = (
    f"# language: ja\n機能: 接続\n  シナリオ: 開く\n    {DEPLOYMENT_JA}\n"
    '    もし "vm1" が 198.51.100.7:443 へ TCP 接続を開く\n'
    "    ならば 1 本の接続が成功する\n"
)


@pytest.mark.parametrize(
    ("feature", "says"),
    [
        (PASSING, "+ Then 1 connection succeeds"),
        (PASSING.replace("1 connection succeeds", "2 connections succeed"), "x Then 2 connections"),
        (PASSING_JA, "+ ならば 1 本の接続が成功する"),
        (PASSING_JA.replace("1 本の接続が", "2 本の接続が"), "x ならば 2 本の接続が成功する"),
    ],
    ids=["passes", "fails", "passes-ja", "fails-ja"],
)
def test_a_console_of_japanese_windows_shows_it(folder: Folder, feature: str, says: str) -> None:
    folder.write("x.feature", feature)
    result = folder.azsim("run", "-v", "x.feature", PYTHONIOENCODING="cp932")
    assert says in result.out
    assert result.code == (0 if says.startswith("+") else 1)
    assert result.err == ""


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("nowhere/trace.jsonl", "there is no folder"),
        ("taken", "is a folder. Name a file."),
        ("x.feature/trace.jsonl", "there is no folder"),
    ],
)
def test_a_trace_that_can_not_be_written_is_said_before_anything_is_played(
    folder: Folder, place: str, says: str
) -> None:
    folder.write("x.feature", PASSING)
    (folder.path / "taken").mkdir()
    result = folder.azsim("run", "x.feature", "--trace", place)
    assert result.code == 4
    assert says in result.err
    assert "Scenario" not in result.out
    assert names(folder.path) == ["taken", "x.feature"]


def test_a_trace_is_whole_or_the_old_one(folder: Folder) -> None:
    folder.write("x.feature", PASSING)
    folder.write("trace.jsonl", '{"format":"azsim-trace","version":1}\n')
    assert folder.azsim("run", "y.feature", "--trace", "trace.jsonl").code == 4
    assert (
        (folder.path / "trace.jsonl").read_text().startswith('{"format":"azsim-trace","version":1')
    )
    assert folder.azsim("run", "x.feature", "--trace", "trace.jsonl").code == 0
    first, *others = (folder.path / "trace.jsonl").read_text().splitlines()
    assert first == '{"format":"azsim-trace","version":2}'
    assert others
    assert names(folder.path) == ["trace.jsonl", "x.feature"]


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.iterdir())
