"""What a site carries so that its scenarios can be played in the page, where azsim-playground is there."""

from __future__ import annotations

import base64
import io
import json
import lzma
import re
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import azsim
from azsim.cli import main
from azsim.gherkin import survey, taken_along
from azsim.livingdocs import playground
from azsim.livingdocs.gathering import gather
from azsim.livingdocs.making import make
from azsim.livingdocs.playground import Playground, digest_of, files_of_azsim, part

pytestmark = pytest.mark.once

PORTS = """\
Feature: Ports

  Scenario: Some ports
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 8 TCP connections to 198.51.100.7:443
    Then "vm1" uses 8 TCP SNAT ports
"""


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An azsim-playground of a few bytes."""
    folder = tmp_path / "elsewhere" / "azsim_playground"
    (folder / "parts").mkdir(parents=True)
    (folder / "__init__.py").touch()
    for name in ("wasm.1", "wasm.2", "azsim", "play", "worker", "editor"):
        (folder / "parts" / f"{name}.0123456789.js").write_text(name)
    (folder / "LICENCES.txt").write_text("MPL-2.0")
    with_digest(folder, "of another azsim")
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.delitem(sys.modules, "azsim_playground", raising=False)
    return folder


def with_digest(wheel: Path, digest: str) -> None:
    index = {
        "version": "0.1.0",
        "azsim": {"version": azsim.__version__, "digest": digest},
        "play": "play.0123456789.js",
        "editor": "editor.0123456789.js",
        "worker": ["worker.0123456789.js", 6],
        "parts": [[name, f"{name}.0123456789.js", 6] for name in ("wasm.1", "wasm.2", "azsim")],
    }
    (wheel / "index.json").write_text(json.dumps(index))


@pytest.fixture
def carried(features: Path, wheel: Path) -> Playground:
    """What the site of one feature carries."""
    (features / "ports.feature").write_text(PORTS)
    (features.parent / "captured").mkdir()
    surveyed = survey(["features"])
    gathered = gather(["features"], features.parent / "captured", lambda *_: None, processes=1)
    return Playground(make(gathered, surveyed.catalogue, None), taken_along(surveyed))


def brought_by(script: bytes) -> Mapping[str, bytes]:
    """The files that a part brings into the page."""
    found = re.fullmatch(r'azsimPart\("[\w.]+","([\w+/=]+)"\);\n', script.decode())
    assert found is not None
    archive = lzma.decompress(base64.b64decode(found[1]))
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        files = {each.name: opened.extractfile(each) for each in opened.getmembers()}
        return {name: file.read() for name, file in files.items() if file is not None}


def said_by(script: bytes, function: str) -> Any:
    return json.loads(script.decode().removeprefix(f"{function}(").removesuffix(");\n"))


def test_a_part_brings_its_files_and_is_called_by_what_it_says() -> None:
    files = {"project/a.json": b"{}", "project/\u65e5\u672c.txt": "日本".encode()}
    name, content = part("project", files)
    assert re.fullmatch(r"project\.[0-9a-f]{10}\.js", name)
    assert brought_by(content) == files
    assert part("project", dict(reversed(files.items()))) == (name, content)
    assert part("project", {**files, "project/a.json": b"[]"})[0] != name


def test_azsim_goes_along_as_it_is_installed() -> None:
    files = files_of_azsim()
    assert (
        files["packages/azsim/livingdocs/play.py"]
        == (Path(azsim.__file__).with_name("livingdocs") / "play.py").read_bytes()
    )
    assert "packages/azsim/steps/types.py" in files
    assert (
        b"azsim = azsim.steps\n"
        in files[f"packages/azsim-{azsim.__version__}.dist-info/entry_points.txt"]
    )
    assert not any(name.endswith((".pyc", ".feature", ".js", ".css")) for name in files)


def test_a_page_finds_everything_that_it_imports() -> None:
    """What is left out of azsim is imported by nothing that goes along."""
    files = files_of_azsim()
    left_out = r"azsim[.](cli|explaining[.]command|proving[.](command|listing|prove|variants))\b"
    astray = {
        name: found[0]
        for name, content in files.items()
        if (found := re.search(rf"^\s*(?:from|import) {left_out}", content.decode(), re.MULTILINE))
    }
    assert astray == {}


def test_a_digest_tells_names_and_contents_apart() -> None:
    one = digest_of({"a": b"bc"})
    assert len({one, digest_of({"ab": b"c"}), digest_of({"a": b"bd"})}) == 3


def test_the_site_carries_the_parts_and_what_is_made_here(
    carried: Playground, tmp_path: Path
) -> None:
    carried.write(tmp_path / "site")
    written = {each.name for each in (tmp_path / "site" / "assets" / "play").iterdir()}
    listed = [file for _, file, _ in carried.loader["parts"]]
    addresses = [carried.play, carried.editor, carried.sentences]
    assert {*listed, *(each.rpartition("/")[2] for each in addresses)} <= written
    assert "worker.0123456789.js" in written
    assert "LICENCES.txt" in written


def test_azsim_of_the_wheel_is_taken_only_where_it_is_the_same(
    carried: Playground, wheel: Path
) -> None:
    def azsim_of(each: Playground) -> list[str]:
        return [file for name, file, _ in each.loader["parts"] if name.startswith("azsim")]

    [own] = azsim_of(carried)
    assert own == part("azsim", files_of_azsim())[0]
    with_digest(wheel, digest_of(files_of_azsim()))
    assert azsim_of(Playground(carried.site, carried.project)) == ["azsim.0123456789.js"]


def test_sizes_are_those_of_the_files(carried: Playground, tmp_path: Path) -> None:
    carried.write(tmp_path / "site")
    folder = tmp_path / "site" / "assets" / "play"
    made = [each for each in carried.loader["parts"] if each[0] in ("azsim", "project")]
    assert [size for _, _, size in made] == [(folder / file).stat().st_size for _, file, _ in made]
    assert carried.size == 6 + 6 + 6 + sum(size for _, _, size in made)


def test_a_scenario_is_there_as_a_text_with_its_sliders(carried: Playground) -> None:
    [behaviour] = carried.site.stated
    assert carried.text_of(behaviour, "en") == PORTS
    assert carried.text_of(behaviour, "ja").startswith("# language: ja\n機能: Ports\n")
    assert carried.place_of(behaviour) == "features/ports.feature"
    found = carried.sliders_of(behaviour, "ja")
    lines = carried.text_of(behaviour, "ja").split("\n")
    assert [lines[each["line"] - 1][each["column"] - 1 : each["end"] - 1] for each in found] == [
        "1",
        "8",
    ]


def test_whoever_writes_begins_with_a_scenario(carried: Playground) -> None:
    assert carried.starters("en") == [("Some ports", PORTS)]


def test_sentences_come_in_both_languages_the_most_used_first(
    carried: Playground, tmp_path: Path
) -> None:
    carried.write(tmp_path / "site")
    told = said_by((tmp_path / "site" / carried.sentences).read_bytes(), "azsimSentences")
    assert len(told) == len(carried.site.sayings)
    used = {each["en"]: each for each in told[:3]}
    opens = used["{vm} opens {count} TCP connections to {destination}"]
    assert opens["kind"] == "when"
    assert opens["ja"] == "{vm} が {destination} へ TCP 接続を {count} 本開く"
    assert opens["meaning"]["ja"]
    assert opens["values"]["count"] == {"en": ["1,024"], "ja": ["1,024"]}
    roles = next(each["values"]["role"] for each in told if "role" in each["values"])
    assert "web role" in roles["en"]
    assert "Web ロール" in roles["ja"]
    assert any(each.get("table", {}).get("ja") for each in told)


def test_without_the_wheel_a_line_says_how_to_get_it(
    features: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playground, "is_installed", lambda: False)
    (features / "ports.feature").write_text(PORTS)
    assert main(["docs"]) == 0
    assert "python playground/build.py" in capsys.readouterr().out
    assert not Path("site/assets/play").exists()
    assert main(["docs", "--format", "markdown"]) == 0
    assert "playground" not in capsys.readouterr().out


def test_the_author_is_told_what_of_theirs_goes_along(
    features: Path, wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (features / "ports.feature").write_text(PORTS)
    (features / "conftest.py").write_text("import os\n")
    assert main(["docs"]) == 0
    said = capsys.readouterr().out
    assert "playground/build.py" not in said
    assert "which its scenarios need to be played in the page: features/conftest.py" in said
    [project] = Path("site/assets/play").glob("project.*.js")
    assert brought_by(project.read_bytes()) == {
        "project/pytest.ini": b"[pytest]\n",
        "project/features/conftest.py": b"import os\n",
    }
