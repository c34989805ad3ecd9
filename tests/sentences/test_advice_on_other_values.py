"""What is said of a step doesn't depend on what was said of others before."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

import pytest
from advice_lines import advice

from azsim.gherkin.advice import alike, arguments, memory
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Text

pytestmark = pytest.mark.once

# Every so many sentences, each with so many values.
EVERY, VALUES = 12, 10
NAMES = ("web", "db-a", "alice", "connections", "London", "vm17", "vm18")
EDGES = ("0", "1", "2", "443", "503", "65536", "70000")
_NUMBER = re.compile(r"(?<![0-9.:])[0-9]+(?![0-9.:])")
_WORD = re.compile("[A-Za-z]{3,}|[一-龠]+|[ァ-ヶー]+")


@pytest.fixture(scope="module")
def chance() -> random.Random:
    return random.Random(1)


def renamed(sentence: Sentence, text: str, chance: random.Random) -> str:
    """*text* with one word of *sentence* changed, left out or shortened."""
    fixed = [word for literal in sentence.literals for word in _WORD.findall(literal)]
    word = chance.choice(fixed or [text])
    other = chance.choice(["", word[:-1], "今日" if sentence.language == "ja" else "today"])
    return " ".join(text.replace(word, other, 1).split())


def with_others(text: str, chance: random.Random) -> str:
    """*text* with numbers of three digits, and now and then with other numbers and names."""

    def number(_: re.Match[str]) -> str:
        return str(chance.randrange(100, 1000)) if chance.random() < 0.9 else chance.choice(EDGES)

    if chance.random() < 0.1:
        text = re.sub('"[^"]*"', f'"{chance.choice(NAMES)}"', text)
    return _NUMBER.sub(number, text)


@pytest.fixture(scope="module")
def steps(vocabulary: Vocabulary, chance: random.Random) -> Sequence[str]:
    """Renamed sentences that hold a number, in both languages, each with many values."""
    found = []
    examples = [(each, arguments.example(vocabulary, each)) for each in vocabulary.sentences]
    for sentence, example in [each for each in examples if _NUMBER.search(each[1])][::EVERY]:
        keyword = STEP_KEYWORDS[sentence.definition.keyword].to(sentence.language)
        text = renamed(sentence, example, chance)
        found += [f"{keyword} {with_others(text, chance)}" for _ in range(VALUES)]
    return found


def test_advice_is_the_same_with_and_without_memory(
    vocabulary: Vocabulary, steps: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared: list[Text] = []

    def told(*arguments: Any) -> Text | None:
        found = advice_on(*arguments)
        shared.extend([found] if found else [])
        return found

    advice_on = alike.advice_on
    monkeypatch.setattr(alike, "advice_on", told)
    with_memory = [advice(vocabulary, step) for step in steps]
    # Others hold a number or a name that few have, or a sentence fits them but for a value.
    assert len(shared) > len(steps) / 5
    pairs = memory.memory_of(vocabulary).pairs
    for step, said in zip(steps, with_memory, strict=True):
        monkeypatch.setitem(memory._MEMORIES, vocabulary, memory.Memory(pairs=pairs))
        assert said == advice(vocabulary, step), step
