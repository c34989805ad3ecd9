"""Commands to try, each beside what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from azsim.terminal.columns import padded, width
from azsim.terminal.wrapping import wrapped
from azsim.text import Language, Text, same

# Where less is left for the words, they stand below the command.
_LEAST = 24


@frozen
class UsageExample:
    """A *command* as it is typed, and what it *does*."""

    command: Text
    does: Text


def example(command: str, english: str, japanese: str) -> UsageExample:
    """A *command* that is typed alike in both languages, and what it does."""
    return UsageExample(same(command), Text(english, japanese))


def in_lines(
    examples: Sequence[UsageExample], language: Language, limit: int | None
) -> Iterator[str]:
    """The *examples* below each other, in lines of *limit* columns."""
    commands = [each.command.to(language) for each in examples]
    widest = max(map(width, commands))
    for each, command in zip(examples, commands, strict=True):
        does = each.does.to(language)
        if limit is not None and limit - widest - 4 < _LEAST:
            yield f"  {command}"
            yield from wrapped(does, limit, "      ")
        else:
            yield from wrapped(does, limit, f"  {padded(command, widest)}  ", " " * (widest + 4))
