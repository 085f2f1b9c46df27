"""Lines brought together that a page's columns and icons have parted, by where they stand.

A project line's name stands left and its amount at the right margin; a mark (新) is a small box
beside its description; a description wraps under its own icon. Whatever blocks layout made of
these, the record needs them in the order a person reads: mark, description, name, amount.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.page import Placed
from models.values import BBox
from pipeline.assemble.entry import is_tail
from pipeline.assemble.policy_words import BULLET, MARK, OTHERS
from pipeline.assemble.strands import Strand, strands

_OVERLAP = 0.45
_LINE_GAP = 1.0
_SAME_SIZE = 0.03
_SLACK = 0.5
_SIDEWAYS = 0.03
# What no line break parts: Latin words and figures, a character and the punctuation after it.
_FIRST_WORD = re.compile(
    r"\s*([!-~]+|.[、。,.)）」』】〕\]ーぁぃぅぇぉっゃゅょァィゥェォッャュョ・]*)"
)


def document_lines(blocks: Sequence[Placed]) -> list[Strand]:
    """All lines of the blocks in the order a person reads them."""
    return stitched(strands(blocks))


def stitched(lines: Sequence[Strand]) -> list[Strand]:
    """The lines in reading order, with figures after their names and marks before their texts.

    Lines of text files, which have no boxes, come back as they are.
    """
    if not any(strand.line.bbox for strand in lines):
        return list(lines)
    return _marks_placed(_figures_placed(_paragraphs(lines)))


def _paragraphs(lines: Sequence[Strand]) -> list[Strand]:
    """Says anew which lines begin something: a line is carried on where the next had no room.

    A block that carries on the full line right above it is not fresh; a line within a block that
    stands below a short one, or looks otherwise, is.
    """
    regions: dict[tuple[int, BBox | None], float] = {}
    blocks: dict[tuple[int, int, BBox | None], float] = {}
    for strand in lines:
        if box := strand.line.bbox:
            region, block = (strand.page, strand.frame), (strand.place, strand.page, strand.frame)
            regions[region] = max(regions.get(region, 0.0), box[2])
            blocks[block] = max(blocks.get(block, 0.0), box[2])
    found: list[Strand] = []
    for strand in lines:
        last = found[-1] if found else None
        if last and last.page == strand.page and strand.line.bbox and last.line.bbox:
            margin = regions[(last.page, last.frame)]
            edge = blocks[(last.place, last.page, last.frame)]
            if strand.fresh and _close(last, strand) and _is_full(last, strand, margin):
                strand = replace(strand, fresh=False)
            elif not strand.fresh and not strand.line.vertical:
                whole = _alike(last, strand) and _is_full(last, strand, edge)
                strand = replace(strand, fresh=not whole)
        elif last and strand.page == last.page + 1 and strand.fresh:
            margin = regions.get((last.page, last.frame), 0.0)
            strand = replace(strand, fresh=not _over_page(last, strand, margin))
        found.append(strand)
    return found


def _over_page(last: Strand, strand: Strand, margin: float) -> bool:
    """Whether the first line of a page goes on with the last of the page before."""
    if strand.heading or last.text.endswith("。") or (last.frame is None) != (strand.frame is None):
        return False
    return _alike(last, strand) and _is_full(last, strand, margin)


def _close(last: Strand, strand: Strand) -> bool:
    """Whether a line stands right below another of its look, in the same box."""
    above, below = last.line.bbox, strand.line.bbox
    if not above or not below or last.frame != strand.frame or not _alike(last, strand):
        return False
    gap, size = below[1] - above[3], last.line.size
    return -0.3 * size < gap < _LINE_GAP * size and below[0] < above[2]


def _alike(last: Strand, strand: Strand) -> bool:
    size = last.line.size
    same = abs(strand.line.size - size) <= _SAME_SIZE * size
    return same and last.line.bold == strand.line.bold


def _is_full(last: Strand, strand: Strand, edge: float) -> bool:
    """Whether the first word of a line had no room at the end of the line before it."""
    above, word = last.line.bbox, _FIRST_WORD.match(strand.line.text)
    if not above or not word:
        return True
    first, end = strand.line.origin[word.start(1)], strand.line.origin[word.end(1) - 1] + 1
    box = strand.line.box(first, end)
    width = box[2] - box[0] if box else strand.line.size
    return above[2] + width > edge - _SLACK * last.line.size


def _figures_placed(lines: Sequence[Strand]) -> list[Strand]:
    """Amounts that stand by themselves, put after the name on their row."""
    figures = [strand for strand in lines if strand.line.bbox and is_tail(strand.text)]
    moved: dict[int, list[Strand]] = {}
    gone: set[int] = set()
    names = [strand for strand in lines if strand.line.bbox and not is_tail(strand.text)]
    for figure in figures:
        home = _on_row(figure, names)
        if home is None and OTHERS.fullmatch(figure.text):
            home = _above(figure, names)
        if home is not None:
            moved.setdefault(id(home), []).append(figure)
            gone.add(id(figure))
    return _inserted(lines, moved, gone)


def _inserted(
    lines: Sequence[Strand], moved: dict[int, list[Strand]], gone: set[int]
) -> list[Strand]:
    """The lines with figures after their name, and after the lines that the name wraps to."""
    found: list[Strand] = []
    waiting: list[Strand] = []
    for strand in lines:
        if id(strand) in gone:
            continue
        begins = strand.fresh or BULLET.match(strand.text) or MARK.match(strand.text)
        if waiting and (begins or id(strand) in moved):
            found += waiting
            waiting = []
        found.append(strand)
        figures = sorted(moved.get(id(strand), []), key=_place)
        waiting += [replace(figure, fresh=False, heading=strand.heading) for figure in figures]
    return found + waiting


def _place(strand: Strand) -> tuple[float, float]:
    box = strand.line.bbox or (0.0, 0.0, 0.0, 0.0)
    return (round(box[1] / 3), box[0])


def _on_row(figure: Strand, names: Sequence[Strand]) -> Strand | None:
    """The text that ends nearest to the left of a figure on its row, in the same box if any."""
    box = figure.line.bbox
    beside = [
        strand
        for strand in names
        if box and strand.page == figure.page and _beside(strand, box) and _left(strand, box)
    ]
    same = [strand for strand in beside if strand.frame == figure.frame] or [
        strand for strand in beside if figure.frame is None or strand.frame is None
    ]
    return max(same, key=lambda strand: (strand.line.bbox or (0, 0, 0, 0))[2], default=None)


def _above(others: Strand, names: Sequence[Strand]) -> Strand | None:
    """The text nearest above ほかn事業, which may stand at the right margin on a row of its own."""
    box = others.line.bbox
    above = [
        strand
        for strand in names
        if box
        and strand.page == others.page
        and (other := strand.line.bbox)
        and other[1] < box[1]
        and other[0] < box[2]
        and (strand.frame == others.frame or not strand.frame or not others.frame)
    ]
    return min(above, key=lambda strand: _distance(strand, box), default=None)


def _distance(strand: Strand, box: BBox | None) -> float:
    other = strand.line.bbox
    if not other or not box:
        return 0.0
    return box[1] - other[1] + _SIDEWAYS * max(0.0, box[0] - other[2])


def _marks_placed(lines: Sequence[Strand]) -> list[Strand]:
    """Marks in boxes of their own, put before the text beside them."""
    marks = [strand for strand in lines if strand.line.bbox and MARK.fullmatch(strand.text)]
    if not marks:
        return list(lines)
    known = {id(mark) for mark in marks}
    texts = [strand for strand in lines if id(strand) not in known and strand.line.bbox]
    before: dict[int, Strand] = {}
    for mark in marks:
        box = mark.line.bbox
        beside = [
            strand
            for strand in texts
            if box and strand.page == mark.page and _beside(strand, box) and _right(strand, box)
        ]
        if beside:
            text = min(beside, key=lambda strand: _gap(strand, box))
            before.setdefault(id(text), mark)
    placed = {id(mark) for mark in before.values()}
    found: list[Strand] = []
    for strand in lines:
        if id(strand) in placed:
            continue
        mark_before = before.get(id(strand))
        if mark_before:
            found.append(
                replace(mark_before, heading=strand.heading, cell=strand.cell, place=strand.place)
            )
            strand = replace(strand, fresh=False)
        found.append(strand)
    return found


def _gap(strand: Strand, box: BBox | None) -> tuple[float, float]:
    other = strand.line.bbox
    return (other[0] - box[2], other[1]) if other and box else (0.0, 0.0)


def _beside(strand: Strand, box: BBox) -> bool:
    other = strand.line.bbox
    if not other:
        return False
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared > _OVERLAP * min(box[3] - box[1], other[3] - other[1])


def _left(strand: Strand, box: BBox) -> bool:
    return strand.line.bbox is not None and strand.line.bbox[2] <= box[0] + 2


def _right(strand: Strand, box: BBox) -> bool:
    return strand.line.bbox is not None and strand.line.bbox[0] >= box[2] - 2
