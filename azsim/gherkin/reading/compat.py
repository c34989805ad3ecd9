"""What azsim knows of the inside of gherkin-official, and nothing else does.

The library documents that its parser makes a tree of a text. How it goes from line to line, what
it says where it gives up and how it hands over lines instead of a tree is in its source only.
The test that fails first is named beside each part.
"""

from __future__ import annotations

from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.errors import CompositeParserException, ParserException, UnexpectedEOFException
from gherkin.gherkin_line import GherkinLine
from gherkin.parser import Parser
from gherkin.token import Token
from gherkin.token_matcher import TokenMatcher

# More than the grammar has.
_STATES = tuple(f"match_token_at_{state}" for state in range(100))


class _Parser(Parser):
    """The official parser, which looks its states up in a table made anew for each line.

    The table costs more than all else that it does. First to fail, as a file is read:
    test_broken_files.py, test_the_mistake_is_found.
    """

    def match_token(self, state: int, token: Any, context: Any) -> int:
        following: int = getattr(self, _STATES[state])(token, context)
        return following


class _Matcher(TokenMatcher):
    """Takes a keyword alone for a step, or it would keep the rest of the file from being read.

    The keywords of the language and how a token is marked aren't public. First to fail:
    test_broken_files.py, test_a_keyword_alone_is_a_step.
    """

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


class ParsingStopped(Exception):
    """Where the parser gave up, and what it makes known of the reason.

    It says that in sentences, of which these are the parts that matter. First to fail:
    test_broken_files.py, test_the_mistake_is_found.
    """

    def __init__(self, error: ParserException) -> None:
        super().__init__(str(error))
        self.line = int(error.location["line"])
        self.at_the_end = isinstance(error, UnexpectedEOFException)
        self.in_ragged_table = "inconsistent cell count" in str(error)
        # The kinds of lines that might have stood here.
        self.before_feature = "#FeatureLine" in str(error)
        self.where_steps_stand = "#StepLine" in str(error)


def tree_of(text: str) -> Any:
    """The tree of a feature file; its lines and columns count from 1.

    :raises ParsingStopped: where there is none.
    """
    try:
        return _Parser().parse(text, _Matcher())
    except CompositeParserException as error:
        raise ParsingStopped(error.errors[0]) from None
    except ParserException as error:
        raise ParsingStopped(error) from None


class LineListener(AstBuilder):
    """Takes the place of the official parser's builder, and gets lines instead of making a tree.

    The parser calls it as it calls its own builder, which is documented nowhere. First to
    fail: test_layout.py, test_everything_stands_in_its_place.
    """

    def get_result(self) -> None:
        """There is no tree."""

    def build(self, token: Token) -> None:
        """One line, of a kind that the parser has decided on."""
        kind: str = token.matched_type  # type: ignore[attr-defined]
        if kind != "EOF":
            self.line(kind, token.line._line_text.rstrip("\r\n"), token)

    def line(self, kind: str, raw: str, token: Any) -> None:
        """The line of *token*, as the file has it."""
        raise NotImplementedError


def listen(text: str, listener: LineListener) -> None:
    """Hand the lines of a feature file that can be read to *listener*."""
    Parser(listener).parse(text, _Matcher())


def cells_in(row: str) -> tuple[str, ...]:
    """What the cells of a row say, as the parser splits it.

    First to fail: test_broken_files.py, test_the_mistake_is_found.
    """
    return tuple(cell.strip() for cell, _ in GherkinLine.split_table_cells(row.strip()))


def count_cells(row: str) -> int:
    """How many cells the row of a table has."""
    return len(cells_in(row))
