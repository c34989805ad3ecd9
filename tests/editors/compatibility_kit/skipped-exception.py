import pytest

from azsim.gherkin import given


@given("I skip a step")
def skip():
    pytest.skip("skipping")
