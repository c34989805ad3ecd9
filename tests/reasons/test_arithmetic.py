"""Arithmetic in prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.reasons.arithmetic import Broken, Chain, Miswritten, arithmetic_in

NUMBERS = st.integers(0, 9999)


def only(text: str) -> Chain:
    (found,) = arithmetic_in(text)
    assert isinstance(found, Chain)
    return found


def holds(text: str) -> bool:
    return only(text).wrong() is None


def test_words_beside_a_number_are_its_unit() -> None:
    text = "It holds for 240 s, so 5 a second × 240 s = 1,200 > 1,024: it never ends."
    chain = only(text)
    assert text[chain.start : chain.end] == "5 a second × 240 s = 1,200 > 1,024"
    assert chain.says() == only("毎秒 5 本 × 240 秒 = 1,200 > 1,024 となる").says()


@pytest.mark.parametrize(
    "text",
    [
        "5 × 240 = 1,200 > 1,024",
        "960 ≤ 1,024 and so on",
        "1,024 ÷ 5 = 204.8 s ≈ 205 s",
        "1,024 ÷ 240 ≈ 4.27",
        "34 × 1.5 = 51 > 50",
        "1 + 2 × 3 − 4 = 3",
        "600 − 512 = 88",
        "4 × 256 ≈ 1,000",
    ],
)
def test_this_holds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "5 × 240 = 1,000 > 1,024",
        "5 × 240 = 1,200 < 1,024",
        "1,024 ÷ 240 ≈ 4.3 ≈ 5",
        "1,024 ÷ 240 ≈ 4.26",
        "5 ÷ 0 = 0",
        "5 × 281 ≈ 1,000",
    ],
)
def test_this_does_not_hold(text: str) -> None:
    assert not holds(text)


@given(st.lists(NUMBERS, min_size=1, max_size=5), st.data())
def test_it_is_reckoned_as_anybody_does(numbers: list[int], data: st.DataObject) -> None:
    signs = data.draw(
        st.lists(st.sampled_from("×+−"), min_size=len(numbers) - 1, max_size=len(numbers) - 1)
    )
    text, value = str(numbers[0]), [numbers[0]]
    for sign, number in zip(signs, numbers[1:], strict=True):
        text += f" ports {sign} {number}"
        if sign == "×":
            value[-1] *= number
        else:
            value.append(number if sign == "+" else -number)
    left, _ = only(f"{text} = 0").sides()[0]
    assert left.value() == sum(value)


@given(NUMBERS, NUMBERS)
def test_exactly_one_of_three_comparisons_holds(one: int, other: int) -> None:
    assert [holds(f"{one} {sign} {other}") for sign in "<=>"].count(True) == 1


@given(st.decimals(0, 10**6, places=4), st.integers(0, 3))
def test_a_number_is_about_what_is_rounded_to_it(number: object, places: int) -> None:
    assert holds(f"{number:.4f} ≈ {number:.{places}f}")


@given(st.text(alphabet="0123456789 ×÷+−=><≥≤≈abc秒,.-*/()", max_size=40))
def test_any_text_is_read(text: str) -> None:
    for found in arithmetic_in(text):
        if isinstance(found, Chain):
            assert len(found.signs) == len(found.numbers) - 1
            found.wrong()


def test_the_results_are_what_a_side_with_a_sign_comes_to() -> None:
    text = "5 × 240 s = 1,200 > 1,024 and 1,024 ÷ 5 = 204.8 s ≈ 205 s"
    results = [each for chain in arithmetic_in(text) for each in chain.results()]  # type: ignore[union-attr]
    assert [text[each.start : each.end] for each in results] == ["1,200", "204.8 s", "205 s"]


def test_a_formula_of_words_is_prose() -> None:
    for text in ("rate × hold ≤ ports", "connections a second × 240 s", "a -> 5", "ttl=60"):
        assert list(arithmetic_in(text)) == []


def test_a_sign_without_a_number_beside_numbers_is_broken() -> None:
    assert Broken(5, "×") in list(arithmetic_in("rate × 240 s ≤ 1,024"))


def test_brackets_are_not_understood() -> None:
    assert Broken(8, "×") in list(arithmetic_in("(5 + 3) × 2 = 16"))


@pytest.mark.parametrize(
    ("written", "meant"), [("*", "×"), ("x", "×"), ("/", "÷"), ("-", "−"), (">=", "≥"), ("<=", "≤")]
)
def test_a_sign_of_the_keyboard_is_named(written: str, meant: str) -> None:
    found = list(arithmetic_in(f"5 {written} 240 s"))
    assert found == [Miswritten(2, written, meant)]
