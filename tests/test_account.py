import time
from array import array
from itertools import groupby

import pytest

from models import BudgetItem, BudgetTotal, Check, Fact, Money, Quantity, Source
from models.page import Cell, Line, PageLayout, Role, Table, TextBlock
from pipeline.account import account, bands
from pipeline.values import money_paths


def line(
    text: str, *, x: float = 50.0, y: float = 400.0, number: int | None = None, on: int = 1
) -> Line:
    boxes = array("d")
    if number is None:
        for at in range(len(text)):
            boxes.extend((x + 5 * at, y, x + 5 * at + 5, y + 10))
    return Line(on, text, text, range(len(text)), boxes, number=number, size=10.0)


def page(*blocks: TextBlock | Table) -> PageLayout:
    return PageLayout(1, 595.0, 842.0, blocks)


def item(source: Source) -> BudgetItem:
    """A project whose amount is what stands there."""
    amount = Money(yen=1, text=source.text)
    return BudgetItem(page=1, name="道路費", amount=amount, sources={"amount": source})


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
    wrapped = page(TextBlock(1, (line("計", number=7), line("12", number=9))))
    record = item(Source(page=1, line=7, text="計\n12"))
    assert account([wrapped], [record]).leftovers == ()


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
    terms = {"amount": 1, "prior_amount": 2}
    held = Check(name="change", holds=True, terms=terms, exact=True, bits=9.0)
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


def test_twenty_full_pages_are_accounted_for_in_a_second() -> None:
    lines = [
        line(f"{1000 * row + column:,}", x=60.0 * column, y=10.0 * row, on=number)
        for number in range(1, 21)
        for row in range(8, 70)
        for column in range(6)
    ]
    layouts = [
        PageLayout(number, 595.0, 842.0, (TextBlock(number, tuple(own)),))
        for number, own in groupby(lines, key=lambda each: each.page)
    ]
    records = [item(each.source()) for each in lines]
    began = time.process_time()
    counts = account(layouts, records).counts
    assert counts.figures_in_records == counts.figures == len(lines)
    assert time.process_time() - began < 2


def test_a_figure_that_stands_only_in_words_is_left_over_with_the_reason() -> None:
    name, sentence = line("道路費 1,234千円"), line("市民1,234人が参加した", y=430.0)
    record = BudgetItem(
        page=1,
        name=name.text,
        description=sentence.text,
        sources={"name": name.source(), "description": sentence.source()},
    )
    left = account([page(TextBlock(1, (name, sentence)))], [record]).leftovers
    assert [(leftover.text, leftover.why) for leftover in left] == [
        ("1,234千円", "name"),
        ("1,234人", "text"),
    ]


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("3市連携事業", 0),
        ("24時間見守り事業", 0),
        ("学級費35人", 0),
        ("負担金1,200円", 1),
        ("率3%", 1),
    ],
)
def test_a_number_in_a_name_is_no_figure(name: str, figures: int) -> None:
    printed = line(name)
    record = BudgetItem(page=1, name=name, sources={"name": printed.source()})
    assert account([page(TextBlock(1, (printed,)))], [record]).counts.figures == figures


def test_a_value_that_is_named_twice_covers_one_figure() -> None:
    printed = line("5,000  5,000")
    whole = printed.source()
    records = [
        item(whole.model_copy(update={"text": "5,000"})),
        Fact(
            page=1,
            label="再掲",
            value=Money(yen=5_000_000, text="5,000", unit=1000),
            sources={"value": whole.model_copy(update={"text": "5,000"})},
        ),
    ]
    counts = account([page(TextBlock(1, (printed,)))], records).counts
    assert (counts.figures, counts.figures_in_records) == (2, 1)


def test_a_cell_is_covered_by_all_values_that_are_taken_from_it() -> None:
    printed = line("5,000 (3,000)")
    record = BudgetTotal(
        page=1,
        name="計",
        amount=Money(yen=5_000, text="5,000"),
        prior_amount=Money(yen=3_000, text="3,000"),
        sources={"amount": printed.source(), "prior_amount": printed.source()},
    )
    assert account([page(TextBlock(1, (printed,)))], [record]).leftovers == ()


