"""A mistake in a TOML file is said with the file and the id."""

from __future__ import annotations

import pytest

from azsim.facts.reading import FactFileError, read_documents, read_facts
from azsim.text import Text

DOCUMENTS = """
[page]
title = "A page"
title_ja = "ページ"
date = "2018-07-13"
text = "https://example.com/page"
[page.sections]
top = ["Top", "先頭"]
"""

GOOD = {
    "id": '"classic.fin-hold"',
    "kind": '"duration"',
    "value": '"240 seconds"',
    "status": '"documented"',
    "sources": '["page/top"]',
    "en": '"A port stays held."',
    "ja": '"ポートは保持される。"',
}


def toml(**keys: str | None) -> str:
    lines = {key: value for key, value in {**GOOD, **keys}.items() if value is not None}
    return "[[fact]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()) + "\n"


def read(*texts: str) -> object:
    files = {f"file{number}.toml": text for number, text in enumerate(texts, start=1)}
    return read_facts(files, read_documents("documents.toml", DOCUMENTS))


def test_a_good_fact() -> None:
    (fact,) = read_facts({"a.toml": toml()}, read_documents("documents.toml", DOCUMENTS))
    assert fact.value == 240_000_000_000
    assert fact.unit == "seconds"
    assert fact.statement == Text("A port stays held.", "ポートは保持される。")
    assert fact.sources[0].document == Text("A page", "ページ")
    assert fact.sources[0].section == Text("Top", "先頭")
    assert fact.sources[0].date == "2018-07-13"
    assert fact.sources[0].text == "https://example.com/page"
    assert fact.reason is None
    assert fact.contradictions is None
    assert fact.superseded == ()


def test_a_superseded_value_keeps_its_date() -> None:
    text = toml(superseded='[{ value = "60 seconds", date = "2016-08" }]')
    (fact,) = read_facts({"a.toml": text}, read_documents("documents.toml", DOCUMENTS))
    assert [(old.value, old.date) for old in fact.superseded] == [(60_000_000_000, "2016-08")]


OTHERWISE = "[{ id = 'no-port', en = 'A.', ja = 'B。' }]"


def test_a_behaviour_tells_what_would_be_otherwise() -> None:
    text = toml(kind='"behaviour"', value=None, otherwise=OTHERWISE)
    (fact,) = read_facts({"a.toml": text}, read_documents("documents.toml", DOCUMENTS))
    assert fact.value is None
    assert [(each.id, each.statement) for each in fact.otherwise] == [
        ("no-port", Text("A.", "B。"))
    ]


