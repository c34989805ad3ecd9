"""Which packages go along with sentences that import them: those that are written in Python alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from azsim.gherkin.desk.packages import packages_of


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python looks for packages, among other places."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def install(folder: Path, name: str, files: Iterable[str], needs: Iterable[str] = ()) -> None:
    about = f"{name}-1.0.dist-info"
    requires = "".join(f"Requires-Dist: {each}\n" for each in needs)
    texts = {
        **dict.fromkeys(files, "# Python\n"),
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{requires}",
        f"{about}/INSTALLER": "pip\n",
    }
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    record = "".join(f"{path},,\n" for path in [*texts, f"{about}/RECORD"])
    (folder / about / "RECORD").write_text(record)


def test_python_goes_along_with_what_tells_its_version(installed: Path) -> None:
    install(installed, "printers", ["printers/__init__.py", "printers/inks.txt"])
    found = packages_of(["printers"])
    assert sorted(found.files) == [
        "printers-1.0.dist-info/METADATA",
        "printers/__init__.py",
        "printers/inks.txt",
    ]
    assert found.stay == ()


def test_what_is_compiled_stays(installed: Path) -> None:
    install(installed, "scanners", ["scanners/__init__.py", "scanners/fast.cpython-311.so"])
    found = packages_of(["scanners"])
    assert (found.files, found.stay) == ({}, ("scanners",))


def test_what_a_package_needs_goes_along_too(installed: Path) -> None:
    install(
        installed,
        "printers",
        ["printers.py"],
        ["Paper.Trays>=1", "scanners; extra == 'all'", "nowhere"],
    )
    install(installed, "paper_trays", ["paper_trays.py"], ["printers"])
    install(installed, "scanners", ["scanners.so"])
    found = packages_of(["printers"])
    assert {"printers.py", "paper_trays.py"} < set(found.files)
    assert found.stay == ()


@pytest.mark.parametrize("module", ["os", "azsim", "pytest", "attrs", "jinja2", "no_such_module"])
def test_what_a_page_has_anyway_or_nobody_has_doesnt_go_along(module: str) -> None:
    found = packages_of([module])
    assert (found.files, found.stay) == ({}, ())
