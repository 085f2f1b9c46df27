"""The tables of a budget book page by page: heading, columns with what they say, and body."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models import BBox, FundingSource
from models.page import Cell, Line, Placed, Table, union
from pipeline.assemble.books.vocabulary import (
    DATED,
    DIRECTED,
    DIRECTION,
    FUNDING,
    FUNDING_LIST,
    FUNDING_PARENT,
    FUNDING_WHOLE,
    HEADING,
    HEADINGS,
    IN_HEADING,
    LABELS,
    PARENTED,
    PARTED,
    SECTION_PARENT,
    UNIT,
    YEAR,
    BookRole,
)
from pipeline.assemble.books.words import Word, level_lines, words_of
from pipeline.assemble.lines.pieces import squeezed

_EDGE = 3.0
_SHIFT = 0.02


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column between `x0` and `x1`. `label` is its heading; `page` tells facing pages apart."""

    x0: float
    x1: float
    role: BookRole
    label: str = ""
    source: FundingSource | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table that stands on one page. `place` is the index of its block.

    `over` are lines that name 款 and 項 in the first rows of the grid, above its headings. A table
    without drawn cells has its `words` by column instead, and the words that name its `units`.
    """

    page: int
    place: int
    bbox: BBox
    cells: tuple[Cell, ...]
    columns: tuple[BookColumn, ...] = ()
    headed: bool = False
    over: tuple[Line, ...] = ()
    words: tuple[tuple[BookColumn, list[Word]], ...] = ()
    units: tuple[Word, ...] = ()

    def has(self, *roles: BookRole) -> bool:
        """Whether the table has columns of all these roles."""
        own = {column.role for column in self.columns}
        return all(role in own for role in roles)


@dataclass(frozen=True, slots=True)
class Band:
    """A cell's height in its column."""

    top: float
    bottom: float


def page_tables(placed: Placed, place: int) -> Iterator[PageTable]:
    """The parts of a table that goes on over pages, each with its heading taken off."""
    table = placed.block
    if not isinstance(table, Table):
        return
    pages: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.bbox is not None:
            pages.setdefault(cell.page or table.page, []).append(cell)
    columns: tuple[BookColumn, ...] = ()
    for page, cells in sorted(pages.items()):
        named = _named(cells)
        over = tuple(line for cell in cells if cell.row in named for line in cell.lines)
        cells = [cell for cell in cells if cell.row not in named]
        heading = _heading(cells)
        body = [cell for cell in cells if cell.row not in heading]
        own = dated(_closed(_whole(_columns([cell for cell in cells if cell.row in heading]))))
        columns = own or columns
        box = union([cell.bbox for cell in cells if cell.bbox is not None])
        shown = columns if own or not columns else moved(columns, box)
        yield PageTable(page, place, box, tuple(body), shown, headed=bool(own), over=over)


def moved(columns: Sequence[BookColumn], box: BBox) -> tuple[BookColumn, ...]:
    """The columns at the place of another table of the same width."""
    by = box[0] - min(column.x0 for column in columns)
    return tuple(replace(column, x0=column.x0 + by, x1=column.x1 + by) for column in columns)


def fits(columns: Sequence[BookColumn], table: PageTable) -> bool:
    """Whether a table without heading is as wide as the columns of one before it."""
    wide = columns[-1].x1 - columns[0].x0
    own = table.bbox[2] - table.bbox[0]
    return abs(wide - own) < max(_SHIFT * wide, 2 * _EDGE)


