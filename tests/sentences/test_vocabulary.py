"""The sentences themselves: both languages, one meaning each, and every one of them in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim.azure.reasons import REASONS
from azsim.gherkin.reading.document import Step, read
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.model.rules import Rule
from azsim.text import Language, is_japanese, say

LANGUAGES: tuple[Language, ...] = ("en", "ja")
ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "features"
FAILING = Path(__file__).parent / "failing"


def steps(*folders: Path) -> Iterator[tuple[str, Step]]:
    """Every step below *folders*, with the place where it stands."""
    for folder in folders:
        for path in sorted(folder.rglob("*.feature")):
            for case in read(path).cases:
                for step in case.steps:
                    yield f"{path.relative_to(ROOT).as_posix()}:{step.line}", step


def english(definition: Definition) -> str:
    return definition.sentences[0][1]


def test_the_vocabulary_does_not_contradict_itself(vocabulary: Vocabulary) -> None:
    assert vocabulary.problems == ()


def test_every_sentence_is_said_in_both_languages(vocabulary: Vocabulary) -> None:
    wrong = [
        english(each)
        for each in vocabulary.definitions
        if [language for language, _ in each.sentences] != ["en", "ja"]
    ]
    assert wrong == []


def test_every_sentence_says_what_it_means_in_both_languages(vocabulary: Vocabulary) -> None:
    wrong = [
        english(each)
        for each in vocabulary.definitions
        if not each.meaning.en or is_japanese(each.meaning.en) or not is_japanese(each.meaning.ja)
    ]
    assert wrong == []


def test_every_meaning_can_be_read_by_itself(vocabulary: Vocabulary) -> None:
    english = [each.meaning.en for each in vocabulary.definitions]
    assert [each for each in english if re.match("(?:As above|The same),", each)] == []


def test_every_japanese_meaning_is_plain_style(vocabulary: Vocabulary) -> None:
    japanese = [each.meaning.ja for each in vocabulary.definitions]
    assert [each for each in japanese if re.search("(?:です|ます|ません)。", each)] == []


def test_every_sentence_is_a_valid_expression(vocabulary: Vocabulary) -> None:
    wrong = [each.expression for each in vocabulary.sentences if not vocabulary.compiled(each)]
    assert wrong == []


def test_every_step_is_exactly_one_sentence(vocabulary: Vocabulary) -> None:
    wrong = {
        place: [english(match.definition) for match in found]
        for place, step in steps(SHIPPED, FAILING)
        if len(found := vocabulary.find(step.kind, step.text)) != 1
    }
    assert wrong == {}


def test_a_sentence_filled_with_examples_is_that_sentence_alone(vocabulary: Vocabulary) -> None:
    wrong = {}
    for sentence in vocabulary.sentences:
        text = sentence.expression
        for name in sentence.names:
            example = vocabulary.types[name].example
            assert example is not None
            text = text.replace(f"{{{name}}}", say(example, sentence.language), 1)
        text = one_way_to_say(text)
        found = vocabulary.find(sentence.definition.keyword, text)
        if [match.definition for match in found] != [sentence.definition]:
            wrong[text] = [english(match.definition) for match in found]
    assert wrong == {}


def one_way_to_say(text: str) -> str:
    """*text* with the last of each of its alternatives, such as ``connections``."""
    return " ".join(
        word.rpartition("/")[2] if word.replace("/", "").isalpha() else word
        for word in text.split(" ")
    )


def test_every_sentence_is_used(vocabulary: Vocabulary) -> None:
    used = {
        match.definition
        for _, step in steps(SHIPPED, FAILING)
        for match in vocabulary.find(step.kind, step.text)
    }
    assert [english(each) for each in vocabulary.definitions if each not in used] == []


def test_every_type_says_what_it_is_and_gives_an_example(vocabulary: Vocabulary) -> None:
    for each in vocabulary.types.values():
        for words in (each.meaning, each.example):
            assert words is not None, each.name
            assert words.en, each.name
            assert words.ja, each.name


def test_every_example_is_a_value(vocabulary: Vocabulary) -> None:
    for each in vocabulary.types.values():
        assert each.example is not None
        for example in (each.example.en, each.example.ja):
            assert each.fits(example), (each.name, example)
            # Not only the shape is right: no advice is raised.
            each.transformer(example)


def test_every_type_is_used(vocabulary: Vocabulary) -> None:
    used = {name for sentence in vocabulary.sentences for name in sentence.names}
    assert sorted(set(vocabulary.types) - used) == []


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.id)
def test_a_step_may_name_each_reason_of_the_list(vocabulary: Vocabulary, reason: Rule) -> None:
    type = vocabulary.types["reason"]
    for words in (reason.text.en, reason.text.ja):
        assert type.fits(words)
        assert type.transformer(words) == reason


def test_what_comes_nearest_to_what_is_not_modelled_is_a_sentence(vocabulary: Vocabulary) -> None:
    keywords = {
        words.to(language): keyword
        for keyword, words in STEP_KEYWORDS.items()
        for language in LANGUAGES
    }
    for each in vocabulary.not_modelled:
        if each.nearest is None:
            continue
        found = []
        for language in LANGUAGES:
            keyword, _, text = each.nearest.to(language).partition(" ")
            [match] = vocabulary.find(keywords[keyword], text)
            found.append(match.definition)
        assert found[0] is found[1], each.name.en


def test_no_sentence_says_what_is_not_modelled(vocabulary: Vocabulary) -> None:
    said = [
        (each.name.en, sentence.expression)
        for sentence in vocabulary.sentences
        for each in vocabulary.not_modelled
        if each.is_meant_by(sentence.expression)
    ]
    assert said == []
