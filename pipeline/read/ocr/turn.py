"""Which way up a picture is: told by what its longest lines say when they are turned."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from models.values import BBox
from pipeline.read.ocr.engine import Glyph, Picture, read
from pipeline.read.ocr.sheet import Sheet
from pipeline.read.ocr.strips import Strip, strip_picture

_LONG = 3.0
_SAMPLE = 8
_BETTER = 0.1
_GOOD = 0.85
_ALIKE = 0.6


def quarters_to_turn(sheet: Sheet, texts: Sequence[BBox]) -> int:
    """By how many quarter turns anticlockwise the sheet comes upright; 0 for vertical writing."""
    lines = [box for box in texts if _wide(box) >= _LONG * _high(box)]
    columns = [box for box in texts if _high(box) >= _LONG * _wide(box)]
    if sum(map(_high, columns)) > sum(map(_wide, lines)):
        return _of_columns(sheet, columns)
    sample = _pictures(sheet, lines, column=False)
    as_shown = read(sample)
    if not sample or _sure(as_shown) >= _GOOD:
        return 0
    return (
        2 if _sure(read([_turned(part, 2) for part in sample])) > _sure(as_shown) + _BETTER else 0
    )


def _of_columns(sheet: Sheet, columns: Sequence[BBox]) -> int:
    sample = _pictures(sheet, columns, column=True)
    down = read(sample)
    up = read([_turned(part, 2) for part in sample])
    if _sure(up) > _sure(down) + _BETTER:
        return 3
    # Vertical writing reads as well when its characters are set upright one beside the other.
    set_upright = read([_set_upright(*each) for each in zip(sample, down, strict=True)])
    alike = [
        SequenceMatcher(None, _text(one), _text(other)).ratio()
        for one, other in zip(down, set_upright, strict=True)
    ]
    return 0 if np.mean(alike) >= _ALIKE else 1


def _pictures(sheet: Sheet, boxes: Sequence[BBox], *, column: bool) -> list[Picture]:
    length = _high if column else _wide
    longest = sorted(boxes, key=length, reverse=True)[:_SAMPLE]
    return [strip_picture(sheet.picture, sheet.scale, Strip(box, column)) for box in longest]


def _turned(part: Picture, quarters: int) -> Picture:
    return np.ascontiguousarray(np.rot90(part, quarters))


def _set_upright(part: Picture, glyphs: Sequence[Glyph]) -> Picture:
    """The characters of a column, which lie on their side in `part`, each turned upright."""
    import cv2  # comes with rapidocr

    high, wide = part.shape
    middles = [glyph.at * wide for glyph in glyphs]
    halves = [round((one + other) / 2) for one, other in pairwise(middles)]
    cells = [
        cv2.resize(np.ascontiguousarray(np.rot90(part[:, start:end], 3)), (high, high))
        for start, end in pairwise([0, *halves, wide])
        if end > start
    ]
    return np.hstack(cells) if cells else part


def _sure(found: Sequence[Sequence[Glyph]]) -> float:
    sure = [glyph.confidence for glyphs in found for glyph in glyphs]
    return float(np.mean(sure)) if sure else 0.0


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def _wide(box: BBox) -> float:
    return box[2] - box[0]


def _high(box: BBox) -> float:
    return box[3] - box[1]
