"""What a reader of facts sees."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from azsim.facts import registry, show_value
from azsim.facts.command import explain, list_facts
from azsim.text import Advice, Text


@pytest.mark.parametrize(
    ("fact_id", "english", "japanese"),
    [
        ("classic.idle-timeout", "4 minutes", "4 分"),
        ("classic.fin-hold", "240 seconds", "240 秒"),
        ("psping.interval", "1 second", "1 秒"),
        ("fastpath.recorded.median-off", "4.63 ms", "4.63 ミリ秒"),
        ("classic.growth.reclaimed-share", "50 percent", "50%"),
        ("classic.redeployment.largest-factor", "2 times", "2 倍"),
        ("classic.endpoint.first-port", "port 1024", "ポート 1024"),
        ("traffic-manager.largest-ttl", "2,147,483,647 seconds", "2,147,483,647 秒"),
        ("classic.masquerading.protocols", "TCP and UDP", "TCP と UDP"),
        ("classic.fin-ends", "client and server", "クライアントとサーバー"),
        ("traffic-manager.answer", "CNAME, A", "CNAME、A"),
        ("classic.fallback.shared", "behaviour", "動作"),
    ],
)
def test_values(fact_id: str, english: str, japanese: str) -> None:
    assert show_value(registry()[fact_id]) == Text(english, japanese)


def test_a_table_is_shown_by_its_spans() -> None:
    spans = "1–50: 1,024; 51–100: 512; 101–200: 256; 201–400: 128"
    assert show_value(registry()["classic.ports-by-pool-size"]) == Text(spans, spans)


def test_the_list_has_a_row_for_each_fact() -> None:
    lines = list_facts("en").splitlines()
    assert lines[0].split() == ["id", "value", "status", "source"]
    assert [line.split()[0] for line in lines[2:]] == list(registry())


def test_the_list_can_be_of_some_facts() -> None:
    assert len(list_facts("en", [registry()["classic.fin-hold"]]).splitlines()) == 3


def test_columns_line_up_in_japanese() -> None:
    lines = list_facts("ja").splitlines()
    third = lines[1].split("  ")
    at = len(third[0]) + 2 + len(third[1]) + 2
    states = {"文書に記載", "観測", "モデルの選択"}
    for line in lines[2:]:
        assert any(beyond(line, at).startswith(state) for state in states), line


def beyond(line: str, column: int) -> str:
    """What stands in *line* from a screen column on, wide letters taking two."""
    width = 0
    for at, letter in enumerate(line):
        if width == column:
            return line[at:]
        width += 2 if east_asian_width(letter) in "FW" else 1
    return ""


def test_all_about_a_documented_fact() -> None:
    assert explain("classic.rst-hold", "en") == (
        "classic.rst-hold\n"
        "\n"
        "  A TCP SNAT port stays held for this long after an RST.\n"
        "\n"
        "  value: 15 seconds\n"
        "  status: documented\n"
        "  source: Outbound connections (Classic), TCP SNAT port release, 2018-07-13\n"
        "    https://github.com/MicrosoftDocs/azure-docs/blob/18069f676521b6b8e346367b5d80714e5dd6cef8/"
        "articles/load-balancer/"
        "load-balancer-outbound-connections-classic.md"
    )


def test_all_about_a_chosen_fact_in_japanese() -> None:
    text = explain("classic.growth.reclaimed-half", "ja")
    assert "半分のポートである。\n\n  状態: モデルの選択\n  理由: どちらの半分が" in text
    assert "  出典: 送信接続 (クラシック)、ポート マスカレード SNAT (PAT)" in text


def test_what_would_be_otherwise_is_told() -> None:
    assert "  otherwise: FIN releases nothing.\n  otherwise: RST releases nothing.\n" in explain(
        "classic.tcp-release", "en"
    )
    assert "  そうでない場合: FIN では解放されない。\n" in explain("classic.tcp-release", "ja")


def test_older_values_and_contradictions_are_shown() -> None:
    assert "  before: UltraPerformance and ErGw3AZ (2024-07)" in explain(
        "fastpath.gateway-skus", "en"
    )
    assert "  disputed: Microsoft's page on classic" in explain("classic.role.methods", "en")
    assert "日付なし" in explain("load-balancer.probe-source", "ja")


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(Advice) as caught:
        explain("classic.fin-hld", "en")
    assert 'Did you mean "classic.fin-hold"?' in caught.value.text.en
    assert "「classic.fin-hold」のことか。" in caught.value.text.ja
