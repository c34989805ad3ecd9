"""What is wrong with the addresses that comments declare for pages."""

from __future__ import annotations

from azsim.gherkin.checking.unheeded import Found
from azsim.gherkin.reading.page_names import LONGEST, page_names_in
from azsim.gherkin.reading.source import Source
from azsim.text import Text

NO_ADDRESS = Text(
    'A page can\'t have the address "{name}". Write small letters, digits, and single dashes between '
    "them, {longest} signs at most; index is the page of the feature.",
    "「{name}」はページのアドレスにできない。半角の英小文字と数字を使い、間は一つのハイフンでつなぎ、"
    "{longest} 文字以内で書く。index はフィーチャー自体のページである。",
)
DECLARED_TWICE = Text(
    'Line {first} declares the page "{name}" as well. Give one of them another address.',
    "{first} 行目もページ「{name}」を宣言している。どちらかを別のアドレスにする。",
)
TWO_ADDRESSES = Text(
    'This page has the address "{first}" already. Delete one of the two lines.',
    "このページにはすでにアドレス「{first}」がある。どちらかの行を削除する。",
)
NO_PAGE = Text(
    "This address belongs to no page. Write the line directly above the title of a scenario or of the "
    "feature, or above its tags.",
    "このアドレスに当たるページがない。シナリオまたは機能のタイトルかそのタグのすぐ上に書く。",
)


def wrong_page_names(source: Source) -> Found:
    """Addresses that can't be, that stand twice, or that stand above nothing that has a page."""
    feature = source.tree["feature"]["location"]["line"]
    first: dict[str, int] = {}
    for title, names in page_names_in(source).items():
        for number, each in enumerate(names):
            if title == 0:
                yield each.line, "scenario", NO_PAGE
            elif number:
                yield each.line, "scenario", TWO_ADDRESSES.fill(first=names[0].name)
            elif not each.is_address:
                yield each.line, "scenario", NO_ADDRESS.fill(name=each.name, longest=LONGEST)
            elif title != feature and first.setdefault(each.name, each.line) != each.line:
                line = first[each.name]
                yield each.line, "scenario", DECLARED_TWICE.fill(first=line, name=each.name)
