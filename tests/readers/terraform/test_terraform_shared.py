"""Plans and states as people publish them. They lie beside the repository, and only on some machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.explaining.explanation import explain
from azsim.readers import inputs

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "terraform"
FILES = sorted(FOLDER.glob("*.json"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"the published plans aren't at {FOLDER}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_read_and_what_is_open_is_told(path: Path) -> None:
    declared = inputs.read([path.as_posix()], inputs.from_disk)
    assert declared.resources
    assert all(each.place is not None and each.place.line for each in declared.resources)
    found = explain(declared, [path.as_posix()])
    assert found.unresolved or found.not_modelled
