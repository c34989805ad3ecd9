"""``azsim check`` on comments that tell why, and on names in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen
from words import small_vocabulary, source

from azsim.gherkin.checking.findings import in_feature
from azsim.gherkin.reading.document import of
from azsim.gherkin.vocabulary.installed import features, folder_of, is_for_readers
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text, same


@frozen
class Wrong:
    where: str
    at: int
    text: Text


def no_nine(prose: Text, facts: Sequence[str], said: Iterable[str]) -> Iterator[Wrong]:
    """A checker that knows no nine unless a step says it, and no fact but a.b."""
    for language in ("en", "ja"):
        at = prose.to(language).find("9")
        if at >= 0 and not any("9" in each for each in said):
            yield Wrong(language, at, same("no nine"))
    for at, fact in enumerate(facts):
        if fact != "a.b":
            yield Wrong("facts", at, same(f"no {fact}"))


WORDS: Vocabulary = evolve(small_vocabulary(), reason_checks=(no_nine,))

TOLD = """\
# why en: Ports end.
# why ja: ポートには限りがあります。
Feature: F

  # why en: It has
  # why en: <n> of them.
  # why ja: <個数> 個です。
  # facts: a.b
  Scenario Outline: Taking <n>
    Given a pool of <n> ports
    Then <left> ports are left

    Examples:
      # ja: | 個数 | 残り |
      | n | left |
      | 8 | 8    |
      | 7 | 7    |
"""


def found(text: str, *, for_readers: bool = True) -> list[tuple[int, str]]:
    read = source(text)
    findings = in_feature("x.feature", read, of(read), WORDS, for_readers=for_readers)
    return [(each.line, each.text.en.split("\n")[0]) for each in findings]


def test_what_is_told_and_checked_has_no_findings() -> None:
    assert found(TOLD) == []


def test_a_feature_for_readers_tells_why_of_itself_and_of_each_scenario() -> None:
    plain = "".join(line for line in TOLD.splitlines(keepends=True) if "why" not in line)
    assert [line for line, text in found(plain) if "tells why" in text] == [1, 4]
    assert found(plain, for_readers=False) == []


def test_it_tells_so_in_both_languages() -> None:
    english = TOLD.replace("  # why ja: <個数> 個です。\n", "")
    (only,) = found(english)
    assert only[0] == 5
    assert "one language only" in only[1]
    assert found(english, for_readers=False) == []


def test_an_objection_stands_at_the_line_that_it_is_about() -> None:
    assert found(TOLD.replace("Ports end.", "9 ports.")) == [(1, "no nine")]
    assert found(TOLD.replace("of them.", "of 9.")) == [
        (6, "With the row on line 16: no nine"),
        (6, "With the row on line 17: no nine"),
    ]
    assert found(TOLD.replace("a.b", "a.b, c.d")) == [(8, "no c.d")]


def test_a_row_fills_the_prose_and_has_its_own_steps() -> None:
    assert found(TOLD.replace("| 7 | 7    |", "| 9 | 9    |")) == []


def test_a_feature_may_say_what_any_of_its_steps_says() -> None:
    with_nine = TOLD.replace("| 7 | 7    |", "| 9 | 9    |")
    assert found(with_nine.replace("Ports end.", "9 ports.")) == []


def test_a_name_that_is_no_column_is_found() -> None:
    (only,) = found(TOLD.replace("# why en: <n> of", "# why en: <m> of"))
    assert only[0] == 6
    assert "<m> is no column" in only[1]


def test_a_column_that_only_the_prose_or_the_title_uses_is_used() -> None:
    for old, new in (
        ("<n> of them", "<n> of <hold>"),
        ("<個数> 個", "<保持> 個"),
        ("Taking <n>", "Taking <n> <hold>"),
    ):
        text = TOLD.replace(old, new).replace("| 個数 | 残り |", "| 個数 | 残り | 保持 |")
        text = text.replace("| n | left |", "| n | left | hold |")
        text = text.replace("| 8 | 8    |", "| 8 | 8    | 1    |").replace(
            "| 7 | 7    |", "| 7 | 7    | 2    |"
        )
        assert found(text) == []


def test_columns_for_readers_have_names_in_both_languages() -> None:
    without = TOLD.replace("      # ja: | 個数 | 残り |\n", "").replace("<個数>", "<n>")
    (only,) = found(without)
    assert only[0] == 14
    assert found(without, for_readers=False) == []


def test_a_title_in_the_other_language_names_columns_only() -> None:
    text = TOLD.replace("  # facts", "  # ja: <個> 個取る\n  # facts")
    (only,) = found(text)
    assert only[0] == 8
    assert "<個> is no column" in only[1]
    assert found(text.replace("<個>", "<個数>")) == []


def test_what_looks_like_a_reason_and_is_none_is_found() -> None:
    (only,) = found(TOLD.replace("# facts: a.b", "# fact: a.b"))
    assert only[0] == 8


def test_every_shipped_feature_is_for_readers_and_no_other_is(tmp_path: Path) -> None:
    shipped = [path for folder in features() for path in folder.rglob("*.feature")]
    assert shipped
    assert all(map(is_for_readers, shipped))
    assert not is_for_readers(tmp_path / "x.feature")


def test_a_checkout_from_which_they_were_installed_is_as_good(tmp_path: Path) -> None:
    [folder] = features()
    copied, own = tmp_path / "copied", tmp_path / "own"
    for each in (copied, own):
        (each / "outbound").mkdir(parents=True)
    (copied / "__init__.py").write_bytes((folder / "__init__.py").read_bytes())
    (own / "__init__.py").write_bytes(b"")
    assert folder_of(copied / "outbound" / "ports.feature") == copied.resolve()
    assert folder_of(own / "outbound" / "ports.feature") is None
    assert is_for_readers(copied / "outbound" / "ports.feature")


def test_a_title_for_readers_holds_no_more_than_three_things() -> None:
    three = TOLD.replace("| 7 | 7    |", "| 7 | 7    |\n      | 6 | 6    |")
    assert found(three) == []
    four = three.replace("| 6 | 6    |", "| 6 | 6    |\n      | 5 | 5    |")
    (only,) = found(four)
    assert only[0] == 9
    assert only[1].startswith("4 different things")
    assert found(four, for_readers=False) == []
    assert found(four.replace("Taking <n>", "Taking some")) == []
