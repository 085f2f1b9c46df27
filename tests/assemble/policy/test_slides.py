"""Bullets of slides, and which lines belong to them."""

from dataclasses import replace

import pytest

from models import SlidePoint
from models.page import Line, Placed, Table, TextBlock, lines_of
from pipeline.assemble.policy.slides import slide_points
from tests.assemble.made import block, grid, take

BOX = (40.0, 90.0, 262.0, 400.0)


def points(*blocks: object) -> list[str]:
    return [p.text for p in take(slide_points, *blocks).records if isinstance(p, SlidePoint)]  # type: ignore[arg-type]


class TestPoints:
    @pytest.mark.parametrize("sign", ["•", "\uf06e", "・", "●", "➢"])
    def test_signs(self, sign: str) -> None:
        assert points(f"{sign} 鉄道利用の促進\n{sign}災害への備え") == [
            "鉄道利用の促進",
            "災害への備え",
        ]

    def test_wraps(self) -> None:
        text = (
            "• 技術を活用した、実践的な職業\n教育\n\n• 地域を結ぶ交通と\n生活圏の連携に\nよる最適化"
        )
        assert points(text) == [
            "技術を活用した、実践的な職業教育",
            "地域を結ぶ交通と生活圏の連携による最適化",
        ]

    def test_free_lines_below_are_not_wrapped(self) -> None:
        text = "• 共通キャッチフレーズを活用した気運醸成\n未来へ、\n一万年の物語。"
        assert points(text) == ["共通キャッチフレーズを活用した気運醸成"]

    def test_a_word_wrapped_before_its_dot_is_no_point(self) -> None:
        assert points("水素自動車\n・電気自動車\nへの転換") == []
        assert (
            points(
                block("水素自動車", frame=BOX),
                block("・電気自動車", "への転換", top=115, frame=BOX),
            )
            == []
        )

    def test_a_heading_right_below_is_not_wrapped(self) -> None:
        wide = block("•関係機関と連携して検査を実施する体制をつくる", frame=BOX)
        assert points(
            wide, block("•医療の体制の構築", "食・観光の魅力発信", top=120, frame=BOX)
        ) == ["関係機関と連携して検査を実施する体制をつくる", "医療の体制の構築"]

    def test_a_line_that_was_set_apart_is_joined_at_the_edge_of_its_box(self) -> None:
        assert points(
            block("•多様な働き手の就業支援や職場への定着を促進す", frame=BOX),
            block("る取組", top=115, frame=BOX),
        ) == ["多様な働き手の就業支援や職場への定着を促進する取組"]

    def test_squares_are_bullets_where_nothing_stands_under_them(self) -> None:
        assert points(
            block("■資源の調査", frame=BOX), block("■移動の実態", top=120, frame=BOX)
        ) == [
            "資源の調査",
            "移動の実態",
        ]

    @pytest.mark.parametrize("sign", "○◎")
    def test_circles_are_bullets_where_they_stand_one_over_another(self, sign: str) -> None:
        names = ["資源の調査", "移動の実態", "受入の体制", "情報の発信"]
        listed = [
            block(sign + name, frame=BOX, top=100 + 20 * place) for place, name in enumerate(names)
        ]
        assert points(*listed) == names
        assert points(*listed[:2]) == []

    def test_circles_with_text_under_them_are_labels(self) -> None:
        labels = [
            block(f"○{name}", "これに基づき関係者と連携して取組を進める。", top=100 + 40 * place)
            for place, name in enumerate(["現状", "課題", "方針", "体制"])
        ]
        assert points(*labels) == []

    def test_figures_are_handed_on(self) -> None:
        taken = take(slide_points, "・参加企業 355社\n・体制の整備")
        assert len(taken.records) == 2
        assert [len(placed.block.lines) for placed in taken.rest] == [1]  # type: ignore[union-attr]


def test_a_line_further_down_than_lines_of_a_text_is_not_wrapped() -> None:
    full = block("•関係機関と連携して検査を実施する体制をつくり、", "医療を守る", frame=BOX)
    below = block("•関係機関と連携した医療提供体制の構築を進め", top=130, frame=BOX)
    far = block("食・観光・文化の発信", top=158, frame=BOX)
    together = replace(below, block=TextBlock(1, (*_lines(below), *_lines(far)), frame=BOX))
    assert points(full, together)[1] == "関係機関と連携した医療提供体制の構築を進め"


def _lines(placed: Placed) -> tuple[Line, ...]:
    return tuple(lines_of(placed.block))


def test_bullets_of_a_cell_that_states_figures_stay_with_them() -> None:
    cells = grid(
        [
            ["通勤手当", "・電車やバスに乗る職員\n(限度額:55,000円)"],
            ["住居手当", "・借家に住む職員"],
        ]
    )
    taken = take(slide_points, cells)
    (left,) = [placed.block for placed in taken.rest if isinstance(placed.block, Table)]
    assert [cell.text for cell in left.cells] == [
        "通勤手当",
        "・電車やバスに乗る職員(限度額:55,000円)",
        "住居手当",
        "",
    ]
