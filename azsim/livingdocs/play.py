"""What a page asks about a text, and the answers: it is played, looked through, explained, put in order.

The page sends a request as JSON and gets an answer as JSON; the same questions can be asked of Python
anywhere. A request has ``ask``, which is one of :data:`ANSWERS`, and ``language``, that of the page.
Most have ``text``, a feature file; ``place``, where it would lie, a path from the current folder that
ends in ``.feature``; and ``files``, the texts of the files beside it by their names.

The current folder has to be the page's own: the text and the files are written there. What else lies
there may be named by steps, and a ``conftest.py`` may add sentences, as in any project.

An answer that can't be given is ``{"error": why}``, in the language of the page.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from attrs import Factory, asdict, define

from azsim.gherkin import (
    TRACE_HEADER,
    Desk,
    Played,
    Remark,
    Reporter,
    captures_of,
    desk_at,
    play,
    report,
    trace_page,
)
from azsim.livingdocs import copies, pages
from azsim.livingdocs.edition import edition
from azsim.livingdocs.explained import explained
from azsim.livingdocs.gathering import Capture, Gathered, Shown, shown
from azsim.livingdocs.making import make
from azsim.livingdocs.site import Saying, Site
from azsim.livingdocs.sliders import sliders
from azsim.model.evidence import EVIDENCE, Evidence
from azsim.text import Advice, Language, Text, quoted, say

Request = Mapping[str, Any]
Answer = dict[str, Any]

PLACE: Final = "play.feature"
"""Where a text lies that has no place of its own."""

BESIDE: Final = frozenset(
    (
        *(".json", ".bicep", ".bicepparam", ".tfstate", ".cscfg", ".csdef", ".xml"),
        *(".txt", ".log", ".csv", ".yaml", ".yml"),
    )
)
"""What a file may be that lies beside a text: nothing that Python or pytest would run."""

NO_SUCH_QUESTION = Text("Nothing here answers {ask}.", "{ask} に答えるものはない。")
NOT_A_PLACE = Text(
    "A text can't lie at {place}. Name a file below this folder that ends in .feature.",
    "{place} にテキストは置けない。このフォルダーの下にある、.feature で終わるファイルを指定する。",
)
NOT_BESIDE = Text(
    "The file {name} can't lie beside a text. What is read there ends in {suffixes}.",
    "ファイル {name} は使えない。読み込めるのは {suffixes} で終わるファイルである。",
)
NOT_TOLD = Text(
    "Nothing was told of this text, so nothing is known of it.",
    "このテキストについて何も報告されなかったため、何も確かめられていない。",
)
NOT_TRANSLATED = Text(
    "The text can't be translated before this is put right.", "先にこれを直すまで訳せない。"
)
NO_SUCH_MODULE = Text(
    "{problem}\nThe page has no {module}. In it, sentences of one's own can use azsim, Python's own library "
    "and what is written in Python alone. azsim run plays them where it is installed.",
    "{problem}\nこのページに {module} はない。ページの中で独自の文が使えるのは、azsim、Python の標準ライブラリ、"
    "Python だけで書かれたパッケージである。インストールされている環境では azsim run で実行できる。",
)
_NO_MODULE = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")


def answer_json(request: str) -> str:
    """The answer to a *request*, both as JSON."""
    return json.dumps(answer(json.loads(request)), ensure_ascii=False, separators=(",", ":"))


def answer(request: Request) -> Answer:
    """The answer to *request*."""
    language: Language = "ja" if request.get("language") == "ja" else "en"
    try:
        if request["ask"] not in ANSWERS:
            raise Advice(NO_SUCH_QUESTION.fill(ask=quoted(str(request["ask"]))))
        return ANSWERS[request["ask"]](_playground(Path.cwd()), request, language)
    except Advice as advice:
        return {"error": _of_page(advice.text).to(language)}


@define
class Playground:
    """A *folder* in which texts are written, with the desk of each place that a text has had."""

    folder: Path
    _desks: dict[str, Desk] = Factory(dict)
    # What stood in a file before a request wrote to it; None where there was no file.
    _before: dict[Path, bytes | None] = Factory(dict)

    def desk(self, request: Request) -> tuple[str, Desk]:
        """The place of the text of *request*, and the desk there; the files beside it are written.

        :raises Advice: where there can be no such place or file, or a conftest.py can't be imported.
        """
        place = _place(request)
        self._write(place, request.get("files") or {})
        if place not in self._desks:
            self.write(place, request["text"])
            self._desks[place] = desk_at(self.folder / place)
        return place, self._desks[place]

    def write(self, place: str, text: str) -> None:
        """Put *text* at *place*, where it can be played."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))

    def _write(self, place: str, files: Mapping[str, str]) -> None:
        """Let the *files* lie beside *place*, and those of earlier requests no more."""
        folder = (self.folder / place).parent
        wanted = {folder / _beside(name): text for name, text in files.items()}
        for path in self._before.keys() - wanted:
            before = self._before.pop(path)
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
        for path, text in wanted.items():
            if path not in self._before:
                self._before[path] = path.read_bytes() if path.is_file() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "replace"))


