"""A pull request, followed from its text to what comes of it: ``story.toml``, with what the commands print.

docs/growing-a-pool.md and its Japanese twin are the same as files, as `markdown` gives them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from attrs import field, frozen

from azsim.livingdocs import own_deployment
from azsim.readers.declared import Value
from azsim.text import Language, Text

ADDRESS: Final = "growing-a-pool"
_MORE: Final = Text(
    "Which files can be read, and what each answer means: [your own deployment](deployments.md). A workflow that "
    "does this for each pull request: [examples/deployments.yml](examples/deployments.yml).",
    "読み取れるファイルと答えの意味: [自分のデプロイ](deployments.ja.md)。プル リクエストごとに実行するワークフローの例: "
    "[examples/deployments.yml](examples/deployments.yml)。",
)
_OTHER: Final = Text("[日本語](growing-a-pool.ja.md)", "[English](growing-a-pool.md)")


@frozen
class Step:
    """A step of the story: what it says, and a change of text or what the command prints with *values*.

    ``page`` is the address of a behaviour below the features, ``fact`` the id of what decides.
    """

    title: Text
    says: Text
    removed: str | None = None
    added: str | None = None
    values: Mapping[str, Value] = field(factory=dict)
    format: str = "text"
    page: str | None = None
    fact: str | None = None

    @property
    def command(self) -> str | None:
        """What one types; None where the step has nothing to run."""
        return own_deployment.command(self.values, self.format) if self.values else None

    def printed(self, language: Language) -> str:
        """What the command prints."""
        return own_deployment.told(language, self.values, self.format)


@frozen
class Story:
    """The story with its steps."""

    title: Text
    lead: Text
    steps: tuple[Step, ...]


@cache
def story() -> Story:
    """The story, as it was written."""
    text = resources.files("azsim.livingdocs").joinpath("story.toml").read_text("utf-8")
    whole = tomllib.loads(text)
    return Story(Text(*whole["title"]), Text(*whole["lead"]), tuple(map(_step, whole["step"])))


def _step(given: dict[str, Any]) -> Step:
    line = given.get("line")
    return Step(
        title=Text(*given["title"]),
        says=Text(*given["says"]),
        removed=line,
        added=None if line is None else line.replace(given["old"], given["new"], 1),
        values=given.get("values", {}),
        format=given.get("format", "text"),
        page=given.get("page"),
        fact=given.get("fact"),
    )


def markdown(language: Language) -> str:
    """The story as a file of docs."""
    told = story()
    parts = [f"# {told.title.to(language)}", f"{told.lead.to(language)} {_OTHER.to(language)}"]
    for each in told.steps:
        parts += [f"## {each.title.to(language)}", each.says.to(language), *_shown(each, language)]
    return "\n\n".join([*parts, _MORE.to(language)]) + "\n"


def _shown(step: Step, language: Language) -> Iterator[str]:
    if step.removed is not None:
        yield f"```diff\n-{step.removed}\n+{step.added}\n```"
    if step.command is not None:
        yield f"```console\n{step.command}\n```"
        yield f"```{step.format}\n{step.printed(language)}\n```"
    if step.fact is not None:
        yield f"```console\nazsim facts show {step.fact}\n```"
