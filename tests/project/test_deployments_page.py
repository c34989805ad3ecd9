"""What docs/deployments.md and the workflow beside it say is what azsim does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from folder import ROOT, Folder

from azsim.cli import COMMANDS
from azsim.facts import registry

pytestmark = pytest.mark.once

PAGES = [ROOT / "docs" / "deployments.md", ROOT / "docs" / "deployments.ja.md"]
BOTH = pytest.mark.parametrize("page", PAGES, ids=["en", "ja"])
EXAMPLES = ROOT / "docs" / "examples"
SHIPPED = ROOT / "features" / "deployments"


def findings_of(page: Path) -> list[str]:
    """The ids in the table of findings."""
    return re.findall(r"^\| `([a-z-]+)` \|", page.read_text("utf-8"), re.MULTILINE)


def test_both_pages_say_the_same_of_the_same() -> None:
    english, japanese = PAGES
    assert findings_of(english) == findings_of(japanese)
    commands = [
        re.findall(r"```console\n(.*?)```", each.read_text("utf-8"), re.DOTALL) for each in PAGES
    ]
    assert commands[0] == commands[1]


@BOTH
def test_the_json_on_the_page_is_a_part_of_what_is_written(page: Path, folder: Folder) -> None:
    [shown] = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    result = folder.azsim("explain", "features/deployments/scale-set.json", "--format", "json")
    [entry] = json.loads(result.out)["machines"]
    assert is_part(json.loads(shown), entry)


def is_part(part: Any, whole: Any) -> bool:
    """Whether all that *part* holds is the same in *whole*."""
    if isinstance(part, dict):
        return all(is_part(each, whole[key]) for key, each in part.items())
    if isinstance(part, list):
        return all(is_part(*pair) for pair in zip(part, whole, strict=True))
    return bool(part == whole)


@BOTH
def test_every_finding_stands_on_the_page(page: Path) -> None:
    sources = [each.read_text("utf-8") for each in (ROOT / "azsim/explaining").glob("finding*.py")]
    named = {
        name
        for source in sources
        for name in re.findall(
            r'^\s*(?:id=)?"((?<==")[a-z-]+|[a-z]+(?:-[a-z]+)+)",', source, re.MULTILINE
        )
    }
    named |= {
        name
        for source in sources
        for name in re.findall(r'\babout\(\s*seen,\s*each,\s*"([a-z-]+)"', source)
    }
    assert named
    assert named - set(findings_of(page)) == set()
    assert [
        each for each in findings_of(page) if not any(f'"{each}"' in one for one in sources)
    ] == []


@BOTH
def test_every_fact_on_the_page_is_there(page: Path) -> None:
    known = re.findall(r"`(resource-manager[a-z.-]+)`", page.read_text("utf-8"))
    assert known
    assert [each for each in known if each not in registry()] == []


@BOTH
def test_the_sentences_on_the_page_are_sentences(page: Path, folder: Folder) -> None:
    language = "# language: ja\n機能: x\n" if page.name.endswith("ja.md") else "Feature: x\n"
    [steps] = re.findall(r"```gherkin\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    folder.write("main.json", (SHIPPED / "scale-set.json").read_text("utf-8"))
    folder.write(
        "main.parameters.json", (SHIPPED / "production.parameters.json").read_text("utf-8")
    )
    scenario = "シナリオ" if page.name.endswith("ja.md") else "Scenario"
    for number, step in enumerate(steps.splitlines()):
        folder.write(f"{number}.feature", f"{language}  {scenario}: y\n    {step}\n")
    result = folder.azsim("run")
    assert result.code == 0, result.said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_pinned_holds_until_something_changes(language: str, folder: Folder) -> None:
    text = (SHIPPED / "scale-set.json").read_text("utf-8")
    folder.write("infra/main.json", text)
    pinned = folder.azsim("explain", "infra/main.json", "--format", "feature", "--lang", language)
    folder.write("infra/main.feature", pinned.out)
    assert folder.azsim("run", "infra").code == 0
    folder.write("infra/main.json", text.replace('"defaultValue": 50', '"defaultValue": 51'))
    assert folder.azsim("run", "infra").code == 1


@pytest.mark.parametrize(
    "values", [["instanceCount=51"], ["instanceCount=51", "rulesProtocol=All"]]
)
def test_what_is_pinned_has_the_values_that_were_set(values: list[str], folder: Folder) -> None:
    folder.write("main.json", (SHIPPED / "scale-set.json").read_text("utf-8"))
    options = [part for each in values for part in ("--set", each)]
    pinned = folder.azsim("explain", "main.json", *options, "--format", "feature")
    folder.write("main.feature", pinned.out)
    assert folder.azsim("run", "main.feature").code == 0
    assert folder.azsim("check", "main.feature").code == 0


def loaded(name: str) -> Any:
    """A workflow, as YAML."""
    yaml = pytest.importorskip("yaml", reason="PyYAML isn't installed")
    return yaml.safe_load((EXAMPLES / name).read_text("utf-8"))


def scripts_of(name: str) -> list[str]:
    """What the steps of a workflow run."""
    workflow = loaded(name)
    steps = workflow["steps"] if "steps" in workflow else workflow["jobs"]["diff"]["steps"]
    return [
        each.get("run") or each.get("script") for each in steps if {"run", "script"} & set(each)
    ]


def test_the_workflow_uses_nothing_of_strangers() -> None:
    used = [each.get("uses") for each in loaded("deployments.yml")["jobs"]["diff"]["steps"]]
    owners = {each.partition("/")[0] for each in used if each}
    assert owners == {"actions"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("name", "written"), [("deployments.yml", "comment.md"), ("azure-pipelines.yml", "changes.md")]
)
@pytest.mark.parametrize("instances", [50, 51])
def test_the_workflow_tells_what_changes(
    name: str, written: str, instances: int, folder: Folder
) -> None:
    text = (SHIPPED / "scale-set.json").read_text("utf-8")
    parameters = json.dumps({"parameters": {"rulesProtocol": {"value": "All"}}})
    for place, count in (("temp/base/infra", 50), ("infra", instances)):
        folder.write(f"{place}/main.json", text.replace(": 50,", f": {count},"))
        folder.write(f"{place}/main.parameters.json", parameters)
    [script] = [each for each in scripts_of(name) if "azsim diff" in each]
    environment = {
        "TEMPLATE": "infra/main.json",
        "PARAMETERS": "infra/main.parameters.json",
        "RUNNER_TEMP": "temp",
        "AGENT_TEMPDIRECTORY": "temp",
        "GITHUB_STEP_SUMMARY": "summary.md",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder.path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = (folder.path / written).read_text("utf-8")
    assert ("| 1,024 for each machine" in told) == (instances == 51)


@pytest.mark.parametrize("name", ["deployments.yml", "azure-pipelines.yml"])
def test_a_workflow_names_commands_that_there_are(name: str) -> None:
    found = {
        each for script in scripts_of(name) for each in re.findall(r"\bazsim ([a-z]+)", script)
    }
    assert found == {"run", "diff"}
    assert found <= set(COMMANDS)
