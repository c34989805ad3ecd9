"""``azsim new``: a feature file that plays as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim.cli import main
from azsim.gherkin import play
from azsim.gherkin.commands.new import write
from azsim.gherkin.commands.starters import STARTER, file_name
from azsim.gherkin.reading.document import read
from azsim.gherkin.vocabulary.installed import features, services
from azsim.text import Advice, Language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_new_feature_of_each_service_plays(folder: Path, language: Language) -> None:
    for service in services():
        assert main(["new", f"My {service}", "--service", service, "--lang", language]) == 0
    plays = play(["."])
    assert [each.path for each in plays.played] == [f"my_{name}.feature" for name in services()]
    assert {each.outcome for each in plays.played} == {"passed"}
    assert plays.problems == ()
    assert {read(path).language for path in folder.glob("*.feature")} == {language}


def test_each_service_has_one_scenario_to_begin_with() -> None:
    tagged = [
        path.parent.name
        for folder in features()
        for path in folder.glob("*/*.feature")
        for case in read(path).cases
        if STARTER in case.tags
    ]
    assert sorted(tagged) == services()


def test_it_is_written_as_an_author_would(folder: Path) -> None:
    main(["new", "My connections", "--lang", "en"])
    assert (folder / "my_connections.feature").read_bytes().decode() == (
        "Feature: My connections\n"
        "\n"
        "  # Change the names, addresses and numbers; for more sentences: azsim steps WORDS\n"
        "\n"
        "  Scenario: Say in one sentence what this shows\n"
        '    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy '
        "back-end servers\n"
        '    When "web1" opens 1,025 TCP connections to 198.51.100.7:443\n'
        "    Then 1 connection fails because SNAT ports are exhausted\n"
        '    And "web1" uses 1,024 TCP SNAT ports\n'
        '    And "web2" uses 0 TCP SNAT ports\n'
        '    When "web2" opens a TCP connection to 198.51.100.7:443\n'
        "    Then the traffic is delivered\n"
    )


def test_it_is_written_in_japanese(folder: Path) -> None:
    main(["new", "自分の送信接続", "--lang", "ja"])
    lines = (folder / "自分の送信接続.feature").read_text("utf-8").splitlines()
    assert lines[:2] == ["# language: ja", "機能: 自分の送信接続"]
    assert lines[-1] == "    ならば トラフィックは宛先に届く"


def test_the_language_of_the_reader_is_the_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    main(["new", "Mine"])
    assert read(Path("mine.feature")).language == "ja"
    assert capsys.readouterr().out.splitlines()[0] == "mine.feature を作成した。"


def test_it_says_what_to_do_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "Mine"])
    assert capsys.readouterr().out == (
        "Wrote mine.feature.\n"
        "  To play it: azsim run mine.feature\n"
        "  To find more sentences: azsim steps outbound\n"
    )


def test_the_words_to_search_for_are_those_of_the_service(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "Mine", "--service", "load_balancer"])
    assert capsys.readouterr().out.endswith("azsim steps load balancer\n")


def test_a_title_of_several_words_needs_no_quotation_marks(folder: Path) -> None:
    main(["new", "My", "own", "connections"])
    assert read(Path("my_own_connections.feature")).title == "My own connections"


def test_it_lies_where_a_run_without_paths_finds_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "features").mkdir()
    main(["new", "Mine"])
    assert (folder / "features" / "mine.feature").is_file()
    assert "azsim run features/mine.feature" in capsys.readouterr().out


def test_nothing_is_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine.feature").write_text("precious")
    assert main(["new", "Mine!"]) == 2
    assert (folder / "mine.feature").read_text() == "precious"
    assert capsys.readouterr().err.startswith("azsim: mine.feature is there already")


def test_a_place_that_cannot_be_written_to(folder: Path) -> None:
    with pytest.raises(Advice, match="nowhere/mine.feature can't be written: No such file"):
        write(Path("nowhere/mine.feature"), b"")


def test_an_unknown_service_is_answered_with_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "Mine", "--service", "outbond"]) == 2
    assert capsys.readouterr().err == (
        'azsim: There is no service "outbond". Did you mean "outbound"? There are '
        "aks, app_service, application_gateway, deployments, expressroute, firewall, load_balancer, nat_gateway, "
        "network_security_groups, outbound and traffic_manager.\n"
    )
    assert list(folder.iterdir()) == []


def test_a_title_is_needed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", " \n"]) == 2
    assert capsys.readouterr().err.startswith("azsim: A feature needs a title")


@pytest.mark.parametrize("title", ["two\nlines", "\udce9 bytes", "# language: fr"])
def test_any_title_leads_to_a_file_that_can_be_read(folder: Path, title: str) -> None:
    assert main(["new", title]) == 0
    [path] = folder.iterdir()
    assert read(path).mistakes == ()
    assert len(read(path).cases) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The 1,025th connection fails!", "the_1_025th_connection_fails"),
        ("送信接続：SNAT ポート", "送信接続_snat_ポート"),
        ("ＳＮＡＴ", "snat"),
        ("../../etc/passwd", "etc_passwd"),
        ("Con", "con_feature"),
        ("COM1", "com1_feature"),
        ("LPT²", "lpt2_feature"),
        ("console", "console"),
        ('<>:"/\\|?*', "feature"),
        ("日" * 300, "日" * 60),
    ],
)
def test_a_name_for_the_file_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_the_files_that_a_starter_names_come_with_it(folder: Path) -> None:
    (folder / "features").mkdir()
    assert main(["new", "Mine", "--service", "deployments"]) == 0
    template = folder / "features" / "scale-set.json"
    assert b"Microsoft.Compute/virtualMachineScaleSets" in template.read_bytes()


def test_a_file_of_that_name_stays_as_it_is(folder: Path) -> None:
    (folder / "scale-set.json").write_bytes(b"{}")
    assert main(["new", "Mine", "--service", "deployments"]) == 0
    assert (folder / "scale-set.json").read_bytes() == b"{}"
