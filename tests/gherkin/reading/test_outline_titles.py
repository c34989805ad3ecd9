"""What rows of an outline are called, and all of them together."""

from __future__ import annotations

from azsim.gherkin.reading.outline_titles import ExampleRow, of_all, of_row
from azsim.text import Text

ENDING, HOLD = Text("ending", "終わり方"), Text("hold", "保持")
FIN, RST = Text("FIN from both ends", "双方からの FIN"), Text("RST", "RST")


def rows(*cells: tuple[Text, Text]) -> list[ExampleRow]:
    return [ExampleRow((ENDING, HOLD), each) for each in cells]


TWO = rows((FIN, Text("240 seconds", "240 秒")), (RST, Text("15 seconds", "15 秒")))


def test_a_row_fills_the_title() -> None:
    title = "Free <hold> after <ending>"
    assert [of_row(title, row, TWO, "en") for row in TWO] == [
        "Free 240 seconds after FIN from both ends",
        "Free 15 seconds after RST",
    ]


def test_a_column_goes_by_its_name_in_either_language() -> None:
    for title in ("<終わり方> の<保持>後に解放", "<ending> の<hold>後に解放"):
        assert of_row(title, TWO[1], TWO, "ja") == "RST の15 秒後に解放"


def test_rows_that_the_title_does_not_tell_apart_are_told_apart_by_their_cells() -> None:
    assert of_row("How long", TWO[1], TWO, "en") == "How long: RST, 15 seconds"
    assert of_row("保持時間", TWO[1], TWO, "ja") == "保持時間: RST、15 秒"


def test_cells_that_do_not_differ_or_stand_in_the_title_are_left_out() -> None:
    same = rows((FIN, Text("1 s", "1 秒")), (FIN, Text("2 s", "2 秒")))
    assert of_row("How long", same[0], same, "en") == "How long: 1 s"
    twice = [*TWO, *TWO]
    assert of_row("After <ending>", TWO[1], twice, "en") == "After RST: 15 seconds"


def test_a_single_row_needs_nothing() -> None:
    assert of_row("How long", TWO[0], TWO[:1], "en") == "How long"


def test_all_together_are_called_by_what_the_rows_make_of_the_columns() -> None:
    assert (
        of_all("After <ending> it is held", TWO, "en")
        == "After FIN from both ends or RST it is held"
    )
    assert of_all("Free <hold> after <ending>.", TWO, "en") == (
        "Free 240 seconds after FIN from both ends or 15 seconds after RST."
    )
    assert of_all("<ending> の後", TWO, "ja") == "双方からの FIN または RST の後"


def test_more_than_three_things_are_counted() -> None:
    def numbers(last: int) -> list[ExampleRow]:
        return [
            ExampleRow((Text("n", "数"),), (Text(f"{n} ports", f"{n} 個"),)) for n in range(1, last)
        ]

    assert of_all("Taking <n>", numbers(4), "en") == "Taking 1 ports, 2 ports or 3 ports"
    assert of_all("<数> 取る", numbers(4), "ja") == "1 個、2 個または 3 個 取る"
    assert of_all("Taking <n>", numbers(6), "en") == "Taking 1 ports and 4 more"
    assert of_all("<数> 取る", numbers(6), "ja") == "1 個ほか 4 通り 取る"


def test_a_title_without_columns_is_that_of_all() -> None:
    assert of_all("How long <this> takes", TWO, "en") == "How long <this> takes"
