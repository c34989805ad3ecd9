"""What can be said about a feature file and a vocabulary without playing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, groupby, zip_longest
from pathlib import Path
from typing import Any

from attrs import frozen

from azsim.gherkin.advice import arguments, lost_steps, unknown_step
from azsim.gherkin.checking.both_languages import in_both_languages
from azsim.gherkin.checking.layout import after_last_bar, laid_out
from azsim.gherkin.checking.named_files import wrong_file
from azsim.gherkin.checking.page_names import wrong_page_names
from azsim.gherkin.checking.reasons import in_reasons
from azsim.gherkin.checking.unheeded import Found, Kind, unheeded
from azsim.gherkin.playing.run_scenario import values_of
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.document import Case, Document, Step
from azsim.gherkin.reading.heads import Heads, heads_in
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.reading.outline_titles import MOST, ExampleRow, made_of
from azsim.gherkin.reading.placeholders import placeholders_in
from azsim.gherkin.reading.reasons import Reason
from azsim.gherkin.reading.source import Source
from azsim.gherkin.reading.titles import titles_in
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import OTHER, Advice, Text, did_you_mean, same

ONE_ROW = Text("With the row on line {row}: {text}", "{row} 行目の例では: {text}")
TWICE = Text(
    'Line {first} holds a scenario of the same name, "{name}". Rename one of them.',
    "{first} 行目にも同じ名前のシナリオ「{name}」がある。どちらかの名前を変える。",
)
NO_OUTCOME = Text(
    "This scenario has no {then}, so it shows nothing. Say at its end what is seen.",
    "このシナリオには「{then}」がなく、何も確かめない。確かめることを最後に書く。",
)
UNUSED = Text(
    "The column <{column}> is used nowhere in the scenario outline. Write <{column}> where its "
    "values belong, or delete it.",
    "列 <{column}> はシナリオアウトラインのどこにも使われていない。値を入れる場所に <{column}> と"
    "書くか、列を削除する。",
)
NO_SUCH_COLUMN = Text(
    "<{name}> has no column in the examples on line {examples}, so it stays as it is "
    "written.{hint}",
    "<{name}> という列は {examples} 行目の例にないため、そのままの文字として扱われる。{hint}",
)
STRAY = Text(
    'This scenario belongs to the rule "{rule}" on line {line}, for nothing but another rule ends '
    "one. Move it above the rule, or indent it like the rule's other scenarios.",
    "ルールは次のルールまで続くため、このシナリオは {line} 行目のルール「{rule}」に属する。ルールの上"
    "へ移すか、ルールのほかのシナリオと同じだけ字下げする。",
)
BEHIND_THE_BAR = Text(
    'Gherkin doesn\'t read "{rest}", which stands behind the last bar of the row. End the row with '
    "a bar, or delete it.",
    "行の最後の縦棒の後にある「{rest}」は読まれない。行を縦棒で終えるか、削除する。",
)
LAYOUT = Text(
    "From here on indentation, spaces, blank lines or tables aren't even. azsim check --fix puts "
    "them in order.",
    "ここから先の字下げ、空白、空行または表が整っていない。azsim check --fix で整う。",
)
LONG_TITLE = Text(
    "{count} different things stand in the columns of this title, and the page of the whole outline "
    "can name {most}. Say in the title what they have in common; the rows add their cells to it.",
    "このタイトルの列には {count} 通りの値が入るが、アウトライン全体のページで示せるのは {most} 通りで"
    "ある。共通することをタイトルに書く。各行のタイトルには値が加わる。",
)
COLLIDES = Text(
    'Two sentences say "{text}":\n{sentences}\nChange the words of one, or the patterns of their '
    "types.",
    "「{text}」は二つの文に当てはまる:\n{sentences}\nどちらかの語か、型のパターンを変える。",
)
THE_SENTENCE = Text('"{sentence}": {reason}', "「{sentence}」: {reason}")
WRONG = Text("This sentence can't be used. {reason}", "この文は使えない。{reason}")
WRONG_EXAMPLE = Text(
    'With the examples of its types it reads "{text}", and isn\'t understood. Change an example, or '
    "the pattern of its type.",
    "型の例を入れると「{text}」となり、解釈できない。例か、型のパターンを変える。",
)


@frozen
class Finding:
    """Something that its author should change. ``path`` is empty where it is in no one file."""

    path: str
    line: int
    kind: Kind
    text: Text


def in_feature(
    shown: str,
    source: Source,
    document: Document,
    vocabulary: Vocabulary,
    *,
    for_readers: bool = False,
) -> list[Finding]:
    """What is found in one feature file, called *shown*, from its first line to its last.

    One *for readers* has to tell why, and to name everything in both languages.
    """
    found: list[tuple[int, Kind, Text]] = [
        (mistake.line, "file", mistake.text)
        for mistake in (*document.mistakes, *lost_steps.outside_scenarios(document, vocabulary))
    ]
    if source.mistake is None:
        told = {line for line, _, _ in found}
        found += [each for each in _scenarios(document, vocabulary) if each[0] not in told]
        found += _steps(document, vocabulary)
        found += _names(document)
        told = {line for line, _, _ in found}
        # What is wrong with a sentence already says so.
        found += [each for each in _outlines(source, document) if each[0] not in told]
        found += _strays(source.tree["feature"])
        found += unheeded(source.tree["feature"])
        found += wrong_page_names(source)
        found += _long_titles(document) if for_readers else ()
        found += in_both_languages(source, for_readers=for_readers)
        found += in_reasons(source, document, vocabulary, for_readers=for_readers)
        found += _rows(source)
        found += _layout(source, {line for line, _, _ in found})
    return [
        Finding(shown, line, kind, text)
        for line, kind, text in sorted(dict.fromkeys(found), key=lambda each: each[0])
    ]


def has_strays(source: Source) -> bool:
    """Whether only the indentation shows that a scenario was meant outside its rule."""
    return source.mistake is None and any(_strays(source.tree["feature"]))


def _steps(document: Document, vocabulary: Vocabulary) -> Found:
    by_line: dict[int, list[tuple[Case, Step]]] = {}
    for case in document.cases:
        for step in case.steps:
            by_line.setdefault(step.line, []).append((case, step))
    for line, played in by_line.items():
        differ = any(step != played[0][1] for _, step in played)
        unknown = [len(vocabulary.find(step.kind, step.text)) != 1 for _, step in played]
        told: set[Text] = set()
        # Where no row makes a sentence of it, the words are wrong, and one row shows how.
        for case, step in played[:1] if all(unknown) else played:
            text = _wrong(case, step, vocabulary, document.path)
            if text is None or text in told:
                continue
            told.add(text)
            in_row = differ and case.row is not None
            yield line, "step", ONE_ROW.fill(row=case.row, text=text) if in_row else text


def _wrong(case: Case, step: Step, vocabulary: Vocabulary, path: Path) -> Text | None:
    matches = vocabulary.find(step.kind, step.text)
    if len(matches) != 1:
        follows = _follows_wrong_keyword(case, step, vocabulary)
        return None if follows else unknown_step.advise(vocabulary, case, step)
    try:
        values_of(step, matches[0])
    except Advice as advice:
        return advice.text
    return wrong_file(path, matches[0], vocabulary)


def _follows_wrong_keyword(case: Case, step: Step, vocabulary: Vocabulary) -> bool:
    """Whether *step* is right as soon as the keyword is that it goes on with."""
    head = step
    for each in case.steps[: case.steps.index(step) + 1]:
        if each.keyword in (STEP_KEYWORDS[each.kind].en, STEP_KEYWORDS[each.kind].ja):
            head = each
    if head is step or vocabulary.find(head.kind, head.text):
        return False
    right = next((each for each in STEP_KEYWORDS if vocabulary.find(each, head.text)), None)
    return right is not None and len(vocabulary.find(right, step.text)) == 1


def _scenarios(document: Document, vocabulary: Vocabulary) -> Found:
    told: set[int] = set()
    for case in document.cases:
        for line, advice in lost_steps.in_description(case, vocabulary):
            if line not in told:
                told.add(line)
                yield line, "step", advice
        if case.problem is not None:
            yield case.line, "scenario", case.problem
        elif all(
            step.kind != "then" and len(vocabulary.find(step.kind, step.text)) == 1
            for step in case.steps
        ):
            yield case.line, "scenario", NO_OUTCOME.fill(then=STEP_KEYWORDS["then"])


def _names(document: Document) -> Found:
    first: dict[tuple[str | None, str], int] = {}
    for case in document.cases:
        line = first.setdefault((case.rule, case.outline), case.line)
        if line != case.line and case.outline:
            yield case.line, "scenario", TWICE.fill(first=line, name=case.outline)


def _long_titles(document: Document) -> Found:
    """Titles of outlines that would have to name more things than a reader takes in."""
    for line, group in groupby(document.cases, key=lambda case: case.line):
        cases = list(group)
        rows = [
            ExampleRow(tuple(map(same, case.columns)), tuple(map(same, case.cells)))
            for case in cases
        ]
        count = len(made_of(cases[0].outline, rows, document.language))
        if count > MOST:
            yield line, "scenario", LONG_TITLE.fill(count=count, most=MOST)


def _outlines(source: Source, document: Document) -> Found:
    """Columns that nothing uses, and names that have no column."""
    language = OTHER[source.language]
    titles, heads = titles_in(source, language), heads_in(source, language)
    for scenario, background in _with_background(source.tree["feature"], ()):
        line = scenario["location"]["line"]
        told = document.reasons.get(line, Reason())
        words = [titles[line].name] if line in titles else []
        words += [each for _, each in (*told.en, *told.ja)]
        names = {name for each in words for name in placeholders_in(each)}
        yield from _columns(scenario, background, names, heads)


def _with_background(node: Any, background: Sequence[Any]) -> Iterator[tuple[Any, Sequence[Any]]]:
    for child in node["children"]:
        if "background" in child:
            background = [*background, *child["background"]["steps"]]
        elif "rule" in child:
            yield from _with_background(child["rule"], background)
        else:
            yield child["scenario"], background


def _columns(
    scenario: Any, background: Sequence[Any], names: Set[str], heads: Mapping[int, Heads]
) -> Found:
    """*names* are those that the title and the reason use in either language."""
    asked = _placeholders([scenario, *scenario["steps"]])
    used = {*asked, *_placeholders(background), *_in_docstrings(scenario["steps"], background)}
    used |= names
    for examples in scenario["examples"]:
        if "tableHeader" not in examples:
            continue
        line = examples["tableHeader"]["location"]["line"]
        columns = [cell["value"] for cell in examples["tableHeader"]["cells"]]
        other = heads[line].cells if line in heads else columns
        for column, name in zip(columns, other, strict=True):
            if column not in used and name not in used:
                yield line, "table", UNUSED.fill(column=column)
        for name, where in asked.items():
            if name not in columns:
                hint = did_you_mean(name, columns)
                yield where, "table", NO_SUCH_COLUMN.fill(name=name, examples=line, hint=hint)


def _placeholders(nodes: Iterable[Any]) -> dict[str, int]:
    """The names between < and > in titles, sentences and tables, with the line of each."""
    found: dict[str, int] = {}
    for node in nodes:
        rows = node.get("dataTable", {}).get("rows", ())
        for where, text in (
            (node, node.get("name") or node.get("text", "")),
            *((row, cell["value"]) for row in rows for cell in row["cells"]),
        ):
            for name in placeholders_in(text):
                found.setdefault(name, where["location"]["line"])
    return found


def _in_docstrings(*steps: Iterable[Any]) -> set[str]:
    texts = [step["docString"]["content"] for step in chain(*steps) if "docString" in step]
    return {name for text in texts for name in placeholders_in(text)}


def _scenarios_of(node: Any) -> Iterator[Any]:
    for child in node["children"]:
        if "scenario" in child:
            yield child["scenario"]
        elif "rule" in child:
            yield from _scenarios_of(child["rule"])


def _strays(feature: Any) -> Found:
    for rule in (child["rule"] for child in feature["children"] if "rule" in child):
        where = rule["location"]
        first = None
        for scenario in _scenarios_of(rule):
            column = scenario["location"]["column"]
            if first is not None and column < first:
                yield (
                    scenario["location"]["line"],
                    "rule",
                    STRAY.fill(rule=rule["name"], line=where["line"]),
                )
            first = first or column


def _rows(source: Source) -> Found:
    feature = source.tree["feature"]
    lines = lines_of(source.text)
    for number in _lines_of_rows(feature):
        rest = after_last_bar(lines[number - 1].strip())
        if rest:
            yield number, "table", BEHIND_THE_BAR.fill(rest=rest)


def _lines_of_rows(node: Any) -> Iterator[int]:
    if isinstance(node, list):
        for each in node:
            yield from _lines_of_rows(each)
    elif isinstance(node, dict):
        if "cells" in node:
            yield node["location"]["line"]
        for value in node.values():
            yield from _lines_of_rows(value)


def _layout(source: Source, told: Iterable[int]) -> Found:
    if has_strays(source):
        return
    before = source.text.split("\n")
    after = laid_out(source, wrong=_with_rows(before, told)).split("\n")
    for number, (old, new) in enumerate(zip_longest(before, after), start=1):
        if old != new:
            yield min(number, len(before)), "layout", LAYOUT
            return


def _with_rows(lines: Sequence[str], told: Iterable[int]) -> set[int]:
    """The lines in *told*, and the rows of the tables below them: a wrong cell may be the uneven one."""
    found = set(told)
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("|") and number - 1 in found:
            found.add(number)
    return found


def in_vocabulary(vocabulary: Vocabulary, show: Callable[[str], str]) -> list[Finding]:
    """What is wrong with the sentences themselves; *show* turns a place into what is printed."""
    found = [Finding("", 0, "vocabulary", same(problem)) for problem in vocabulary.problems]
    collisions: dict[frozenset[Sentence], str] = {}
    for sentence in vocabulary.sentences:
        text = arguments.example(vocabulary, sentence)
        matches = vocabulary.find(sentence.definition.keyword, text)
        if sentence.failure is not None:
            found.append(_about(sentence, WRONG.fill(reason=sentence.failure), show))
        elif len(matches) > 1:
            collisions.setdefault(frozenset(match.sentence for match in matches), text)
        elif not matches and _has_examples(vocabulary, sentence):
            found.append(_about(sentence, WRONG_EXAMPLE.fill(text=text), show))
    for sentences, text in collisions.items():
        lines = sorted(
            f"  {each.expression}  ({show(each.definition.where)})" for each in sentences
        )
        words = COLLIDES.fill(text=text, sentences="\n".join(lines))
        found.append(Finding("", 0, "vocabulary", words))
    return found


def _about(sentence: Sentence, text: Text, show: Callable[[str], str]) -> Finding:
    path, _, line = show(sentence.definition.where).rpartition(":")
    words = THE_SENTENCE.fill(sentence=sentence.expression, reason=text)
    return Finding(path, int(line), "vocabulary", words)


def _has_examples(vocabulary: Vocabulary, sentence: Sentence) -> bool:
    kinds = map(vocabulary.kind, sentence.names)
    return all(kind is not None and kind.example is not None for kind in kinds)
