"""What is wrong with a reason: with the facts that it names, its numbers and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from azsim.facts import registry
from azsim.reasons.arithmetic import Broken, Chain, Miswritten, arithmetic_in
from azsim.reasons.quantities import Key, quantities_in
from azsim.reasons.values import keys_of, said_in, told_by
from azsim.text import Language, Text, did_you_mean, listed, quotation, same

NO_FACT = Text(
    'No fact has the id "{id}".{hint} "azsim facts" lists them all.',
    "「{id}」という ID の値はない。{hint}azsim facts で一覧を表示できる。",
)
FROM_NOWHERE = Text(
    'Nothing says where "{number}" comes from: no fact of the "# facts:" line has this value, no step '
    "says it, and no arithmetic here comes to it.{hint}",
    "「{number}」がどこから来たのか分からない。「# facts:」の行のどの値でもなく、どのステップにもなく、"
    "ここの計算の結果でもない。{hint}",
)
NAME_IT = Text(
    " It is the value of {facts}: if that decides here, name it.",
    "この値を持つのは {facts} である。ここで根拠となるのであれば、その名前を書く。",
)
DOES_NOT_HOLD = Text(
    '"{left} {sign} {right}" doesn\'t hold: on the left it is {one}, on the right {other}.',
    "「{left} {sign} {right}」は成り立たない。左辺は {one}、右辺は {other} である。",
)
BY_ZERO = Text("This divides by zero.", "0 で割っている。")
ONE_SIDED = Text(
    'A number is missing beside "{sign}". Between two signs stands one number; brackets aren\'t '
    "understood. Write the whole with numbers, or the whole with words.",
    "「{sign}」の隣に数がない。符号と符号の間には数を一つ書く。括弧は使えない。すべて数で書くか、"
    "すべて語で書く。",
)
WRONG_SIGN = Text(
    'Arithmetic is checked with the signs × ÷ + − = > < ≥ ≤ ≈ only. Write "{meant}" where '
    '"{written}" stands between two numbers.',
    "確かめられる計算の符号は × ÷ + − = > < ≥ ≤ ≈ だけである。二つの数の間の「{written}」は「{meant}」と"
    "書く。",
)
OTHER_ARITHMETIC = Text(
    "The arithmetic isn't the same in both languages. In English it is {en}, in Japanese {ja}.",
    "計算が両言語で異なる。英語では{en}、日本語では{ja}である。",
)
NONE = Text("none", "なし")

# A thing is one thing in any telling; a Japanese sentence counts it in digits.
_SELF_EVIDENT: Final[Set[Key]] = {("count", Fraction(0)), ("count", Fraction(1))}

# Smaller counts are the value of some fact by chance.
_TOO_SMALL: Final = 10


@frozen
class Objection:
    """Something wrong: in the prose of a language, at a letter of it, or with a fact's id, by its number."""

    where: Literal["en", "ja", "facts"]
    at: int
    text: Text


def objections(prose: Text, facts: Sequence[str], said: Iterable[str]) -> Iterator[Objection]:
    """What is wrong with *prose* that rests on *facts*, and tells of what is *said* in steps.

    It is empty in a language that has no words.
    """
    for at, fact_id in enumerate(facts):
        if fact_id not in registry():
            hint = did_you_mean(fact_id, registry())
            yield Objection("facts", at, NO_FACT.fill(id=fact_id, hint=hint))
    known = [fact_id for fact_id in facts if fact_id in registry()]
    sources = said_in(said).union(_SELF_EVIDENT, *(told_by(fact_id) for fact_id in known))
    languages: tuple[Language, ...] = ("en", "ja")
    found = {language: list(arithmetic_in(prose.to(language))) for language in languages}
    for language in languages:
        words = prose.to(language)
        yield from _arithmetic(language, words, found[language])
        yield from _numbers(language, words, found[language], sources, known)
    if prose.en and prose.ja:
        yield from _differing(prose, found["en"], found["ja"])


def _arithmetic(
    language: Language, words: str, found: Iterable[Chain | Broken | Miswritten]
) -> Iterator[Objection]:
    for each in found:
        match each:
            case Broken():
                yield Objection(language, each.at, ONE_SIDED.fill(sign=each.sign))
            case Miswritten():
                text = WRONG_SIGN.fill(written=each.written, meant=each.meant)
                yield Objection(language, each.at, text)
            case Chain() if wrong := each.wrong():
                left, sign, right = wrong
                yield Objection(language, left.start, _why_not(words, left, sign, right))


def _why_not(words: str, left: Chain, sign: str, right: Chain) -> Text:
    try:
        values = left.value(), right.value()
    except ZeroDivisionError:
        return BY_ZERO
    one, other = (f"{float(value):,.10g}" for value in values)
    return DOES_NOT_HOLD.fill(
        left=words[left.start : left.end],
        sign=sign,
        right=words[right.start : right.end],
        one=one,
        other=other,
    )


def _numbers(
    language: Language,
    words: str,
    found: Iterable[Chain | Broken | Miswritten],
    sources: Set[Key],
    known_facts: Sequence[str],
) -> Iterator[Objection]:
    chains = [each for each in found if isinstance(each, Chain)]
    results = [result for chain in chains for result in chain.results()]
    known = {*sources, *(each.key for each in results), *(each.bare for each in results)}
    known |= {key for chain in chains for key in _supposed(chain, sources, known)}
    for each in quantities_in(words):
        if each.key not in known:
            number = words[each.start : each.end]
            text = FROM_NOWHERE.fill(number=number, hint=_owners(each.key, known_facts))
            yield Objection(language, each.start, text)


def _supposed(chain: Chain, sources: Set[Key], known: Set[Key | None]) -> Set[Key]:
    """What *chain* reckons with though it comes from nowhere, and may.

    It is one number, of what might be instead; or all that a number of a source is made up of.
    """
    sides, _ = chain.sides()
    used = {each.key for side in sides if side.signs for each in side.numbers}
    left = {each.key for each in chain.numbers} - known
    makes_up = chain.wrong() is None and any(each.key in sources for each in chain.results())
    return left & used if makes_up or len(left) == 1 else set()


def _owners(key: Key, known: Iterable[str]) -> Text:
    """The facts that have the value *key*, where it is so rare that this is a hint.

    Those of a service that the *known* facts are of go before others.
    """
    if key[0] == "count" and isinstance(key[1], Fraction) and key[1] < _TOO_SMALL:
        return same("")
    everywhere = [fact_id for fact_id in registry() if key in keys_of(fact_id)]
    services = {_service(fact_id) for fact_id in known}
    owners = [each for each in everywhere if _service(each) in services] or everywhere
    if not 0 < len(owners) <= 4:
        return same("")
    return NAME_IT.fill(facts=listed(owners))


def _service(fact_id: str) -> str:
    return fact_id.partition(".")[0]


def _differing(
    prose: Text,
    english: Iterable[Chain | Broken | Miswritten],
    japanese: Iterable[Chain | Broken | Miswritten],
) -> Iterator[Objection]:
    one, other = (
        [each for each in found if isinstance(each, Chain)] for found in (english, japanese)
    )
    if [each.says() for each in one] == [each.says() for each in other]:
        return
    text = OTHER_ARITHMETIC.fill(en=_quoted(prose.en, one), ja=_quoted(prose.ja, other))
    yield Objection("ja", other[0].start if other else 0, text)


def _quoted(words: str, chains: Sequence[Chain]) -> Text:
    if not chains:
        return NONE
    return listed(quotation(words[each.start : each.end]) for each in chains)
