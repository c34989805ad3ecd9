"""Terraform's states and plans: azurerm and azapi resources, in the words of Resource Manager.

A state is the file ``terraform.tfstate`` or what ``terraform show -json`` prints of it. What that prints
of a plan holds two states, before and after it. Ids that only an apply would tell are made of the
names that the plan has, and found by the links of its ``configuration``.
"""

from __future__ import annotations

from azsim.readers.declared import Declaration, Object
from azsim.readers.terraform.files import is_plan, is_state

__all__ = ["after", "before", "is_plan", "is_state", "state"]

# What reads them is large, and most inputs are another format.


def state(content: Object) -> Declaration:
    """What a state declares."""
    from azsim.readers.terraform import reading

    return reading.state(content)


def after(content: Object) -> Declaration:
    """What there is after the apply of a plan."""
    from azsim.readers.terraform import reading

    return reading.after(content)


def before(content: Object) -> Declaration:
    """What there is before the apply of a plan."""
    from azsim.readers.terraform import reading

    return reading.before(content)
