"""Addresses that comments declare for the pages of features and scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest
from words import source

from azsim.gherkin.reading.page_names import LONGEST, PageName, page_names_in
from azsim.gherkin.reading.source import parse
from azsim.gherkin.reading.titles import Title, title_nodes, titles_in
from azsim.gherkin.vocabulary.installed import features

FEATURE = """\
# page: ports
# ja: ポート
@outbound
Feature: Ports
  # page: of-a-rule
  Rule: A rule
    # page: some
    # ja: 取る
    @many
    Scenario Outline: Taking <n>
      When "web1" takes <n> ports
      # page: of-examples
      Examples:
        | n |
        | 1 |

    # page: far

    Scenario: Without
      When "web1" takes 1 port

    # a remark
    # page: one
    # page: other
    Scenario: With two
      When "web1" takes 1 port
"""


def test_a_name_stands_directly_above_a_title_or_its_tags() -> None:
    found = page_names_in(source(FEATURE))
    assert found == {
        4: (PageName("ports", 1),),
        10: (PageName("some", 7),),
        25: (PageName("one", 23), PageName("other", 24)),
        0: (PageName("of-a-rule", 5), PageName("of-examples", 12), PageName("far", 17)),
    }


def test_the_title_in_the_other_language_stands_below_it() -> None:
    titles = titles_in(source(FEATURE), "ja")
    assert titles == {4: Title("ポート"), 10: Title("取る")}


@pytest.mark.parametrize(
    ("name", "is_address"),
    [
        ("hold-after-close", True),
        ("68-per-second", True),
        ("x" * LONGEST, True),
        ("x" * (LONGEST + 1), False),
        ("Hold", False),
        ("a--b", False),
        ("-a", False),
        ("a b", False),
        ("ポート", False),
        ("index", False),
        ("", False),
    ],
)
def test_an_address_is_short_and_of_small_letters(name: str, is_address: bool) -> None:
    assert PageName(name, 1).is_address is is_address


SHIPPED = [path for folder in features() for path in sorted(folder.rglob("*.feature"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_scenario_declares_the_address_of_its_page(path: Path) -> None:
    read = parse(path)
    nodes = title_nodes(read.tree["feature"])
    scenarios = {node["location"]["line"] for node in nodes if "examples" in node}
    assert scenarios <= page_names_in(read).keys()
