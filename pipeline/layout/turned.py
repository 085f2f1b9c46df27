"""Pages whose text is drawn on its side: laid out as read, with boxes as shown."""

from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from models.page import Block, Char, Line, Page, PageLayout, Rule, TextBlock
from models.values import BBox
from pipeline.layout.vertical import reads_upwards

_MOST = 0.6
_Place: TypeAlias = Callable[[BBox], BBox]


def is_turned(page: Page) -> bool:
    """Whether most of a page's characters are turned by 90 degrees."""
    turned = sum(not char[6] for char in page.chars)
    return turned > _MOST * len(page.chars)


def arrange_turned(page: Page, arrange: Callable[[Page], PageLayout]) -> PageLayout:
    """The layout of the page as one turns one's head to read it."""
    upwards = reads_upwards([char for char in page.chars if not char[6]])
    width, height = page.width, page.height

    def there(box: BBox) -> BBox:
        x0, top, x1, bottom = box
        if upwards:
            return (height - bottom, x0, height - top, x1)
        return (top, width - x1, bottom, width - x0)

    def back(box: BBox) -> BBox:
        x0, top, x1, bottom = box
        if upwards:
            return (top, height - x1, bottom, height - x0)
        return (width - bottom, x0, width - top, x1)

    def turned(char: Char) -> Char:
        return Char(char[0], *there(char[1:5]), char[5], not char[6], *char[7:])

    layout = arrange(
        replace(
            page,
            width=height,
            height=width,
            chars=[turned(char) for char in page.chars],
            rules=[_moved(rule, there) for rule in page.rules],
            images=[there(image) for image in page.images],
            issues=(),
        )
    )
    blocks = tuple(moved_block(block, back) for block in layout.blocks)
    issues = tuple(
        issue.model_copy(update={"bbox": back(issue.bbox)}) if issue.bbox else issue
        for issue in layout.issues
    )
    return replace(
        layout, width=width, height=height, blocks=blocks, issues=(*page.issues, *issues)
    )


def _moved(rule: Rule, place: _Place) -> Rule:
    x0, top, x1, bottom = place(rule[:4])
    return rule._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def moved_block(block: Block, place: _Place, by: float = 1.0) -> Block:
    """The block with each of its boxes in another place, and its text `by` times as large."""
    if isinstance(block, TextBlock):
        lines = tuple(_line(line, place, by) for line in block.lines)
        return replace(block, lines=lines, frame=block.frame and place(block.frame))
    cells = tuple(
        replace(
            cell,
            lines=tuple(_line(line, place, by) for line in cell.lines),
            bbox=cell.bbox and place(cell.bbox),
        )
        for cell in block.cells
    )
    return replace(block, cells=cells, bbox=block.bbox and place(block.bbox))


def _line(line: Line, place: _Place, by: float) -> Line:
    boxes = array("d")
    for i in range(0, len(line.boxes), 4):
        x0, top, x1, bottom = line.boxes[i : i + 4]
        boxes.extend(place((x0, top, x1, bottom)))
    return replace(line, boxes=boxes, size=line.size * by)
