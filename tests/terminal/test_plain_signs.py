"""A console that lacks a sign shows a plainer one."""

from __future__ import annotations

import pytest

from azsim.terminal.symbols import IN_PLAIN_SIGNS


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "web_0 … web_49: 80 → 8080, 2 × 512"),
        ("cp932", "web_0 … web_49: 80 → 8080, 2 × 512"),
        ("cp1252", "web_0 … web_49: 80 -> 8080, 2 × 512"),
        ("ascii", "web_0 ... web_49: 80 -> 8080, 2 x 512"),
    ],
)
def test_arrows_and_dots_have_plain_forms(encoding: str, shown: str) -> None:
    words = "web_0 … web_49: 80 → 8080, 2 × 512"
    assert words.encode(encoding, errors=IN_PLAIN_SIGNS).decode(encoding) == shown


def test_any_other_sign_is_a_question_mark() -> None:
    assert "規則 →".encode("ascii", errors=IN_PLAIN_SIGNS) == b"?? ->"


def test_reading_is_nothing_it_deals_with() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", errors=IN_PLAIN_SIGNS)
