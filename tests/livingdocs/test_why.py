"""Why something is so: prose above the steps, numbers that lead to facts, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest
from html_page import parsed

from azsim.facts import registry
from azsim.livingdocs.articles import articles
from azsim.livingdocs.grounds import counting, grounds
from azsim.livingdocs.numbers import Numbers
from azsim.livingdocs.site import FactPage, Site

OUTLINE = "features/outbound/ports/count-connections.html"
FEATURE = "features/outbound/ports/index.html"


def words(pages: Mapping[str, str], address: str) -> str:
    return parsed(pages[address]).words


def in_order(shown: str, *parts: str) -> bool:
    places = [shown.index(part) for part in parts]
    return places == sorted(places)


def test_the_reason_stands_below_the_title_and_above_the_steps(
    small_pages: Mapping[str, str],
) -> None:
    shown = words(small_pages, f"en/{FEATURE}")
    assert in_order(shown, "An instance has 1,024 of them.", "Given a classic deployment")
    assert in_order(shown, "There are ports for 8 ≤ 1,024 of them.", 'When "vm1" opens')


def test_each_row_of_an_outline_fills_it(small_pages: Mapping[str, str]) -> None:
    shown = words(small_pages, f"en/{OUTLINE}")
    assert in_order(shown, "for 8 ≤ 1,024", "opens 8 TCP", "for 1,024 ≤ 1,024", "opens 1,024 TCP")


def test_the_other_page_has_the_other_prose(small_pages: Mapping[str, str]) -> None:
    assert "各インスタンスに 1,024 個あります。" in words(small_pages, f"ja/{FEATURE}")
    assert "8 ≤ 1,024 なので、ポートは足ります。" in words(small_pages, f"ja/{OUTLINE}")
    assert "An instance has" not in words(small_pages, f"ja/{FEATURE}")


def test_a_number_leads_to_the_fact_that_it_is_the_value_of(small_pages: Mapping[str, str]) -> None:
    page = small_pages[f"en/{FEATURE}"]
    link = '<a class="number" href="../../../facts/classic.ports-by-pool-size.html"'
    assert re.search(rf"An instance has {link}[^>]*>1,024</a> of them", page)


def test_no_page_holds_a_column_of_an_outline(small_pages: Mapping[str, str]) -> None:
    for address, page in small_pages.items():
        assert "&lt;count&gt;" not in page, address
        assert "&lt;本数&gt;" not in page, address


def test_columns_have_names_in_the_language_of_the_page(small_pages: Mapping[str, str]) -> None:
    assert ">count</th>" in small_pages[f"en/{OUTLINE}"]
    assert ">count</th>" not in small_pages[f"ja/{OUTLINE}"]
    assert ">本数</th>" in small_pages[f"ja/{OUTLINE}"]


def test_the_facts_that_it_names_come_first(small_site: Site) -> None:
    row = next(each for each in small_site.rows if each.named)
    shown = [page.fact.id for page in small_site.facts_of(row).decisive]
    assert shown[:2] == ["classic.ports-by-pool-size", "classic.port-choice"]


def test_a_badge_says_what_a_behaviour_rests_on(small_pages: Mapping[str, str]) -> None:
    # A reason that names an incidental choice is about it.
    assert "✓ holds assumed" in words(small_pages, f"en/{OUTLINE}")
    assert "✓ 確認済み 本モデルの仮定" in words(small_pages, f"ja/{OUTLINE}")
    assert "What the marks mean" in words(small_pages, f"en/{OUTLINE}")
    # What doesn't hold rests on nothing.
    assert "✗ fails One too many" not in words(small_pages, f"en/{FEATURE}")


def test_an_article_carries_it(small_site: Site) -> None:
    found = {each.address: each.content.decode() for each in articles(small_site)}
    english, japanese = found["en/outbound/ports.md"], found["ja/outbound/ports.md"]
    assert "An instance has 1,024 of them." in english
    assert "There are ports for 8 ≤ 1,024 of them." in english
    assert "各インスタンスに 1,024 個あります。" in japanese
    assert "This rests on assumptions of the model as well" in english


@pytest.mark.parametrize(
    ("facts", "sure"),
    [
        ((), None),
        (("classic.fin-hold",), "documented"),
        (("classic.fin-hold", "psping.rounding"), "observed"),
        (("psping.rounding", "psping.timeout", "classic.fin-hold"), "chosen"),
    ],
)
def test_the_least_sure_fact_says_how_sure_the_whole_is(
    facts: Iterable[str], sure: str | None
) -> None:
    assert grounds(facts) == sure


def test_an_incidental_choice_counts_only_where_it_is_named() -> None:
    rested = ("classic.fin-hold", "classic.boundary", "psping.timeout")
    assert counting(rested) == ("classic.fin-hold", "psping.timeout")
    assert counting(rested, ["classic.boundary", "psping.rounding"]) == rested


def test_a_latency_counts_only_where_somebody_measures_one() -> None:
    path = ("expressroute.path-in", "expressroute.latency.ce-msee")
    assert counting(path) == path[:1]
    assert counting((*path, "psping.rounding")) == (*path, "psping.rounding")
    assert counting(path, path[1:]) == path


def pages(*ids: str) -> list[FactPage]:
    return [FactPage(registry()[each], f"facts/{each}", (), (), None, ()) for each in ids]


def links(text: str, named: Iterable[str] = (), rested: Iterable[str] = ()) -> dict[str, str]:
    found = Numbers(pages(*named), pages(*rested)).pieces(text)
    pieces = list(found)
    assert "".join(each.text for each in pieces) == text
    return {each.text: each.page.fact.id for each in pieces if each.page}


def test_of_two_named_facts_a_number_belongs_to_the_one_that_is_written_so() -> None:
    holds = ("classic.idle-timeout", "classic.fin-hold")
    assert links("240 seconds after FIN, 4 minutes when idle", holds) == {
        "240 seconds": "classic.fin-hold",
        "4 minutes": "classic.idle-timeout",
    }


def test_a_fact_that_is_not_named_has_a_number_only_if_no_other_has_it() -> None:
    assert links("after 15 seconds", rested=["classic.rst-hold"]) == {
        "15 seconds": "classic.rst-hold"
    }
    assert links("after 240 seconds", rested=["classic.fin-hold", "classic.idle-timeout"]) == {}


def test_a_small_count_belongs_to_a_named_fact_only() -> None:
    assert links("4 of them", rested=["psping.count"]) == {}
    assert links("4 of them", named=["psping.count"]) == {"4": "psping.count"}
