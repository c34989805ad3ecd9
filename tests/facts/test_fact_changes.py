"""The ways to change a fact, kind by kind."""

from __future__ import annotations

from fractions import Fraction

from azsim.facts import Change, Fact, registry
from azsim.facts.reading import read_facts
from azsim.units import MILLISECOND, SECOND


def fact(**keys: str) -> Fact:
    lines = {
        "id": '"a.b"',
        "status": '"chosen"',
        "en": '"E."',
        "ja": '"J。"',
        "reason_en": '"R."',
        "reason_ja": '"R。"',
        **keys,
    }
    toml = "[[fact]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())
    return read_facts({"x.toml": toml}, {})[0]


def english(fact: Fact) -> list[tuple[object, str]]:
    return [(change.value, change.words.en) for change in fact.changes()]


def test_a_duration_goes_down_and_up_by_its_step() -> None:
    changes = registry()["classic.idle-timeout"].changes()
    assert [(c.value, c.words.en, c.words.ja) for c in changes] == [
        (239 * SECOND, "239 seconds", "239 秒"),
        (241 * SECOND, "241 seconds", "241 秒"),
    ]


def test_the_default_step_is_one_of_the_written_unit() -> None:
    assert english(fact(kind='"duration"', value='"4 minutes"')) == [
        (180 * SECOND, "3 minutes"),
        (300 * SECOND, "5 minutes"),
    ]


def test_a_duration_stays_above_nothing() -> None:
    assert english(fact(kind='"duration"', value='"0.05 ms"', step='"0.5 ms"')) == [
        (0, "0 ms"),
        (MILLISECOND * 55 // 100, "0.55 ms"),
    ]


def test_a_number_goes_down_and_up_by_one() -> None:
    assert english(fact(kind='"number"', value="1", unit='"connections"')) == [
        (0, "0 connections"),
        (2, "2 connections"),
    ]


def test_a_number_of_probes_stays_above_none() -> None:
    assert english(fact(kind='"number"', value="1", unit='"probes"')) == [(2, "2 probes")]


def test_a_number_at_zero_only_goes_up() -> None:
    assert english(fact(kind='"number"', value="0", unit='"connections"')) == [
        (1, "1 connection"),
    ]


def test_the_last_port_only_goes_down() -> None:
    assert english(registry()["host.last-ephemeral-port"]) == [(65534, "port 65534")]


def test_percent_and_times_are_exact_fractions() -> None:
    assert registry()["classic.growth.reclaimed-share"].value == Fraction(1, 2)
    assert english(registry()["classic.growth.reclaimed-share"]) == [
        (Fraction(49, 100), "49 percent"),
        (Fraction(51, 100), "51 percent"),
    ]
    assert english(registry()["classic.redeployment.largest-factor"]) == [
        (Fraction(19, 10), "1.9 times"),
        (Fraction(21, 10), "2.1 times"),
    ]


def test_a_set_gains_each_other_and_loses_each_member() -> None:
    changes = registry()["classic.masquerading.protocols"].changes()
    assert [(c.value, c.words.en, c.words.ja) for c in changes] == [
        (("TCP", "UDP", "ICMP"), "with ICMP", "ICMP を追加"),
        (("TCP", "UDP", "ESP"), "with ESP", "ESP を追加"),
        (("UDP",), "without TCP", "TCP を除外"),
        (("TCP",), "without UDP", "UDP を除外"),
    ]


def test_a_set_of_one_can_become_empty() -> None:
    assert english(fact(kind='"set"', value='["client"]')) == [((), "without client")]


def test_an_order_swaps_each_pair_of_neighbours() -> None:
    changes = registry()["expressroute.path-in"].changes()
    assert [(c.value, c.words.ja) for c in changes] == [
        (
            ("MSEE", "CE router", "ExpressRoute gateway"),
            "MSEE ルーター、CE ルーター、ExpressRoute ゲートウェイ",
        ),
        (
            ("CE router", "ExpressRoute gateway", "MSEE"),
            "CE ルーター、ExpressRoute ゲートウェイ、MSEE ルーター",
        ),
    ]


def test_a_text_becomes_each_other() -> None:
    assert english(registry()["psping.version"]) == [("2.13", "2.13")]


def test_a_behaviour_becomes_each_otherwise() -> None:
    assert english(registry()["fastpath.configured-on"]) == [
        ("on-the-circuit", "FastPath is enabled on the circuit."),
        ("on-the-gateway", "FastPath is enabled on the gateway."),
    ]


def test_a_behaviour_that_is_a_choice_becomes_nothing_else() -> None:
    assert registry()["classic.boundary"].changes() == ()


def test_each_cell_of_a_table_goes_down_and_up() -> None:
    changes = registry()["classic.ports-by-pool-size"].changes()
    assert len(changes) == 16
    assert changes[:4] == (
        Change("classic.ports-by-pool-size", with_first_row(49, 1024), changes[0].words),
        Change("classic.ports-by-pool-size", with_first_row(51, 1024), changes[1].words),
        Change("classic.ports-by-pool-size", with_first_row(50, 1023), changes[2].words),
        Change("classic.ports-by-pool-size", with_first_row(50, 1025), changes[3].words),
    )
    assert [change.words.en for change in changes[:5]] == [
        "1–49: 1,024",
        "1–51: 1,024",
        "1–50: 1,023",
        "1–50: 1,025",
        "51–99: 512",
    ]


def with_first_row(*row: int) -> tuple[tuple[int, ...], ...]:
    return (row, (100, 512), (200, 256), (400, 128))
