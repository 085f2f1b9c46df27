"""Amounts of a mayor's speech with their subject, sign and year, by reading."""

from pathlib import Path

import pytest

from models import BudgetStatementLine, BudgetTotal, Fact, Money, Record
from pipeline import extract

pytestmark = pytest.mark.corpus

# Page, yen, what the label says, fiscal year.
AMOUNTS = [
    (4, 760_000_000_000, "地方財政計画", 2022),
    (4, 90_570_000_000_000, "地方財政計画", 2022),
    (4, 615_300_000_000, "地方交付税", 2022),
    (4, -3_698_100_000_000, "臨時財政対策債", 2022),
    (4, 2_960_100_000_000, "地方税", 2022),
    (4, 20_300_000_000, "一般財源総額", 2022),
    (4, 62_013_500_000_000, "一般財源総額", 2022),
    (4, -490_000_000, "一般会計", 2022),
    (4, 23_340_000_000, "一般会計", 2022),
    (4, 100_000_000, "一般財源総額", 2022),
    (6, -79_012_000, "市税収入", 2022),
    (6, 289_854_000, "市税収入", 2022),
    (6, 198_915_000, "個人市民税", 2022),
    (6, 17_859_000, "法人市民税", 2022),
    (6, 24_583_000, "たばこ税", 2022),
    (6, 40_944_000, "固定資産税", 2022),
    (6, 7_553_000, "軽自動車税", 2022),
]


def _told(record: Record) -> list[tuple[int, int | None, str, int | None]]:
    if isinstance(record, Fact) and isinstance(record.value, Money):
        year = record.fiscal_year.year if record.fiscal_year else None
        return [(record.page, record.value.yen, record.label, year)]
    if isinstance(record, BudgetTotal):
        year = record.fiscal_years[0].year if record.fiscal_years else None
    elif isinstance(record, BudgetStatementLine):
        year = record.fiscal_year.year if record.fiscal_year else None
    else:
        return []
    amounts = (record.amount, record.change)
    return [(record.page, money.yen, record.name, year) for money in amounts if money]


def test_every_budget_amount_of_a_speech_has_its_subject_sign_and_year(corpus: Path) -> None:
    records = extract(corpus / "nankoku-r4-book" / "施政方針.pdf", ocr="never").records
    told = [each for record in records for each in _told(record)]
    for page, yen, words, year in AMOUNTS:
        assert any(
            (p, y, at) == (page, yen, year) and words in label for p, y, label, at in told
        ), (page, yen, words)
