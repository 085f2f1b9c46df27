"""Budget books: 歳入歳出予算 and its explanations as statement lines and projects.

The form is the one that the rules of the local autonomy law (地方自治法施行規則) prescribe. Cities
differ in one wide page or two facing ones, in numbering, units and the wording of headings.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from models import Record
from models.page import Line, Placed, Table, TextBlock
from pipeline.assemble.books.context import Context
from pipeline.assemble.books.details import Reader
from pipeline.assemble.books.facing import facing_joined
from pipeline.assemble.books.open_form import lines_in
from pipeline.assemble.books.spreads import Spread, is_detail, is_summary, spreads
from pipeline.assemble.books.words import WordRow, rows_of, words_of
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import without


def budget_book(blocks: Sequence[Placed], about: About) -> Taken:
    """The lines and projects of a budget book's tables; all else is left to others."""
    found = spreads(blocks)
    every = [spread for page in found.values() for spread in page]
    is_book = any(is_detail(spread) for spread in every)
    own = {
        id(spread): spread
        for spread in every
        if is_detail(spread) or is_summary(spread, in_book=is_book)
    }
    if not own:
        return Taken(rest=list(blocks))
    context = Context(about)
    reader = Reader(context)
    pages = _text_rows(blocks)
    taken: list[Line] = []
    for page in sorted({*pages, *found}):
        tables = [spread for spread in found.get(page, []) if id(spread) in own]
        context.turn(pages.get(page, []), facing=_facing_rows(tables, pages))
        for event in _in_order(pages.get(page, []), tables):
            if isinstance(event, WordRow):
                if context.read(event, in_book=bool(tables)):
                    taken.extend(word.line for word in event.words)
                continue
            _read_over(event, context)
            if is_detail(event):
                reader.detail(event)
            else:
                reader.summary(event)
    records: list[Record] = list(reader.records())
    for spread in own.values():
        taken.extend(line for table in spread.tables for line in lines_in(table))
    rest = without(_rest(blocks, own.values()), taken)
    return Taken(records, context.issues, facing_joined(rest))


def _read_over(spread: Spread, context: Context) -> None:
    """Takes in what the first rows of a grid say above its headings: 歳出, 2款 総務費."""
    for table in spread.tables:
        for row in rows_of(word for line in table.over for word in words_of(line)):
            context.read(row, in_book=True)


def _text_rows(blocks: Sequence[Placed]) -> dict[int, list[WordRow]]:
    """The rows of print outside of tables, by page."""
    pages: dict[int, list[Line]] = {}
    for placed in blocks:
        if isinstance(placed.block, TextBlock):
            for line in placed.block.lines:
                if not line.vertical:
                    pages.setdefault(line.page, []).append(line)
    return {
        page: rows_of(word for line in lines for word in words_of(line))
        for page, lines in pages.items()
    }


def _facing_rows(tables: Sequence[Spread], pages: dict[int, list[WordRow]]) -> list[WordRow]:
    right = {spread.right.page for spread in tables if spread.right is not None}
    return [row for page in sorted(right) for row in pages.get(page, [])]


def _in_order(rows: Sequence[WordRow], tables: Sequence[Spread]) -> Iterator[WordRow | Spread]:
    """Print and tables from the top; of pages side by side on a sheet, first the left one."""
    gutters = _gutters(tables)
    events: list[tuple[int, float, float, WordRow | Spread]] = []
    for row in rows:
        sides = [bisect(gutters, (word.x0 + word.x1) / 2) for word in row.words]
        for side in sorted(set(sides)):
            own = [word for word, at in zip(row.words, sides, strict=True) if at == side]
            part = WordRow.of(own) if len(own) < len(row.words) else row
            events.append((side, part.top, 0.0, part))
    for spread in tables:
        box = spread.left.bbox
        top = box[1] if gutters else _top(spread, tables)
        events.append((bisect(gutters, (box[0] + box[2]) / 2), top, box[0], spread))
    yield from (event for *_, event in sorted(events, key=lambda each: each[:3]))


def _gutters(tables: Sequence[Spread]) -> list[float]:
    """Where a sheet parts into pages side by side: between tables that each name their rows."""
    named = sorted((spread.left for spread in tables if spread.names_rows), key=lambda t: t.bbox[0])
    return [
        (one.bbox[2] + other.bbox[0]) / 2
        for one, other in pairwise(named)
        if other.bbox[0] > one.bbox[2]
    ]


def _top(spread: Spread, tables: Sequence[Spread]) -> float:
    """Where a table begins; of those that stand side by side, where the highest does."""
    top, bottom = spread.left.bbox[1], spread.left.bbox[3]
    level = (other.left.bbox for other in tables)
    return min(box[1] for box in level if box[1] < bottom and box[3] > top)


def _rest(blocks: Sequence[Placed], own: Iterable[Spread]) -> list[Placed]:
    """The blocks without the tables that were read."""
    read: dict[int, set[int]] = {}
    for spread in own:
        for table in spread.tables:
            read.setdefault(table.place, set()).add(table.page)
    rest: list[Placed] = []
    for place, placed in enumerate(blocks):
        block = placed.block
        if place not in read or not isinstance(block, Table):
            rest.append(placed)
            continue
        pages = {cell.page or block.page for cell in block.cells}
        if pages - read[place]:
            gone = [
                line
                for cell in block.cells
                if (cell.page or block.page) in read[place]
                for line in cell.lines
            ]
            rest.extend(without([placed], gone))
    return rest
