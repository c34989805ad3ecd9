"""Comments that tell why, above a title."""

from __future__ import annotations

from words import document, source

from azsim.gherkin.reading.reasons import Reason, lost_reasons
from azsim.gherkin.reading.titles import Title, titles_in

FEATURE = """\
# why en: Ports are finite.
# ja: ポート
# why ja: ポートには
# facts: a.b, c.d
# ja: 説明。
# why ja: 限りがあります。
# facts: e.f
@outbound
Feature: Ports
  # why en: Of a rule.
  Rule: A rule
    # why en: It takes
    # why en: <n> of them.
    Scenario Outline: Taking <n>
      When "web1" takes <n> ports

      Examples:
        | n |
        | 1 |

    Scenario: Without
      When "web1" takes 1 port
"""


def test_a_reason_is_prose_in_both_languages_and_the_facts_that_decide() -> None:
    reason = document(FEATURE).reasons[9]
    assert reason.prose("en") == "Ports are finite."
    assert reason.prose("ja") == "ポートには限りがあります。"
    assert reason.ids == ("a.b", "c.d", "e.f")


def test_features_rules_and_scenarios_have_them() -> None:
    assert list(document(FEATURE).reasons) == [9, 11, 14]


def test_titles_stand_among_them() -> None:
    assert titles_in(source(FEATURE), "ja") == {9: Title("ポート", ("説明。",))}


def test_lines_join_and_each_letter_has_its_line() -> None:
    reason = document(FEATURE).reasons[14]
    assert reason.prose("en") == "It takes <n> of them."
    assert [reason.line_at("en", at) for at in (0, 7, 9, 20)] == [12, 12, 13, 13]
    assert reason.line_at("en", 12, lambda words: words.replace("<n>", "1,024")) == 13


def test_a_file_without_comments_has_none() -> None:
    assert document("Feature: F\n  Scenario: S\n    When it rains\n").reasons == {}


def lost(text: str) -> list[int]:
    return [each.line for each in lost_reasons(source(text))]


def test_what_lies_upon_no_title_is_lost() -> None:
    assert lost("Feature: F\n  # why en: Parted.\n\n  Scenario: S\n    When it rains\n") == [2]
    assert lost("Feature: F\n  # facts: a.b\n  Background:\n    Given rain\n") == [2]
    assert lost("Feature: F\n  Scenario: S\n    # why ja: 途中。\n    When it rains\n") == [3]


def test_what_is_nearly_one_is_lost_upon_a_title_only() -> None:
    near = ("# why: So.", "# Why en： So.", "#why-ja: 理由", "# fact: a.b", "# 理由: それゆえ")
    for line in near:
        assert lost(f"{line}\nFeature: F\n  Scenario: S\n    When it rains\n") == [1], line
    remarks = ("# why this is here", "# facts of life", "# ja: 題")
    for line in remarks:
        assert lost(f"{line}\nFeature: F\n  Scenario: S\n    When it rains\n") == [], line


def test_no_reason_is_none() -> None:
    assert Reason().ids == ()
