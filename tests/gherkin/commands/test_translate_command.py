"""``azsim translate``: which files it writes, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim.cli import main
from azsim.gherkin import play
from azsim.gherkin.commands.translate import translated_name
from azsim.text import Language

ENGLISH = """\
Feature: Outbound

  Scenario: TCP
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 2 TCP connections to 198.51.100.7:443
    Then 2 connections succeed
"""
JAPANESE = """\
# language: ja
# 未訳
機能: Outbound

  シナリオ: TCP
    前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 1 台を持つクラシック デプロイがある
    もし "vm1" が 198.51.100.7:443 へ TCP 接続を 2 本開く
    ならば 2 本の接続が成功する
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.feature*"))


def test_the_translation_is_written_beside_and_plays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a" / "x.feature", ENGLISH)
    assert main(["translate", "a/x.feature", "--to", "ja"]) == 0
    assert (folder / "a" / "x_ja.feature").read_bytes().decode() == JAPANESE
    assert capsys.readouterr().out == (
        "Wrote a/x_ja.feature. Its titles and descriptions are still to be translated, where it "
        "says # 未訳:\n"
        "  a/x_ja.feature:3: Outbound\n"
    )
    assert [each.outcome for each in play(["a"]).played] == ["passed", "passed"]


def test_where_no_title_is_left_it_says_less(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "x_ja.feature", JAPANESE)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert main(["translate", "x_ja.feature", "--to", "en"]) == 0
    assert (folder / "x.feature").read_bytes().decode() == ENGLISH
    assert capsys.readouterr().out == "x.feature を作成した。\n"


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("x", "ja", "x_ja"),
        ("x", "en", "x_en"),
        ("x_ja", "en", "x"),
        ("x_en", "ja", "x_ja"),
        ("日本", "en", "日本_en"),
    ],
)
def test_the_name_tells_the_language(name: str, to: Language, expected: str) -> None:
    assert translated_name(f"{name}.feature", to) == f"{expected}.feature"


def test_a_file_that_is_there_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "x.feature", ENGLISH)
    write(folder / "x_ja.feature", "mine")
    assert main(["translate", "x.feature", "--to", "ja"]) == 2
    assert (folder / "x_ja.feature").read_text() == "mine"
    assert capsys.readouterr().err == (
        "azsim: x_ja.feature is there already, and stays as it is. Move or delete it to have it "
        "written anew.\n"
    )


def test_two_files_never_share_one_translation(folder: Path) -> None:
    write(folder / "x.feature", ENGLISH)
    write(folder / "x_en.feature", ENGLISH.replace("2 TCP", "3 TCP").replace("2 conn", "3 conn"))
    assert main(["translate", "x.feature", "x_en.feature", "--to", "ja"]) == 2
    assert files(folder) == ["x.feature", "x_en.feature"]


def test_a_folder_is_translated_as_far_as_it_isnt_yet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a" / "x.feature", ENGLISH)
    write(folder / "a" / "x_ja.feature", JAPANESE)
    write(folder / "b" / "y.feature", ENGLISH)
    assert main(["translate", ".", "--to", "ja"]) == 0
    assert files(folder) == [
        "a/x.feature",
        "a/x_ja.feature",
        "b/y.feature",
        "b/y_ja.feature",
    ]
    assert capsys.readouterr().out.splitlines()[:2] == [
        "a/x.feature: a/x_ja.feature is there already.",
        "a/x_ja.feature is in Japanese already.",
    ]


def test_a_file_in_the_language_already_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "x_ja.feature", JAPANESE)
    assert main(["translate", "x_ja.feature", "--to", "ja"]) == 2
    assert capsys.readouterr().err == "azsim: x_ja.feature is in Japanese already.\n"


def test_where_one_can_not_be_translated_none_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a.feature", ENGLISH)
    write(folder / "b.feature", ENGLISH.replace("succeed", "suceed"))
    write(folder / "c.feature", JAPANESE.replace("もし", "もしも"))
    assert main(["translate", ".", "--to", "ja"]) == 1
    assert files(folder) == ["a.feature", "b.feature", "c.feature"]
    out = capsys.readouterr().out
    assert "b.feature:6: No sentence says this. Did you mean\n" in out
    assert "c.feature:7: " in out
    assert out.endswith("Nothing was written. Put this right first.\n")


def test_a_folder_without_features_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["translate", ".", "--to", "ja"]) == 2
    assert capsys.readouterr().err == "azsim: There is no feature file in ..\n"


def test_it_has_to_be_told_the_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "x.feature", ENGLISH)
    with pytest.raises(SystemExit):
        main(["translate", "x.feature"])
    assert "--to" in capsys.readouterr().err


def test_a_folder_that_can_not_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, content: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    write(folder / "x.feature", ENGLISH)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["translate", "x.feature", "--to", "ja"]) == 2
    assert capsys.readouterr().err == "azsim: x_ja.feature can't be written: Permission denied\n"
    assert files(folder) == ["x.feature"]


def test_an_interrupted_write_leaves_no_file_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    write(folder / "x.feature", ENGLISH)
    monkeypatch.setattr("os.replace", stop)
    assert main(["translate", "x.feature", "--to", "ja"]) == 130
    assert [path.name for path in folder.iterdir()] == ["x.feature"]
