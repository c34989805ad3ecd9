"""Comparing, and showing both sides."""

from __future__ import annotations

from textwrap import dedent

import pytest

from azsim.gherkin.playing import expect
from azsim.gherkin.playing.expect import Mismatch
from azsim.terminal.symbols import ASCII, symbols_for
from azsim.text import Language, Text

WHAT = Text("The legs", "区間")
COLUMNS = (Text("from", "から"), Text("source", "送信元"))


def shown(mismatch: Mismatch, language: Language = "en") -> str:
    return "\n" + mismatch.render(language)


def test_equal_values_pass() -> None:
    expect.equal(WHAT, 1, 1)
    expect.between(WHAT, 1, 3, 3)
    expect.holds(WHAT, Text("found", "結果"), True)
    expect.rows(WHAT, COLUMNS, [["a", 1]], [("a", 1)])


def test_a_wrong_value_stands_beside_the_right_one() -> None:
    with pytest.raises(Mismatch) as found:
        expect.equal(Text("The answer", "答え"), Text("four", "四"), 5)
    assert shown(found.value) == dedent(
        """
        The answer
        expected    actual
        ----------  --------
        four        5"""
    )
    assert shown(found.value, "ja") == dedent(
        """
        答え
        期待    実際
        ------  ------
        四      5"""
    )


def test_why_they_differ_is_asked_only_where_they_do() -> None:
    why = Text("one is missing", "一つ足りない")
    expect.equal(WHAT, 1, 1, why=lambda: pytest.fail("nobody needs it"))
    with pytest.raises(Mismatch) as found:
        expect.equal(WHAT, 2, 1, why=lambda: why)
    assert shown(found.value).endswith("\nwhy: one is missing")
    assert shown(found.value, "ja").endswith("\n理由: 一つ足りない")


def test_a_value_outside_its_bounds() -> None:
    with pytest.raises(Mismatch) as found:
        expect.between(WHAT, 1, 3, 4)
    assert "1 to 3" in shown(found.value)
    assert "1 以上 3 以下" in shown(found.value, "ja")


def test_values_may_be_put_into_words() -> None:
    with pytest.raises(Mismatch) as found:
        expect.between(
            WHAT, 60, 120, 30, show=lambda seconds: Text(f"{seconds} s", f"{seconds} 秒")
        )
    assert "60 s to 120 s  30 s" in shown(found.value)
    assert "60 秒 以上 120 秒 以下  30 秒" in shown(found.value, "ja")


class Metres(int):
    """A number with a unit."""

    def __str__(self) -> str:
        return f"{int(self)} m"


def test_a_number_with_a_unit_is_shown_in_its_unit() -> None:
    with pytest.raises(Mismatch, match="4 m +5 m"):
        expect.equal(WHAT, Metres(4), Metres(5))


def test_what_does_not_hold() -> None:
    with pytest.raises(Mismatch) as found:
        expect.holds(WHAT, Text("found", "結果"), False, expected=Text("wanted", "期待値"))
    assert "wanted      found" in shown(found.value)


def test_rows_stand_side_by_side() -> None:
    with pytest.raises(Mismatch) as found:
        expect.rows(
            WHAT,
            COLUMNS,
            [["client", "a"], ["lb", "b"], ["web", "c"]],
            [["client", "a"], ["lb", "x"], ["web", "c"], ["lb", "d"]],
        )
    assert shown(found.value) == dedent(
        """
        The legs
                 from    source
        -------  ------  --------
        ✓        client  a
        ✗        lb      b -> x
        ✓        web     c
        ✗ extra  lb      d"""
    )


def test_a_missing_row_and_wide_characters() -> None:
    with pytest.raises(Mismatch) as found:
        expect.rows(WHAT, COLUMNS, [["クライアント", "a"], ["lb", "b"]], [["lb", "b"]])
    assert "\n" + found.value.render("ja", ASCII) == dedent(
        """
        区間
                から          送信元
        ------  ------------  --------
        x 不足  クライアント  a
        +       lb            b"""
    )


def test_order_matters() -> None:
    with pytest.raises(Mismatch):
        expect.rows(WHAT, COLUMNS, [["a", 1], ["b", 2]], [["b", 2], ["a", 1]])


def test_no_row_at_all_is_a_difference() -> None:
    with pytest.raises(Mismatch):
        expect.rows(WHAT, COLUMNS, [["a", 1]], [])


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "latin-1", None, "no such thing"])
def test_a_console_may_lack_the_signs(encoding: str | None) -> None:
    assert symbols_for(encoding) is ASCII


def test_a_modern_console_has_them() -> None:
    assert symbols_for("utf-8").passed == "✓"
