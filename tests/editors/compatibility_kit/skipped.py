import pytest

from azsim.gherkin import given


@given("a step that does not skip")
def goes_on():
    pass


@given("a step that is skipped")
def is_skipped():
    pass


@given("I skip a step")
def skip():
    pytest.skip()
