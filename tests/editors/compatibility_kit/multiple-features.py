from azsim.gherkin import given


@given("an order for {string}")
def step_1(string):
    pass
