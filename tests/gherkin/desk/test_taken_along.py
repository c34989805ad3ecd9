"""What goes along where features are to be changed and played elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.gherkin import Project, survey, taken_along
from azsim.gherkin.desk.alone import scenarios_alone
from azsim.gherkin.reading.source import parse_text

FEATURE = """\
# page: ports
# ja: ポート
# why en: There are 1,024 of them.
# why ja: 1,024 個あります。
# facts: classic.ports-by-pool-size
@outbound
Feature: Ports
  Prose of the feature.

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # A note that nobody reads.
  # ja: 使用中
  Rule: In use

    # ja: <本数> 本
    # why en: <count> are fewer.
    @many
    Scenario Outline: <count> of them
      When "vm1" opens <count> TCP connections to 198.51.100.7:443
      # Nothing else is open.
      Then "vm1" uses <count> TCP SNAT ports

      Examples:
        # ja: | 本数 |
        | count |
        | 8     |

    Scenario: None
      Then "vm1" uses 0 TCP SNAT ports
"""

ALONE = """\
@outbound
Feature: Ports

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  Rule: In use

    @many
    Scenario Outline: <count> of them
      When "vm1" opens <count> TCP connections to 198.51.100.7:443
      # Nothing else is open.
      Then "vm1" uses <count> TCP SNAT ports

      Examples:
        | count |
        | 8     |
"""

ALONE_JA = """\
# language: ja
@outbound
機能: ポート

  背景:
    前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 1 台を持つクラシック デプロイがある

  ルール: 使用中

    @many
    シナリオアウトライン: <本数> 本
      もし "vm1" が 198.51.100.7:443 へ TCP 接続を <本数> 本開く
      # Nothing else is open.
      ならば "vm1" が使用中の TCP SNAT ポートは <本数> 個である

      例:
        | 本数 |
        | 8    |
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(place: str, content: str) -> None:
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def along(*paths: str) -> Project:
    return taken_along(survey(paths))


def test_a_scenario_alone_has_its_background_and_rule_and_no_reasons() -> None:
    texts = scenarios_alone(parse_text(Path("x.feature"), FEATURE))
    assert texts[20] == ALONE
    assert list(texts) == [20, 30]


def test_a_file_that_cant_be_read_has_no_scenarios() -> None:
    assert scenarios_alone(parse_text(Path("x.feature"), "oops")) == {}


def test_each_scenario_goes_along_in_both_languages() -> None:
    write("x.feature", FEATURE)
    text = along("x.feature").texts["x.feature"][20]
    assert text.en == ALONE
    assert text.ja == ALONE_JA


def test_what_cant_be_translated_stays_as_it_is_written() -> None:
    text = 'Feature: F\n\n  Scenario: S\n    Given nobody knows "this"\n'
    write("x.feature", text)
    alone = along("x.feature").texts["x.feature"][3]
    assert (alone.en, alone.ja) == (text, text)


def test_files_go_along_that_steps_and_files_name() -> None:
    text = 'Feature: F\n\n  Scenario: S\n    Given the deployment in "infra/main.json"\n'
    write("features/x.feature", text)
    write("features/infra/main.json", '{"templateLink": {"relativePath": "linked/net.json"}}')
    write("features/infra/linked/net.json", "{}")
    write("features/infra/secret.json", "{}")
    found = along("features")
    assert found.places == {"features/x.feature": "features/x.feature"}
    assert sorted(found.files) == ["features/infra/linked/net.json", "features/infra/main.json"]
    assert found.own == ("features/infra/linked/net.json", "features/infra/main.json")


def test_files_outside_the_project_stay_where_they_are(folder: Path) -> None:
    (folder / "project" / ".git").mkdir(parents=True)
    write("main.json", "{}")
    write("project/.git/main.json", "{}")
    text = (
        'Feature: F\n\n  Scenario: S\n    Given the deployment in "../main.json"\n'
        '    Given the deployment in ".git/main.json"\n'
    )
    write("project/x.feature", text)
    assert along("project/x.feature").files == {}


def test_own_sentences_go_along_with_the_modules_that_they_import(folder: Path) -> None:
    (folder / ".git").mkdir()
    write("conftest.py", "import pytest\nfrom printing import printers\n")
    write("printing/__init__.py", "from . import colours\n")
    write("printing/colours.py", "")
    write("printing/printers.py", "import os.path\n")
    write("printing/unused.py", "")
    write("features/conftest.py", "")
    write("other/conftest.py", "")
    write(
        "features/sub/x.feature", "Feature: F\n\n  Scenario: S\n    Given the client 192.0.2.33\n"
    )
    assert along("features").own == (
        "conftest.py",
        "features/conftest.py",
        "printing/__init__.py",
        "printing/colours.py",
        "printing/printers.py",
    )


def test_packages_go_along_that_own_sentences_import(folder: Path) -> None:
    write("conftest.py", "import os\nimport pytest\nimport xdist.plugin\n")
    write("x.feature", "Feature: F\n\n  Scenario: S\n    Given the client 192.0.2.33\n")
    packages = along("x.feature").packages
    assert "xdist/__init__.py" in packages.files
    assert not any(path.startswith("_pytest/") for path in packages.files)


def test_what_comes_with_azsim_is_nobodys_own() -> None:
    found = along(str(Path(__file__).parents[3] / "features" / "deployments"))
    assert "features/deployments/scale-set.json" in found.files
    assert found.places["features/deployments/scale_set.feature"] == (
        "features/deployments/scale_set.feature"
    )
    assert found.own == ()
