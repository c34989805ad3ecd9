"""A small site of features that hold, fail, and can't be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from azsim.gherkin import survey
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.gathering import gather
from azsim.livingdocs.making import make
from azsim.livingdocs.pages import pages
from azsim.livingdocs.site import Site

EDITION = Edition("2026-01-02", "1.2.3", "0123456789", "https://docs.example.com/azsim/")
ROOT = Path(__file__).parents[2]

FEATURES = {
    "outbound/ports.feature": """\
# ja: SNAT ポート
# ja: ポートには限りがある。
# why en: An instance has 1,024 of them.
# why ja: 各インスタンスに 1,024 個あります。
# facts: classic.ports-by-pool-size
@outbound
Feature: SNAT ports

  Ports are finite.

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # ja: 使用中のポート
  Rule: Ports in use

    # ja: <本数> 本の接続
    # why en: There are ports for <count> ≤ 1,024 of them.
    # why ja: <本数> ≤ 1,024 なので、ポートは足ります。
    # facts: classic.ports-by-pool-size, classic.port-choice
    @many
    Scenario Outline: <count> connections
      When "vm1" opens <count> TCP connections to 198.51.100.7:443
      Then all <count> connections succeed

      Examples:
        # ja: | 本数 |
        | count |
        | 8     |
        | 1,024 |

    Scenario: One too many
      When "vm1" opens 1,025 TCP connections to 198.51.100.7:443
      Then 1,025 connections succeed
""",
    "own.feature": """\
# language: ja
機能: 自社のネットワーク

  # page: legs
  シナリオ: 区間
    前提 フロントエンド IP が 203.0.113.20 の Application Gateway "appgw" があり、インスタンスは次のとおり:
      | 名前    | プライベート IP |
      | appgw-0 | 10.0.1.4        |
    かつ クライアント 192.0.2.33 がある
    かつ "appgw" の正常なバックエンド サーバーは次のとおり:
      | 名前 | プライベート IP |
      | web1 | 10.0.2.4        |
    もし 192.0.2.33 が 203.0.113.20:80 に要求を送る
    ならば 要求とその応答は次の区間を順に通る:
      | から         | へ     | 送信元     | 宛先         |
      | クライアント | appgw  | 192.0.2.33 | 203.0.113.20 |
      | appgw        | web1   | 192.0.2.33 | 10.0.2.4     |
""",
    "hostile/b.feature": """\
@<i>
Feature: <script>alert("title")</script>

  </main><b>bold</b> & {{ 7 * 7 }}

  Scenario: "><img src=x onerror=alert(1)>
    Given the client 192.0.2.33
    Then <script>alert("step")</script>
      | <script>alert("cell")</script> |
      | {{ 7 * 7 }}                    |
""",
    "expected.feature": """\
# ja: 想定
Feature: Expectations

  @xfail
  Scenario: Another day
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    Then each instance has 1,025 preallocated TCP SNAT ports

  @skip
  Scenario: Not even tried
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
""",
    "broken.feature": "Feature: Broken\n  Scenario: S\n    Given the client 192.0.2.33\n  oops\n",
}


@pytest.fixture(scope="session", autouse=True)
def installed() -> Iterator[None]:
    """New processes find azsim where it is installed; in the checkout they'd miss its steps."""
    elsewhere = [each for each in sys.path if Path(each).resolve() != ROOT]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", elsewhere)
        yield


@pytest.fixture(scope="session")
def small_site(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of `FEATURES`, played in a process of its own."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in FEATURES.items():
        place = folder / "features" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    captured = folder / "captured"
    captured.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        catalogue = survey(["features"]).catalogue
        gathered = gather(["features"], captured, lambda *_: None, processes=1)
    return make(gathered, catalogue, None)


@pytest.fixture(scope="session")
def small_pages(small_site: Site) -> Mapping[str, str]:
    """Its pages by their addresses."""
    return {page.address: page.content.decode() for page in pages(small_site, EDITION)}


@pytest.fixture
def features(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder ``features`` in the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "features").mkdir()
    return tmp_path / "features"
