from azsim.gherkin import then, when


@when("the following table is transposed:", target_fixture="transposed")
def transpose(datatable):
    return [list(column) for column in zip(*datatable, strict=True)]


@then("it should be:")
def compare(transposed, datatable):
    assert transposed == datatable
