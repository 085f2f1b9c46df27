"""Pages drawn large or small: laid out at the size that text usually has, with boxes as shown.

A poster and a leaflet made from one file are the same page to who reads them. What is close, thin
or apart is a matter of a point or two at the usual size, and of other lengths at another.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models import BBox
from models.page import Page, PageLayout
from pipeline.layout.turned import moved_block
from pipeline.read.columns import Chars, Rules

# Points: text of documents as they are printed, which is left as it is.
_SMALLEST, _USUAL, _LARGEST = 8.0, 10.0, 12.5


def enlargement(page: Page) -> float:
    """By how much to enlarge a page for its text to have the usual size; 1 where it nearly has."""
    if not page.chars:
        return 1.0
    size = float(np.median(Chars.of(page.chars).sizes))
    return 1.0 if not size or _SMALLEST <= size <= _LARGEST else _USUAL / size


def enlarged(page: Page, by: float) -> Page:
    """The page with every length on it `by` times as long."""
    chars, rules = Chars.of(page.chars), Rules.of(page.rules)
    return replace(
        page,
        width=page.width * by,
        height=page.height * by,
        chars=replace(chars, boxes=chars.boxes * by, sizes=chars.sizes * by),
        rules=replace(rules, boxes=rules.boxes * by, widths=rules.widths * by),
        images=[_grown(image, by) for image in page.images],
        issues=(),
    )


def enlarged_layout(layout: PageLayout, by: float) -> PageLayout:
    """The layout with every length on it `by` times as long."""
    blocks = tuple(moved_block(block, lambda box: _grown(box, by), by) for block in layout.blocks)
    issues = tuple(
        issue.model_copy(update={"bbox": _grown(issue.bbox, by)}) if issue.bbox else issue
        for issue in layout.issues
    )
    return replace(
        layout, width=layout.width * by, height=layout.height * by, blocks=blocks, issues=issues
    )


def _grown(box: Sequence[float], by: float) -> BBox:
    x0, top, x1, bottom = box
    return (x0 * by, top * by, x1 * by, bottom * by)
