"""What azsim tells of a deployment, as the site shows it: the one that comes with azsim, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from azsim.explaining.answers import Explanation
from azsim.explaining.differences import differences
from azsim.explaining.explanation import explain
from azsim.explaining.telling import changes
from azsim.gherkin import found_path
from azsim.readers import inputs
from azsim.readers.declared import Value
from azsim.text import Language

TEMPLATE: Final = "features/deployments/scale-set.json"
GROWN: Final[Mapping[str, Value]] = {"instanceCount": 51}
WIDTH: Final = 80


def command(values: Mapping[str, Value] = GROWN, format: str = "text") -> str:
    """What one types to see what other *values* of its parameters would do."""
    given = " ".join(f"--set {name}={_typed(value)}" for name, value in values.items())
    return f"azsim diff {TEMPLATE} {given}" + ("" if format == "text" else f" --format {format}")


def told(language: Language, values: Mapping[str, Value] = GROWN, format: str = "text") -> str:
    """What :func:`command` prints in *language*."""
    found = differences(_explanation({}), _explanation(values))
    markdown = format == "markdown"
    lines = changes.markdown(found, language) if markdown else changes.lines(found, language, WIDTH)
    return "\n".join(lines)


def _typed(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _explanation(values: Mapping[str, Value]) -> Explanation:
    # As somebody would type them.
    typed = {name: _typed(value) for name, value in values.items()}
    return explain(inputs.read([TEMPLATE], _read, None, typed), [TEMPLATE])


def _read(name: str) -> bytes:
    return inputs.from_disk(found_path(name))
