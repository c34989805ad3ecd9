import pytest

from azsim.gherkin import given, then, when


@pytest.fixture
def counts():
    return {}


@given("there are {int} cucumbers")
def there_are(counts, int):
    counts["cucumbers"] = int


@given("there are {int} friends")
def friends(counts, int):
    counts["friends"] = int


@when("I eat {int} cucumbers")
def eat(counts, int):
    counts["cucumbers"] -= int


@then("I should have {int} cucumbers")
def should_have(counts, int):
    assert counts["cucumbers"] == int


@then("each person can eat {int} cucumbers")
def share(counts, int):
    assert counts["cucumbers"] // (1 + counts["friends"]) == int