def _named(cells: Sequence[Cell]) -> set[int]:
    """The rows at the head that name 款, 項 or the side, which rules may draw into the table."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).extend(line.text.strip() for line in cell.lines)
    named: set[int] = set()
    for row in sorted(rows):
        titles = all(HEADING.match(text) for text in rows[row])
        if not rows[row] or not (titles or says_side(squeezed("".join(rows[row])))):
            break
        named.add(row)
    return named if len(named) < len(rows) else set()


def _whole(columns: Iterable[BookColumn]) -> list[BookColumn]:
    """The columns, headings put right that stand side by side: 金 額 in two, 区分 beside its 節."""
    kept: list[BookColumn] = []
    for column in columns:
        last = kept[-1] if kept else None
        if last is not None and last.role is column.role is BookRole.OTHER:
            role = role_of(last.label + column.label)
            if role is not None and last.label and column.label:
                sections = any(each.role is BookRole.SECTION for each in kept)
                role = BookRole.SECTION_AMOUNT if sections and role is BookRole.AMOUNT else role
                kept[-1] = replace(last, x1=column.x1, role=role, label=last.label + column.label)
                continue
        if last is not None and last.role is BookRole.OTHER and PARTED.fullmatch(last.label):
            if column.role is BookRole.SECTION:
                kept[-1] = replace(column, x0=last.x0)
                continue
            if column.role is BookRole.SECTION_AMOUNT:
                kept[-1] = replace(last, role=BookRole.SECTION)
        kept.append(column)
    return kept


def says_side(text: str) -> bool:
    """Whether a text without spaces names 歳入 or 歳出, alone or behind a title."""
    return DIRECTION.fullmatch(text) is not None or (
        (match := DIRECTED.search(text)) is not None and match.end() == len(text)
    )


def _closed(columns: Sequence[BookColumn]) -> tuple[BookColumn, ...]:
    """The columns, those without a heading as parts of what they belong to.

    The numbers of 目 and 節 may stand apart on the left, the amounts of explanations on the right.
    """
    kept: list[BookColumn] = []
    before: BookColumn | None = None
    for column in columns:
        bare = column.role is BookRole.OTHER and not UNIT.sub("", column.label)
        last = kept[-1] if kept else None
        if bare and last is not None and last.role is BookRole.EXPLANATION:
            kept[-1] = replace(last, x1=column.x1)
        elif bare:
            before = before or column
            kept.append(column)
            continue
        elif before is not None and column.role in (*LABELS, BookRole.SECTION):
            while kept and kept[-1].role is BookRole.OTHER and not UNIT.sub("", kept[-1].label):
                kept.pop()
            kept.append(replace(column, x0=before.x0))
        else:
            kept.append(column)
        before = None
    return tuple(kept)


def _heading(cells: Sequence[Cell]) -> set[int]:
    """The rows at the head that hold nothing but headings, of which one is known at least."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        text = squeezed(" ".join(line.text for line in cell.lines))
        rows.setdefault(cell.row, []).append(text)
    heading: set[int] = set()
    for row in sorted(rows):
        texts = [text for text in rows[row] if text]
        if any(map(str.isdigit, YEAR.sub("", "".join(texts)))):
            break
        if not any(_is_heading(text) for text in texts):
            break
        heading.add(row)
    return heading if any(_is_heading(text) for row in heading for text in rows[row]) else set()


def _is_heading(text: str) -> bool:
    if UNIT.fullmatch(text):
        return False
    return bool(IN_HEADING.fullmatch(text) or DATED.fullmatch(text) or role_of(text))


def role_of(text: str) -> BookRole | None:
    """What a column's own heading says."""
    return next((role for role, form in HEADINGS if form.fullmatch(text)), None)


def heading_column(
    text: str, above: Sequence[str] = (), before: BookColumn | None = None
) -> BookColumn | None:
    """The column that a heading names, with what stands above it and the column on its left."""
    column = _column(text, above, (0.0, 0.0, 0.0, 0.0), before)
    return None if column.role is BookRole.OTHER else column


def funding_of(text: str) -> FundingSource | None:
    """The source of money that a column under 財源内訳 shows."""
    return next((source for source, form in FUNDING if form.fullmatch(text)), None)


def _columns(heading: Sequence[Cell]) -> Iterator[BookColumn]:
    heading = [cell for cell in heading if cell.lines or not _blank_below(cell, heading)]
    leaves = [cell for cell in heading if not any(_is_below(other, cell) for other in heading)]
    before: BookColumn | None = None
    for leaf in sorted(leaves, key=lambda cell: cell.bbox[0] if cell.bbox else 0.0):
        if leaf.bbox is None:
            continue
        over = [other for other in heading if _is_below(leaf, other)]
        above = [squeezed(other.text) for other in over]
        if not leaf.lines and any(role_of(text) in LABELS for text in above):
            # What is blank below 款 beside 項 belongs to the stairs.
            continue
        before = _column(squeezed(leaf.text), above, leaf.bbox, before)
        if before.role in LABELS:
            yield from _stairs(over, leaf.bbox)
        yield before


def _stairs(over: Sequence[Cell], box: BBox) -> Iterator[BookColumn]:
    """The columns of 款 and 項 over 目 that begin further left, each up to the next one."""
    steps: list[BookColumn] = []
    for cell in sorted(over, key=lambda cell: cell.bbox[0] if cell.bbox else 0.0):
        role = role_of(squeezed(cell.text))
        if cell.bbox is not None and role in LABELS and cell.bbox[0] < box[0] - _EDGE:
            steps.append(BookColumn(cell.bbox[0], box[0], role, squeezed(cell.text)))
    sides = [step.x0 for step in steps] + [box[0]]
    yield from (replace(step, x1=side) for step, side in zip(steps, sides[1:], strict=True))


def _blank_below(cell: Cell, heading: Sequence[Cell]) -> bool:
    """Whether the blank cell is the lower part of a heading that was not drawn as merged."""
    return any(
        _is_below(cell, other)
        and other.lines
        and cell.bbox
        and other.bbox
        and abs(cell.bbox[0] - other.bbox[0]) + abs(cell.bbox[2] - other.bbox[2]) < 2 * _EDGE
        for other in heading
    )


