"""The rows of indicator tables: which printed rows make one indicator, and what is in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.page import Cell, Line
from pipeline.assemble.indicators.headings import Grid, Headings, row_label
from pipeline.assemble.indicators.values import percent, years_only
from pipeline.assemble.lines.pieces import tidy


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed row: the lines in each column.

    `label` says what its figures are (actual, progress, target); `shift` is by how many columns
    its cells stood too far left.
    """

    cells: dict[int, tuple[Line, ...]]
    label: str | None = None
    named: bool = False
    shift: int = 0


@dataclass(slots=True)
class Row:
    """All strips of one indicator, and the heading row above them."""

    strips: list[Strip] = field(default_factory=list)
    heading: str | None = None

    def lines(self, column: int) -> tuple[Line, ...]:
        """All lines of a column."""
        return tuple(line for strip in self.strips for line in strip.cells.get(column, ()))

    def labelled(self, label: str, column: int) -> tuple[Line, ...]:
        """The lines of a column in the row of a label."""
        return next(
            (strip.cells.get(column, ()) for strip in self.strips if strip.label == label), ()
        )

    @property
    def labels(self) -> set[str]:
        """What the rows of this indicator are labelled."""
        return {strip.label for strip in self.strips if strip.label}

    def all_lines(self) -> Iterator[Line]:
        """Every line of the row."""
        for strip in self.strips:
            for lines in strip.cells.values():
                yield from lines


def rows_of(grid: Grid, span: range, headings: Headings) -> list[Row]:
    """The indicators in some rows of a table.

    An indicator begins where a name does, or, where names are missing, where its first label or
    its first values come again.
    """
    rows: list[Row] = []
    heading: str | None = None
    fresh = True
    for number in span:
        title = _whole_row(grid[number])
        if title is not None:
            heading, fresh = title, True
            continue
        for strip in _strips(grid[number], number, headings):
            if fresh or _opens(strip, rows[-1]):
                rows.append(Row(heading=heading))
                fresh = False
            rows[-1].strips.append(strip)
    return rows


def _whole_row(cells: Sequence[Cell | None]) -> str | None:
    """The text of a row that one cell fills: a heading of the rows below."""
    first = cells[0]
    if first is None or len(cells) < 3 or any(cell is not first for cell in cells):
        return None
    return tidy(first.text) or None


def _opens(strip: Strip, row: Row) -> bool:
    if strip.label:
        return strip.label in row.labels or (strip.named and bool(row.labels))
    if all(years_only(lines) for lines in strip.cells.values()):
        return False
    return strip.named or not row.labels


def _strips(cells: Sequence[Cell | None], number: int, headings: Headings) -> Iterator[Strip]:
    """The printed rows of a row of cells; a merged cell stands in the row where it begins.

    Where no rule divides the rows of an indicator, one row of cells has a label on each line.
    """
    own = {
        index: cell
        for index, cell in enumerate(cells)
        if cell is not None and cell.lines and (cell.row, cell.column) == (number, index)
    }
    if not own:
        return
    found = next((index for index, cell in own.items() if row_label(cell)), None)
    if headings.label is None or found is None:
        named = any(index in own for index in headings.names)
        yield Strip({index: cell.lines for index, cell in own.items()}, named=named)
        return
    shift = headings.label - found
    named = any(index - shift in own for index in headings.names)
    labels = _labels(own.pop(found))
    split: list[dict[int, tuple[Line, ...]]] = [{} for _ in labels]
    for index, cell in own.items():
        divided = _divided(cell.lines, len(labels)) if index > found else [cell.lines]
        for part, lines in enumerate(divided):
            if lines:
                split[part][index + shift] = lines
    for part, label in enumerate(labels):
        yield Strip(split[part], label, named and part == 0, shift)


def _labels(cell: Cell) -> list[str]:
    """What each of the printed rows beside a label cell holds."""
    labels = [row_label(replace(cell, lines=(line,))) for line in cell.lines]
    found = list(dict.fromkeys(label for label in labels if label))
    return found or [label for label in (row_label(cell),) if label]


def _divided(lines: tuple[Line, ...], count: int) -> list[tuple[Line, ...]]:
    """A value cell's lines over the labels beside it; the last line is the last label's."""
    if count == 1:
        return [lines]
    if len(lines) >= count:
        return [*((line,) for line in lines[: count - 1]), lines[-1:]]
    if percent(lines) is not None and lines[0].text.strip().endswith("%"):
        return [*[()] * (count - 1), lines]
    return [lines, *[()] * (count - 1)]
