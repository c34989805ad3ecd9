"""A command line as typed at a Windows prompt: the program and its arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from azsim.text import Advice, Text, did_you_mean, listed

#: The programs that a scenario can run, by the names they go by in azsim.
PROGRAMS = ("netstat", "nslookup", "psping")

NOT_FROM_HERE = Text(
    "{program} isn't modelled from here. What can be run is {programs}.",
    "ここからの {program} はモデル化していない。実行できるのは {programs} である。",
)

_SAME_PROGRAM = {"psping64": "psping"}
_WORD = re.compile(r'((?:[^\s"]|"[^"]*")+)(?=\s|$)')


@frozen
class CommandLine:
    """``program`` in lower case, without its folder and without ``.exe``."""

    program: str
    arguments: tuple[str, ...]


def split_command_line(line: str, programs: Sequence[str] = PROGRAMS) -> CommandLine:
    """The parts of *line*; double quotes keep the spaces within them.

    :raises Advice: for an empty line, an open quote and a program that can't be run here.
    """
    if not line.strip():
        raise Advice(
            Text(
                "The command line is empty. Write one of {programs} with its arguments.",
                "コマンド ラインが空である。{programs} のいずれかを引数とともに書く。",
            ).fill(programs=listed(programs))
        )
    if line.count('"') % 2:
        raise Advice(
            Text(
                f"The command line {line} opens a quote that it doesn't close.",
                f"コマンド ライン {line} の二重引用符が閉じていない。",
            )
        )
    words = [word.replace('"', "") for word in _WORD.findall(line)]
    program = re.split(r"[\\/]", words[0].lower())[-1].removesuffix(".exe")
    program = _SAME_PROGRAM.get(program, program)
    if program in PROGRAMS and program not in programs:
        raise Advice(NOT_FROM_HERE.fill(program=program, programs=listed(programs)))
    if program not in programs:
        raise Advice(
            Text(
                'No program is called "{program}" here.{hint} What can be run is {programs}.',
                "「{program}」というプログラムはここにはない。{hint}"
                "実行できるのは {programs} である。",
            ).fill(
                program=program,
                hint=did_you_mean(program, programs),
                programs=listed(programs),
            )
        )
    return CommandLine(program, tuple(words[1:]))
