"""Amounts of a form that stand beside or below their label, as in 要求額 | 1,234 | 前年度 | 1,100.

A table of years and sources is no such thing: there a row has one label and several figures, and
its columns have headings of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models import FiscalYear, Money, Source
from models.page import PageLayout
from pipeline.assemble.tables.figures import Figure, whole
from pipeline.bind.notes import Notes
from pipeline.bind.sheets import year_said
from pipeline.schemas.form_parts import Part, parts_of, rows_of
from pipeline.schemas.form_words import What, clean, said_of
from pipeline.schemas.grid import unit_in, unit_of

_YEARS = range(1900, 2100)
# Sizes of the text: how far apart the lines of a label are.
_WRAPPED = 1.7


@dataclass(frozen=True, slots=True)
class Labelled:
    """An amount with what its label says of it; `sure` where its unit stands with it or above."""

    what: What
    label: str
    year: FiscalYear | None
    money: Money
    source: Source
    place: tuple[float, float]
    sure: bool


def labelled_amounts(layout: PageLayout, notes: Notes, year: int | None) -> list[Labelled]:
    """The amounts of a page that stand right of a label of their own, or in a row below labels.

    `year` is the document's.
    """
    rows = rows_of([part for part in parts_of(layout) if not part.tall])
    pairs = [*_beside(rows), *_below(rows)]
    units = [(label.middle, by) for label, _ in pairs if (by := _unit_in(label)) is not None]
    if notes.on_page(layout.number):
        units = []
    return [_labelled(label, part, notes, year, sorted(units)) for label, part in pairs]


def _unit_in(label: Part) -> int | None:
    """Yen a count that a label says: 予算額（千円）."""
    return unit_of(unit_in(label.text))


def _figure(part: Part) -> Figure | None:
    figure = whole(part.text)
    if figure is None or not figure.is_money:
        return None
    bare = figure.value is not None and not figure.unit and figure.value in _YEARS
    return None if bare and "," not in figure.text else figure


def _says(part: Part) -> bool:
    return said_of([part.text]) is not None


def _beside(rows: Sequence[Sequence[Part]]) -> Iterator[tuple[Part, Part]]:
    """Figures with a label on their left, in rows that have no two figures beside each other."""
    for block in _blocks(rows):
        if any(_is_series(row) for row in block):
            continue
        for row in block:
            above = next((high for high, low in pairwise(rows) if low is row), ())
            for beside, part in pairwise(row):
                label = _whole(beside, above)
                if _figure(part) is not None and _figure(beside) is None and _says(label):
                    yield label, part


def _whole(label: Part, above: Sequence[Part]) -> Part:
    """A label with its first line, where it wraps and only both lines say what it is."""
    if _says(label):
        return label
    over = [
        part
        for part in above
        if part.ink[0] < label.ink[2]
        and label.ink[0] < part.ink[2]
        and label.middle - part.middle < _WRAPPED * label.size
        and _figure(part) is None
    ]
    joined = replace(label, text=over[0].text + label.text) if len(over) == 1 else label
    return joined if _says(joined) else label


def _blocks(rows: Sequence[Sequence[Part]]) -> Iterator[list[Sequence[Part]]]:
    """Rows under one another that hold an amount or its label, one block for each run of them."""
    block: list[Sequence[Part]] = []
    for row in rows:
        if any(_figure(part) is not None or _says(part) for part in row):
            block.append(row)
            continue
        yield block
        block = []
    yield block


def _is_series(row: Sequence[Part]) -> bool:
    """Whether a row has one label and several figures, as in a table of years."""
    figures = [_figure(part) is not None for part in row]
    return not figures[0] and any(a and b for a, b in pairwise(figures))


def _below(rows: Sequence[Sequence[Part]]) -> Iterator[tuple[Part, Part]]:
    """Figures of a row without words, under a row of labels without figures."""
    for labels, row in pairwise(rows):
        if not all(_figure(part) is not None for part in row) or not any(map(_says, labels)):
            continue
        if any(_figure(label) is not None for label in labels):
            continue
        saying = [label for label in labels if _says(label)]
        celled = all(part.celled for part in row)
        in_order = len(saying) == len(row) and not celled
        held = saying if in_order else [_over(labels, part) for part in row]
        if len({id(label) for label in held}) < len(row):
            continue
        yield from ((label, part) for label, part in zip(held, row, strict=True) if _says(label))


def _over(labels: Sequence[Part], part: Part) -> Part:
    """The label over a figure: in the cell above, or else over its print.

    Where none is, the last whose middle comes before the figure's end: figures stand to the right
    of their columns, labels in the middle or at the left.
    """
    middle = (part.box[0] + part.box[2]) / 2
    if part.celled:
        over = [one for one in labels if one.celled and one.box[0] < middle < one.box[2]]
        if len(over) == 1:
            return over[0]
    upon = [one for one in labels if one.ink[0] < part.ink[2] and part.ink[0] < one.ink[2]]
    if len(upon) == 1:
        return upon[0]
    before = [one for one in labels if (one.ink[0] + one.ink[2]) / 2 < part.ink[2]]
    return before[-1] if before else labels[0]


def _labelled(
    label: Part,
    part: Part,
    notes: Notes,
    year: int | None,
    units: Sequence[tuple[float, int]],
) -> Labelled:
    """A figure with its label; the units that other labels say hold for those below them."""
    what, figure = said_of([label.text]), _figure(part)
    assert what is not None
    assert figure is not None
    own = _unit_in(label)
    if own is None and units:
        own = next((by for y, by in reversed(units) if y <= label.middle + 1), units[0][1])
    unit = own if own is not None else notes.unit_at(part.page, part.ink[1])
    money = figure.money(unit)
    if figure.value == 0 and money.yen is None:
        money = money.model_copy(update={"yen": 0})
    return Labelled(
        what=what,
        label=label.text,
        year=year_said(clean(label.text), year)[0],
        money=money,
        source=part.passage.source(),
        place=(part.ink[1], part.ink[0]),
        sure=own is not None or figure.unit == "円" or notes.on_page(part.page),
    )
