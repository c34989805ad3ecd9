"""Files that steps name are looked at without playing."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.cli import main

TEMPLATE = '{"$schema": "https://x/deploymentTemplate.json#", "resources": []}'
FEATURE = """Feature: f

  Scenario Outline: s
    Given the deployment in "<file>"
    Then "web" has 8 preallocated TCP SNAT ports

    Examples:
      | file      |
      | main.json |
"""


@pytest.mark.parametrize(
    ("name", "holds", "told"),
    [
        ("main.json", TEMPLATE, None),
        ("main.json", "{", "main.json:1"),
        ("main.json", "[1]", "main.json is none of what can be read"),
        ("mian.json", TEMPLATE, 'Did you mean "mian.json"?'),
    ],
)
def test_a_file_is_there_and_can_be_read(
    name: str,
    holds: str,
    told: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / name).write_text(holds, encoding="utf-8")
    (tmp_path / "x.feature").write_text(FEATURE, encoding="utf-8")
    code = main(["check", "x.feature"])
    said = capsys.readouterr().out
    assert code == (0 if told is None else 1)
    if told is not None:
        assert told in said
        assert "x.feature:4" in said
