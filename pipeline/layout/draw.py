"""A page with its layout drawn over it, to see what was made of it."""

from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from models.page import PageLayout, Role, Table, union
from models.values import BBox

_TABLE = (0, 110, 200)
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


def draw_page(
    path: Path | str, number: int, layout: PageLayout, out: Path | str, *, scale: float = 2.0
) -> None:
    """Writes the page as a PNG: blocks by role with their place in the order, lines, table cells.

    `number` is the page's, from 1; `scale` is pixels to the point.
    """
    image = _rendered(path, number, scale)
    draw = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(size=max(8.0, 6.0 * scale))
    for order, block in enumerate(layout.blocks, start=1):
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.bbox and (cell.page or block.page) == number:
                    _box(draw, cell.bbox, scale, (*_TABLE, 160))
                for line in cell.lines:
                    if line.bbox and line.page == number:
                        draw.rectangle(_scaled(line.bbox, scale), fill=(*_TABLE, 30))
            colour, name, box = _TABLE, f"{order} {block.rows}x{block.columns}", block.bbox
        else:
            colour = _COLOURS[block.role]
            for line in block.lines:
                if line.bbox:
                    draw.rectangle(_scaled(line.bbox, scale), fill=(*colour, 40))
            boxes = [line.bbox for line in block.lines if line.bbox]
            box = union(boxes) if boxes else None
            name = str(order) if block.role is Role.BODY else f"{order} {block.role}"
            if block.frame:
                _box(draw, block.frame, scale, (200, 0, 160, 120))
        if box:
            _box(draw, box, scale, (*colour, 255), width=2)
            draw.text((box[0] * scale + 2, box[1] * scale - 2), name, (*colour, 255), font=font)
    image.save(out)


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
