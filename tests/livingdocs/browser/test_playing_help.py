"""What helps while a text is written: proposals, meaning, mistakes put right, the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playing import HOLD, status, text, unfold, write

from azsim.livingdocs.words import WORDS

if TYPE_CHECKING:
    from conftest import Bench, Visit

pytestmark = pytest.mark.usefixtures("playable")

PROPOSALS = ".cm-tooltip-autocomplete"
BEGUN = {
    "en": "Feature: Ports\n  Scenario: One\n    Given a NAT gateway\n    Then ",
    "ja": "# language: ja\n機能: ポート\n  シナリオ: 一つ\n    ならば ",
}


def _begin(bench: Bench, language: str = "en") -> Any:
    page = bench(f"{language}/{HOLD}")
    write(page, BEGUN[language])
    return page


def test_words_of_either_language_find_a_sentence_whose_values_tab_leads_through(
    bench: Bench,
) -> None:
    for words in ("uses snat ports", "使用中の ポート"):
        page = _begin(bench)
        page.keyboard.type(words) if words.isascii() else page.keyboard.insert_text(words)
        if not words.isascii():
            page.keyboard.press("Control+Space")
        wanted = page.locator(PROPOSALS).get_by_text("SNAT ports").first
        wanted.wait_for()
        # The list takes no click by accident, just when it has come.
        page.wait_for_timeout(300)
        wanted.click()
        page.keyboard.type('"vm2"')
        page.keyboard.press("Tab")
        page.keyboard.type("7")
        assert text(page).endswith(
            tuple(f'Then "vm2" uses 7 {kind}SNAT ports' for kind in ("", "TCP ", "UDP "))
        )


def test_only_sentences_of_the_kind_are_proposed(bench: Bench) -> None:
    page = _begin(bench)
    page.keyboard.type("seconds pass")
    page.wait_for_timeout(500)
    assert page.locator(PROPOSALS, has_text="› pass").count() == 0
    write(page, BEGUN["en"].replace("Then", "When"))
    page.keyboard.type("seconds pass")
    page.locator(PROPOSALS, has_text="› pass").wait_for()


def test_the_values_of_a_sentence_are_proposed(bench: Bench) -> None:
    page = _begin(bench)
    write(page, "Feature: a\n  Scenario: b\n    When one of the connections ends with RST")
    page.keyboard.press("Control+Space")
    page.locator(PROPOSALS).get_by_text("FIN from both ends").click()
    assert text(page).endswith("ends with FIN from both ends")


def test_an_input_method_composes_in_peace(bench: Bench) -> None:
    page = _begin(bench, "ja")
    session = page.context.new_cdp_session(page)
    for reading in ("ぽ", "ぽー", "ぽーと"):
        composed = {"text": reading, "selectionStart": len(reading), "selectionEnd": len(reading)}
        session.send("Input.imeSetComposition", composed)
    page.wait_for_timeout(600)
    # Neither a proposal nor a check comes between.
    assert page.locator("[data-part=findings] li").count() == 0
    session.send("Input.insertText", {"text": "ポート"})
    page.locator(PROPOSALS).wait_for()
    assert text(page).endswith("ならば ポート")
    # Enter takes the proposal only now.
    page.keyboard.press("Enter")
    assert "SNAT" in text(page).splitlines()[-1]


def test_full_width_digits_find_their_sentence(bench: Bench) -> None:
    page = _begin(bench, "ja")
    page.keyboard.insert_text("ＳＮＡＴ　ポート１０２４個")
    page.keyboard.press("Control+Space")
    page.locator(PROPOSALS).wait_for()
    assert "SNAT ポート" in page.locator(PROPOSALS).inner_text()


def test_a_mistake_is_underlined_and_one_click_puts_it_right(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    write(page, text(page).replace("uses 1,024 TCP SNAT ports", "use 1,024 TCP SNAT port"))
    findings = page.locator("[data-part=findings] li:not(.layout)")
    findings.first.wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == 'And "vm1" use 1,024 TCP SNAT port'
    findings.first.get_by_role("button", name='And "vm1" uses 1,024 TCP SNAT port').click()
    assert 'And "vm1" uses 1,024 TCP SNAT port\n' in text(page)
    findings.first.wait_for(state="detached")


def test_what_is_not_modelled_is_told_so(bench: Bench) -> None:
    page = _begin(bench)
    page.keyboard.insert_text("the CDN profile caches the answer")
    page.locator("[data-part=findings]", has_text="modelled").wait_for()


def test_a_key_tells_what_a_step_means(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    write(page, "Feature: a\n  Scenario: b\n    When 5 seconds pass")
    page.keyboard.press("Control+Shift+Space")
    page.locator(".meaning").wait_for()
    assert "Virtual time moves on" in page.locator(".meaning").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".meaning").count() == 0


def test_the_pointer_over_a_step_tells_what_it_means(bench: Bench) -> None:
    page = bench(f"ja/{HOLD}")
    page.locator(".cm-line", has_text="経過する").first.hover(position={"x": 90, "y": 10})
    page.locator(".meaning").wait_for()
    page.keyboard.press("Escape")
    page.locator(".meaning").wait_for(state="detached")


def test_tab_leads_out_of_the_text(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot") is None


@pytest.mark.parametrize(("language", "keyword"), [("en", "もし"), ("ja", "When ")])
def test_one_click_puts_the_text_into_the_other_language_and_back(
    bench: Bench, language: str, keyword: str
) -> None:
    page = bench(f"{language}/{HOLD}")
    before = text(page)
    page.locator("[data-do=translate]").click()
    page.wait_for_function("word => azsimPlayground.sheet.text.includes(word)", arg=keyword)
    page.locator("[data-do=translate]").click()
    page.wait_for_function("word => !azsimPlayground.sheet.text.includes(word)", arg=keyword)
    steps = [line for line in before.splitlines() if "vm1" in line]
    assert all(step in text(page) for step in steps)


def test_tables_are_aligned(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    before = text(page)
    write(page, before.replace(" | ", "|"))
    page.locator("[data-do=tidy]").click()
    page.locator("[data-part=status]", has_text=WORDS["tidied"].en).wait_for()
    assert text(page) == before


def test_what_is_typed_before_the_editor_is_there_is_kept(visit: Visit) -> None:
    page = visit(f"en/{HOLD}")
    unfold(page)
    page.locator("[data-part=text]").press("Control+Home")
    page.keyboard.type("# mine")
    page.locator(".cm-content").wait_for()
    page.wait_for_timeout(200)
    assert text(page).startswith("# mine")
    assert status(page) != ""
