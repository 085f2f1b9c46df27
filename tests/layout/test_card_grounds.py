"""Cards on grounds beside each other are no table; tinted columns are one."""

from models.page import Char, Page, Rule, Table, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw

CREAM = (0.99, 0.96, 0.89)


def ground(x0: float, top: float, x1: float, bottom: float) -> Rule:
    return draw.box(x0, top, x1, bottom, stroked=False, filled=True, fill=CREAM)


def cards(rows: int) -> Page:
    chars: list[Char] = []
    rules: list[Rule] = []
    for n in range(2 * rows):
        x, top = 40 + n % 2 * 260, 100 + n // 2 * 52
        rules.append(ground(x, top, x + 252, top + 46))
        rules += [draw.line(x, y, x + 252, y) for y in (top, top + 46)]
        lines = ("道路河川課", f"第{n}橋りょう修繕", f"{n + 1},219千円", "古い橋を直す")
        for place, words in enumerate(lines):
            chars += draw.text(words, x + 6, top + 3 + 11 * place, size=9)
    return draw.page(chars, rules)


def test_cards_are_read_one_by_one() -> None:
    layout = arrange(cards(4))
    assert not [block for block in layout.blocks if isinstance(block, Table)]
    framed = [b for b in layout.blocks if isinstance(b, TextBlock) and b.frame is not None]
    assert len({block.frame for block in framed}) == 8


def test_grounds_under_columns_leave_the_table() -> None:
    chars: list[Char] = []
    rules = [ground(40, 100, 250, 200), ground(256, 100, 400, 200)]
    rules += [draw.line(40, y, 400, y) for y in (100, 120, 140, 160, 180, 200)]
    for n in range(5):
        chars += draw.text(f"第{'一二三四五'[n]}橋りょう修繕", 46, 105 + 20 * n)
        chars += draw.text(f"{n + 1},219", 360, 105 + 20 * n)
    (table,) = (b for b in arrange(draw.page(chars, rules)).blocks if isinstance(b, Table))
    assert (table.rows, table.columns) == (5, 2)
