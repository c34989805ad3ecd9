"""What instances of a deployment are called in either language."""

from __future__ import annotations

import re

from azsim.text import Text, same


def instance_name(name: str) -> Text:
    """*name* in both languages: only numbered role instances have one in each."""
    return Text(name, _NUMBERED.sub("インスタンス ", name))


def instance_in_step(name: str) -> Text:
    """*name* as a step says it: role instances by their number, others in quotation marks."""
    return instance_name(name) if _NUMBERED.match(name) else same(f'"{name}"')


_NUMBERED = re.compile("^instance (?=[0-9]+$)")
