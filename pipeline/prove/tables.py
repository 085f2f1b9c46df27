"""Tables whose figures are facts: rows and columns by where they stand, and how they add up.

Annexes of a budget (地方債, 基金, 債務負担行為, 給与費) have no fields of their own, so what their
columns have to do with each other is found by the figures, and held against every row.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from models import BudgetItem, BudgetStatementLine, Fact, Money, Record, Source
from pipeline.arithmetic import HOLDS, Term, agree, bits, residual, rounded_bits
from pipeline.prove.entries import Entry, style_of
from pipeline.prove.identities import Cell, Identity, Ledger
from pipeline.prove.misreadings import is_slip

_WINDOW = 6
_LEAST_TERMS = 3
_TELLING = 2
_MOST_MISSES = 3
_ROWS_FOR_ONE_MISS = 10
# Bits from which on columns are believed to add up: once in a thousand by chance.
_ENOUGH = 10.0
# A column is not held to be a row off by less than that: its rows would have to fit by chance.
_ENOUGH_TO_MOVE = 30.0
_FIELDS = ("amount", "prior_amount", "change")
_TOTAL = re.compile(
    r"(?:(?:小|合|総)?計|総額|.{1,12}(?:合計|小計|総計))(?:[(（][A-Za-z①-⑨+＋～~・]{1,8}[)）])?"
)
_WITHIN = re.compile(r"[(（\s]*(?:うち|内|再掲)")
_CODE = re.compile(r"\s*(\d{1,2}(?=[.．、\s\D])|[(（]\d{1,2}[)）]|[①-⑳]|[ア-オ](?=[.．、\s]))")

_Relation: TypeAlias = tuple[tuple[int, int], ...]
"""Columns with their signs; they add up to nothing."""

_Figures: TypeAlias = Mapping[int, Term]
"""A row's figures by their column."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's figures by their column, and what it is called."""

    name: str
    cells: Mapping[int, Cell]
    facts: bool


def table_identities(ledger: Ledger) -> Iterator[Identity]:
    """What the columns of each table add up to in every row."""
    for rows in _tables(ledger.records):
        figures = [
            {at: term for at, cell in row.cells.items() if (term := ledger.term(cell))}
            for row in rows
        ]
        relations = _relations(figures) or _moved(figures)
        for relation, credit in relations:
            for row, terms in zip(rows, figures, strict=True):
                if not row.facts or not any(at in terms and terms[at].value for at, _ in relation):
                    continue
                cells = tuple((row.cells[at], s) for at, s in relation if at in row.cells)
                blank = len(cells) < len(relation)
                owner = _owner(ledger, cells)
                yield Identity("across", owner, cells, credit=credit, open=blank)


def fact_rows(records: Sequence[Record]) -> Iterator[tuple[list[Entry], tuple[str, ...]]]:
    """The rows of each table of facts as entries that totals may add up, and their columns."""
    for rows in _tables(records, facts_only=True):
        entries: list[Entry] = []
        styles: list[int] = []
        for row in rows:
            code = _CODE.match(row.name)
            style = style_of(code[1]) if code else None
            if style is not None:
                styles = styles[: styles.index(style)] if style in styles else styles
                styles = [*styles, style]
            is_total = _TOTAL.fullmatch("".join(row.name.split())) is not None
            depth = max(len(styles) - 1, 0) if style is not None else 0
            if not _WITHIN.match(row.name):
                cells = {str(at): cell for at, cell in row.cells.items()}
                place = next(iter(row.cells.values()))[0]
                entries.append(Entry(place, depth, is_total, cells))
        columns = sorted({column for entry in entries for column in entry.cells or ()}, key=int)
        yield entries, tuple(columns)


def _tables(records: Sequence[Record], *, facts_only: bool = False) -> Iterator[list[_Row]]:
    """The rows of each table that has figures without a field of their own."""
    kept = [
        (place, record)
        for place, record in enumerate(records)
        if isinstance(record, Fact)
        or (not facts_only and isinstance(record, BudgetItem | BudgetStatementLine))
    ]
    for run in _runs(kept):
        figures = list(_figures(run))
        known = [each for each in figures if _is_known(records, each[0])]
        figures = known or figures
        if sum(path == "value" for (_, path), _, _, _ in figures) < _TELLING:
            continue
        columns = _columns([source for _, source, _, _ in figures])
        rows: dict[tuple[int, int, int], dict[int, Cell]] = defaultdict(dict)
        names: dict[tuple[int, int, int], str] = {}
        twice: set[tuple[int, int, int]] = set()
        for cell, source, label, name in figures:
            box = label.bbox or (0.0, 0.0, 0.0, 0.0)
            key = (label.page, round(box[1]), round(box[3]))
            at = next(n for n, (x0, x1) in enumerate(columns) if x0 <= _middle(source) <= x1)
            if at in rows[key]:
                twice.add(key)
            rows[key][at] = cell
            names.setdefault(key, name)
        found = [
            _Row(names[key], cells, any(path == "value" for _, path in cells.values()))
            for key, cells in rows.items()
            if key not in twice
        ]
        if len(found) >= _TELLING:
            yield found


def _runs(kept: Sequence[tuple[int, Record]]) -> Iterator[list[tuple[int, Record]]]:
    """Records that may stand in one table: one section, and one scope of its facts.

    A line has no scope; its row's other figures, which no field of it holds, do.
    """
    run: list[tuple[int, Record]] = []
    scope: str | None = None
    for place, record in kept:
        own = record.scope if isinstance(record, Fact) else None
        other = own is not None and scope is not None and own != scope
        if run and (other or record.section[:1] != run[-1][1].section[:1]):
            yield run
            run, scope = [], None
        run.append((place, record))
        scope = own or scope
    if run:
        yield run


def _figures(
    run: Sequence[tuple[int, Record]],
) -> Iterator[tuple[Cell, Source, Source, str]]:
    """The amounts of some records: cell, where printed, the label of their row, its words."""
    for place, record in run:
        label = record.sources.get("label" if isinstance(record, Fact) else "name")
        if label is None or label.bbox is None:
            continue
        for field in ("value",) if isinstance(record, Fact) else _FIELDS:
            source = record.sources.get(field)
            money = getattr(record, field, None)
            if not isinstance(money, Money) or money.none or source is None:
                continue
            if source.bbox is not None and source.page == label.page:
                yield (place, field), source, label, label.text


def _is_known(records: Sequence[Record], cell: Cell) -> bool:
    """Whether the amount's unit is known, so that it can be held against others in yen."""
    money = getattr(records[cell[0]], cell[1])
    return isinstance(money, Money) and money.yen is not None


