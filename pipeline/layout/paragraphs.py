"""Rows into blocks: a paragraph, a list item or a heading each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.page import Block, Line, TextBlock
from pipeline.layout.flow import FIGURES, Column, Row
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece
from pipeline.normalise import normalise

_ITEM = re.compile(
    r"[・･●○◎◯■□◆◇▲▼▽★☆※➢➣▶►▷⇒→•‣✓]|"
    r"[(（〔][0-9一二三四五六七八九十ア-ンa-zA-Z]{1,3}[)）〕]|"
    r"[0-9]{1,2}[.．、 ]\D|[①-⑳㉑-㉟]|第[0-9一二三四五六七八九十]+[条章節項款]?|[【◇《]"
)
_STOPPED = ("。", "」。", "：", ":", "】")
_DIGIT = re.compile(r"\d")
_SUM = r"[△▲-]?[0-9][0-9,.]*"
_UNIT = r"(?:[十百千万億兆]{1,2}円|円)"
_AMOUNT = re.compile(rf"\s*{_SUM}\s*{_UNIT}\s*")
_ENDS_IN_AMOUNT = re.compile(rf"(?:[^0-9,.△▲\s-]|(?<!\s)\s)\s*+{_SUM}\s*+{_UNIT}\s*+$")
_ENDS_IN_DIGITS = re.compile(r"[0-9][,.]*+\s*+$")
_END = re.compile(rf"\s*+(?:{_SUM})?\s*+{_UNIT}\s*+")
_BEGINS_WITH_UNIT = re.compile(rf"\s*{_UNIT}(?:\s|[)）]|$)")
_OPENING = re.compile(r"[(（「『【〔]")
_CLOSING = re.compile(r"[)）」』】〕]")
_FAR = 6.0
_GAP = 1.2
_LOOSE = 1.9
_LOOSEST = 2.3
_BOX = 24.0


@dataclass(slots=True)
class _Held:
    """The lines of the block that is being made, and the rows they come from.

    What is `complete` has the amount that an entry ends with on a line of its own.
    """

    lines: list[Line] = field(default_factory=list)
    rows: list[Sequence[Piece]] = field(default_factory=list)
    step: float = 0.0
    complete: bool = False


def blocks_of(column: Column, page: int, *, boxed: bool = False) -> list[Block]:
    """The column's blocks from the top.

    In a box, lines end where their author broke them: a short one does not end a paragraph.
    """
    ragged = boxed and column.x1 - column.x0 < _BOX * column.rows[0][0].size
    blocks: list[Block] = []
    held = _Held()

    def close() -> None:
        nonlocal held
        if held.lines:
            blocks.append(TextBlock(page, tuple(held.lines)))
            held = _Held()

    rows = column.rows
    for index, row in enumerate(rows):
        if row[0].blocks:
            close()
            blocks.extend(row[0].blocks)
            continue
        parts = _parted(row)
        line = line_of(parts[0], page)
        if held.lines:
            following = _step(row, rows[index + 1]) if index + 1 < len(rows) else None
            edges = None if ragged else _edges(rows, index)
            wraps = _wraps(held, line, parts[0], column)
            if not wraps and _starts(held, line, parts[0], edges, following):
                close()
            else:
                held.step = _step(held.rows[-1], parts[0]) or 0.0
                held.complete = wraps and _END.fullmatch(line.text) is not None
        held.lines.append(line)
        held.rows.append(parts[0])
        for part in parts[1:]:
            close()
            held.lines.append(line_of(part, page))
            held.rows.append(part)
            close()
    close()
    return blocks


def _step(above: Sequence[Piece], below: Sequence[Piece]) -> float | None:
    """The distance between two lines' middles; none beside something solid or another size."""
    if above[0].blocks or below[0].blocks:
        return None
    high, low = _main(above), _main(below)
    if abs(high.size - low.size) > 0.15 * high.size:
        return None
    return low.middle - high.middle


def _main(row: Sequence[Piece]) -> Piece:
    """The piece with most of a row's text, which marks and figures stand beside."""
    return max(row, key=lambda piece: len(piece.chars))


