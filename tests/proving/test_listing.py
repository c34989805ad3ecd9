"""What a reader of facts sees."""

from __future__ import annotations

import pytest

from azsim.cli import main
from azsim.facts import registry, show_value
from azsim.proving import FactProof, Proof
from azsim.proving.listing import explain, found, known, list_facts
from azsim.proving.proof import ChangeProof
from azsim.terminal.columns import width
from azsim.text import Advice, Language, Text


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


def told(fact_id: str, language: Language, proof: Proof | None = None) -> str:
    return "\n".join(explain(registry()[fact_id], proof, language))


def test_a_fact_is_listed_with_its_statement_its_kind_and_its_date() -> None:
    assert list(list_facts([registry()["classic.rst-hold"]], "en")) == [
        "classic.rst-hold: 15 seconds",
        "  A TCP SNAT port stays held for this long after an RST.",
        "  documented 2018-07-13: Outbound connections (Classic), TCP SNAT port release",
    ]


@pytest.mark.parametrize("wide", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_fits_the_terminal_and_leaves_nothing_out(wide: int, language: Language) -> None:
    lines = list(list_facts(registry().values(), language, wide))
    assert max(map(width, lines)) <= wide
    assert "…" not in "".join(lines)
    names = [line.split(":")[0] for line in lines if line.startswith(tuple(registry()))]
    assert names == list(registry())


def test_the_command_lists_what_holds_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "snat", "port", "--lang", "en"]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("classic.port-scope: ")
    assert last.endswith("facts. All about one: azsim facts show classic.port-scope")


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (["zzzz"], 'No fact holds "zzzz". "azsim facts" lists them all.'),
        (["finn"], 'No fact holds "finn". Did you mean "fin"? "azsim facts" lists them all.'),
        (["show", "x"], "show stands right behind facts, and options behind it: azsim facts show"),
    ],
)
def test_words_that_no_fact_holds_are_answered(words: list[str], english: str) -> None:
    with pytest.raises(Advice) as caught:
        found(words)
    assert caught.value.text.en.startswith(english)


def test_all_about_a_documented_fact() -> None:
    assert told("classic.rst-hold", "en") == (
        "classic.rst-hold\n"
        "\n"
        "  A TCP SNAT port stays held for this long after an RST.\n"
        "\n"
        "  value: 15 seconds\n"
        "  status: documented\n"
        "  source: Outbound connections (Classic), TCP SNAT port release, 2018-07-13\n"
        "    https://github.com/MicrosoftDocs/azure-docs/blob/18069f676521b6b8e346367b5d80714e5dd6cef8/"
        "articles/load-balancer/"
        "load-balancer-outbound-connections-classic.md\n"
        "\n"
        "  Which scenarios fail if this changes: azsim facts prove finds out, in about a minute."
    )


def test_all_about_a_chosen_fact_in_japanese() -> None:
    text = told("classic.growth.reclaimed-half", "ja")
    assert "半分のポートである。\n\n  状態: 本モデルの仮定\n  理由: どちらの半分が" in text
    assert "  出典: 送信接続 (クラシック)、ポート マスカレード SNAT (PAT)" in text


def test_what_would_be_otherwise_is_told() -> None:
    assert "  otherwise: FIN releases nothing.\n  otherwise: RST releases nothing.\n" in told(
        "classic.tcp-release", "en"
    )
    assert "  そうでない場合: FIN では解放されない。\n" in told("classic.tcp-release", "ja")


def test_older_values_and_contradictions_are_shown() -> None:
    assert "  before: UltraPerformance and ErGw3AZ (2024-07)" in told("fastpath.gateway-skus", "en")
    assert "  disputed: Microsoft's page on classic" in told("classic.role.methods", "en")
    assert "日付なし" in told("load-balancer.probe-source", "ja")


@pytest.mark.parametrize(
    ("changes", "english", "japanese"),
    [
        (
            (ChangeProof(Text("14 seconds", "14 秒"), ("x.feature::Held", "x.feature::Free")),),
            "  If this changes, these scenarios fail:\n    x.feature::Held\n    x.feature::Free",
            "  これが変わると、次のシナリオが失敗する:\n    x.feature::Held\n    x.feature::Free",
        ),
        (
            (ChangeProof(Text("14 seconds", "14 秒"), ()),),
            "  No scenario fails if this changes.",
            "  これが変わっても失敗するシナリオはない。",
        ),
    ],
)
def test_who_notices_a_change_is_told_by_the_last_proof(
    changes: tuple[ChangeProof, ...], english: str, japanese: str
) -> None:
    proof = Proof({"classic.rst-hold": FactProof("classic.rst-hold", (), changes)})
    assert told("classic.rst-hold", "en", proof).endswith(f"\n\n{english}")
    assert told("classic.rst-hold", "ja", proof).endswith(f"\n\n{japanese}")


def test_nobody_has_to_notice_a_choice_of_the_model() -> None:
    assert "scenario" not in told("classic.growth.reclaimed-half", "en")


@pytest.mark.parametrize("part", ["fin", "FIN", "240", "240秒"])
def test_a_part_of_an_id_or_a_value_names_those_that_hold_it(part: str) -> None:
    with pytest.raises(Advice) as caught:
        known(part)
    assert "\n  classic.fin-hold: 240 seconds" in caught.value.text.en
    assert "\n  classic.fin-hold: 240 秒" in caught.value.text.ja


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(Advice) as caught:
        known("classic.fin-hld")
    assert 'Did you mean "classic.fin-hold"?' in caught.value.text.en
    assert "「classic.fin-hold」のことか。" in caught.value.text.ja
