"""Units of what is counted: over a figure, in a note, in what a heading says."""

import pytest

from models.page import Cell, Line, Table
from pipeline.assemble.tables.counted import counted_unit
from pipeline.assemble.tables.rows import rows_of


def _table(*rows: tuple[tuple[str, ...], ...]) -> Table:
    cells = tuple(
        Cell(r, c, tuple(Line(1, text, text, range(len(text))) for text in lines))
        for r, row in enumerate(rows)
        for c, lines in enumerate(row)
    )
    return Table(1, len(rows), len(rows[0]), cells)


@pytest.mark.parametrize("unit", ["人", "%", "件", "㎡"])
def test_a_unit_that_stands_over_a_figure_is_its_own(unit: str) -> None:
    (row,) = rows_of(_table((("令和5年度",), (unit, "636"))))
    figure = row.figure(1)
    assert figure is not None
    assert (figure.value, figure.unit) == (636, unit)
    assert row.text(1) == "636"


def test_a_word_over_a_figure_is_no_unit() -> None:
    (row,) = rows_of(_table((("令和5年度",), ("委員", "636"))))
    assert row.figure(1) is None


SPREAD = (("議 会",), ("総 務",), ("職 員 数",))


def test_digits_stand_apart_where_letters_do() -> None:
    table = _table(SPREAD, (("土 木",), ("1 1",), ("△ 1 0",)))
    first, second = (rows_of(table)[1].figure(at) for at in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.value, second.value) == (11, -10)


def test_two_digits_in_a_table_that_sets_nothing_apart_are_no_number() -> None:
    assert rows_of(_table((("土木",), ("1 1",))))[0].figure(1) is None


@pytest.mark.parametrize(
    ("texts", "said", "unit"),
    [
        (["（単位：人・％）"], "一般行政 令和6年", "人"),
        (["（単位：人・％）"], "構成比", "%"),
        (["（単位:世帯、人）"], "総数", ""),
        (["（単位：千円・人）"], "総数", ""),
        (["（単位：点）"], "平均", "点"),
        (["単位は次のとおり"], "平均", ""),
        (["職員の状況"], "議会 職員数 令和6年", "人"),
        (["職員の状況"], "人口1万人当たりの職員数", ""),
        (["職員の状況"], "人口(千人)", ""),
        (["施設の状況"], "令和6年", ""),
    ],
)
def test_what_a_note_or_a_heading_says(texts: list[str], said: str, unit: str) -> None:
    assert counted_unit(texts, said) == unit
