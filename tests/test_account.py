import time
from array import array

import pytest

from models import BudgetItem, BudgetTotal, Check, Money, Source
from models.page import Cell, Line, PageLayout, Role, Table, TextBlock
from pipeline.account import account, money_paths


def line(text: str, *, x: float = 50.0, y: float = 400.0, number: int | None = None) -> Line:
    boxes = array("d")
    if number is None:
        for at in range(len(text)):
            boxes.extend((x + 5 * at, y, x + 5 * at + 5, y + 10))
    return Line(1, text, text, range(len(text)), boxes, number=number, size=10.0)


def page(*blocks: TextBlock | Table) -> PageLayout:
    return PageLayout(1, 595.0, 842.0, blocks)


def item(source: Source) -> BudgetItem:
    return BudgetItem(page=1, name="道路費", sources={"amount": source})


def test_a_figure_is_kept_where_a_source_covers_and_holds_it() -> None:
    printed = line("道路費 1,234千円")
    layout = page(TextBlock(1, (printed,)))
    kept = account([layout], [item(printed.source(4, 11))])
    assert (kept.counts.figures, kept.counts.figures_in_records) == (1, 1)
    elsewhere = item(Source(page=1, bbox=(0, 0, 9, 9), text="1,234千円"))
    other_print = item(Source(page=1, bbox=printed.bbox, text="1,235千円"))
    other_page = item(Source(page=2, bbox=printed.bbox, text="1,234千円"))
    left = account([layout], [elsewhere, other_print, other_page])
    assert [leftover.text for leftover in left.leftovers] == ["1,234千円"]
    (leftover,) = left.leftovers
    assert (leftover.value, leftover.page, leftover.why) == (1_234_000, 1, "unassigned")
    assert leftover.bbox == printed.box(4, 9)


def test_text_input_is_held_against_lines() -> None:
    layout = page(TextBlock(1, (line("計 12", number=7), line("計 12", number=9))))
    accounting = account([layout], [item(Source(page=1, line=7, text="12"))])
    assert [leftover.line for leftover in accounting.leftovers] == [9]
    wrapped = account([layout], [item(Source(page=1, line=7, text="計\n12"))])
    assert wrapped.leftovers == ()


def test_no_figure_is_counted_twice_or_lost() -> None:
    texts = ("1. 令和4年度 12億3,400万円 (5)", "〒783-8501 12人 34,5678")
    lines = tuple(line(text, y=100 + 20 * at) for at, text in enumerate(texts))
    counts = account([page(TextBlock(1, lines))], []).counts
    assert counts.figures == counts.figures_in_records + counts.figures_left_over
    digits = sum(any(c.isdigit() for c in word) for text in texts for word in text.split())
    assert counts.figures + sum(counts.figures_not_counted.values()) >= digits


@pytest.mark.parametrize(
    ("role", "why"), [(Role.CHART, "chart"), (Role.HEADING, "heading"), (Role.FOOTER, "footer")]
)
def test_why_a_figure_is_left_over(role: Role, why: str) -> None:
    (leftover,) = account([page(TextBlock(1, (line("25.1%"),), role))], []).leftovers
    assert (leftover.text, leftover.value, leftover.why) == ("25.1%", 25.1, why)


@pytest.mark.parametrize(
    "block",
    [
        TextBlock(1, (line("- 27 -"),)),
        TextBlock(1, (line("27", y=820.0),)),
        TextBlock(1, (line("27"),), Role.PAGE_NUMBER),
    ],
)
def test_page_numbers_are_only_counted(block: TextBlock) -> None:
    counts = account([page(block)], []).counts
    assert (counts.figures, counts.figures_not_counted) == (0, {"page_number": 1})


def table(rows: list[list[str]]) -> Table:
    cells = tuple(
        Cell(r, c, (line(text, x=50 + 100 * c, y=100 + 20 * r),))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    )
    return Table(1, len(rows), len(rows[0]), cells)


def test_a_column_that_numbers_its_rows_is_no_column_of_figures() -> None:
    rows = [["番号", "予算額"], ["7", "12"], ["9", "13"]]
    counts = account([page(table(rows))], []).counts
    assert counts.figures_not_counted == {"numbering": 2}
    assert counts.figures == 2
    counting = [["", "予算額"], ["1", "12"], ["2", "15"], ["3", "19"]]
    assert account([page(table(counting))], []).counts.figures_not_counted == {"numbering": 3}


def test_amounts_are_proved_by_the_checks_that_hold_them() -> None:
    held = Check(name="change", holds=True, terms={"amount": 1, "prior_amount": 2})
    failed = Check(name="funding", holds=False, terms={"change": 3})
    record = BudgetTotal(
        page=1,
        name="計",
        amount=Money(yen=1, text="1"),
        prior_amount=Money(yen=2, text="2"),
        change=Money(yen=3, text="3"),
        checks=(held, failed),
    )
    counts = account([], [record]).counts
    assert (counts.amounts, counts.amounts_proved) == (3, 2)
    assert list(money_paths(record)) == ["amount", "prior_amount", "change"]


def test_a_book_of_six_hundred_pages_is_accounted_for_in_seconds() -> None:
    lines = tuple(
        line(f"{1000 * row + column:,}", x=60.0 * column, y=10.0 * row)
        for row in range(8, 70)
        for column in range(6)
    )
    layouts = [PageLayout(1, 595.0, 842.0, (TextBlock(1, lines),))] * 100
    records = [item(each.source()) for each in lines]
    began = time.perf_counter()
    counts = account(layouts, records).counts
    assert counts.figures_in_records == counts.figures == 100 * len(lines)
    assert time.perf_counter() - began < 5
