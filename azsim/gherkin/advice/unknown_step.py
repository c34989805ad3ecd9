"""Why no sentence fits a step, and which one to write instead.

The checks go from the surest to the vaguest, and the first that finds something speaks:
two sentences fit; the sentence belongs to another keyword; a placeholder has no column;
a small repair or another space makes it fit; one value has the wrong shape; some sentences are near.

What is proposed says what the author says. A sentence that says anything else comes with the words
in which it differs, and what is known not to be modelled is answered so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from azsim.gherkin.advice import alike, not_modelled
from azsim.gherkin.advice.arguments import (
    Misfit,
    best,
    choices,
    filled,
    fits,
    loosened,
    respaced,
)
from azsim.gherkin.advice.meaning import Difference, says_anything
from azsim.gherkin.advice.memory import memory_of, remembered
from azsim.gherkin.advice.nearest import (
    CONTINUATIONS,
    TOLD,
    Near,
    close,
    differs,
    near,
    nearest_of,
    own_signs,
)
from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.reading.keywords import STEP_KEYWORDS, Keyword
from azsim.gherkin.reading.nearly_gherkin import NO_COLON
from azsim.gherkin.vocabulary.compat import steps_of_pytest_bdd
from azsim.gherkin.vocabulary.vocabulary import Match, Sentence, Vocabulary
from azsim.text import Language, Text, gap, is_japanese, listed, nearest, quotation, same

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
NO_CHECK = Text(
    'No "{here}" sentence says this. This one sees to it, and checks nothing:\n  {right} {text}',
    "「{here}」にこの文はない。次の文はその状態や出来事を作るだけで、何も確かめない。\n"
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
WRONG_VALUE = Text("{found} isn't {meaning}.", "{found}は{meaning}ではない。")
SUCH_AS = Text("{wrong} For example: {example}", "{wrong}例: {example}")
ONE_OF = Text("{wrong} It is one of\n{choices}", "{wrong}次のいずれかを書く。\n{choices}")
NEAREST_OF = Text(
    "{wrong} The nearest are\n{choices}\nazsim steps {name} lists all {count}.",
    "{wrong}近いのは次のとおり。\n{choices}\n全 {count} 件は azsim steps {name} で一覧できる。",
)
THE_SENTENCE = Text(
    "{wrong}\nThe sentence is\n  {keyword} {text}", "{wrong}\n文は次のとおり。\n  {keyword} {text}"
)
NEAR = Text(
    "No sentence says this. Did you mean\n{sentences}",
    "このような文はない。次のことか。\n{sentences}",
)
OTHERS = Text(
    "No sentence says this. The nearest is about something else.\n{sentences}",
    "このような文はない。近い文は別のことを述べている。\n{sentences}",
)
ALSO_ONE_OF_MANY = Text(
    "This also says {meaning}; here stands one of many, which azsim steps {name} lists:",
    "次も述べる文: {meaning}。ここにあるのは一例であり、azsim steps {name} で一覧できる。",
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
OF_PYTEST_BDD = Text(
    "No sentence says this. It is a step of pytest-bdd ({where}), which a test module plays by "
    "scenarios(). For azsim, declare it by given, when or then of azsim.gherkin.",
    "このような文はない。pytest-bdd のステップであり ({where})、テスト モジュールの scenarios() で実行"
    "される。azsim で使うには、azsim.gherkin の given、when、then で定義する。",
)
NO_NEARER = Text(
    "{ambiguous}\nThe conftest.py of a folder doesn't overrule that of the folder above it.",
    "{ambiguous}\n下のフォルダーの conftest.py が上のフォルダーのものに優先することはない。",
)
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
TOO_MUCH = Text("{head} is too much after the keyword.", "キーワードの後の{head}は余分である。")
_FULL_STOPS = "。．.､、,"

_KEYWORDS = {
    word.to(language)
    for word in (*STEP_KEYWORDS.values(), *CONTINUATIONS)
    for language in ("en", "ja")
}

# Of more choices than this, only the nearest are told.
_MANY_CHOICES, _FEW_CHOICES = 12, 5
# Where a value is wrong, a sentence less like the author's words than this isn't told.
_RELATED = 0.4


# What ends in steps that say what the author says, after these words.
_PROPOSING = tuple(
    each.en.rpartition("\n")[0].rpartition("}")[2].lstrip("\n")
    for each in (WRONG_KEYWORD, THE_SENTENCE, NEAR, REPAIRED)
)


def proposed(advice: Text) -> list[str]:
    """The steps that *advice* proposes and that say what the author says, each with its keyword."""
    for words in _PROPOSING:
        _, found, steps = advice.en.rpartition(f"{words}\n  ")
        if found:
            return [each.strip() for each in steps.split("\n")]
    return []


def advise(vocabulary: Vocabulary, case: Case, step: Step) -> Text:
    """What to do about *step*, which isn't exactly one sentence of *vocabulary*.

    It is worked out once for all steps that say the same.
    """
    # Whatever of the step and its scenario decides on the advice.
    said = (step.kind, step.keyword, step.text, step.table is None, case.row is None, case.columns)
    known = memory_of(vocabulary).advice
    return remembered(known, said, lambda: _advise(vocabulary, case, step))


def _advise(vocabulary: Vocabulary, case: Case, step: Step) -> Text:
    if not step.text:
        return SAYS_NOTHING.fill(keyword=step.keyword)
    matches = vocabulary.find(step.kind, step.text)
    if matches:
        return _ambiguous(matches)
    shape = alike.shape_of(vocabulary, step)
    told = alike.advice_on(vocabulary, shape) if shape else None
    if told is not None:
        return told
    slip = (
        _other_keyword(vocabulary, step)
        or _unreadable(vocabulary, step)
        or _placeholder(case, step)
        or _of_pytest_bdd(step)
        or _repaired(vocabulary, step)
        or _misfit(vocabulary, step)
    )
    if slip is not None:
        return slip
    told = _near(vocabulary, step)
    # What is said of a value may be about that value alone.
    if shape and not any(fits(vocabulary, step.kind, form) for form in _forms(vocabulary, step)):
        alike.learn(vocabulary, shape, told)
    return told


def _ambiguous(matches: Sequence[Match]) -> Text:
    lines = "\n".join(
        f"  {match.sentence.expression}  ({match.definition.where})" for match in matches
    )
    ambiguous = AMBIGUOUS.fill(sentences=lines)
    files = {Path(match.definition.where.rpartition(":")[0]) for match in matches}
    if len(files) > 1 and all(file.name == "conftest.py" for file in files):
        return NO_NEARER.fill(ambiguous=ambiguous)
    return ambiguous


def _other_keyword(vocabulary: Vocabulary, step: Step) -> Text | None:
    for keyword, words in STEP_KEYWORDS.items():
        if keyword != step.kind and vocabulary.find(keyword, step.text):
            text = _role(keyword, step) or WRONG_KEYWORD
            return text.fill(right=words, here=STEP_KEYWORDS[step.kind], text=step.text)
    return None


def _unreadable(vocabulary: Vocabulary, step: Step) -> Text | None:
    lines = "\n".join(
        f"  {sentence.expression}  ({sentence.definition.where}): {sentence.failure}"
        for sentence in vocabulary.broken()
        if re.fullmatch(loosened(sentence.expression), step.text)
    )
    return UNREADABLE.fill(sentences=lines) if lines else None


def _of_pytest_bdd(step: Step) -> Text | None:
    """A step of pytest-bdd's own, which a test module plays and azsim doesn't."""
    where = next(steps_of_pytest_bdd(step.kind, step.text), None)
    return None if where is None else OF_PYTEST_BDD.fill(where=where)


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


def _repaired(vocabulary: Vocabulary, step: Step) -> Text | None:
    """The sentence that *step* is but for one slip, or for its signs and spaces."""
    for reason, text in _repairs(vocabulary, step):
        for keyword in (step.kind, *STEP_KEYWORDS):
            if text and _role(keyword, step) is None and vocabulary.find(keyword, text):
                written = step.keyword if keyword == step.kind else STEP_KEYWORDS[keyword]
                return REPAIRED.fill(reason=reason, keyword=written, text=text)
    return _respaced(vocabulary, step)


def _repairs(vocabulary: Vocabulary, step: Step) -> Iterator[tuple[Text, str]]:
    """Ways in which a sentence is nearly right, and the sentence put right."""
    for plain in _plain_forms(vocabulary, step.text):
        yield from _repairs_of(step, plain)


def _plain_forms(vocabulary: Vocabulary, text: str) -> Iterable[str]:
    """*text* with ordinary signs, from the most careful to the boldest.

    Names, and signs that the sentences themselves have, stay as they are, unless it is a sentence
    only without.
    """
    own = own_signs(vocabulary)

    def careful(text: str) -> str:
        return lookalikes.ordinary(text, own)

    ways = (careful, lookalikes.ordinary) if own else (careful,)
    return dict.fromkeys(
        form for way in ways for form in (lookalikes.outside_quotes(text, way), way(text))
    )


def _repairs_of(step: Step, plain: str) -> Iterator[tuple[Text, str]]:
    odd = lookalikes.wrong(step.text, plain)
    yield odd or ODD_CHARACTERS, plain
    single = re.sub(r"\s+", " ", plain).strip()
    yield odd or TOO_MANY_SPACES, single
    yield odd or FULL_STOP, single.rstrip(_FULL_STOPS)
    yield NO_COLON, single.lstrip(":").strip()
    yield ENDS_IN_COLON, f"{single}:"
    if step.table is None:
        yield NO_COLON_AT_END, single.rstrip(":")
    head, space, rest = single.partition(" ")
    if space and (head in _KEYWORDS or not says_anything(head)):
        yield TOO_MUCH.fill(head=quotation(head)), rest


def _respaced(vocabulary: Vocabulary, step: Step) -> Text | None:
    for plain in _plain_forms(vocabulary, step.text):
        text = plain.rstrip(_FULL_STOPS)
        written = respaced(vocabulary, step.kind, text)
        if written is not None:
            slip = FULL_STOP if text != plain else _spaces(text, written)
            reason = lookalikes.wrong(step.text, plain) or slip
            return REPAIRED.fill(reason=reason, keyword=step.keyword, text=written)
    return None


def _spaces(found: str, right: str) -> Text:
    missing = right.count(" ") - found.count(" ")
    if missing == 0:
        return MISPLACED_SPACE
    return MISSING_SPACE if missing > 0 else TOO_MANY_SPACES


def _misfit(vocabulary: Vocabulary, step: Step) -> Text | None:
    """A sentence that would fit if some values weren't of the wrong shape."""
    forms = _forms(vocabulary, step)
    text, fit = next(
        ((form, fit) for form in forms if (fit := best(vocabulary, step.kind, form))), ("", None)
    )
    if fit is None:
        return None
    if any(misfit.says_more for misfit in fit.misfits):
        return None
    wrong = Text(
        "\n".join(_wrong_value(misfit, fit.sentence).en for misfit in fit.misfits),
        "\n".join(_wrong_value(misfit, fit.sentence).ja for misfit in fit.misfits),
    )
    if all(misfit.suggestion is not None for misfit in fit.misfits):
        written = filled(vocabulary, fit.sentence, fit.values, text)
        return THE_SENTENCE.fill(wrong=wrong, keyword=step.keyword, text=written)
    # Another sentence may have a place for every value.
    found = near(vocabulary, step)
    meant = _same(vocabulary, close(found), step)
    if meant:
        return NEAR.fill(sentences=_lines(meant[:TOLD], step))
    has_choices = any(misfit.type.choices for misfit in fit.misfits)
    whole = [
        each
        for each in found
        if each.is_whole and _is_own(each, step) and each.likeness >= _RELATED and not has_choices
        # A word that would have to become a name is none.
        if each.text.count('"') == text.count('"')
    ]
    return _joined([wrong, *_not_modelled(vocabulary, step), *_others(vocabulary, whole, step)])


