"""The kinds of values that sentences hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from attrs import field, frozen

from azsim.gherkin.vocabulary.own_functions import REFUSALS, slip, translating
from azsim.gherkin.vocabulary.translations import Translate
from azsim.text import Advice, Text, gap, quotation

Transformer = Callable[[str], object]
ReadsFile = Callable[[str, bytes], object]

REFUSED = Text("{found} isn't {meaning}: {reason}", "{found}は{meaning}ではない: {reason}")

# Anchors, assertions and flags; a backslash may stand for any of them.
_LOOKS_BEYOND = re.compile(r"\(\?(?!:)|\\|\$|(?<!\[)\^")
_SPECIAL = re.compile(r"[\\\[\](){}.*+?^$|]")


@frozen(eq=False, slots=False)
class ParameterType:
    """A kind of value in a sentence: what it looks like, means and becomes.

    Where a value names a file, ``reads`` looks at what the file of that name holds.
    """

    name: str
    patterns: tuple[str, ...]
    transformer: Transformer
    meaning: Text | None
    example: Text | None
    translate: Translate = field(converter=translating)
    where: str
    suggest: Callable[[str], str | None] | None = None
    reads: ReadsFile | None = None

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Every value there is, in either language, where there are only so many."""
        words = [each for pattern in self.patterns for each in pattern.split("|")]
        return () if any(map(_SPECIAL.search, words)) else tuple(words)

    @cached_property
    def group(self) -> str:
        """The pattern of a value, as one group."""
        if len(self.patterns) == 1:
            return f"({self.patterns[0]})"
        return f"((?:{')|(?:'.join(self.patterns)}))"

    @cached_property
    def stands_alone(self) -> bool:
        """Whether a value can be recognised without what stands beside it."""
        return not any(_LOOKS_BEYOND.search(pattern) for pattern in self.patterns)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.group)

    def value(self, text: str) -> object:
        """The value that *text* stands for.

        :raises Advice: where it has the right shape, and still is no such value, or where the
            code that is to say so is wrong.
        """
        try:
            return self.transformer(text)
        except Advice:
            raise
        except REFUSALS as error:
            meaning = self.meaning or Text(f"a {self.name.replace('_', ' ')}", self.name)
            spaced = f"{gap('は', meaning.ja)}{meaning.ja}{gap(meaning.ja, 'では')}"
            refused = REFUSED.fill(
                found=quotation(text),
                meaning=Text(meaning.en, spaced),
                reason=str(error) or repr(error),
            )
            raise Advice(refused) from error
        except Exception as error:
            raise slip(error, self.transformer, text) from error

    def fits(self, text: str) -> bool:
        """Whether *text* has the shape of this type."""
        return self._compiled.fullmatch(text) is not None
