"""Lines brought together that a page's columns and icons have parted, by where they stand.

A project line's name stands left and its amount at the right margin; a mark (新) is a small box
beside its description; a description wraps under its own icon. Whatever blocks layout made of
these, the record needs them in the order a person reads: mark, description, name, amount.
"""

from collections.abc import Sequence
from dataclasses import replace

from models.values import BBox
from pipeline.assemble.entry import is_tail
from pipeline.assemble.policy_words import BULLET, MARK, OTHERS
from pipeline.assemble.strands import Strand

_OVERLAP = 0.45
_FULL = 1.4
_LINE_GAP = 1.0
_REACH = 40.0


def stitched(lines: Sequence[Strand]) -> list[Strand]:
    """The lines in reading order, with figures after their names and marks before their texts.

    Lines of text files, which have no boxes, come back as they are.
    """
    if not any(strand.line.bbox for strand in lines):
        return list(lines)
    joined = _wraps_joined(lines)
    return _marks_placed(_figures_placed(joined))


def _wraps_joined(lines: Sequence[Strand]) -> list[Strand]:
    """A block that carries on the full line right above it is not fresh."""
    found: list[Strand] = []
    edges: dict[tuple[int, BBox | None], float] = {}
    for strand in lines:
        if box := strand.line.bbox:
            key = (strand.page, strand.frame)
            edges[key] = max(edges.get(key, 0.0), box[2])
    for strand in lines:
        last = found[-1] if found else None
        if last and strand.fresh and _carried_over(last, strand, edges):
            strand = replace(strand, fresh=False)
        found.append(strand)
    return found


def _carried_over(
    last: Strand, strand: Strand, edges: dict[tuple[int, BBox | None], float]
) -> bool:
    above, below = last.line.bbox, strand.line.bbox
    if not above or not below or last.page != strand.page or last.frame != strand.frame:
        return False
    size = last.line.size
    if not size or abs(strand.line.size - size) > 0.1 * size or last.line.bold != strand.line.bold:
        return False
    gap = below[1] - above[3]
    near = -0.3 * size < gap < _LINE_GAP * size and below[0] < above[2]
    return near and above[2] > edges[(last.page, last.frame)] - _FULL * size


def _figures_placed(lines: Sequence[Strand]) -> list[Strand]:
    """Amounts that stand by themselves, put after the name on their row."""
    figures = [strand for strand in lines if strand.line.bbox and is_tail(strand.text)]
    moved: dict[int, list[Strand]] = {}
    gone: set[int] = set()
    names = [strand for strand in lines if strand.line.bbox and not is_tail(strand.text)]
    for figure in figures:
        home = _on_row(figure, names)
        if home is None and OTHERS.fullmatch(figure.text):
            home = _above(figure, names, figures, moved)
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


def _above(
    others: Strand,
    names: Sequence[Strand],
    figures: Sequence[Strand],
    moved: dict[int, list[Strand]],
) -> Strand | None:
    """The name whose amount stands right above ほかn事業."""
    box = others.line.bbox
    homes = {id(figure): name for name in names for figure in moved.get(id(name), [])}
    best: Strand | None = None
    nearest = _REACH
    for strand in (*figures, *names):
        other = strand.line.bbox
        if strand is others or not box or not other or strand.page != others.page:
            continue
        distance = box[1] - other[3]
        overlaps = min(box[2], other[2]) > max(box[0], other[0])
        home = homes.get(id(strand), strand if strand in names else None)
        if overlaps and -2.0 < distance < nearest and home is not None:
            best, nearest = home, distance
    return best


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
