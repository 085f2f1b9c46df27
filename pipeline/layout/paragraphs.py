"""Rows into blocks: a paragraph, a list item or a heading each."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from models.page import Block, Line, TextBlock
from pipeline.layout.flow import Column, Row
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece

_FIGURE_TEXT = re.compile(
    r"[\d,.△▲▼()\[\]〔〕%千百万億円人件\s+\-－―—…:：]*\d[^ぁ-んァ-ヶ一-龠]*[千百万億円人件%年)）\]]*"
)
_ITEM = re.compile(
    r"[・･●○◎◯■□◆◇▲▼▽★☆※➢➣▶►▷⇒•‣]|"
    r"[(（〔][0-9一二三四五六七八九十ア-ンa-zA-Z]{1,3}[)）〕]|"
    r"[0-9]{1,2}[.．、 ]\D|[①-⑳㉑-㉟]|第[0-9一二三四五六七八九十]+[条章節項款]?|[【◇《]"
)
_STOPPED = ("。", "」。", "：", ":", "】")


def blocks_of(column: Column, page: int) -> list[Block]:
    """The column's blocks from the top."""
    blocks: list[Block] = []
    held: list[Line] = []
    rows = column.rows
    leading = _leading(rows)
    last: Row | None = None

    def close() -> None:
        if held:
            blocks.append(TextBlock(page, tuple(held)))
            held.clear()

    for row in rows:
        if row[0].blocks:
            close()
            blocks.extend(row[0].blocks)
            last = None
            continue
        parts = _apart(row)
        line = line_of(parts[0], page)
        if held and (last is None or _starts(held, last, line, parts[0], column, leading)):
            close()
        held.append(line)
        last = parts[0]
        for part in parts[1:]:
            close()
            held.append(line_of(part, page))
            close()
            last = None
    close()
    return blocks


def _leading(rows: Sequence[Row]) -> float:
    """The usual distance from one line's middle to the next one's; 0 where there is none."""
    steps = [
        low[0].middle - high[0].middle
        for high, low in pairwise(rows)
        if not high[0].blocks and not low[0].blocks and low[0].middle > high[0].middle
    ]
    return median(steps) if steps else 0.0


def _apart(row: Row) -> list[list[Piece]]:
    """A row's pieces, parted where two texts stand far from one another."""
    parts: list[list[Piece]] = [[row[0]]]
    for piece in row[1:]:
        gap = piece.x0 - parts[-1][-1].x1
        figures = _FIGURE_TEXT.fullmatch(piece.text) is not None
        if gap > 6 * piece.size and not figures and len(piece.text) > 2:
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _starts(
    held: Sequence[Line],
    last: Sequence[Piece],
    line: Line,
    row: Sequence[Piece],
    column: Column,
    leading: float,
) -> bool:
    """Whether `line` begins a block of its own after the lines held."""
    before = held[-1]
    size = min(before.size, line.size) or 1.0
    step = row[0].middle - last[0].middle
    if step > max(1.35 * leading, 1.2 * size) and step > 1.5 * size:
        return True
    if max(before.size, line.size) > 1.15 * size or before.bold != line.bold:
        return True
    if _ITEM.match(line.text.lstrip()):
        return True
    first = held[0].boxes[0]
    start, end = row[0].x0, last[-1].x1
    if _ITEM.match(held[0].text.lstrip()) and start > first + 0.5 * size:
        return False
    body = min(each.boxes[0] for each in held)
    if len(held) > 1 and start > body + 0.7 * size:
        return True
    room = column.x1 - end
    if before.text.rstrip().endswith(_STOPPED) and room > 1.5 * size:
        return True
    return room > max(6 * size, 0.3 * (column.x1 - column.x0))
