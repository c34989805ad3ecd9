"""A sentence that doesn't exist is answered with the one that was meant."""

from __future__ import annotations

import unicodedata

import pytest
from words import document, small_vocabulary

from azsim.gherkin.advice.unknown_step import advise
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather

WORDS = small_vocabulary()


def hint(*steps: str, language: str = "en", vocabulary: Vocabulary = WORDS) -> str:
    """What is said about a scenario's one wrong step."""
    if language == "ja":
        text = "# language: ja\n機能: F\n  シナリオ: S\n"
    else:
        text = "Feature: F\n  Scenario: S\n"
    read = document(text + "".join(f"    {step}\n" for step in steps))
    [case] = read.cases
    [step] = case.steps
    return advise(vocabulary, case, step).to(read.language)


def proposed(advice: str) -> list[str]:
    """The lines of *advice* that may be copied."""
    return [line.strip() for line in advice.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            "When a pool of 8 ports",
            'This is a "Given" sentence, but it stands here as "When". Write\n'
            "  Given a pool of 8 ports",
            id="wrong keyword",
        ),
        pytest.param(
            "Given a pool of ８ ports",
            "Full-width characters don't fit here. Write\n  Given a pool of 8 ports",
            id="full width",
        ),
        pytest.param(
            "Given a pool  of 8 ports",
            "There is a space too many. Write\n  Given a pool of 8 ports",
            id="two spaces",
        ),
        pytest.param(
            "Given a pool of 8 ports.",
            "The sentence has no full stop at its end. Write\n  Given a pool of 8 ports",
            id="full stop",
        ),
        pytest.param(
            "Given : a pool of 8 ports",
            "A step keyword takes no colon. Write\n  Given a pool of 8 ports",
            id="colon",
        ),
        pytest.param(
            "Given a pool of\u00a08 ports",
            "A non-breaking space looks like a space and isn't one here. Write\n"
            "  Given a pool of 8 ports",
            id="non-breaking space",
        ),
        pytest.param(
            "Given a \u200bpool of 8 ports",
            "A character without width can't be seen and doesn't fit here. Write\n"
            "  Given a pool of 8 ports",
            id="zero-width space",
        ),
        pytest.param(
            "When “web1” takes 3 ports",
            'Curly quotation marks don\'t fit here. Write\n  When "web1" takes 3 ports',
            id="curly quotation marks",
        ),
        pytest.param(
            "Given a pool of 8ports",
            "A space is missing. Write\n  Given a pool of 8 ports",
            id="space missing",
        ),
        pytest.param(
            "Given the servers",
            "A sentence with a table ends in a colon. Write\n  Given the servers:",
            id="colon missing",
        ),
        pytest.param(
            "Given the pool of 8 ports",
            "No sentence says this. Did you mean\n  Given a pool of 8 ports",
            id="article",
        ),
        pytest.param(
            "When 'db' takes 3 ports",
            "\"'db'\" isn't a name in quotation marks.\nThe sentence is\n"
            '  When "db" takes 3 ports',
            id="single quotation marks",
        ),
        pytest.param(
            "Given a pool of eight ports",
            '"eight" isn\'t a whole number. For example: 1,024',
            id="value",
        ),
        pytest.param(
            "When web1 takes 3 ports",
            '"web1" isn\'t a name in quotation marks.\nThe sentence is\n'
            '  When "web1" takes 3 ports',
            id="value at the start",
        ),
        pytest.param(
            'When the server "db" grabs 30 ports',
            "No sentence says this. The nearest is about something else.\n"
            'This says "takes" instead of "server" and "grabs":\n  When "db" takes 30 ports',
            id="near",
        ),
        pytest.param(
            "Given a pool of <n> ports",
            "<n> is a placeholder, but this scenario has no Examples table.",
            id="placeholder",
        ),
    ],
)
def test_english(step: str, expected: str) -> None:
    assert hint(step).startswith(expected)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            "もし ポート 8 個のプールがある",
            "これは「前提」の文だが、ここでは「もし」として書かれている。次のように書く。\n"
            "  前提 ポート 8 個のプールがある",
            id="wrong keyword",
        ),
        pytest.param(
            "前提 ポート　８ 個のプールがある",
            "ここに全角の文字は使えない。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="full width",
        ),
        pytest.param(
            "前提 ポート 8 個のプールがある。",
            "文の終わりに句点は要らない。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="full stop",
        ),
        pytest.param(
            "前提: ポート 8 個のプールがある",
            "ステップのキーワードの後にコロンは要らない。次のように書く。\n"
            "  前提 ポート 8 個のプールがある",
            id="colon",
        ),
        pytest.param(
            'もしも "web1" がポートを 3 個取る',
            "キーワードの後の「も」は余分である。次のように書く。\n"
            '  もし "web1" がポートを 3 個取る',
            id="longer keyword",
        ),
        pytest.param(
            "前提 ポート 八 個のプールがある",
            "「八」は整数ではない。例: 1,024",
            id="value",
        ),
        pytest.param(
            "もし 9 がポートを 3 個取る",
            '「9」は引用符で囲んだ名前ではない。\n文は次のとおり。\n  もし "9" がポートを 3 個取る',
            id="value that would fit elsewhere",
        ),
        pytest.param(
            "もし 「web1」 がポートを 3 個取る",
            'ここに全角の文字は使えない。次のように書く。\n  もし "web1" がポートを 3 個取る',
            id="Japanese quotation marks",
        ),
        pytest.param(
            'もし "web1" が ポートを 3 個取る',
            '空白が余分にある。次のように書く。\n  もし "web1" がポートを 3 個取る',
            id="space after a particle",
        ),
        pytest.param(
            "前提 ポート8個のプールがある",
            "空白が足りない。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="spaces missing",
        ),
        pytest.param(
            "前提 ポート 8 個 のプールがある",
            "空白が余分にある。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="space before a particle",
        ),
        pytest.param(
            "前提 ポート8 個 のプールがある",
            "空白の位置が違う。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="space in the wrong place",
        ),
        pytest.param(
            "もし ”web1” がポートを 3 個取る",
            'ここに “ ” のような引用符は使えない。次のように書く。\n  もし "web1" がポートを 3 個取る',
            id="curly quotation marks",
        ),
        pytest.param(
            "前提 プールにポートが 8 個ある",
            "このような文はない。次のことか。\n  前提 ポート 8 個のプールがある",
            id="near",
        ),
    ],
)
def test_japanese(step: str, expected: str) -> None:
    assert hint(step, language="ja").startswith(expected)


