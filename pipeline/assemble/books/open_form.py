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
from pipeline.assemble.books.columns import BookColumn, PageTable, dated, funding_of, heading_column
from pipeline.assemble.books.edges import boundaries, dealt
from pipeline.assemble.books.vocabulary import (
    DATED,
    FUNDING_PARENT,
    HEADING,
    IN_HEADING,
    LABELS,
    PARTED,
    SECTION_PARENT,
    TOTAL,
    UNIT,
    BookRole,
)
from pipeline.assemble.books.words import Word, WordRow, level_lines, rows_of, words_of
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.roles import unit_note

_LABELS = frozenset({*LABELS, BookRole.SUBJECT})
_RIGHT = frozenset({BookRole.SECTION, BookRole.EXPLANATION})
_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.CHART})
_HINTS = (
    ("本年度", "当年度", "今年度", "予算額"),
    ("区分", "金額"),
    ("説明", "摘要", "付記", "附記"),
)
_NEAR = 4.5
_LONGEST = 8
_WORDS = 6
_MANY = 1500
_SHARED = 0.3
_STRAY = 0.25
_FOOT = 2.5
_GUTTER = 1.5
_MIDDLE = (0.4, 0.7)
_PLACE = re.compile(r"[^\d,]{0,8}\d{0,3}[^\d,]{0,4}\d{1,4}[^\d,]{0,3}")
_INNER = re.compile(r".{0,12}内訳|特定財源")


@dataclass(frozen=True, slots=True)
class _Item:
    """A heading, or a part of one, and where it stands."""

    text: str
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)


@dataclass(frozen=True, slots=True)
class _Head:
    """The rows of a heading from `first` up to `last`, and the columns that they name."""

    first: int
    last: int
    columns: tuple[BookColumn, ...]
    units: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Strip:
    """The rows and headings of a page, or of one of those that stand side by side on a sheet."""

    page: int
    rows: Sequence[WordRow]
    heads: Sequence[_Head]

    def bodies(self) -> Iterator[tuple[_Head, list[Word]]]:
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
            heads = list(_heads(rows, page))
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
    rows = (_items(row) for row in rows_of(words) if _is_seed(row))
    columns = (heading_column(items[0].text) for items in rows)
    return any(column is not None and column.role in _LABELS for column in columns)


def _tables(strips: Sequence[_Strip], celled: Container[int]) -> dict[int, list[PageTable]]:
    """The tables below all headings. Under equal headings the columns part at the same places."""
    alike: dict[tuple[object, ...], list[Word]] = {}
    forms: dict[tuple[object, ...], _Head] = {}
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


def _form(head: _Head) -> tuple[object, ...]:
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
    return bool(roles & _LABELS) and bool(roles & _RIGHT)


def _faces(page: int, found: Mapping[int, Sequence[PageTable]]) -> bool:
    """Whether a page has names and the next one what they consist of, or it is that next one."""
    for left, right in ((page, page + 1), (page - 1, page)):
        here = {c.role for table in found.get(left, ()) for c in table.columns}
        there = {c.role for table in found.get(right, ()) for c in table.columns}
        if here & _LABELS and there & _RIGHT and not here & there:
            return True
    return False


def _heads(rows: Sequence[WordRow], page: int) -> Iterator[_Head]:
    at = 0
    while at < len(rows):
        head = _head_at(rows, at, page) if _is_seed(rows[at]) else None
        if head is not None:
            yield head
        at = head.last if head is not None else at + 1


def _is_seed(row: WordRow) -> bool:
    """Whether a row names two columns at least, and hardly says anything else."""
    known = [item for item in _items(row) if _is_known(item.text)]
    said = sum(len(item.text) for item in known)
    return len(known) > 1 and 2 * said > len(squeezed(row.text))


def _is_known(text: str) -> bool:
    return bool(
        heading_column(text) is not None
        or DATED.fullmatch(text)
        or PARTED.fullmatch(text)
        or IN_HEADING.fullmatch(text)
    )


def _items(row: WordRow) -> list[_Item]:
    """The headings of a row; the signs of one may stand apart (説　　明)."""
    found: list[_Item] = []
    at = 0
    words = [word for word in row.words if UNIT.fullmatch(word.text) is None]
    while at < len(words):
        for end in range(min(at + _WORDS, len(words)), at, -1):
            text = "".join(word.text for word in words[at:end])
            if end == at + 1 or (_is_known(text) and _is_spread(words[at:end])):
                found.append(_Item(text, tuple(words[at:end])))
                at = end
                break
    return found


def _is_spread(words: Sequence[Word]) -> bool:
    """Whether each word is a sign or two of one heading, set wide."""
    return all(len(word.text) <= 2 for word in words)


