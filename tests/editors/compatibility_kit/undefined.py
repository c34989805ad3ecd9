from azsim.gherkin import given


@given("an implemented step")
def step_1():
    pass


@given("a step that will be skipped")
def step_2():
    pass
