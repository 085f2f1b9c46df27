"""The labels of forms with the words beside them: a project's name, its office, its purpose."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.page import Line, PageLayout, Passage, Table, lines_of
from pipeline.grids.aligned import part_of
from pipeline.grids.segments import segments
from pipeline.grids.spans import box_of
from pipeline.schemas.form_words import any_label, clean, is_label, names_project, text_of

_LABELLED = re.compile(r"\s*+(?P<label>[^\s:：][^:：]{1,11})[:：]\s*+(?P<value>\S.*)")
# Points: what counts as level, and how far apart the labels of two forms side by side stand.
_LEVEL, _WIDE = 4.0, 60.0
# Sizes of the text: what stands further apart in a line is another label's.
_PART = 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the text beside it, and where the label stands."""

    label: str
    value: Passage
    page: int
    top: float
    left: float


@dataclass
class Form:
    """A project that a stretch of pages is about: from its name to the next one."""

    name: Pair
    texts: dict[str, Pair] = field(default_factory=dict)

    def holds(self, page: int, top: float, left: float, others: Sequence["Form"]) -> bool:
        """Whether a place is the form's own: below its name, above and beside the others'."""
        if (page, top) < (self.name.page, self.name.top - _LEVEL) or page > self.name.page + 1:
            return False
        for other in others:
            name = other.name
            level = name.page == self.name.page and abs(name.top - self.name.top) < _LEVEL
            if level and name.left > self.name.left and left >= name.left - _LEVEL:
                return False
            if level and name.left < self.name.left and left < self.name.left - _LEVEL:
                return False
            after = (name.page, name.top) > (self.name.page, self.name.top + _LEVEL)
            if after and (page, top) >= (name.page, name.top):
                return False
        return True


def has_form(layout: PageLayout) -> bool:
    """Whether a name stands beside its label on a page."""
    return any(names_project(pair.label) for pair in _pairs(layout))


def forms_of(layouts: Sequence[PageLayout]) -> list[Form]:
    """The forms of a document: each name beside its label, with what stands near it."""
    pairs = [pair for layout in layouts for pair in _pairs(layout)]
    forms = [Form(pair) for pair in pairs if names_project(pair.label)]
    for pair in pairs:
        name = text_of(pair.label)
        if name is None:
            continue
        # A department may stand above the name, on the same page.
        near = [form for form in forms if form.name.page == pair.page]
        beside = [form for form in near if form.name.left <= pair.left + _LEVEL] or near
        lefts = max((form.name.left for form in beside), default=0.0)
        beside = [form for form in beside if form.name.left >= lefts - _WIDE] or beside
        before = [form for form in beside if form.name.top <= pair.top]
        form = before[-1] if before else beside[0] if beside else None
        if form is not None:
            form.texts.setdefault(name, pair)
    return forms


def _pairs(layout: PageLayout) -> list[Pair]:
    """Labels of a page with the text to their right: cells of a table, or parts of a line."""
    found: list[Pair] = []
    for block in layout.blocks:
        if isinstance(block, Table):
            found.extend(_cell_pairs(block))
    held = {(pair.label, pair.value.text[:4]) for pair in found}
    lines = [
        line
        for block in layout.blocks
        for line in lines_of(block)
        if not line.vertical and line.text.strip() and line.page == layout.number
    ]
    found.extend(
        pair for pair in _line_pairs(lines) if (pair.label, pair.value.text[:4]) not in held
    )
    found.sort(key=lambda pair: (pair.page, pair.top))
    return found


def _cell_pairs(table: Table) -> list[Pair]:
    found: list[Pair] = []
    for row in table.grid():
        cells = list({id(cell): cell for cell in row if cell is not None and cell.lines}.values())
        for cell, beside in itertools.pairwise(cells):
            label = clean(Passage.of(cell.lines).text)
            if not is_label(label) or beside.row != cell.row:
                continue
            if (value := _own(beside.lines)) is None or any_label(clean(value.text)):
                continue
            line = cell.lines[0]
            box = box_of(line, 0, len(line.text))
            found.append(Pair(label, value, line.page, box[1], box[0]))
    return list({id(pair.value.lines[0]): pair for pair in found}.values())


def _own(lines: Sequence[Line]) -> Passage | None:
    """A cell's text; where other labels stand beside it in one line, what is before these."""
    if len(lines) != 1:
        return Passage.of(lines)
    parts = segments(lines[0])
    if len(parts) < 2 or lines[0].bbox is None:
        return Passage.of(lines)
    start, end = parts[0]
    box, other = box_of(lines[0], start, end), box_of(lines[0], *parts[1])
    if other[0] - box[2] < _PART * (lines[0].size or 10.0):
        return Passage.of(lines)
    return _passage(lines[0], start, end)


def _line_pairs(lines: Sequence[Line]) -> list[Pair]:
    """Labels and values of lines: with a colon between them, or apart on one level."""
    parts: list[tuple[float, float, float, Line, int, int]] = []
    found: list[Pair] = []
    for line in lines:
        box = box_of(line, 0, len(line.text))
        if (match := _LABELLED.fullmatch(line.text)) and is_label(clean(match["label"])):
            passage = _passage(line, match.start("value"), match.end("value"))
            found.append(Pair(clean(match["label"]), passage, line.page, box[1], box[0]))
            continue
        for start, end in segments(line):
            own = box_of(line, start, end)
            parts.append(((own[1] + own[3]) / 2, own[0], own[2], line, start, end))
    parts.sort(key=lambda part: (part[0], part[1]))
    levels: list[list[tuple[float, float, float, Line, int, int]]] = []
    for part in parts:
        if levels and part[0] - levels[-1][0][0] < 0.5 * (part[3].size or 10.0):
            levels[-1].append(part)
        else:
            levels.append([part])
    for at, level in enumerate(levels):
        level.sort(key=lambda part: part[1])
        for one, other in itertools.pairwise(level):
            label = clean(one[3].text[one[4] : one[5]])
            value = other[3].text[other[4] : other[5]]
            if not is_label(label) or any_label(clean(value)):
                continue
            passages = [(other[3], other[4], other[5])]
            passages += _goes_on(levels[at + 1 : at + 4], one, other)
            found.append(Pair(label, _joined(passages), one[3].page, one[0], one[1]))
    return found


def _goes_on(
    below: Sequence[list[tuple[float, float, float, Line, int, int]]],
    label: tuple[float, float, float, Line, int, int],
    value: tuple[float, float, float, Line, int, int],
) -> list[tuple[Line, int, int]]:
    """Further lines of a value: close below it, beginning where it begins, without a label."""
    size = value[3].size or 10.0
    found: list[tuple[Line, int, int]] = []
    middle = value[0]
    for level in below:
        first = min(level, key=lambda part: part[1])
        if len(level) != 1 or abs(first[1] - value[1]) > size or first[0] - middle > 1.9 * size:
            break
        if first[1] < label[2]:
            break
        found.append((first[3], first[4], first[5]))
        middle = first[0]
    return found


def _passage(line: Line, start: int, end: int) -> Passage:
    return Passage.of([part_of(line, start, end)])


def _joined(parts: Sequence[tuple[Line, int, int]]) -> Passage:
    return Passage.of([part_of(*part) for part in parts])
