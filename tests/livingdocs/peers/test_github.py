"""What GitHub's own parser makes of articles, and of any words in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rendered import Articles, github
from trouble import TROUBLE

from azsim.livingdocs.markdown import bold, bullets, code, fence, heading, table, text

ELEMENTS = {
    *("h1", "h2", "h3", "h4", "p", "ul", "li", "strong", "a", "code", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

any_words = st.one_of(
    st.sampled_from(TROUBLE),
    st.text(st.sampled_from("\\`*_[]()<>&|~#$!:-+=.0123 xw/^{}\"'あ（、。")),
    st.text(st.characters(exclude_categories=["Cc", "Cs"])),
)


def seen(words: str) -> str:
    """*words* with spaces as HTML shows them."""
    return " ".join(filter(None, words.split(" ")))


@given(any_words)
def test_any_words_are_shown_as_they_are(words: str) -> None:
    shown = github(text(words))
    # It makes a link of an e-mail address, whatever is done to it.
    assert set(shown.tags) <= ({"p", "a"} if "@" in words else {"p"})
    assert shown.of("p") == ([seen(words)] if words.strip(" ") else [])


@given(any_words)
def test_any_words_are_shown_as_code(words: str) -> None:
    shown = github(f"a {code(words)} b")
    assert [seen(each) for each in shown.of("code")] == ([seen(words)] if words else [])


@given(any_words)
def test_any_words_make_a_heading(words: str) -> None:
    assert github(heading(2, text(words))).of("h2") == [seen(words)]


@given(st.lists(st.tuples(any_words, any_words), min_size=1, max_size=3))
def test_any_words_stay_in_their_cells(rows: list[tuple[str, str]]) -> None:
    columns, *others = [[text(cell) for cell in row] for row in rows]
    shown = github(table(columns, others))
    cells = shown.of("th") + shown.of("td")
    assert cells == [seen(cell) for row in rows for cell in row]


@given(any_words)
def test_any_words_stay_in_their_fence_and_its_item(words: str) -> None:
    shown = github(bullets([fence(words), text("next")]))
    assert shown.tags == ["ul", "li", "pre", "code", "li", "p"] or "p" not in shown.tags
    assert shown.of("pre") == [words.strip(" ")]


def test_keywords_are_bold_beside_japanese() -> None:
    shown = github(f"{bold(text('もし'))} 「（a）」が {code('b')}")
    assert shown.of("strong") == ["もし"]


def test_articles_hold_no_html_of_anybody(written: Articles) -> None:
    for address, article in written.items():
        assert set(github(article).tags) <= ELEMENTS, address


def test_nothing_of_the_notation_is_left_to_see(written: Articles) -> None:
    for address, article in written.items():
        prose = "".join(github(article).prose)
        for sign in ("**", "```", "| ---", "]("):
            assert sign not in prose, (address, sign)


def test_the_title_of_an_article_is_left_to_its_page(written: Articles) -> None:
    for address, article in written.items():
        is_list = address.endswith("README.md")
        assert len(github(article).of("h1")) == int(is_list), address
