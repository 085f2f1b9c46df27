"""Lines of a budget with their shares, in lists and in cards, and direction by name."""

from pathlib import Path

import pytest

from models import BudgetStatementLine
from pipeline.schemas.shares import way_of
from tests.schemas.texts import read

LINES = (
    ("市税", "58.6億円", 25.1),
    ("地方交付税", "42.6億円", 18.3),
    ("国庫支出金", "42.2億円", 18.1),
    ("繰入金", "3.1億円", 1.3),
)


@pytest.mark.parametrize(
    "form", ["●{0} {1}（{2}％）", "・{0}　　　　　{1}　　{2}％", "{0}…………{1}（{2}％）"]
)
def test_each_line_has_its_amount_and_share(tmp_path: Path, form: str) -> None:
    body = "\n".join(form.format(*line) for line in LINES)
    found = read(tmp_path, "令和4年度 一般会計当初予算", "歳入", body).records
    lines = [record for record in found if isinstance(record, BudgetStatementLine)]
    assert [(r.name, r.amount and r.amount.text, r.share_percent) for r in lines] == [*LINES]
    assert {r.direction for r in lines} == {"revenue"}


def test_words_that_the_law_does_not_know_make_no_statement(tmp_path: Path) -> None:
    body = "\n".join(f"●{name} {100 * n}万円（{10 * n}％）" for n, name in enumerate("甲乙丙丁", 1))
    found = read(tmp_path, "令和4年度 アンケート結果", body).records
    assert not [record for record in found if isinstance(record, BudgetStatementLine)]


@pytest.mark.parametrize(
    ("name", "way"),
    [("市税", "revenue"), ("民生費", "expenditure"), ("まちづくり", None)],
)
def test_a_name_of_one_side_says_the_direction(name: str, way: str | None) -> None:
    assert way_of(name) == way
