"""How near the sentences of a vocabulary are to words that none of them says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from azsim.gherkin.advice.arguments import PARTS, alternative, filled, values
from azsim.gherkin.reading.document import Step
from azsim.gherkin.reading.keywords import STEP_KEYWORDS, Keyword
from azsim.gherkin.reading.lookalikes import ordinary
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language, Text, is_japanese

CONTINUATIONS = (Text("And", "かつ"), Text("But", "但し"))
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9.,:]*')
# So many sentences are looked at more closely, with the author's values in their places.
_OWN_LOOKED_AT, _OTHERS_LOOKED_AT = 20, 5
# A sentence less like the author's words than this would only distract.
_NEAR = 0.5


@frozen
class Near:
    """A sentence with the author's values in its places, and how much it is like their words.

    ``missing`` counts the places that hold an example, ``unused`` the values left over.
    """

    sentence: Sentence
    text: str
    likeness: float
    missing: int
    unused: int

    @property
    def is_whole(self) -> bool:
        """Whether it holds all values of the author's, and no other."""
        return not self.missing and not self.unused


def near(vocabulary: Vocabulary, step: Step) -> list[Near]:
    """The sentences that *step* may have been meant as, those with its keyword first.

    Where nothing is near, those with its keyword that are the least far.
    """
    language: Language = "ja" if is_japanese(step.keyword + step.text) else "en"
    found: dict[str, Near] = {}
    for text in _said(vocabulary.synonyms, ordinary(step.text)):
        for each in _closely(vocabulary, step, text, language):
            other = found.get(each.text)
            if other is None or other.likeness < each.likeness:
                found[each.text] = each
    nearest = sorted(found.values(), key=lambda each: -each.likeness)
    return sorted(nearest, key=lambda each: each.sentence.definition.keyword != step.kind)


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


def _closely(vocabulary: Vocabulary, step: Step, text: str, language: Language) -> Iterator[Near]:
    ranked = _ranked(vocabulary, text, language)
    own = [each for each in ranked if each[1].definition.keyword == step.kind]
    others = [each for each in ranked if each[1].definition.keyword != step.kind]
    for likeness, sentence in own[:_OWN_LOOKED_AT] + others[:_OTHERS_LOOKED_AT]:
        held = values(vocabulary, sentence, text)
        said = filled(vocabulary, sentence, held.chosen, text)
        if not _is_sentence(vocabulary, sentence, said):
            continue
        missing = held.chosen.count(None)
        likeness = max(likeness, _likeness(_shape(sentence, text), held.rest))
        # A place without a value and a value without a place may be one and the same fault.
        likeness -= 0.1 * max(missing, held.unused)
        likeness -= 0.05 * (sentence.definition.keyword != step.kind)
        likeness -= 0.1 * (sentence.expression.endswith(":") and step.table is None)
        yield Near(sentence, said, likeness, missing, held.unused)


def _likeness(fixed: str, written: str) -> float:
    """How near the words of a sentence are to the author's, values left out on both sides.

    A sentence that says all of them may well say more.
    """
    fixed, written = " ".join(fixed.split()), " ".join(written.split())
    matcher = difflib.SequenceMatcher(None, fixed, written, False)
    least = 2 if is_japanese(written) else 4
    held = sum(size for _, _, size in matcher.get_matching_blocks() if size >= least)
    ratio = matcher.ratio()
    return max(ratio, (ratio + held / max(len(written), 1)) / 2)


def _is_sentence(vocabulary: Vocabulary, sentence: Sentence, text: str) -> bool:
    """Whether *text* says *sentence* and no other. Without an example nothing can be said."""
    kinds = [vocabulary.types.get(name) for name in sentence.names]
    if any(kind is None or kind.example is None for kind in kinds):
        return True
    return len(vocabulary.find(sentence.definition.keyword, text)) == 1


def misspelt(vocabulary: Vocabulary, line: str) -> tuple[Keyword, str] | None:
    """The keyword and the sentence that *line* was meant as, where hardly a letter differs."""
    head = line.partition(" ")[0].strip(":：")
    language: Language = "ja" if is_japanese(line) else "en"
    words = [keyword.to(language) for keyword in (*STEP_KEYWORDS.values(), *CONTINUATIONS)]
    if not difflib.get_close_matches(head.capitalize(), words, n=1, cutoff=0.6):
        return None
    for _, sentence in _ranked(vocabulary, line, language)[:5]:
        chosen = values(vocabulary, sentence, line).chosen
        text = filled(vocabulary, sentence, chosen, line)
        for word in words:
            if difflib.SequenceMatcher(None, f"{word} {text}", line, False).ratio() > 0.94:
                return sentence.definition.keyword, text
    return None


def _ranked(vocabulary: Vocabulary, text: str, language: Language) -> list[tuple[float, Sentence]]:
    """Every sentence in *language* with how near its fixed words are, the nearest first."""
    # The matcher keeps what it learnt about its second text.
    matcher = difflib.SequenceMatcher(None, "", _VALUES.sub("", text), False)
    ranked = []
    for sentence in vocabulary.sentences:
        if sentence.language != language and len(sentence.definition.sentences) > 1:
            continue
        matcher.set_seq1(_shape(sentence, text))
        ratio = matcher.quick_ratio()
        if ratio >= 0.4:
            ratio = matcher.ratio()
        ranked.append((ratio, sentence))
    return sorted(ranked, key=lambda each: -each[0])


def _shape(sentence: Sentence, text: str) -> str:
    """The fixed words of *sentence*."""

    def fixed(part: re.Match[str]) -> str:
        return alternative(part[2], text) if part[2] else ""

    return PARTS.sub(fixed, sentence.expression)


def _said(synonyms: Mapping[str, str], text: str) -> list[str]:
    """*text*, and where it holds everyday words the same with those of the vocabulary."""
    said = text
    for word, own in synonyms.items():
        pattern = re.escape(word) if is_japanese(word) else rf"\b{re.escape(word)}\b"
        said = re.sub(pattern, own, said)
    return [text] if said == text else [text, said]
