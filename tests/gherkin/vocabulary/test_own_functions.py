"""A project's own functions may end in any error: it is told beside the line that called them."""

from __future__ import annotations

import pytest
from small_project import Project
from words import document, small_vocabulary, source

from azsim.gherkin.checking.findings import in_feature
from azsim.gherkin.translating.translate import translate
from azsim.text import Text

OWN = """
class Wrong(Exception):
    pass

def broken(text):
    return text.nothing

def refusing(text):
    assert text != "bad", "that is bad"
    raise Wrong("not a colour")

def untranslatable(text, language):
    return None + text

parameter_type(name="shade", regexp="[a-z]+", transformer=broken)
parameter_type(name="colour", regexp="[a-z]+", transformer=refusing, suggest=broken)
parameter_type(name="tint", regexp="[a-z]+", translate=untranslatable)

@given("the shade {shade}", "色合い {shade}")
def of_a_shade(shade): pass

@given("the colour {colour}", "色 {colour}")
def of_a_colour(colour): pass

@given("the tint {tint}", "色調 {tint}")
def of_a_tint(tint): pass

@given("the rows:", "次の行:", table=[Column("n", Text("n", "数"), parse=int), Column("m", Text("m", "量"), required=False, parse=broken)])
def the_rows(datatable): pass
"""
WORDS = small_vocabulary(OWN)


def scenario(*steps: str) -> str:
    return "".join(f"{line}\n" for line in ("Feature: F", "  Scenario: S", *steps))


def checked(*steps: str) -> list[Text]:
    text = scenario(*steps)
    found = in_feature("x.feature", source(text), document(text), WORDS)
    return [each.text for each in found if each.kind == "step"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["    Given the shade red"], "ends in AttributeError: 'str' object has no attribute"),
        (["    Given the colour red"], "Wrong: not a colour (conftest.py:"),
        (["    Given the colour bad"], '"bad" isn\'t a colour: that is bad'),
        (["    Given the rows:", "      | n |", "      | x |"], 'column "n": "x" isn\'t allowed'),
        (["    Given the rows:", "      | n | m |", "      | 1 | x |"], "ends in AttributeError"),
    ],
)
def test_any_error_of_a_function_stands_at_its_line(steps: list[str], said: str) -> None:
    [text] = checked(*steps)
    assert said in text.en
    assert text.en != text.ja


def test_what_a_project_fails_to_suggest_is_not_proposed() -> None:
    [text] = checked("    Given the colour 17")
    assert '"17" isn\'t a colour' in text.en


@pytest.mark.parametrize(
    ("step", "said"),
    [("Given the shade red", "AttributeError"), ("Given the tint red", "TypeError")],
)
def test_a_file_whose_values_cannot_be_read_is_not_translated(step: str, said: str) -> None:
    [mistake] = translate(source(scenario(step)), WORDS, "ja").mistakes
    assert mistake.line == 3
    assert said in mistake.text.en


def test_a_scenario_says_where_the_code_behind_it_is_wrong(project: Project) -> None:
    project.conftest(OWN)
    played = project.play(scenario("    Given the shade red"))
    assert played.outcomes == {"failed": 1}
    assert "ends in AttributeError" in played.text
    assert "conftest.py:" in played.text
    played.never_says("Traceback", "parameter_types.py")
