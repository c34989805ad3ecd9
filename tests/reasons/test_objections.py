"""What is wrong with a reason."""

from __future__ import annotations

from azsim.reasons import objections
from azsim.text import Text

EN = (
    "Each connection keeps its port for 240 s after FIN, so 5 a second × 240 s = 1,200 > 1,024: the "
    "ports never catch up."
)
JA = "FIN の後、ポートは 4 分保持されます。毎秒 5 本 × 240 秒 = 1,200 > 1,024 となり、追い付きません。"
FACTS = ("classic.fin-hold", "classic.ports-by-pool-size")
SAID = ('"vm1" sends 5 requests per second to 198.51.100.7:443 for 1 hour',)


def found(
    en: str = EN, ja: str = JA, facts: tuple[str, ...] = FACTS, said: tuple[str, ...] = SAID
) -> list[tuple[str, str]]:
    """Where something is wrong, and the words there or the fact."""
    prose = Text(en, ja)
    return [
        (
            each.where,
            facts[each.at] if each.where == "facts" else prose.to(each.where)[each.at :][:5],
        )
        for each in objections(prose, facts, said)
    ]


def test_a_sound_reason_has_none() -> None:
    assert found() == []


def test_a_fact_that_does_not_exist_is_answered_with_the_nearest() -> None:
    (first, *_) = objections(Text(EN, JA), ("classic.fin-holds",), SAID)
    assert (first.where, first.at) == ("facts", 0)
    assert "classic.fin-hold" in first.text.en
    assert "classic.fin-hold" in first.text.ja


def test_a_number_of_a_fact_that_is_not_named_comes_from_nowhere() -> None:
    assert found(facts=FACTS[:1]) == [("en", "1,024"), ("ja", "1,024")]
    (first, *_) = objections(Text(EN, JA), FACTS[:1], SAID)
    assert "classic.ports-by-pool-size" in first.text.en


def test_a_unit_may_be_left_out_but_not_be_another() -> None:
    assert found(en="It is 240 s, and over at 240.", ja="") == []
    assert found(en="It is 240 minutes.", ja="") == [("en", "240 m")]


def test_a_number_of_a_step_needs_no_fact() -> None:
    assert found(en="After 3,600 s, port 443 of 198.51.100.7 is free.", ja="", facts=()) == []
    assert found(en="After 3,601 s, port 80 of 198.51.100.8.", ja="", facts=()) == [
        ("en", "3,601"),
        ("en", "80 of"),
        ("en", "198.5"),
    ]


def test_a_number_of_a_statement_is_told_by_its_fact() -> None:
    assert found(en="The lowest is 1024.", ja="", facts=("classic.endpoint.first-port",)) == []


def test_arithmetic_that_does_not_hold_is_told_with_what_comes_out() -> None:
    wrong = EN.replace("1,200", "1,000")
    (first, *_) = objections(Text(wrong, ""), FACTS, SAID)
    assert (first.where, wrong[first.at :][:10]) == ("en", "5 a second")
    assert "1,200" in first.text.en


def test_one_number_of_a_chain_that_holds_may_be_supposed() -> None:
    assert found(en="At 4 a second it lasts: 4 × 240 s = 960 ≤ 1,024.", ja="") == []
    # What it is compared with may not.
    assert found(en="It lasts: 5 × 240 s = 1,200 ≤ 1,201.", ja="") == [("en", "1,201")]
    # Neither may two of them.
    assert found(en="It lasts: 4 × 15 s = 60 ≤ 1,024.", ja="") == [("en", "4 × 1"), ("en", "15 s ")]


def test_a_number_of_a_step_may_be_made_up_of_others() -> None:
    said = ("255 seconds pass",)
    en = "It waits 1, 2, 4 and 8 s: 1 + 2 + 4 + 8 s + 240 = 255 s."
    assert found(en=en, ja="", said=said) == []
    assert found(en=en.replace("255", "256").replace("8", "9"), ja="", said=said) != []


def test_the_arithmetic_is_the_same_in_both_languages() -> None:
    assert found(ja=JA.replace(" > 1,024", "")) == [("ja", "5 本 ×")]
    assert found(ja="追い付きません。") == [("ja", "追い付きま")]
    assert found(ja="") == []


def test_signs_that_are_not_checked_are_named() -> None:
    assert found(en="5 * 240 s", ja="") == [("en", "* 240")]
    assert found(en="rate × 240 s > 1,024", ja="")[0] == ("en", "× 240")
