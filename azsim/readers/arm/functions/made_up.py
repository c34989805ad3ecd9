"""What Azure makes up or looks up, and what azsim doesn't evaluate.

How ``uniqueString()`` and ``guid()`` come by their texts isn't published. Ours have the same form and
are the same for the same arguments, and are marked as stand-ins.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Sequence

from azsim.readers.arm.functions.registry import Evaluate, function, special
from azsim.readers.arm.kinds import a_text, text_of
from azsim.readers.arm.problem import Problem
from azsim.readers.arm.scope import Scope
from azsim.readers.arm.syntax import Node
from azsim.readers.declared import Secret, StandIn, Unknown, Value
from azsim.text import Text

MADE_UP = Text("Azure makes it up by {name}()", "Azure が {name}() で作る値である")
LOOKED_UP = Text("only Azure knows it, by {name}()", "Azure だけが {name}() によって知る値である")
NOT_MODELLED = Text("azsim doesn't evaluate {name}()", "{name}() の評価はモデル化されていない")
_FAILS = Text("The template fails by itself: {text}", "テンプレートが自ら失敗する: {text}")
_DIGITS = 13


def _digest(name: str, values: Sequence[Value]) -> bytes:
    words = "\\0".join(text_of(value).casefold() for value in values)
    return hashlib.sha256(f"{name}\\0{words}".encode()).digest()


@function("uniqueString", 1, None, takes_unknown=True)
def unique_string(*values: Value) -> Value:
    """13 letters and digits for these values."""
    words = base64.b32encode(_digest("uniqueString", values)).decode().lower()
    return StandIn(words[:_DIGITS], MADE_UP.fill(name="uniqueString"))


@function("guid", 1, None, takes_unknown=True)
def guid(*values: Value) -> Value:
    """A GUID for these values."""
    return StandIn(str(uuid.UUID(bytes=_digest("guid", values)[:16])), MADE_UP.fill(name="guid"))


@special("newGuid", 0)
def new_guid(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """A GUID that nobody had before."""
    made = uuid.UUID(bytes=_digest("newGuid", [str(scope.place)])[:16])
    return StandIn(str(made), MADE_UP.fill(name="newGuid"))


@function("utcNow", 0, 1)
def utc_now(format: Value = None) -> Value:
    """When it is deployed."""
    return Unknown(LOOKED_UP.fill(name="utcNow"), "{utcNow()}")


@function("fail", 1)
def fail(message: Value) -> Value:
    """A template that doesn't want to go on."""
    raise Problem(_FAILS.fill(text=a_text(message)))


def _unknown(name: str, reason: Text) -> None:
    @function(name, 0, None, takes_unknown=True)
    def tell(*values: Value) -> Value:
        words = ", ".join(map(text_of, values))
        return Unknown(reason.fill(name=name), f"{{{name}({words})}}"[:200])


for _name in (
    "deployer",
    "environment",
    "externalInput",
    "managementGroup",
    "pickZones",
    "providers",
    "toLogicalZone",
    "toLogicalZones",
    "toPhysicalZone",
    "toPhysicalZones",
):
    _unknown(_name, LOOKED_UP)
for _name in ("buildUri", "parseUri", "tryParseUri"):
    _unknown(_name, NOT_MODELLED)


@function("list", 0, None, takes_unknown=True)
def list_(*values: Value) -> Value:
    """Keys and the like, which are secrets. It stands for all functions whose name begins so."""
    return Secret()


@function("getSecret", 0, None, takes_unknown=True)
def get_secret(*values: Value) -> Value:
    """A secret of a key vault."""
    return Secret()
