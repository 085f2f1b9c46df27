"""Tables of a budget book as they are read: those of facing pages side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.page import Placed, Table
from pipeline.assemble.books.columns import (
    Band,
    BookColumn,
    PageTable,
    bands_in,
    fits,
    moved,
    page_tables,
    words_in,
)
from pipeline.assemble.books.open_form import open_pages
from pipeline.assemble.books.vocabulary import LABELS, BookRole
from pipeline.assemble.books.words import Word

_NEAR = 4.0
_LABELS = (*LABELS, BookRole.SUBJECT)
_RIGHT = (BookRole.SECTION, BookRole.EXPLANATION, BookRole.FUNDING)


@dataclass(frozen=True, slots=True)
class Spread:
    """A table on one page, or the two parts of one on pages that face each other."""

    left: PageTable
    right: PageTable | None = None

    @property
    def tables(self) -> tuple[PageTable, ...]:
        """The parts, the left-hand one first."""
        return (self.left,) if self.right is None else (self.left, self.right)

    @property
    def columns(self) -> tuple[BookColumn, ...]:
        """The columns of both parts."""
        return tuple(column for table in self.tables for column in table.columns)

    def shift(self, table: PageTable) -> float:
        """By how much the print of a part is moved to stand beside the left-hand one."""
        return self.left.bbox[1] - table.bbox[1]

    def has(self, *roles: BookRole) -> bool:
        """Whether there is a column of one of the roles."""
        return any(column.role in roles for column in self.columns)

    @property
    def names_rows(self) -> bool:
        """Whether the rows have names of their own, as those of a right-hand page have not."""
        return self.has(*_LABELS)

    def words(self) -> tuple[dict[BookColumn, list[Word]], list[Word]]:
        """The words by column, and the words that name units."""
        columns: dict[BookColumn, list[Word]] = {}
        units: list[Word] = []
        for table in self.tables:
            found, named = words_in(table, self.shift(table))
            columns |= found
            units += named
        return columns, units

    def bands(self, column: BookColumn) -> list[Band]:
        """The heights of the column's cells."""
        table = next(table for table in self.tables if column in table.columns)
        return bands_in(table, column, self.shift(table))


def is_detail(spread: Spread) -> bool:
    """Whether the table shows 目 with their 節 or explanations (事項別明細書)."""
    return (
        spread.has(*_LABELS)
        and spread.has(BookRole.SECTION, BookRole.EXPLANATION)
        and (spread.has(BookRole.AMOUNT))
    )


def is_summary(spread: Spread, *, in_book: bool) -> bool:
    """Whether the table shows 款 or 項 with their amounts and nothing else (第1表, 総括).

    Outside of a book it has to show both, for tables of 款 alone are found in any briefing.
    """
    roles = {column.role for column in spread.columns}
    if BookRole.OTHER in roles or BookRole.AMOUNT not in roles:
        return False
    both = {BookRole.TITLE, BookRole.ITEM} <= roles
    return both or (in_book and bool({BookRole.TITLE, BookRole.SUBJECT} & roles))


def spreads(blocks: Sequence[Placed]) -> dict[int, list[Spread]]:
    """The tables by the page on which they begin; a right-hand page's are with its left one's.

    Where a page shows no detailed table with drawn cells, one may be found by its headings alone.
    """
    drawn = _by_page(blocks)
    found = _spread(_columned(drawn))
    pages = {placed.block.page for placed in blocks} | set(drawn)
    detailed = {
        table.page
        for each in found.values()
        for spread in each
        if is_detail(spread) and not _unnamed(spread.columns)
        for table in spread.tables
    }
    opened = {
        page: tables
        for page, tables in open_pages(blocks, pages - detailed).items()
        if _known(tables) > _known(drawn.get(page, ()))
    }
    return _spread(_columned({**drawn, **opened})) if opened else found


def _unnamed(columns: Sequence[BookColumn]) -> int:
    """How many columns have a heading that says nothing that is known."""
    return sum(column.role is BookRole.OTHER and bool(column.label) for column in columns)


def _known(tables: Sequence[PageTable]) -> int:
    """How many columns of the best table are known, less those whose heading is not."""
    return max(
        (
            sum(column.role is not BookRole.OTHER for column in table.columns)
            - _unnamed(table.columns)
            for table in tables
        ),
        default=0,
    )


