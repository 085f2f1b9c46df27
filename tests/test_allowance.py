"""A document that takes too much costs the page or the stage that does, and ends in time."""

import os
import sys
import time
from pathlib import Path

import pytest

from pipeline import allowance, batch, guard
from pipeline.allowance import Allowance, Attempt, TimeUp
from pipeline.errors import InputError
from pipeline.jobs import extract_with
from pipeline.read import CRASHED, TOO_LONG
from pipeline.run import Options
from tests.read.handmade import Sheet, stream, text, write

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no timers of processor time there")

SECONDS = 4.0


def read(path: Path) -> tuple[int, list[str], int]:
    """What a worker hands back of a document: pages, codes of issues, and how many figures."""
    done = extract_with(path, Options())
    codes = [issue.code for issue in done.issues]
    return done.document.page_count, codes, done.document.counts.figures


def spin(path: Path) -> str:
    """Python code that does not end, on the page or in the stage that the name says."""
    at = int(path.suffix[1:])
    if allowance.why_not(at):
        return f"without {at}" if at > 0 else "bare"
    allowance.at(at)
    if path.stem == "crash":
        os._exit(139)
    while path.stem == "spin":
        pass
    return "done"


def outcomes(work: object, *names: str | Path, seconds: float | None = SECONDS) -> list[object]:
    limits = Allowance(seconds=seconds)
    done = batch.work_through([Path(n) for n in names], work, allowance=limits)  # type: ignore[arg-type]
    return [each.value if each.error is None else each.error for each in done]


def test_what_ends_a_process_is_left_out_the_next_time() -> None:
    begun = time.monotonic()
    found = outcomes(spin, "crash.3", "spin.5", "crash.-1", "fine.1")
    assert found == ["without 3", "without 5", "bare", "done"]
    assert time.monotonic() - begun < 60


def test_what_ends_it_before_any_page_ends_the_document() -> None:
    crash, spun, fine = outcomes(spin, "crash.0", "spin.0", "fine.1")
    assert isinstance(crash, InputError)
    assert (crash.code, "crashed" in str(crash)) == ("reader_crashed", True)
    assert isinstance(spun, InputError)
    assert (spun.code, "--limit-time" in str(spun)) == ("out_of_time", True)
    assert fine == "done"


def test_tries_come_to_an_end() -> None:
    trying: Attempt | None = Attempt(Path("a.pdf"))
    places = []
    while trying is not None:
        places.append((trying.left_out, trying.last))
        trying = trying.after(len(places), "why")
    assert places == [((), None), (((1, "why"),), None), (((1, "why"), (2, "why")), 2)]


def test_a_bomb_among_pages_costs_its_page(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb())
    begun = time.monotonic()
    ((count, codes, figures),) = outcomes(read, path, seconds=20)  # type: ignore[misc]
    assert (count, codes.count("unreadable_page")) == (3, 1)
    assert figures == 2
    assert time.monotonic() - begun < 60


def test_memory_that_a_document_may_not_have_is_its_end_alone(tmp_path: Path) -> None:
    done = batch.work_through(
        [tmp_path / "a", tmp_path / "b"], hoard, allowance=Allowance(memory=1 << 30)
    )
    first, second = done
    assert isinstance(first.error, InputError)
    assert first.error.code == "out_of_memory"
    assert second.value == "fine"


def test_pages_that_a_file_only_claims_to_have_give_it_no_time(tmp_path: Path) -> None:
    path = tmp_path / "claims.pdf"
    good = write([Sheet(text(50, 300, "予算額 1,111千円"))])
    path.write_bytes(good.replace(b"/Count 1 ", b"/Count 999999 "))
    with allowance.running(Allowance(), Attempt(path)):
        before = allowance.seconds_left() or 0.0
        extract_with(path, Options())
        assert (allowance.seconds_left() or 0.0) < before + 10


@pytest.mark.parametrize("given", [None, 1 << 30])
def test_pictures_may_take_more_once_where_nobody_says_how_much(given: int | None) -> None:
    def bound() -> int:
        return int(resource.getrlimit(resource.RLIMIT_DATA)[0])

    with allowance.running(Allowance(memory=given), Attempt(Path("a"))):
        before = bound()
        allowance.has_picture()
        first = bound()
        allowance.has_picture()
        assert bound() == first
        assert (first > before) == (given is None)


@pytest.mark.parametrize(("why", "code"), [(TOO_LONG, "out_of_time"), (CRASHED, "stage_crashed")])
def test_records_that_a_process_ended_on_are_left_out_and_it_is_said_why(
    tmp_path: Path, why: str, code: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(write([Sheet(text(50, 300, "予算額 1,111千円"))]))
    first = Attempt(path).after(allowance.RECORDS, why)
    assert first is not None
    assert first.after(allowance.RECORDS, why) is None
    with allowance.running(Allowance(), first):
        done = extract_with(path, Options())
    assert [issue.code for issue in done.issues] == [code]
    assert (done.records, len(done.leftovers)) == ([], 1)


def hoard(path: Path) -> str:
    return "fine" if path.name == "b" else str(len(bytearray(6 << 30)))


def test_a_stage_that_has_had_its_time_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guard.Guard()
    with allowance.running(Allowance(seconds=2), Attempt(Path("a"))):
        made = found.run("slow", spin_for_ever, "left", clock=allowance.stage_clock(0.5))
        after = found.run("quick", lambda: "made", "left", clock=allowance.stage_clock(0.9))
    assert (made, after) == ("left", "made")
    assert [issue.code for issue in found.issues] == ["out_of_time"]


def spin_for_ever() -> str:
    while True:
        pass


def test_a_bug_and_a_want_of_memory_are_issues_of_their_own() -> None:
    found = guard.Guard()
    assert found.run("a", lambda: 1 // 0, 5, page=3) == 5
    assert found.run("b", lambda: bytes(1 << 62), b"") == b""
    codes = [(issue.code, issue.page) for issue in found.issues]
    assert codes == [("internal_error", 3), ("out_of_memory", None)]


def test_time_that_is_up_goes_to_the_stage_whose_time_it_was() -> None:
    def up() -> int:
        raise TimeUp

    with pytest.raises(TimeUp):
        guard.Guard().run("inner", up, 0)


def bomb() -> bytes:
    """Three pages; the second has forms that each draw the next one twice, forty deep."""
    last = 39
    forms = [
        stream(
            text(50, 200, "深") + (b"/X Do /X Do\n" if i < last else b""),
            b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /Font << /H 3 0 R >>"
            b" /XObject << /X %d 0 R >> >>" % (FIRST + i + 1 if i < last else FIRST),
        )
        for i in range(last + 1)
    ]
    sheets = [
        Sheet(text(50, 300, "予算額 1,111千円")),
        Sheet(b"/X Do", resources=b"/XObject << /X %d 0 R >>" % FIRST),
        Sheet(text(50, 300, "予算額 2,222千円")),
    ]
    return write(sheets, more=forms)


FIRST = 10
