"""What people type leads first to the page that answers it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    pass

QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text("utf-8"))

# The first address of each query, from the scripts and the index of the site itself.
_FIRST = """
async (queries) => {
  const content = await new Promise((resolve) => {
    globalThis.azsimIndex = resolve;
    const script = document.createElement("script");
    script.src = `${document.body.dataset.top}assets/search-index.js`;
    document.head.append(script);
  });
  const index = await azsimFind.prepared(content, () => undefined);
  return queries.map((query) => azsimFind.find(index, query, {}).found[0]?.address ?? "nothing");
}
"""


@pytest.fixture(scope="module")
def first(browser: Any, site: Path) -> dict[str, str]:
    """What comes first for each query."""
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/en/index.html")
    found = page.evaluate(_FIRST, list(QUERIES))
    page.close()
    return dict(zip(QUERIES, found, strict=True))


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_its_page_first(first: dict[str, str], query: str) -> None:
    wanted = QUERIES[query]
    assert first[query].startswith(tuple([wanted] if isinstance(wanted, str) else wanted))


def test_there_are_queries_in_both_languages() -> None:
    japanese = [query for query in QUERIES if not query.isascii()]
    assert min(len(japanese), len(QUERIES) - len(japanese)) >= 30
