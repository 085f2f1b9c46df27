"""Labels of drawn charts are kept apart from text and tables, and shaded cells stay cells."""

import pytest

from models.page import Char, Page, Role, Rule, Table, TextBlock
from pipeline.layout import arrange
from pipeline.layout.bars import bar_areas
from tests.layout.drawing import draw

BLUE, GREEN, RED = (0.2, 0.4, 0.7), (0.4, 0.7, 0.3), (0.8, 0.3, 0.3)
BODY = "市税は五年続けて増え、令和六年度は過去最高となりました。"


def filled(x0: float, top: float, x1: float, bottom: float, fill: tuple[float, ...]) -> Rule:
    return draw.box(x0, top, x1, bottom, stroked=False, filled=True, fill=fill)


def labels(page: Page) -> list[str]:
    blocks = arrange(page).blocks
    return [
        block.lines[0].text
        for block in blocks
        if isinstance(block, TextBlock) and block.role is Role.CHART
    ]


def texts(page: Page) -> list[str]:
    blocks = arrange(page).blocks
    return [
        "".join(line.text for line in block.lines)
        for block in blocks
        if isinstance(block, TextBlock) and block.role is not Role.CHART
    ]


def standing(heights: list[int]) -> tuple[list[Char], list[Rule]]:
    """Bars from a line at 400, each with its value above and its year below."""
    chars, rules = draw.text("億円", 80, 244, size=8), [draw.line(100, 400, 300, 400)]
    for n, high in enumerate(heights):
        x = 110 + 40 * n
        rules.append(filled(x, 400 - high, x + 20, 400, BLUE))
        chars += draw.text(str(high), x + 2, 389 - high, size=8)
        chars += draw.text(f"R{n + 3}", x + 4, 404, size=8)
    for n in range(4):
        rules.append(draw.line(100, 260 + 35 * n, 300, 260 + 35 * n))
        chars += draw.text(str(160 - 40 * n), 80, 256 + 35 * n, size=8)
    return chars, rules


def test_bars_with_values_and_years() -> None:
    chars, rules = standing([90, 105, 118, 131])
    chars += draw.text(BODY, 50, 100)
    chars += draw.text("これからは人口の減少により減る見込みです。", 50, 440)
    page = draw.page(chars, rules)
    assert {"90", "105", "118", "131", "R3", "R6", "160", "億円"} <= set(labels(page))
    assert texts(page) == [BODY, "これからは人口の減少により減る見込みです。"]


def test_each_of_two_charts_follows_its_title() -> None:
    chars, rules = standing([90, 105, 118, 131])
    chars += [c._replace(x0=c.x0 + 250, x1=c.x1 + 250) for c in chars]
    rules += [r._replace(x0=r.x0 + 250, x1=r.x1 + 250) for r in rules]
    chars += [*draw.text("図１　歳入", 85, 228), *draw.text("図２　歳出", 335, 228)]
    found = [
        block.lines[0].text if block.role is not Role.CHART else "-"
        for block in arrange(draw.page(chars, rules)).blocks
        if isinstance(block, TextBlock)
    ]
    assert [text.replace(" ", "") for text in found if text != "-"] == ["図1歳入", "図2歳出"]
    assert found.count("-") > 20
    assert found.index("-") < len(found) // 2


def test_stacked_bars_and_the_names_of_their_colours() -> None:
    shares = [(120, 80, 60), (110, 90, 70), (100, 85, 90)]
    chars: list[Char] = []
    rules: list[Rule] = []
    for n, parts in enumerate(shares):
        x, y = 150.0, 200 + 30 * n
        chars += draw.text(f"令和{n + 4}年度", 90, y + 4, size=9)
        for part, colour in zip(parts, (BLUE, GREEN, RED), strict=True):
            rules.append(filled(x, y, x + part, y + 18, colour))
            chars += draw.text(f"{part}億円", x + 8, y + 4, size=9)
            x += part
    for n, (name, colour) in enumerate((("市税", BLUE), ("交付税", GREEN), ("国庫支出金", RED))):
        rules.append(filled(150 + 90 * n, 330, 158 + 90 * n, 338, colour))
        chars += draw.text(name, 162 + 90 * n, 330, size=9)
    chars += draw.text(BODY, 50, 100)
    page = draw.page(chars, rules)
    assert {"120億円", "90億円", "令和4年度", "市税", "国庫支出金"} <= set(labels(page))
    assert not any(isinstance(block, Table) for block in arrange(page).blocks)
    assert texts(page) == [BODY]


