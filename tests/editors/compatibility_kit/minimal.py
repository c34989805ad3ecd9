from azsim.gherkin import given


@given("I have {int} cukes in my belly")
def step_1(int):
    pass
