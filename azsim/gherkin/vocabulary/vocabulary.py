"""The sentences that a feature file may use, and matching a step to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from attrs import Factory, define, field, frozen

from azsim.gherkin.reading.keywords import STEP_KEYWORDS, Keyword
from azsim.gherkin.vocabulary.built_in import BUILT_IN
from azsim.gherkin.vocabulary.declaring import SENTENCE_PREFIX, TYPE_PREFIX
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.expressions import Expression, ExpressionError, Grammar
from azsim.gherkin.vocabulary.not_modelled import NotModelled
from azsim.gherkin.vocabulary.parameter_types import ParameterType, Transformer
from azsim.gherkin.vocabulary.parts import PART, names_in
from azsim.gherkin.vocabulary.reason_checks import ReasonCheck
from azsim.text import Language, Text, same

# Under this name a module may list everyday words with those that its sentences use.
SYNONYMS = "azsim_synonyms"
# Under this one it may list what none of them says.
NOT_MODELLED = "azsim_not_modelled"
# Under this one it may list who looks at reasons.
REASON_CHECKS = "azsim_reason_checks"

# How much of the beginning or the end of a sentence is compared at once.
_LOOKED_AT = 12


@define(eq=False)
class Sentence:
    """One way to say a definition, ready to be compared with a step."""

    definition: Definition
    language: Language
    expression: str
    head: str
    tail: str
    literals: tuple[str, ...]
    longest: str
    names: tuple[str, ...]
    compiled: Expression | None = None
    failure: str | None = None


@frozen(eq=False)
class Match:
    """A step that a sentence says, with the text of each value."""

    sentence: Sentence
    texts: Mapping[str, str]
    transformers: Mapping[str, Transformer]

    @property
    def definition(self) -> Definition:
        """The function behind the sentence."""
        return self.sentence.definition

    def arguments(self) -> dict[str, object]:
        """The values, by the name of their type.

        :raises Advice: where a text has the right shape, and still is no such value.
        """
        return {name: self.transformers[name](text) for name, text in self.texts.items()}


class Index:
    """Finds the sentences that a step may be by how it begins, or else by how it ends."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._heads: dict[int, dict[str, list[Sentence]]] = {}
        self._tails: dict[int, dict[str, list[Sentence]]] = {}
        for sentence in sentences:
            head, tail = sentence.head[:_LOOKED_AT], sentence.tail[-_LOOKED_AT:]
            ends, end = (self._heads, head) if head or not tail else (self._tails, tail)
            ends.setdefault(len(end), {}).setdefault(end, []).append(sentence)

    def candidates(self, text: str) -> Iterator[Sentence]:
        """The sentences whose first or last words are those of *text*."""
        for length, heads in self._heads.items():
            yield from heads.get(text[:length], ())
        for length, tails in self._tails.items():
            yield from tails.get(text[-length:], ())