@pytest.mark.parametrize("shaded", [(0, 1, 2, 3), (0, 2), (1, 3)])
def test_a_table_with_shaded_cells_stays_a_table(shaded: tuple[int, ...]) -> None:
    xs, ys = [50.0, 180.0, 260.0, 300.0], [100.0, 120.0, 140.0, 160.0, 180.0]
    rules = draw.ruled(xs, ys)
    chars = []
    for row in range(4):
        for column in range(3):
            chars += draw.text(f"{row}{column}", xs[column] + 5, ys[row] + 5)
        if row in shaded:
            end = xs[1 + row % 3]
            rules.insert(0, filled(xs[0], ys[row], end, ys[row + 1], GREEN))
    (table,) = arrange(draw.page(chars, rules)).blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (4, 3)


def test_marks_of_one_pitch_are_no_bars() -> None:
    chars: list[Char] = []
    rules = []
    for n, mark in enumerate(("新", "補正", "拡充", "新", "補正予算")):
        wide = 10 * len(mark) + 6
        rules.append(filled(50, 100 + 24 * n, 50 + wide, 114 + 24 * n, RED))
        chars += draw.text(mark, 53, 102 + 24 * n)
        chars += draw.text(f"事業の{n}番目の説明です", 110, 102 + 24 * n)
    assert labels(draw.page(chars, rules)) == []


def test_lines_over_a_grid() -> None:
    rules = [draw.line(100, 200 + 25 * n, 340, 200 + 25 * n) for n in range(6)]
    chars = []
    for n in range(6):
        chars += draw.text(str(50 - 10 * n), 84, 196 + 25 * n, size=8)
    for n, (y, after) in enumerate([(290, 270), (270, 280), (280, 230)]):
        x = 120 + 70 * n
        drawn = draw.line(x, min(y, after), x + 70, max(y, after))
        rules.append(drawn._replace(stroke=RED, kind="curve", segments=1))
        chars += draw.text(f"R{n + 3}", x, 332, size=8)
    chars += draw.text(BODY, 50, 100)
    page = draw.page(chars, rules)
    assert set(labels(page)) == {"50", "40", "30", "20", "10", "0", "R3", "R4", "R5"}
    assert texts(page) == [BODY]


def test_every_other_cell_of_a_shaded_heading_is_no_bar() -> None:
    grey = (0.91, 0.93, 0.97)
    edges = [(100, 140, 20), (140, 185, 20), (185, 225, 20), (225, 270, 20), (270, 310, 40)]
    rules = [filled(x0, 200 - high, x1, 200, grey) for x0, x1, high in edges]
    assert bar_areas(rules, []) == []


def test_shaded_headings_of_forms_are_cells() -> None:
    """Forms one below the other, whose cells have the width that their own text asks for."""
    chars: list[Char] = []
    rules: list[Rule] = []
    for n, wide in enumerate([102, 96, 102, 92]):
        top = 100 + 90 * n
        rules += draw.ruled([40, 130, 130 + wide, 400], [top, top + 18, top + 36])
        rules.append(filled(130, top, 130 + wide, top + 18, BLUE))
        for x, words in [(46, "財源内訳"), (134, "国庫支出金"), (300, "一般財源")]:
            chars += draw.text(words, x, top + 4)
        chars += draw.text(f"{n + 1},200円", 150, top + 22)
        chars += draw.text(f"{n + 7},300円", 300, top + 22)
    page = draw.page(chars, rules)
    assert labels(page) == []
    tables = [block for block in arrange(page).blocks if isinstance(block, Table)]
    assert [(table.rows, table.columns) for table in tables] == [(2, 3)] * 4


def test_cells_painted_in_three_shades_take_no_time() -> None:
    """Each cell of a column lies upon itself in other shades: no way up is tried twice."""
    shades = ((0.8, 0.9, 1.0), (0.6, 0.8, 1.0), (0.3, 0.5, 0.7))
    rules = [
        filled(50 + 90 * column, 60 + 20 * row, 130 + 90 * column, 80 + 20 * row, shade)
        for column in range(4)
        for row in range(30)
        for shade in shades
    ]
    assert bar_areas(rules, []) == []
