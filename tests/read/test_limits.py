"""A worker that is told its limits ends itself; others never do."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from .handmade import Sheet, stream, text, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")

READ = """
import sys
from pipeline.read import limits, open_document
limits.limit_process(page_seconds={seconds}, memory=1 << 30)
with open_document(sys.argv[1]) as opened:
    print(sum(len(page.chars) for page in opened.pages()))
"""


def in_worker(path: Path, *, seconds: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", READ.format(seconds=seconds), str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def bomb() -> bytes:
    """Forms that each draw the next one twice, forty deep."""
    last = 39
    forms = [
        stream(
            text(50, 200, "深") + (b"/X Do /X Do\n" if i < last else b""),
            b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /Font << /H 3 0 R >>"
            b" /XObject << /X %d 0 R >> >>" % (11 + i if i < last else 10),
        )
        for i in range(last + 1)
    ]
    sheet = Sheet(b"/X Do", resources=b"/XObject << /X 10 0 R >>")
    return write([sheet], more=forms)


def test_a_page_without_end_ends_the_worker_and_soon(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb())
    begun = time.monotonic()
    done = in_worker(path, seconds=2)
    assert done.returncode < 0 or "MemoryError" in done.stderr
    assert time.monotonic() - begun < 30


def test_a_worker_under_limits_reads_what_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "fine.pdf"
    path.write_bytes(write([Sheet(text(50, 300, "予算額"))] * 3))
    done = in_worker(path, seconds=20)
    assert (done.returncode, done.stdout.strip()) == (0, "9")
