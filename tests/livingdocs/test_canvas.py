"""How words are broken into lines in pictures."""

from __future__ import annotations

import pytest

from azsim.livingdocs.pictures.canvas import wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a word and another", ["a word and", "another"]),
        ("仮想ネットワーク", ["仮想", "ネットワーク"]),
        ("オンプレミスのサーバー", ["オンプレミスの", "サーバー"]),
        ("負荷分散された要求", ["負荷分散された", "要求"]),
        ("アプリケーションゲートウェイ", ["アプリケーショ", "ンゲートウェイ"]),
    ],
)
def test_lines_break_beside_words_and_only_a_word_that_is_too_long_within(
    text: str, lines: list[str]
) -> None:
    assert wrapped(text, 7 * 14) == lines
