"""Why no sentence fits a step, and which one to write instead.

The checks go from the surest to the vaguest, and the first that finds something speaks:
two sentences fit; the sentence belongs to another keyword; a placeholder has no column;
a small repair or another space makes it fit; one value has the wrong shape; some sentences are near.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from azsim.gherkin import mistakes, signs
from azsim.gherkin.document import Case, Step
from azsim.gherkin.expressions import ParameterType
from azsim.gherkin.vocabulary import (
    KEYWORDS,
    Keyword,
    Match,
    Sentence,
    Vocabulary,
)
from azsim.text import Advice, Language, Text, gap, is_japanese, listed, nearest

CONTINUATIONS = (Text("And", "かつ"), Text("But", "但し"))
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9.,:]*')
# Where Japanese meets Latin letters, digits or quotation marks.
_JAPANESE, _LATIN = "[ぁ-んァ-ヶー一-龠]", '[0-9A-Za-z"]'
_ACROSS_SCRIPTS = re.compile(f"(?<={_JAPANESE})(?={_LATIN})|(?<={_LATIN})(?={_JAPANESE})")
_QUOTES = "'\"‘’“”「」『』"
_ONE = re.compile(r"(?<![\w.,:])1(?![\w.,:])")
_PARTS = re.compile(r"(\{[^{}]*\})|([^\s{}]*/[^\s{}]*)|(\([^()]*\))")

AMBIGUOUS = Text(
    "More than one sentence says this. Keep one of them:\n{sentences}",
    "この文は複数の定義に当てはまる。一つだけ残す。\n{sentences}",
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
REPAIRED = Text(
    "{reason} Write\n  {keyword} {text}", "{reason}次のように書く。\n  {keyword} {text}"
)
WRONG_VALUE = Text('"{found}" isn\'t {meaning}.', "「{found}」は{meaning}ではない。")
SUCH_AS = Text(" Write it as in {example}.", "{example}のように書く。")
THE_SENTENCE = Text(
    "\nThe sentence is\n  {keyword} {text}", "\n文は次のとおり。\n  {keyword} {text}"
)
NEAR = Text(
    "No sentence says this. Did you mean\n{sentences}",
    "このような文はない。次のことか。\n{sentences}",
)
NOTHING_NEAR = Text(
    "No sentence says this, and none is near. The sentences that exist begin like\n{sentences}",
    "このような文はなく、近い文もない。文にはたとえば次のものがある。\n{sentences}",
)
NO_SENTENCES = Text(
    "There are no sentences at all: no vocabulary is installed, and no conftest.py adds one.",
    "文が一つもない。語彙がインストールされておらず、conftest.py にも定義がない。",
)
ODD_CHARACTERS = Text(
    "Characters of another width don't fit here.", "ここに幅の違う文字は使えない。"
)
TOO_MANY_SPACES = Text("There is a space too many.", "空白が余分にある。")
MISSING_SPACE = Text("A space is missing.", "空白が足りない。")
MISPLACED_SPACE = Text("A space stands in the wrong place.", "空白の位置が違う。")
ENDS_IN_COLON = Text("A sentence with a table ends in a colon.", "表を取る文はコロンで終わる。")
NO_COLON_AT_END = Text(
    "Only a sentence with a table ends in a colon.",
    "コロンで終わるのは表を取る文だけである。",
)
UNREADABLE = Text(
    "The sentence that fits can't be used, because of a mistake in its definition:\n{sentences}",
    "当てはまる文はあるが、定義に誤りがあるため使えない。\n{sentences}",
)


@frozen
class Misfit:
    """A value that hasn't the shape of its type, in a sentence that would fit otherwise."""

    found: str
    type: ParameterType


def advise(vocabulary: Vocabulary, case: Case, step: Step) -> Text:
    """What to do about *step*, which isn't exactly one sentence of *vocabulary*."""
    matches = vocabulary.find(step.kind, step.text)
    if matches:
        return _ambiguous(matches)
    return (
        _other_keyword(vocabulary, step)
        or _unreadable(vocabulary, step)
        or _placeholder(case, step)
        or _repaired(vocabulary, step)
        or _respaced(vocabulary, step)
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
        if re.fullmatch(_loosened(sentence.expression), step.text)
    )
    return UNREADABLE.fill(sentences=lines) if lines else None


