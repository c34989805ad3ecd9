"""Whoever typed the command: the language they read and the characters they can see."""

from __future__ import annotations

import os
import sys

from azsim.terminal.symbols import IN_PLAIN_SIGNS
from azsim.text import Language, Text

WHICH_LANGUAGE = Text("the language (default: yours)", "言語 (既定は環境の言語)")


def reader_language() -> Language:
    """The language of the reader, as far as the system knows it.

    Messages about a feature file follow the file; this is for those about a command.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _language(os.environ[name])
    if sys.platform == "win32":
        import locale

        return _language(locale.getlocale()[0] or "")
    return "en"


def said(text: Text) -> str:
    """*text* in the language of the reader."""
    return text.to(reader_language())


def _language(name: str) -> Language:
    return "ja" if name.startswith(("ja", "Japanese")) else "en"


def keep_printable() -> None:
    """Let a console that lacks a character show a plainer one, or a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=IN_PLAIN_SIGNS)
