"""The vocabulary that azsim ships, for every test of its sentences."""

from __future__ import annotations

import importlib

import pytest

import azsim.steps
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return gather(importlib.import_module(name) for name in azsim.steps.MODULES)
