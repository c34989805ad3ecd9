from azsim.gherkin import given, parameter_type

parameter_type(
    name="flight",
    regexp="[A-Z]{3}-[A-Z]{3}",
    transformer=lambda text: tuple(text.split("-")),
)


@given("{flight} has been delayed")
def delay(flight):
    assert flight == ("LHR", "CDG")
