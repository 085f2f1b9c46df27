"""The plan past this machine adds up: no processor works twice; who hands out is a bound."""

from pathlib import Path

import pytest

from benchmarks.many import Task, simulate
from benchmarks.written import write_between


def test_one_processor_takes_the_sum() -> None:
    assert simulate([Task(1, 2.0, 0.0)] * 10, processors=1) == pytest.approx(20)


def test_as_many_processors_as_documents_take_the_longest() -> None:
    work = [Task(1, float(seconds), 0.0) for seconds in (9, 1, 2, 3)]
    assert simulate(work, processors=4) == pytest.approx(9)


def test_who_hands_out_bounds_what_many_can_do() -> None:
    work = [Task(1, 0.1, 0.01)] * 1_000
    assert simulate(work, processors=2) == pytest.approx(50, rel=0.02)
    assert simulate(work, processors=1_000) == pytest.approx(10, rel=0.02)


def test_a_long_document_that_comes_last_is_waited_for() -> None:
    short, book = [Task(1, 1.0, 0.0)] * 20, Task(600, 30.0, 0.0)
    assert simulate([book, *short], processors=4) == pytest.approx(30)
    assert simulate([*short, book], processors=4) == pytest.approx(35)


def test_a_report_takes_its_place_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: written by make bench -->\nold\n<!-- x: end -->\nb\n")
    write_between(page, "x", "new\n")
    assert page.read_text() == "a\n<!-- x: written by make bench -->\n\nnew\n\n<!-- x: end -->\nb\n"
    with pytest.raises(ValueError, match="no place for y"):
        write_between(page, "y", "new\n")