def test_the_right_sentence_comes_first_in_a_large_vocabulary() -> None:
    words = ["alpha", "beta", "gamma", "delta", "omega"]
    large = small_vocabulary(
        "\n".join(
            f"@when('{{server}} sends {{count}} {one} packets through the {two} gateway {n}')\n"
            f"def step_{n}_{one}_{two}(server, count): pass"
            for n in "ABCDEFGHIJKLMNOPQRST"
            for one in words
            for two in words
        )
    )
    found = hint('When "x" sent 7 gamma packets via the omega gateway C', vocabulary=large)
    assert found.splitlines()[1] == '  When "x" sends 7 gamma packets through the omega gateway C'


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    read = document(
        "Feature: F\n  Scenario Outline: S\n    Given a pool of <port> ports\n"
        "    Examples:\n      | ports |\n      | 8     |\n"
    )
    [case] = read.cases
    assert advise(WORDS, case, case.steps[0]).en == (
        "The examples have no column <port>. They have <ports>. Did you mean <ports>?"
    )


@pytest.mark.parametrize("written", ["＜個数＞", "〈個数〉"])
def test_a_placeholder_keeps_its_name_whatever_its_brackets(written: str) -> None:
    read = document(
        "# language: ja\n機能: F\n  シナリオアウトライン: S\n"
        f"    前提 ポート {written} 個のプールがある\n    例:\n      | 個数 |\n      | 8 |\n"
    )
    [case] = read.cases
    assert advise(WORDS, case, case.steps[0]).ja == (
        "ここに全角の文字は使えない。次のように書く。\n  前提 ポート <個数> 個のプールがある"
    )


