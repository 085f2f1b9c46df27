"""How far a run is, in pages: what readers say of it, and what a person at a terminal sees."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import progress
from pipeline.batch import Outcome
from pipeline.errors import InputError
from pipeline.progress import PagesRead, heard_by, say_pages
from pipeline.run import extract
from pipeline.show_progress import Bar, follow


def test_what_nobody_hears_is_not_said() -> None:
    say_pages(1, 2)
    heard: list[PagesRead] = []
    with heard_by(heard.append):
        say_pages(2, 2)
    say_pages(2, 2)
    assert heard == [PagesRead(2, 2)]


def test_pages_are_said_seldom_and_the_last_always(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    heard: list[PagesRead] = []
    with heard_by(heard.append):
        for page in range(1, 101):
            now[0] += 0.01
            say_pages(page, 100)
    assert [heard[0].read, heard[-1].read] == [1, 100]
    assert len(heard) <= 7


def test_every_page_of_a_document_is_counted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SECONDS", 0)
    heard: list[PagesRead] = []
    with heard_by(heard.append):
        card = extract(root / "fixtures/made/kakuu-r6-hyoka.pdf").document
    assert heard == [PagesRead(n, card.page_count) for n in range(1, card.page_count + 1)]
    assert len(heard) > 1


def test_the_bar_moves_with_pages_and_documents() -> None:
    drawn: list[tuple[float, str]] = []
    bar = Bar(2, lambda done, about: drawn.append((done, about)))
    bar.pages(Path("in/{a}.pdf"), PagesRead(1, 4))
    bar.pages(Path("in/b.pdf"), PagesRead(3, 3))
    outcomes = [
        Outcome(Path("in/{a}.pdf"), value=1),
        Outcome(Path("in/b.pdf"), error=InputError("b.pdf: no PDF")),
    ]
    assert list(follow(outcomes, bar)) == outcomes
    assert [about for _, about in drawn] == [
        "0/2  {a}.pdf: page 1 of 4",
        "0/2  b.pdf: page 3 of 3",
        "1/2",
        "2/2",
    ]
    moved = [done for done, _ in drawn]
    assert moved == sorted(moved)
    assert 0 < moved[0] < moved[1] < 1
    assert moved[-1] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
@pytest.mark.parametrize(
    ("language", "words"), [("en", r"page \d+ of \d+"), ("ja", r"\d+ページ中\d+ページ")]
)
def test_a_person_at_a_terminal_sees_pages(
    root: Path, tmp_path: Path, language: str, words: str
) -> None:
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).with_name("yosano")), "extract", "--out", str(tmp_path)]
    run = subprocess.Popen(
        [*command, "--lang", language, str(root / "fixtures/made/kakuu-r6-hyoka.pdf")],
        env={**os.environ, "CI": "", "TERM": "xterm", "COLUMNS": "120"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:  # so a terminal ends on Linux
        pass
    finally:
        os.close(ours)
    assert run.wait() == 0
    assert re.search(words, seen.decode())
