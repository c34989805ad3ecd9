"""What pages hold for their scenarios to be changed and played, where a site carries what that takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pytest
from html_page import parsed
from test_pages import FAILING

from azsim.livingdocs.edition import Edition
from azsim.livingdocs.pages import OWN, pages
from azsim.livingdocs.playground import Playground
from azsim.livingdocs.site import Behaviour, Site
from azsim.livingdocs.words import PHRASES, SAID_IN_PLAYING, WORDS
from azsim.text import Language

EDITION = Edition("2026-01-02", "1.2.3", "0123456789")
Pages = Mapping[str, str]
ROOT = Path(__file__).parents[2]
HOSTILE = "Feature: </script><script>alert(1)</script>\n"


class Carried:
    """A playground without anything to load."""

    loader: Mapping[str, Any] = {"worker": ["worker.js", 5], "parts": [["azsim", "azsim.js", 7]]}
    play, editor, sentences = (f"assets/play/{each}.js" for each in ("play", "editor", "sentences"))
    size = 8_300_000

    def text_of(self, behaviour: Behaviour, language: Language) -> str:
        return f"{HOSTILE}# {language}: {behaviour.heading.name.to(language)}"

    def place_of(self, _: Behaviour) -> str:
        return "features/outbound/ports.feature"

    def sliders_of(self, _: Behaviour, language: Language) -> Sequence[Mapping[str, Any]]:
        return [{"line": 3, "label": language}]

    def starters(self, _: Language) -> Sequence[tuple[str, str]]:
        return [("Ports", HOSTILE)]


@pytest.fixture(scope="module")
def playable(small_site: Site) -> Pages:
    carried = cast(Playground, Carried())
    return {page.address: page.content.decode() for page in pages(small_site, EDITION, carried)}


def bench(page: str) -> Mapping[str, Any]:
    """What the page tells its scripts of the text."""
    [found] = re.findall(r'<script type="application/json" id="playground">(.*?)</script>', page)
    told: Mapping[str, Any] = json.loads(found)
    return told


def test_without_a_playground_nothing_speaks_of_one(small_pages: Pages) -> None:
    assert [address for address, page in small_pages.items() if "playground" in page] == []


def test_every_behaviour_can_be_played_in_both_languages(small_site: Site, playable: Pages) -> None:
    for language in ("en", "ja"):
        for _, _, behaviour in small_site.behaviours:
            told = bench(playable[f"{language}/{behaviour.address}.html"])
            assert told["text"].endswith(f"# {language}: {behaviour.heading.name.to(language)}")
            assert told["place"] == "features/outbound/ports.feature"
            assert told["sliders"] == [{"line": 3, "label": language}]


def test_it_is_shown_by_scripts_alone(playable: Pages) -> None:
    page = playable[f"en/{FAILING}"]
    assert '<section class="playground" hidden>' in page
    assert "8.3 MB" in page
    assert "assets/play/" not in page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_own_texts_have_a_page_that_the_menu_leads_to(playable: Pages, language: Language) -> None:
    page = playable[f"{language}/{OWN}.html"]
    assert bench(page)["starters"] == [["Ports", HOSTILE]]
    assert bench(page)["text"] == HOSTILE
    assert WORDS["write and play"].to(language) in page
    assert "../playground/index.html" in playable[f"{language}/facts/index.html"]


@pytest.mark.parametrize("address", [f"en/{OWN}.html", f"ja/{OWN}.html", f"en/{FAILING}"])
def test_pages_with_a_playground_are_well_formed(playable: Pages, address: str) -> None:
    assert parsed(playable[address]).wrong == []


def test_texts_cannot_end_their_script(playable: Pages) -> None:
    assert "<script>alert(1)" not in playable[f"en/{FAILING}"]


def test_a_browser_is_told_to_send_nothing(playable: Pages) -> None:
    assert "connect-src 'none'" in playable[f"en/{FAILING}"]
    assert "connect-src 'none'" in playable[f"en/{OWN}.html"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_scripts_know_the_words_and_what_to_load(playable: Pages, language: Language) -> None:
    script = playable[f"assets/playing/words-{language}.js"]
    known = json.loads(script.removeprefix("azsimPlaying = ").removesuffix(";\n"))
    assert known["words"] == {each: WORDS[each].to(language) for each in SAID_IN_PLAYING}
    assert known["phrases"] == PHRASES[language]
    assert known["loader"] == Carried.loader
    assert known["editor"] == "assets/play/editor.js"


# What the loader of azsim is the first to say, or a part of its words.
BY_THE_LOADER = {
    "long",
    "memory",
    *(each for each in SAID_IN_PLAYING if each.startswith(("no ", "stopped by "))),
}


def test_scripts_say_every_word_that_they_are_given() -> None:
    folder = resources.files("azsim.livingdocs").joinpath("static", "playing")
    scripts = "".join(each.read_text("utf-8") for each in folder.iterdir())
    said = {
        each for each in SAID_IN_PLAYING if f'"{each}"' in scripts or f"words.{each}" in scripts
    }
    assert {*SAID_IN_PLAYING} - said <= BY_THE_LOADER
    told = set(re.findall(r'\b(?:tell|said)\("([^"]+)"|\bwords\["([^"]+)"\]', scripts))
    assert {one or other for one, other in told} <= {*SAID_IN_PLAYING}
