"""What somebody does where a text can be changed and played."""

from __future__ import annotations

from typing import Any

HOLD = "features/outbound/port_release/hold-after-close.html"
"""The page that says how long a port is held after FIN and after RST."""
OWN = "playground/index.html"
PATIENCE = 120_000
"""Milliseconds until azsim has started on a busy machine."""


def unfold(page: Any) -> None:
    """Show the text."""
    page.locator("[data-part=folded]").evaluate("each => { each.open = true }")


def edit(page: Any) -> None:
    """Turn to the text, and wait until azsim looks at it as well."""
    unfold(page)
    page.locator("[data-part=text]").focus()
    page.locator(".cm-content").wait_for(timeout=PATIENCE)
    page.locator("[data-part=editor]").evaluate(
        "each => each.shadowRoot.querySelector('.cm-content').focus()"
    )
    page.wait_for_function(
        "word => document.querySelector('[data-part=status]').textContent === word",
        arg=page.evaluate("azsimPlaying.words.ready"),
        timeout=PATIENCE,
    )


def text(page: Any) -> str:
    """The text that is shown."""
    found: str = page.evaluate("azsimPlayground.sheet.text")
    return found


def write(page: Any, text: str) -> None:
    """Write *text* in place of what is there, as somebody would who pastes it."""
    page.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def status(page: Any) -> str:
    """What is said of how things stand."""
    said: str = page.locator("[data-part=status]").inner_text()
    return said


def play(page: Any) -> str:
    """Press Play; what is said once that is done."""
    page.locator("[data-do=play]").click()
    return done(page)


def done(page: Any) -> str:
    """What is said once nothing is played any more."""
    page.locator("[data-do=stop]").wait_for(state="visible", timeout=PATIENCE)
    page.locator("[data-do=stop]").wait_for(state="hidden", timeout=PATIENCE)
    return status(page)
