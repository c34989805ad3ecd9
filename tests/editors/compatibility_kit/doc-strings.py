from azsim.gherkin import given


@given("a doc string:")
def step_1(docstring):
    pass