def _forms(vocabulary: Vocabulary, step: Step) -> Iterator[str]:
    """The ways to read *step* in which its values may be wrong."""
    return (form.rstrip("。.") for form in _plain_forms(vocabulary, step.text))


def _wrong_value(misfit: Misfit, sentence: Sentence) -> Text:
    kind = misfit.type
    meaning = kind.meaning or Text(f"a {kind.name.replace('_', ' ')}", kind.name)
    spaced = f"{gap('は', meaning.ja)}{meaning.ja}{gap(meaning.ja, 'では')}"
    wrong = WRONG_VALUE.fill(found=quotation(misfit.found), meaning=Text(meaning.en, spaced))
    if misfit.suggestion is not None:
        return wrong
    there = choices(kind, sentence.language)
    many = len(there) > _MANY_CHOICES
    told = nearest_of(misfit.found, there, _FEW_CHOICES) if many else there
    lines = "\n".join(f"  {choice}" for choice in told)
    if many:
        name = kind.name.replace("_", " ")
        return NEAREST_OF.fill(wrong=wrong, choices=lines, name=name, count=len(there))
    if lines:
        return ONE_OF.fill(wrong=wrong, choices=lines)
    if kind.example is not None:
        return SUCH_AS.fill(wrong=wrong, example=kind.example)
    return wrong


