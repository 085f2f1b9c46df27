"""Strategic projects of an overview, with axis and aim."""

from models import Theme
from pipeline.assemble.themes.parts import strategic_projects
from tests.assemble.made import grid, take

LINES = """\
価値の磨き上げ

暮らしを高める

1. 安心のまち
「住まいる」
プロジェクト

循環を高める

2. 北のめぐみ創出プロジェクト

競争力強化

成長力を高める

3. 未来を拓くプロジェクト

稼ぐ力を高める

4. 輝くプロジェクト

結びつきを高める

5. 交流プロジェクト
"""


def found(*blocks: object) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [
        (t.number, t.name, t.axis.name if t.axis else None, t.aim)
        for t in take(strategic_projects, *blocks).records  # type: ignore[arg-type]
        if isinstance(t, Theme)
    ]


def test_lines_carry_an_axis_no_further_than_it_is_known_to_reach() -> None:
    assert found(LINES) == [
        ("1", "安心のまち「住まいる」プロジェクト", "価値の磨き上げ", "暮らしを高める"),
        ("2", "北のめぐみ創出プロジェクト", "価値の磨き上げ", "循環を高める"),
        ("3", "未来を拓くプロジェクト", "競争力強化", "成長力を高める"),
        ("4", "輝くプロジェクト", "競争力強化", "稼ぐ力を高める"),
        ("5", "交流プロジェクト", None, "結びつきを高める"),
    ]


def test_a_table_says_it_by_its_columns() -> None:
    table = grid(
        [
            ["価値の磨き上げ", None, ""],
            ["暮らしを高める", "循環を高める", "結びつきを高める"],
            ["1. 安心のまち\nプロジェクト", "2. 北のめぐみプロジェクト", "3. 交流プロジェクト"],
        ]
    )
    assert found(table) == [
        ("1", "安心のまちプロジェクト", "価値の磨き上げ", "暮らしを高める"),
        ("2", "北のめぐみプロジェクト", "価値の磨き上げ", "循環を高める"),
        ("3", "交流プロジェクト", None, "結びつきを高める"),
    ]


def test_numbered_headings_that_name_no_plans_are_left() -> None:
    assert found("1. はじめに\n\n2. 現状と課題\n\n3. 推進プロジェクト") == []