def _head_at(rows: Sequence[WordRow], seed: int, page: int) -> _Head | None:
    """The heading around a row: as many of the rows next to it as name more columns."""
    first, last = seed, seed + 1
    while first > 0 and _is_part(rows[first - 1], rows[first]):
        first -= 1
    while last < len(rows) and _is_part(rows[last], rows[last - 1]):
        last += 1
    best: _Head | None = None
    for start in range(seed, first - 1, -1):
        for end in range(seed + 1, last + 1):
            head = _head(rows, start, end, page)
            if head is not None and (best is None or _named(head) > _named(best)):
                best = head
    return best


def _named(head: _Head) -> int:
    return sum(1 if column.role is not BookRole.OTHER else -2 for column in head.columns)


def _head(rows: Sequence[WordRow], first: int, last: int, page: int) -> _Head | None:
    units = [w for row in rows[first:last] for w in row.words if UNIT.fullmatch(w.text)]
    columns = _columns([item for row in rows[first:last] for item in _items(row)], page)
    roles = {column.role for column in columns}
    left = bool(roles & _LABELS) and {BookRole.AMOUNT, BookRole.PRIOR} <= roles
    right = roles >= _RIGHT and BookRole.SECTION_AMOUNT in roles
    return _Head(first, last, tuple(columns), tuple(units)) if left or right else None


def _is_part(row: WordRow, beside: WordRow) -> bool:
    """Whether a row next to headings may be one of them: near, without figures, in short words."""
    size = beside.words[0].size
    if max(row.top - beside.bottom, beside.top - row.bottom) > _NEAR * size:
        return False
    text = squeezed(row.text)
    if unit_note(text) is not None and len(row.words) == 1 and not UNIT.fullmatch(text):
        return False
    if HEADING.match(row.text) or any(map(str.isdigit, DATED.sub("", text))):
        return False
    items = _items(row)
    return all(len(item.text) <= _LONGEST or _is_known(item.text) for item in items)


def _columns(items: Sequence[_Item], page: int) -> list[BookColumn]:
    """The columns that headings name, from left to right; none where many say something else."""
    inner = any(PARTED.fullmatch(item.text) and item.text != "節" for item in items)
    parents = [item for item in items if _is_parent(item, items, inner=inner)]
    leaves = _stacked([item for item in items if item not in parents])
    columns: list[BookColumn] = []
    for leaf in leaves:
        above = [item.text for item in parents if item.top < leaf.top and _over(item, leaf, leaves)]
        before = columns[-1] if columns else None
        own = heading_column(leaf.text, above, before)
        found = own or BookColumn(0.0, 0.0, BookRole.OTHER, leaf.text)
        columns.append(replace(found, x0=leaf.x0, x1=leaf.x1, page=page))
    columns = list(dated(tuple(columns)))
    stray = sum(column.role is BookRole.OTHER for column in columns)
    return columns if stray <= _STRAY * len(columns) else []


def _is_parent(item: _Item, items: Sequence[_Item], *, inner: bool) -> bool:
    """Whether a heading stands over others: 節 over 区分 and 金額, 財源内訳 over who pays."""
    lower = [other for other in items if other.top > item.top + 0.5]
    if SECTION_PARENT.fullmatch(item.text):
        return inner and bool(lower)
    wide = item.x1 - item.x0
    within = [o for o in lower if o.x1 > item.x0 - wide and o.x0 < item.x1 + wide]
    return FUNDING_PARENT.search(item.text) is not None and bool(
        _INNER.fullmatch(item.text) and len(within) > 1
    )


def _over(parent: _Item, leaf: _Item, leaves: Sequence[_Item]) -> bool:
    """Whether a heading stands over a leaf: 節 over the two around it, a wide one over the rest."""
    if SECTION_PARENT.fullmatch(parent.text):
        middle = (parent.x0 + parent.x1) / 2
        near = sorted(leaves, key=lambda each: abs((each.x0 + each.x1) / 2 - middle))[:3]
        return leaf in near and bool(PARTED.fullmatch(leaf.text) or "額" in leaf.text)
    return heading_column(leaf.text) is None and funding_of(leaf.text) is not None


def _stacked(items: Sequence[_Item]) -> list[_Item]:
    """Headings from left to right, with what stands below each other as one: 国県支出 over 金."""
    stacks: list[list[_Item]] = []
    for item in sorted(items, key=lambda each: each.x0):
        for stack in stacks:
            left, right = min(i.x0 for i in stack), max(i.x1 for i in stack)
            shared = min(right, item.x1) - max(left, item.x0)
            if shared > _SHARED * min(right - left, item.x1 - item.x0):
                stack.append(item)
                break
        else:
            stacks.append([item])
    found: list[_Item] = []
    for stack in stacks:
        words = tuple(
            word for item in sorted(stack, key=lambda i: (i.top, i.x0)) for word in item.words
        )
        found.append(_Item("".join(word.text for word in words), words))
    return sorted(found, key=lambda each: each.x0)


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


def _table(head: _Head, words: Sequence[Word], edges: Sequence[float], page: int) -> PageTable:
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
