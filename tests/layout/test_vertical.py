"""Vertical writing is read down, and columns of short entries are not taken for it."""

from typing import Any

from models.page import Role, TextBlock, lines_of
from pipeline.layout import arrange
from tests.layout.drawing import draw


def blocks(chars: list[Any], rules: Any = None) -> list[TextBlock]:
    found = arrange(draw.page(chars, rules)).blocks
    assert all(isinstance(block, TextBlock) for block in found)
    return list(found)  # type: ignore[arg-type]


def test_columns_are_read_from_right_to_left() -> None:
    lines = [
        "令和二年度の当初予算が成立",
        "しました総額は前年度から減",
        "ったものの福祉は増えました",
    ]
    chars = [c for i, t in enumerate(lines) for c in draw.text(t, 400 - 18 * i, 100, vertical=True)]
    (block,) = blocks(chars)
    assert [line.text for line in block.lines] == lines
    assert all(line.vertical for line in block.lines)


def test_tiers_are_read_from_the_top() -> None:
    upper = ["上段の一行目の文は長い", "上段の二行目の文は長い", "上段の三行目の文は長い"]
    lower = ["下段の一行目の文は長い", "下段の二行目の文は長い", "下段の三行目の文は長い"]
    chars = []
    for top, tier in ((100, upper), (240, lower)):
        for i, line in enumerate(tier):
            chars += draw.text(line, 400 - 18 * i, top, vertical=True)
    found = [line.text for block in blocks(chars) for line in block.lines]
    assert found == [*upper, *lower]


def test_a_short_number_set_upright_belongs_to_its_column() -> None:
    chars = draw.text("平成", 100, 100, vertical=True)
    chars += draw.text("27", 100, 120)
    chars += draw.text("年度の決算", 100, 130, vertical=True)
    (block,) = blocks(chars)
    assert block.lines[0].text == "平成27年度の決算"


def test_a_label_beside_prose_is_apart_and_comes_first() -> None:
    chars = draw.text("一般会計", 50, 100, vertical=True, size=14)
    lines = ["歳入は前年度より減りましたが、", "市税は増えました。"]
    chars += [c for i, t in enumerate(lines) for c in draw.text(t, 100, 100 + 17 * i)]
    label, prose = blocks(chars)
    assert (label.role, label.lines[0].text) == (Role.LABEL, "一般会計")
    assert [line.text for line in prose.lines] == lines


def test_bullets_and_one_word_entries_are_not_read_down() -> None:
    entries = ["国", "県", "市"]
    chars = []
    for i, entry in enumerate(entries):
        chars += [
            *draw.text(entry, 50, 100 + 14 * i),
            *draw.text(f"{i + 1},000", 200, 100 + 14 * i),
        ]
    found = [line.text for block in blocks(chars) for line in block.lines]
    assert found == ["国 1,000", "県 2,000", "市 3,000"]


def test_bullets_under_one_another_open_lines() -> None:
    rows = [("•", "水素"), ("•", "木材"), ("•", "酪農")]
    chars = [
        char
        for n, (sign, text) in enumerate(rows)
        for char in [*draw.text(sign, 50, 100 + 13 * n), *draw.text(text, 68, 100 + 13 * n)]
    ]
    found = [line for block in arrange(draw.page(chars)).blocks for line in lines_of(block)]
    assert [line.text.replace(" ", "") for line in found] == ["•水素", "•木材", "•酪農"]
    assert not any(line.vertical for line in found)