@cache
def _playground(folder: Path) -> Playground:
    return Playground(folder)


def _place(request: Request) -> str:
    given = request.get("place") or PLACE
    if not _is_below(given) or not given.endswith(".feature"):
        raise Advice(NOT_A_PLACE.fill(place=quoted(given)))
    return PurePosixPath(given).as_posix()


def _beside(name: str) -> str:
    if not _is_below(name) or PurePosixPath(name).suffix.casefold() not in BESIDE:
        raise Advice(NOT_BESIDE.fill(name=quoted(name), suffixes=", ".join(sorted(BESIDE))))
    return name


def _is_below(name: str) -> bool:
    """Whether *name* is a path below the folder that it starts from, with nothing hidden."""
    parts = name.split("/")
    return (
        "\\" not in name
        and ":" not in name
        and not any(not part or part.startswith(".") or not part.isprintable() for part in parts)
    )


def _of_page(text: Text) -> Text:
    """*text*, and more of what a page lacks that a computer may have."""
    missing = _NO_MODULE.search(text.en)
    return text if missing is None else NO_SUCH_MODULE.fill(problem=text, module=missing[1])


def _play(playground: Playground, request: Request, language: Language) -> Answer:
    """``play``: what came of a text.

    ``outcomes`` has ``name``, ``outcome`` and ``seconds`` of each scenario; ``html`` shows them as a
    part of the page, whose way to the top of its site is ``top`` in the request; ``captures`` are
    what ``azsim run`` writes; ``markdown`` is for a ticket, and ``mistakes`` kept something from being
    played. ``holds`` is true only where something was played, and all of it held.
    """
    place, desk = playground.desk(request)
    playground.write(place, request["text"])
    witness = _Witness()
    plays = play(
        [place],
        wanted=(EVIDENCE, "captures"),
        whole_project=True,
        listener=Reporter(witness.scenario, witness.mistake),
    )
    problems = plays.problems[: len(plays.problems) - len(witness.mistakes)]
    if not (plays.played or plays.problems):
        raise Advice(NOT_TOLD)
    gathered = Gathered(tuple(witness.shown), tuple(witness.mistakes), problems)
    site = make(gathered, desk.catalogue, None)
    return {
        "outcomes": [
            {
                "name": say(told.told.name, language),
                "outcome": each.outcome,
                "seconds": each.duration,
            }
            for each, told in zip(plays.played, witness.shown, strict=True)
        ],
        "html": pages.fragment(site, edition(), language, str(request.get("top", ""))),
        "captures": [
            {"name": name, "base64": base64.b64encode(content).decode()}
            for name, content in witness.captures.items()
        ],
        "markdown": "\n\n".join(_markdown(site, language)),
        "holds": bool(plays.played)
        and not plays.problems
        and all(each.outcome == "passed" for each in plays.played),
        "mistakes": [
            *(
                {"line": each.line, "message": say(each.text, language)}
                for each in witness.mistakes
            ),
            *({"line": 1, "message": each} for each in problems),
        ],
    }


@define
class _Witness:
    """Takes down each scenario right after its play, with the files of its captures."""

    shown: list[Shown] = Factory(list)
    mistakes: list[report.MistakeReport] = Factory(list)
    captures: dict[str, bytes] = Factory(dict)

    def scenario(self, told: report.ScenarioReport, played: Played) -> None:
        evidence = played.take(EVIDENCE, Evidence) or Evidence()
        captured = captures_of([played])
        self.captures |= captured
        named = (key.partition("/") for key in played.attachments)
        places = [place for kind, _, place in named if kind == "captures"]
        played.attachments.clear()
        files = zip(places, captured.items(), strict=True)
        self.shown.append(
            shown(
                told,
                evidence,
                (Capture(place, file, len(content)) for place, (file, content) in files),
            )
        )

    def mistake(self, mistaken: report.MistakeReport) -> None:
        self.mistakes.append(mistaken)


