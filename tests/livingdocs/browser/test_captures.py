"""A capture on a page can be downloaded, and is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from kinds import PAGES

if TYPE_CHECKING:
    from conftest import Visit

# The block that begins a pcapng file, and the mark of its byte order.
SECTION = b"\x0a\x0d\x0d\x0a"
BYTE_ORDER = 0x1A2B3C4D


@pytest.fixture
def downloaded(visit: Visit, tmp_path: Path) -> Path:
    page = visit(f"en/{PAGES['behaviour']}")
    with page.expect_download() as waited:
        page.locator(".captures a").first.click()
    place = tmp_path / waited.value.suggested_filename
    waited.value.save_as(place)
    return place


def test_a_capture_is_downloaded_as_pcapng(downloaded: Path) -> None:
    content = downloaded.read_bytes()
    assert downloaded.suffix == ".pcapng"
    assert content[:4] == SECTION
    assert BYTE_ORDER in (int.from_bytes(content[8:12], order) for order in ("little", "big"))


def test_wireshark_reads_a_downloaded_capture(downloaded: Path) -> None:
    if shutil.which("tshark") is None:
        pytest.skip("tshark isn't installed: apt-get install tshark")
    read = subprocess.run(
        ["tshark", "-r", str(downloaded)], capture_output=True, encoding="utf-8", timeout=120
    )
    assert read.returncode == 0, read.stderr
    assert "TCP" in read.stdout
