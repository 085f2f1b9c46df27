"""Which lines of a page begin something, and which only carry on the line above: by geometry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from models.values import BBox
from pipeline.assemble.lines.strands import Strand
from pipeline.assemble.lists.entry import is_tail
from pipeline.assemble.lists.words import MARK

_LINE_GAP = 1.5
_SAME_SIZE = 0.03
_SLACK = 0.5
_WIDER = 1.2
# What no line break parts: Latin words and figures, a character and the punctuation after it.
_FIRST_WORD = re.compile(
    r"\s*([!-~]+|.[、。,.)）」』】〕\]ーぁぃぅぇぉっゃゅょァィゥェォッャュョ・]*)"
)
_Region = tuple[int, BBox | None]


@dataclass(slots=True)
class _Margins:
    """Where the lines of each page and box could have gone on to at the most."""

    pages: dict[int, list[Strand]] = field(default_factory=dict)
    regions: dict[_Region, list[Strand]] = field(default_factory=dict)
    pitches: dict[int, float] = field(default_factory=dict)

    @staticmethod
    def of(lines: Sequence[Strand]) -> "_Margins":
        """The margins of some lines, and the smallest step from line to line on each page."""
        margins = _Margins()
        for last, strand in pairwise(lines):
            pitch = _pitch(last, strand)
            if pitch and not strand.fresh and _alike(last, strand):
                known = margins.pitches.get(strand.page, pitch)
                margins.pitches[strand.page] = min(known, pitch)
        for strand in lines:
            if strand.line.bbox:
                margins.pages.setdefault(strand.page, []).append(strand)
                margins.regions.setdefault((strand.page, strand.frame), []).append(strand)
        return margins

    def right_of(self, strand: Strand) -> float:
        """The right margin for a line: its box's, its column's, or the page's."""
        box = strand.line.bbox
        if box is None:
            return 0.0
        limit = min(
            (
                other[0]
                for beside in self.pages[strand.page]
                if (other := beside.line.bbox)
                and other[0] >= box[2] - 1
                and other[1] < box[3]
                and other[3] > box[1]
                and not is_tail(beside.text)
            ),
            default=float("inf"),
        )
        region = [
            other
            for near in self.regions[(strand.page, strand.frame)]
            if (other := near.line.bbox) and other[0] < box[2] and other[2] > box[0]
        ]
        edge = max(other[2] for other in region if other is box or other[2] <= limit + 1)
        if strand.frame:
            padding = min(other[0] for other in region) - strand.frame[0]
            edge = max(edge, min(limit, strand.frame[2] - padding - _SLACK * strand.line.size))
        return edge


def reflowed(lines: Sequence[Strand]) -> list[Strand]:
    """The lines, said anew which of them begin something.

    A line is carried on where the first word of the next had no room, also into another block or
    on the next page. Within a block, a line below a short one begins something, if softly: it may
    have been broken by hand; a line of another look begins something for sure.
    """
    margins = _Margins.of(lines)
    found: list[Strand] = []
    for strand in lines:
        last = found[-1] if found else None
        if last is None or not _comparable(last, strand):
            found.append(strand)
            continue
        alike = _alike(last, strand)
        if not strand.fresh:
            full = alike and _is_full(last, strand, margins)
            pitch = _pitch(last, strand) or 0.0
            near = pitch <= _WIDER * margins.pitches.get(strand.page, pitch)
            strand = replace(strand, fresh=not full, soft=alike and not full and near)
        elif alike and _follows(last, strand) and _is_full(last, strand, margins):
            strand = replace(strand, fresh=False)
        found.append(strand)
    return found


def _comparable(last: Strand, strand: Strand) -> bool:
    """Whether two lines' places say how they hang together: not for a mark and its text."""
    drawn = strand.line.bbox is not None and last.line.bbox is not None
    return drawn and not strand.line.vertical and not MARK.fullmatch(last.text)


def _follows(last: Strand, strand: Strand) -> bool:
    """Whether a block begins right below a line in the same box, or at the top of the next page."""
    above, below = last.line.bbox, strand.line.bbox
    if not above or not below:
        return False
    if strand.page == last.page + 1:
        boxed = (last.frame is None) == (strand.frame is None)
        return boxed and not strand.heading and not last.text.endswith("。")
    gap, size = below[1] - above[3], last.line.size
    near = -0.3 * size < gap < _LINE_GAP * size and below[0] < above[2]
    return near and strand.page == last.page and last.frame == strand.frame


def _pitch(last: Strand, strand: Strand) -> float | None:
    """The step from the top of a line to that of the next; nothing where it is not below."""
    above, below = last.line.bbox, strand.line.bbox
    if not above or not below or last.page != strand.page or below[1] < above[3] - 1:
        return None
    return below[1] - above[1]


def _alike(last: Strand, strand: Strand) -> bool:
    size = last.line.size
    same = abs(strand.line.size - size) <= _SAME_SIZE * size
    return same and last.line.bold == strand.line.bold


def _is_full(last: Strand, strand: Strand, margins: _Margins) -> bool:
    """Whether the first word of a line had no room at the end of the line before it."""
    above, word = last.line.bbox, _FIRST_WORD.match(strand.line.text)
    if not above or not word:
        return True
    first, end = strand.line.origin[word.start(1)], strand.line.origin[word.end(1) - 1] + 1
    box = strand.line.box(first, end)
    width = box[2] - box[0] if box else strand.line.size
    return above[2] + width > margins.right_of(last) - _SLACK * last.line.size
