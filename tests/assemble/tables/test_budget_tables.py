"""Documents without a budget give no project, whatever their tables look like."""

import pytest

from models import BudgetItem, BudgetStatementLine
from models.page import Placed
from pipeline.assemble import assemble
from pipeline.assemble.family import About
from tests.assemble.grids import ABOUT, table, text

NOWHERE = About("0" * 64)
REGULATION = [
    text("南国市手数料条例", "第1条 この条例は、手数料の徴収について定める。", "別表(第2条関係)"),
    table(
        [["区分", "事務の名称", "金額"], ["1", "戸籍謄本の交付", "450円"], ["2", "住民票", "300円"]]
    ),
]
SUBSIDY = [
    text("商店街活性化事業補助金交付要綱", "別表"),
    table([["補助対象事業", "補助率", "限度額"], ["空き店舗活用事業", "1/2", "500千円"]]),
]
NAMES = [
    text("総合計画審議会委員名簿"),
    table(
        [
            ["番号", "氏名", "所属", "任期"],
            ["1", "委員一", "大学", "2年"],
            ["2", "委員二", "公募", "2年"],
        ]
    ),
]
VOTES = [
    text("令和4年第1回定例会 議決結果一覧"),
    table(
        [["議案番号", "件名", "賛成", "反対", "結果"], ["第1号", "工事請負契約", "18", "2", "可決"]]
    ),
]
STATISTICS = [
    text("令和4年度 施設の利用状況", "(単位:人)"),
    table([["施設名", "令和4年度", "令和3年度", "増減"], ["図書館", "1,200", "1,000", "200"]]),
]


@pytest.mark.parametrize("blocks", [REGULATION, SUBSIDY, NAMES, VOTES, STATISTICS])
@pytest.mark.parametrize("about", [ABOUT, NOWHERE])
def test_no_project_without_a_budget(blocks: list[Placed], about: About) -> None:
    records = assemble(blocks, about).records
    assert not [r for r in records if isinstance(r, BudgetItem | BudgetStatementLine)]