def dated(columns: tuple[BookColumn, ...]) -> tuple[BookColumn, ...]:
    """Columns that are headed by years: the later is this year's, the earlier the prior one's."""
    years = {
        column: year
        for column in columns
        if column.role is BookRole.OTHER and (year := _year(column.label)) is not None
    }
    if not years or any(column.role is BookRole.AMOUNT for column in columns):
        return columns
    last = max(years.values())
    return tuple(
        replace(column, role=BookRole.AMOUNT if years[column] == last else BookRole.PRIOR)
        if column in years
        else column
        for column in columns
    )


def _year(label: str) -> tuple[str, int] | None:
    """The year of a heading, so that later ones are greater: 令和 comes after 平成."""
    match = DATED.fullmatch(label)
    if match is None:
        return None
    era = "b" if (match["era"] or "").startswith(("令", "R")) else "a" if match["era"] else ""
    return era, 1 if match["year"] == "元" else int(match["year"])


def _column(text: str, above: Sequence[str], box: BBox, before: BookColumn | None) -> BookColumn:
    if match := PARENTED.fullmatch(text):
        # Where no rule parts a heading from the one over it, both stand in one cell.
        text, above = match["own"], (*above, match["over"])
    text = UNIT.sub("", text) if UNIT.search(text) and len(text) > 3 else text
    blank = BookColumn(box[0], box[2], BookRole.OTHER, text)
    if any(FUNDING_PARENT.search(parent) for parent in above):
        source = funding_of(text)
        if source is not None and not FUNDING_WHOLE.fullmatch(text):
            return replace(blank, role=BookRole.FUNDING, source=source)
        return replace(blank, role=BookRole.FUNDING_TOTAL)
    under_section = any(SECTION_PARENT.fullmatch(parent) for parent in above)
    if under_section and PARTED.fullmatch(text):
        return replace(blank, role=BookRole.SECTION)
    if FUNDING_LIST.fullmatch(text):
        return replace(blank, role=BookRole.FUNDING_LIST)
    role = role_of(text)
    explained = before is not None and before.role is BookRole.EXPLANATION
    if any(role_of(parent) is BookRole.EXPLANATION for parent in above) or (
        explained and role is BookRole.AMOUNT
    ):
        return replace(blank, role=BookRole.EXPLANATION)
    after_section = before is not None and before.role is BookRole.SECTION
    if role is BookRole.AMOUNT and (under_section or after_section):
        return replace(blank, role=BookRole.SECTION_AMOUNT)
    return replace(blank, role=role or BookRole.OTHER)


def _is_below(cell: Cell, other: Cell) -> bool:
    if cell is other or cell.bbox is None or other.bbox is None:
        return False
    shared = min(cell.bbox[2], other.bbox[2]) - max(cell.bbox[0], other.bbox[0])
    return shared > _EDGE and cell.bbox[1] >= other.bbox[3] - _EDGE


def words_in(table: PageTable, shift: float) -> tuple[dict[BookColumn, list[Word]], list[Word]]:
    """The words of the body by their column, and those that name the unit of the figures."""
    columns: dict[BookColumn, list[Word]] = {column: [] for column in table.columns}
    units: list[Word] = list(table.units)
    for own_column, found in table.words:
        columns[own_column] = [
            replace(word, top=word.top + shift, bottom=word.bottom + shift) for word in found
        ]
    for cell in table.cells:
        if not cell.lines or cell.bbox is None:
            continue
        own = [column for column in table.columns if _covers(cell.bbox, column)]
        for line in level_lines(cell.lines):
            words = list(words_of(line, shift))
            if len(words) == 1 and UNIT.fullmatch(words[0].text):
                units.extend(words)
                continue
            if len(own) == 1:
                columns[own[0]].extend(words)
                continue
            for word in words:
                column = _at(own or table.columns, words[0], word)
                if column is not None:
                    columns[column].append(word)
    return columns, units


def _covers(box: BBox, column: BookColumn) -> bool:
    shared = min(box[2], column.x1) - max(box[0], column.x0)
    return shared > 0.5 * min(column.x1 - column.x0, box[2] - box[0])


def _at(columns: Sequence[BookColumn], first: Word, word: Word) -> BookColumn | None:
    """A figure's column is where its middle stands, a name's where its line begins."""
    figure = word.text.strip("△▲,").replace(",", "").isdigit() and word is not first
    x = (word.x0 + word.x1) / 2 if figure else first.x0
    return next((column for column in columns if column.x0 - _EDGE <= x <= column.x1 + _EDGE), None)


def bands_in(table: PageTable, column: BookColumn, shift: float) -> list[Band]:
    """The heights of the column's cells, from top to bottom."""
    if table.words:
        return [Band(float("-inf"), float("inf"))]
    found = {
        (cell.bbox[1] + shift, cell.bbox[3] + shift)
        for cell in table.cells
        if cell.bbox is not None and _covers(cell.bbox, column)
    }
    return [Band(top, bottom) for top, bottom in sorted(found)]