def _columns(sources: Sequence[Source]) -> list[tuple[float, float]]:
    """Spans that the figures of a column share; those of two columns never meet."""
    spans = sorted((box[0], box[2]) for source in sources if (box := source.bbox))
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _middle(source: Source) -> float:
    return (source.bbox[0] + source.bbox[2]) / 2 if source.bbox else 0.0


def _yen(ledger: Ledger, cell: Cell) -> int:
    term = ledger.term(cell)
    return int(term.value) if term is not None else 0


def _relations(rows: Sequence[_Figures]) -> list[tuple[_Relation, float]]:
    """What columns add up to in (nearly) every row, and the bits it proves at most.

    The shortest come first, and none whose columns are all known to others.
    """
    width = max((at for row in rows for at in row), default=-1) + 1
    candidates = sorted(_candidates(width), key=len)
    found: list[tuple[_Relation, float]] = []
    for relation in candidates:
        columns = {at for at, _ in relation}
        known = {at for each, _ in found for at, _ in each}
        if columns <= known:
            continue
        credit = _evidence(relation, rows) - math.log2(len(candidates))
        if credit >= _ENOUGH:
            found.append((relation, credit))
    return found


def _moved(rows: Sequence[_Figures]) -> list[tuple[_Relation, float]]:
    """What columns would add up to if one of them were a row higher or lower.

    A column all of whose figures were read in the next row fits in none, which no row says alone.
    """
    width = max((at for row in rows for at in row), default=-1) + 1
    candidates = [each for each in _candidates(min(width, _WINDOW)) if len(each) == _LEAST_TERMS]
    tries = 2 * _LEAST_TERMS * len(candidates)
    for relation in candidates:
        for column, _ in relation:
            for step in (1, -1):
                credit = _evidence(relation, _shifted(rows, column, step)) - math.log2(tries)
                if credit >= _ENOUGH_TO_MOVE:
                    return [(relation, credit)]
    return []


