"""Terraform's states and plans: azurerm and azapi resources, in the words of Resource Manager.

A state is the file ``terraform.tfstate`` or what ``terraform show -json`` prints of it. What that prints
of a plan holds two states, before and after it. Ids that only an apply would tell are made of the
names that the plan has, and found by the links of its ``configuration``.
"""

from __future__ import annotations

from azsim.readers.terraform.files import is_plan, is_state
from azsim.readers.terraform.reading import after, before, state

__all__ = ["after", "before", "is_plan", "is_state", "state"]
