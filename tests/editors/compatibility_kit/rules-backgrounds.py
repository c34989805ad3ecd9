from azsim.gherkin import given, then, when


@given("an order for {string}")
def step_1(string):
    pass


@when("an action")
def step_2():
    pass


@then("an outcome")
def step_3():
    pass
