"""What repeated names and figures are."""

import pytest

from pipeline.bind.kinds import money_bits, project_bits, statement_share

PROJECTS = [
    "除雪対策事業",
    "道路維持補修費",
    "公園の長寿命化",
    "子育て世帯訪問支援",
    "学校給食管理",
]


def test_names_of_projects_speak_for_projects() -> None:
    assert project_bits(PROJECTS) > 2


@pytest.mark.parametrize(
    "names",
    [
        ["議会費", "総務費", "民生費", "衛生費", "土木費"],
        ["計", "小計", "その他", "合計", "計"],
        ["地財計画", "実績", "地財計画", "実績", "地財計画"],
        ["市税が増えたことにより、", "前年度に比べて", "歳入は", "これを", "その額は"],
        ["男", "女", "計", "男", "女"],
    ],
)
def test_other_names_speak_against_them(names: list[str]) -> None:
    assert project_bits(names) < 0 < project_bits(PROJECTS)


def test_titles_count() -> None:
    assert project_bits(PROJECTS, around=["基金の現在高"]) < project_bits(PROJECTS)
    assert project_bits(PROJECTS, around=["主要事業の概要"]) > project_bits(PROJECTS)


@pytest.mark.parametrize(
    ("texts", "noted", "money"),
    [
        (["12,340", "5,600", "700"], True, True),
        (["12千円", "5千円"], False, True),
        (["1", "3", "7", "12", "20"], False, False),
        (["12.5", "3.4", "88.1"], True, False),
    ],
)
def test_figures_are_money_where_they_look_so(texts: list[str], noted: bool, money: bool) -> None:
    assert (money_bits(texts, noted=noted) > 0) is money


def test_lines_of_a_statement() -> None:
    assert statement_share(["議会費", "総務費", "除雪対策事業"]) == pytest.approx(2 / 3)


def test_what_was_offered_for_works_is_no_project_of_a_budget() -> None:
    works = ["中央橋補修工事", "林道改良工事", "庁舎改修工事"]
    assert project_bits(works) > 0 > project_bits(works, around=["入札結果の公表"])


def test_names_under_a_heading_of_other_things_are_no_projects() -> None:
    allowances = ["防疫業務手当", "管理職手当", "夜間勤務手当"]
    assert project_bits(allowances, heading="手当の名称") < 0
