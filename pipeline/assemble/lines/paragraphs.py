"""Paragraphs by the distance of their lines, where the page keeps one distance within them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from models.page import Line, Role
from pipeline.assemble.lines.pieces import Piece, sign_of

_LEAST_STEPS = 4
_WITHIN = 1.12
_BETWEEN = 1.22
_LARGEST = 3.0


def paragraphs(known: Iterable[Piece]) -> list[Piece]:
    """The pieces, those of running text put together and parted by the blank between paragraphs.

    Where a page sets lines at one distance and paragraphs at a larger one, that tells more than
    how long a line is. Boxes, cells, drawn headings and text files come back as they are.
    """
    given = list(known)
    pitches = _pitches(given)
    found: list[Piece] = []
    for piece in given:
        pitch = pitches.get(piece.page)
        if pitch is None or not _is_running(piece):
            found.append(piece)
            continue
        for part in _parted(piece, pitch):
            before = found[-1] if found else None
            if before and _is_running(before) and _is_next(before.lines[-1], part.lines[0], pitch):
                found[-1] = replace(before, lines=(*before.lines, *part.lines))
            else:
                found.append(part)
    return found


def _is_running(piece: Piece) -> bool:
    drawn = piece.role not in (Role.BODY, Role.NOTE) and not sign_of(piece.lines[0])
    return not piece.framed and not drawn and all(line.bbox for line in piece.lines)


def _pitches(given: Sequence[Piece]) -> dict[int, float]:
    """For each page the distance of lines within paragraphs, where there is a larger one too.

    A page with few lines has the distance of the document's other pages, if it is among its own.
    """
    steps: dict[int, list[float]] = {}
    for above, below in pairwise(line for p in given if _is_running(p) for line in p.lines):
        step = _step(above, below)
        if step is not None:
            steps.setdefault(above.page, []).append(round(step * 2) / 2)
    pitches: dict[int, float] = {}
    for page, found in steps.items():
        counts = Counter(found)
        usual = [step for step, count in counts.items() if count >= _LEAST_STEPS]
        if usual and any(step > _BETWEEN * min(usual) for step in usual):
            pitches[page] = min(usual)
    common = Counter(pitches.values()).most_common(1)
    for page, found in steps.items():
        if page not in pitches and common and common[0][0] in found:
            pitches[page] = common[0][0]
    return pitches


def _step(above: Line, below: Line) -> float | None:
    """How far below a line the next begins, for lines of one size in one column."""
    if not above.bbox or not below.bbox or above.page != below.page:
        return None
    step = below.bbox[1] - above.bbox[1]
    alike = abs(above.size - below.size) < 0.5 and above.bold == below.bold
    beside = abs(above.bbox[0] - below.bbox[0]) <= _LARGEST * above.size
    near = 0 < step < _LARGEST * above.size
    return step if alike and beside and near and not below.vertical else None


def _is_next(above: Line, below: Line, pitch: float) -> bool:
    step = _step(above, below)
    return step is not None and step <= _WITHIN * pitch


def _parted(piece: Piece, pitch: float) -> list[Piece]:
    groups: list[list[Line]] = [[piece.lines[0]]]
    for above, below in pairwise(piece.lines):
        step = _step(above, below)
        if step is not None and step >= _BETWEEN * pitch:
            groups.append([below])
        else:
            groups[-1].append(below)
    return [replace(piece, lines=tuple(group)) for group in groups]
