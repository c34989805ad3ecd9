"""Everyday words stand for those of the sentences, in the language of the step."""

from __future__ import annotations

import pytest

from azsim.gherkin.vocabulary.synonyms import readings
from azsim.text import Language, Text, same

SYNONYMS = {
    "VM": Text("virtual machine", "仮想マシン"),
    "each VM": same("each instance"),
    "各 VM": same("各インスタンス"),
    "張る": same("開く"),
}


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ('the VM "VM"', "en", 'the virtual machine "VM"'),
        ("each VM has ports", "en", "each instance has ports"),
        ("VMがある", "ja", "仮想マシンがある"),
        ("各VMには", "ja", "各インスタンスには"),
        ("接続を張る", "ja", "接続を開く"),
    ],
)
def test_a_word_stands_for_that_of_the_sentences(text: str, language: Language, said: str) -> None:
    assert readings(SYNONYMS, text, language) == [text, said]


@pytest.mark.parametrize("text", ["vm1 opens a flow", "a VMS", '"VM" opens a flow'])
def test_parts_of_words_and_names_stand_for_themselves(text: str) -> None:
    assert readings(SYNONYMS, text, "en") == [text]


def test_without_everyday_words_there_is_one_reading() -> None:
    assert readings({}, "a VM", "en") == ["a VM"]
