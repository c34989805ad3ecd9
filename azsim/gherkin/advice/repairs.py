"""Steps that are sentences but for a slip: a sign, a space, a full stop, a colon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from azsim.gherkin.advice.arguments import respaced
from azsim.gherkin.reading import lookalikes, mistakes
from azsim.gherkin.reading.document import Step
from azsim.gherkin.vocabulary.definition import KEYWORDS
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text

REPAIRED = Text(
    "{reason} Write\n  {keyword} {text}", "{reason}次のように書く。\n  {keyword} {text}"
)
ODD_CHARACTERS = Text(
    "Characters of another width don't fit here.", "ここに半角カタカナや丸数字などは使えない。"
)
FULL_STOP = Text("The sentence has no full stop at its end.", "文の終わりに句点は要らない。")
TOO_MANY_SPACES = Text("There is a space too many.", "空白が余分にある。")
MISSING_SPACE = Text("A space is missing.", "空白が足りない。")
MISPLACED_SPACE = Text("A space stands in the wrong place.", "空白の位置が違う。")
ENDS_IN_COLON = Text("A sentence with a table ends in a colon.", "表を取る文はコロンで終わる。")
NO_COLON_AT_END = Text(
    "Only a sentence with a table ends in a colon.",
    "コロンで終わるのは表を取る文だけである。",
)
TOO_MUCH = Text(
    '"{head}" is too much after the keyword.', "キーワードの後の「{head}」は余分である。"
)
_FULL_STOPS = "。．.､、,"


def repaired(vocabulary: Vocabulary, step: Step) -> Text | None:
    """The sentence that *step* is but for one slip, or for its signs and spaces."""
    for reason, text in _repairs(step):
        for keyword in (step.kind, *KEYWORDS):
            if text and vocabulary.find(keyword, text):
                written = step.keyword if keyword == step.kind else KEYWORDS[keyword]
                return REPAIRED.fill(reason=reason, keyword=written, text=text)
    return _respaced(vocabulary, step)


def _repairs(step: Step) -> Iterator[tuple[Text, str]]:
    """Ways in which a sentence is nearly right, and the sentence put right."""
    for plain in _plain_forms(step.text):
        yield from _repairs_of(step, plain)


def _plain_forms(text: str) -> Iterable[str]:
    """*text* with ordinary signs: names stay as they are, unless it is a sentence only then."""
    return dict.fromkeys(
        (lookalikes.outside_quotes(text, lookalikes.ordinary), lookalikes.ordinary(text))
    )


def _repairs_of(step: Step, plain: str) -> Iterator[tuple[Text, str]]:
    yield lookalikes.wrong(step.text) or ODD_CHARACTERS, plain
    single = re.sub(r"\s+", " ", plain).strip()
    yield TOO_MANY_SPACES, single
    yield lookalikes.wrong(step.text) or FULL_STOP, single.rstrip(_FULL_STOPS)
    yield mistakes.NO_COLON, single.lstrip(":").strip()
    yield ENDS_IN_COLON, f"{single}:"
    if step.table is None:
        yield NO_COLON_AT_END, single.rstrip(":")
    head, space, rest = single.partition(" ")
    if space:
        yield TOO_MUCH.fill(head=head), rest


def _respaced(vocabulary: Vocabulary, step: Step) -> Text | None:
    for plain in _plain_forms(step.text):
        text = plain.rstrip(_FULL_STOPS)
        written = respaced(vocabulary, step.kind, text)
        if written is not None:
            slip = FULL_STOP if text != plain else _spaces(text, written)
            reason = lookalikes.wrong(step.text) or slip
            return REPAIRED.fill(reason=reason, keyword=step.keyword, text=written)
    return None


def _spaces(found: str, right: str) -> Text:
    missing = right.count(" ") - found.count(" ")
    if missing == 0:
        return MISPLACED_SPACE
    return MISSING_SPACE if missing > 0 else TOO_MANY_SPACES
