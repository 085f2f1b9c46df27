"""Column roles held against the rows: arithmetic confirms them, turns them round, or finds them."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from typing import TypeAlias

from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.vocabulary import MONEY_ROLES, ColumnRole

Values: TypeAlias = Sequence[Sequence[Fraction | None]]
"""Rows of numbers; null where a cell holds none."""
_ENOUGH = Fraction(9, 10)
_FEW_ROWS = 2
_MOST_FUNDING = 10


def confirm(columns: Sequence[Column], values: Values) -> list[Column]:
    """Holds the proposed roles against the rows: proves them, turns them round, or finds them.

    Printed years are never overruled; only columns whose year is not printed change places.
    """
    return _confirm_funding(_confirm_change(list(columns), values), values)


def infer(width: int, values: Values) -> list[Column] | None:
    """Roles of a table without headings by its identities alone; null where none holds."""
    blank = [Column(index, "") for index in range(width)]
    found = _find_change(blank, values)
    if found is None:
        return None
    this, prior, change = found
    roles = {this: ColumnRole.AMOUNT, prior: ColumnRole.PRIOR, change: ColumnRole.CHANGE}
    return [
        replace(column, role=roles[column.index], proved=True) if column.index in roles else column
        for column in blank
    ]


def change_holds(columns: Sequence[Column], values: Values) -> bool | None:
    """Whether change = this - prior over (nearly) all rows; null where too few rows can tell."""
    places = [
        next((c.index for c in columns if c.role is role), None)
        for role in (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
    ]
    if None in places:
        return None
    this, prior, change = (place for place in places if place is not None)
    return _difference_holds(values, this, prior, change)


def _confirm_change(columns: list[Column], values: Values) -> list[Column]:
    holds = change_holds(columns, values)
    trio = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
    if holds:
        return [replace(c, proved=True) if c.role in trio else c for c in columns]
    if sum(column.role in trio for column in columns) <= 1:
        return columns
    found = _find_change(columns, values)
    if found is None:
        return columns
    named = dict(zip(found, trio, strict=True))
    for column in columns:
        role = named.get(column.index)
        if role is not None and not _may_become(column, role):
            return columns
    return [
        replace(column, role=named[column.index], proved=True)
        if column.index in named
        else replace(column, role=ColumnRole.OTHER)
        if column.role in trio
        else column
        for column in columns
    ]


def _may_become(column: Column, role: ColumnRole) -> bool:
    if column.role is role or column.role is ColumnRole.OTHER:
        return True
    undated = column.year is None
    swapped = {ColumnRole.AMOUNT, ColumnRole.PRIOR}
    return undated and {column.role, role} <= swapped | {ColumnRole.CHANGE}


def _find_change(columns: Sequence[Column], values: Values) -> tuple[int, int, int] | None:
    """The one way to read three columns as this, prior and change; null where not one."""
    money = [
        column.index
        for column in columns
        if column.role in {*MONEY_ROLES, ColumnRole.OTHER}
        and column.role not in (ColumnRole.FUNDING, ColumnRole.FUNDING_TOTAL)
        and _filled(values, column.index)
    ]
    found = []
    for this, prior, change in permutations(money[:_MOST_FUNDING], 3):
        if _difference_holds(values, this, prior, change) is not True:
            continue
        # a = b + c reads two ways; the smaller part that goes below zero is the change.
        falls = any((row[change] or 0) < 0 for row in values)
        both_ways = not falls and _difference_holds(values, this, change, prior)
        if both_ways and change < prior:
            continue
        found.append((this, prior, change))
    return found[0] if len(found) == 1 else None


def _filled(values: Values, index: int) -> bool:
    return sum(row[index] is not None for row in values) > _FEW_ROWS


def _difference_holds(values: Values, this: int, prior: int, change: int) -> bool | None:
    tried = held = telling = 0
    for row in values:
        now, before, by = row[this], row[prior], row[change]
        if by is None or (now is None and before is None):
            continue
        tried += 1
        if (now or 0) - (before or 0) == by:
            held += 1
            telling += bool(by) and before is not None
    if tried < 1 or (tried > 1 and telling < 1):
        return None
    return Fraction(held, tried) >= _ENOUGH


def _confirm_funding(columns: list[Column], values: Values) -> list[Column]:
    funding = [column for column in columns if column.role is ColumnRole.FUNDING]
    amount = next((c for c in columns if c.role is ColumnRole.AMOUNT), None)
    if amount is None or not funding:
        return columns
    places = [column.index for column in funding]
    if _sum_holds(values, amount.index, places):
        proved = {*places, amount.index}
        return [replace(c, proved=True) if c.index in proved else c for c in columns]
    # A column that stands for a part of another (うち一般財源) is no funding of its own.
    for leave in range(1, min(3, len(places))):
        for gone in combinations(places, leave):
            kept = [place for place in places if place not in gone]
            if len(kept) > 1 and _sum_holds(values, amount.index, kept):
                return [
                    replace(c, role=ColumnRole.OTHER, funding=None)
                    if c.index in gone
                    else replace(c, proved=True)
                    if c.index in kept
                    else c
                    for c in columns
                ]
    return columns


def _sum_holds(values: Values, total: int, parts: Sequence[int]) -> bool:
    tried = held = 0
    for row in values:
        amount = row[total]
        shown = [row[part] for part in parts]
        if amount is None or all(value is None for value in shown):
            continue
        tried += 1
        held += sum(value or 0 for value in shown) == amount
    return tried > 0 and Fraction(held, tried) >= _ENOUGH