def test_a_number_that_cannot_be_read_is_never_replaced() -> None:
    assert hint("Given a pool of 8x ports") == '"8x" isn\'t a whole number. For example: 1,024'


def test_each_wrong_value_has_a_line_of_its_own() -> None:
    assert hint("When web1 takes three ports").splitlines()[:2] == [
        '"web1" isn\'t a name in quotation marks.',
        '"three" isn\'t a whole number. For example: 1,024',
    ]


def test_every_value_is_used_once() -> None:
    peers = small_vocabulary(
        "\nparameter_type(name='peer', regexp='\"[^\"]*\"', example=Text('\"db\"', '\"db\"'))\n"
        "@when('{server} joins {peer} at once')\ndef joins(server, peer): pass\n"
    )
    assert hint('When "web7" joins at once', vocabulary=peers).splitlines()[1:3] == [
        'This also says "db":',
        '  When "web7" joins "db" at once',
    ]


def test_a_transformer_that_fails_is_no_matter_here() -> None:
    odd = small_vocabulary(
        "\nparameter_type(name='odd', regexp='[a-z]+', transformer=lambda text: {}[text].x)\n"
        "@when('the odd {odd} comes')\ndef comes(odd): pass\n"
    )
    assert "comes" in hint("When the odd one come", vocabulary=odd)


def test_sentences_of_another_keyword_come_last() -> None:
    both = small_vocabulary(
        "\n@given('the lamp is red')\ndef red(): pass\n@then('the lamp is lit')\ndef lit(): pass\n"
    )
    assert proposed(hint("Then the lamp is dark", vocabulary=both)) == [
        "Then the lamp is lit",
        "Given the lamp is red",
    ]


def test_what_the_author_says_counts_more_than_the_keyword() -> None:
    both = small_vocabulary(
        "\n@given('the lamp is lit')\ndef lit(): pass\n"
        "@then('the lamp {server} is lit')\ndef lit_at(server): pass\n"
    )
    assert proposed(hint("Then the lamps is lit", vocabulary=both)) == ["Given the lamp is lit"]


def test_a_check_is_never_made_true_by_another_keyword() -> None:
    assert hint("Then a pool of 8 ports") == (
        'No "Then" sentence says this. This one sees to it, and checks nothing:\n'
        "  Given a pool of 8 ports"
    )
    assert hint("ならば ポート8個のプールがある", language="ja").splitlines()[-2:] == [
        "「ならば」にこの文はない。次の文はその状態や出来事を作るだけで、何も確かめない。",
        "  前提 ポート 8 個のプールがある",
    ]


def test_a_full_stop_and_missing_spaces_are_repaired_at_once() -> None:
    assert hint('もし "web1"がポートを3個取る。', language="ja") == (
        '文の終わりに句点は要らない。次のように書く。\n  もし "web1" がポートを 3 個取る'
    )


def test_a_table_below_a_sentence_without_its_colon() -> None:
    found = hint("Given the servers", "  | name |", "  | web1 |")
    assert found == "A sentence with a table ends in a colon. Write\n  Given the servers:"


def test_an_ambiguous_sentence_is_told_before_anything_else() -> None:
    two = small_vocabulary("\n@then('the request is refused')\ndef again(): pass\n")
    assert hint("Then the request is refused", vocabulary=two).startswith(
        "More than one sentence says this. Keep one of them:"
    )


def test_no_value_is_proposed_that_its_type_would_refuse() -> None:
    assert hint('When "web1" is listening on port 70000').splitlines()[1:] == [
        'This leaves out "70000":',
        '  When "web1" listens on {port}',
    ]


def test_a_file_gets_the_keywords_of_its_own_language() -> None:
    assert proposed(hint("Given プールに残りのポートは 8 個である")) == [
        "Then 残りのポートは 8 個である"
    ]
    assert proposed(hint("もし 残りポートは 8 個である", language="ja")) == [
        "ならば 残りのポートは 8 個である"
    ]


def test_nothing_is_near() -> None:
    found = hint("Given ham and eggs for breakfast tomorrow")
    assert found.startswith("No sentence says this, and none is near.")


def test_no_vocabulary_at_all() -> None:
    assert hint("Given a pool", vocabulary=gather([])).startswith("There are no sentences at all")


