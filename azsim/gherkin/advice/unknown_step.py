"""Why no sentence fits a step, and which one to write instead.

The checks go from the surest to the vaguest, and the first that finds something speaks:
two sentences fit; the sentence belongs to another keyword; a placeholder has no column;
a small repair or another space makes it fit; one value has the wrong shape; some sentences are near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from azsim.gherkin.advice.arguments import Misfit, best, choices, loosened
from azsim.gherkin.advice.filling import example, filled
from azsim.gherkin.advice.nearest import Near, close, meant, near
from azsim.gherkin.advice.repairs import REPAIRED, repaired
from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.vocabulary.definition import KEYWORDS
from azsim.gherkin.vocabulary.vocabulary import Match, Sentence, Vocabulary
from azsim.text import Language, Text, gap, is_japanese, listed, nearest

__all__ = ["advise", "example", "meant"]

AMBIGUOUS = Text(
    "More than one sentence says this. Keep one of them:\n{sentences}",
    "この文は複数の定義に当てはまる。一つだけ残す。\n{sentences}",
)
SAYS_NOTHING = Text(
    'This step says nothing. Write a sentence after "{keyword}", or delete the line.',
    "このステップには文がない。「{keyword}」の後に文を書くか、行を削除する。",
)
WRONG_KEYWORD = Text(
    'This is a "{right}" sentence, but it stands here as "{here}". Write\n  {right} {text}',
    "これは「{right}」の文だが、ここでは「{here}」として書かれている。次のように書く。\n"
    "  {right} {text}",
)
NO_COLUMN = Text(
    "The examples have no column {name}. They have {columns}.{hint}",
    "例の表に {name} という列がない。あるのは {columns} である。{hint}",
)
OUTSIDE_OUTLINE = Text(
    "{name} is a placeholder, but this scenario has no Examples table.",
    "{name} はプレースホルダーだが、このシナリオには「例:」の表がない。",
)
WRONG_VALUE = Text('"{found}" isn\'t {meaning}.', "「{found}」は{meaning}ではない。")
SUCH_AS = Text("{wrong} For example: {example}", "{wrong}例: {example}")
ONE_OF = Text("{wrong} It is one of\n{choices}", "{wrong}次のいずれかを書く。\n{choices}")
THE_SENTENCE = Text(
    "{wrong}\nThe sentence is\n  {keyword} {text}", "{wrong}\n文は次のとおり。\n  {keyword} {text}"
)
NEAR = Text(
    "No sentence says this. Did you mean\n{sentences}",
    "このような文はない。次のことか。\n{sentences}",
)
NOTHING_NEAR = Text(
    "No sentence says this, and none is near. Search for one with azsim steps WORDS. There are "
    "for example\n{sentences}",
    "このような文はなく、近い文もない。文は azsim steps 語 で探せる。たとえば次のものがある。\n"
    "{sentences}",
)
NO_SENTENCES = Text(
    "There are no sentences at all: no vocabulary is installed, and no conftest.py adds one.",
    "文が一つもない。語彙がインストールされておらず、conftest.py にも定義がない。",
)
NO_SUCH_SENTENCES = Text(
    "No sentence says this, and there is none for {keyword} at all.",
    "このような文はない。「{keyword}」の文は一つもない。",
)
UNREADABLE = Text(
    "The sentence that fits can't be used, because of a mistake in its definition:\n{sentences}",
    "当てはまる文はあるが、定義に誤りがあるため使えない。\n{sentences}",
)

# A sentence so near is meant rather than one with a wrong value.
_SURE = 0.75


def advise(vocabulary: Vocabulary, case: Case, step: Step) -> Text:
    """What to do about *step*, which isn't exactly one sentence of *vocabulary*."""
    if not step.text:
        return SAYS_NOTHING.fill(keyword=step.keyword)
    matches = vocabulary.find(step.kind, step.text)
    if matches:
        return _ambiguous(matches)
    return (
        _other_keyword(vocabulary, step)
        or _unreadable(vocabulary, step)
        or _placeholder(case, step)
        or repaired(vocabulary, step)
        or _misfit(vocabulary, step)
        or _near(vocabulary, step)
    )


def _ambiguous(matches: Iterable[Match]) -> Text:
    lines = "\n".join(
        f"  {match.sentence.expression}  ({match.definition.where})" for match in matches
    )
    return AMBIGUOUS.fill(sentences=lines)


