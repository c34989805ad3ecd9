"""ARM templates with their parameters: everything they deploy, without Azure.

Expressions are evaluated, loops unrolled, templates within templates and beside them taken in. What depends on Azure, or on a value that
nobody gave, isn't guessed: it is an :class:`~azsim.readers.declared.Unknown` that says why, and where it
decides whether or how often something is deployed, a doubt of the declaration.
"""

from __future__ import annotations

from azsim.readers.arm.problem import Refused, too_many_turns
from azsim.readers.arm.reading import Override, declared, is_template, secure_parameters

__all__ = ["Override", "Refused", "declared", "is_template", "secure_parameters", "too_many_turns"]
