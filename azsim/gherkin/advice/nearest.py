"""How near the sentences of a vocabulary are to words that none of them says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from attrs import frozen

from azsim.gherkin.advice.arguments import alternative, filled, values
from azsim.gherkin.advice.meaning import Difference, difference, known_words
from azsim.gherkin.advice.memory import memory_of, remembered
from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.document import Step
from azsim.gherkin.reading.keywords import STEP_KEYWORDS, Keyword
from azsim.gherkin.reading.lookalikes import ordinary
from azsim.gherkin.vocabulary.parts import PART
from azsim.gherkin.vocabulary.synonyms import readings
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language, Text, is_japanese

CONTINUATIONS = (Text("And", "かつ"), Text("But", "但し"))
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9.,:]*')
# A sentence less like the author's words than this would only distract.
_NEAR = 0.5
# So many are told, be they near or not.
TOLD = 3
# So many sentences are looked at closely, if they share at least so many pairs of letters with the
# author's words.
_OWN_LOOKED_AT, _OTHERS_LOOKED_AT, _LEAST_SHARED = 12, 5, 0.5


@frozen
class Near:
    """A sentence with the author's values in its places, and how much it is like their words.

    ``written`` are these words, everyday ones replaced by those of the vocabulary. ``examples`` are
    the types of the places that hold an example, ``unused`` counts the values left over.
    """

    sentence: Sentence
    text: str
    written: str
    likeness: float
    examples: tuple[str, ...]
    unused: int

    @property
    def is_whole(self) -> bool:
        """Whether it holds all values of the author's, and no other."""
        return not self.examples and not self.unused


def differs(vocabulary: Vocabulary, each: Near) -> Difference:
    """What *each* says and the author doesn't, and the other way round."""
    return difference(each.written, each.text, known_words(vocabulary))


def near(vocabulary: Vocabulary, step: Step) -> list[Near]:
    """The sentences that *step* may have been meant as, those with its keyword first.

    Where nothing is near, those with its keyword that are the least far.
    """
    found: dict[str, Near] = {}
    for text, sentences in likely(vocabulary, step):
        for each in _closely(vocabulary, step, text, sentences):
            other = found.get(each.text)
            if other is None or other.likeness < each.likeness:
                found[each.text] = each
    nearest = sorted(found.values(), key=lambda each: -each.likeness)
    return sorted(nearest, key=lambda each: each.sentence.definition.keyword != step.kind)


def likely(vocabulary: Vocabulary, step: Step) -> Iterator[tuple[str, Sequence[Sentence]]]:
    """Each way of saying *step*, and the sentences to look at closely.

    They are the same for all steps that differ in their values only.
    """
    language: Language = "ja" if is_japanese(step.keyword + step.text) else "en"
    written = ordinary(step.text, own_signs(vocabulary))
    for text in readings(vocabulary.synonyms, written, language):
        search = partial(_likely, vocabulary, _VALUES.sub("", text), language, step.kind)
        yield text, remembered(memory_of(vocabulary).likely, search.args[1:], search)


@lru_cache(maxsize=8)
def own_signs(vocabulary: Vocabulary) -> str:
    """Signs of its sentences and values that look like others, and are meant."""
    said = [sentence.expression for sentence in vocabulary.sentences]
    for kind in vocabulary.types.values():
        said += kind.patterns
        said += (kind.example.en, kind.example.ja) if kind.example else ()
    return lookalikes.own_signs("".join(said))


def close(found: list[Near]) -> list[Near]:
    """Those of *found* that are near, and not much farther than the nearest, whole ones first."""
    most = max((each.likeness for each in found), default=0.0)
    chosen = [each for each in found if each.likeness >= max(_NEAR, most - 0.1)]
    if any(each.is_whole for each in chosen):
        chosen = [each for each in chosen if not each.unused]
    own = [each.sentence.definition.keyword for each in chosen[:1]]
    return sorted(
        chosen, key=lambda each: (each.sentence.definition.keyword not in own, not each.is_whole)
    )


def _closely(
    vocabulary: Vocabulary, step: Step, text: str, sentences: Iterable[Sentence]
) -> Iterator[Near]:
    words = _words(text)
    for sentence in sentences:
        held = values(vocabulary, sentence, text)
        said = filled(vocabulary, sentence, held.chosen, text)
        if not _is_sentence(vocabulary, sentence, said):
            continue
        examples = tuple(
            name for name, value in zip(sentence.names, held.chosen, strict=True) if value is None
        )
        fixed, rest = _shape(sentence, text), _words(held.rest)
        likeness = _likeness(fixed, rest)
        if rest != words:
            # Where values have no place, the words beside them may be near all the same.
            likeness = max(likeness, _ratio(fixed, words, more_than=likeness))
        # A place without a value and a value without a place may be one and the same fault.
        likeness -= 0.1 * max(len(examples), held.unused)
        likeness -= 0.05 * (sentence.definition.keyword != step.kind)
        likeness -= 0.1 * (sentence.expression.endswith(":") and step.table is None)
        yield Near(sentence, said, text, likeness, examples, held.unused)