def _other_keyword(vocabulary: Vocabulary, step: Step) -> Text | None:
    for keyword, words in KEYWORDS.items():
        if keyword != step.kind and vocabulary.find(keyword, step.text):
            return WRONG_KEYWORD.fill(right=words, here=KEYWORDS[step.kind], text=step.text)
    return None


def _unreadable(vocabulary: Vocabulary, step: Step) -> Text | None:
    lines = "\n".join(
        f"  {sentence.expression}  ({sentence.definition.where}): {sentence.failure}"
        for sentence in vocabulary.broken()
        if re.fullmatch(loosened(sentence.expression), step.text)
    )
    return UNREADABLE.fill(sentences=lines) if lines else None


def _placeholder(case: Case, step: Step) -> Text | None:
    plain = lookalikes.plain(step.text)
    for name in re.findall(r"<[^<>]+>", plain):
        if case.row is None:
            return OUTSIDE_OUTLINE.fill(name=name)
        if name[1:-1] in case.columns:
            reason = lookalikes.wrong(step.text)
            return REPAIRED.fill(reason=reason, keyword=step.keyword, text=plain)
        columns = [f"<{column}>" for column in case.columns]
        likely = nearest(name[1:-1], case.columns)
        hint = Text("", "")
        if likely is not None:
            hint = Text(f" Did you mean <{likely}>?", f"<{likely}> のことか。")
        return NO_COLUMN.fill(name=name, columns=listed(columns), hint=hint)
    return None


def _misfit(vocabulary: Vocabulary, step: Step) -> Text | None:
    """A sentence that would fit if some values weren't of the wrong shape."""
    text = lookalikes.ordinary(step.text).rstrip("。.")
    fit = best(vocabulary, step.kind, text)
    if fit is None:
        return None
    if any(misfit.meant is None for misfit in fit.misfits):
        # Another sentence may have a place for every value.
        for each in close(near(vocabulary, step))[:1]:
            if each.is_whole and each.likeness >= _SURE:
                return _did_you_mean([each], step)
    wrong = Text(
        "\n".join(_wrong_value(misfit, fit.sentence).en for misfit in fit.misfits),
        "\n".join(_wrong_value(misfit, fit.sentence).ja for misfit in fit.misfits),
    )
    if any(misfit.would_be_lost for misfit in fit.misfits):
        return wrong
    written = filled(vocabulary, fit.sentence, fit.values, text)
    return THE_SENTENCE.fill(wrong=wrong, keyword=step.keyword, text=written)


def _wrong_value(misfit: Misfit, sentence: Sentence) -> Text:
    kind = misfit.type
    meaning = kind.meaning or Text(f"a {kind.name.replace('_', ' ')}", kind.name)
    spaced = f"{gap('は', meaning.ja)}{meaning.ja}{gap(meaning.ja, 'では')}"
    wrong = WRONG_VALUE.fill(found=misfit.found, meaning=Text(meaning.en, spaced))
    if misfit.meant is not None:
        return wrong
    lines = "\n".join(f"  {choice}" for choice in choices(kind, sentence.language))
    if lines:
        return ONE_OF.fill(wrong=wrong, choices=lines)
    if kind.example is not None:
        return SUCH_AS.fill(wrong=wrong, example=kind.example)
    return wrong


def _near(vocabulary: Vocabulary, step: Step) -> Text:
    if not vocabulary.sentences:
        return NO_SENTENCES
    found = near(vocabulary, step)
    if close(found):
        return _did_you_mean(close(found)[:3], step)
    own = [each for each in found if each.sentence.definition.keyword == step.kind]
    if not own:
        return NO_SUCH_SENTENCES.fill(keyword=KEYWORDS[step.kind])
    return NOTHING_NEAR.fill(sentences=_lines(own[:3], step))


def _did_you_mean(found: Iterable[Near], step: Step) -> Text:
    return NEAR.fill(sentences=_lines(found, step))


def _lines(found: Iterable[Near], step: Step) -> str:
    return "\n".join(f"  {_keyword(each.sentence, step)} {each.text}" for each in found)


def _keyword(sentence: Sentence, step: Step) -> str:
    keyword = sentence.definition.keyword
    # A file knows the keywords of its own language only.
    language: Language = "ja" if is_japanese(step.keyword) else "en"
    return step.keyword if keyword == step.kind else KEYWORDS[keyword].to(language)
