"""Budget books: 歳入歳出予算 and its explanations as statement lines and projects.

The form is the one that the rules of the local autonomy law (地方自治法施行規則) prescribe. Cities
differ in one wide page or two facing ones, in numbering, units and the wording of headings.
"""

from collections.abc import Iterable, Iterator, Sequence

from models import Record
from models.page import Line, Placed, Table, TextBlock
from pipeline.assemble.books.context import Context
from pipeline.assemble.books.details import Reader
from pipeline.assemble.books.facing import facing_joined
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
    events: list[tuple[float, float, WordRow | Spread]] = [(row.top, 0.0, row) for row in rows]
    events += [(_top(spread, tables), spread.left.bbox[0], spread) for spread in tables]
    yield from (event for *_, event in sorted(events, key=lambda each: each[:2]))


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
