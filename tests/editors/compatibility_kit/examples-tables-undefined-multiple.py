import pytest

from azsim.gherkin import given, then, when


@pytest.fixture
def counts():
    return {}


@given("there are {int} cucumbers")
def there_are(counts, int):
    counts["cucumbers"] = int


@when("I eat {int} cucumbers")
def eat(counts, int):
    counts["cucumbers"] -= int


@then("I should have {int} cucumbers")
def should_have(counts, int):
    assert counts["cucumbers"] == int
