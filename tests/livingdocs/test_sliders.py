"""Which numbers of a scenario can be moved, where they stand, and how far they go."""

from __future__ import annotations

import pytest

from azsim.facts import registry
from azsim.gherkin import Desk, desk_at
from azsim.livingdocs.sliders import LARGEST, sliders

TEXT = """\
Feature: Ports

  Scenario: Some ports
    Given a classic deployment with 3 instances behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 1,023 TCP connections to 198.51.100.7:443
    And 90 seconds pass
    Then "vm1" uses 1,023 TCP SNAT ports
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path = tmp_path_factory.mktemp("own") / "x.feature"
    path.write_text("Feature: Nothing yet\n")
    return desk_at(path)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_numbers_are_found_where_they_stand(desk: Desk, language: str) -> None:
    text = TEXT if language == "en" else desk.translated(TEXT, "ja").text
    lines = text.split("\n")
    found = sliders(desk, text)
    written = [lines[each.line - 1][each.column - 1 : each.end - 1] for each in found]
    assert written == ["3", "1,023", "90"]
    assert [each.value for each in found] == [3, 1023, 90]
    assert [each.kind for each in found] == ["count", "count", "duration"]


OUTLINE = """\
Feature: Ports

  Scenario Outline: Some ports
    Given a classic deployment with 3 instances behind the load-balanced endpoint 203.0.113.10:80
    When "<vm>" opens <count> TCP connections to 198.51.100.7:443
    And <time> pass
    And <minutes> minutes pass
    Then "<vm>" uses <count> TCP SNAT ports

    Examples:
      | vm  | count | time         | minutes |
      | vm1 | 1,023 |   90 seconds | 3       |
      | vm2 | 1,024 | 9.5 seconds  | 4       |
"""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_rows_of_examples_have_numbers_of_their_own(desk: Desk, language: str) -> None:
    text = OUTLINE if language == "en" else desk.translated(OUTLINE, "ja").text
    lines = text.split("\n")
    found = sliders(desk, text)
    written = [lines[each.line - 1][each.column - 1 : each.end - 1] for each in found]
    assert written == ["3", "1,023", "90", "3", "1,024", "9.5", "4"]
    assert [each.kind for each in found[1:4]] == ["count", "duration", "duration"]


def test_the_label_of_one_in_a_row_is_the_row(desk: Desk) -> None:
    first, second, *_ = sliders(desk, OUTLINE)[1:]
    assert first.label == "vm1 | … | 90 seconds | 3"
    assert (second.label, second.unit) == ("vm1 | 1,023 | … seconds | 3", "seconds")


def test_a_step_of_an_outline_keeps_the_names_of_its_columns(desk: Desk) -> None:
    step = '"<vm>" opens 8 TCP connections to 198.51.100.7:443'
    text = OUTLINE.replace('"<vm>" opens <count> TCP connections to 198.51.100.7:443', step)
    assert sliders(desk, text)[1].label == step.replace("8 TCP", "… TCP")


def test_a_number_that_is_put_together_has_no_slider(desk: Desk) -> None:
    text = OUTLINE.replace("opens <count>", "opens 1<count>").replace("| 1,02", "| 02")
    assert [each.value for each in sliders(desk, text)] == [3, 90, 3, 9.5, 4]


TABLE = """\
Feature: Probes

  Scenario Outline: A probe
    Given the Standard public load balancer "lb" with the front-end IP 203.0.113.10
    And the health probe of "lb":
      # The port is a name.
      | protocol | port | threshold | interval   |
      | TCP      | 80   | <failing> | 15 seconds |

    Examples:
      | failing |
      |       2 |
"""


def test_cells_that_are_a_count_or_a_duration_can_be_moved(desk: Desk) -> None:
    threshold, interval = reversed(sliders(desk, TABLE))
    assert (interval.line, interval.value, interval.unit) == (8, 15, "seconds")
    assert interval.label == "interval: TCP | 80 | 2 | … seconds"
    assert (threshold.line, threshold.value, threshold.label) == (12, 2, "…")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_cells_are_found_where_they_stand(desk: Desk, language: str) -> None:
    text = TABLE if language == "en" else desk.translated(TABLE, "ja").text
    lines = text.split("\n")
    found = sliders(desk, text)
    assert [lines[each.line - 1][each.column - 1 : each.end - 1] for each in found] == ["15", "2"]


def test_what_is_expected_cant_be_moved(desk: Desk) -> None:
    assert all(each.line < 7 for each in sliders(desk, TEXT))


def test_a_label_says_what_the_number_is_of(desk: Desk) -> None:
    seconds = sliders(desk, TEXT)[2]
    assert (seconds.label, seconds.unit) == ("… seconds pass", "seconds")


def test_a_slider_goes_on_beyond_what_the_scenario_expects(desk: Desk) -> None:
    few = TEXT.replace("opens 1,023", "opens 8")
    assert sliders(desk, few)[1].most == 2000


def test_a_slider_goes_on_beyond_the_facts_that_decide(desk: Desk) -> None:
    fact = registry()["classic.fin-hold"]
    [before, after] = (sliders(desk, TEXT, facts)[2].most for facts in ((), [fact]))
    assert before == 500
    assert sliders(desk, TEXT.replace("90", "9"))[2].most == 50
    assert sliders(desk, TEXT.replace("90", "9"), [fact])[2].most == 500
    assert after == 500


def test_a_play_stays_short(desk: Desk) -> None:
    many = TEXT.replace("opens 1,023", "opens 9,000")
    assert sliders(desk, many)[1].most == LARGEST
    more = TEXT.replace("opens 1,023", "opens 30,000")
    assert sliders(desk, more)[1].most == 60_000


@pytest.mark.parametrize(
    "step",
    [
        'Then "vm1" uses <count> TCP SNAT ports',
        "Given nobody knows 8 of them",
        "Given the client 192.0.2.33",
    ],
    ids=["expected", "no sentence", "an address"],
)
def test_what_is_no_number_of_a_sentence_has_no_slider(desk: Desk, step: str) -> None:
    text = f"Feature: F\n\n  Scenario Outline: S\n    {step}\n\n    Examples:\n      | count |\n      | 8     |\n"
    assert sliders(desk, text) == []


def test_a_fraction_moves_by_as_little_as_it_is_written_in(desk: Desk) -> None:
    half = sliders(desk, TEXT.replace("90 seconds", "0.5 seconds"))[2]
    assert (half.value, half.least, half.step) == (0.5, 0, 0.1)
    assert half.most >= 2
