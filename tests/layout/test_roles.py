"""Page numbers, notes, headings, labels, marks and charts are told by look and place."""

from dataclasses import replace
from typing import Any

from models.page import Role, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw

BODY = "この年度の予算は、市民の暮らしを守ることに重点を置きました。"


def roles(chars: list[Any], rules: Any = None) -> dict[str, Role]:
    found = arrange(draw.page(chars, rules)).blocks
    return {b.lines[0].text: b.role for b in found if isinstance(b, TextBlock)}


def test_heading_note_and_page_number() -> None:
    chars = [
        *draw.text("重点政策", 50, 60, size=16),
        *draw.text("（単位：千円）", 480, 90),
        *draw.text(BODY, 50, 120),
        *draw.text("- 12 -", 285, 810),
    ]
    assert roles(chars) == {
        "重点政策": Role.HEADING,
        "(単位:千円)": Role.NOTE,
        BODY: Role.BODY,
        "- 12 -": Role.PAGE_NUMBER,
    }


def test_facing_pages_have_two_numbers_and_a_year_is_none() -> None:
    chars = [
        *draw.text(BODY, 50, 120),
        *draw.text("- 4 -", 150, 810),
        *draw.text("- 5 -", 430, 810),
    ]
    found = roles(chars)
    assert [text for text, role in found.items() if role is Role.PAGE_NUMBER] == ["- 4 -", "- 5 -"]
    year = roles([*draw.text(BODY, 50, 120), *draw.text("2020", 285, 810)])
    assert year["2020"] is not Role.PAGE_NUMBER


def test_a_mark_stands_before_its_line_and_begins_a_block() -> None:
    red = (0.8, 0.1, 0.1)
    chars = [
        *draw.text("新", 52, 102, size=8),
        *draw.text("道内市町村と連携したプロモーション", 70, 101),
        *draw.text("の実施", 70, 116),
        *draw.text("拡", 52, 132, size=8),
        *draw.text("聖火リレーの実施", 70, 131),
    ]
    rules = [
        draw.box(50, top, 62, top + 12, stroked=False, filled=True, fill=red) for top in (100, 130)
    ]
    first, second = arrange(draw.page(chars, rules)).blocks
    assert isinstance(first, TextBlock)
    assert isinstance(second, TextBlock)
    assert [line.text for line in first.lines] == [
        "新 道内市町村と連携したプロモーション",
        "の実施",
    ]
    assert [line.text for line in second.lines] == ["拡 聖火リレーの実施"]


def test_labels_on_a_picture_are_a_chart() -> None:
    chars = draw.text(BODY, 50, 60)
    for i, label in enumerate(["市税", "25.1%", "その他", "7.0%", "市債"]):
        chars += draw.text(label, 120 + 22 * i, 200 + 25 * i, size=8)
    page = replace(draw.page(chars), images=[(100.0, 180.0, 300.0, 340.0)])
    found = {b.lines[0].text: b.role for b in arrange(page).blocks if isinstance(b, TextBlock)}
    assert found[BODY] is Role.BODY
    assert {found[label] for label in ("市税", "25.1%", "7.0%", "市債")} == {Role.CHART}


def test_white_boxes_make_no_frame_and_a_ground_does() -> None:
    white = draw.box(45, 95, 200, 115, stroked=False, filled=True, fill=(1.0, 1.0, 1.0))
    blue = draw.box(45, 135, 400, 155, stroked=False, filled=True, fill=(0.1, 0.3, 0.6))
    chars = [*draw.text("白い箱の前の文", 50, 100), *draw.text("青い帯の見出し", 50, 140)]
    plain, band = arrange(draw.page(chars, [white, blue])).blocks
    assert isinstance(plain, TextBlock)
    assert isinstance(band, TextBlock)
    assert plain.frame is None
    assert (band.frame, band.fill, band.role) == (
        (45, 135, 400, 155),
        (0.1, 0.3, 0.6),
        Role.HEADING,
    )
