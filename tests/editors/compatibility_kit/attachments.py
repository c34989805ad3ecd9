from pathlib import Path

import pytest

from azsim.gherkin import parameter_type, when

# A value is bound by its type, so a sentence has no type twice.
parameter_type(name="media_type", regexp='"[^"]*"', transformer=lambda text: text.strip('"'))

# The name of an attachment says what it holds.
ENDINGS = {
    "application/json": ".json",
    "application/octet-stream": ".bin",
    "text/plain": ".txt",
}


@when("the string {string} is attached as {media_type}")
def attach_string(scenario, string, media_type):
    scenario.attach(f"string{ENDINGS[media_type]}", string)


@when("the string {string} is logged")
def log_string(string):
    print(string)


@when("text with ANSI escapes is logged")
def log_colours():
    letters = [
        f"\x1b[{colour}m{letter}\x1b[0m"
        for colour, letter in zip((31, 91, 33, 32, 34, 95, 35), "rainbow", strict=True)
    ]
    print(f"This displays a {''.join(letters)}")


@when("the following string is attached as {media_type}:")
def attach_text(scenario, media_type, docstring):
    scenario.attach(f"text{ENDINGS[media_type]}", docstring)


@when("an array with {int} bytes is attached as {media_type}")
def attach_bytes(scenario, int, media_type):
    scenario.attach(f"array{ENDINGS[media_type]}", bytes(range(int)))


@when("a PDF document is attached and renamed")
def attach_document(scenario):
    scenario.attach("renamed.pdf", (Path(__file__).parent / "document.pdf").read_bytes())


@when("a link to {string} is attached")
def attach_link(scenario, string):
    scenario.attach("link.uri", string)


@when("the string {string} is attached as {media_type} before a failure")
def attach_and_fail(scenario, string, media_type):
    scenario.attach(f"string{ENDINGS[media_type]}", string)
    pytest.fail("whoops")