def _spread(pages: Mapping[int, Sequence[PageTable]]) -> dict[int, list[Spread]]:
    found: dict[int, list[Spread]] = {}
    taken: set[int] = set()
    for number, tables in sorted(pages.items()):
        if number in taken:
            continue
        facing = pages.get(number + 1, [])
        left, right = _halves(tables)
        if right:
            found[number] = list(_side_by_side(left, right))
        elif _faces(tables, facing):
            taken.add(number + 1)
            found[number] = list(_side_by_side(tables, facing))
        else:
            found[number] = [Spread(table) for table in tables]
    return found


def _by_page(blocks: Sequence[Placed]) -> dict[int, list[PageTable]]:
    pages: dict[int, list[PageTable]] = {}
    for place, placed in enumerate(blocks):
        if isinstance(placed.block, Table):
            for table in page_tables(placed, place):
                pages.setdefault(table.page, []).append(table)
    return {number: sorted(tables, key=lambda t: t.bbox[1]) for number, tables in pages.items()}


def _columned(pages: Mapping[int, Sequence[PageTable]]) -> dict[int, list[PageTable]]:
    """The tables, those without a heading with the columns of the nearest one before like them."""
    seen: list[tuple[BookColumn, ...]] = []
    found: dict[int, list[PageTable]] = {}
    for number, tables in sorted(pages.items()):
        for table in tables:
            if not table.headed and not table.columns:
                table = replace(table, columns=_like(table, seen))
            if table.columns:
                if table.columns in seen:
                    seen.remove(table.columns)
                seen.insert(0, table.columns)
                del seen[6:]
            own = tuple(replace(column, page=table.page) for column in table.columns)
            found.setdefault(number, []).append(replace(table, columns=own))
    return found


def _like(table: PageTable, seen: Sequence[tuple[BookColumn, ...]]) -> tuple[BookColumn, ...]:
    """The columns seen before at whose sides all cells of the table begin."""
    for columns in seen:
        if not fits(columns, table):
            continue
        here = moved(columns, table.bbox)
        sides = [column.x0 for column in here]
        begins = {cell.bbox[0] for cell in table.cells if cell.bbox is not None}
        matched = {min(sides, key=lambda side: abs(side - x)) for x in begins if _is_near(x, sides)}
        if all(_is_near(x, sides) for x in begins) and 2 * len(matched) > len(sides):
            return here
    return ()


def _is_near(x: float, sides: Sequence[float]) -> bool:
    return any(abs(x - side) < _NEAR for side in sides)


def _halves(tables: Sequence[PageTable]) -> tuple[list[PageTable], list[PageTable]]:
    """The tables on the two halves of a page that shows facing pages at once, as scans may."""
    right = [
        table
        for table in tables
        if _roles([table]).isdisjoint(_LABELS)
        and any(other.bbox[2] < table.bbox[0] + _NEAR for other in tables)
    ]
    left = [table for table in tables if table not in right]
    return (left, right) if _faces(left, right) else (list(tables), [])


def _faces(left: Sequence[PageTable], right: Sequence[PageTable]) -> bool:
    """Whether the second page's tables go on to the right of the first one's."""
    here, there = _roles(left), _roles(right)
    named = not here.isdisjoint(_LABELS)
    nameless = there.isdisjoint(_LABELS) and not there.isdisjoint(_RIGHT)
    return named and nameless and here.isdisjoint(there)


def _roles(tables: Sequence[PageTable]) -> set[BookRole]:
    return {c.role for table in tables for c in table.columns} - {BookRole.OTHER}


def _side_by_side(left: Sequence[PageTable], right: Sequence[PageTable]) -> Iterator[Spread]:
    """Tables with the one that stands at the same height on the facing page."""
    if len(left) == len(right):
        yield from (Spread(one, other) for one, other in zip(left, right, strict=True))
        return
    moved_by = left[0].bbox[1] - right[0].bbox[1]
    free = list(right)
    for table in left:
        beside = [
            other
            for other in free
            if min(table.bbox[3], other.bbox[3] + moved_by)
            - max(table.bbox[1], other.bbox[1] + moved_by)
            > _NEAR
        ]
        if beside:
            free.remove(beside[0])
        yield Spread(table, beside[0] if beside else None)
    yield from (Spread(table) for table in free)
