"""The layers are watched: a forbidden import in the installed package is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import azsim

CONFIGURATION = Path(__file__).parents[2] / ".importlinter"
INSTALLED = Path(azsim.__file__).parent

pytestmark = [
    pytest.mark.skipif(
        find_spec("importlinter") is None, reason="import-linter isn't installed; tox -e arrows"
    ),
    pytest.mark.skipif(
        not (INSTALLED / "steps").is_dir(),
        reason="azsim is installed as a link to the checkout, where azsim.steps can't be seen",
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the installed package, to be broken."""
    return Path(shutil.copytree(INSTALLED, tmp_path / "copy" / "azsim"))


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(CONFIGURATION), "--no-cache"],
        cwd=copy.parent,
        env={**os.environ, "PYTHONPATH": str(copy.parent)},
        capture_output=True,
        encoding="utf-8",
    )


def test_the_installed_package_keeps_to_the_layers(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("functions/snat/flows.py", "azsim.azure"),
        ("functions/proxy.py", "azsim.functions.load_balancer"),
        ("model/packet.py", "azsim.engine.clock"),
        ("deploy/world.py", "azsim.azure.facade"),
        ("proving/prove.py", "azsim.steps"),
        ("hosts/dns.py", "azsim.gherkin"),
        ("gherkin/playing/run_scenario.py", "azsim.facts"),
        ("gherkin/reading/source.py", "azsim.gherkin.vocabulary"),
        ("livingdocs/making.py", "azsim.gherkin.telling.report"),
        ("proving/prove.py", "azsim.gherkin.playing"),
        ("proving/store.py", "pytest"),
        ("steps/outbound.py", "pytest_bdd"),
        ("livingdocs/making.py", "azsim.proving.variants"),
        ("cli.py", "azsim.proving.variants.snat"),
    ],
)
def test_a_forbidden_import_is_found(copy: Path, module: str, forbidden: str) -> None:
    planted = copy / module
    planted.write_text(f"{planted.read_text('utf-8')}\nimport {forbidden}\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
    name = f"azsim.{module.removesuffix('.py').replace('/', '.')}"
    assert f"{name} -> {forbidden}" in done.stdout


def test_a_module_outside_the_layers_is_found(copy: Path) -> None:
    (copy / "elsewhere.py").write_text("import azsim.cli\n")
    done = lint(copy)
    assert done.returncode == 1, done.stdout
    assert "elsewhere" in done.stdout


def test_the_inside_of_the_runner_is_closed_to_modules_that_do_not_exist_yet(copy: Path) -> None:
    (copy / "gherkin" / "inside.py").write_text("")
    (copy / "livingdocs" / "outside.py").write_text("from azsim.gherkin import inside\n")
    done = lint(copy)
    assert done.returncode == 1, done.stdout
    assert "azsim.livingdocs.outside -> azsim.gherkin.inside" in done.stdout
