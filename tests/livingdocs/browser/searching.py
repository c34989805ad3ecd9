"""What somebody does with the search, and what it then shows."""

from __future__ import annotations

from typing import Any


def search(page: Any, words: str) -> list[str]:
    """Type *words* into the search; the titles of the results."""
    page.keyboard.press("/")
    page.keyboard.insert_text(words)
    return answer(page)


def choose(page: Any, name: str, label: str) -> list[str]:
    """Choose one of the filters of the search; the titles of the results."""
    page.locator("#search input").focus()
    page.locator("#search .narrow").evaluate("each => { each.open = true }")
    page.locator(f"#search select[name={name}]").select_option(label=label)
    return answer(page)


def answer(page: Any) -> list[str]:
    """The titles of the results, once they are there."""
    page.locator("#search .count:not(:empty)").wait_for()
    titles: list[str] = page.locator("#search .results a").all_text_contents()
    return titles


def count(page: Any) -> str:
    """What the search says of how many there are."""
    text: str = page.locator("#search .count").inner_text()
    return text


def focused(page: Any) -> str:
    """The text, or else the id, of what has the focus."""
    found: str = page.evaluate(
        "document.activeElement.innerText || document.activeElement.id || 'page'"
    )
    return found