BUILT_IN = small_vocabulary(
    """
@given("{int} item(s) in the box")
def _(int): pass

@given("{float} liters in the tank")
def _(float): pass

@given("a shape without an example {port}")
def _(port): pass
"""
)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("Given 3x items in the box", '"3x" isn\'t a whole number. For example: 3'),
        ("Given 1.5 items in the box", '"1.5" isn\'t a whole number. For example: 3'),
        ("Given 1,000 items in the box", '"1,000" isn\'t a whole number. For example: 3'),
        ("Given 1e3 liters in the tank", '"1e3" isn\'t a number. For example: 1.5'),
    ],
)
def test_a_wrong_value_of_a_built_in_type_is_named(step: str, said: str) -> None:
    assert hint(step, vocabulary=BUILT_IN).startswith(said)


@pytest.mark.parametrize(
    "step", ["Given 3x items in the box", "Given a shape without an example x", "Given three items"]
)
def test_the_line_that_is_there_is_never_the_advice(step: str) -> None:
    assert f"  {step}" not in hint(step, vocabulary=BUILT_IN).split("\n")


ESCAPED = small_vocabulary(
    r"""
@given(r"a call of f\(x) with {count} port/ports")
def _(count): pass

@given(r"an A\/B test")
def _(): pass

@given(r"a set \{a, b}")
def _(): pass
"""
)


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        ("Given a call of f(x)  with 8 ports", "Given a call of f(x) with 8 ports"),
        ("Given a cal of f(x) with 1 port", "Given a call of f(x) with 1 port"),
        ("Given an A/B tests", "Given an A/B test"),
        ("Given a set  {a, b}", "Given a set {a, b}"),
    ],
)
def test_signs_that_are_escaped_in_a_sentence_are_proposed_as_they_are(
    step: str, meant: str
) -> None:
    assert f"  {meant}" in hint(step, vocabulary=ESCAPED).split("\n")


BRACKETS = small_vocabulary(
    """
parameter_type(
    name="person",
    regexp="「[^」]*」",
    meaning=Text("a name", "氏名"),
    example=Text("「山田」", "「山田」"),
)

@given("{person} is here", "{person}がいる")
def _(person): pass

@then("the state is done", "状態は「完了」である")
def _(): pass
"""
)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            "前提 「山田」がいる。",
            "文の終わりに句点は要らない。次のように書く。\n  前提 「山田」がいる",
            id="full stop",
        ),
        pytest.param(
            "前提 「山田」 がいる",
            "空白が余分にある。次のように書く。\n  前提 「山田」がいる",
            id="space",
        ),
        pytest.param(
            "ならば 状態は 「完了」である",
            "空白が余分にある。次のように書く。\n  ならば 状態は「完了」である",
            id="literal",
        ),
        pytest.param(
            "もし 「web1」 がポートを 8 個取る",
            'ここに全角の文字は使えない。次のように書く。\n  もし "web1" がポートを 8 個取る',
            id="of another sentence",
        ),
    ],
)
def test_brackets_of_own_types_and_sentences_are_meant(step: str, expected: str) -> None:
    assert hint(step, language="ja", vocabulary=BRACKETS) == expected


def test_the_reason_names_what_cannot_be_seen() -> None:
    text = unicodedata.normalize("NFD", "残りのポートは 8 個である")
    assert hint(f"ならば {text}", language="ja").startswith("濁点などが文字から離れている。")
    for sign in "\u200b\u200e\u00ad":
        assert hint(f"Given a po{sign}ol of 8 ports").startswith("A character without width")


def test_a_value_is_quoted_once_and_briefly() -> None:
    sentences = """
parameter_type(name="few", regexp='"[a-z]{3}"', meaning=Text("three letters", "3 文字"))

@given("the zone {few}")
def _(few): pass
"""
    vocabulary = small_vocabulary(sentences)
    assert hint('Given the zone "WEB1"', vocabulary=vocabulary) == '"WEB1" isn\'t three letters.'
    long = hint(f'Given the zone "{"x" * 1000}"', vocabulary=vocabulary)
    assert long.startswith('""xxx') is False
    assert len(long) < 200
