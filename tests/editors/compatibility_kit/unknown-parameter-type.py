from azsim.gherkin import given


@given("{airport} is closed because of a strike")
def step_1(airport):
    pass
