"""Sentences and types, as they are defined."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from cucumber_expressions.errors import CucumberExpressionError
from cucumber_expressions.expression import CucumberExpression
from cucumber_expressions.parameter_type import ParameterType
from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry
from hypothesis import assume, example, given
from hypothesis import strategies as st

from azsim.gherkin.vocabulary.definition import VocabularyError
from azsim.gherkin.vocabulary.expressions import Apart, ExpressionError, Grammar, Whole
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather


def vocabulary(source: str) -> Vocabulary:
    module = ModuleType("sentences")
    module.__dict__["__file__"] = "sentences.py"
    text = "from azsim.gherkin import given, parameter_type, then, when\n" + source
    exec(compile(text, "sentences.py", "exec"), module.__dict__)
    return gather([module])


TYPES = """
parameter_type(name="count", regexp="[0-9]+", transformer=int)
parameter_type(name="name", regexp=["[a-z]+", '"[^"]*"'])
"""


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("{count} port/ports", "1 port", {"count": 1}),
        ("{count} port/ports", "2 ports", {"count": 2}),
        ("{count} port(s)", "2 ports", {"count": 2}),
        ("{count} port(s) of {name}", '2 ports of "a b"', {"count": 2, "name": '"a b"'}),
        ("{name}", "abc", {"name": "abc"}),
        ("the end:", "the end:", {}),
        ("{string} and {int}", "'a' and 3", {"string": "a", "int": 3}),
        ("a \\(b) {count}", "a (b) 1", {"count": 1}),
        ("{count} は{name}である", "3 はabcである", {"count": 3, "name": "abc"}),
    ],
)
def test_a_sentence_is_a_cucumber_expression(
    expression: str, text: str, expected: dict[str, object]
) -> None:
    found = vocabulary(
        f"{TYPES}\n@given({expression!r})\ndef step({', '.join(expected)}): pass"
    ).find("given", text)
    assert [match.arguments() for match in found] == [expected]


def test_a_type_of_ours_wins_over_a_built_in_one() -> None:
    source = "parameter_type('int', '[a-z]+', str.upper)\n"
    known = vocabulary(f"{source}@given('{{string}} and {{int}}')\ndef step(string, int): pass")
    [match] = known.find("given", "'a' and b")
    assert match.arguments() == {"string": "a", "int": "B"}


@pytest.mark.parametrize("text", ["x port", "1 ports and more", "1  ports", ""])
def test_other_texts_are_no_such_sentence(text: str) -> None:
    known = vocabulary(f"{TYPES}\n@given('{{count}} port/ports')\ndef step(count): pass")
    assert known.find("given", text) == ()


def test_only_what_a_step_may_be_is_compiled() -> None:
    known = vocabulary(
        f"{TYPES}\n@given('{{count}} ports')\ndef a(count): pass\n"
        "@given('the {count} hosts')\ndef b(count): pass\n"
    )
    known.find("given", "the 3 hosts")
    assert [each.expression for each in known.sentences if each.compiled] == ["the {count} hosts"]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("@given('{count}')\ndef step(): pass", "the function has no parameter count"),
        ("@given('{count}', '数')\ndef step(count): pass", "hold different types"),
        ("@given('{count} {count}')\ndef step(count): pass", "stands twice"),
        ("parameter_type(name='a', regexp='(a)')", "has a capturing group"),
    ],
)
def test_a_definition_that_cannot_work_is_refused_with_its_place(
    source: str, complaint: str
) -> None:
    with pytest.raises(VocabularyError, match=r"sentences\.py:2: .*") as found:
        vocabulary(source)
    assert complaint in str(found.value)


def test_a_decorated_function_stays_a_function() -> None:
    module = ModuleType("sentences")
    source = "from azsim.gherkin import given\n@given('a')\ndef step(): return 1"
    exec(source, module.__dict__)
    step: Callable[[], int] = module.__dict__["step"]
    assert step() == 1


@pytest.mark.parametrize(
    "expression",
    [
        "a/b",
        "a/b/c and {count}/x",
        "{count}a/b{name}",
        "day(s)/night",
        "(very )hot [and] $1.5 ^",
        "port/ports, {count}",
        "one/two three/four",
        "空/満　{name} 本/個",
        "a (b c) d",
        "}",
        "a//b",
        "(s)a/b",
        "/a",
        "",
        " a ",
    ],
)
def test_an_expression_becomes_the_pattern_that_the_official_library_makes(
    expression: str,
) -> None:
    known = vocabulary(TYPES)
    assert our_pattern(expression, known) == official_pattern(expression, known)


@given(
    expression=st.lists(st.sampled_from([*"a b/()s{}.|$　本", "{count}", "{name}"])).map("".join)
)
def test_no_expression_is_read_otherwise_than_by_the_official_library(expression: str) -> None:
    known = vocabulary(TYPES)
    assert our_pattern(expression, known) == official_pattern(expression, known)


def our_pattern(expression: str, known: Vocabulary) -> str | None:
    try:
        ours = Grammar(known.types).compile(expression)
    except ExpressionError:
        return None
    if isinstance(ours, Apart):
        return ours.whole.pattern
    return ours.pattern if isinstance(ours, Whole) else ours.compiled.regexp


def official_pattern(expression: str, known: Vocabulary) -> str | None:
    registry = ParameterTypeRegistry()
    for made in known.types.values():
        registry.define_parameter_type(
            ParameterType(made.name, list(made.patterns), object, str, False, False)
        )
    try:
        return CucumberExpression(expression, registry).regexp
    except CucumberExpressionError:
        return None


# A part of an expression, and what may stand in its place in a step.
PARTS = [
    ("a", "a"),
    ("a", "b"),
    (" ", " "),
    ("b ", "b "),
    ("{count}", "1"),
    ("{count}", "11"),
    ("{name}", "ab"),
    ("{name}", '"a 1"'),
]


@given(parts=st.lists(st.sampled_from(PARTS), min_size=1))
@example(parts=[("{name}", '"a 1"'), ("a", "a"), ("{count}", "1")])
def test_a_step_is_taken_apart_as_the_whole_pattern_would(parts: list[tuple[str, str]]) -> None:
    expression = "".join(part for part, _ in parts)
    assume(expression.count("{count}") < 2 and expression.count("{name}") < 2)
    ours = Grammar(vocabulary(TYPES).types).compile(expression)
    whole = ours.whole if isinstance(ours, Apart) else ours
    text = "".join(text for _, text in parts)
    assert ours.match(text) == whole.match(text)


@pytest.mark.parametrize("pattern", ["[0-9]+(?=0)", "^x", "x$", "[0-9]+\\b", "(?i:x)"])
def test_a_type_that_looks_beyond_its_value_keeps_its_neighbours(pattern: str) -> None:
    known = vocabulary(f"parameter_type(name='count', regexp={pattern!r})")
    assert isinstance(Grammar(known.types).compile("{count}0"), Whole)
