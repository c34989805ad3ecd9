"""A proposal says what the author said; anything else is said to be something else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from advice_lines import told

from azsim.gherkin.advice.arguments import example
from azsim.gherkin.advice.meaning import difference, known_words
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Language

WRONG = tomllib.loads((Path(__file__).parent / "wrong_steps.toml").read_text("utf-8"))["wrong"]
# Words that hold a sentence together, in this test's own opinion.
EMPTY = set(
    re.findall(
        r"\w+",
        "a an the that these those there it its is are has have as of to in on at for with through",
    )
)
PUTS_NOT = {"is": "is not", "are": "are not", "has": "has not", "have": "have not"}
NEGATED = {"ある": "ない", "する": "しない", "いる": "いない", "れる": "れない", "送る": "送らない"}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong["step"][:40])
def test_a_wrong_step_is_answered_with(vocabulary: Vocabulary, wrong: dict[str, Any]) -> None:
    found = told(vocabulary, wrong["step"])
    assert found.same == wrong.get("same", [])
    assert found.not_modelled == wrong.get("not_modelled", [])
    if "other" in wrong:
        assert found.others[wrong["other"]] == wrong["says"]


def test_there_are_wrong_steps_in_both_languages() -> None:
    japanese = [each for each in WRONG if re.match("前提|もし|ならば", each["step"])]
    assert len(WRONG) - len(japanese) > 80
    assert len(japanese) > 35


def test_no_word_of_a_sentence_can_be_changed_unnoticed(vocabulary: Vocabulary) -> None:
    known = known_words(vocabulary)
    unnoticed = [
        (text, changed)
        for sentence in vocabulary.sentences
        for text in [example(vocabulary, sentence)]
        for changed in changes(text, sentence.language)
        if difference(changed, text, known).is_none
    ]
    assert unnoticed == []


def test_no_proposal_takes_a_change_back(vocabulary: Vocabulary) -> None:
    """One change of every third sentence, each time of another kind at another place."""
    taken_back = []
    for number, sentence in enumerate(vocabulary.sentences[::3]):
        text = example(vocabulary, sentence)
        possible = list(changes(text, sentence.language))
        changed = possible[(number * 7) % len(possible)]
        keyword = STEP_KEYWORDS[sentence.definition.keyword].to(sentence.language)
        if vocabulary.find(sentence.definition.keyword, changed):
            continue
        if f"{keyword} {text}" in told(vocabulary, f"{keyword} {changed}").same:
            taken_back.append((text, changed))
    assert taken_back == []


def changes(text: str, language: Language) -> Iterator[str]:
    """*text* with one word that means something left out, replaced or negated."""
    pattern = (
        r'"[^"]*"|\S+'
        if language == "en"
        else r'"[^"]*"|[0-9.,:]+(?!$)|[A-Za-z]+|[ァ-ヶー]+|[一-龠]+'
    )
    for found in re.finditer(pattern, text):
        before, word, after = text[: found.start()], found[0].rstrip(":,"), text[found.end() :]
        rest = found[0][len(word) :]
        if word in EMPTY or word in ("次", "本", "個", "台", "件", "回") or not word:
            continue
        yield f"{before}{rest}{after}".replace("  ", " ").strip()
        yield f"{before}{'purple' if language == 'en' else '紫'}{rest}{after}"
    if language == "en":
        yield f"never {text}"
        yield from (
            re.sub(rf"\b{verb}\b", negated, text, count=1)
            for verb, negated in PUTS_NOT.items()
            if re.search(rf"\b{verb}\b", text)
        )
    else:
        yield from (
            text.removesuffix(verb) + negated
            for verb, negated in NEGATED.items()
            if text.endswith(verb)
        )
