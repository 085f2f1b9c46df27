"""Targets after their label."""

import pytest

from models.page import Passage
from pipeline.assemble.themes.targets import read_targets
from tests.assemble.made import printed


def read(*texts: str) -> list[tuple[object, ...]]:
    passage = Passage.of([printed(text) for text in texts], separator=" ")
    return [
        (
            t.name,
            t.value and t.value.value,
            t.value and t.value.unit,
            t.value and t.value.comparator,
            t.fiscal_year and t.fiscal_year.year,
        )
        for t in read_targets(passage, 0, theme="地域")
    ]


@pytest.mark.parametrize(
    ("texts", "targets"),
    [
        (["国内線利用者数 2,671万人 (R7)"], [("国内線利用者数", 26_710_000, "人", None, 2025)]),
        (["来場者数100万人（R2）"], [("来場者数", 1_000_000, "人", None, 2020)]),
        (["年間来場者数", "100万人（R2）"], [("年間来場者数", 1_000_000, "人", None, 2020)]),
        (["輸出額 1,500億円 (R5)"], [("輸出額", 150_000_000_000, "円", None, 2023)]),
        (["思う", "人の割合 54.4%以上 (R6) 〕"], [("思う人の割合", 54.4, "%", "at_least", 2024)]),
        (["転出超過ゼロ（R5）"], [("転出超過", 0, "", None, 2023)]),
        (["競技の確実な成功"], [("競技の確実な成功", None, None, None, None)]),
        (
            ["3か年緊急対策 全対策箇所の完了 (R2) 〕"],
            [("3か年緊急対策全対策箇所の完了", None, None, None, 2020)],
        ),
        (
            ["・食料自給率(カロリーベース) 258% (R7)", "・道産木材自給率 70% (R8)"],
            [
                ("食料自給率(カロリーベース)", 258, "%", None, 2025),
                ("道産木材自給率", 70, "%", None, 2026),
            ],
        ),
        (
            ["労働力率 60%以上(R5)", "就業率 前年より上昇(R5)"],
            [("労働力率", 60, "%", "at_least", 2023), ("就業率", None, "", None, 2023)],
        ),
        (
            ["・参加団体数 355団体", "・相談件数 40件"],
            [("参加団体数", 355, "団体", None, None), ("相談件数", 40, "件", None, None)],
        ),
    ],
)
def test_metric_value_and_year(texts: list[str], targets: list[tuple[object, ...]]) -> None:
    assert read(*texts) == targets


def test_words_for_a_figure_are_kept_as_words() -> None:
    passage = Passage.of([printed("就業率 前年より上昇(R5)")])
    (target,) = read_targets(passage, 0, theme=None)
    assert target.value is not None
    assert target.value.text == "前年より上昇"
    assert target.sources["fiscal_year"].text == "R5"
