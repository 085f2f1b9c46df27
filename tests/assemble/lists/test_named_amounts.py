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


def test_the_number_and_the_mark_of_a_name_are_no_part_of_it() -> None:
    found = items(
        "1 公園整備事業【新規】　　190,569千円", "新 給食費の無償化 …… 2億3,400万円", *OTHERS[1:]
    )
    assert [(item.name, item.mark) for item in found[:2]] == [
        ("公園整備事業", "new"),
        ("給食費の無償化", "new"),
    ]


def test_a_remark_after_an_amount_in_brackets_is_its_description() -> None:
    first = items("・村道改良事業（△12,000千円）　入札差金による減", *OTHERS)[0]
    assert first.amount is not None
    assert (first.name, first.amount.yen) == ("村道改良事業", -12_000_000)
    assert first.description == "入札差金による減"


def test_an_amount_on_a_line_of_its_own_goes_with_the_name_above_it() -> None:
    cards = [
        block("① 子ども医療費の助成", "1,234万円", "高校生まで無料"),
        block("② ほ場整備の推進", "2億300万円", "2地区で着工", top=300),
        block("③ 移住相談窓口の設置", "560万円（新規）", top=500),
    ]
    found = [r for r in take(named_amounts, *cards).records if isinstance(r, BudgetItem)]
    assert [(item.name, item.amount.yen if item.amount else None) for item in found] == [
        ("子ども医療費の助成", 12_340_000),
        ("ほ場整備の推進", 203_000_000),
        ("移住相談窓口の設置", 5_600_000),
    ]


def test_a_name_that_a_sign_opens_may_wrap() -> None:
    cards = [
        block("◆学生寮インターネット環境整", "備事業［245万円］", "…通信環境を整備します"),
        block("◆温泉施設設備整備事業", "［430万円］", "…修繕します", top=300),
        block("◇農業基盤整備事業［715万円］", "…補助金など", top=500),
        block("◇住宅増改築及び廃屋解体", "撤去補助事業", "［290万円］", top=700),
    ]
    found = [r for r in take(named_amounts, *cards).records if isinstance(r, BudgetItem)]
    assert [(item.name, item.amount.yen if item.amount else None) for item in found] == [
        ("学生寮インターネット環境整備事業", 2_450_000),
        ("温泉施設設備整備事業", 4_300_000),
        ("農業基盤整備事業", 7_150_000),
        ("住宅増改築及び廃屋解体撤去補助事業", 2_900_000),
    ]
