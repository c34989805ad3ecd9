"""The renderers that read articles, where they are installed, and articles for them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from azsim.livingdocs.articles import articles
from azsim.livingdocs.site import Site

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent


@pytest.fixture(scope="session")
def node() -> Callable[[str, Any], Any]:
    """Skips where node or the packages are missing."""
    if shutil.which("node") is None:
        pytest.skip("node isn't installed")
    modules = Path(os.environ.get("NODE_PATH", "nowhere"))
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    missing = [name for name in wanted if not (modules / name).is_dir()]
    if missing:
        pytest.skip(f"NODE_PATH holds no {', '.join(missing)}; tox -e articles installs them")

    def run(script: str, given: Any) -> Any:
        result = subprocess.run(
            ["node", str(HERE / script)],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return run


# Each of these is something else in a diagram.
NAMES = (
    "end",
    "a;b",
    "<script>x",
    "a[b] (c)",
    "{a}",
    "#35;",
    "%% a",
    "a-->>b: c",
    "$$a$$",
)
SCENARIO = """
  Scenario: {name}
    Given a public load balancer "{name}" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name      | private IP |
      | to {name} | 10.0.0.4   |
    And the client 192.0.2.33
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the client and "to {name}" share one TCP session
"""


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, small_site: Site) -> Mapping[str, str]:
    """What stands below the front matter of articles: of shipped features, of odd names, and of
    small features that fail.
    """
    folder = tmp_path_factory.mktemp("articles")
    scenarios = "".join(SCENARIO.format(name=name) for name in NAMES)
    (folder / "names.feature").write_text(f"Feature: Names\n{scenarios}", encoding="utf-8")
    command = [sys.executable, "-m", "azsim", "docs", str(ROOT / "features"), "names.feature"]
    built = subprocess.run(
        [*command, "--format", "markdown", "--out", "out"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    out = folder / "out"
    shipped = {
        path.relative_to(out).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(out.glob("**/*.md"))
    }
    small = {f"small/{each.address}": each.content.decode() for each in articles(small_site)}
    return {address: _below(article) for address, article in (shipped | small).items()}


def _below(article: str) -> str:
    """*article* as Zenn hands it to its renderer, and GitHub to its own."""
    return re.sub(r"\A---\n.*?\n---\n", "", article, flags=re.DOTALL)


@pytest.fixture(scope="session")
def diagrams(written: Mapping[str, str]) -> list[str]:
    """Every Mermaid diagram in them."""
    fenced = re.compile(r"^```mermaid\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
    return [found for article in written.values() for found in fenced.findall(article)]
