"""What azsim tells of a deployment, as the home page shows it: the one that comes with azsim, changed."""

from __future__ import annotations

from azsim.explaining.answers import Explanation
from azsim.explaining.differences import differences
from azsim.explaining.explanation import explain
from azsim.explaining.telling import changes
from azsim.gherkin import found_path
from azsim.readers import inputs
from azsim.readers.declared import Value
from azsim.text import Language

TEMPLATE = "features/deployments/scale-set.json"
PARAMETER, VALUE = "instanceCount", 51
COMMAND = f"azsim diff {TEMPLATE} --set {PARAMETER}={VALUE}"
WIDTH = 80


def told(language: Language) -> str:
    """What :data:`COMMAND` prints in *language*."""
    found = differences(_explanation({}), _explanation({PARAMETER: VALUE}))
    return "\n".join(changes.lines(found, language, WIDTH))


def _explanation(values: dict[str, Value]) -> Explanation:
    return explain(inputs.read([TEMPLATE], _read, None, values), [TEMPLATE])


def _read(name: str) -> bytes:
    return inputs.from_disk(found_path(name))
