from pathlib import Path

import pytest

from azsim.gherkin import given

ATTEMPTS = {"second": 0, "third": 0}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.flaky(reruns=2))


@given("a step that always passes")
def passes():
    pass


@given("a step that passes the second time")
def passes_second():
    ATTEMPTS["second"] += 1
    assert ATTEMPTS["second"] >= 2, "Exception in step"


@given("a step that passes the third time")
def passes_third():
    ATTEMPTS["third"] += 1
    assert ATTEMPTS["third"] >= 3, "Exception in step"


@given("a step that always fails")
def fails():
    pytest.fail("Exception in step")
