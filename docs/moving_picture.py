"""Draws the moving picture of the READMEs from real runs: ``python docs/moving_picture.py``.

Above is what ``azsim run`` prints of a scenario that doesn't hold, below the packet walk of a
shipped one, arrow by arrow. Both are played here; nothing in the picture is typed in by hand. It
needs azsim with its extra ``docs``, and neither a browser nor another tool.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from azsim.livingdocs.gathering import gather
from azsim.livingdocs.picture import Table
from azsim.terminal.columns import width
from azsim.text import Language, Text, say

HERE = Path(__file__).parent
WALK = HERE.parent / "features" / "application_gateway" / "request_path.feature"
WALKED = "One request uses two TCP sessions"
PICTURES: Mapping[Language, str] = {"en": "moving.svg", "ja": "moving.ja.svg"}

FEATURE = Text(
    """\
Feature: My application's outbound connections
  Scenario: 1,100 connections to one server
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
    When "web1" opens 1,100 TCP connections to 198.51.100.7:443
    Then all 1,100 connections succeed
""",
    """\
# language: ja
機能: 自分のアプリケーションの送信接続
  シナリオ: 一つのサーバーへ 1,100 本
    前提 フロントエンド IP が 203.0.113.20 のパブリック ロード バランサー "lb" があり、正常なバックエンド サーバーは 2 台である
    もし "web1" が 198.51.100.7:443 へ TCP 接続を 1,100 本開く
    ならば 1,100 本の接続がすべて成功する
