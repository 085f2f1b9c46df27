"""What a person reads of a diff: cautions first, charts that add up, pictures of both pages."""

import json
import re
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from models import Document
from pipeline.budget import Cell, Stage
from pipeline.diff import Diff, compare
from pipeline.diff.coverage import cautions, partial_sides
from pipeline.diff.mainly import sections
from pipeline.originals import Originals, sha256_of
from pipeline.report_diff import json_lines, render, summary
from pipeline.report_diff.charts import charts_of, overview
from pipeline.report_diff.labels import Wording
from pipeline.sides import make_side
from tests.budget.made import SPENDING, book, item, line, sheet
from tests.diff.test_compare import AFTER, INITIAL, years

LATER = INITIAL | {"year": 2023}


def partial() -> Diff:
    """A new side whose lines reach a fraction of its printed total."""
    lines = [line("title", ("議会費",), 112_315_000), line("total", ("歳出合計",), 678_867_000)]
    return years(new=[sheet(lines, sha256="n", fiscal_year=LATER)])


def test_a_side_that_is_plainly_partial_is_said_so_first_in_every_format() -> None:
    diff = partial()
    assert partial_sides(diff) == ("new",)
    said = "new year: lists only a part of its budget"
    assert f"! {said}" in render(diff, "table").decode().split("\n")[1]
    page = render(diff, "html").decode()
    assert page.index(said) < page.index("totals of the accounts")
    assert json.loads(json_lines(diff)[0])["partial"] == ["new"]
    assert summary(diff)["partial"] == ["new"]
    assert years().changes[0].partial == ()
    assert partial_sides(years()) == ()


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({"figures": 100, "figures_in_records": 70}, ["partly_read"]),
        ({"figures": 100, "figures_in_records": 95}, []),
    ],
)
def test_a_document_that_was_read_in_part_is_a_part(
    counts: dict[str, int], codes: list[str]
) -> None:
    new = [sheet(book(AFTER, SPENDING, year=2023), fiscal_year=LATER, counts=counts)]
    assert [each.code for each in cautions(years(new=new))] == codes


def test_what_else_a_reader_has_to_know_first() -> None:
    rows = [item("甲事業", 5_000)]
    diff = compare(
        make_side("a", [sheet(rows)]),
        make_side("b", [sheet(rows, sha256="b", issuer="乙市", fiscal_year={"year": 2023})]),
    )
    assert [each.code for each in cautions(diff)] == ["other_issuer", "phase_unknown"]
    absent = [sheet(rows, fiscal_year=LATER), sheet(rows, sha256="c", fiscal_year=INITIAL)]
    found = cautions(years([sheet(rows, fiscal_year=INITIAL)], absent))
    assert [(each.code, each.values) for each in found] == [("absent_documents", (1, "c.pdf"))]


def test_every_chart_adds_up_to_the_sum_beside_it() -> None:
    diff, say = years(), Wording("en")
    (titles,) = overview(diff, say)
    assert titles.total == diff.headlines[0].change == sum(bar.value for bar in titles.bars)
    for section in sections(diff):
        for chart in charts_of(diff, section, say):
            if chart.total is not None:
                assert chart.total == sum(bar.value for bar in chart.bars)
                assert section.total is not None
                assert chart.total == section.total.new - section.total.old


def test_departments_add_up_with_what_is_doubtful() -> None:
    old = [item("甲事業", 5_000, department="福祉課"), item("乙事業", 7_000, department="土木課")]
    new = [
        item("甲事業", 6_000, department="福祉課"),
        item("乙事業", 7_000_000, department="土木課"),
    ]
    diff = years([sheet(old, fiscal_year=INITIAL)], [sheet(new, fiscal_year=LATER)])
    (section,) = sections(diff)
    (chart, _) = charts_of(diff, section, Wording("en"))
    assert {bar.label: bar.value for bar in chart.bars} == {
        "福祉課": 1_000,
        "doubtful, in no sum": 6_993_000,
    }
    assert chart.total == 6_994_000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("主要事業一覧", None), ("事業一覧", None)),
        (("主要事業一覧", None), ("歳出", 1)),
    ],
    ids=["a list and another", "a list and a whole 説明"],
)
def test_departments_add_up_over_lists_of_two_kinds(
    old: tuple[str, int | None], new: tuple[str, int | None]
) -> None:
    sides = [
        [
            item(f"第{n}橋整備事業", n * more, department="土木課", section=(title,), level=level)
            for n in range(1_000, 1_009)
        ]
        for (title, level), more in ((old, 3_000), (new, 4_000))
    ]
    diff = years([sheet(sides[0], fiscal_year=INITIAL)], [sheet(sides[1], fiscal_year=LATER)])
    found = [
        chart
        for section in sections(diff)
        for chart in charts_of(diff, section, Wording("en"))
        if chart.total is not None
    ]
    change = sum(n * 1_000 for n in range(1_000, 1_009))
    assert [(chart.total, [bar.value for bar in chart.bars]) for chart in found] == [
        (change, [change])
    ]


def test_sections_show_each_yen_once() -> None:
    shown = [section.total.cell for section in sections(years()) if section.total]
    assert shown == [
        Cell("explained", "一般", "expenditure", Stage("initial"), "1"),
        Cell("statement", "一般", "expenditure", Stage("initial"), "title"),
    ]
    assert len(sections(years(), every=True)) == 4


def as_printed(tmp_path: Path) -> Diff:
    """A project whose amounts stand in two PDFs of a page each."""
    sides = []
    for name, year, amount in (("old.pdf", 2022, 5_000), ("new.pdf", 2023, 6_000)):
        canvas = Canvas(str(tmp_path / name), invariant=1)
        canvas.drawString(72, 700, f"{amount:,}")
        canvas.save()
        sha256 = sha256_of(tmp_path / name)
        assert sha256 is not None
        source = {"amount": {"page": 1, "bbox": (72, 130, 110, 145), "text": f"{amount:,}"}}
        row = item("甲事業", amount, page=1, sources=source)
        made = sheet(
            [row],
            sha256=sha256,
            file_name=name,
            fiscal_year={"year": year, "phase": "initial"},
            page_count=1,
        )
        assert isinstance(made.document, Document)
        sides.append(make_side(name, [made]))
    return compare(*sides)


def test_both_years_are_shown_as_printed_where_the_documents_are_at_hand(tmp_path: Path) -> None:
    diff = as_printed(tmp_path)
    page = render(diff, "html", originals=Originals([tmp_path]), beside=tmp_path).decode()
    assert page.count('src="data:image/png;base64,') == 2
    assert re.findall(r'href="([^"#]+#page=\d+)"', page) == ["old.pdf#page=1", "new.pdf#page=1"]
    bare = render(diff, "html", originals=Originals([])).decode()
    assert "data:image" not in bare
    assert str(tmp_path) not in page