def _edges(rows: Sequence[Row], index: int) -> tuple[float, float]:
    """How far lines reach before the last one and after it: text flows around what it meets."""
    size = _main(rows[index]).size

    def reach(others: Sequence[Row]) -> list[float]:
        alike = [r for r in others if not r[0].blocks and abs(_main(r).size - size) < 0.15 * size]
        return [row[-1].x1 for row in alike]

    before, after = reach(rows[max(index - 3, 0) : index - 1]), reach(rows[index : index + 2])
    return max(before or after), max(after)


def _parted(row: Row) -> list[list[Piece]]:
    """A row's pieces, parted where two texts stand far from one another."""
    parts: list[list[Piece]] = [[row[0]]]
    for piece in row[1:]:
        gap = piece.x0 - parts[-1][-1].x1
        if gap > _FAR * piece.size and not _amount(piece.text) and len(piece.text) > 2:
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _amount(text: str) -> bool:
    return FIGURES.fullmatch(text) is not None


def _entry(row: Sequence[Piece]) -> bool:
    """Whether a row is a name and, apart from it, a figure: an entry of its own."""
    return any(
        piece.x0 - before.x1 > _GAP * piece.size and _amount(piece.text)
        for before, piece in pairwise(row)
        if _DIGIT.search(piece.text)
    )


def _wraps(held: _Held, line: Line, row: Sequence[Piece], column: Column) -> bool:
    """Whether what a line says leaves no doubt that it goes on with the one above.

    That is an amount parted from its unit; an amount that did not fit beside its name, in a list
    whose other lines end with theirs; a large line whose bracket the next one closes.
    """
    before, above = held.lines[-1], held.rows[-1]
    step = _step(above, row)
    if step is None or len(held.lines) > 1:
        return False
    size = before.size or 1.0
    first = above[0].x0
    if step > _LOOSEST * size:
        return False
    if before.bold and line.bold and not held.step:
        opened, closed = _CLOSING.split(before.text)[-1], _OPENING.split(line.text)[0]
        if _OPENING.search(opened) and _CLOSING.search(closed) and len(closed) < len(opened) + 8:
            return True
    if step > _LOOSE * size or abs(row[0].x0 - first) > _LOOSE * size:
        return False
    if _ENDS_IN_DIGITS.search(before.text) and _entry(above):
        return _BEGINS_WITH_UNIT.match(line.text) is not None
    if not _AMOUNT.fullmatch(line.text) or _DIGIT.search(before.text[-3:]):
        return False
    room = max(each[-1].x1 for each in column.rows) - above[-1].x1
    return room < row[-1].x1 - row[0].x0 + 0.5 * size and any(
        each is not row
        and abs(each[0].x0 - first) < 0.5 * size
        and _ENDS_IN_AMOUNT.search(normalise("".join(piece.text for piece in each)).text)
        for each in column.rows
        if not each[0].blocks
    )


def _starts(
    held: _Held,
    line: Line,
    row: Sequence[Piece],
    edges: tuple[float, float] | None,
    following: float | None,
) -> bool:
    """Whether `line` begins a block of its own after the lines held.

    `edges` is how far the lines before and after reach, where that tells anything; `following`
    how far down the next line is.
    """
    before, above = held.lines[-1], held.rows[-1]
    size = min(before.size, line.size) or 1.0
    step = _step(above, row)
    if held.complete:
        return True
    if step is None or max(before.size, line.size) > 1.15 * size or before.bold != line.bold:
        return True
    usual = held.step or following
    if step > (1.3 * usual + 0.5 if usual and usual > 0 else _LOOSE * size):
        return True
    if row[0].mark or _ITEM.match(line.text.lstrip()) or _entry(above):
        return True
    start, end = row[0].x0, above[-1].x1
    first = held.rows[0][0].x0
    item = held.rows[0][0].mark or _ITEM.match(held.lines[0].text.lstrip()) is not None
    if item and start > first + 0.5 * size:
        return False
    body = min(each[0].x0 for each in held.rows)
    if edges is None:
        return before.text.rstrip().endswith("。")
    if len(held.rows) > 1 and start > body + 0.7 * size:
        return True
    if before.text.rstrip().endswith(_STOPPED) and max(edges) - end > 1.5 * size:
        return True
    edge = min(edges)
    room = edge - end
    return room > max(4 * size, 0.25 * (edge - body))
