from azsim.gherkin import given, parameter_type

parameter_type(name="one", regexp=".*?")
parameter_type(name="other", regexp=".*")


@given("a {one} with {other}")
def first(one, other):
    pass


@given("a step with {other}")
def second(other):
    pass
