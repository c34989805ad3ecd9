"""Nothing on any page is cut, overlaps, or is too small to read, at three widths and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WIDTHS = (360, 768, 1280)
PAPER = 680
"""About the pixels between the margins of a sheet of A4."""

# Every row of examples is measured.
UNFOLD = "document.querySelectorAll('details.play').forEach((each) => { each.open = true; })"
# Of each drawing that is shown: what is wrong with it. A label has 11 pixels or more, lies within
# its drawing, and on no other label.
MEASURE = """() => {
  const found = [];
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} wide`);
  for (const figure of document.querySelectorAll("figure.picture")) {
    const shown = [...figure.querySelectorAll(".drawing svg, .hops")].filter(
      (each) => each.getClientRects().length && !each.closest("details:not([open])"));
    const name = figure.className;
    if (shown.length !== 1) found.push(`${name} shows ${shown.length} drawings`);
    for (const svg of shown) {
      const at = svg.getBoundingClientRect();
      if (at.left < 0 || at.right > innerWidth + 0.5) found.push(`${name} leaves the page`);
      const frame = svg.closest(".scroll");
      if (frame && frame.scrollWidth > frame.clientWidth + 1) found.push(`${name} scrolls`);
      if (svg.tagName !== "svg") continue;
      const scale = at.width / svg.viewBox.baseVal.width;
      const labels = [...svg.querySelectorAll("text")].map((text) => {
        const size = parseFloat(getComputedStyle(text).fontSize) * scale;
        const box = text.getBoundingClientRect();
        const said = text.textContent;
        if (size < 10.99) found.push(`${name}: ${said} has ${size.toFixed(1)} pixels`);
        if (box.left < at.left - 1 || box.right > at.right + 1
            || box.top < at.top - 2 || box.bottom > at.bottom + 3)
          found.push(`${name}: ${said} is cut`);
        // The box of a line of text is taller than its letters.
        const slack = box.height * 0.22;
        return { said, left: box.left + 1, right: box.right - 1,
                 top: box.top + slack, bottom: box.bottom - slack };
      });
      labels.sort((one, other) => one.left - other.left);
      labels.forEach((one, number) => {
        for (const other of labels.slice(number + 1)) {
          if (other.left >= one.right) break;
          if (one.top < other.bottom && other.top < one.bottom)
            found.push(`${name}: ${one.said} lies on ${other.said}`);
        }
      });
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A page that is used for all addresses: opening one each time takes longer."""
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    yield page
    context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_picture_fits_every_screen(page: Any, site: Path, language: str) -> None:
    found = []
    for address in sorted((site / language).rglob("*.html")):
        page.goto(address.as_uri(), wait_until="domcontentloaded")
        page.evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            place = address.relative_to(site)
            found += [f"{place} at {width}: {each}" for each in page.evaluate(MEASURE)]
    assert found == []


def test_every_picture_fits_a_sheet_of_paper(page: Any, site: Path) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    found = []
    for address in sorted((site / "en").rglob("*.html")):
        page.goto(address.as_uri(), wait_until="domcontentloaded")
        page.evaluate(UNFOLD)
        found += [f"{address.relative_to(site)}: {each}" for each in page.evaluate(MEASURE)]
    assert found == []


FRAMES = """() => [...document.querySelectorAll(".drawing, .drawing svg .frame")]
  .filter((each) => each.getClientRects().length)
  .map((each) => {
    const style = getComputedStyle(each);
    const line = each.tagName === "DIV" ? style.borderTopColor : style.stroke;
    const [one, other] = [line, getComputedStyle(document.body).backgroundColor]
      .map((colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number))
      .map((parts) => parts.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }))
      .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
    return Math.max(one, other) / Math.min(one, other);
  })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frames_can_be_seen(page: Any, site: Path, scheme: str) -> None:
    page.emulate_media(media="screen", color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "en" / "features/outbound/methods/index.html").as_uri())
    [*addresses] = sorted((site / "en/features/traffic_manager").rglob("*.html"))[:4]
    ratios = []
    for address in addresses:
        page.goto(address.as_uri())
        ratios += page.evaluate(FRAMES)
    assert ratios
    assert min(ratios) >= 3
