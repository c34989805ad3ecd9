"""What an author's words say that a sentence doesn't, and what it says that they don't.

Opposites look alike: hardly a letter differs between *healthy* and *unhealthy*. So words are
compared as words. Those that only hold a sentence together count for nothing, nor does the form of
a word, nor a slip of the fingers; every other word, number and name has to stand on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise, takewhile

from attrs import evolve, frozen

from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text, listed, quotation

INSTEAD = Text("This says {added} instead of {missing}:", "{missing}ではなく{added}と述べる文:")
LEAVES_OUT = Text("This leaves out {missing}:", "{missing}と述べていない文:")
ALSO_SAYS = Text("This also says {added}:", "{added}とも述べる文:")
OTHER_ORDER = Text("This has the values in another order:", "値の順序が異なる文:")
ELSE = Text("This says something else:", "別のことを述べる文:")

_PIECES = re.compile(
    r'"(?P<name>[^"]*)"|(?P<time>[0-9][0-9,.]* ?(?:(?:ミリ|マイクロ|ナノ)?秒|分|時間|日))|(?P<limit>(?<=[0-9]) ?[本個台件回]に)|(?P<latin>[!#-~]+)|(?P<katakana>[ァ-ヶー]+(?:[ ・]+[ァ-ヶー]+)*)'
    r"|(?P<kanji>[一-龠々]+)|(?P<hiragana>[ぁ-ん]+)|(?P<other>\w+)"
)
_LATIN_WORDS = re.compile(r"[A-Za-z]+?n't|[A-Za-z]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
# Behind a number these only say what is counted.
_COUNTERS = re.compile(r"(?<=[0-9])( ?)[本個台件回番](?!に)")
_NEGATION = "not"
_NEGATIONS = {"no", "not", "never", "none", "nothing", "nobody", "cannot"}
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those there it its their his as is are was were be been being am do "
        "does did has have had will shall should must to of in on onto into at for with via "
        "through which who whose s",
    )
)
_ENDINGS = tuple(
    re.compile(ending)
    for ending in (
        "(?<=..)(?<!s)s$",
        "(?<=.....)ion$",
        "(?<=..)(?:ed|ing)$",
        "(?<=..)e$",
        r"(?<=..)([b-df-hj-np-rt-z])(?=\1$)",
    )
)
# Hiragana holds a Japanese sentence together, but for such words.
_HIRAGANA = re.compile(
    "(?P<joins>によって|により|による|にわたり|について|において|における|として|とおり|ところ)"
    "|(?P<negation>ません|なかっ|なく|ない|ずに|ず(?!つ))"
    "|(?P<says>だけ|のみ|しか|すべて|それぞれ|いずれ|どちら|または|から|まで|より|ずつ|まだ|もう|まま)"
    "|(?P<empty>である|でした|です|だった|ました|ます|まし|された|されて|される|され|した|して|する|し"
    "|いた|いて|いる|い|あった|あり|ある|られる|られた|られ|れる|れた|れて|れ|なった|なり|なる|おり"
    "|こと|もの|ため|とき|その|この|は|が|を|に|で|へ|と|の|も|や|た|て|だ)"
    "|(?P<rest>.)"
)
_VERB_ENDING = re.compile("する|[うくぐつぶむる]|[いえきぎけげじせちびべみめりれ]る?|っ[たて]")
# So many letters of hiragana behind kanji are the end of a word.
_ENDING = 2
# More words than this aren't told one by one.
_FEW = 4
_SLIP, _LONG = 5, 8
# Words that are one letter away from those of many a sentence, and mean something else.
_NO_SLIPS = {
    "reuse",
    "reused",
    "reuses",
    "replay",
    "replays",
    "replayed",
    "handed",
    "media",
    "stars",
}
_IRREGULAR = {
    "began": "begin",
    "begun": "begin",
    "came": "come",
    "chosen": "choose",
    "gone": "go",
    "grew": "grow",
    "grown": "grow",
    "held": "hold",
    "kept": "keep",
    "lost": "lose",
    "saw": "see",
    "seen": "see",
    "sent": "send",
    "shrank": "shrink",
    "shrunk": "shrink",
    "taken": "take",
    "took": "take",
    "went": "go",
}


@frozen
class _Word:
    """A word of a text: how it compares, and where it stands.

    ``is_value`` is true of names and numbers, ``spelt`` is the word with its ending.
    """

    text: str
    start: int
    end: int
    is_value: bool = False
    spelt: str = ""


@frozen
class Difference:
    """What the author says and a sentence doesn't, and what it says and the author doesn't."""

    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    is_reordered: bool = False

    @property
    def is_none(self) -> bool:
        """Whether both say the same."""
        return self == Difference()

    @property
    def size(self) -> int:
        """How many words or phrases differ."""
        return len(self.missing) + len(self.added)

    def told(self) -> Text:
        """The words that stand before the sentence, so that nobody takes it for the same."""
        if len(self.missing) > _FEW or len(self.added) > _FEW:
            return ELSE
        missing, added = _quoted(self.missing), _quoted(self.added)
        if self.missing and self.added:
            return INSTEAD.fill(missing=missing, added=added)
        if self.missing:
            return LEAVES_OUT.fill(missing=missing)
        return ALSO_SAYS.fill(added=added) if self.added else OTHER_ORDER


# The same sentences are compared more than once with a step.
@lru_cache(maxsize=64)
def difference(written: str, said: str, known: frozenset[str] = frozenset()) -> Difference:
    """How *said* differs from what an author has *written*.

    A word that is *known* means what it says, and is no slip.
    """
    pieces = frozenset(piece for text in (written, said) for piece in _katakana(text))
    ours, theirs = _words(written, pieces), _words(said, pieces)
    ours, theirs = _apart(ours, theirs), _apart(theirs, ours)
    missing, added = _without(ours, theirs), _without(theirs, ours)
    missing, added = _without_slips(missing, added, known)
    values = [_common_values(ours, theirs), _common_values(theirs, ours)]
    return Difference(
        _phrases(written, ours, missing), _phrases(said, theirs, added), values[0] != values[1]
    )


def says_anything(text: str) -> bool:
    """Whether *text* holds a word that carries meaning."""
    return bool(_words(text, frozenset(_katakana(text))))


@lru_cache(maxsize=8)
def known_words(vocabulary: Vocabulary) -> frozenset[str]:
    """The words of the vocabulary: whoever writes one of them means it."""
    texts = [sentence.expression for sentence in vocabulary.sentences]
    texts += [
        text for each in vocabulary.definitions for text in (each.meaning.en, each.meaning.ja)
    ]
    for word, own in vocabulary.synonyms.items():
        texts += (word, own.en, own.ja)
    texts += [word for subject in vocabulary.not_modelled for word in subject.words]
    return frozenset(
        word.text for text in texts for word in _words(re.sub(r"[{}/()]", " ", text), frozenset())
    )


def _quoted(words: Iterable[str]) -> Text:
    quotations = [quotation(word) for word in words]
    return Text(listed(quotations).en, "".join(each.ja for each in quotations))


# Words of a text


@lru_cache(maxsize=64)
def _words(text: str, katakana: frozenset[str]) -> Sequence[_Word]:
    return tuple(_read(_COUNTERS.sub(lambda found: f"{found[1]} ", text), katakana))


def _read(text: str, katakana: frozenset[str]) -> Iterator[_Word]:
    end = -1
    for piece in _PIECES.finditer(text):
        start, words = piece.start(), piece[0]
        match piece.lastgroup:
            case "name":
                for part in re.finditer(r"\S+", piece["name"]):
                    yield _value(part[0], start + 1 + part.start())
            case "time":
                yield _value(words, start)
            case "limit":
                # To grow to a number isn't to grow by it.
                yield _Word("に", start, piece.end())
            case "latin":
                yield from (_moved(word, start) for word in _latin(words))
            case "katakana":
                yield from _segments(words, start, katakana)
            case "kanji":
                yield from (_Word(sign, start, piece.end()) for sign in words)
            case "hiragana":
                yield from _of_hiragana(words, start, follows_kanji=end == start)
            case _:
                yield _Word(words.casefold(), start, piece.end())
        end = piece.end() if piece.lastgroup == "kanji" else -1


def _moved(word: _Word, by: int) -> _Word:
    return _Word(word.text, word.start + by, word.end + by, word.is_value, word.spelt)


def _value(text: str, start: int) -> _Word:
    plain = _THOUSANDS.sub("", text).replace(" ", "").casefold()
    return _Word(plain, start, start + len(text), True)


# The words of sentences come again and again.
@lru_cache(maxsize=4096)
def _latin(text: str) -> Sequence[_Word]:
    return tuple(_read_latin(text))


def _read_latin(text: str) -> Iterator[_Word]:
    bare = text.strip(".,:;!?()'[]")
    start = text.find(bare) if bare else 0
    if re.search("[0-9]", bare) or bare.startswith("-"):
        yield _value(bare, start)
        return
    for found in _LATIN_WORDS.finditer(bare):
        word = found[0].casefold()
        place = (start + found.start(), start + found.end())
        if word.endswith("n't"):
            word, is_negated = word[:-3], True
        else:
            is_negated = word in _NEGATIONS
            word = "" if is_negated else word
        if word and word not in _ENGLISH and word != "ca":
            yield _Word(_stem(word), *place, spelt=word)
        if is_negated:
            yield _Word(_NEGATION, *place)


def _stem(word: str) -> str:
    """*word* without its endings: opens, opened and opening are one word."""
    word = re.sub("ie[sd]$", "y", _IRREGULAR.get(word, word))
    stem = word
    for ending in _ENDINGS:
        stem = ending.sub("", stem)
    return stem if stem == word else _stem(stem)


def _katakana(text: str) -> Iterator[str]:
    """The katakana words of *text*, one by one; the mark of a long vowel at an end is optional."""
    for found in re.finditer("[ァ-ヶー]+", text):
        yield found[0].rstrip("ー")


def _segments(text: str, start: int, pieces: frozenset[str]) -> Iterator[_Word]:
    """The words that katakana is made of, whether or not there are spaces between them."""
    choices = "|".join(sorted(map(re.escape, pieces - {""}), key=len, reverse=True))
    for found in re.finditer(
        f"(?:{choices})ー?|[^ ・ー]+?(?={choices}|[ ・]|$)" if choices else r"\S+", text
    ):
        yield _Word(found[0].rstrip("ー"), start + found.start(), start + found.end())


def _of_hiragana(text: str, start: int, *, follows_kanji: bool) -> Iterator[_Word]:
    rest = ""
    for found in chain(_HIRAGANA.finditer(text), [None]):
        if found is not None and found.lastgroup == "rest":
            rest += found[0]
            continue
        end = start + (len(text) if found is None else found.start())
        is_ending = follows_kanji and end - len(rest) == start
        if len(rest) > (_ENDING if is_ending else 1):
            yield _Word(rest, end - len(rest), end)
        rest = ""
        if found is not None and found.lastgroup in ("negation", "says"):
            word = _NEGATION if found.lastgroup == "negation" else found[0]
            yield _Word(word, end, start + found.end())


# Words of two texts


def _apart(words: Iterable[_Word], others: Iterable[_Word]) -> list[_Word]:
    """*words*, with two for one such as ``backend`` where there are two among *others*."""
    pairs = {
        first.text + second.text: (first, second)
        for first, second in pairwise(others)
        if not (first.is_value or second.is_value)
    }
    return [
        part
        for word in words
        for part in (
            (evolve(word, text=each.text) for each in pairs[word.text])
            if word.text in pairs
            else (word,)
        )
    ]


def _without(words: Sequence[_Word], others: Iterable[_Word]) -> list[_Word]:
    """Those of *words* for which there is none among *others*."""
    there = Counter(each.text for each in others)
    left = []
    for word in words:
        if there[word.text] > 0:
            there[word.text] -= 1
        else:
            left.append(word)
    return left


def _without_slips(
    missing: list[_Word], added: list[_Word], known: frozenset[str]
) -> tuple[list[_Word], list[_Word]]:
    missing, added = list(missing), list(added)
    for word in list(missing):
        meant = next((each for each in added if _is_slip(word, each, known)), None)
        if meant is not None:
            missing.remove(word)
            added.remove(meant)
    return missing, added


def _is_slip(word: _Word, meant: _Word, known: frozenset[str]) -> bool:
    """Whether *word* is *meant*, mistyped, and no word itself.

    One letter is left out, is too much, or has changed places with its neighbour. Another letter in
    the place of one makes another word too easily, unless the word is long.
    """
    if word.is_value or meant.is_value or word.text in known or word.spelt in _NO_SLIPS:
        return False
    first, second = sorted((word.spelt or word.text, meant.spelt or meant.text), key=len)
    if len(first) < _SLIP or first[0] != second[0] or len(second) - len(first) > 1:
        return False
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    same = sum(1 for _ in pairs)
    rest, other = first[same:], second[same:]
    if len(second) > len(first):
        return rest == other[1:]
    is_swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return is_swapped or (len(first) >= _LONG and rest[1:] == other[1:])


def _common_values(words: Iterable[_Word], others: Iterable[_Word]) -> list[str]:
    """The values among *words* that are among *others* too; an address counts without its port."""
    there = {_without_port(each) for each in others if each.is_value}
    values = (_without_port(each) for each in words if each.is_value)
    return [value for value in values if value in there]


def _without_port(word: _Word) -> str:
    return word.text.partition(":")[0]


def _phrases(text: str, words: Sequence[_Word], left: Sequence[_Word]) -> tuple[str, ...]:
    """The words *left*, as they stand in *text*; neighbours are one phrase."""
    spans: list[_Word] = []
    numbers = [number for number, word in enumerate(words) if word in left]
    last = -2
    for number in numbers:
        word = words[number]
        if spans and (number == last + 1 or word.start < spans[-1].end):
            spans[-1] = evolve(spans[-1], end=max(word.end, spans[-1].end))
        else:
            spans.append(word)
        last = number
    found = (text[each.start : _end_of_word(text, each.end)] for each in spans)
    return tuple(dict.fromkeys(words.replace('"', "").strip() for words in found))


def _end_of_word(text: str, end: int) -> int:
    """Where a word of *text* ends whose kanji end at *end*."""
    found = _VERB_ENDING.match(text, end)
    return found.end() if found and "一" <= text[end - 1] <= "龠" else end
