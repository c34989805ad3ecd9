"""A step as people write it is answered with the sentence that they meant."""

from __future__ import annotations

import pytest
from advice_lines import advice

from azsim.gherkin.vocabulary.vocabulary import Vocabulary


def proposed(vocabulary: Vocabulary, step: str) -> list[str]:
    """The lines of the advice on *step* that may be copied."""
    return [line.strip() for line in advice(vocabulary, step).splitlines() if line[:2] == "  "]


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        ("もし 5 分間経過する", "もし 5 分経過する"),
        ("もし 5分が経過する", "もし 5 分経過する"),
        ("もし 五分経過する", "もし 5 分経過する"),
        ("もし 5 分待つ", "もし 5 分経過する"),
        ("もし 15 秒後", "もし 15 秒経過する"),
        ("もし １５ 秒 が 経過 する", "もし 15 秒経過する"),
        ("もし 1時間30分経過する", "もし 90 分経過する"),
        ("もし 4 分 30 秒経過する", "もし 270 秒経過する"),
        ("When wait 5 minutes", "When 5 minutes pass"),
        ("When 5 minutes later", "When 5 minutes pass"),
        ("When five minutes pass", "When 5 minutes pass"),
        ("When 1 hour and 30 minutes pass", "When 90 minutes pass"),
    ],
)
def test_time_passes(vocabulary: Vocabulary, step: str, meant: str) -> None:
    assert proposed(vocabulary, step) == [meant]


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        (
            'もし "vm1" が 198.51.100.9 の 8443 番ポートへ TCP 接続を 1,025 本開く',
            'もし "vm1" が 198.51.100.9:8443 へ TCP 接続を 1,025 本開く',
        ),
        (
            "もし 「vm2」が198.51.100.9：443へTCP接続を１０２５本開く。",
            'もし "vm2" が 198.51.100.9:443 へ TCP 接続を 1025 本開く',
        ),
        (
            'もし "vm2" が 198.51.100.9:443 へ TCP 接続を 1 万本開く',
            'もし "vm2" が 198.51.100.9:443 へ TCP 接続を 10,000 本開く',
        ),
        (
            'When "vm2" opens 1,025 TCP connections to 198.51.100.9 port 8443',
            'When "vm2" opens 1,025 TCP connections to 198.51.100.9:8443',
        ),
        (
            "When “vm2” opens １０２５ TCP connections to 198.51.100.9：443.",
            'When "vm2" opens 1025 TCP connections to 198.51.100.9:443',
        ),
        (
            'When "vm2" opens 10k TCP connections to 198.51.100.9:443',
            'When "vm2" opens 10,000 TCP connections to 198.51.100.9:443',
        ),
    ],
)
def test_the_author_s_values_are_kept(vocabulary: Vocabulary, step: str, meant: str) -> None:
    assert proposed(vocabulary, step) == [meant]


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        (
            "ならば SNAT ポートの枯渇のため、トラフィックは破棄される",
            "ならば SNAT ポートが枯渇しているため、トラフィックは破棄される",
        ),
        (
            "Then the traffic is dropped because of SNAT port exhaustion",
            "Then the traffic is dropped because SNAT ports are exhausted",
        ),
        ("もし vm1 で netstat -n を実行する", 'もし "vm1" が "netstat -n" を実行する'),
        ('When "vm1" runs netstat -n', 'When "vm1" runs "netstat -n"'),
        (
            'もし "vm1" が 198.51.100.7:443 へ接続する',
            'もし "vm1" が 198.51.100.7:443 に接続する',
        ),
        (
            'もし "vm1"、"vm2" が 198.51.100.7:443 へ TCP 接続を開く',
            'もし "vm1"、"vm2" がそれぞれ 198.51.100.7:443 へ TCP 接続を開く',
        ),
        (
            'When "vm1" and "vm2" open a TCP connection to 198.51.100.7:443',
            'When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443',
        ),
        (
            "When vm1 and vm2 each open a TCP connection to 198.51.100.7:443",
            'When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443',
        ),
    ],
)
def test_the_nearest_is_proposed(vocabulary: Vocabulary, step: str, meant: str) -> None:
    assert proposed(vocabulary, step) == [meant]


def test_a_sentence_without_example_values_comes_first(vocabulary: Vocabulary) -> None:
    assert proposed(vocabulary, "もし FastPath を有効にする") == [
        "もし 接続リソースで FastPath を有効にする",
        "もし ExpressRoute 回線で FastPath を有効にする",
    ]


def test_an_ordinary_word_is_no_value(vocabulary: Vocabulary) -> None:
    assert proposed(vocabulary, "Given the ExpressRoute gateway has scale units") == [
        "Given the ExpressRoute gateway has 1,024 scale units"
    ]


@pytest.mark.parametrize("step", ["前提 FastPath は OFF である", "Given FastPath is off"])
def test_what_is_one_of_a_few_is_never_guessed(vocabulary: Vocabulary, step: str) -> None:
    assert proposed(vocabulary, step) in (["有効", "無効"], ["enabled", "disabled"])


@pytest.mark.parametrize("step", ["ならば ユーザーが困る", "Then ham and eggs"])
def test_where_nothing_is_near_the_keyword_stays(vocabulary: Vocabulary, step: str) -> None:
    assert "azsim steps" in advice(vocabulary, step)
    assert {line.split()[0] for line in proposed(vocabulary, step)} == {step.split()[0]}


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        (
            "Then the connection fails because there is no outbound method",
            "no method for outbound connections is left to the instance",
            "azsim steps reason lists all ",
        ),
        (
            "ならば フローが開始したサーバーに戻るため、接続は失敗する",
            "フローが開始元のサーバー自身に戻ってくる",
            "は azsim steps reason で一覧できる。",
        ),
    ],
)
def test_of_many_reasons_the_nearest_are_told(
    vocabulary: Vocabulary, step: str, first: str, last: str
) -> None:
    told = advice(vocabulary, step).splitlines()
    assert told[1].strip() == first
    assert len(told) == 7
    assert last in told[-1]


def test_a_kind_has_the_spaces_that_it_has_in_a_sentence(vocabulary: Vocabulary) -> None:
    step = (
        '前提 フロントエンド IP が 203.0.113.20 の {kind}ロード バランサー "lb" があり、'
        "正常なバックエンド サーバーは 2 台である"
    )
    right = step.format(kind="Standard パブリック ")
    assert proposed(vocabulary, right.replace("ロード バランサー", "ロードバランサー")) == [right]
    told = advice(vocabulary, step.format(kind="ゲートウェイ ")).splitlines()
    assert told[-6:] == [
        f"  {each}"
        for each in (
            "パブリック",
            "内部",
            "Standard パブリック",
            "Standard 内部",
            "Basic パブリック",
            "Basic 内部",
        )
    ]
