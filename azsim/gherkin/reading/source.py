"""A feature file as text and as the tree that the official parser makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import frozen
from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser
from gherkin.token import Token
from gherkin.token_matcher import TokenMatcher

from azsim.gherkin.reading import encoding, mistakes
from azsim.gherkin.reading.mistakes import Mistake
from azsim.text import Language


class _Parser(Parser):
    """The official parser, which looks its states up in a table made anew for each line."""

    def match_token(self, state: int, token: Any, context: Any) -> int:
        following: int = getattr(self, _STATES[state])(token, context)
        return following


class Matcher(TokenMatcher):
    """Takes a keyword alone for a step, or it would keep the rest of the file from being read."""

    def match_StepLine(self, token: Token) -> bool:  # noqa: N802
        """Whether *token* is a step."""
        if super().match_StepLine(token):
            return True
        keyword = f"{token.line.get_line_text().strip()} "
        if keyword not in self._sorted_step_keywords:
            return False
        kinds = self.keyword_types[keyword]
        kind = kinds[0] if len(kinds) == 1 else "Unknown"
        self._set_token_matched(token, "StepLine", "", keyword, keyword_type=kind)
        return True


_STATES = tuple(f"match_token_at_{state}" for state in range(100))


@frozen
class Source:
    """What stands in a feature file: a tree, or else the mistake that keeps it from one.

    ``language`` is that of messages about the file. ``tree`` is a document of the
    official parser; its lines and columns count from 1.
    """

    path: Path
    text: str
    language: Language
    tree: Any = None
    mistake: Mistake | None = None


def parse(path: Path) -> Source:
    """The feature file at *path*, which need not be readable."""
    try:
        text, mistake = encoding.decode(path.read_bytes())
    except OSError as error:
        text, mistake = "", encoding.unreadable(error)
    return _parse(path, text, mistake)


def parse_text(path: Path, text: str) -> Source:
    """*text* as if it stood in the file at *path*."""
    return _parse(path, text, None)


def _parse(path: Path, text: str, mistake: Mistake | None) -> Source:
    language = mistakes.language_of_reader(text)
    mistake = mistake or mistakes.before_parsing(text)
    if mistake is not None:
        return Source(path, text, language, mistake=mistake)
    try:
        return Source(path, text, language, _Parser().parse(text, Matcher()))
    except CompositeParserException as error:
        found = mistakes.explain(text, error.errors[0])
    except ParserException as error:
        found = mistakes.explain(text, error)
    return Source(path, text, language, mistake=found)
