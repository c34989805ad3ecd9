"""What the READMEs print is what azsim prints, and their commands are the ones that CI runs."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from folder import ROOT, Folder

from azsim.livingdocs import own_deployment
from azsim.text import Language

ENGLISH = ROOT / "README.md"
JAPANESE = ROOT / "README.ja.md"
BOTH = pytest.mark.parametrize("readme", [ENGLISH, JAPANESE], ids=["en", "ja"])


def blocks(readme: Path, kind: str) -> list[str]:
    """The blocks of that *kind* in *readme*, in their order."""
    return re.findall(
        f"^```{kind}\n(.*?)^```$", readme.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


@BOTH
def test_a_deployment_is_explained_as_the_readme_says(readme: Path, folder: Folder) -> None:
    """Nothing but azsim is there: the template comes with it."""
    language = "ja" if readme == JAPANESE else "en"
    commands = [each.split() for each in blocks(readme, "console")[:2]]
    for (_, *arguments), printed, code in zip(
        commands, blocks(readme, "text"), (0, 1), strict=False
    ):
        result = folder.azsim(*arguments, "--lang", language, COLUMNS="80")
        assert result.out == printed
        assert (result.code, result.err) == (code, "")


@BOTH
def test_the_home_page_shows_the_same_change(readme: Path) -> None:
    _, command = blocks(readme, "console")[:2]
    _, printed, *_ = blocks(readme, "text")
    assert command.strip() == own_deployment.command()
    assert own_deployment.told("ja" if readme == JAPANESE else "en") == printed.rstrip()


@BOTH
def test_the_sample_prints_what_the_readme_says(readme: Path, folder: Folder) -> None:
    [sample] = blocks(readme, "gherkin")
    _, _, printed, _ = blocks(readme, "text")
    folder.write("first.feature", sample)
    result = folder.azsim("run", "-v", "first.feature")
    assert result.out.startswith(f"\n{printed}\n")
    assert (result.code, result.err) == (0, "")


@BOTH
def test_the_mistake_is_answered_as_the_readme_says(readme: Path, folder: Folder) -> None:
    [sample] = blocks(readme, "gherkin")
    *_, printed = blocks(readme, "text")
    step, place, *_ = (line.strip() for line in printed.splitlines())
    lines = sample.splitlines()
    lines[int(place.removeprefix("first.feature:")) - 1] = step.removeprefix("✗ ")
    folder.write("first.feature", "\n".join(lines))
    result = folder.azsim("run", "first.feature")
    assert printed in result.out
    assert result.code == 1


def test_both_readmes_have_the_same_commands() -> None:
    assert blocks(ENGLISH, "sh") == blocks(JAPANESE, "sh")
    assert len(blocks(ENGLISH, "sh")) == 3
    assert commands_of_table(ENGLISH) == commands_of_table(JAPANESE) != []


def commands_of_table(readme: Path) -> list[str]:
    return re.findall(r"^\| `(azsim .*?)` \|", readme.read_text("utf-8"), re.MULTILINE)


def test_the_pages_are_built_by_the_command_of_the_readme() -> None:
    workflow = (ROOT / ".github" / "workflows" / "pages.yml").read_text("utf-8")
    site_command, *_ = blocks(ENGLISH, "sh")
    install, _, docs = site_command.strip().rpartition(" && ")
    assert f"- run: {install}\n" in workflow
    assert f"- run: {docs.removesuffix('--open')}--base-url " in workflow


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_last_command_of_ci_is_the_test_command_of_the_readme() -> None:
    *_, last = (ROOT / ".ci" / "run").read_text("utf-8").rstrip().splitlines()
    shown = re.sub(r"^eval ", "printf %s ", last)
    assert shown != last
    done = subprocess.run(["bash", "-c", shown], cwd=ROOT, capture_output=True, encoding="utf-8")
    *_, test_command = blocks(ENGLISH, "sh")
    assert done.stdout == test_command.strip()


@pytest.mark.parametrize(
    "page",
    [ENGLISH, JAPANESE, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda page: page.name,
)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if ":" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_moving_picture_shows_what_azsim_prints(language: Language, tmp_path: Path) -> None:
    draws = runpy.run_path(str(ROOT / "docs" / "moving_picture.py"))
    picture = (ROOT / "docs" / draws["PICTURES"][language]).read_text("utf-8")
    lines = draws["printed"](tmp_path, language)
    drawn = [unescape(each) for each in re.findall(r"<text[^>]*>(.*?)</text>", picture)]
    assert drawn[: len(lines)] == [line.strip() for line in lines]
    assert len(picture.encode()) < 20_000


@BOTH
def test_every_service_is_listed(readme: Path) -> None:
    text = readme.read_text("utf-8")
    services = {path.parent.name for path in (ROOT / "features").glob("*/*.feature")}
    assert services == set(re.findall(r"\]\(features/([a-z_]+)\)", text))
