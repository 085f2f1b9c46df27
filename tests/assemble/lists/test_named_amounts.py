"""Lines that are a project's name and its amount, and lines that only look so."""

import pytest

from models import BudgetItem
from pipeline.assemble.lists.named_amounts import named_amounts
from tests.assemble.made import block, take

OTHERS = ("○ 公園整備事業　1,200千円", "○ 橋りょう修繕事業　3億円", "○ 子育て支援事業　20万円")


def items(*lines: str) -> list[BudgetItem]:
    records = take(named_amounts, block(*lines)).records
    return [record for record in records if isinstance(record, BudgetItem)]


def test_name_department_amount_and_last_year() -> None:
    first = items("(1) 【新規】道路改良事業（土木課） …… 25,440千円（前年度 16,851千円）", *OTHERS)[
        0
    ]
    assert (first.name, first.mark, first.department) == ("道路改良事業", "new", "土木課")
    assert first.amount is not None
    assert first.prior_amount is not None
    assert (first.amount.yen, first.prior_amount.yen) == (25_440_000, 16_851_000)
    assert first.prior_fiscal_year is not None
    assert first.prior_fiscal_year.year == 2020
    assert first.sources["amount"].text == "25,440千円"


@pytest.mark.parametrize(
    "line",
    [
        "道路を直すために、25,440千円を使う事業です。",
        "事業費は25,440千円となり、前年度から増えました。",
        "合計 25,440千円",
        "市民税 25,440千円",
        "道路改良事業 25,440",
        "道路改良事業 5,000千円、公園整備事業 6,000千円",
    ],
)
def test_sentences_totals_and_taxes_are_no_projects(line: str) -> None:
    names = [item.name for item in items(line, *OTHERS)]
    assert names == ["公園整備事業", "橋りょう修繕事業", "子育て支援事業"]


def test_a_few_such_lines_are_no_list() -> None:
    assert items(*OTHERS[:2]) == []
