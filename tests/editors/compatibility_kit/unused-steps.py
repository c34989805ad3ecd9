from azsim.gherkin import given


@given("a step that is used")
def step_1():
    pass


@given("a step that is not used")
def step_2():
    pass
