"""What instances of a deployment are called in either language."""

from __future__ import annotations

import re

from azsim.text import Text


def instance_name(name: str) -> Text:
    """*name* in both languages: only numbered role instances have one in each."""
    return Text(name, re.sub("^instance (?=[0-9]+$)", "インスタンス ", name))
