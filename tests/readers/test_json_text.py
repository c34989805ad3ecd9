"""JSON as people write it, with the line of every value."""

from __future__ import annotations

import codecs
import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.readers.declared import Object, Place, Value
from azsim.readers.json_text import DEEPEST, decoded, read_json
from azsim.text import Advice


def read(text: str) -> Value:
    return read_json(text, "main.json")


def read_object(text: str) -> Object:
    found = read(text)
    assert isinstance(found, Object)
    return found


def advice(text: str) -> Advice:
    with pytest.raises(Advice) as caught:
        read(text)
    assert str(caught.value).startswith("main.json")
    assert caught.value.text.ja.startswith("main.json")
    return caught.value


def test_values_are_those_of_json() -> None:
    found = read('[1, -2.5e1, true, false, null, "a", {}, []]')
    assert found == (1, -25.0, True, False, None, "a", Object(), ())


def test_each_member_knows_its_line() -> None:
    found = read_object('{\n  "a": 1,\n  "b":\n  {\n "c": 2\n}\n}')
    inner = found["b"]
    assert isinstance(inner, Object)
    assert (found.place, found.place_of("a")) == (Place("main.json", 1), Place("main.json", 2))
    assert (found.place_of("B"), inner.place) == (Place("main.json", 3), Place("main.json", 4))
    assert str(inner.place_of("c")) == "main.json:5"


def test_comments_raw_line_breaks_and_last_commas_are_taken() -> None:
    text = '\ufeff{ // what for\n"a": /* b */ "x // y\n/* z */", "b": [1, 2,],\n}'
    assert read(text) == Object([("a", "x // y\n/* z */"), ("b", (1, 2))])


def test_lines_are_counted_within_strings_and_comments() -> None:
    found = read_object('{"a": "1\n2", /*\n\n*/\n"b": 1}')
    assert found.place_of("b") == Place("main.json", 5)


def test_names_are_found_whatever_their_case() -> None:
    assert read_object('{"loadbalancingRules": 1}')["loadBalancingRules"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Expected: a value. Found at column 1: the end of the file."),
        ('{"a" "b"}', 'Expected: ":". Found at column 6: a string.'),
        ('{"a": 1 "b"}', 'Expected: "}" and ",". Found at column 9'),
        (
            "{\n1}",
            'main.json:2: this is no JSON. Expected: a name between quotation marks (") and "}"',
        ),
        ("{'a': 1}", "main.json:1: from column 2"),
        ('{"a": "b', "from column 7"),
        ("[1, 2", 'Expected: "]" and ",". Found at column 5: the end of the file.'),
        ("[1,, 2]", "Expected: a value"),
        ("{} {}", "Expected: the end of the file"),
        ('{"a": 1,\n"b": 2,\n"a": 3}', 'main.json:3: "a" stands twice'),
        (r'"\q"', "a backslash"),
        ("1e999", "too large"),
        ("1" * 500, "too large"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, words: str) -> None:
    assert words in str(advice(text))


def test_half_a_pair_of_a_letter_is_replaced() -> None:
    assert read(r'"\ud83d \ud83d\ude00"') == "\N{REPLACEMENT CHARACTER} \N{GRINNING FACE}"


@pytest.mark.parametrize("unit", ["[", '{"a":', '[{"a":'])
def test_depth_is_bounded(unit: str) -> None:
    begun = time.process_time()
    advice(unit * 50_000)
    closing = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(unit) if sign in "[{")
    assert "deep" in str(advice(unit * 20_000 + "1" + closing * 20_000))
    assert time.process_time() - begun < 30


def test_what_is_just_not_too_deep_is_read() -> None:
    read("[" * DEEPEST + "]" * DEEPEST)
    advice("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_depth_and_weight_of_an_object_count_what_is_in_it() -> None:
    found = read_object('{"a": [[1, {"b": 2}]], "c": 3}')
    assert (found.depth, found.weight) == (4, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_and_without_a_mark_are_told_apart(encoding: str) -> None:
    assert decoded("é".encode(encoding), "main.json") == "é"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x89PNG", codecs.BOM_UTF16_BE + b"a"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Advice, match="is no text"):
        decoded(content, "main.json")


@given(st.text(alphabet='{}[]",:\\/* \n1e-tfn', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Advice):
        read(text)
