"""Notes on units, years and brackets, and how far they reach."""

import pytest

from models import FiscalYear
from pipeline.assemble.lines.strands import strands
from pipeline.assemble.lists.notes import Note, read_note, read_notes
from tests.assemble.made import ABOUT, block

DEFAULT = Note(year=FiscalYear(year=2021))


@pytest.mark.parametrize(
    ("text", "unit", "year", "prior", "brackets"),
    [
        ("予算額は令和2年度[令和元年度]の順に記載。単位:千円", 1000, 2020, 2019, "["),
        ("(単位:千円)", 1000, 2021, None, "[［"),
        ("単位 百万円", 10**6, 2021, None, "[［"),
        ("( )内は前年度当初予算額 (単位:千円)", 1000, 2021, 2020, "("),
        ("〔 〕書きは令和2年度予算額", None, 2021, 2020, "〔"),
    ],
)
def test_what_a_note_says(
    text: str, unit: int | None, year: int, prior: int | None, brackets: str
) -> None:
    note = read_note(text, DEFAULT)
    assert note is not None
    assert (note.unit, note.year and note.year.year) == (unit, year)
    assert (note.prior_year and note.prior_year.year) == prior
    assert note.prior_brackets == brackets


@pytest.mark.parametrize("text", ["令和2年度の予算", "総額は5億円", "ポイント"])
def test_other_lines_are_no_notes(text: str) -> None:
    assert read_note(text, DEFAULT) is None


def test_a_note_reaches_down_its_page_and_on_and_up_only_where_nothing_else_does() -> None:
    lines = strands(
        [
            block("一", page=1),
            block("(単位:千円)", page=1),
            block("二", page=1),
            block("三", page=2),
            block("四", page=3),
            block("(単位:百万円)", page=3),
        ]
    )
    notes = read_notes(lines, ABOUT)
    reach = {line.text: notes.at(i, line.page).unit for i, line in enumerate(lines)}
    assert [reach[text] for text in "一二三四"] == [1000, 1000, 1000, 10**6]
