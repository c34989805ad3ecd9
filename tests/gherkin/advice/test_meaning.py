"""Which words say the same, and which don't, however alike they look."""

from __future__ import annotations

import pytest

from azsim.gherkin.advice.meaning import Difference, difference, says_anything


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("the port is opened", "a port opens"),
        ("it doesn't answer", "it does not answer"),
        ("no port is free", "not a free port"),
        ("all connections suceed", "all connections succeed"),
        ("it is degarded", "it is degraded"),
        ("a load balanser", "a load balancer"),
        ("it sent some", "it sends some"),
        ("all connections succeeded", "all connections succeed"),
        ("a frontend of the back end", "a front-end of the backend"),
        ("1024 ports of vm1", '1,024 ports of "vm1"'),
        ("retries", "retry"),
        ("ポートを 5 個 開いた", "ポートを 5 本開く"),
        ("ロードバランサーがある", "ロード バランサーがある"),
        ("サーバがある", "サーバーがある"),
        ("15秒経過した", "15 秒経過する"),
        ("接続を開きました", "接続を開く"),
        ("受付ける", "受け付ける"),
    ],
)
def test_these_say_the_same(written: str, said: str) -> None:
    assert difference(written, said).is_none


@pytest.mark.parametrize(
    ("written", "said", "missing", "added"),
    [
        ("an internal balancer", "a public balancer", ["internal"], ["public"]),
        ("an unhealthy server", "a healthy server", ["unhealthy"], ["healthy"]),
        ("it never answers", "it answers", ["never"], []),
        ("it doesn't answer", "it answers", ["doesn't"], []),
        ("it answers", "it can't answer", [], ["can't"]),
        ("grows by 5", "grows to 5", ["by"], []),
        ("IPv6 only", "IPv4 only", ["IPv6"], ["IPv4"]),
        ("port 80 of vm1", "port 81 of vm1", ["80"], ["81"]),
        ("the SKU Standard", "the SKU", ["Standard"], []),
        ("内部のロード バランサー", "パブリックのロード バランサー", ["内部"], ["パブリック"]),
        ("受信する", "送信する", ["受信する"], ["送信する"]),
        ("接続を閉じる", "接続を開く", ["閉じる"], ["開く"]),
        ("開かない", "開く", ["ない"], []),
        ("一つだけである", "一つである", ["だけ"], []),
        ("すぐに応答する", "応答する", ["すぐ"], []),
        ("5 台増える", "5 台に増える", [], ["台に"]),
        ("5 分経過する", "5 秒経過する", ["5 分"], ["5 秒"]),
        ("受け付けられない", "受け付けられる", ["ない"], []),
    ],
)
def test_these_differ(written: str, said: str, missing: list[str], added: list[str]) -> None:
    assert difference(written, said) == Difference(tuple(missing), tuple(added))


def test_a_word_that_is_known_is_no_slip() -> None:
    assert difference("a conection opens", "a connection opens").is_none
    assert not difference("a conection opens", "a connection opens", frozenset({"conect"})).is_none


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("it is lost", "it is last"),
        ("it is reused", "it is refused"),
        ("a poll of servers", "a pool of servers"),
        ("collections open", "connections open"),
        ("a stale port", "a still port"),
        ("an abled one", "a disabled one"),
    ],
)
def test_a_letter_makes_another_word(written: str, said: str) -> None:
    assert not difference(written, said).is_none


def test_values_in_other_places_are_another_matter() -> None:
    found = difference("from 10.0.0.4 to 10.0.0.5", "from 10.0.0.5 to 10.0.0.4")
    assert found == Difference(is_reordered=True)
    assert difference('"vm1" calls 10.0.0.4:80', '10.0.0.4 calls "vm1"').is_reordered


@pytest.mark.parametrize(
    ("found", "english", "japanese"),
    [
        (
            Difference(("a",), ("b",)),
            'This says "b" instead of "a":',
            "「a」ではなく「b」と述べる文:",
        ),
        (Difference(("a", "c")), 'This leaves out "a" and "c":', "「a」「c」と述べていない文:"),
        (Difference(added=("b",)), 'This also says "b":', "「b」とも述べる文:"),
        (
            Difference(is_reordered=True),
            "This has the values in another order:",
            "値の順序が異なる文:",
        ),
        (Difference(tuple("abcde")), "This says something else:", "別のことを述べる文:"),
    ],
)
def test_the_words_that_differ_are_told(found: Difference, english: str, japanese: str) -> None:
    assert (found.told().en, found.told().ja) == (english, japanese)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("of the", False), ("のは", False), ("not", True), ("だけ", True), ("port", True)],
)
def test_words_that_only_hold_a_sentence_together_say_nothing(text: str, expected: bool) -> None:
    assert says_anything(text) is expected


def test_two_numbers_are_never_one() -> None:
    assert difference("1 2 ports", "12 ports") == Difference(("1 2",), ("12",))
