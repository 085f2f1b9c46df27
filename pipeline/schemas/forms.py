"""Forms about one project: labels and values beside them, and its amounts by year and source.

An evaluation sheet, a request, a card: the name stands beside 事務事業名 or its like, and all
figures until the next name are that project's, whichever way round its tables stand.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import BudgetItem
from models.page import Line, PageLayout, Passage, Table, lines_of
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.bind.names import unmarked
from pipeline.bind.texts import probability, whole_bits
from pipeline.grids.aligned import part_of
from pipeline.grids.tokens import box_of, segments
from pipeline.schemas.form_years import YearOfProject, bare_label, years_of
from pipeline.schemas.grid import Grid
from pipeline.schemas.reading import Reading

_NAME = re.compile(
    r"(?:事務|予算|実施|細々?)?(?:事業|件)(?:の)?名(?:称)?|(?:事業|業務|取組|施策)の?名称|事務事業|工事名|件名"
)
_TEXTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "department",
        re.compile(
            r"(?:担当|所管|主管|実施|所属)(?:部署|部局|部課|課|室|係|所属)?名?|部課名?|部署名?|課名|部局名?"
        ),
    ),
    (
        "description",
        re.compile(
            r"(?:事務)?事業(?:の)?(?:概要|内容|目的)|目的|意図|概要|内容|ねらい|趣旨|事業目的(?:・内容)?"
        ),
    ),
)
_LABELLED = re.compile(r"\s*+(?P<label>[^\s:：][^:：]{1,11})[:：]\s*+(?P<value>\S.*)")
_LEAST = 5.0
# Points: what counts as level, and how far apart the labels of two forms side by side stand.
_LEVEL, _WIDE = 4.0, 60.0


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


def read_forms(layouts: Sequence[PageLayout], grids: Sequence[Grid], about: About) -> list[Reading]:
    """The projects of forms, one record for each year that their tables have; and their counts."""
    pairs = [pair for layout in layouts for pair in _pairs(layout)]
    forms = _forms(pairs)
    readings: list[Reading] = []
    for form in forms:
        others = [other for other in forms if other is not form]
        own = [grid for grid in grids if form.holds(grid.page, *_corner(grid), others)]
        years, counted = years_of(own, about)
        items = [item for year in years if (item := _item(form, year, own)) is not None]
        bits = 2.0 + 2.0 * len(form.texts) + sum(1.0 for year in years if year.adds_up)
        if items and bits >= _LEAST:
            readings.append(Reading((*items, *counted), bits))
    return readings


def has_form(layout: PageLayout) -> bool:
    """Whether a name stands beside its label on a page."""
    return any(_NAME.fullmatch(pair.label) for pair in _pairs(layout))


def _corner(grid: Grid) -> tuple[float, float]:
    """How far down and how far left a grid's first row of figures begins."""
    boxes = [
        box_of(line, 0, len(line.text))
        for entry in grid.entries[:1]
        for cell in entry.row.cells
        if cell
        for line in cell.lines
    ]
    if not boxes:
        return (0.0, 0.0)
    return min(box[1] for box in boxes), min(box[0] for box in boxes)


def _forms(pairs: Sequence[Pair]) -> list[Form]:
    forms = [Form(pair) for pair in pairs if _NAME.fullmatch(pair.label)]
    for pair in pairs:
        name = next((n for n, words in _TEXTS if words.fullmatch(pair.label)), None)
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


def _is_label(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) or any(words.fullmatch(text) for _, words in _TEXTS)


def _any_label(text: str) -> bool:
    return _is_label(text) or role_of(text) is not None or funding_of(text) is not None


def _cell_pairs(table: Table) -> list[Pair]:
    found: list[Pair] = []
    for row in table.grid():
        cells = list({id(cell): cell for cell in row if cell is not None and cell.lines}.values())
        for cell, beside in itertools.pairwise(cells):
            label = bare_label(Passage.of(cell.lines).text)
            if not _is_label(label) or beside.row != cell.row:
                continue
            value = Passage.of(beside.lines)
            if _any_label(bare_label(value.text)):
                continue
            line = cell.lines[0]
            box = box_of(line, 0, len(line.text))
            found.append(Pair(label, value, line.page, box[1], box[0]))
    return list({id(pair.value.lines[0]): pair for pair in found}.values())


def _line_pairs(lines: Sequence[Line]) -> list[Pair]:
    """Labels and values of lines: with a colon between them, or apart on one level."""
    parts: list[tuple[float, float, float, Line, int, int]] = []
    found: list[Pair] = []
    for line in lines:
        box = box_of(line, 0, len(line.text))
        if (match := _LABELLED.fullmatch(line.text)) and _is_label(bare_label(match["label"])):
            passage = _passage(line, match.start("value"), match.end("value"))
            found.append(Pair(bare_label(match["label"]), passage, line.page, box[1], box[0]))
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
            label = bare_label(one[3].text[one[4] : one[5]])
            value = other[3].text[other[4] : other[5]]
            if not _is_label(label) or _any_label(bare_label(value)):
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


def _item(form: Form, year: YearOfProject, grids: Sequence[Grid]) -> BudgetItem | None:
    """The project's record of one year; none where nothing but funding stands for it."""
    if "amount" not in year.fields and "prior_amount" not in year.fields:
        return None
    passage = form.name.value
    name, mark = unmarked(passage.text)
    if not name:
        return None
    sources = {"name": passage.source(max(passage.text.find(name[:1]), 0)), **year.sources}
    texts: dict[str, str] = {}
    for key, pair in form.texts.items():
        texts[key] = tidy(pair.value.text)
        sources[key] = pair.value.source()
    if mark is not None:
        sources["mark"] = passage.source()
    sure = any(grid.sheet.unit_sure for grid in grids) or any(
        money.unit_text for money in year.fields.values()
    )
    bits = (5.0 + 3.0 * year.adds_up) if sure else -1.0
    confidence = {key: round(probability(bits), 4) for key in year.fields}
    confidence["name"] = round(probability(min(6.0, whole_bits(name) + 4.0)), 4)
    own = year.year
    prior = own.model_copy(update={"year": own.year - 1, "text": ""}) if own else None
    return BudgetItem.model_validate(
        {
            "page": next(iter(year.sources.values())).page,
            "section": grids[0].section if grids else (),
            "sources": sources,
            "name": name,
            "mark": mark,
            **texts,
            **year.fields,
            "fiscal_year": own,
            "prior_fiscal_year": prior if "prior_amount" in year.fields else None,
            "funding": tuple(year.funding),
            "confidence": confidence,
        }
    )
