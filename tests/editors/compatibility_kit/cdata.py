from azsim.gherkin import given


@given("I have {int} <![CDATA[cukes]]> in my belly")
def step_1(int):
    pass
