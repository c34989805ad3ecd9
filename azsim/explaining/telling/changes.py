"""What a change does, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azsim.explaining.answers import Finding, Open
from azsim.explaining.differences import Difference, Differences
from azsim.explaining.telling.lines import few, finding_lines
from azsim.explaining.telling.markdown import finding_item, plain
from azsim.terminal.wrapping import wrapped
from azsim.text import Language, Text

NOTHING_CHANGES = Text("No behaviour changes.", "振る舞いは変わらない。")
BEFORE = Text("before", "変更前")
AFTER = Text("after", "変更後")
WHO = Text("machines", "マシン")
WHAT = Text("what", "項目")
OF_INTERFACE = Text("{interface}: {what}", "{interface}: {what}")
AND_SO = Text("{after}; {note}", "{after}。{note}")
NEW_FINDINGS = Text("New findings", "新しい注意点")
GONE_FINDINGS = Text("Findings that are gone", "解消した注意点")
NEW_DOUBTS = Text("Not known after the change only", "変更後だけで不明な点")
GONE_DOUBTS = Text("Not known before the change only", "変更前だけで不明な点")
NOTHING_KNOWN_CHANGES = Text(
    "No behaviour changes as far as it is known.", "わかる範囲では、振る舞いは変わらない。"
)
IN_DOUBT = Text(
    "{count} things in the inputs aren't known; azsim explain tells which.",
    "入力に不明な点が {count} 件ある。内容は azsim explain で確認できる。",
)


def lines(found: Differences, language: Language, limit: int | None) -> Iterator[str]:
    """*found* in *language*, in lines of *limit* columns."""
    if not found:
        yield _nothing(found).to(language)
    names: tuple[str, ...] = ()
    for each in (*found.machines, *found.others):
        if each.names != names:
            names = each.names
            yield from wrapped(few(names), limit)
        yield from _difference(each, language, limit)
    for title, findings in _findings(found):
        yield ""
        yield title.to(language)
        for finding in findings:
            yield from finding_lines(finding, language, limit)
    for title, known in _only_on_one_side(found):
        yield ""
        yield title.to(language)
        for doubt in known:
            yield from wrapped(f"{doubt.path}: {doubt.reason.to(language)}", limit, "  * ", "    ")
    yield from (f"\n{each}" for each in _doubts(found, language))


def _difference(each: Difference, language: Language, limit: int | None) -> Iterator[str]:
    yield f"  {_what(each).to(language)}"
    yield from wrapped(each.before.to(language), limit, "    - ", "      ")
    yield from wrapped(each.after.to(language), limit, "    + ", "      ")
    if each.note is not None:
        yield from wrapped(each.note.to(language), limit, "      ")


def markdown(found: Differences, language: Language) -> Iterator[str]:
    """*found* in *language* as Markdown, line by line."""
    if not found:
        yield _nothing(found).to(language)
    if found.machines or found.others:
        heads = (WHO, WHAT, BEFORE, AFTER)
        yield "| " + " | ".join(each.to(language) for each in heads) + " |"
        yield "|" + "---|" * len(heads)
        for each in (*found.machines, *found.others):
            cells = (few(each.names), *(part.to(language) for part in _cells(each)))
            yield "| " + " | ".join(map(plain, cells)) + " |"
    for title, findings in _findings(found):
        yield ""
        yield f"**{title.to(language)}**"
        yield ""
        yield from (finding_item(finding, language) for finding in findings)
    for title, known in _only_on_one_side(found):
        yield ""
        yield f"**{title.to(language)}**"
        yield ""
        yield from (f"* {plain(doubt.path)}: {plain(doubt.reason.to(language))}" for doubt in known)
    yield from (f"\n{each}" for each in _doubts(found, language))


def _cells(each: Difference) -> tuple[Text, Text, Text]:
    after = each.after if each.note is None else AND_SO.fill(after=each.after, note=each.note)
    return _what(each), each.before, after


def _what(each: Difference) -> Text:
    """What differs, and of which interface, where it isn't the first."""
    if each.interface is None:
        return each.what
    return OF_INTERFACE.fill(what=each.what, interface=each.interface)


def _findings(found: Differences) -> Iterator[tuple[Text, Sequence[Finding]]]:
    for title, findings in (
        (NEW_FINDINGS, found.findings_added),
        (GONE_FINDINGS, found.findings_gone),
    ):
        if findings:
            yield title, findings


def _nothing(found: Differences) -> Text:
    """That nothing changes, as far as all that there is can be compared."""
    return NOTHING_KNOWN_CHANGES if found.after.unresolved else NOTHING_CHANGES


def _only_on_one_side(found: Differences) -> Iterator[tuple[Text, Sequence[Open]]]:
    for title, doubts in ((NEW_DOUBTS, found.doubts_added), (GONE_DOUBTS, found.doubts_gone)):
        if doubts:
            yield title, doubts


def _doubts(found: Differences, language: Language) -> Iterator[str]:
    count = len({*found.before.unresolved, *found.after.unresolved})
    if count:
        yield IN_DOUBT.fill(count=count).to(language)