def test_figures_glued_into_one_are_no_value_of_the_page() -> None:
    lines = tuple(line(text, y=400.0 + 12 * at) for at, text in enumerate(("132", "528")))
    both = Source(page=1, bbox=(50, 400, 65, 422), text="132\n528")
    record = Fact(
        page=1,
        label="件数",
        value=Quantity(value=132_528, text="132,528"),
        sources={"value": both},
    )
    assert len(account([page(TextBlock(1, lines))], [record]).leftovers) == 2


def test_what_joining_tables_drops_is_told() -> None:
    kept, dropped = table([["道路費", "1,234"]]), table([["橋梁費", "5,678"]])
    joined = account([page(kept)], [], pages=[page(kept), page(dropped)])
    assert [(each.text, each.why) for each in joined.leftovers] == [
        ("1,234", "table"),
        ("5,678", "dropped"),
    ]


def test_the_card_names_how_sure_its_values_are_and_where_least_is_kept() -> None:
    lines = [line(text, on=number) for number, text in ((1, "1,111"), (2, "2,222"), (2, "3,333"))]
    layouts = [
        PageLayout(number, 595.0, 842.0, (TextBlock(number, tuple(own)),))
        for number, own in groupby(lines, key=lambda each: each.page)
    ]
    sure, unsure = item(lines[0].source()), item(lines[1].source())
    records = [
        sure.model_copy(update={"confidence": {"amount": 0.995}}),
        unsure.model_copy(update={"confidence": {"amount": 0.4}}),
        BudgetItem(page=3, name="河川費", amount=Money(yen=1, text="1")),
    ]
    counts = account(layouts, records).counts
    assert bands(records) == {"0.99": 1, "0": 1, "copied": 1}
    assert [each.model_dump() for each in counts.least_accounted] == [
        {"page": 2, "figures": 2, "figures_in_records": 1}
    ]


def test_the_2_of_a_square_metre_is_no_figure() -> None:
    printed = "2080㎡"
    boxes = array("d", [x for at in range(5) for x in (50.0 + 5 * at, 400.0, 55.0 + 5 * at, 410.0)])
    area = Line(1, "2080m2", printed, [0, 1, 2, 3, 4, 4], boxes, size=10.0)
    counts = account([page(TextBlock(1, (area,)))], []).counts
    assert (counts.figures, counts.figures_not_counted) == (1, {"unit": 1})


@pytest.mark.parametrize(("bits", "proved"), [(7.9, 0), (8.0, 1)])
def test_an_amount_is_proved_from_eight_bits_on(bits: float, proved: int) -> None:
    held = Check(name="total", holds=True, terms={"amount": 1}, exact=True, bits=bits)
    record = BudgetTotal(page=1, name="計", amount=Money(yen=1, text="1"), checks=(held,))
    counts = account([], [record]).counts
    assert (counts.amounts, counts.amounts_proved) == (1, proved)


@pytest.mark.parametrize(
    ("sure", "band"),
    [
        (1.0, "0.99"),
        (0.99, "0.99"),
        (0.98, "0.9"),
        (0.9, "0.9"),
        (0.89, "0.5"),
        (0.5, "0.5"),
        (0.49, "0"),
        (0.0, "0"),
    ],
)
def test_the_bands_of_confidence(sure: float, band: str) -> None:
    record = BudgetTotal(
        page=1, name="計", amount=Money(yen=1, text="1"), confidence={"amount": sure}
    )
    assert bands([record]) == {band: 1}


def test_the_pages_that_keep_least_come_first_and_are_twenty_at_the_most() -> None:
    """By the share that is lost, then by how much that is, then in their order."""
    figures = {1: (4, 1), 2: (4, 4), 3: (2, 2), 4: (9, 0), **dict.fromkeys(range(5, 30), (8, 1))}
    layouts, records = [], []
    for number, (printed, left) in figures.items():
        lines = [line(f"{1000 + at:,}", y=100.0 + 20 * at, on=number) for at in range(printed)]
        layouts.append(PageLayout(number, 595.0, 842.0, (TextBlock(number, tuple(lines)),)))
        records += [item(each.source()) for each in lines[left:]]
    pages = account(layouts, records).counts.least_accounted
    assert [each.page for each in pages] == [2, 3, 1, *range(5, 22)]
    assert (pages[2].figures, pages[2].figures_in_records) == (4, 3)