def _placeholder(case: Case, step: Step) -> Text | None:
    for name in re.findall(r"<[^<>]+>", step.text):
        if case.row is None:
            return OUTSIDE_OUTLINE.fill(name=name)
        columns = [f"<{column}>" for column in case.columns]
        close = nearest(name[1:-1], case.columns)
        hint = Text("", "")
        if close is not None:
            hint = Text(f" Did you mean <{close}>?", f"<{close}> のことか。")
        return NO_COLUMN.fill(name=name, columns=listed(columns), hint=hint)
    return None


def _repaired(vocabulary: Vocabulary, step: Step) -> Text | None:
    for reason, text in _repairs(step):
        for keyword in (step.kind, *KEYWORDS):
            if text and vocabulary.find(keyword, text):
                written = step.keyword if keyword == step.kind else KEYWORDS[keyword]
                return REPAIRED.fill(reason=reason, keyword=written, text=text)
    return None


def _repairs(step: Step) -> Iterator[tuple[Text, str]]:
    """Ways in which a sentence is nearly right, and the sentence put right."""
    plain = unicodedata.normalize("NFKC", signs.plain(step.text))
    yield signs.wrong(step.text) or ODD_CHARACTERS, plain
    single = re.sub(r"\s+", " ", plain).strip()
    yield TOO_MANY_SPACES, single
    yield (
        Text("The sentence has no full stop at its end.", "文の終わりに句点は要らない。"),
        single.rstrip("。．.､、,"),
    )
    yield mistakes.NO_COLON, single.lstrip(":").strip()
    yield ENDS_IN_COLON, f"{single}:"
    if step.table is None:
        yield NO_COLON_AT_END, single.rstrip(":")
    head, space, rest = single.partition(" ")
    if space:
        yield (
            Text(
                f'"{head}" is too much after the keyword.',
                f"キーワードの後の「{head}」は余分である。",
            ),
            rest,
        )


def _respaced(vocabulary: Vocabulary, step: Step) -> Text | None:
    """A sentence of which nothing but its spaces is wrong."""
    text = unicodedata.normalize("NFKC", signs.plain(step.text))
    text = re.sub(r"\s+", " ", _ACROSS_SCRIPTS.sub(" ", text))
    bare = text.replace(" ", "")
    for sentence in vocabulary.sentences:
        if sentence.definition.keyword != step.kind or not all(
            literal.replace(" ", "") in bare for literal in sentence.literals
        ):
            continue
        found = re.fullmatch(_loosened(sentence.expression, any_spaces=True), text)
        if found is None:
            continue
        written = _filled(vocabulary, sentence, text, [each.strip() for each in found.groups()])
        if written.replace(" ", "") == bare:
            reason = signs.wrong(step.text) or _wrong_spaces(step.text, written)
            return REPAIRED.fill(reason=reason, keyword=step.keyword, text=written)
    return None


def _wrong_spaces(found: str, right: str) -> Text:
    missing = right.count(" ") - found.count(" ")
    if missing == 0:
        return MISPLACED_SPACE
    return MISSING_SPACE if missing > 0 else TOO_MANY_SPACES


def _misfit(vocabulary: Vocabulary, step: Step) -> Text | None:
    """A sentence that would fit if some values weren't of the wrong shape."""
    best: tuple[tuple[int, int], Sentence, list[Misfit]] | None = None
    for sentence in vocabulary.sentences:
        if sentence.definition.keyword != step.kind or not sentence.names:
            continue
        misfits = _misfits(vocabulary, sentence, step.text)
        if misfits:
            fixed = len(step.text) - sum(len(value) for value in _values(sentence, step.text))
            # Words that hold no more than a particle fit nearly anything.
            if fixed < len(step.text) * 0.3:
                continue
            rank = (len(misfits), -fixed)
            if best is None or rank < best[0]:
                best = rank, sentence, misfits
    if best is None:
        return None
    _, sentence, misfits = best
    text = Text("", "")
    for misfit in misfits:
        text = _join(text, _wrong_value(misfit))
    written = _filled(vocabulary, sentence, step.text, _values(sentence, step.text))
    return _join(text, THE_SENTENCE.fill(keyword=step.keyword, text=written))


