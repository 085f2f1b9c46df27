"""Vertical writing is read down, and columns of short entries are not taken for it."""

from typing import Any

from models.page import Role, TextBlock, lines_of
from pipeline.layout import arrange
from pipeline.layout.region import cell_lines
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


PROSE = (
    "これからの季節は道路や歩道では日中の雪どけでできた水たまりが夜には凍りついて滑りやすくな"
    "るためドライバーや歩行者とも気を付けてください雪は広い範囲で短い時間に大量に降り交通の"
    "障害がおきやすくなります引き続き大雪に注意が必要です市のウェブサイトで確かめられます。"
)


def columns(text: str, *, right: float, top: float, length: int, pitch: float = 14.0) -> list[Any]:
    """Vertical text of a size of ten, its columns `pitch` apart from the right."""
    cut = [text[i : i + length] for i in range(0, len(text), length)]
    return [
        char
        for n, column in enumerate(cut)
        for char in draw.text(column, right - pitch * n, top, vertical=True)
    ]


def test_columns_that_stand_closer_than_the_words_of_a_line() -> None:
    (block,) = blocks(columns(PROSE, right=500, top=100, length=20))
    assert "".join(line.text for line in block.lines) == PROSE
    assert all(line.vertical for line in block.lines)


def test_spaced_out_lines_are_no_columns() -> None:
    names = ["歳入予算額", "歳出予算額", "差引残高等"]
    chars = [
        char._replace(x0=50 + 14 * i, x1=60 + 14 * i)
        for n, name in enumerate(names)
        for i, char in enumerate(draw.text(name, 50, 100 + 15 * n))
    ]
    found = [line for block in blocks(chars) for line in block.lines]
    assert [line.text.replace(" ", "") for line in found] == names


def test_tiers_are_parted_by_a_rule_where_there_is_no_gap() -> None:
    upper, lower = PROSE[:80], PROSE[41:121]
    chars = columns(upper, right=500, top=100, length=10)
    chars += columns(lower, right=500, top=204, length=10)
    found = blocks(chars, [draw.line(380, 202, 515, 202)])
    assert "".join(line.text for block in found for line in block.lines) == upper + lower


def test_lines_above_columns_are_read_as_lines() -> None:
    left = ["あいうえおかきくけこさしすせそたち" for _ in range(4)]
    right = ["つてとなにぬねのはひふへほまみむめ" for _ in range(4)]
    chars = [c for n, t in enumerate(left) for c in draw.text(t, 50, 40 + 16 * n)]
    chars += [c for n, t in enumerate(right) for c in draw.text(t, 250, 40 + 16 * n)]
    chars += columns(PROSE, right=400, top=130, length=20)
    found = "".join(line.text for block in blocks(chars) for line in block.lines)
    assert found == "".join(left) + "".join(right) + PROSE


def test_a_line_within_columns_keeps_its_number() -> None:
    chars = columns(PROSE, right=400, top=130, length=20)
    chars += [
        *draw.text("第", 200, 345),
        *draw.text("69", 213, 345),
        *draw.text("回大会", 226, 345),
    ]
    found = [line.text for block in blocks(chars) for line in block.lines]
    assert "第69回大会" in [text.replace(" ", "") for text in found]


def test_closing_marks_set_close_stay_in_their_column() -> None:
    text = "「来年も出たい。」"
    chars = draw.text(text, 300, 100, vertical=True)
    last = chars[-1]
    chars[-1] = last._replace(top=last.top - 5, bottom=last.bottom - 5)
    chars += columns(PROSE, right=282, top=100, length=20)
    first = blocks(chars)[0].lines[0]
    assert first.text == text


def test_spaced_out_names_one_above_the_other_are_lines() -> None:
    chars = [
        char
        for n, name in enumerate(("土　地", "家　屋"))
        for char in draw.text(name, 50, 100 + 15 * n)
    ]
    found = [line for block in blocks(chars) for line in block.lines]
    assert [line.text.replace(" ", "") for line in found] == ["土地", "家屋"]
    assert not any(line.vertical for line in found)


def test_letters_of_questions_and_answers_are_no_vertical_word() -> None:
    chars = [
        char
        for n, letter in enumerate("ＱＡＱＡ")
        for char in draw.text(letter, 50, 100 + 36 * n, size=20)
    ]
    assert not any(line.vertical for block in blocks(chars) for line in block.lines)


def test_a_large_line_over_vertical_text_is_a_heading() -> None:
    chars = draw.text("雪の季節", 420, 100, size=18, vertical=True)
    chars += columns(PROSE, right=390, top=100, length=20)
    title, *rest = blocks(chars)
    assert (title.lines[0].text, title.role) == ("雪の季節", Role.HEADING)
    assert all(block.role is Role.BODY for block in rest)


def _in_cell(rows: list[tuple[str, list[float]]], *, step: float = 11.0) -> list[str]:
    """The lines of a cell whose characters stand at the given places across."""
    chars = [
        char
        for down, (text, places) in enumerate(rows)
        for letter, x in zip(text, places, strict=True)
        for char in draw.text(letter, x, 100 + step * down)
    ]
    return [line.text.replace(" ", "") for line in cell_lines(chars, 1)]


def test_a_heading_of_two_spaced_out_rows_in_a_narrow_cell_is_level() -> None:
    assert _in_cell([("一般", [100, 122]), ("財源", [100, 122])]) == ["一般", "財源"]
    wide = [100.0, 120, 140, 160, 180]
    rows = [("当該年度中", wide), ("起債見込額", wide)]
    assert _in_cell(rows) == ["当該年度中", "起債見込額"]


def test_spaced_out_rows_that_share_their_ends_only_are_level() -> None:
    rows = [("当年度末", [100, 122, 144, 166]), ("現在高見込額", [100, 113, 126, 140, 153, 166])]
    assert _in_cell(rows) == ["当年度末", "現在高見込額"]
    assert _in_cell([("当初", [100, 126]), ("予算額", [100, 113, 126])]) == ["当初", "予算額"]


def test_a_name_written_down_a_narrow_cell_in_two_columns_stays_vertical() -> None:
    down = [("総企", [115.0, 100.0]), ("務画", [115.0, 100.0]), ("部課", [115.0, 100.0])]
    assert _in_cell(down, step=10.5) == ["総務部", "企画課"]