MISTAKES: list[tuple[dict[str, str | None], str]] = [
    ({"kind": '"period"'}, "unknown kind 'period'; a kind is one of duration, number"),
    ({"status": '"certain"'}, "unknown status 'certain'; a status is one of documented"),
    ({"id": '"FIN hold"'}, "an id is lower-case words with dots"),
    ({"status": '"chosen"'}, "a chosen fact needs its reason: reason_en and reason_ja"),
    ({"status": '"chosen"', "reason_en": '"R."'}, "reason_ja is missing"),
    ({"incidental": "true"}, "incidental = true belongs to a chosen fact"),
    ({"counts_with": '"a.b"'}, "counts_with belongs to a chosen fact that isn't incidental"),
    ({"sources": None}, "a fact that is documented needs a source"),
    ({"status": '"observed"', "sources": "[]"}, "a fact that is observed needs a source"),
    ({"sources": '["page/topp"]'}, "documents.toml has no 'page/topp'; did you mean 'page/top'?"),
    ({"en": None}, "en is missing"),
    ({"ja": '" "'}, "ja is missing"),
    ({"value": None}, "value is missing"),
    ({"contradiction_en": '"C."'}, "contradiction_ja is missing"),
    ({"statement": '"S."'}, "unknown key statement"),
    ({"source": '["page/top"]'}, "unknown key source; did you mean sources?"),
    ({"value": "240"}, "a duration is a text such as"),
    ({"value": '"240 years"'}, "is not a duration"),
    ({"value": '"2 days"'}, "a duration is written in ms, seconds, minutes, hours"),
    ({"unit": '"seconds"'}, "a duration has no unit"),
    ({"step": '"0 seconds"'}, "a step is above zero"),
    ({"others": '["1 second"]'}, "a duration has no others"),
    ({"superseded": '[{ value = "60 seconds" }]'}, "date is missing"),
    ({"kind": '"number"', "value": "1"}, "a number needs a unit"),
    ({"kind": '"number"', "value": "1", "unit": '"ells"'}, "unknown unit 'ells'"),
    ({"kind": '"number"', "value": "true", "unit": '"port"'}, "a number is a whole number"),
    ({"kind": '"number"', "value": '"half"', "unit": '"percent"'}, "a number of percent"),
    ({"kind": '"table"', "value": "[[50, 1024]]"}, "a table needs a unit"),
    (
        {"kind": '"table"', "value": "[[2, 1], [1, 2]]", "unit": '"port"'},
        "the first column of a table must ascend",
    ),
    ({"kind": '"table"', "value": "[[2]]", "unit": '"port"'}, "a row of a table is"),
    ({"kind": '"set"', "value": '["a"]', "step": "1"}, "a set has no step"),
    ({"kind": '"behaviour"'}, "a behaviour has no value"),
    ({"kind": '"behaviour"', "value": None}, "a behaviour needs at least one otherwise"),
    ({"otherwise": OTHERWISE}, "only a behaviour has an otherwise"),
    (
        {"kind": '"behaviour"', "value": None, "otherwise": "[{ id = 'No' }]"},
        "'No' is no id of its own, such as shares-a-port",
    ),
    (
        {"kind": '"behaviour"', "value": None, "otherwise": "[{ id = 'a', en = 'A.' }]"},
        "ja is missing",
    ),
    (
        {
            "kind": '"behaviour"',
            "value": None,
            "status": '"chosen"',
            "reason_en": '"R."',
            "reason_ja": '"R。"',
            "otherwise": OTHERWISE,
        },
        "a choice of the model has its reason and no otherwise",
    ),
    ({"kind": '"set"', "value": "[]"}, "is a list of one or more names"),
    ({"kind": '"set"', "value": '["a", "a"]'}, "a name stands twice"),
    ({"kind": '"set"', "value": '["a"]', "others": '["a"]'}, "isn't another value"),
    ({"kind": '"order"', "value": '["a"]'}, "an order has two names or more"),
    ({"kind": '"text"', "value": '"a"'}, "at least one other text"),
    ({"kind": '"text"', "value": '"a"', "others": '["a"]'}, "isn't another value"),
]


@pytest.mark.parametrize(("keys", "message"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_names_file_and_id(keys: dict[str, str | None], message: str) -> None:
    with pytest.raises(FactFileError) as caught:
        read(toml(**keys))
    said = str(caught.value)
    fact_id = keys.get("id") or GOOD["id"]
    assert said.startswith(f"file1.toml: {fact_id.strip(chr(34))}: ")
    assert message in said


def test_a_fact_without_id_is_counted() -> None:
    with pytest.raises(FactFileError, match="file1.toml: fact number 2: id is missing"):
        read(toml() + toml(id=None))


def test_an_id_in_two_files() -> None:
    with pytest.raises(
        FactFileError, match="file2.toml: classic.fin-hold: the id stands in file1.toml already"
    ):
        read(toml(), toml())


def test_anything_but_facts_at_the_top() -> None:
    with pytest.raises(FactFileError, match="file1.toml: top level: "):
        read("[facts]\n")


def test_unreadable_toml() -> None:
    with pytest.raises(FactFileError, match="file1.toml: TOML: "):
        read("[[fact]")


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ('date = "2018-07-13"', 'date = "July 2018"', 'the date "July 2018" is not like'),
        ("https://example.com/page", "example.com", "example.com is no address that begins with"),
        (
            "https://example.com/page",
            "https://github.com/owner/repository/blob/main/page.md",
            "may change; link to the file at the commit that was read",
        ),
        (
            "https://example.com/page",
            "https://github.com/owner/repository/commits/main/page.md",
            "may change; link to the file at the commit that was read",
        ),
        (
            'text = "https://example.com/page"',
            'current = "https://example.com"',
            "a document has either its text, or missing_en and missing_ja",
        ),
        (
            'text = "https://example.com/page"',
            'text = "https://example.com/page"\nmissing_en = "No."\nmissing_ja = "なし。"',
            "a document has either its text, or missing_en and missing_ja",
        ),
        ('title_ja = "ページ"', "", "title_ja is missing"),
        ('["Top", "先頭"]', '["Top"]', "section top needs its name in English and in Japanese"),
        ('top = ["Top", "先頭"]', "", "sections are missing"),
    ],
)
def test_a_mistake_in_documents(find: str, put: str, message: str) -> None:
    with pytest.raises(FactFileError, match="documents.toml: page: ") as caught:
        read_documents("documents.toml", DOCUMENTS.replace(find, put))
    assert message in str(caught.value)
