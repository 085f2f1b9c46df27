"""Rows of a budget book's columns: 款 項 目 with their figures, 節 and what they consist of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models import Money, Source
from pipeline.assemble.books.columns import Band, BookColumn
from pipeline.assemble.books.pairing import grouped
from pipeline.assemble.books.vocabulary import (
    HEADING_LEVELS,
    LABELS,
    NUMBERED,
    SIGNS,
    TOTAL,
    Level,
)
from pipeline.assemble.books.words import Word, WordRow, name_of, rows_of, source_of
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.figures import whole

_SLACK = 4.0
_BROKEN = re.compile(
    r"[△▲] [\d,]+|[△▲-]?\d{1,3}(?:,\d{3})*(?: ,\d{3}|, \d{3}|,\d \d\d|,\d\d \d)(?:,\d{3})*"
)
"""A figure without room: its sign stands above it, or its last digits below."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it was printed."""

    money: Money
    source: Source


@dataclass(frozen=True, slots=True)
class Label:
    """What names a row: the number before the name, if one is printed, and the words of both."""

    name: str
    number: str | None
    words: tuple[Word, ...]
    name_words: tuple[Word, ...]
    level: Level | None = None
    x0: float = 0.0

    @property
    def is_total(self) -> bool:
        """Whether the row is a 計."""
        return self.number is None and TOTAL.fullmatch(squeezed(self.name)) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with the figures that stand beside it, each by its column, between two heights.

    A label is null where a row of figures goes on without one; `outer` are labels of columns
    further out that stand beside it. `at` is the middle of the first of its figures; `cut` says
    that no rule is drawn above it.
    """

    top: float
    bottom: float
    label: Label | None
    amounts: Mapping[BookColumn, Amount] = field(default_factory=dict)
    outer: tuple[Label, ...] = ()
    at: float | None = None
    cut: bool = False

    @property
    def height(self) -> float:
        """The height of its figures, or where it begins if it has none."""
        return self.top if self.at is None else self.at


def amount_of(words: Sequence[Word], unit: int | None) -> Amount | None:
    """The one figure that the words are; null for anything else."""
    figure = whole("".join(word.text for word in words))
    if figure is None or not figure.is_money:
        return None
    return Amount(figure.money(unit), source_of(words))


def label_of(rows: Sequence[WordRow], level: Level | None = None) -> Label | None:
    """The label that some rows of words are: number and name, however they are wrapped."""
    words = tuple(word for row in rows for word in row.words)
    if not words:
        return None
    text = " ".join(word.text for word in words)
    match = NUMBERED.fullmatch(text)
    if match is None:
        plain = words[1:] if len(words) > 1 and SIGNS.fullmatch(words[0].text) else words
        name = SIGNS.sub("", name_of(plain), count=1) or name_of(words)
        return Label(name, None, words, plain, level, rows[0].x0)
    rest = tuple(_from(words, match.start("name")))
    level = HEADING_LEVELS.get(match["unit"] or "", level)
    return Label(name_of(rest), match["number"], words, rest, level, rows[0].x0)


def _from(words: Sequence[Word], start: int) -> list[Word]:
    """The words from an offset of their joined text on; the first may be a part of one."""
    found: list[Word] = []
    at = 0
    for word in words:
        end = at + len(word.text)
        if at >= start:
            found.append(word)
        elif end > start:
            cut = start - at
            wide = (word.x1 - word.x0) * cut / max(len(word.text), 1)
            found.append(
                Word(
                    word.line,
                    word.start + cut,
                    word.end,
                    word.x0 + wide,
                    word.top,
                    word.x1,
                    word.bottom,
                )
            )
        at = end + 1
    return found


def is_numbered(row: WordRow) -> bool:
    """Whether a row of words begins with a number of its own and a name after it."""
    return NUMBERED.fullmatch(row.text) is not None


def entries(
    labels: Mapping[BookColumn, Sequence[Word]],
    figures: Mapping[BookColumn, Sequence[Word]],
    bands: Sequence[Band],
    unit: int | None,
) -> list[Entry]:
    """The rows of a table: for each cell's height its label and figures.

    Where a tall cell holds several figures one below the other, it is cut at their heights.
    """
    label_rows = sorted(
        ((row, column) for column, words in labels.items() for row in rows_of(words)),
        key=lambda each: (each[0].top, each[1].x0),
    )
    figure_rows = {column: _whole(rows_of(words)) for column, words in figures.items()}
    found: list[Entry] = []
    for band in _all_bands(bands, label_rows, figure_rows):
        inside = [each for each in label_rows if band.top <= each[0].middle < band.bottom]
        money = {
            column: [row for row in rows if band.top <= row.middle < band.bottom]
            for column, rows in figure_rows.items()
        }
        money = {column: rows for column, rows in money.items() if rows}
        for part in _cut(band, inside, money):
            entry = _entry(part, inside, money, unit)
            if entry is not None:
                found.append(replace(entry, cut=part.top > band.top))
    return found


def _whole(rows: Sequence[WordRow]) -> list[WordRow]:
    """The rows of a column of figures, each with the sign above it or the digits that wrap."""
    found: list[WordRow] = []
    for row in rows:
        above = found[-1] if found else None
        near = above is not None and row.top - above.bottom < above.words[0].size
        if above is not None and near and _BROKEN.fullmatch(f"{above.text} {row.text}"):
            # The digits that stand beside the label say where the row is.
            found[-1] = replace(max(above, row, key=_digits), words=(*above.words, *row.words))
        else:
            found.append(row)
    return found


def _digits(row: WordRow) -> int:
    return sum(map(str.isdigit, row.text))


def _all_bands(
    bands: Sequence[Band],
    labels: Sequence[tuple[WordRow, BookColumn]],
    figures: Mapping[BookColumn, Sequence[WordRow]],
) -> list[Band]:
    """The bands, widened by what stands outside of them all."""
    rows = [row for row, _ in labels] + [row for found in figures.values() for row in found]
    outside = [row for row in rows if not any(b.top <= row.middle < b.bottom for b in bands)]
    if not outside:
        return list(bands)
    extra: list[Band] = []
    edges = sorted({edge for band in bands for edge in (band.top, band.bottom)})
    for row in sorted(outside, key=lambda each: each.top):
        top = max((edge for edge in edges if edge <= row.middle), default=row.top - _SLACK)
        bottom = min((edge for edge in edges if edge > row.middle), default=float("inf"))
        if not any(band.top == top for band in extra):
            extra.append(Band(top, bottom))
    return sorted([*bands, *extra], key=lambda band: band.top)


def _cut(
    band: Band,
    labels: Sequence[tuple[WordRow, BookColumn]],
    money: Mapping[BookColumn, Sequence[WordRow]],
) -> list[Band]:
    """The band in parts, one for each figure of its fullest column, or for each numbered label."""
    heights = max((rows for rows in money.values()), key=len, default=[])
    if len(heights) <= 1:
        numbered = [row for row, _ in labels if is_numbered(row)]
        if len(numbered) <= 1 or heights:
            return [band]
        heights = numbered
    tops = _wrapped(heights, labels) or [_start(row, labels) for row in heights]
    tops[0] = band.top
    return [Band(top, bottom) for top, bottom in zip(tops, [*tops[1:], band.bottom], strict=True)]


def _wrapped(
    heights: Sequence[WordRow], labels: Sequence[tuple[WordRow, BookColumn]]
) -> list[float]:
    """Where labels with their figures begin, told by all of them at once; else nothing.

    The figure may stand by any line of a label that is wrapped. Labels of several columns are told
    by the line that each figure stands beside.
    """
    rows = [row for row, _ in labels]
    if not rows or len({column for _, column in labels}) > 1:
        return []
    opens = [is_numbered(row) or TOTAL.fullmatch(squeezed(row.text)) is not None for row in rows]
    _, groups = grouped(rows, opens, [row.middle for row in heights])
    tops = [row.top - _SLACK for row in heights]
    named = {figure: start for start, _, figure in groups if figure is not None}
    for figure, start in named.items():
        tops[figure] = min(tops[figure], rows[start].top - 1.0)
    return tops if len(named) == len(heights) else []


def _start(row: WordRow, labels: Sequence[tuple[WordRow, BookColumn]]) -> float:
    """Where the part of a figure begins: a little above it, or above its label's first line."""
    top = row.top - _SLACK
    beside = [label for label, _ in labels if label.top < row.bottom and label.bottom > row.top]
    return min([top, *(label.top - 1.0 for label in beside)])


def _entry(
    band: Band,
    labels: Sequence[tuple[WordRow, BookColumn]],
    money: Mapping[BookColumn, Sequence[WordRow]],
    unit: int | None,
) -> Entry | None:
    inside = [each for each in labels if band.top <= each[0].middle < band.bottom]
    amounts: dict[BookColumn, Amount] = {}
    at: float | None = None
    for column, rows in money.items():
        for row in rows:
            amount = amount_of(row.words, unit) if band.top <= row.middle < band.bottom else None
            if amount is not None and column not in amounts:
                amounts[column] = amount
                at = row.middle if at is None else min(at, row.middle)
    if not inside and not amounts:
        return None
    columns = sorted({column for _, column in inside}, key=lambda each: each.x0)
    found = [
        label
        for column in columns
        if (label := label_of([r for r, c in inside if c == column], LABELS.get(column.role)))
    ]
    label = found[-1] if found else None
    return Entry(band.top, band.bottom, label, amounts, tuple(found[:-1]), at)
