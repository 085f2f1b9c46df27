"""Figures with a label."""

import pytest

from models import Fact, Money
from pipeline.assemble.stated.labelled_facts import labelled_facts
from tests.assemble.grids import ABOUT, text
from tests.assemble.made import take


def facts(text: str) -> list[tuple[object, ...]]:
    found = [r for r in take(labelled_facts, text).records if isinstance(r, Fact)]
    assert not any(isinstance(fact.value, Money) for fact in found)
    return [
        (r.label, r.value.value, r.value.unit, r.scope, r.fiscal_year and r.fiscal_year.year)  # type: ignore[union-attr]
        for r in found
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "・応援団会議参加企業・団体数 355社",
            [("応援団会議参加企業・団体数", 355, "社", None, None)],
        ),
        (
            "- 登録者（個人） 延べ約1,730名\n(2月12日時点)",
            [("登録者(個人)", 1730, "名", None, None)],
        ),
        ("人口\n\n2019 北海道：530.4万人", [("人口", 5_304_000, "人", "北海道", 2019)]),
        (
            "振興局が中心となって51の地域プロジェクトを展開する。",
            [("地域プロジェクト", 51, "", None, None)],
        ),
        ("・新たに5人を採用し、体制を強化", []),
        ("・平成25年度", []),
    ],
)
def test_labels_and_figures(text: str, found: list[tuple[object, ...]]) -> None:
    assert facts(text) == found


def test_a_claim_does_not_take_a_line_with_amounts_from_others() -> None:
    taken = labelled_facts([text("総額は4,604億円で、75の新規事業を盛り込む。")], ABOUT)
    assert taken.records == []
    assert len(taken.rest) == 1
