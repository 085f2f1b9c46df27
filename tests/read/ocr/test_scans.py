"""A page that was printed and scanned reads as the page: figures, their places, their rows."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.page import Page, PageLayout, Table
from models.values import BBox
from pipeline.layout import arrange
from pipeline.read import open_document
from pipeline.read.ocr import with_ocr
from tests.read.ocr.scans import MADE, Grey, leaning, picture_of, scan, worn

DOCUMENT = MADE / "kakuu-r7-shuyo.pdf"
_FIGURE = re.compile(r"[△▲]? ?\d[\d,.]*")


def pages(path: Path) -> list[Page]:
    with open_document(path) as document:
        return [page for page in document.pages() if isinstance(page, Page)]


def read(tmp_path: Path, picture: Grey) -> Page:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(picture))
    (page,) = pages(path)
    return with_ocr(path, page, mode="auto")


def figures(layout: PageLayout) -> Iterator[tuple[str, BBox]]:
    for line in layout.lines():
        for match in _FIGURE.finditer(line.text):
            box = line.source(*match.span()).bbox
            assert box is not None
            yield match[0].replace(" ", "").replace("▲", "△"), box


def covered(inner: BBox, outer: BBox) -> float:
    """How much of a box lies in another."""
    wide = min(inner[2], outer[2]) - max(inner[0], outer[0])
    high = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return max(wide, 0.0) * max(high, 0.0) / area


def printed() -> PageLayout:
    return arrange(pages(DOCUMENT)[0])


def grid(layout: PageLayout) -> list[list[str]]:
    (table,) = [block for block in layout.blocks if isinstance(block, Table)]
    return [[re.sub(r"\s", "", cell.text) if cell else "" for cell in row] for row in table.grid()]


def test_a_worn_scan_that_leans_reads_as_the_page(tmp_path: Path) -> None:
    truth = printed()
    page = read(tmp_path, worn(leaning(picture_of(DOCUMENT, 1), 1.2), noise=6, ground=25))
    assert page.from_ocr
    assert page.turn is not None
    layout = arrange(page)
    wanted, found = list(figures(truth)), list(figures(layout))
    assert len(wanted) > 100
    assert [text for text, _ in found if text not in {t for t, _ in wanted}] == []
    assert len(found) >= 0.98 * len(wanted)
    rows = [[cell for cell in row if _FIGURE.fullmatch(cell)] for row in grid(truth)]
    same = [
        row == [cell for cell in told if _FIGURE.fullmatch(cell)]
        for row, told in zip(rows, grid(layout), strict=True)
    ]
    assert sum(same) >= 0.95 * len(same)


def test_boxes_stand_on_the_print_of_a_page_that_leans(tmp_path: Path) -> None:
    picture = leaning(picture_of(DOCUMENT, 1), -1.5)
    page = read(tmp_path, picture)
    assert page.turn is not None
    scale = 200 / 72
    # A comma that touches a digit has no ink of its own.
    for char in (char for char in page.chars if char.text.isalnum()):
        x0, top, x1, bottom = page.turn.box(char[1:5])
        part = picture[
            int(top * scale) : int(bottom * scale) + 1, int(x0 * scale) : int(x1 * scale) + 1
        ]
        assert part.min() < 160, char


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_scan_on_its_side_is_read_upright_and_boxed_as_shown(
    tmp_path: Path, quarters: int
) -> None:
    truth = printed()
    page = read(tmp_path, np.ascontiguousarray(np.rot90(picture_of(DOCUMENT, 1), quarters)))
    assert page.turn is not None
    found = [(text, page.turn.box(box)) for text, box in figures(arrange(page))]
    missed = [
        text
        for text, box in figures(truth)
        if not any(
            text == other and covered(there, _rotated(box, truth, quarters)) > 0.5
            for other, there in found
        )
    ]
    assert missed == []


def _rotated(box: BBox, layout: PageLayout, quarters: int) -> BBox:
    """Where a box is on the page that was turned anticlockwise."""
    x0, top, x1, bottom = box
    wide, high = layout.width, layout.height
    return {
        1: (top, wide - x1, bottom, wide - x0),
        2: (wide - x1, high - bottom, wide - x0, high - top),
        3: (high - bottom, x0, high - top, x1),
    }[quarters]


def test_every_character_says_how_sure_it_is(tmp_path: Path) -> None:
    page = read(tmp_path, picture_of(DOCUMENT, 1))
    assert all(char.confidence is not None and 0 < char.confidence <= 1 for char in page.chars)
    assert [issue.code for issue in page.issues][:1] == ["read_by_ocr"]


def test_an_empty_sheet_reads_as_empty(tmp_path: Path) -> None:
    page = read(tmp_path, np.full((1100, 800), 250, np.uint8))
    assert page.chars == []
