"""Tables of a budget book with nothing drawn between their columns, found by their headings alone.

The form is prescribed: 目, 本年度, 前年度, 比較, 節 with 区分 and 金額, 説明 stand side by side.
Where neither rules nor blank strips part what stands below, the headings say how many columns there
are and about where; figures end at one place down a column, names begin at one. A text file whose
columns are kept by spaces is read in the same way.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from models.page import Line, Placed, Role, Table, TextBlock, lines_of
from pipeline.assemble.books.columns import BookColumn, PageTable, heading_column
from pipeline.assemble.books.edges import boundaries, dealt
from pipeline.assemble.books.open_heads import (
    BESIDE,
    NAMES,
    Head,
    headings_in,
    heads_in,
    names_columns,
)
from pipeline.assemble.books.vocabulary import (
    HEADING,
    TOTAL,
    UNIT,
)
from pipeline.assemble.books.words import Word, WordRow, level_lines, rows_of, words_of
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.roles import unit_note

_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.CHART})
_HINTS = (
    ("本年度", "当年度", "今年度", "予算額"),
    ("区分", "金額"),
    ("説明", "摘要", "付記", "附記"),
)
_MANY = 1500
_FOOT = 2.5
_GUTTER = 1.5
_MIDDLE = (0.4, 0.7)
_PLACE = re.compile(r"[^\d,]{0,8}\d{0,3}[^\d,]{0,4}\d{1,4}[^\d,]{0,3}")


@dataclass(frozen=True, slots=True)
class _Strip:
    """The rows and headings of a page, or of one of those that stand side by side on a sheet."""

    page: int
    rows: Sequence[WordRow]
    heads: Sequence[Head]

    def bodies(self) -> Iterator[tuple[Head, list[Word]]]:
        """Each heading with the words below it."""
        for head, after in zip_longest(self.heads, self.heads[1:]):
            body = _body(self.rows[head.last : after.first if after else None])
            yield head, [word for row in body for word in row.words]


def open_pages(blocks: Sequence[Placed], tried: Container[int]) -> dict[int, list[PageTable]]:
    """The tables of this kind by page, of the pages that are to be tried.

    A half without the page that it faces is none.
    """
    strips: list[_Strip] = []
    for page, lines in _lines(blocks).items():
        goes_on = bool(strips) and strips[-1].page == page - 1
        if page not in tried or not (goes_on or _may_head(lines)):
            continue
        words = [word for line in level_lines(lines) for word in words_of(line)]
        for part in _side_by_side(words):
            rows = rows_of(part)
            heads = list(heads_in(rows, page))
            if heads or goes_on or (strips and strips[-1].page == page):
                strips.append(_Strip(page, rows, heads))
    celled = {id(x) for p in blocks if isinstance(p.block, Table) for x in lines_of(p.block)}
    found = _tables(strips, celled)
    return {
        page: tables
        for page, tables in found.items()
        if any(_is_whole(table) for table in tables) or _faces(page, found)
    }


def _side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a sheet that shows two pages, parted before what the second heading begins."""
    found = [list(words)]
    left = min((w.x0 for w in words), default=0.0)
    right = max((w.x1 for w in words), default=1.0)
    reached = left
    for word in sorted(words, key=lambda each: each.x0):
        middle = _MIDDLE[0] < (word.x0 - left) / (right - left) < _MIDDLE[1]
        if middle and word.x0 - reached > _GUTTER * word.size:
            parts = [[w for w in words if (w.x0 < word.x0) is side] for side in (True, False)]
            if all(_names_rows(part) for part in parts):
                found = parts
        reached = max(reached, word.x1)
    return found


def _names_rows(words: Sequence[Word]) -> bool:
    """Whether a row that names columns begins with the one for the rows' own names."""
    rows = (headings_in(row) for row in rows_of(words) if names_columns(row))
    columns = (heading_column(items[0].text) for items in rows)
    return any(column is not None and column.role in NAMES for column in columns)


def _tables(strips: Sequence[_Strip], celled: Container[int]) -> dict[int, list[PageTable]]:
    """The tables below all headings. Under equal headings the columns part at the same places."""
    alike: dict[tuple[object, ...], list[Word]] = {}
    forms: dict[tuple[object, ...], Head] = {}
    for strip in strips:
        for head, words in strip.bodies():
            alike.setdefault(_form(head), []).extend(words)
            forms.setdefault(_form(head), head)
    edges = {form: boundaries(forms[form].columns, alike[form][:_MANY]) for form in alike}
    found: dict[int, list[PageTable]] = {}
    before: PageTable | None = None
    for strip in strips:
        tables = [
            _table(head, words, sides, strip.page)
            for head, words in strip.bodies()
            if (sides := edges[_form(head)]) is not None and words
        ]
        first = strip.heads[0].first if strip.heads else len(strip.rows)
        if before is not None and strip.page - before.page <= 1 and first > 0:
            tables = [*_going_on(strip.rows[:first], strip.page, before), *tables]
        if tables:
            before = tables[-1]
            tables = [_with_over(tables[0], strip.rows, celled), *tables[1:]]
            found.setdefault(strip.page, []).extend(tables)
    return found


def _form(head: Head) -> tuple[object, ...]:
    """What headings say and where they stand, for tables of one form."""
    return tuple((c.role, c.label, round(c.x0 / 2), round(c.x1 / 2)) for c in head.columns)


