"""A behaviour as text to take along."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from azsim.gherkin import feature_text
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import parse_text
from azsim.livingdocs import copies
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.site import Behaviour, Site
from azsim.text import Language

EDITION = Edition("2026-01-02", "1.2.3", "0123456789")


def called(site: Site, title: str) -> Behaviour:
    [found] = [each for _, _, each in site.behaviours if each.heading.name.en == title]
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_gherkin_says_each_row_and_the_background_again(
    small_site: Site, language: Language
) -> None:
    outline = called(small_site, "8 or 1,024 connections")
    text = copies.gherkin(outline, language)
    read = of(parse_text(Path("x.feature"), text))
    assert read.mistakes == ()
    assert [case.outline for case in read.cases] == [
        each.shown.told.name.to(language) for each in outline.rows
    ]
    assert [[step.text for step in case.steps] for case in read.cases] == [
        [step.sentence.text.to(language) for step in each.shown.told.steps] for each in outline.rows
    ]


def test_rows_that_are_called_alike_get_names_of_their_own(small_site: Site) -> None:
    first, second = (row.shown.told for row in called(small_site, "8 or 1,024 connections").rows)
    names = [
        line.strip()
        for line in feature_text([first, evolve(second, name=first.name)], "en").splitlines()
        if "Scenario:" in line
    ]
    assert names == ["Scenario: 8 connections (8)", "Scenario: 8 connections (1,024)"]


def test_markdown_tells_title_steps_result_and_when(small_site: Site) -> None:
    text = copies.markdown(small_site, called(small_site, "One too many"), "en", EDITION)
    assert text.startswith("# One too many\n\n")
    assert "\n\n```gherkin\nFeature: SNAT ports\n" in text
    assert "**Outcome:** ✗ fails" in text
    assert text.endswith(
        "`azsim run features/outbound/ports.feature:32`\n\n"
        "Built on 2026-01-02 with azsim 1.2.3, from commit 0123456789."
    )


@pytest.mark.parametrize(
    ("language", "ended", "sure", "document"),
    [
        (
            "en",
            "**Speaks of classic deployments (Cloud Services)** (ended on 2024-08-31): ",
            "Rests on assumptions of the model as well",
            "(documented) [Outbound connections (Classic)](https://",
        ),
        (
            "ja",
            "**対象: クラシック デプロイ (Cloud Services)** (2024-08-31 に廃止): ",
            "本モデルの仮定にも基づきます",
            "(文書に記載) [",
        ),
    ],
)
def test_markdown_tells_which_azure_and_which_documents(
    small_site: Site, language: Language, ended: str, sure: str, document: str
) -> None:
    behaviour = called(small_site, "8 or 1,024 connections")
    text = copies.markdown(small_site, behaviour, language, EDITION)
    assert f"\n\n{ended}" in text
    assert f"\n\n{sure}\n\n" in text
    assert document in text


def test_the_line_that_plays_a_row_names_it(small_site: Site) -> None:
    lines = [copies.command(row) for row in called(small_site, "8 or 1,024 connections").rows]
    place = "azsim run features/outbound/ports.feature"
    assert lines == [f"{place}:29", f"{place}:30"]
