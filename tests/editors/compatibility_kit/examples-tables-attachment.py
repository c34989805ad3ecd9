from pathlib import Path

from azsim.gherkin import when

HERE = Path(__file__).parent


@when("a JPEG image is attached")
def jpeg(scenario):
    scenario.attach("cucumber.jpeg", (HERE / "cucumber.jpeg").read_bytes())


@when("a PNG image is attached")
def png(scenario):
    scenario.attach("cucumber.png", (HERE / "cucumber.png").read_bytes())
