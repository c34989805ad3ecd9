"""The official Cucumber extension understands the steps and the features."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from azsim.gherkin.catalogue.survey import survey
from azsim.gherkin.reading.document import read
from azsim.gherkin.vocabulary.vocabulary import Vocabulary

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

ENGLISH = "Feature: Probes\n  Scenario: Health\n    When {words}"
JAPANESE = "# language: ja\n機能: プローブ\n  シナリオ: 正常性\n    もし {words}"


def completion(source: str, words: str, index: str) -> dict[str, Any]:
    text = source.format(words=words)
    last = text.splitlines()[-1]
    line = len(text.splitlines()) - 1
    return {"source": text, "line": line, "character": len(last), "index": index}


@pytest.fixture(scope="module")
def features(settings: Any) -> list[Path]:
    return sorted(path for glob in settings["cucumber.features"] for path in ROOT.glob(glob))


@pytest.fixture(scope="module")
def understood(node: Any, settings: Any, features: list[Path]) -> Any:
    """What the extension makes of this repository."""
    glue = [path for glob in settings["cucumber.glue"] for path in ROOT.glob(glob)]
    return node(
        "language_service.cjs",
        given={
            "glue": [str(path) for path in sorted(glue)],
            "parameterTypes": settings["cucumber.parameterTypes"],
            "features": [str(path) for path in features],
            "completions": [
                completion(ENGLISH, "the health pro", "jsSearchIndex"),
                completion(JAPANESE, "正常性プローブ", "jsSearchIndex"),
                completion(JAPANESE, "正常性プローブ", "bruteForceIndex"),
            ],
        },
    )


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return survey([]).vocabulary


def test_every_sentence_is_understood(understood: Any) -> None:
    assert understood["errors"] == []


def test_no_step_is_undefined(understood: Any) -> None:
    assert understood["undefinedSteps"] == []


def steps(features: list[Path], vocabulary: Vocabulary) -> Iterator[tuple[str, int, str]]:
    """Each step that holds no value of an outline, and where its function begins."""
    for path in features:
        lines = path.read_text(encoding="utf-8").splitlines()
        for case in read(path).cases:
            for step in case.steps:
                if step.text in lines[step.line - 1]:
                    [match] = vocabulary.find(step.kind, step.text)
                    yield str(path), step.line, match.definition.where


def test_go_to_definition_lands_on_the_function(
    understood: Any, features: list[Path], vocabulary: Vocabulary
) -> None:
    links = {(each["feature"], each["line"]): each["targets"] for each in understood["links"]}
    lost = []
    found = 0
    for feature, line, where in steps(features, vocabulary):
        path, _, first_line = where.rpartition(":")
        target = [Path(path).name, int(first_line)]
        targets = [[Path(file).name, number] for file, number in links[feature, line]]
        found += 1
        if target not in targets:
            lost.append(f"{feature}:{line}: {target} isn't in {targets}")
    assert lost == []
    assert found > 500


ENGLISH_SENTENCE = "the health probes run for {duration}"
JAPANESE_SENTENCE = "正常性プローブが {duration}続く"


def test_completion_offers_english_sentences(understood: Any) -> None:
    assert understood["completions"][0] == [ENGLISH_SENTENCE]


def test_completion_finds_nothing_inside_japanese_sentences(understood: Any) -> None:
    """docs/editors.md says so; when this fails, the extension has become better."""
    assert understood["completions"][1] == []


def test_another_index_of_the_same_service_does(understood: Any) -> None:
    assert understood["completions"][2] == [JAPANESE_SENTENCE]


class Server:
    """A language server that is spoken to as an editor does."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Any) -> None:
        self._process = process
        self._settings = settings
        self._last = 0

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request; what the server asks meanwhile is answered."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" not in message and message["id"] == self._last:
                return message["result"]
            self._answer(message)

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def wait_for(self, words: str) -> None:
        """Until the server says *words* in its log."""
        while True:
            message = self._read()
            if words in str(message.get("params")):
                return
            self._answer(message)

    def _answer(self, message: Any) -> None:
        if message.get("method") == "workspace/configuration":
            prefix = "cucumber."
            own = {
                name.removeprefix(prefix): value
                for name, value in self._settings.items()
                if name.startswith(prefix)
            }
            self._send({"id": message["id"], "result": [own]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: Any) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self._process.stdin.flush()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        return json.loads(self._process.stdout.read(length))


@pytest.fixture
def server(installed: None, settings: Any) -> Iterator[Server]:
    script = str(HERE / "language_server.cjs")
    process = subprocess.Popen(
        ["node", script, "--stdio"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    # A server that says nothing more would be waited for forever.
    timer = Timer(60, process.kill)
    timer.start()
    try:
        yield Server(process, settings)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def test_the_server_completes_an_english_sentence(server: Server) -> None:
    capabilities = {
        "workspace": {"configuration": True},
        "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
    }
    root = ROOT.as_uri()
    server.ask("initialize", {"processId": None, "rootUri": root, "capabilities": capabilities})
    server.tell("initialized", {})
    server.wait_for("suggestions for auto complete")
    text = ENGLISH.format(words="the health pro")
    uri = f"{root}/features/new.feature"
    document = {"uri": uri, "languageId": "cucumber", "version": 1, "text": text}
    server.tell("textDocument/didOpen", {"textDocument": document})
    position = {"line": 2, "character": len(text.splitlines()[2])}
    found = server.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": position}
    )
    assert [item["label"] for item in found] == [ENGLISH_SENTENCE]
