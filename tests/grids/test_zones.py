"""Columns and frames of a page: what is read down together."""

from models.page import Block, Line, PageLayout, TextBlock
from models.values import BBox
from pipeline.grids.zones import zones


def placed(text: str, x: float, top: float, *, frame: BBox | None = None) -> TextBlock:
    """A line of ten points, a full size wide for each character and half of it for ASCII."""
    boxes: list[float] = []
    at = x
    for char in text:
        wide = 5.0 if char.isascii() else 10.0
        boxes += [at, top, at + wide, top + 10]
        at += wide
    line = Line(
        page=1,
        text=text,
        printed=text,
        origin=tuple(range(len(text))),
        boxes=tuple(boxes),
        size=10.0,
    )
    return TextBlock(1, (line,), frame=frame)


def texts(blocks: list[Block]) -> list[list[list[str]]]:
    found = zones(PageLayout(1, 600.0, 800.0, tuple(blocks)), 0)
    return [[[token.text for token in row] for row in zone.rows] for zone in found]


def test_a_title_on_a_ground_heads_what_stands_below_it() -> None:
    blocks: list[Block] = []
    for x, name, amount in ((30, "敬老祝金", "505万円"), (330, "花火大会", "62万円")):
        blocks.append(placed(name, x, 60, frame=(x - 2, 58, x + 250, 72)))
        blocks.append(placed(amount, x, 80))
        blocks += [placed("長い説明の文章を書いてある", x, 100 + 12 * n) for n in range(3)]
    first, second = texts(blocks)
    assert first[:2] == [["敬老祝金"], ["505万円"]]
    assert second[:2] == [["花火大会"], ["62万円"]]


def test_a_frame_with_an_amount_stays_a_frame() -> None:
    frame = (28.0, 58.0, 300.0, 72.0)
    blocks: list[Block] = [placed("敬老祝金 505万円", 30, 60, frame=frame)]
    blocks += [placed("長い説明の文章を書いてある", 30, 100 + 12 * n) for n in range(3)]
    assert [["敬老祝金", "505万円"]] in texts(blocks)


def test_figures_that_reach_out_of_their_column_belong_to_it() -> None:
    """The amount stands at the right edge, over a gap that the short lines below leave."""
    blocks: list[Block] = []
    for x, name in ((30, "敬老祝金を支給"), (230, "花火大会の開催"), (430, "図書館の改修費")):
        blocks.append(placed(name, x, 60))
        blocks.append(placed("5,505万円", x + 100, 80))
        blocks += [placed("短い説明文", x, 100 + 12 * n) for n in range(3)]
    assert [[row for row in zone if "5,505万円" in row] for zone in texts(blocks)] == [
        [["5,505万円"]]
    ] * 3
