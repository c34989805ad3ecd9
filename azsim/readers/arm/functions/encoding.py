"""Functions that write a text in another way, and read it again."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import quote, unquote, urljoin

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import a_text
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Value
from azsim.readers.json_text import read_json
from azsim.text import Advice, Text, quoted

_NO_BASE64 = Text('"{found}" is no text in base64.', "「{found}」は Base64 の文字列ではない。")
_NO_DATA_URI = Text('"{found}" is no data URI.', "「{found}」はデータ URI ではない。")
_DATA_URI = re.compile(r"data:([^,]*?)(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
# What .NET leaves as it is.
_UNRESERVED = "-_.~"


@function("base64", 1)
def to_base64(text: Value) -> Value:
    """A string in base64."""
    return base64.b64encode(a_text(text).encode()).decode()


@function("base64ToString", 1)
def base64_to_string(text: Value) -> Value:
    """The string that stands in base64."""
    return _read_base64(a_text(text))


@function("base64ToJson", 1)
def base64_to_json(text: Value) -> Value:
    """The value of the JSON that stands in base64."""
    return _read_json(_read_base64(a_text(text)))


@function("dataUri", 1)
def data_uri(text: Value) -> Value:
    """A string as a data URI."""
    return f"data:text/plain;charset=utf8;base64,{to_base64(text)}"


@function("dataUriToString", 1)
def data_uri_to_string(text: Value) -> Value:
    """The string in a data URI."""
    found = _DATA_URI.fullmatch(a_text(text))
    if found is None:
        raise Problem(_NO_DATA_URI.fill(found=quoted(a_text(text))))
    return _read_base64(found[3]) if found[2] else unquote(found[3])


@function("uriComponent", 1, is_text=True)
def uri_component(text: Value) -> Value:
    """A string that may stand in a URI."""
    return quote(a_text(text), safe=_UNRESERVED)


@function("uriComponentToString", 1, is_text=True)
def uri_component_to_string(text: Value) -> Value:
    """The string that stands in a URI."""
    return unquote(a_text(text))


@function("uri", 2, is_text=True)
def uri(base: Value, relative: Value) -> Value:
    """The address of *relative* as seen from *base*."""
    try:
        return urljoin(a_text(base), a_text(relative))
    except ValueError:
        return a_text(base) + a_text(relative)


@function("json", 1)
def json_(text: Value) -> Value:
    """The value of JSON in a string."""
    return _read_json(a_text(text))


def _read_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise Problem(_NO_BASE64.fill(found=quoted(text))) from None


def _read_json(text: str) -> Value:
    # Older templates write null in a string of another case.
    words = {"null": None, "true": True, "false": False}
    plain = text.strip().casefold()
    if plain in words:
        return words[plain]
    try:
        return read_json(text, "json()")
    except Advice as advice:
        raise Problem(advice.text) from None