def _words(text: str) -> str:
    """*text* without values, so that steps that differ in them only are the same."""
    return " ".join(_VALUES.sub("", text).split())


@lru_cache(maxsize=2**15)
def _likeness(fixed: str, written: str) -> float:
    """How near the words of a sentence are to the author's, values left out on both sides.

    A sentence that says all of them may well say more.
    """
    matcher = difflib.SequenceMatcher(None, " ".join(fixed.split()), written, False)
    least = 2 if is_japanese(written) else 4
    held = sum(size for _, _, size in matcher.get_matching_blocks() if size >= least)
    ratio = matcher.ratio()
    return max(ratio, (ratio + held / max(len(written), 1)) / 2)


@lru_cache(maxsize=256)
def _ratio(fixed: str, written: str, more_than: float) -> float:
    """How near two texts are, where that is *more_than* what is known already."""
    matcher = difflib.SequenceMatcher(None, fixed, written, False)
    # What is cheap to know is never less.
    return matcher.ratio() if matcher.quick_ratio() > more_than else 0.0


def _is_sentence(vocabulary: Vocabulary, sentence: Sentence, text: str) -> bool:
    """Whether *text* says *sentence* and no other. Without an example nothing can be said."""
    kinds = [vocabulary.kind(name) for name in sentence.names]
    if any(kind is None or kind.example is None for kind in kinds):
        return True
    return len(vocabulary.find(sentence.definition.keyword, text)) == 1


def misspelt(vocabulary: Vocabulary, line: str) -> tuple[Keyword, str] | None:
    """The keyword and the sentence that *line* was meant as, where hardly a letter differs."""
    head, _, rest = line.partition(" ")
    head = head.strip(":：")
    language: Language = "ja" if is_japanese(line) else "en"
    words = [keyword.to(language) for keyword in (*STEP_KEYWORDS.values(), *CONTINUATIONS)]
    if not difflib.get_close_matches(head.capitalize(), words, n=1, cutoff=0.6):
        return None
    for sentence in _misspelt_as(vocabulary, line, language):
        chosen = values(vocabulary, sentence, line).chosen
        text = filled(vocabulary, sentence, chosen, line)
        if not (
            line.replace(" ", "").endswith(text.replace(" ", ""))
            or difference(rest, text, known_words(vocabulary)).is_none
        ):
            continue
        for word in words:
            if difflib.SequenceMatcher(None, f"{word} {text}", line, False).ratio() > 0.94:
                return sentence.definition.keyword, text
    return None


def _likely(
    vocabulary: Vocabulary, words: str, language: Language, keyword: Keyword
) -> list[Sentence]:
    """The sentences to look at closely, most of them with *keyword*, the likeliest first.

    Comparing letter by letter takes long, so it is left to those that share the most pairs of
    letters with *words*, which hold no values.
    """
    known = memory_of(vocabulary).pairs
    own = remembered(known, language, lambda: _pairs_of(vocabulary, language))
    pairs = _pairs(words)
    shared = [(_share(pairs, each), sentence) for sentence, each in own.items()]
    shared.sort(key=lambda each: -each[0])
    found: list[Sentence] = []
    for is_own, most in ((True, _OWN_LOOKED_AT), (False, _OTHERS_LOOKED_AT)):
        ranked = [each for each in shared if (each[1].definition.keyword == keyword) == is_own]
        found += (
            sentence
            for number, (share, sentence) in enumerate(ranked[:most])
            if share >= _LEAST_SHARED or (is_own and number < TOLD)
        )
    return found


def nearest_of(words: str, choices: Iterable[str], count: int) -> list[str]:
    """The *count* of *choices* that share the most pairs of letters with *words*, the nearest first."""
    pairs = _pairs(words)
    return sorted(choices, key=lambda each: -_share(pairs, _pairs(each)))[:count]


def _share(pairs: frozenset[str], own: frozenset[str]) -> float:
    """How many pairs of letters two texts share; a sentence that holds all may well hold more."""
    both = len(pairs & own)
    ratio = 2 * both / (len(pairs) + len(own) or 1)
    return max(ratio, (ratio + both / (len(pairs) or 1)) / 2)


def _misspelt_as(vocabulary: Vocabulary, line: str, language: Language) -> Iterator[Sentence]:
    words = _VALUES.sub("", line)
    for keyword in STEP_KEYWORDS:
        yield from _likely(vocabulary, words, language, keyword)[:TOLD]


def _pairs_of(vocabulary: Vocabulary, language: Language) -> Mapping[Sentence, frozenset[str]]:
    """The pairs of letters in the fixed words of every sentence that may be said in *language*."""
    return {
        sentence: _pairs(
            PART.sub(
                lambda part: part["sign"] or (part["words"] or "").replace("/", " "),
                sentence.expression,
            )
        )
        for sentence in vocabulary.sentences
        if sentence.language == language or len(sentence.definition.sentences) == 1
    }


def _pairs(words: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(words.casefold())))


def _shape(sentence: Sentence, text: str) -> str:
    """The fixed words of *sentence*."""

    def fixed(part: re.Match[str]) -> str:
        return part["sign"] or (alternative(part["words"], text) if part["words"] else "")

    return PART.sub(fixed, sentence.expression)
