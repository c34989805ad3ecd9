"""A deployment that somebody has dropped into a page, told: what it does, and scenarios that pin it.

It is asked of the same answers as ``azsim explain`` is. Nothing is written anywhere, and what a template
keeps secret is in none of what is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from azsim.explaining.answers import Explanation
from azsim.explaining.explanation import explain
from azsim.explaining.telling import feature, words
from azsim.explaining.telling.lines import few
from azsim.explaining.telling.markdown import markdown
from azsim.explaining.telling.parts import machine_rows, parts
from azsim.facts import registry
from azsim.livingdocs import pages
from azsim.livingdocs.addresses import slug
from azsim.readers import inputs
from azsim.text import Advice, Language, Text, did_you_mean, quoted

NOTHING = Text(
    "No file was given. Drop an ARM template, an export or a Terraform plan.",
    "ファイルがない。ARM テンプレート、エクスポート、Terraform のプランのいずれかをドロップする。",
)


def explained(
    files: Mapping[str, str], parameters: str | None, language: Language, link: Callable[[str], str]
) -> dict[str, Any]:
    """What the deployment in *files*, the texts by their names, does.

    *parameters* names the file of parameters among them; without it the one is taken that is one. ``html``
    is for a page from which *link* leads to an address of its site, ``markdown`` for a ticket, and
    ``feature`` holds scenarios on it; where there can be none, ``no_feature`` says why.

    :raises Advice: where they are nothing that can be read.
    """

    def read(name: str) -> bytes:
        if name not in files:
            hint = did_you_mean(name, files)
            raise Advice(inputs.NO_SUCH_FILE.fill(path=quoted(name), hint=hint))
        return files[name].encode("utf-8", "replace")

    if not files:
        raise Advice(NOTHING)
    given = parameters or next((each for each in files if inputs.is_parameters(each, read)), None)
    # What lies in folders below is linked to by a template.
    top = min(name.count("/") for name in files)
    named = [name for name in files if name != given and name.count("/") == top] or list(files)
    explanation = explain(inputs.read(named, read, given), named)
    told: dict[str, Any] = {
        "html": _html(explanation, language, link),
        "markdown": "\n".join(markdown(explanation, language)),
    }
    try:
        source = feature.Source(named[0], given)
        lines = feature.feature(explanation, source, language)
        return {**told, "feature": "".join(f"{line}\n" for line in lines)}
    except Advice as advice:
        return {**told, "feature": "", "no_feature": advice.text.to(language)}


def _html(explanation: Explanation, language: Language, link: Callable[[str], str]) -> str:
    return pages.rendered(
        "explained.html",
        language,
        machines=[
            (words.names(each), words.where(each), machine_rows(each))
            for each in explanation.machines
        ],
        parts=list(parts(explanation)),
        nothing=words.NO_MACHINES,
        heads={"findings": words.FINDINGS, "none": words.NO_FINDINGS},
        findings=[
            (
                few(each.about),
                words.finding(each),
                [_fact(fact, language, link) for fact in each.facts],
                each.place or "",
            )
            for each in explanation.findings
        ],
        open=[
            (words.UNRESOLVED, explanation.unresolved, words.IN_DOUBT),
            (words.NOT_MODELLED, explanation.not_modelled, None),
        ],
    )


def _fact(fact: str, language: Language, link: Callable[[str], str]) -> tuple[str, str]:
    """What a fact says, and the address of its page."""
    return registry()[fact].statement.to(language), link(f"{language}/facts/{slug(fact)}.html")