def _wrong_value(misfit: Misfit) -> Text:
    kind = misfit.type
    meaning = kind.meaning or Text(f"a {kind.name.replace('_', ' ')}", kind.name)
    spaced = f"{gap('は', meaning.ja)}{meaning.ja}{gap(meaning.ja, 'では')}"
    text = WRONG_VALUE.fill(found=misfit.found, meaning=Text(meaning.en, spaced))
    if kind.example is not None:
        shown = kind.example.ja + gap(kind.example.ja, "の")
        text = _join(text, SUCH_AS.fill(example=Text(kind.example.en, shown)))
    return text


def _misfits(vocabulary: Vocabulary, sentence: Sentence, text: str) -> list[Misfit]:
    """The values of *text* that don't fit, where all the fixed words of *sentence* do."""
    return [
        Misfit(value, vocabulary.types[name])
        for name, value in zip(sentence.names, _values(sentence, text), strict=False)
        if name in vocabulary.types and not vocabulary.types[name].fits(value)
    ]


def _values(sentence: Sentence, text: str) -> tuple[str, ...]:
    """What stands in *text* in the places of the values, or nothing where its words differ."""
    if not all(literal in text for literal in sentence.literals):
        return ()
    found = re.fullmatch(_loosened(sentence.expression), text)
    return () if found is None else found.groups()


def _loosened(expression: str, *, any_spaces: bool = False) -> str:
    """A pattern of *expression* in which a value, and the spaces if asked, may be anything."""

    def fixed(words: str) -> str:
        if not any_spaces:
            return re.escape(words)
        return " *" + "".join(f"{re.escape(sign)} *" for sign in words if sign != " ")

    pattern, start = "", 0
    for part in _PARTS.finditer(expression):
        pattern += fixed(expression[start : part.start()])
        start = part.end()
        if part[1]:
            pattern += "(.+?)"
        elif part[2]:
            words = (re.sub(r"\(([^()]*)\)", r"\\E\1\\E", each) for each in part[2].split("/"))
            pattern += "(?:" + "|".join(_escaped(word) for word in words) + ")"
        else:
            pattern += f"(?:{re.escape(part[3][1:-1])})?"
    return pattern + fixed(expression[start:])


def _escaped(word: str) -> str:
    # Between the two marks stands an optional text.
    fixed, *rest = word.split("\\E")
    pattern = re.escape(fixed)
    for index, piece in enumerate(rest):
        pattern += f"(?:{re.escape(piece)})?" if index % 2 == 0 else re.escape(piece)
    return pattern


def _near(vocabulary: Vocabulary, step: Step) -> Text:
    language: Language = "ja" if is_japanese(step.keyword + step.text) else "en"
    ranked = _ranked(vocabulary, step, language)
    # A sentence that is much farther than the nearest would only distract from it.
    close = [sentence for ratio, sentence in ranked if ratio >= max(0.5, ranked[0][0] - 0.1)][:3]
    text = NEAR if close else NOTHING_NEAR
    if not ranked:
        return NO_SENTENCES
    chosen = close or [sentence for _, sentence in ranked[:3]]
    lines = "\n".join(
        f"  {_keyword(sentence, step)} {_filled(vocabulary, sentence, step.text)}"
        for sentence in chosen
    )
    return text.fill(sentences=lines)


def meant(vocabulary: Vocabulary, line: str) -> tuple[Keyword, str] | None:
    """The keyword and the sentence that *line* was meant as, where hardly a letter differs."""
    head = line.partition(" ")[0].strip(":：")
    language: Language = "ja" if is_japanese(line) else "en"
    words = [keyword.to(language) for keyword in (*KEYWORDS.values(), *CONTINUATIONS)]
    if not difflib.get_close_matches(head.capitalize(), words, n=1, cutoff=0.6):
        return None
    step = Step(head, "given", line, 0)
    for _, sentence in _ranked(vocabulary, step, language)[:5]:
        text = _filled(vocabulary, sentence, line)
        for word in words:
            if difflib.SequenceMatcher(None, f"{word} {text}", line, False).ratio() > 0.94:
                return sentence.definition.keyword, text
    return None


