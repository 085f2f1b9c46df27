"""The report: every sum on it is right, text of documents stays text, and it needs nothing else."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import (
    Actual,
    BudgetStatementLine,
    BudgetTotal,
    Direction,
    Extraction,
    FiscalYear,
    Indicator,
    Issue,
    Leftover,
    Money,
    Quantity,
    Record,
)
from pipeline.cli_app import app
from pipeline.files import write_extraction
from pipeline.report import Chapter, charts, report_page
from pipeline.report.breakdowns import Breakdown, Part, breakdowns
from pipeline.report.crops import SHOWN
from pipeline.report.findings import courses_of, projects_of, unproved_of
from pipeline.run import extract
from tests.export.kit import item, volume


def line(
    name: str, yen: int | None, level: str = "title", direction: Direction = "expenditure"
) -> BudgetStatementLine:
    amount = None if yen is None else Money(yen=yen * 1000, text=f"{yen:,}", unit=1000)
    return BudgetStatementLine.model_validate(
        {"page": 1, "name": name, "level": level, "direction": direction, "amount": amount}
    )


def chapter(records: list[Record], **others: object) -> Chapter:
    leftovers, issues = others.get("leftovers", []), others.get("issues", [])
    assert isinstance(leftovers, list)
    assert isinstance(issues, list)
    return Chapter(Extraction(volume(records).document, records, leftovers, issues))


LINES: list[Record] = [line("議会費", 10), line("民生費", 70), line("歳出合計", 80, "total")]


# What amounts are made of


def test_lines_that_come_to_the_printed_total_are_a_breakdown() -> None:
    (found,) = breakdowns(LINES)
    assert (found.sum, found.total, found.agrees) == (80_000, 80_000, True)
    assert [bar.length for bar in charts.bars(found)] == [pytest.approx(14.286), 100.0]
    assert sum(bar.share for bar in charts.bars(found)) == pytest.approx(100)


def test_lower_lines_are_not_counted_with_the_higher() -> None:
    lower = [line("議会費", 10), line("議会費", 10, "item"), line("民生費", 70), *LINES[2:]]
    (found,) = breakdowns(lower)
    assert [part.name for part in found.parts] == ["議会費", "民生費"]


def test_lines_without_a_level_are_parts_of_what_they_come_to() -> None:
    names = ["人件費", "投資的経費", "普通建設事業", "補助", "単独", "災害復旧事業", "補助", "単独"]
    amounts = [100, 60, 50, 20, 30, 10, 7, 3]
    nested: list[Record] = [
        line(name, yen).model_copy(update={"level": None})
        for name, yen in zip(names, amounts, strict=True)
    ]
    nested.append(line("歳出合計", 160, "total"))
    (found,) = breakdowns(nested)
    assert [part.name for part in found.parts] == ["人件費", "投資的経費"]
    assert found.agrees


def test_a_statement_that_is_printed_again_is_there_once() -> None:
    assert len(breakdowns([*LINES, *LINES])) == 1


def test_what_does_not_come_to_its_total_is_said_and_not_drawn() -> None:
    wrong: list[Record] = [line("議会費", 10), line("民生費", 60), line("歳出合計", 80, "total")]
    (found,) = breakdowns(wrong)
    assert not found.agrees
    page = report_page([chapter(wrong)])
    assert "図にしていません" in page
    assert 'class="chart"' not in page


def test_two_tables_one_after_the_other_are_two_breakdowns() -> None:
    second = [line("人件費", 30), line("物件費", 50), line("歳出合計", 80, "total")]
    assert [len(each.parts) for each in breakdowns([*LINES, *second])] == [2, 2]


def test_departments_are_added_up_with_like_amounts_only() -> None:
    other_year = FiscalYear(year=2023, text="令和5年度")
    records: list[Record] = [
        item(1, department="総務課"),
        item(2, department="総務課"),
        item(3, department="福祉課"),
        item(4),
        item(100, department="総務課", fiscal_year=other_year),
        item(200, department="総務課", mark="relisted"),
        item(300, department="総務課", direction="revenue"),
        item(400, department="総務課", level=2),
        item(500, department="総務課", section=("歳入", "市税")),
        BudgetTotal(page=1, name="合計", amount=Money(yen=10_000, text="10", unit=1000)),
    ]
    (found,) = breakdowns(records)
    assert found.parts == [Part("福祉課", 3_000), Part("総務課", 3_000), Part(None, 4_000)]
    assert (found.total_name, found.agrees) == ("合計", True)


def test_negative_parts_have_bars_on_the_other_side_of_zero() -> None:
    drawn = charts.bars(Breakdown("statement", [Part("増", 30), Part("減", -10)], page=1))
    assert [(bar.start, bar.length) for bar in drawn] == [(25.0, 75.0), (0.0, 25.0)]


# Projects, indicators, what nobody proved


def test_new_and_ended_projects_are_what_the_document_says() -> None:
    nothing, some = Money(yen=0, text="0"), Money(yen=5, text="5")
    dash = Money(yen=None, text="-", none=True)
    records: list[Record] = [
        item(1, mark="new"),
        item(2, prior_amount=dash),
        item(3, prior_amount=some),
        item(4),
        item(5, amount=nothing, prior_amount=some),
        item(6, amount=None, prior_amount=some, mark="discontinued"),
        item(7, amount=None, prior_amount=some),
    ]
    found = projects_of(records)
    assert [each.name for each in found.new] == ["事業2", "事業1"]
    assert sorted(each.name for each in found.ended) == ["事業5", "事業6"]
    assert [each.name for each in found.largest][:2] == ["事業4", "事業3"]
    assert found.sum == 10_000


def test_a_course_is_drawn_between_its_values_and_its_target() -> None:
    actuals = tuple(
        Actual(fiscal_year=FiscalYear(year=year), value=Quantity(value=value, text=str(value)))
        for year, value in ((2021, 10), (2022, 15), (2024, 20))
    )
    target = Quantity(value=30, text="30件", unit="件")
    (course,) = courses_of([Indicator(page=1, name="件数", target=target, actuals=actuals)])
    drawn = charts.curve(course)
    assert drawn is not None
    assert [y for _, y, _, _ in drawn.points] == sorted((y for _, y, _, _ in drawn.points))[::-1]
    assert drawn.target == charts.MARGIN
    assert course.unit == "件"
    assert charts.curve(courses_of([Indicator(page=1, name="一年だけ")])[0]) is None


def test_what_is_proved_is_not_among_what_nobody_proved() -> None:
    check = {"name": "change", "holds": True, "exact": True, "bits": 20.0, "terms": {"amount": 1}}
    records: list[Record] = [item(1, checks=(check,)), item(2), item(3)]
    assert [each.yen for each in unproved_of(records)] == [3_000, 2_000]


# The page


def test_every_sum_on_the_page_is_that_of_the_figures_above_it() -> None:
    page = report_page([chapter([*LINES, *(item(n, department="課") for n in range(1, 5))])])
    charts_found = re.findall(r'<table class="chart">(.*?)</table>', page, re.DOTALL)
    assert len(charts_found) == 2
    for chart in charts_found:
        body, total = re.split(r'<tr class="sum">', chart)
        *_, last = re.findall(r'<td class="n">([\d,]+)</td>', total)
        parts = re.findall(r'</td><td class="n">(-?[\d,]+)</td>', body)
        assert sum(int(part.replace(",", "")) for part in parts) == int(last.replace(",", ""))


HOSTILE = '</title><script>alert(1)</script>"><img src=x onerror=y>\u202e\0'


def test_hostile_text_is_text_and_nothing_is_loaded() -> None:
    issue = Issue(code="x", severity="error", message=HOSTILE)
    left = Leftover(text=HOSTILE, page=1, why="table")
    records: list[Record] = [
        item(1, name=HOSTILE, department=HOSTILE, mark="new"),
        line(HOSTILE, 5),
        line("a", 5),
        line(HOSTILE, 10, "total"),
        Indicator(page=1, name=HOSTILE, actuals=()),
    ]
    page = report_page([chapter(records, issues=[issue], leftovers=[left])])
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "\0" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []


def test_it_says_all_in_the_language_asked_for() -> None:
    records: list[Record] = [*LINES, item(1, department="課"), item(2, department="課")]
    english, japanese = (report_page([chapter(records)], language=each) for each in ("en", "ja"))
    assert "How much of it was read and proved" in english
    assert "読み取りと検算の状況" in japanese
    assert not re.search(r"[ぁ-ん]", re.sub(r"<bdi>.*?</bdi>|<style>.*?</style>", "", english))
    words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", japanese, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{3,}", words.replace("a.pdf", "")) == []


def test_leftovers_are_shown_of_every_page() -> None:
    many = [Leftover(text=f"{n}", page=1, why="text") for n in range(1, 60)]
    others = [Leftover(text=f"別{page}", page=page, why="table") for page in (1, 2, 3)]
    page = report_page([chapter([], leftovers=[*many, *others])])
    assert all(f"別{number}" in page for number in (1, 2, 3))


def test_a_project_of_no_department_says_what_it_stands_under() -> None:
    lone = item(1, section=("歳出", "総務費", "文書費"))
    assert "総務費 › 文書費" in report_page([chapter([lone])])
    owned = item(1, section=("歳出", "総務費"), department="総務課")
    assert "歳出 › 総務費" not in report_page([chapter([owned])])


def test_many_issues_of_one_code_hide_no_other() -> None:
    many = [
        Issue(code="hidden_text", severity="warning", message=f"on page {n}", page=n)
        for n in range(1, 41)
    ]
    other = Issue(code="amount_missing", severity="warning", message="no amount here", page=99)
    page = report_page([chapter([item(1)], issues=[*many, other])], language="en")
    assert "no amount here" in page
    assert page.count("on page ") == 6


def test_pictures_show_the_place_of_leftovers(root: Path) -> None:
    pdf = root / "fixtures/made/kakuu-r7-shuyo.pdf"
    extraction = extract(pdf)
    box = (100.0, 100.0, 200.0, 110.0)
    left = [Leftover(text="1", page=1, bbox=box, why="table") for _ in range(SHOWN + 5)]
    with_left = Extraction(extraction.document, extraction.records, left, [])
    page = report_page([Chapter(with_left, pdf)])
    assert page.count("data:image/png;base64,") == SHOWN
    assert f"先頭から表示: {SHOWN}" in page
    assert page == report_page([Chapter(with_left, pdf)])


def test_a_folder_becomes_one_page_with_its_documents(root: Path, tmp_path: Path) -> None:
    for name in ("kakuu-r6-shuyo", "kakuu-r7-shuyo"):
        write_extraction(extract(root / f"fixtures/made/{name}.pdf"), tmp_path / "in" / name)
    out = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", str(tmp_path / "in"), "--out", str(out)])
    assert done.exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<article") == 2
    assert page.count("合計は印刷された総額と一致") == 2
    assert "1,311,531" in page


@pytest.mark.corpus
def test_books_are_reported_by_title_with_their_totals(corpus: Path) -> None:
    folder = corpus / "nankoku-r4"
    extraction = extract(folder / "Ｐ５　目的別歳出.pdf")
    (found,) = breakdowns(extraction.records)
    assert (found.total, found.agrees, len(found.parts)) == (23_340_000_000, True, 13)
