"""Takes the pictures of the site that stand in the README: ``python docs/screenshots.py``.

It needs Chromium (Debian: apt-get install chromium), azsim with its extra ``docs``, and the wheel of
playground/build.py, with which pages can be played.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FEATURE = HERE.parent / "features" / "nat_gateway" / "timers.feature"
PAGES = "features/nat_gateway/timers"
PAGE = "idle-drop-and-reset.html"
PICTURES = {"en": "site.png", "ja": "site.ja.png"}
SIZE = (1240, 1680)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> int:
    """Build the site of one feature and photograph one page of it in each language."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("This needs Chromium: apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [
            sys.executable,
            "-m",
            "azsim",
            "docs",
            str(FEATURE),
            "--out",
            str(folder / "site"),
        ]
        subprocess.run(command, check=True)
        for language, picture in PICTURES.items():
            page = folder / "site" / language / PAGES / PAGE
            subprocess.run(
                [
                    browser,
                    *FLAGS,
                    f"--user-data-dir={folder / language}",
                    f"--window-size={SIZE[0]},{SIZE[1]}",
                    f"--screenshot={HERE / picture}",
                    page.as_uri(),
                ],
                check=True,
                capture_output=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
