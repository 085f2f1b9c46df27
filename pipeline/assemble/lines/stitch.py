"""Lines brought together that a page's columns and icons have parted, by where they stand.

A project line's name stands left and its amount at the right margin; a mark (新) is a small box
beside its description; a description wraps under its own icon. Whatever blocks layout made of
these, the record needs them in the order a person reads: mark, description, name, amount.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.page import Placed
from models.values import BBox
from pipeline.assemble.lines.reflow import reflowed
from pipeline.assemble.lines.strands import Strand, strands
from pipeline.assemble.lists.entry import is_tail
from pipeline.assemble.lists.words import BULLET, MARK
from pipeline.recognise.vocabulary import OTHERS

_OVERLAP = 0.45
_SIDEWAYS = 0.03
_ITEM = re.compile(rf"(?:{MARK.pattern})?{BULLET.pattern}")


def document_lines(blocks: Sequence[Placed]) -> list[Strand]:
    """All lines of the blocks in the order a person reads them."""
    return stitched(strands(blocks))


def stitched(lines: Sequence[Strand]) -> list[Strand]:
    """The lines in reading order, with figures after their names and marks before their texts.

    Lines of text files, which have no boxes, come back as they are.
    """
    if not any(strand.line.bbox for strand in lines):
        return list(lines)
    return _figures_placed(reflowed(_marks_placed(lines)))


def _figures_placed(lines: Sequence[Strand]) -> list[Strand]:
    """Amounts that stand by themselves, put after the name on their row; then ほかn事業."""
    drawn = [strand for strand in lines if strand.line.bbox]
    tails = {id(strand) for strand in drawn if is_tail(strand.text)}
    others = [strand for strand in drawn if OTHERS.fullmatch(strand.text)]
    if not tails:
        return list(lines)
    names = _by_page(strand for strand in drawn if id(strand) not in tails)
    homes: dict[int, Strand] = {}
    for figure in drawn:
        if id(figure) in tails and (home := _on_row(figure, names.get(figure.page, ()))):
            homes[id(figure)] = home
    known = {id(strand) for strand in others}
    texts = _by_page(strand for strand in drawn if id(strand) not in known)
    for strand in others:
        if id(strand) not in homes and (home := _above(strand, texts.get(strand.page, ()))):
            homes[id(strand)] = homes.get(id(home), home)
    moved: dict[int, list[Strand]] = {}
    for strand in drawn:
        if id(strand) in homes:
            moved.setdefault(id(homes[id(strand)]), []).append(strand)
    return _inserted(lines, moved, set(homes))


def _by_page(lines: Iterable[Strand]) -> dict[int, list[Strand]]:
    pages: dict[int, list[Strand]] = {}
    for strand in lines:
        pages.setdefault(strand.page, []).append(strand)
    return pages


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
    beside = [strand for strand in names if box and _beside(strand, box) and _left(strand, box)]
    same = [strand for strand in beside if strand.frame == figure.frame] or [
        strand
        for strand in beside
        if figure.frame is None
        or strand.frame is None
        or (strand.place == figure.place and _ITEM.match(strand.text))
    ]
    return max(same, key=lambda strand: (strand.line.bbox or (0, 0, 0, 0))[2], default=None)


def _above(others: Strand, names: Sequence[Strand]) -> Strand | None:
    """The text nearest above ほかn事業, which may stand at the right margin on a row of its own."""
    box = others.line.bbox
    above = [
        strand
        for strand in names
        if box and (other := strand.line.bbox) and other[1] < box[1] and other[0] < box[2]
    ]
    if others.frame:
        near = (
            [strand for strand in above if strand.frame == others.frame]
            or [strand for strand in above if strand.cell and strand.place == others.place]
            or [strand for strand in above if not strand.frame]
        )
    else:
        near = above
    return min(near, key=lambda strand: _distance(strand, box), default=None)


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
    texts = _by_page(strand for strand in lines if id(strand) not in known and strand.line.bbox)
    before: dict[int, Strand] = {}
    for mark in marks:
        box = mark.line.bbox
        beside = [
            strand
            for strand in texts.get(mark.page, ())
            if box and _beside(strand, box) and _right(strand, box)
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
