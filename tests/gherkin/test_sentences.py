"""Sentences and types, as they are defined."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from azsim.gherkin.vocabulary import Vocabulary, VocabularyError, gather


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
