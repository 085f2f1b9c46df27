"""How far the notes of a page reach."""

import pytest

from pipeline.assemble.family import About
from pipeline.bind.notes import Notes, notes_of
from pipeline.layout import arrange
from tests.layout.drawing import draw

TABLE = (("事業名", "本年度", "前年度"), ("図書館費", "1,200", "900"), ("公園費", "800", "700"))


def notes(*, note_at: float) -> Notes:
    """A page with 単位:円 at its top, a ruled table from 300 to 360, and 単位:千円 at a height."""
    chars = [*draw.text("(単位:円)", 400, 60), *draw.text("(単位:千円)", 400, note_at)]
    rules = [draw.line(40, 300 + 20 * row, 460, 300 + 20 * row) for row in range(4)]
    rules += [draw.line(40 + 140 * at, 300, 40 + 140 * at, 360) for at in range(4)]
    for row, cells in enumerate(TABLE):
        for at, cell in enumerate(cells):
            chars += draw.text(cell, 44 + 140 * at, 305 + 20 * row)
    return notes_of([arrange(draw.page(chars, rules))], About(sha256="0"))


@pytest.mark.parametrize(("top", "unit"), [(150.0, 1), (270.0, 1), (330.0, 1000), (500.0, 1000)])
def test_the_note_of_a_table_means_nothing_above_it(top: float, unit: int) -> None:
    assert notes(note_at=284).unit_at(1, top) == unit


@pytest.mark.parametrize(("top", "unit"), [(150.0, 1), (330.0, 1000), (500.0, 1000)])
def test_a_note_far_over_a_table_reaches_on(top: float, unit: int) -> None:
    assert notes(note_at=200).unit_at(1, top) == unit


def test_where_notes_disagree_another_page_has_no_unit() -> None:
    assert notes(note_at=200).unit_at(2, 100.0) is None
