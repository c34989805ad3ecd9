"""What a page is answered: what the command line says of the same text, and nothing that isn't known."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from html_page import parsed

from azsim.gherkin import survey
from azsim.livingdocs import pages
from azsim.livingdocs.edition import edition
from azsim.livingdocs.gathering import gather
from azsim.livingdocs.making import make
from azsim.livingdocs.play import ANSWERS, answer, answer_json

pytestmark = pytest.mark.once

FEATURES = Path(__file__).parents[2] / "features"

PORTS = """\
Feature: Ports

  Scenario: Some ports
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 8 TCP connections to 198.51.100.7:443
    Then "vm1" uses 8 TCP SNAT ports
"""
FAILING = PORTS.replace("uses 8", "uses 7")
HOSTILE = """\
Feature: <script>alert("title")</script>

  Scenario: "><img src=x onerror=alert(1)>
    Given the client 192.0.2.33
    Then <script>alert("step")</script>
      | {{ 7 * 7 }} |
"""
TEMPLATE = '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": []}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the page's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(ask: str, text: str = PORTS, language: str = "en", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        answer_json(json.dumps({"ask": ask, "text": text, "language": language, **more}))
    )
    return found


def trace_of(text: str, **more: Any) -> bytes:
    return gzip.decompress(base64.b64decode(ask("trace", text, **more)["gzip"]))


def copied(service: str, folder: Path) -> None:
    """Everything that lies in the folder of a service, for a feature to name."""
    for path in (FEATURES / service).rglob("*"):
        if path.is_file():
            place = folder / path.relative_to(FEATURES.parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "outbound/allow_lists",
        "load_balancer/hairpin",
        "expressroute/gateway",
        "deployments/scale_set",
    ],
)
def test_what_is_played_is_what_the_command_line_writes(name: str, folder: Path) -> None:
    service, _, _ = name.partition("/")
    copied(service, folder)
    place = f"features/{name}.feature"
    command = [sys.executable, "-m", "azsim", "run", place, "--trace=t", "--captures=c"]
    subprocess.run(
        command, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True, capture_output=True
    )
    answered = ask("play", (folder / place).read_text("utf-8"), place=place)
    assert answered["holds"]
    assert trace_of((folder / place).read_text("utf-8"), place=place) == (folder / "t").read_bytes()
    written = {each.name: each.read_bytes() for each in (folder / "c").glob("*.pcapng")}
    assert {
        each["name"]: base64.b64decode(each["base64"]) for each in answered["captures"]
    } == written


def test_a_trace_of_what_cannot_be_played_says_nothing() -> None:
    assert trace_of("Feature: a\n  Scenario: b\n    When pigs fly\n").count(b"\n") == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_shown_is_what_the_site_shows(language: Any, folder: Path) -> None:
    (folder / "play.feature").write_text(PORTS)
    (folder / "captured").mkdir()
    gathered = gather(["play.feature"], folder / "captured", lambda *_: None, processes=1)
    site = make(gathered, survey(["play.feature"]).catalogue, None)
    [behaviour] = site.stated
    html = ask("play", language=language)["html"]
    [page] = [
        each.content.decode()
        for each in pages.pages(site, edition())
        if each.address == f"{language}/{behaviour.address}.html"
    ]
    for picture in behaviour.first.pictures:
        assert picture.svg.to(language) in html
        assert picture.svg.to(language) in page
    steps = page[page.index('<ol class="steps">') : page.index("</ol>")]
    # Only the way to other pages differs.
    assert parsed(steps).words in parsed(html).words


def test_links_lead_to_the_pages_of_the_site(folder: Path) -> None:
    html = ask("play", top="../../../")["html"]
    assert '<a href="../../../en/facts/' in html
    assert '"../../../en/sentences/index.html#' in html


def test_what_doesnt_hold_says_so() -> None:
    answered = ask("play", FAILING)
    assert not answered["holds"]
    assert [each["outcome"] for each in answered["outcomes"]] == ["failed"]
    words = parsed(answered["html"]).words
    assert "expected" in words.casefold()
    assert "✗ fails" in answered["markdown"]


@pytest.mark.parametrize(
    "text",
    ["", "Feature: Empty\n", "nonsense", "Feature: A\n\n  Scenario: Without a step\n"],
)
def test_nothing_played_never_holds(text: str) -> None:
    answered = ask("play", text)
    assert not answered["holds"]
    assert answered["mistakes"] or answered["outcomes"][0]["outcome"] == "failed"


@pytest.mark.parametrize("tag", ["@skip", "@xfail"])
def test_what_isnt_expected_to_hold_doesnt(tag: str) -> None:
    assert not ask("play", FAILING.replace("  Scenario", f"  {tag}\n  Scenario"))["holds"]


def test_a_mistake_beside_what_is_played_keeps_it_from_holding() -> None:
    answered = ask("play", f"{PORTS}\n  oops\n")
    assert not answered["holds"]


def test_hostile_text_stays_text() -> None:
    answered = ask("play", HOSTILE)
    for sign in ("<script", "<img", "49"):
        assert sign not in answered["html"]
    assert parsed(answered["html"]).wrong == []
    assert "<script>alert" in parsed(answered["html"]).words


def test_findings_are_those_of_the_command(folder: Path) -> None:
    text = PORTS.replace("opens", "opened")
    (folder / "play.feature").write_text(text)
    command = [sys.executable, "-m", "azsim", "check", "play.feature"]
    told = subprocess.run(command, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True)
    [finding] = ask("check", text)["findings"]
    [first, *more] = finding["message"].split("\n")
    shown = [f"play.feature:{finding['line']}: {first}", *(f"    {each.strip()}" for each in more)]
    assert told.stdout.decode().splitlines()[:-1] == shown


def test_a_finding_is_in_the_language_of_the_page() -> None:
    [finding] = ask("check", PORTS.replace("opens", "opened"), "ja")["findings"]
    assert finding["message"].startswith("このような文はない")
    assert finding["mends"][0] == {
        "text": '    When "vm1" opens 8 TCP connections to 198.51.100.7:443',
        "from_line": 5,
        "to_line": 5,
    }


def test_a_sentence_is_explained_in_the_language_of_the_page() -> None:
    found = ask("look", language="ja", line=5)
    assert found["sentence"] == "‹vm› が ‹destination› へ TCP 接続を ‹count› 本開く"
    assert found["meaning"]
    assert [each["name"] for each in found["values"]] == ["vm", "count", "destination"]
    assert ask("look", line=3) == {}


def test_a_text_is_put_into_the_other_language() -> None:
    found = ask("translate", to="ja")
    assert found["text"].startswith("# language: ja\n機能: Ports\n")
    assert found["untranslated"] == [2, 4]


def test_what_cant_be_translated_says_why() -> None:
    found = ask("translate", PORTS.replace("opens", "opened"), to="ja")
    assert found["error"] == "The text can't be translated before this is put right."
    assert [each["line"] for each in found["findings"]] == [5]


def test_a_text_is_put_in_order() -> None:
    assert ask("mend", PORTS.replace("    ", " "))["text"] == PORTS


def test_files_lie_beside_a_text_as_long_as_they_are_sent(folder: Path) -> None:
    text = 'Feature: F\n\n  Scenario: S\n    Given the deployment in "main.json"\n'

    def says_that_it_is_missing(**more: Any) -> bool:
        found = ask("check", text, **more)["findings"]
        return any("no readable file" in each["message"] for each in found)

    assert says_that_it_is_missing()
    assert not says_that_it_is_missing(files={"main.json": TEMPLATE})
    assert says_that_it_is_missing()


def test_a_file_of_the_project_comes_back(folder: Path) -> None:
    (folder / "main.json").write_text("mine")
    ask("check", files={"main.json": TEMPLATE})
    assert (folder / "main.json").read_text() == TEMPLATE
    ask("check")
    assert (folder / "main.json").read_text() == "mine"


@pytest.mark.parametrize(
    "name",
    ["conftest.py", "pytest.ini", "../x.json", "/x.json", "a/../x.json", ".x.json", "c:x.json", ""],
)
def test_no_other_file_can_be_brought_along(name: str, folder: Path) -> None:
    answered = ask("check", files={name: "import os"})
    assert answered["error"].startswith("The file ")
    assert [each.name for each in folder.iterdir()] == []


@pytest.mark.parametrize("place", ["../x.feature", "/tmp/x.feature", "x.py", ".x/y.feature"])
def test_a_text_lies_below_the_folder(place: str) -> None:
    assert "can't lie at" in ask("check", place=place)["error"]


def explained(*names: str, **more: Any) -> dict[str, Any]:
    folder = FEATURES / "deployments"
    files = {name: (folder / name).read_text("utf-8") for name in names}
    return ask("explain", "", files=files, **more)


@pytest.mark.parametrize("format", ["markdown", "feature"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_deployment_is_told_as_the_command_tells_it(
    format: str, language: str, folder: Path
) -> None:
    (folder / "aks.json").write_bytes((FEATURES / "deployments" / "aks.json").read_bytes())
    command = [sys.executable, "-m", "azsim", "explain", "aks.json", f"--format={format}"]
    told = subprocess.run([*command, f"--lang={language}"], check=True, capture_output=True)
    found = explained("aks.json", language=language)[format]
    assert found.rstrip("\n") == told.stdout.decode().rstrip("\n")


def test_scenarios_on_a_deployment_hold() -> None:
    name = "scale-set.json"
    feature = explained(name)["feature"]
    files = {name: (FEATURES / "deployments" / name).read_text("utf-8")}
    assert ask("play", feature, files=files)["holds"]


def test_parameters_are_found_among_the_files() -> None:
    found = explained("production.parameters.json", "scale-set.json")
    assert 'the parameters in "production.parameters.json"' in found["feature"]
    assert found == explained(
        "scale-set.json", "production.parameters.json", parameters="production.parameters.json"
    )


def test_where_there_can_be_no_scenario_it_is_said_why() -> None:
    found = explained("scale-set.json", "load-balancer.json")
    assert found["feature"] == ""
    assert found["no_feature"].startswith("Scenarios name one file")
    assert parsed(found["html"]).wrong == []


def test_findings_lead_to_the_facts_that_they_rest_on() -> None:
    html = explained("scale-set.json", top="../../", language="ja")["html"]
    assert '<a href="../../ja/facts/outbound.ports-by-pool-size.html">' in html


def test_names_in_a_deployment_stay_text() -> None:
    hostile = "<img src=x>"
    resource = {
        "type": "Microsoft.Network/publicIPAddresses",
        "apiVersion": "2020-01-01",
        "name": hostile,
    }
    template = {**json.loads(TEMPLATE), "resources": [resource]}
    found = ask("explain", "", files={f"{hostile}.json": json.dumps(template)})
    assert "<img" not in found["html"]
    assert hostile in parsed(found["html"]).words


def test_secrets_of_a_deployment_are_in_no_answer() -> None:
    secret = "hunter2zz"
    template = {
        **json.loads(TEMPLATE),
        "parameters": {"p": {"type": "secureString"}},
        "resources": [
            {
                "type": "Microsoft.Network/publicIPAddresses",
                "apiVersion": "2020-01-01",
                "name": "[concat('ip-', parameters('p'))]",
                "sku": {"name": "[parameters('p')]"},
            }
        ],
    }
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"
    values = {"$schema": schema, "parameters": {"p": {"value": secret}}}
    files = {"main.json": json.dumps(template), "main.parameters.json": json.dumps(values)}
    for language in ("en", "ja"):
        assert secret not in json.dumps(ask("explain", "", language, files=files))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "No file was given"),
        ({"main.json": "{"}, "main.json:1: this is no JSON"),
        ({"main.bicep": "param x string"}, "az bicep build"),
        ({"notes.json": '{"a": 1}'}, "notes.json is none of what can be read"),
    ],
)
def test_what_cant_be_read_is_answered_with_advice(files: dict[str, str], said: str) -> None:
    assert said in ask("explain", "", files=files)["error"]


def test_own_sentences_count(folder: Path) -> None:
    (folder / "conftest.py").write_text(
        'from azsim.gherkin import then\n\n\n@then("all is well", "すべてよい")\ndef well():\n    """Nothing."""\n'
    )
    text = "Feature: F\n\n  Scenario: S\n    Given the client 192.0.2.33\n    Then all is well\n"
    assert ask("play", text, place="features/own.feature")["holds"]


def test_own_sentences_that_need_what_isnt_there_are_told_why_not(folder: Path) -> None:
    (folder / "conftest.py").write_text("import nothing_like_it\n")
    told = ask("play", language="ja")["error"]
    assert "No module named 'nothing_like_it'" in told
    assert "このページに nothing_like_it はない" in told


def test_an_unknown_question_is_told() -> None:
    assert answer({"ask": "sing"})["error"] == "Nothing here answers sing."


@pytest.mark.parametrize("question", ANSWERS)
def test_each_question_says_what_it_answers(question: str) -> None:
    assert (ANSWERS[question].__doc__ or "").startswith(f"``{question}``: ")
