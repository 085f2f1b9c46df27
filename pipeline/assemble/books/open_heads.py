"""The headings of a budget book's table where no cell is drawn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.assemble.books.columns import BookColumn, dated, funding_of, heading_column
from pipeline.assemble.books.vocabulary import (
    DATED,
    FUNDING_PARENT,
    HEADING,
    IN_HEADING,
    LABELS,
    PARTED,
    SECTION_PARENT,
    UNIT,
    BookRole,
)
from pipeline.assemble.books.words import Word, WordRow
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.roles import unit_note

NAMES = frozenset({*LABELS, BookRole.SUBJECT})
BESIDE = frozenset({BookRole.SECTION, BookRole.EXPLANATION})
_NEAR = 4.5
_LONGEST = 8
_WORDS = 6
_SHARED = 0.3
_STRAY = 0.25
_INNER = re.compile(r".{0,12}内訳|特定財源")


@dataclass(frozen=True, slots=True)
class Item:
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
class Head:
    """The rows of a heading from `first` up to `last`, and the columns that they name."""

    first: int
    last: int
    columns: tuple[BookColumn, ...]
    units: tuple[Word, ...]


def heads_in(rows: Sequence[WordRow], page: int) -> Iterator[Head]:
    at = 0
    while at < len(rows):
        head = _head_at(rows, at, page) if names_columns(rows[at]) else None
        if head is not None:
            yield head
        at = head.last if head is not None else at + 1


def names_columns(row: WordRow) -> bool:
    """Whether a row names two columns at least, and hardly says anything else."""
    known = [item for item in headings_in(row) if _is_known(item.text)]
    said = sum(len(item.text) for item in known)
    return len(known) > 1 and 2 * said > len(squeezed(row.text))


def _is_known(text: str) -> bool:
    return bool(
        heading_column(text) is not None
        or DATED.fullmatch(text)
        or PARTED.fullmatch(text)
        or IN_HEADING.fullmatch(text)
    )


def headings_in(row: WordRow) -> list[Item]:
    """The headings of a row; the signs of one may stand apart (説　　明)."""
    found: list[Item] = []
    at = 0
    words = [word for word in row.words if UNIT.fullmatch(word.text) is None]
    while at < len(words):
        for end in range(min(at + _WORDS, len(words)), at, -1):
            text = "".join(word.text for word in words[at:end])
            if end == at + 1 or (_is_known(text) and _is_spread(words[at:end])):
                found.append(Item(text, tuple(words[at:end])))
                at = end
                break
    return found


def _is_spread(words: Sequence[Word]) -> bool:
    """Whether each word is a sign or two of one heading, set wide."""
    return all(len(word.text) <= 2 for word in words)


def _head_at(rows: Sequence[WordRow], seed: int, page: int) -> Head | None:
    """The heading around a row: as many of the rows next to it as name more columns."""
    first, last = seed, seed + 1
    while first > 0 and _is_part(rows[first - 1], rows[first]):
        first -= 1
    while last < len(rows) and _is_part(rows[last], rows[last - 1]):
        last += 1
    best: Head | None = None
    for start in range(seed, first - 1, -1):
        for end in range(seed + 1, last + 1):
            head = _head(rows, start, end, page)
            if head is not None and (best is None or _named(head) > _named(best)):
                best = head
    return best


def _named(head: Head) -> int:
    return sum(1 if column.role is not BookRole.OTHER else -2 for column in head.columns)


def _head(rows: Sequence[WordRow], first: int, last: int, page: int) -> Head | None:
    units = [w for row in rows[first:last] for w in row.words if UNIT.fullmatch(w.text)]
    columns = _columns([item for row in rows[first:last] for item in headings_in(row)], page)
    roles = {column.role for column in columns}
    left = bool(roles & NAMES) and {BookRole.AMOUNT, BookRole.PRIOR} <= roles
    right = roles >= BESIDE and BookRole.SECTION_AMOUNT in roles
    return Head(first, last, tuple(columns), tuple(units)) if left or right else None


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
    items = headings_in(row)
    return all(len(item.text) <= _LONGEST or _is_known(item.text) for item in items)


def _columns(items: Sequence[Item], page: int) -> list[BookColumn]:
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


def _is_parent(item: Item, items: Sequence[Item], *, inner: bool) -> bool:
    """Whether a heading stands over others: 節 over 区分 and 金額, 財源内訳 over who pays."""
    lower = [other for other in items if other.top > item.top + 0.5]
    if SECTION_PARENT.fullmatch(item.text):
        return inner and bool(lower)
    wide = item.x1 - item.x0
    within = [o for o in lower if o.x1 > item.x0 - wide and o.x0 < item.x1 + wide]
    return FUNDING_PARENT.search(item.text) is not None and bool(
        _INNER.fullmatch(item.text) and len(within) > 1
    )


def _over(parent: Item, leaf: Item, leaves: Sequence[Item]) -> bool:
    """Whether a heading stands over a leaf: 節 over the two around it, a wide one over the rest."""
    if SECTION_PARENT.fullmatch(parent.text):
        middle = (parent.x0 + parent.x1) / 2
        near = sorted(leaves, key=lambda each: abs((each.x0 + each.x1) / 2 - middle))[:3]
        return leaf in near and bool(PARTED.fullmatch(leaf.text) or "額" in leaf.text)
    return heading_column(leaf.text) is None and funding_of(leaf.text) is not None


def _stacked(items: Sequence[Item]) -> list[Item]:
    """Headings from left to right, with what stands below each other as one: 国県支出 over 金."""
    stacks: list[list[Item]] = []
    for item in sorted(items, key=lambda each: each.x0):
        for stack in stacks:
            left, right = min(i.x0 for i in stack), max(i.x1 for i in stack)
            shared = min(right, item.x1) - max(left, item.x0)
            if shared > _SHARED * min(right - left, item.x1 - item.x0):
                stack.append(item)
                break
        else:
            stacks.append([item])
    found: list[Item] = []
    for stack in stacks:
        words = tuple(
            word for item in sorted(stack, key=lambda i: (i.top, i.x0)) for word in item.words
        )
        found.append(Item("".join(word.text for word in words), words))
    return sorted(found, key=lambda each: each.x0)
