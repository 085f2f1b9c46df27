"""Pillars of a policy with their points: 2つのエンジン and what each is, bullets under a bullet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import PlanOutline, Source
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import Strand, any_line, passage
from pipeline.assemble.lists.mend import mended
from pipeline.assemble.lists.words import BULLET, MARK, NOTE
from pipeline.recognise import find_quantities

_SIGNED = re.compile(rf"(?:{BULLET.pattern}|\s*[○◎□◇▷➢✓–-]\s*)")
_COUNTED = re.compile(r"(?P<count>\d{1,2}|[一二三四五六七八九])つの[^\d\s、。]{1,12}$")
_HINT = re.compile(rf"{_COUNTED.pattern}|^{BULLET.pattern}")
_KANJI = "一二三四五六七八九"
_REMARK = re.compile(r"\s*+(?:以上|程度)?\s*+(?:[(（][^()（）]*+[)）])?\s*+")
_LONGEST_LABEL = 40
_INDENT = 0.8
_NEAR = 2.5


@dataclass(frozen=True, slots=True)
class _Group:
    """A label and its points, each in the lines it wraps over."""

    label: tuple[Strand, ...]
    points: tuple[tuple[Strand, ...], ...]

    @property
    def strands(self) -> list[Strand]:
        """All lines of the group."""
        return [*self.label, *(part for point in self.points for part in point)]


def pillars(blocks: Sequence[Placed], about: About) -> Taken:
    """Announced pillars (nつの…), as many as announced; and a bullet with bullets of its own.

    Points that end in a figure are facts and not points of a plan.
    """
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    groups = [*_announced(lines), *_nested(lines)]
    records = [_outline(group) for group in groups]
    used: list[Line] = [part.line for group in groups for part in group.strands]
    return Taken(list(records), rest=without(blocks, used))


def _announced(lines: Sequence[Strand]) -> Iterator[_Group]:
    for index, strand in enumerate(lines):
        match = _COUNTED.search(strand.text)
        if not match or BULLET.match(strand.text):
            continue
        count = (
            int(match["count"]) if match["count"].isdigit() else _KANJI.index(match["count"]) + 1
        )
        groups: list[_Group] = []
        at = index + 1
        while len(groups) < count and (group := _group(lines, at)):
            groups.append(group)
            at += len(group.strands)
        if len(groups) == count > 1:
            yield from groups


def _group(lines: Sequence[Strand], at: int) -> _Group | None:
    """A short label at `at` and the bullets right below it."""
    if at >= len(lines):
        return None
    label = lines[at]
    if _SIGNED.match(label.text) or MARK.match(label.text) or len(label.text) > _LONGEST_LABEL:
        return None
    points = _points(lines, at + 1)
    return _Group((label,), points) if points else None


def _nested(lines: Sequence[Strand]) -> Iterator[_Group]:
    for at, label in enumerate(lines):
        if not BULLET.match(label.text) or at + 1 >= len(lines) or not _under(label, lines[at + 1]):
            continue
        points = _points(lines, at + 1)
        told = [passage(point).text for point in points]
        if len(points) > 1 and not any(_is_figure(text) for text in told):
            yield _Group((label,), points)


def _under(label: Strand, point: Strand) -> bool:
    """Whether a bullet stands below another: by its sign or indent, or in a block of its own."""
    if not _SIGNED.match(point.text):
        return False
    left, right = label.line.bbox, point.line.bbox
    if left and right:
        if not _heads(label, point):
            return False
        indented = right[0] - left[0] > _INDENT * label.line.size
        return label.page == point.page and (indented or label.text[0] != point.text[0])
    return label.fresh and point.fresh and label.line.printed.lstrip()[0] != _sign(point)


def _heads(label: Strand, point: Strand) -> bool:
    """Whether a label stands right over a point, in its box or in one that heads the point's."""
    left, right = label.line.bbox, point.line.bbox
    if not left or not right or not 0 < right[1] - left[1] < (1 + _NEAR) * label.line.size:
        return False
    if label.frame == point.frame:
        return right[0] < left[2]
    sides = (label.frame or left)[0], (point.frame or right)[0]
    return abs(sides[0] - sides[1]) < 2 * label.line.size


def _sign(strand: Strand) -> str:
    return strand.line.printed.lstrip()[0]


def _points(lines: Sequence[Strand], at: int) -> tuple[tuple[Strand, ...], ...]:
    """The bullets from `at`, all with the sign of the first, with the lines they wrap over."""
    points: list[list[Strand]] = []
    sign = lines[at].text[0] if at < len(lines) else ""
    if not _SIGNED.match(sign + " x"):
        return ()
    for index in range(at, len(lines)):
        strand = lines[index]
        if strand.text[0] == sign:
            if points and strand.fresh and not strand.line.bbox:
                break
            points.append([strand])
        elif points and not strand.fresh and not strand.heading and not _other(strand):
            points[-1].append(strand)
        else:
            break
    return tuple(tuple(point) for point in points)


def _other(strand: Strand) -> bool:
    text = strand.text
    return bool(_SIGNED.match(text) or MARK.match(text) or NOTE.match(text))


def _is_figure(text: str) -> bool:
    ends = (text[mention.end :] for mention in find_quantities(text))
    return any(_REMARK.fullmatch(end) for end in ends)


def _outline(group: _Group) -> PlanOutline:
    label = passage(group.label)
    start = match.end() if (match := _SIGNED.match(label.text)) else 0
    sources: dict[str, Source] = {"label": label.source(start)}
    points: list[str] = []
    for number, point in enumerate(group.points):
        text = passage(point)
        first = match.end() if (match := _SIGNED.match(text.text)) else 0
        points.append(mended(tidy(text.text[first:])))
        sources[f"points.{number}"] = text.source(first)
    return PlanOutline(
        page=group.label[0].page,
        section=group.label[0].section,
        sources=sources,
        label=mended(tidy(label.text[start:])),
        points=tuple(points),
    )