""",
)
COMMAND = "azsim run first.feature"
# What stands below it says the same again.
LAST_LINE = {"en": "why: ", "ja": "理由: "}

WIDE, MARGIN = 860, 20
LETTER, LINE = 7.5, 19
COLUMNS = 104
TOP, ARROW = 84, 32
BEAT, HOLD = 0.5, 7.0
"""Seconds from one line or arrow to the next, and for which all of them stay."""

STYLE = """\
text{font:12.5px ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK JP","MS Gothic",monospace;fill:#d5dbe5;white-space:pre}
.ok{fill:#6fd08c}.no{fill:#ff8f87}.dim{fill:#93a0b4}.name{font-weight:600}
.lane{stroke:#48536a;stroke-dasharray:2 4}.one{stroke:#7db7ff}.two{stroke:#f2b866}
.label{paint-order:stroke;stroke:#151b26;stroke-width:5px;font-size:11.5px}
g{animation-duration:%(whole)ss;animation-iteration-count:infinite}
%(beats)s
@media (prefers-reduced-motion:reduce){g{animation:none!important}}"""


def main() -> int:
    """Play both, and draw the picture in each language."""
    table = walked()
    for language, name in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            lines = printed(Path(folder), language)
        (HERE / name).write_text(drawn(lines, table, language), encoding="utf-8", newline="\n")
    return 0


def printed(folder: Path, language: Language) -> list[str]:
    """What ``azsim run`` prints, down to the reason."""
    (folder / "first.feature").write_text(FEATURE.to(language), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": str(COLUMNS)}
    done = subprocess.run(
        [sys.executable, "-m", "azsim", *COMMAND.split()[1:]],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    lines = done.stdout.strip("\n").splitlines()
    last = next(n for n, line in enumerate(lines) if line.strip().startswith(LAST_LINE[language]))
    return [f"$ {COMMAND}", *lines[: last + 1]]


def walked() -> Table:
    """The packets of the shipped scenario, one in each row."""
    with tempfile.TemporaryDirectory() as folder:
        shown = gather([str(WALK)], Path(folder), lambda *_: None, processes=1).shown
    one = next(each for each in shown if each.told.name.en == WALKED)
    table = next(each.table for each in one.pictures if each.kind == "walk")
    assert table is not None
    return table


def drawn(lines: Sequence[str], table: Table, language: Language) -> str:
    """The whole picture."""
    packets = [[say(cell, language) for cell in row] for row in table.rows]
    beats = len(lines) + len(packets)
    whole = beats * BEAT + HOLD
    below = len(lines) * LINE + 2 * MARGIN
    high = below + TOP + len(packets) * ARROW + MARGIN
    body = [*_terminal(lines), *_walk(packets, below, len(lines), language)]
    style = STYLE % {"whole": f"{whole:g}", "beats": "\n".join(_beats(beats, whole))}
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img">',
            f"<title>{escape(_title(lines, language))}</title>",
            f"<style>{style}</style>",
            f'<rect width="{WIDE}" height="{high}" rx="10" fill="#151b26"/>',
            *body,
            "</svg>\n",
        )
    )


def _title(lines: Sequence[str], language: Language) -> str:
    told = Text("{command}, and a packet walk", "{command} とパケットの流れ")
    return f"{told.fill(command=COMMAND).to(language)}: {lines[-1].strip()}"


def _beats(count: int, whole: float) -> Iterator[str]:
    """Each line or arrow comes at its beat, stays, and goes with all the others."""
    for number in range(count):
        begins = 100 * number * BEAT / whole
        yield (
            f"@keyframes b{number}{{0%,{begins:.1f}%{{opacity:0}}"
            f"{begins + 1:.1f}%,97%{{opacity:1}}100%{{opacity:0}}}}"
            f".b{number}{{animation-name:b{number}}}"
        )


def _terminal(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        mark = line.strip()[:1]
        kind = {"✓": "ok", "✗": "no", "$": "name"}.get(
            mark, "no" if number == len(lines) - 1 else ""
        )
        y = MARGIN + (number + 0.8) * LINE
        yield f'<g class="b{number}">{_text(MARGIN, y, line, kind)}</g>'


def _walk(
    packets: Sequence[Sequence[str]], top: float, first: int, language: Language
) -> Iterator[str]:
    places = list(dict.fromkeys(place for row in packets for place in (row[1], row[2])))
    apart = (WIDE - 2 * 90) / (len(places) - 1)
    lanes = {place: 90 + number * apart for number, place in enumerate(places)}
    end = top + TOP + len(packets) * ARROW - 10
    title = Text("One request through Application Gateway: two TCP sessions, and another source",
                 "Application Gateway を経由する要求: TCP セッションは二つ、送信元は別のアドレス")  # fmt: skip
    yield f'<path d="M0 {top}H{WIDE}" stroke="#2b3446"/>'
    yield _text(MARGIN, top + 28, title.to(language), "name")
    for place, x in lanes.items():
        yield f'<path class="lane" d="M{x:g} {top + TOP - 18:g}V{end:g}"/>'
        yield _text(x, top + TOP - 26, place, "dim", "middle")
    for number, (_, start, goal, source, target, what, _) in enumerate(packets):
        y = top + TOP + number * ARROW + 12
        x, to = lanes[start], lanes[goal]
        session, _, said = what.partition(": ")
        kind = "one" if session.endswith("1") else "two"
        way = 1 if to > x else -1
        label = f"{source} → {target}  {said}"
        # Beside the lane that is nearer to the edge, so that it stays in the picture.
        is_left = min(x, to) == min(lanes.values())
        at, anchor = (min(x, to) + 8, "start") if is_left else (max(x, to) - 8, "end")
        yield (
            f'<g class="b{first + number}">'
            f'<path class="{kind}" stroke-width="2" d="M{x:g} {y:g}H{to - 5 * way:g}"/>'
            f'<path class="{kind}" stroke-width="2" fill="none" '
            f'd="M{to - 8 * way:g} {y - 5:g}L{to - 2 * way:g} {y:g}L{to - 8 * way:g} {y + 5:g}"/>'
            f"{_text(at, y - 6, label, 'label', anchor)}</g>"
        )


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """*words* at a place; in the terminal as wide as its columns, whatever font there is."""
    start = len(words) - len(words.lstrip())
    x += start * LETTER
    words = words.strip()
    wide = f' textLength="{width(words) * LETTER:g}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<text x="{x:g}" y="{y:g}"'
        + (f' class="{kind}"' if kind else "")
        + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        + (wide if kind != "label" and anchor == "start" else "")
        + f">{escape(words, quote=False)}</text>"
    )


if __name__ == "__main__":
    raise SystemExit(main())