def _near(vocabulary: Vocabulary, step: Step) -> Text:
    if not vocabulary.sentences:
        return NO_SENTENCES
    found = near(vocabulary, step)
    chosen = close(found)
    meant = _same(vocabulary, chosen, step)
    if meant:
        return NEAR.fill(sentences=_lines(meant[:TOLD], step))
    known = _not_modelled(vocabulary, step)
    if known:
        return _joined(known)
    others = _others(vocabulary, chosen, step)
    if others:
        return OTHERS.fill(sentences=_joined(others))
    own = [each for each in found if _is_own(each, step)]
    if not own:
        return NO_SUCH_SENTENCES.fill(keyword=STEP_KEYWORDS[step.kind])
    # A sentence that differs in one thing only comes last, below that.
    far, nearer = list[Near](), list[Near]()
    for each in own[:TOLD]:
        is_nearer = each.likeness >= _RELATED and differs(vocabulary, each).size == 1
        (nearer if is_nearer else far).append(each)
    lines = [*(same(_lines([each], step)) for each in far), *_each(vocabulary, nearer, step)]
    return NOTHING_NEAR.fill(sentences=_joined(lines))


def _same(vocabulary: Vocabulary, found: Iterable[Near], step: Step) -> list[Near]:
    """Those of *found* that say what *step* says, and do with it what its keyword says."""
    return [
        each
        for each in found
        if differs(vocabulary, each).is_none
        and _role(each.sentence.definition.keyword, step) is None
    ]