@define(eq=False)
class Vocabulary:
    """Every sentence that a feature file may use.

    ``synonyms`` are everyday words, with the words that the sentences use for them, and
    ``not_modelled`` is what no sentence says. ``reason_checks`` look at the reasons that it gives.
    """

    definitions: tuple[Definition, ...]
    types: Mapping[str, ParameterType]
    problems: tuple[str, ...] = ()
    synonyms: Mapping[str, Text] = Factory(dict)
    not_modelled: tuple[NotModelled, ...] = ()
    reason_checks: tuple[ReasonCheck, ...] = ()
    sentences: tuple[Sentence, ...] = field(init=False)
    _index: Mapping[Keyword, Index] = field(init=False)
    _found: dict[tuple[Keyword, str], tuple[Match, ...]] = Factory(dict)
    _grammar: Grammar = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._grammar = Grammar({**BUILT_IN, **self.types})
        self.sentences = tuple(
            _sentence(definition, language, expression)
            for definition in self.definitions
            for language, expression in definition.sentences
        )
        self._index = {
            keyword: Index(each for each in self.sentences if each.definition.keyword == keyword)
            for keyword in STEP_KEYWORDS
        }

    def kind(self, name: str) -> ParameterType | None:
        """The type called *name*, a declared one before a built-in one."""
        return self.types.get(name) or BUILT_IN.get(name)

    def find(self, keyword: Keyword, text: str) -> tuple[Match, ...]:
        """The definitions that say *text*: one, unless it is unknown or ambiguous."""
        found = self._found.get((keyword, text))
        if found is None:
            found = self._found[keyword, text] = self._search(keyword, text)
        return found

    def _search(self, keyword: Keyword, text: str) -> tuple[Match, ...]:
        found: dict[Definition, Match] = {}
        for sentence in self._index[keyword].candidates(text):
            if sentence.longest in text and sentence.definition not in found:
                match = self.match(sentence, text)
                if match is not None:
                    found[sentence.definition] = match
        return tuple(found.values())

    def match(self, sentence: Sentence, text: str) -> Match | None:
        """*text* as *sentence*, or None where it says something else."""
        expression = self.compiled(sentence)
        found = None if expression is None else expression.match(text)
        return None if found is None else Match(sentence, *found)

    def compiled(self, sentence: Sentence) -> Expression | None:
        """The compiled expression, or None where the sentence is no valid expression.

        Compiling takes longer than matching, so it waits until a step may be this
        sentence.
        """
        if sentence.compiled is None and sentence.failure is None:
            try:
                sentence.compiled = self._grammar.compile(sentence.expression)
            except ExpressionError as error:
                sentence.failure = str(error)
        return sentence.compiled

    def broken(self) -> list[Sentence]:
        """The sentences that can't be compiled, among those that were tried."""
        return [sentence for sentence in self.sentences if sentence.failure is not None]


def gather(modules: Iterable[ModuleType]) -> Vocabulary:
    """The vocabulary that *modules* make up together."""
    definitions: dict[int, Definition] = {}
    types: dict[str, ParameterType] = {}
    problems: list[str] = []
    synonyms: dict[str, Text] = {}
    not_modelled: list[NotModelled] = []
    reason_checks: list[ReasonCheck] = []
    for module in modules:
        for word, own in getattr(module, SYNONYMS, {}).items():
            synonyms[word] = own if isinstance(own, Text) else same(own)
        not_modelled += getattr(module, NOT_MODELLED, ())
        reason_checks += getattr(module, REASON_CHECKS, ())
        for value in vars(module).values():
            if isinstance(value, Definition):
                definitions[id(value)] = value
            elif isinstance(value, ParameterType):
                other = types.setdefault(value.name, value)
                if other is not value:
                    problems.append(
                        f"{{{value.name}}} is defined twice: {other.where} and {value.where}"
                    )
    ordered = tuple(sorted(definitions.values(), key=lambda found: _place(found.where)))
    problems.extend(_said_twice(ordered))
    return Vocabulary(
        ordered, types, tuple(problems), synonyms, tuple(not_modelled), tuple(reason_checks)
    )


def has_sentences(module: ModuleType) -> bool:
    """Whether *module* holds anything for :func:`gather`."""
    prefixes = (SENTENCE_PREFIX, TYPE_PREFIX, SYNONYMS, NOT_MODELLED, REASON_CHECKS)
    return any(name.startswith(prefixes) for name in vars(module))


def _said_twice(definitions: Iterable[Definition]) -> Iterable[str]:
    first: dict[tuple[str, str], Definition] = {}
    for definition in definitions:
        for _, expression in definition.sentences:
            other = first.setdefault((definition.keyword, expression), definition)
            if other is not definition:
                yield (
                    f"“{expression}” is defined twice as {definition.keyword}: "
                    f"{other.where} and {definition.where}"
                )


def _sentence(definition: Definition, language: Language, expression: str) -> Sentence:
    literals = _literals(expression)
    return Sentence(
        definition,
        language,
        expression,
        head=literals[0],
        tail=literals[-1],
        literals=tuple(literals),
        longest=max(literals, key=len),
        names=tuple(names_in(expression)),
    )


def _literals(expression: str) -> list[str]:
    """The words between what isn't literal in *expression*."""
    literals, end = [""], 0
    for part in PART.finditer(expression):
        literals[-1] += expression[end : part.start()]
        end = part.end()
        if part["sign"] is None:
            literals.append("")
        else:
            literals[-1] += part["sign"]
    literals[-1] += expression[end:]
    return literals


def _place(where: str) -> tuple[str, int]:
    path, _, line = where.rpartition(":")
    return path, int(line)
