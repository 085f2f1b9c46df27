"""A pale word across a page is no part of the text that is printed upon it."""

from models.page import Char, Colour, Role, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw

LINES = ("道路の整備を進めます。", "河川の改修を進めます。", "公園の管理を続けます。")


def read(colour: Colour) -> list[tuple[Role, str]]:
    text = [char for n, line in enumerate(LINES) for char in draw.text(line, 50, 300 + 15 * n)]
    large = draw.text("見本", 60, 260, size=90)
    chars: list[Char] = [*(char._replace(colour=colour) for char in large), *text]
    blocks = arrange(draw.page(chars)).blocks
    return [
        (block.role, "".join(line.text for line in block.lines))
        for block in blocks
        if isinstance(block, TextBlock)
    ]


def test_a_pale_large_word_stands_apart_and_is_not_lost() -> None:
    found = read((0.85, 0.85, 0.85))
    assert found[-1] == (Role.FOOTER, "見本")
    assert "".join(text for _, text in found[:-1]) == "".join(LINES)


def test_a_dark_or_white_one_is_a_title() -> None:
    for colour in ((0.1, 0.1, 0.1), (1.0, 1.0, 1.0)):
        assert all(role is not Role.FOOTER for role, _ in read(colour))
