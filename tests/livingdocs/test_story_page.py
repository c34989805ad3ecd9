"""The page that follows a pull request, where the features stand that it leads to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from html_page import parsed

from azsim.livingdocs.story import ADDRESS, story
from azsim.text import Language

PAGE = f"{ADDRESS}/index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one feature that comes with azsim."""
    folder = tmp_path_factory.mktemp("story")
    command = [sys.executable, "-m", "azsim", "docs", "--out", "site"]
    feature = "features/deployments/scale_set.feature"
    subprocess.run([*command, feature], cwd=folder, check=True, capture_output=True)
    return folder / "site"


@pytest.mark.once
@pytest.mark.parametrize("language", get_args(Language))
def test_the_home_page_leads_to_the_story_and_the_story_to_what_plays_it(
    site: Path, language: Language
) -> None:
    home = (site / language / "index.html").read_text("utf-8")
    assert f'href="{PAGE}"' in home
    page = (site / language / PAGE).read_text("utf-8")
    linked = [step for step in story().steps if step.page is not None]
    assert linked
    for step in linked:
        assert f'href="../features/{step.page}.html"' in page
    shown = parsed(page).words
    for step in story().steps:
        assert step.says.to(language) in shown
        if step.command is not None:
            assert step.command in shown
