"""An explanation as JSON, whose keys stay: ``format`` counts up if a meaning ever changes."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs

from azsim.explaining.answers import Explanation
from azsim.explaining.differences import Differences
from azsim.readers.declared import Place
from azsim.text import Language, Text

FORMAT: Final = 1


def as_json(explanation: Explanation, language: Language) -> str:
    """*explanation* in one JSON object; durations in nanoseconds, sentences in *language*."""
    return json.dumps(
        {"format": FORMAT, **plain(explanation, language)}, ensure_ascii=False, indent=2
    )


def differences_as_json(found: Differences, language: Language) -> str:
    """What a change does in one JSON object."""
    told = {
        "format": FORMAT,
        "changed": bool(found),
        "inputs": list(found.inputs),
        "machines": plain(found.machines, language),
        "findings_added": plain(found.findings_added, language),
        "findings_gone": plain(found.findings_gone, language),
        "before": plain(found.before, language),
        "after": plain(found.after, language),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def plain(value: Any, language: Language) -> Any:
    """*value* in the types that JSON knows."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, Place):
        return {"path": value.path, "line": value.line}
    if attrs.has(type(value)):
        return {
            each.name: plain(getattr(value, each.name), language)
            for each in attrs.fields(type(value))
        }
    if isinstance(value, tuple | list):
        return [plain(each, language) for each in value]
    return value
