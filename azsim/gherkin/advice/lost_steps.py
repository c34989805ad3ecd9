"""Sentences that Gherkin takes for prose, so that they would be lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from azsim.gherkin.advice import nearest
from azsim.gherkin.reading.document import Case, Document
from azsim.gherkin.reading.keywords import STEP_KEYWORDS, Keyword
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.prose import step_in_prose
from azsim.gherkin.reading.wrong_place import outside_scenario
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text

SWALLOWED = Text(
    'Line {line} is taken for prose, since "{word}" is no keyword. Write\n  {keyword} {rest}',
    "{line} 行目は説明文として扱われている。「{word}」というキーワードはない。次のように書く。\n"
    "  {keyword} {rest}",
)

# A sentence that follows a mistyped keyword begins with the second word, or so near the front
# that what stands before it may be one.
_REACH = 8
_WORD = re.compile(r"\w|$")


def outside_scenarios(document: Document, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Sentences that stand where Gherkin takes them for prose: the first below each title.

    Those below a line that is a mistake itself are lost because of that one.
    """
    told = {mistake.line for mistake in document.mistakes}
    for prose in document.prose:
        for line, text in prose:
            if line in told:
                break
            sentence = step_in_prose(text, document.language)
            if sentence and any(vocabulary.find(keyword, sentence) for keyword in STEP_KEYWORDS):
                yield outside_scenario(line, text, document.language)
                break


def swallowed(case: Case, vocabulary: Vocabulary) -> Iterator[tuple[int, str, Keyword, str]]:
    """Lines of the description that are sentences after a mistyped keyword.

    Gherkin takes them for prose, and the step would be lost in silence. Each comes as
    its number, its text, the keyword that was meant and the sentence.
    """
    for line, text in case.description:
        words = " ".join(text.split())
        first = next(_WORD.finditer(words)).start()
        reach = max(first + _REACH, words.find(" ", first) + 1)
        for start in range(min(reach + 1, len(words))):
            rest = words[start:].lstrip()
            keyword = next((each for each in STEP_KEYWORDS if vocabulary.find(each, rest)), None)
            if keyword is not None:
                yield line, text, keyword, rest
                break
        else:
            nearly = nearest.misspelt(vocabulary, words)
            if nearly is not None:
                yield line, text, *nearly


def in_description(case: Case, vocabulary: Vocabulary) -> Iterator[tuple[int, Text]]:
    """The lines of the description that were meant as steps, with what to say of each."""
    for line, text, keyword, rest in swallowed(case, vocabulary):
        word = text.partition(" ")[0]
        yield line, SWALLOWED.fill(line=line, word=word, keyword=STEP_KEYWORDS[keyword], rest=rest)