def _keyword(sentence: Sentence, step: Step) -> str:
    keyword = sentence.definition.keyword
    # A file knows the keywords of its own language only.
    language: Language = "ja" if is_japanese(step.keyword) else "en"
    return step.keyword if keyword == step.kind else KEYWORDS[keyword].to(language)


def _ranked(vocabulary: Vocabulary, step: Step, language: Language) -> list[tuple[float, Sentence]]:
    """Every sentence in *language* with how near it is, the nearest first."""
    shape, values = _VALUES.subn("", step.text)
    # The matcher keeps what it learnt about its second text.
    matcher = difflib.SequenceMatcher(None, "", shape, False)
    ranked = []
    for sentence in vocabulary.sentences:
        if sentence.language != language and len(sentence.definition.sentences) > 1:
            continue
        matcher.set_seq1(_shape(sentence, step.text))
        ratio = matcher.quick_ratio()
        if ratio >= 0.4:
            ratio = matcher.ratio()
        # Where two are about as near, the keyword, the values and a table tell.
        ratio -= 0.05 * (sentence.definition.keyword != step.kind)
        ratio -= 0.1 * (len(sentence.names) != values)
        ratio -= 0.1 * (sentence.expression.endswith(":") and step.table is None)
        ranked.append((ratio, sentence))
    return sorted(ranked, key=lambda each: -each[0])


def _shape(sentence: Sentence, text: str) -> str:
    """The fixed words of *sentence*."""

    def fixed(part: re.Match[str]) -> str:
        return _alternative(part[2], text) if part[2] else ""

    return _PARTS.sub(fixed, sentence.expression)


def example(vocabulary: Vocabulary, sentence: Sentence) -> str:
    """*sentence* with the example of every type in its place."""
    return _filled(vocabulary, sentence, "")


def _filled(
    vocabulary: Vocabulary, sentence: Sentence, text: str, values: Sequence[str] = ()
) -> str:
    """*sentence* with the values that stand in *text*, and examples for the others.

    Where it is known which value stands in which place, *values* has them in their order.
    """
    rest, known = text, iter(values)

    def fill(part: re.Match[str]) -> str:
        nonlocal rest
        if part[2]:
            return _alternative(part[2], text)
        if part[3]:
            words = f"{_word_before(sentence.expression, part.start())}{part[3][1:-1]}"
            return part[3][1:-1] if words in text else ""
        kind = vocabulary.types.get(part[1][1:-1])
        value = next(known, None)
        if kind is None:
            return part[1] if value is None else value
        for meant in () if value is None else (value, f'"{value.strip(_QUOTES)}"'):
            if _is_value(kind, meant):
                return meant
        for pattern in kind.patterns if value is None else ():
            found = re.search(f"(?<![0-9A-Za-z])(?:{pattern})(?![0-9A-Za-z])", rest)
            if found is not None and _is_value(kind, found[0].strip()):
                rest = rest[: found.start()] + " " + rest[found.end() :]
                return found[0].strip()
        return kind.example.to(sentence.language) if kind.example else part[1]

    return _PARTS.sub(fill, sentence.expression)


def _is_value(kind: ParameterType, text: str) -> bool:
    """Whether *text* is a value of *kind*, in its shape and in what it becomes."""
    if not text or not kind.fits(text):
        return False
    try:
        kind.transformer(text)
    except Advice:
        return False
    return True


def _alternative(words: str, text: str) -> str:
    """The one that was written, or else the plural, which stands last."""
    choices = words.split("/")
    written = re.findall(r"\w+", text)
    fitting = [choice for choice in choices if choice in written]
    return (fitting or choices)[0 if fitting or _ONE.search(text) else -1]


def _word_before(expression: str, end: int) -> str:
    return re.split(r"[\s{}]", expression[:end])[-1]


def _join(first: Text, second: Text) -> Text:
    return Text(first.en + second.en, first.ja + second.ja)
