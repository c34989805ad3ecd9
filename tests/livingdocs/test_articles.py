"""Articles: everything of a feature on one page, first what doesn't hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve

from azsim.livingdocs import build
from azsim.livingdocs.article import LONGEST_DIAGRAM, LONGEST_OUTPUT
from azsim.livingdocs.articles import articles
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.site import Behaviour, Row, Site
from azsim.proving import FactProof
from azsim.proving.proof import ChangeProof
from azsim.questions.printed import Printed
from azsim.text import Text, same

PORTS = "en/outbound/ports.md"
OWN = "ja/own/own.md"

PICTURE = Picture(
    "walk",
    same("A way"),
    same("It goes on."),
    same("<svg/>"),
    Table((same("from"), same("to")), (("vm1", "a|b"),)),
    Text("sequenceDiagram", "flowchart LR"),
)


@pytest.fixture(scope="module")
def small_articles(small_site: Site) -> Mapping[str, str]:
    """The articles of the small site by their addresses."""
    return written(small_site)


def written(site: Site) -> Mapping[str, str]:
    return {article.address: article.content.decode() for article in articles(site)}


def with_first_play(site: Site, **changes: object) -> Site:
    """*site*, of whose first play something is different."""
    service, *services = site.services
    feature, *features = service.features
    behaviour, *behaviours = feature.behaviours
    row, *rows = behaviour.rows
    row = Row(row.address, row.anchor, evolve(row.shown, **changes))  # type: ignore[arg-type]
    behaviour = Behaviour(behaviour.address, (row, *rows))
    feature = evolve(feature, behaviours=(behaviour, *behaviours))
    return evolve(site, services=(evolve(service, features=(feature, *features)), *services))


def test_there_is_one_article_for_each_feature_and_language(
    small_articles: Mapping[str, str],
) -> None:
    names = {"README.md", "hostile/b.md", "outbound/ports.md", "own/expected.md", "own/own.md"}
    assert set(small_articles) == {"README.md"} | {f"en/{n}" for n in names} | {
        f"ja/{n}" for n in names
    }


def test_an_article_ends_with_one_newline(small_articles: Mapping[str, str]) -> None:
    for article in small_articles.values():
        assert article.rstrip("\n") + "\n" == article


def test_every_link_leads_somewhere(small_articles: Mapping[str, str], small_site: Site) -> None:
    captures = {address for row in small_site.rows for _, address in row.captures}
    astray = []
    for address, article in small_articles.items():
        for target in re.findall(r"\]\(([^)]*)\)", article):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(address), target))
            if not target.startswith("https://") and place not in {*small_articles, *captures}:
                astray.append((address, target))
    assert astray == []


def test_what_fails_comes_first(small_articles: Mapping[str, str]) -> None:
    article = small_articles[PORTS]
    assert article.startswith(
        "# SNAT ports\n\n✗ **2** of 3 plays hold\n\nPorts are finite.\n\n"
        "An instance has 1,024 of them.\n\n"
        "## What fails\n\n### One too many\n\n✗ **Then** `1,025` connections succeed\n\n"
        "connections that succeed\n\n- **expected:** 1,025\n- **actual:** 1,024\n\n"
        "`features/outbound/ports.feature:34`\n\n"
    )


def test_rows_that_differ_stand_below_each_other_with_the_difference_in_bold(
    small_articles: Mapping[str, str],
) -> None:
    assert "| 期待 | appgw | web1 | **192.0.2.33** | 10.0.2.4 |" in small_articles[OWN]
    assert "| 実際 | appgw | web1 | **10.0.1.4** | 10.0.2.4 |" in small_articles[OWN]
    assert "| 余分 | web1 | appgw |" in small_articles[OWN]


def test_a_step_has_its_table_below_it(small_articles: Mapping[str, str]) -> None:
    assert (
        '- **前提** フロントエンド IP が `203.0.113.20` の Application Gateway `"appgw"` があり、'
        "インスタンスは次のとおり:\n\n"
        "  | 名前 | プライベート IP |\n  | --- | --- |\n  | appgw-0 | 10.0.1.4 |\n"
    ) in small_articles[OWN]


def test_a_background_stands_once_above_its_scenarios(small_articles: Mapping[str, str]) -> None:
    article = small_articles[PORTS]
    assert article.count("**Given** a classic deployment with `1` instance") == 1
    assert article.index("## Rule: Ports in use") < article.index("### In every scenario below")


def test_an_outline_shows_its_rows_and_the_first_of_them_as_a_whole(
    small_articles: Mapping[str, str],
) -> None:
    article = small_articles[PORTS]
    assert (
        "### 8 or 1,024 connections\n\n✓ holds · Rests on assumptions of the model as well · `features/outbound/ports.feature:"
        in article
    )
    assert "| Outcome | count | Packet captures |\n| --- | --- | --- |\n| ✓ holds | 8 |" in article
    assert '**The row shown here:** `8`\n\n- **When** `"vm1"` opens `8` TCP' in article


def test_a_scenario_shows_its_facts_and_the_article_their_sources(
    small_articles: Mapping[str, str],
) -> None:
    article = small_articles[PORTS]
    assert "- `classic.ports-by-pool-size`: 1–50: 1,024; 51–100" in article
    register = article[article.index("## Values and sources\n") :]
    assert re.search(
        r"\| `classic.ports-by-pool-size` \| 1–50: .* \| documented, not checked yet "
        r"\| \[Outbound connections \(Classic\), Ephemeral port preallocation .*\]"
        r"\(https://github.com/MicrosoftDocs/azure-docs/blob/[0-9a-f]{40}/.*\.md\) \(2018-07-13\)",
        register,
    )
    assert register.index("| documented") < register.index("| assumed")


def test_facts_that_a_scenario_does_not_pin_are_but_named(small_site: Site) -> None:
    first = next(small_site.rows).shown
    pinned, other, *_ = (fact for fact in first.facts if fact.startswith("classic."))
    caught = (ChangeProof(same("0"), (first.told.id,)),)
    facts = [
        evolve(page, proof=FactProof(page.fact.id, (), caught if page.fact.id == pinned else ()))
        for page in small_site.facts
    ]
    article = written(evolve(small_site, facts=tuple(facts)))[PORTS]
    assert re.search(
        rf"- `{pinned}`: .* \(this scenario fails if it changes\)\n- used here: .*`{other}`",
        article,
    )


def test_a_picture_is_a_diagram_in_the_language_of_the_article(small_site: Site) -> None:
    made = written(with_first_play(small_site, pictures=(PICTURE,)))
    english = "A way\n\nIt goes on.\n\n```mermaid\nsequenceDiagram\n```\n\n"
    assert english in made[PORTS]
    assert "```mermaid\nflowchart LR\n```" in made["ja/outbound/ports.md"]


@pytest.mark.parametrize("diagram", [None, same("x" * (LONGEST_DIAGRAM + 1))])
def test_a_picture_that_nobody_draws_is_its_table(small_site: Site, diagram: Text | None) -> None:
    picture = evolve(PICTURE, mermaid=diagram)
    article = written(with_first_play(small_site, pictures=(picture,)))[PORTS]
    assert "It goes on.\n\n| from | to |\n| --- | --- |\n| vm1 | a\\|b |\n\n" in article


def test_what_tools_printed_is_shown_without_its_middle_where_it_is_long(
    small_site: Site,
) -> None:
    lines = [f"line {number}" for number in range(LONGEST_OUTPUT + 2)]
    outputs = (
        Printed(0, "vm1", "netstat -an", "a\n  b\n"),
        Printed(1_500_000_000, "vm1", "psping x", "\n".join(lines)),
    )
    made = written(with_first_play(small_site, printed=outputs))
    article = made[PORTS]
    assert "netstat -an on vm1\n\n```text\na\n  b\n```\n\npsping x on vm1, at 1.5 s" in article
    half = LONGEST_OUTPUT // 2
    kept = "\n".join((*lines[:half], "… 2 lines left out …", *lines[-half:]))
    assert f"```text\n{kept}\n```" in article
    assert "… 2 行を省略 …" in made["ja/outbound/ports.md"]


def test_what_an_author_wrote_is_text(small_articles: Mapping[str, str]) -> None:
    article = small_articles["en/hostile/b.md"]
    assert article.startswith('# \\<script>alert("title")\\</script>\n')
    assert "\n\\</main>\\<b>bold\\</b> \\& {{ 7 * 7 }}\n".replace(" * ", " \\* ") in article
    assert '| \\<script>alert("cell")\\</script> |' in article
    assert "`@<i>`" in article


def test_the_list_of_articles_says_how_many_behaviours_hold_and_what_fails_first(
    small_articles: Mapping[str, str],
) -> None:
    index = small_articles["en/README.md"]
    assert (
        "✗ **2** of 7 plays hold\n\n## What fails\n\n- ✗ [One too many](outbound/ports.md)" in index
    )
    assert index.index("What fails") < index.index("## What couldn't be played")
    assert "`features/broken.feature:4`\n\n" in index
    assert "- [SNAT ports](outbound/ports.md): ✗ **2** of 3 plays hold" in index
    assert "](../ja/README.md)" in index


def test_the_first_page_leads_to_either_language(small_articles: Mapping[str, str]) -> None:
    assert "](en/README.md)" in small_articles["README.md"]
    assert "](ja/README.md)" in small_articles["README.md"]


def test_articles_stand_beside_the_captures_that_they_name(
    small_site: Site, tmp_path: Path
) -> None:
    captured = tmp_path / "captured"
    captured.mkdir()
    for row in small_site.rows:
        for capture, _ in row.captures:
            (captured / capture.file).write_bytes(b"packets")
    edition = Edition("2026-01-02")
    first = build.FORMATS["markdown"](small_site, edition, captured, tmp_path / "out")
    assert (tmp_path / "out" / first).is_file()
    for row in small_site.rows:
        for _, address in row.captures:
            assert (tmp_path / "out" / address).read_bytes() == b"packets"
