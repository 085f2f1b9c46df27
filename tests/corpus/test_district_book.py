"""A ward's book of wide spreads, held to its own table of projects and to its own sums."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TypedDict

import pytest

from models import BudgetItem, BudgetStatementLine, Extraction
from pipeline.normalise import normalise
from pipeline.run import extract

pytestmark = pytest.mark.corpus

FOLDER = "setagaya-r8-part"
# The table parts one row of the book by its contracts, and one by two offices.
PARTED = ("庁内電算機システム運用", "ベビーシッター利用支援事業")
MOST = 0.99
# An example of how the book is read, and a summary whose last row is last year's total: it is taken
# for one of the rows, and all of them are said to be doubtful.
BESIDES = (26, 35)


class Known(TypedDict):
    """A row of the ward's own table."""

    name: str
    department: str
    section: list[str]
    amount: int


@pytest.fixture(scope="module")
def book(corpus: Path) -> Extraction:
    """The first 197 spreads: all revenue, and three 款 of expenditure."""
    return extract(corpus / FOLDER / "book-pages-1-197.pdf", ocr="never")


@pytest.fixture(scope="module")
def known(corpus: Path) -> list[Known]:
    """The table's rows that have an amount: the book prints no others."""
    text = (corpus / FOLDER / "projects.gold.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [
        Known(
            name=plain(row["name"]),
            department=row["department"],
            section=[plain(part) for part in row["section"]],
            amount=row["amount"]["yen"],
        )
        for row in rows
        if row["amount"]["yen"] and row["name"] not in PARTED
    ]


def plain(text: str) -> str:
    """A name in the widths of the records, without spaces."""
    return "".join(normalise(text).text.split())


def test_projects_have_their_amounts_where_the_table_has_them(
    book: Extraction, known: list[Known]
) -> None:
    found = Counter(
        (
            plain(item.name or ""),
            item.amount.yen if item.amount else None,
            (*(plain(part) for part in item.section[1:]), plain(item.project or "")),
        )
        for item in book.records
        if isinstance(item, BudgetItem) and item.direction == "expenditure"
    )
    right = sum(found[row["name"], row["amount"], tuple(row["section"])] > 0 for row in known)
    assert len(known) > 500
    assert right >= MOST * len(known)


def test_each_office_of_the_table_is_one_of_the_book(book: Extraction, known: list[Known]) -> None:
    """The table names offices by 課, the book by 部: one 課 belongs to one 部."""
    printed: dict[tuple[str, int | None], set[str | None]] = defaultdict(set)
    for item in book.records:
        if isinstance(item, BudgetItem) and item.direction == "expenditure" and item.amount:
            printed[plain(item.name or ""), item.amount.yen].add(item.department)
    above: dict[str, Counter[str]] = defaultdict(Counter)
    for row in known:
        offices = printed[row["name"], row["amount"]]
        above[row["department"]].update(office for office in offices if office is not None)
    usual = {office: counts.most_common(1)[0][0] for office, counts in above.items() if counts}
    right = sum(
        usual.get(row["department"], "") in printed[row["name"], row["amount"]] for row in known
    )
    assert len(usual) >= MOST * len({row["department"] for row in known})
    assert right >= MOST * len(known)


def test_all_lines_are_proved_by_the_sums_around_them(book: Extraction) -> None:
    lines = [
        record
        for record in book.records
        if isinstance(record, BudgetStatementLine)
        and record.level in ("title", "item", "subitem", "section")
        and record.page not in BESIDES
    ]
    names = {"parts", "in_parts", "funding", "change", "total", "in_total", "restated"}
    checks = [[check for check in line.checks if check.name in names] for line in lines]
    assert len(lines) > 1200
    assert all(any(check.holds for check in each) for each in checks)
    assert not [
        (line.page, line.name, check)
        for line, each in zip(lines, checks, strict=True)
        for check in each
        if check.holds is False and check.severity == "error" and not check.name.startswith("in_")
    ]
