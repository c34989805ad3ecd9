"""The same words in both languages."""

from __future__ import annotations

import pytest

from azsim.text import Text, did_you_mean, listed, nearest, same


def test_values_are_filled_in_in_the_language_they_land_in() -> None:
    text = Text("wait {time}", "{time}待つ").fill(time=Text("1 second", "1 秒"))
    assert (text.to("en"), text.to("ja")) == ("wait 1 second", "1 秒待つ")


@pytest.mark.parametrize(
    ("items", "english", "japanese"),
    [
        (["a"], "a", "a"),
        (["10.0.1.4", "10.0.1.5"], "10.0.1.4 and 10.0.1.5", "10.0.1.4 と 10.0.1.5"),
        (["a", "b", "c"], "a, b and c", "a、b、c"),
    ],
)
def test_lists_read_naturally(items: list[str], english: str, japanese: str) -> None:
    assert listed(items) == Text(english, japanese)


def test_japanese_words_of_a_list_have_no_space_between_them() -> None:
    pair = [Text("client", "クライアント"), Text("server", "サーバー")]
    assert listed(pair).ja == "クライアントとサーバー"


def test_the_nearest_name_is_found_whatever_its_case() -> None:
    assert nearest("VM1", ["vm1", "web2"]) == "vm1"


def test_the_nearest_name_is_found_whatever_its_width() -> None:
    assert nearest("ｖｍ１", ["web2", "vm1"]) == "vm1"


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    assert nearest("zebra", ["vm1"]) is None
    assert did_you_mean("zebra", ["vm1"]) == same("")