def _lines(blocks: Sequence[Placed]) -> dict[int, list[Line]]:
    """The lines of each page but for its furniture."""
    pages: dict[int, list[Line]] = {}
    for placed in blocks:
        block = placed.block
        if isinstance(block, TextBlock) and block.role in _FURNITURE:
            continue
        for line in lines_of(block):
            pages.setdefault(line.page, []).append(line)
    return dict(sorted(pages.items()))


def _with_over(table: PageTable, rows: Sequence[WordRow], celled: Container[int]) -> PageTable:
    """The table with what stands above it and was taken for a part of some other table."""
    over = [w for row in rows if row.bottom < table.bbox[1] for w in row.words]
    over = [word for word in over if id(word.line) in celled]
    own = {id(word.line) for word in over} - {id(line) for line in lines_in(table)}
    lines = {id(w.line): w.line for w in over if id(w.line) in own}
    units = [word for word in over if unit_note(word.text) is not None]
    return replace(table, over=tuple(lines.values()), units=(*table.units, *units))


def _may_head(lines: Sequence[Line]) -> bool:
    """A quick look for words that such headings have."""
    text = squeezed("".join(line.text for line in lines))
    return sum(any(word in text for word in words) for words in _HINTS) > 1


def _is_whole(table: PageTable) -> bool:
    roles = {column.role for column in table.columns}
    return bool(roles & NAMES) and bool(roles & BESIDE)


def _faces(page: int, found: Mapping[int, Sequence[PageTable]]) -> bool:
    """Whether a page has names and the next one what they consist of, or it is that next one."""
    for left, right in ((page, page + 1), (page - 1, page)):
        here = {c.role for table in found.get(left, ()) for c in table.columns}
        there = {c.role for table in found.get(right, ()) for c in table.columns}
        if here & NAMES and there & BESIDE and not here & there:
            return True
    return False


def _body(rows: Sequence[WordRow]) -> list[WordRow]:
    """The rows below a heading up to the next 款 or 項, and no further than the last 計 with it."""
    end = next((at for at, row in enumerate(rows) if HEADING.match(row.text)), len(rows))
    kept = list(rows[:end])
    totals = [at for at, row in enumerate(kept) if TOTAL.fullmatch(row.words[0].text)]
    if kept and _is_foot(kept):
        kept.pop()
    if totals and not any(_has_figures(row) for row in kept[totals[-1] + 1 :]):
        return kept[: totals[-1] + 1]
    return kept


def _is_foot(rows: Sequence[WordRow]) -> bool:
    """Whether the last row stands far below the others and says where in the document they are."""
    last = rows[-1]
    far = len(rows) > 1 and last.top - rows[-2].bottom > _FOOT * last.words[0].size
    return far and _PLACE.fullmatch(squeezed(last.text)) is not None


def _has_figures(row: WordRow) -> bool:
    return sum(any(map(str.isdigit, word.text)) for word in row.words) > 1


def _table(head: Head, words: Sequence[Word], edges: Sequence[float], page: int) -> PageTable:
    sides = [float("-inf"), *edges, float("inf")]
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    columns = tuple(
        replace(column, x0=max(x0, left), x1=min(x1, right))
        for column, (x0, x1) in zip(head.columns, pairwise(sides), strict=True)
    )
    return _made(columns, edges, words, head.units, page)


def _made(
    columns: tuple[BookColumn, ...],
    edges: Sequence[float],
    words: Sequence[Word],
    units: Iterable[Word],
    page: int,
) -> PageTable:
    own = dealt(columns, edges, words)
    named = {id(word) for found in own.values() for word in found if UNIT.fullmatch(word.text)}
    texts = {column: [w for w in found if id(w) not in named] for column, found in own.items()}
    said = [*units, *(w for found in own.values() for w in found if id(w) in named)]
    box = (columns[0].x0, min(w.top for w in words), columns[-1].x1, max(w.bottom for w in words))
    return PageTable(
        page, -1, box, (), columns, headed=True, words=tuple(texts.items()), units=tuple(said)
    )


def _going_on(rows: Sequence[WordRow], page: int, before: PageTable) -> list[PageTable]:
    """The table of the page before, where most figures end where its figures do."""
    body = _body(rows)
    words = [word for row in body for word in row.words]
    columns = tuple(replace(column, page=page) for column in before.columns)
    edges = [column.x1 for column in columns[:-1]]
    if not words or not _ends_alike(words, before):
        return []
    return [_made(columns, edges, words, (), page)]


def _ends_alike(words: Sequence[Word], before: PageTable) -> bool:
    ends = {round(w.x1) for _, found in before.words for w in found if _is_figure(w)}
    figures = [word for word in words if _is_figure(word)]
    alike = [word for word in figures if ends & {round(word.x1) + by for by in (-1, 0, 1)}]
    return len(figures) > 1 and len(alike) > 0.8 * len(figures)


def _is_figure(word: Word) -> bool:
    return "," in word.text and word.text[-1].isdigit()


def lines_in(table: PageTable) -> Iterator[Line]:
    """The lines whose words a table has."""
    for _, words in table.words:
        yield from (word.line for word in words)
    yield from (word.line for word in table.units)
