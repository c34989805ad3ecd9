"""Markdown that says what somebody wrote, and nothing that they didn't mean."""

from __future__ import annotations

import pytest

from azsim.livingdocs.markdown import (
    NOTHING,
    Markdown,
    blocks,
    bold,
    bullets,
    code,
    fence,
    heading,
    joined,
    link,
    table,
    text,
)


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("10.0.0.4:443, 1.5 ms", "10.0.0.4:443, 1.5 ms"),
        ("<script>", r"\<script>"),
        ("AT&amp;T", r"AT\&amp;T"),
        ("*a* _b_ ~c~ `d`", r"\*a\* \_b\_ \~c\~ \`d\`"),
        ("[a](b)", r"\[a\](b)"),
        ("a | b", r"a \| b"),
        ("$x$", "&#36;x&#36;"),
        ("C:\\", "C:\\\\"),
        ("# one #", r"\# one \#"),
        ("1. one", r"1\. one"),
        ("2) two", r"2\) two"),
        ("- one", r"\- one"),
        ("---", r"\---"),
        ("-1", "-1"),
        ("+ one", r"\+ one"),
        ("> one", r"\> one"),
        (":::details", r"\:::details"),
        ("https://example.com/a_b", r"https\://example.com/a\_b"),
        ("www.example.com", r"www\.example.com"),
        ("two\nlines\tand  more", "two lines and more"),
    ],
)
def test_words_are_text(words: str, escaped: str) -> None:
    assert text(words) == escaped


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("vm1", "`vm1`"),
        ("<b> *a* $x$", "`<b> *a* $x$`"),
        ("a`b", "``a`b``"),
        ("`a``b`", "``` `a``b` ```"),
        (" a ", "`  a  `"),
        ("", ""),
    ],
)
def test_words_are_code(words: str, shown: str) -> None:
    assert code(words) == shown


def test_a_fence_is_longer_than_those_in_it() -> None:
    assert fence("a\r\n```\nb\n") == "````text\na\n```\nb\n````"
    assert fence("flowchart LR", "mermaid") == "```mermaid\nflowchart LR\n```"


def test_a_table_has_a_line_for_each_row() -> None:
    made = table([text("a"), text("b")], [[text("1|2"), NOTHING]])
    assert made == "| a | b |\n| --- | --- |\n| 1\\|2 |  |"


def test_what_belongs_to_an_item_stands_below_its_words() -> None:
    items = [text("one"), blocks([text("two"), fence("a\n\nb")])]
    assert bullets(items) == "- one\n\n- two\n\n  ```text\n  a\n\n  b\n  ```"
    assert bullets([text("one"), text("two")]) == "- one\n- two"


def test_an_address_keeps_its_letters_and_loses_what_would_end_it() -> None:
    assert link(text("a"), "../x/区間.md") == "[a](../x/区間.md)"
    assert link(text("a"), "https://x.org/a b(c)") == "[a](https://x.org/a%20b%28c%29)"


def test_what_is_empty_leaves_no_trace() -> None:
    assert bold(NOTHING) == bullets([]) == NOTHING
    assert joined([text("a"), NOTHING, text("b")]) == "a b"
    assert blocks([heading(2, Markdown("a")), NOTHING, text("b")]) == "## a\n\nb"
