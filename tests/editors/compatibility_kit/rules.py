import pytest

from azsim.gherkin import given, then, when


@pytest.fixture
def shop():
    return {"chocolate": None}


@given("the customer has {int} cents")
def money(shop, int):
    shop["money"] = int


@given("there are chocolate bars in stock")
def stock(shop):
    shop["stock"] = ["Mars"]


@given("there are no chocolate bars in stock")
def no_stock(shop):
    shop["stock"] = []


@when("the customer tries to buy a {int} cent chocolate bar")
def buy(shop, int):
    if shop["money"] >= int and shop["stock"]:
        shop["chocolate"] = shop["stock"].pop()


@then("the sale should not happen")
def no_sale(shop):
    assert shop["chocolate"] is None


@then("the sale should happen")
def sale(shop):
    assert shop["chocolate"] is not None