def _role(keyword: Keyword, step: Step) -> Text | None:
    """What tells a sentence with *keyword* from *step*, where *step* alone is a check."""
    return NO_CHECK if step.kind == "then" != keyword else None


def _others(vocabulary: Vocabulary, found: Iterable[Near], step: Step) -> list[Text]:
    """Those of *found* that differ the least from *step*, each below what it says instead."""
    told = [(differs(vocabulary, each), each) for each in found]
    # Values in other places are another matter altogether.
    sizes = {each.text: difference.size for difference, each in told if not difference.is_reordered}
    least = min(sizes.values(), default=0)
    nearest = [each for _, each in told if sizes.get(each.text) == least]
    return _each(vocabulary, nearest[:TOLD], step)


def _each(vocabulary: Vocabulary, found: Iterable[Near], step: Step) -> list[Text]:
    """Each of *found* below what it says and *step* doesn't, and the other way round."""
    told = []
    for each in found:
        difference, keyword = differs(vocabulary, each), each.sentence.definition.keyword
        role = _role(keyword, step) if difference.is_none else None
        head = _one_of_many(vocabulary, each, difference) or difference.told()
        told.append(
            _below(head, _lines([each], step))
            if role is None
            else role.fill(
                here=STEP_KEYWORDS[step.kind], right=_keyword(each.sentence, step), text=each.text
            )
        )
    return told


def _one_of_many(vocabulary: Vocabulary, each: Near, difference: Difference) -> Text | None:
    """What *each* says more than the author, where that is one of many values and anyone's guess."""
    if difference.missing or difference.is_reordered or len(each.examples) != 1:
        return None
    kind = vocabulary.kind(each.examples[0])
    there = [] if kind is None else choices(kind, each.sentence.language)
    if kind is None or kind.meaning is None or len(there) <= _MANY_CHOICES:
        return None
    return ALSO_ONE_OF_MANY.fill(meaning=kind.meaning, name=kind.name.replace("_", " "))


def _is_own(each: Near, step: Step) -> bool:
    return each.sentence.definition.keyword == step.kind


def _not_modelled(vocabulary: Vocabulary, step: Step) -> list[Text]:
    """What *step* speaks of and no sentence says."""
    text = lookalikes.ordinary(step.text)
    return not_modelled.told(each for each in vocabulary.not_modelled if each.is_meant_by(text))


def _joined(parts: Iterable[Text]) -> Text:
    parts = list(parts)
    return Text("\n".join(each.en for each in parts), "\n".join(each.ja for each in parts))


def _below(head: Text, lines: str) -> Text:
    return Text(f"{head.en}\n{lines}", f"{head.ja}\n{lines}")


def _lines(found: Iterable[Near], step: Step) -> str:
    return "\n".join(f"  {_keyword(each.sentence, step)} {each.text}" for each in found)


def _keyword(sentence: Sentence, step: Step) -> str:
    keyword = sentence.definition.keyword
    return step.keyword if keyword == step.kind else STEP_KEYWORDS[keyword].to(_language(step))


def _language(step: Step) -> Language:
    """The language of the file that *step* stands in, which knows no other keywords."""
    return "ja" if is_japanese(step.keyword) else "en"
