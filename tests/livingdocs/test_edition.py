"""When and from what a site was built, and where it will stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.livingdocs.edition import edition
from azsim.text import Advice


@pytest.fixture(autouse=True)
def no_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def test_the_day_is_that_of_the_source_where_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert edition().date == "2023-11-14"


@pytest.mark.parametrize("value", ["yesterday", "1e9", "9" * 30])
def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(Advice, match="SOURCE_DATE_EPOCH is"):
        edition()


def test_outside_a_checkout_there_is_no_commit() -> None:
    assert edition().commit == ""


@pytest.mark.parametrize(
    "url", ["https://docs.example.com/azsim", "https://docs.example.com/azsim/"]
)
def test_the_address_of_a_site_ends_in_one_slash(url: str) -> None:
    assert edition(url).base_url == "https://docs.example.com/azsim/"


@pytest.mark.parametrize(
    "url", ["docs.example.com", "ftp://docs.example.com", "https://", "https://a/?b"]
)
def test_what_is_no_address_of_a_site_is_refused(url: str) -> None:
    with pytest.raises(Advice, match="isn't the address of a site"):
        edition(url)
