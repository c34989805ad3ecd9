from azsim.gherkin import when


@when("a step throws an exception")
def boom():
    raise RuntimeError("BOOM")
