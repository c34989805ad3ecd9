"""Articles: everything of a feature on one page, first what doesn't hold."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve

from azsim.livingdocs import build
from azsim.livingdocs.article import LONGEST_DIAGRAM, LONGEST_OUTPUT, LONGEST_TABLE
from azsim.livingdocs.articles import articles
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.gathering import pack
from azsim.livingdocs.picture import Picture, PictureKind, Table
from azsim.livingdocs.site import Behaviour, Row, Site
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


def test_every_link_leads_somewhere(small_articles: Mapping[str, str]) -> None:
    astray = []
    for address, article in small_articles.items():
        for target in re.findall(r"\]\(([^)]*)\)", article):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(address), target))
            if not target.startswith("https://") and place not in small_articles:
                astray.append((address, target))
    assert astray == []


@pytest.mark.parametrize(
    ("address", "title", "emoji", "topics"),
    [
        (PORTS, "SNAT ports", "🚪", ["azure", "network", "snat", "loadbalancer"]),
        ("en/hostile/b.md", '<script>alert("title")</script>', "🌐", ["azure", "network"]),
    ],
)
def test_above_an_article_stands_what_zenn_wants_to_know(
    small_articles: Mapping[str, str], address: str, title: str, emoji: str, topics: list[str]
) -> None:
    start, front, below = small_articles[address].split("---\n", 2)
    told = {
        name: json.loads(value)
        for name, value in (line.split(": ", 1) for line in front.splitlines())
    }
    assert start == ""
    assert told == {
        "title": title, "emoji": emoji, "type": "tech", "topics": topics, "published": False
    }  # fmt: skip
    assert below.startswith("\n## Introduction\n\n")


def test_an_article_has_an_introduction_and_an_end_and_links_to_no_other_file(
    small_articles: Mapping[str, str],
) -> None:
    article = small_articles["ja/outbound/ports.md"]
    assert "この記事では、2 件の動作を一つずつ見ていきます。" in article
    assert article.endswith("\n```sh\nazsim run features/outbound/ports.feature\n```\n")
    assert re.findall(r"\]\((?!https://)", article) == []


def test_the_reason_stands_in_the_place_of_the_description(
    small_articles: Mapping[str, str],
) -> None:
    assert "## Introduction\n\nAn instance has 1,024 of them.\n\n" in small_articles[PORTS]
    assert "Ports are finite." not in small_articles[PORTS]


def test_an_article_says_which_azure_it_is_about_and_whether_that_has_ended(
    small_articles: Mapping[str, str],
) -> None:
    assert (
        "\n\nIt is about classic deployments (Cloud Services), which ended on [2024-08-31](https://"
    ) in small_articles[PORTS]
    japanese = small_articles["ja/outbound/ports.md"]
    assert "\n\n対象は、[2024-08-31](https://" in japanese
    assert ") に廃止されたクラシック デプロイ (Cloud Services) です。" in japanese


def test_what_rests_on_more_than_documents_says_so(small_articles: Mapping[str, str]) -> None:
    assert (
        "\n\nThere are ports for 8 ≤ 1,024 of them.\n\nThis rests on assumptions of the model as well.\n\n"
    ) in small_articles[PORTS]


def test_what_fails_comes_first(small_articles: Mapping[str, str]) -> None:
    assert (
        "✗ **2** of 3 plays hold\n\n"
        "## What fails\n\n### One too many\n\n✗ **Then** `1,025` connections succeed\n\n"
        "connections that succeed\n\n- **expected:** 1,025\n- **actual:** 1,024\n\n"
        "Why: of 1,025 in all: 1,024 open, 1 failed because SNAT ports are exhausted\n\n"
        "`features/outbound/ports.feature:34`\n\n"
    ) in small_articles[PORTS]


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
    assert article.index("## Ports in use") < article.index("All of this happens in one set-up:")


def test_an_outline_shows_its_rows_in_a_table_and_the_steps_of_the_first(
    small_articles: Mapping[str, str],
) -> None:
    article = small_articles[PORTS]
    assert "So it is in each of these cases:\n\n| count |\n| --- |\n| 8 |\n" in article
    steps = 'These are the steps of the first case:\n\n- **When** `"vm1"` opens `8` TCP'
    assert article.count(steps) == 1


def test_an_article_ends_with_its_values_below_their_documents(
    small_articles: Mapping[str, str],
) -> None:
    article = small_articles[PORTS]
    grounds = article[article.index("## What it rests on\n\nDocuments say so:\n\n") :]
    assert re.search(
        r"^- \[Outbound connections \(Classic\)\]\(https://[^)]*\), 2018-07-13\n\n"
        r"(  - .*\n)*  - \*\*1–50: 1,024; 51–100: 512;.*\*\* SNAT ports preallocated",
        grounds,
        re.MULTILINE,
    )
    assert grounds.index("Documents say so:") < grounds.index("No document says so;")


def test_a_picture_is_a_diagram_in_the_language_of_the_article(small_site: Site) -> None:
    made = written(with_first_play(small_site, packed=pack((PICTURE,))))
    assert "\n\n```mermaid\nsequenceDiagram\n```\n\n" in made[PORTS]
    assert "\n\n```mermaid\nflowchart LR\n```\n\n" in made["ja/outbound/ports.md"]


LONG = Table((same("row"),), ((same("x"),),) * (LONGEST_TABLE + 1))


@pytest.mark.parametrize(
    ("pictures", "shown"),
    [
        (("topology", "walk", "timeline", "ports", "latency"), "latency"),
        (("topology", "walk", "timeline", "ports"), "ports"),
        (("topology", "walk", "timeline"), "timeline"),
        (("topology", "walk"), "walk"),
        (("topology",), "topology"),
    ],
)
def test_one_picture_is_shown_the_one_that_matters(
    small_site: Site, pictures: tuple[PictureKind, ...], shown: str
) -> None:
    drawn = [evolve(PICTURE, kind=kind, mermaid=same(f"of {kind}")) for kind in pictures]
    article = written(with_first_play(small_site, packed=pack(tuple(drawn))))[PORTS]
    [only] = re.findall(r"```mermaid\nof (.*)\n```", article)
    assert only == shown


def test_ports_at_one_moment_and_tables_that_are_too_long_give_way(small_site: Site) -> None:
    at_once = evolve(PICTURE, kind="ports", mermaid=None)
    too_long = evolve(PICTURE, kind="timeline", mermaid=None, table=LONG)
    article = written(with_first_play(small_site, packed=pack((at_once, too_long, PICTURE))))[PORTS]
    assert "```mermaid\nsequenceDiagram\n```" in article
    assert "| row |" not in article


@pytest.mark.parametrize("diagram", [None, same("x" * (LONGEST_DIAGRAM + 1))])
def test_a_picture_that_nobody_draws_is_its_table(small_site: Site, diagram: Text | None) -> None:
    picture = evolve(PICTURE, mermaid=diagram)
    article = written(with_first_play(small_site, packed=pack((picture,))))[PORTS]
    assert "\n\n| from | to |\n| --- | --- |\n| vm1 | a\\|b |\n\n" in article


def test_latencies_are_summed_up_beside_their_picture(small_site: Site) -> None:
    picture = evolve(PICTURE, kind="latency")
    article = written(with_first_play(small_site, packed=pack((picture,))))[PORTS]
    assert "\n\nIt goes on.\n\n```mermaid\n" in article


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
    assert "\n\\</main>\\<b>bold\\</b> \\& {{ 7 * 7 }}\n".replace(" * ", " \\* ") in article
    assert '| \\<script>alert("cell")\\</script> |' in article


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


def test_articles_come_without_captures(small_site: Site, tmp_path: Path) -> None:
    edition = Edition("2026-01-02")
    first = build.FORMATS["markdown"](small_site, edition, tmp_path / "captured", tmp_path / "out")
    assert (tmp_path / "out" / first).is_file()
    assert {path.suffix for path in (tmp_path / "out").rglob("*.*")} == {".md"}