def _markdown(site: Site, language: Language) -> Iterator[str]:
    this = edition()
    for _, _, behaviour in site.behaviours:
        yield copies.markdown(site, behaviour, language, this)


def _trace(playground: Playground, request: Request, language: Language) -> Answer:
    """``trace``: what ``azsim run --trace`` writes of a text, as ``gzip`` in base64.

    It may be a thousand times as large as the text. So it isn't part of what was played, and of no more than one
    scenario there is more in memory than that.
    """
    place, _ = playground.desk(request)
    playground.write(place, request["text"])
    written = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=written, mode="wb", mtime=0) as packed:
        packed.write(TRACE_HEADER.encode())

        def write(played: Played) -> None:
            packed.writelines(line.encode() for line in trace_page(played))
            played.attachments.clear()

        play([place], wanted=["trace"], whole_project=True, on_played=write)
    return {"gzip": base64.b64encode(written.getvalue()).decode()}


def _check(playground: Playground, request: Request, language: Language) -> Answer:
    """``check``: the ``findings`` on a text.

    Each has ``line``, ``column`` and ``end``, which count from 1, ``kind`` (``layout`` where only blanks
    are wrong), ``message``, and ``mends``: a ``text`` for the lines ``from_line`` to ``to_line``.
    """
    _, desk = playground.desk(request)
    return {"findings": _findings(desk.remarks(request["text"]), language)}


def _findings(remarks: list[Remark], language: Language) -> list[Answer]:
    return [
        {
            "line": each.line,
            "column": each.column,
            "end": each.end,
            "kind": each.kind,
            "message": each.text.to(language),
            "mends": [
                {"text": mend.text, "from_line": mend.first, "to_line": mend.last}
                for mend in each.mends
            ],
        }
        for each in remarks
    ]


def _look(playground: Playground, request: Request, language: Language) -> Answer:
    """``look``: the sentence on ``line``, with its ``meaning``, an ``example`` and its ``values``; or nothing."""
    _, desk = playground.desk(request)
    entry = desk.entry_on(request["text"], int(request["line"]))
    if entry is None:
        return {}
    saying = Saying(entry, "")
    return {
        "sentence": saying.sentence().to(language),
        "meaning": entry.definition.meaning.to(language),
        "example": saying.made_up().to(language),
        "values": [
            {
                "name": each.name.replace("_", " "),
                "meaning": say(each.meaning or "", language),
                "example": say(each.example or "", language),
            }
            for each in entry.values
        ],
    }


def _translate(playground: Playground, request: Request, language: Language) -> Answer:
    """``translate``: the ``text`` in the language ``to``, and the lines of titles left ``untranslated``.

    Where something keeps it from being translated, the ``findings`` say what.
    """
    _, desk = playground.desk(request)
    found = desk.translated(request["text"], "ja" if request["to"] == "ja" else "en")
    if found.remarks:
        findings = _findings(list(found.remarks), language)
        return {"error": NOT_TRANSLATED.to(language), "findings": findings}
    return {"text": found.text, "untranslated": list(found.untranslated)}


def _mend(playground: Playground, request: Request, language: Language) -> Answer:
    """``mend``: the ``text`` as ``azsim check --fix`` puts it in order."""
    _, desk = playground.desk(request)
    return {"text": desk.mended(request["text"])}


def _explain(playground: Playground, request: Request, language: Language) -> Answer:
    """``explain``: what the deployment in ``files`` does, with the ``parameters`` of that name.

    ``html`` shows it as a part of the page, ``markdown`` is for a ticket, and ``feature`` holds scenarios on
    it, which name the files; where it is empty, ``no_feature`` says why.
    """
    top = str(request.get("top", ""))
    return explained(
        request.get("files") or {}, request.get("parameters"), language, lambda to: f"{top}{to}"
    )


def _sliders(playground: Playground, request: Request, language: Language) -> Answer:
    """``sliders``: the numbers of a text that may be moved, each as a :class:`Slider`."""
    _, desk = playground.desk(request)
    return {"sliders": [asdict(each) for each in sliders(desk, request["text"])]}


ANSWERS: Final[Mapping[str, Callable[[Playground, Request, Language], Answer]]] = {
    "play": _play,
    "trace": _trace,
    "check": _check,
    "look": _look,
    "translate": _translate,
    "mend": _mend,
    "explain": _explain,
    "sliders": _sliders,
}
"""What can be asked, and who answers."""
