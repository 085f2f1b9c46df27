"""Goals in sentences: what is measured, where it stands, where it is to go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Indicator
from pipeline.assemble.stated.told import told
from pipeline.prose.figures import figures_in
from pipeline.prose.goals import goal_in
from pipeline.recognise.language import words
from tests.assemble.grids import ABOUT
from tests.assemble.grids import text as block


def _read(text: str) -> tuple[str, list[tuple[str, object, int | None]]] | None:
    goal = goal_in(text, figures_in(text), 2024, words)
    if goal is None:
        return None
    return goal.name, [
        (role, value.value, value.fiscal_year.year if value.fiscal_year else None)
        for role, _, value in goal.parts
    ]


@pytest.mark.parametrize(
    ("text", "name", "parts"),
    [
        (
            "健康診査の受診率の目標値を80%から85%に引き上げます。",
            "健康診査の受診率",
            [("target", 80, None), ("revised_target", 85, None)],
        ),
        (
            "特定健診受診率を、令和5年度の45%から令和10年度までに60%に引き上げることを目標とします。",
            "特定健診受診率",
            [("baseline", 45, 2023), ("target", 60, 2028)],
        ),
        (
            "移住者数の目標を年間120人から150人に見直しました。",
            "移住者数",
            [("target", 120, None), ("revised_target", 150, None)],
        ),
        (
            "図書館の利用者数は、現状値が12万人、目標値は15万人です。",
            "図書館の利用者数",
            [("baseline", 120_000, None), ("target", 150_000, None)],
        ),
        (
            "待機児童数を令和8年度までに0人とすることを目標としています。",
            "待機児童数",
            [("target", 0, 2026)],
        ),
        (
            "観光入込客数について、令和10年度の目標値を120万人と設定しました。",
            "観光入込客数",
            [("target", 1_200_000, 2028)],
        ),
    ],
)
def test_goals_are_read(text: str, name: str, parts: list[object]) -> None:
    assert _read(text) == (name, parts)


@pytest.mark.parametrize(
    "text",
    [
        "利用者数は12万人から15万人に増えました。",
        "目標に向け、30人の職員と5か所の窓口で取り組みます。",
        "市長は、50%を目標とすると述べました。",
        "参加者数は30人、目標達成率は80%でした。",
    ],
)
def test_what_sets_no_plain_goal_is_left_alone(text: str) -> None:
    assert _read(text) is None


@given(
    st.sampled_from(["特定健診受診率", "移住者数", "ごみの排出量"]),
    st.integers(2, 40),
    st.integers(41, 99),
    st.sampled_from(
        [
            "{name}の目標値を{old}から{new}に引き上げます。",
            "{name}の目標を、{old}から{new}へ変更いたします。",
            "{name}の目標値については、{old}から{new}に見直しています。",
        ]
    ),
)
def test_a_goal_reworded_is_the_same_goal(name: str, old: int, new: int, form: str) -> None:
    found = _read(form.format(name=name, old=f"{old}%", new=f"{new}%"))
    assert found == (name, [("target", old, None), ("revised_target", new, None)])


def test_an_indicator_has_its_values_and_no_fact_repeats_them() -> None:
    text = "待機児童数を令和8年度までに0人とすることを目標としています。"
    (record,) = told([block(text)], ABOUT).records
    assert isinstance(record, Indicator)
    assert record.name == "待機児童数"
    assert record.target is not None
    assert record.target.value == 0
    assert record.sources["target"].text == "0人"