def _shifted(rows: Sequence[_Figures], column: int, step: int) -> list[_Figures]:
    """The rows with one column's figures taken from the row above or below, where there is one."""
    own, others = (rows, rows[1:]) if step > 0 else (rows[1:], rows)
    return [
        {**row, column: other[column]}
        for row, other in zip(own, others, strict=False)
        if column in other
    ]


def _candidates(width: int) -> Iterator[_Relation]:
    """Signs for the columns of each window, and each column as the sum of those beside it."""
    for first in range(max(width - _WINDOW, 0) + 1):
        size = min(_WINDOW, width)
        for signs in product((0, 1, -1), repeat=size):
            used = [sign for sign in signs if sign]
            if len(used) < _LEAST_TERMS or used[0] < 0 or -1 not in used:
                continue
            if first and not signs[-1]:
                continue
            yield tuple((first + at, sign) for at, sign in enumerate(signs) if sign)
    for whole in range(width):
        for size in range(_WINDOW, width):
            if whole + size < width:
                after = range(whole + 1, whole + size + 1)
                yield ((whole, 1), *((at, -1) for at in after))
            if whole - size >= 0:
                yield (*((at, 1) for at in range(whole - size, whole)), (whole, -1))


def _evidence(relation: _Relation, rows: Sequence[_Figures]) -> float:
    """How unlikely it is by chance, in bits, that columns add up in so many rows.

    Nothing where too few rows tell, or too many miss for more than one misread figure each.
    """
    held: list[float] = []
    misses: list[Fraction] = []
    slipped = filled = 0
    for row in rows:
        figures = [(row[at], sign) for at, sign in relation if at in row]
        nonzero = sum(bool(term.value) for term, _ in figures)
        if not nonzero:
            continue
        filled += 1
        outcome = agree(figures)
        if outcome in HOLDS:
            if nonzero >= _LEAST_TERMS and outcome == "exact":
                held.append(bits(figures))
            elif nonzero >= _LEAST_TERMS:
                held.append(rounded_bits(figures))
            continue
        off = residual(figures)
        misses.append(off)
        whole = len(figures) == len(relation)
        slipped += whole and any(is_slip(term, term.value - off * s) for term, s in figures)
        if len(misses) > _MOST_MISSES and len(misses) * _ROWS_FOR_ONE_MISS > len(rows):
            return 0.0
    rare = len(misses) * _ROWS_FOR_ONE_MISS <= filled
    # Two figures of a column that changed places miss by as much, to either side.
    exchanged = len(misses) == _TELLING and sum(misses) == 0
    explained = len(misses) <= max(slipped, exchanged * _TELLING)
    few = explained and len(misses) * _TELLING <= len(held)
    return sum(held) if len(held) >= _TELLING and (rare or few) else 0.0


def _owner(ledger: Ledger, terms: Sequence[tuple[Cell, int]]) -> int:
    """The fact with the largest figure: the whole, or the balance."""
    facts = [cell for cell, _ in terms if cell[1] == "value"] or [cell for cell, _ in terms]
    return max(facts, key=lambda cell: abs(_yen(ledger, cell)))[0]
