"""Two real budget books: one on facing pages, held to figures read by others, one on wide pages."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest

from models import BudgetItem, BudgetStatementLine, Extraction, Money
from pipeline.run import extract

pytestmark = pytest.mark.corpus

SUBITEMS = 182
SECTIONS = 1492


@pytest.fixture(scope="module")
def facing(corpus: Path) -> Extraction:
    """A city's book of 612 pages, even ones facing odd ones."""
    return extract(corpus / "fuji-r6" / "r6-budget.pdf", ocr="never")


@pytest.fixture(scope="module")
def wide(corpus: Path) -> Extraction:
    """Another city's book of 148 wide pages that are turned."""
    return extract(next((corpus / "nankoku-r4-book").glob("*一般会計予算.pdf")), ocr="never")


def lines(extraction: Extraction, *levels: str) -> Iterator[BudgetStatementLine]:
    """The statement lines of some levels."""
    for record in extraction.records:
        if isinstance(record, BudgetStatementLine) and record.level in levels:
            yield record


def items(extraction: Extraction) -> Iterator[BudgetItem]:
    """The projects."""
    return (record for record in extraction.records if isinstance(record, BudgetItem))


def thousands(money: Money | None) -> int:
    """An amount in thousands of yen; nothing for a blank."""
    return (money.yen or 0) // 1000 if money else 0


def plain(text: object) -> str:
    """A name without spaces, in the widths of the records."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def known(corpus: Path) -> Iterator[dict[str, object]]:
    """The rows that another team read of the general account's expenditure."""
    sheet = openpyxl.load_workbook(corpus / "fuji-r6" / "r6-long.xlsx", read_only=True).worksheets[
        0
    ]
    rows = sheet.iter_rows(values_only=True)
    heading = [str(name) for name in next(rows)]
    for row in rows:
        yield dict(zip(heading, row, strict=True))


def test_subitems_have_the_known_amounts(facing: Extraction, corpus: Path) -> None:
    found = {
        (
            plain(line.section[1]),
            plain(line.section[2]),
            f"{(line.code or '').rpartition('.')[2]}{plain(line.name)}",
        ): (
            thousands(line.amount),
            thousands(line.prior_amount),
            thousands(line.change),
        )
        for line in lines(facing, "subitem")
        if line.direction == "expenditure"
    }
    expected = {
        (plain(row["款"]), plain(row["項"]), plain(row["目"])): tuple(
            int(str(row[name] or 0)) for name in ("本年度予算額", "前年度予算額", "比較")
        )
        for row in known(corpus)
    }
    assert len(expected) == SUBITEMS
    assert {key: found.get(key) for key in expected} == expected


def test_sections_have_the_known_amounts(facing: Extraction, corpus: Path) -> None:
    found = Counter(
        (*map(plain, line.section[1:4]), int(line.code or 0), thousands(line.amount))
        for line in lines(facing, "section")
        if line.direction == "expenditure"
    )
    expected = {
        (
            plain(row["款"]),
            plain(row["項"]),
            plain(row["目"]).lstrip("0123456789"),
            int(str(row["節番号"])),
            int(str(row["節金額"])),
        )
        for row in known(corpus)
        if row["節番号"] is not None
    }
    assert len(expected) == SECTIONS
    assert set(found) == expected
    assert set(found.values()) == {1}


@pytest.mark.parametrize("book", ["facing", "wide"])
def test_every_sum_of_the_book_holds(book: str, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(book)
    failed = [
        (record.page, check)
        for record in extraction.records
        for check in record.checks
        if check.holds is False
        and check.severity != "info"
        # Several figures of one label are a doubt about whose they are, and no sum.
        and check.name != "one_owner"
    ]
    assert not failed


@pytest.mark.parametrize("book", ["facing", "wide"])
def test_all_subitems_are_proved(book: str, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(book)
    for line in lines(extraction, "subitem"):
        proofs = {check.name for check in line.checks if check.holds}
        assert "change" in proofs, (line.page, line.name)
        if line.amount is None or not line.amount.yen:
            continue
        if line.direction == "expenditure":
            assert "funding" in proofs, (line.page, line.name)
        reserve = line.name == "予備費"  # the law gives a reserve no 節
        assert reserve or "parts" in proofs, (line.page, line.name)
        assert "in_total" in proofs, (line.page, line.name)


@pytest.mark.parametrize("book", ["facing", "wide"])
def test_explanations_add_up(book: str, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(book)
    explained: dict[tuple[str, ...], int] = defaultdict(int)
    for item in items(extraction):
        if item.level == 1:
            explained[item.section] += thousands(item.amount)
    for line in lines(extraction, "subitem"):
        if line.direction == "expenditure" and line.name != "予備費":
            assert explained[(*line.section, line.name)] == thousands(line.amount), line.name


@pytest.mark.parametrize("book", ["facing", "wide"])
def test_summaries_are_the_sums_of_their_parts(book: str, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(book)
    for direction in ("revenue", "expenditure"):
        grand = {
            thousands(line.amount)
            for line in lines(extraction, "total")
            if line.direction == direction and "合計" in line.name
        }
        detailed = sum(
            thousands(line.amount)
            for line in lines(extraction, "subitem")
            if line.direction == direction
        )
        assert grand == {detailed}


def test_projects_have_code_and_level(facing: Extraction) -> None:
    expenditure = [item for item in items(facing) if item.section[0] == "歳出"]
    outer = [item for item in expenditure if item.level in (1, 2)]
    assert len(outer) > 1000
    coded = sum(item.code is not None for item in outer)
    assert coded >= 0.99 * len(outer)
    assert all(item.amount is not None for item in outer)
    assert {item.account for item in outer} == {"一般会計"}


@pytest.mark.parametrize(("book", "most"), [("facing", 0.005), ("wide", 0.02)])
def test_figures_are_accounted_for(book: str, most: float, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(book)
    # Rates that stand in a name (補助金(1/2)) or a description are quoted, and no values.
    left = [each for each in extraction.leftovers if each.why not in ("name", "text")]
    assert len(left) <= most * extraction.document.counts.figures
    detailed = {line.page for line in lines(extraction, "section")}
    assert not [each for each in left if each.page in detailed]


def test_names_are_whole(wide: Extraction) -> None:
    names = {line.name for line in lines(wide, "section")}
    assert {"負担金、補助及び交付金", "使用料及び賃借料", "償還金、利子及び割引料"} <= names
    assert _clean(item.name for item in items(wide))


def _clean(names: Iterable[str | None]) -> bool:
    return all(name and not name.startswith(("○", "・", " ")) for name in names)