def test_the_tightest_print_that_covers_a_figure_serves_it() -> None:
    """A cell that holds two equal figures, of which a value names each with its own box."""
    printed = line("5,000  5,000")
    first, second = printed.source(0, 5), printed.source(7, 12)
    whole = printed.source().model_copy(update={"text": "5,000"})
    for sources in ((whole, first), (first, whole), (whole, second), (second, whole)):
        records = [item(source) for source in sources]
        assert account([page(TextBlock(1, (printed,)))], records).leftovers == ()


def test_what_stands_in_a_name_and_a_sentence_is_said_to_stand_in_the_name() -> None:
    printed = line("道路費 1,234千円")
    for paths in (("name", "description"), ("description", "name")):
        sources = {path: printed.source() for path in paths}
        record = BudgetItem(page=1, name=printed.text, description="x", sources=sources)
        (left,) = account([page(TextBlock(1, (printed,)))], [record]).leftovers
        assert left.why == "name"


def test_codes_are_no_figures_that_are_left() -> None:
    printed = line("1100")
    record = BudgetItem(page=1, name="道路費", code="1100", sources={"code": printed.source()})
    assert account([page(TextBlock(1, (printed,)))], [record]).leftovers == ()


def test_a_percentage_is_served_by_its_number() -> None:
    printed = line("構成比 12.5 3.0")
    record = BudgetTotal(
        page=1,
        name="計",
        amount=None,
        change_percent=-12.5,
        sources={"change_percent": printed.source()},
    )
    left = account([page(TextBlock(1, (printed,)))], [record]).leftovers
    assert [each.text for each in left] == ["3.0"]


def test_in_text_two_equal_figures_of_a_line_need_two_values() -> None:
    layout = page(TextBlock(1, (line("5,000 5,000", number=7),)))
    source = Source(page=1, line=7, text="5,000")
    assert len(account([layout], [item(source)]).leftovers) == 1
    assert account([layout], [item(source), item(source)]).leftovers == ()
    # A wrap may skip blank lines, but no more than it has breaks.
    wrapped = Source(page=1, line=3, text="計\n5,000")
    for number, kept in ((3, True), (5, True), (6, False)):
        layout = page(TextBlock(1, (line("5,000", number=number),)))
        assert (account([layout], [item(wrapped)]).leftovers == ()) is kept


@pytest.mark.parametrize(
    ("text", "y", "is_number"),
    [
        ("27", 40.0, True),
        ("27", 55.0, False),
        ("27", 770.0, False),
        ("27", 790.0, True),
        ("12345", 790.0, False),
        ("2,700", 790.0, False),
        ("27", 400.0, False),
        ("- 27 -", 400.0, True),
        ("~27~", 400.0, True),
        ("- 27", 400.0, False),
        ("27 -", 400.0, False),
        ("27 頁", 790.0, True),
        ("道路27", 790.0, False),
    ],
)
def test_what_is_the_number_of_a_page(text: str, y: float, *, is_number: bool) -> None:
    counts = account([page(TextBlock(1, (line(text, y=y),)))], []).counts
    assert (counts.figures == 0) is is_number


@pytest.mark.parametrize(
    ("dx", "dy", "covered"),
    [
        (0.0, 0.0, True),
        (12.4, 0.0, True),
        (12.6, 0.0, False),
        (-12.4, 0.0, True),
        (-12.6, 0.0, False),
        (0.0, 4.9, True),
        (0.0, 5.1, False),
        (0.0, -5.1, False),
    ],
)
def test_a_source_covers_the_middle_of_a_figure(dx: float, dy: float, *, covered: bool) -> None:
    printed = line("1,234")
    source = printed.source()
    assert source.bbox is not None
    x0, top, x1, bottom = source.bbox
    moved = source.model_copy(update={"bbox": (x0 + dx, top + dy, x1 + dx, bottom + dy)})
    left = account([page(TextBlock(1, (printed,)))], [item(moved)]).leftovers
    assert (left == ()) is covered
