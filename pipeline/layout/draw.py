"""A page with its layout drawn over it, to see what was made of it."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from models.page import Line, PageLayout, Role, Table, union
from models.values import BBox

_Colour: TypeAlias = tuple[int, int, int]

_TABLE = (0, 110, 200)
_WAY = (0, 150, 140, 130)
_PLAIN = (Role.BODY, Role.CHART)
_WORD = re.compile(r"\S+")
_COLOURS = {
    Role.BODY: (90, 90, 90),
    Role.HEADING: (200, 0, 0),
    Role.HEADER: (150, 100, 0),
    Role.FOOTER: (150, 100, 0),
    Role.PAGE_NUMBER: (150, 100, 0),
    Role.NOTE: (0, 140, 60),
    Role.LABEL: (160, 0, 160),
    Role.CHART: (230, 120, 0),
}


class _Tag(NamedTuple):
    """What is said of a block at its corner."""

    box: BBox
    name: str
    colour: _Colour


def draw_page(
    path: Path | str, number: int, layout: PageLayout, out: Path | str, *, scale: float = 2.0
) -> None:
    """Writes the page as a PNG: words, cells, and blocks by role, tagged with their order and role.

    A line leads from block to block as they are read. `number` is the page's, from 1; `scale` is
    pixels to the point.
    """
    image = _rendered(path, number, scale)
    draw = ImageDraw.Draw(image, "RGBA")
    tags: list[_Tag] = []
    for order, block in enumerate(layout.blocks, start=1):
        if isinstance(block, Table):
            _draw_table(draw, block, number, scale)
            colour, box = _TABLE, block.bbox
            name = f"{order} table {block.rows}x{block.columns}"
        else:
            colour = _COLOURS[block.role]
            _draw_lines(draw, block.lines, number, colour, scale=scale)
            boxes = [line.bbox for line in block.lines if line.bbox]
            box = union(boxes) if boxes else None
            name = str(order) if block.role in _PLAIN else f"{order} {block.role}"
            if block.frame:
                _box(draw, block.frame, scale, (200, 0, 160, 120))
        if box:
            _box(draw, box, scale, (*colour, 255), width=2)
            tags.append(_Tag(box, name, colour))
    _draw_order(draw, tags, scale)
    image.save(out)


def _draw_table(draw: ImageDraw.ImageDraw, table: Table, number: int, scale: float) -> None:
    for cell in table.cells:
        if cell.bbox and (cell.page or table.page) == number:
            _box(draw, cell.bbox, scale, (*_TABLE, 160))
        _draw_lines(draw, cell.lines, number, _TABLE, scale=scale)


def _draw_lines(
    draw: ImageDraw.ImageDraw,
    lines: Iterable[Line],
    number: int,
    colour: _Colour,
    *,
    scale: float,
) -> None:
    """The words of the lines that stand on the page, on a tinted ground."""
    for line in lines:
        if line.page != number:
            continue
        for word in _WORD.finditer(line.printed):
            box = line.box(word.start(), word.end())
            if box:
                draw.rectangle(_scaled(box, scale), fill=(*colour, 40), outline=(*colour, 110))


def _draw_order(draw: ImageDraw.ImageDraw, tags: Sequence[_Tag], scale: float) -> None:
    """A tag at each block's corner, and the way that reading takes from tag to tag."""
    font = ImageFont.load_default(size=max(8.0, 6.0 * scale))
    way = [(tag.box[0] * scale, tag.box[1] * scale) for tag in tags]
    for start, end in pairwise(way):
        draw.line([start, end], fill=_WAY, width=1)
    for (x, y), tag in zip(way, tags, strict=True):
        x0, y0, x1, y1 = draw.textbbox((0, 0), tag.name, font=font)
        wide, high = x1 - x0 + 4, y1 - y0 + 4
        left, top = max(x - 3, 0.0), max(y - high, 0.0)
        draw.rectangle((left, top, left + wide, top + high), fill=(*tag.colour, 225))
        draw.text((left + 2 - x0, top + 2 - y0), tag.name, (255, 255, 255, 255), font=font)


def _rendered(path: Path | str, number: int, scale: float) -> Image.Image:
    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        try:
            image: Image.Image = page.render(scale=scale).to_pil()
            return image.convert("RGB")
        finally:
            page.close()
    finally:
        document.close()


def _box(
    draw: ImageDraw.ImageDraw,
    box: BBox,
    scale: float,
    colour: tuple[int, int, int, int],
    *,
    width: int = 1,
) -> None:
    draw.rectangle(_scaled(box, scale), outline=colour, width=width)


def _scaled(box: BBox, scale: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (value * scale for value in box)
    return (min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))
