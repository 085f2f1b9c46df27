"""Columns of money: this year's amount, last year's and the difference, settled together."""

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from models import FiscalYear, Money
from pipeline.assemble.family import About
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.vocabulary import SPENT, ColumnRole
from pipeline.bind.sheets import Sheet, numbers_in

_COUNT = re.compile(
    r"率|比(?!較)|割合|件数|人数|人員|員数|面積|延長|数量|個数|戸数|世帯|回数|人口|年数|箇所|頁|ページ|番号|[(（](?:人|件|%|％|㎡|ha|m|km|校|回|台)[)）]"
)


_BRACKETS = re.compile(r"[(（][^()（）]{0,20}[)）]")


def settle_money(sheet: Sheet, about: About) -> None:
    """Gives the sheet the columns of its amounts, and the margin of that reading over others."""
    figured = sheet.figured
    settled = any(spent(column) for column in sheet.columns)
    money = []
    for index in figured:
        column = sheet.columns[index]
        own = [row.figure(index) for row, _ in sheet.rows]
        real = [figure for figure in own if figure is not None]
        counted = sum(
            figure.unit not in ("", "円") or figure.text.strip().endswith("%") for figure in real
        )
        if counted > 0.5 * len(real) or column.role in (
            ColumnRole.SHARE,
            ColumnRole.CHANGE_PERCENT,
            ColumnRole.NUMBER,
            ColumnRole.CODE,
        ):
            continue
        if _COUNT.search(column.heading) and column.role is ColumnRole.OTHER:
            continue
        if settled and column.heading and column.role is ColumnRole.OTHER:
            # 予算現額 and 不用額 beside what was spent are no year's amounts of their own.
            continue
        # A column that counts its rows is their number.
        plain = [figure.value for figure in real if figure.value is not None]
        if len(plain) > 2 and sum(b - a == 1 for a, b in itertools.pairwise(plain)) >= 0.8 * (
            len(plain) - 1
        ):
            continue
        money.append(column)
    _settle(sheet, money, about)


def spent(column: Column) -> bool:
    """Whether a column says what was spent or taken in: the amount of a settlement."""
    if column.role is not ColumnRole.AMOUNT or not column.parts:
        return False
    text = "".join(column.parts[-1].split())
    if column.year is not None:
        text = text.replace("".join(column.year.text.split()), "", 1)
    return SPENT.fullmatch(_BRACKETS.sub("", text).removeprefix("の")) is not None


def year_of_amount(column: Column, year: FiscalYear | None) -> FiscalYear | None:
    """A year in the phase that its column says: 支出済額 is of a settlement."""
    if year is None or year.phase is not None or not spent(column):
        return year
    return year.model_copy(update={"phase": "settlement"})


def below_zero(change: Money, now: Money | None, before: Money | None) -> Money:
    """A change in brackets is one below zero where the amounts beside it say so."""
    if not now or not before or now.yen is None or before.yen is None or change.yen is None:
        return change
    falls = now.yen - before.yen == -change.yen
    return change.model_copy(update={"yen": -change.yen}) if falls else change


def _settle(sheet: Sheet, money: Sequence[Column], about: About) -> None:
    """Which money column is this year's amount, last year's and their difference, together.

    Headings, years and arithmetic add up as bits; the margin to the next best reading is kept.
    """
    for field_name, role in (
        ("expansion", ColumnRole.EXPANSION),
        ("before", ColumnRole.BEFORE),
        ("after", ColumnRole.AFTER),
    ):
        found = next((c for c in money if c.role is role), None)
        if found is not None:
            sheet.roles[field_name] = found.index
    own = about.fiscal_year.year if about.fiscal_year else None
    open_columns = [
        c
        for c in money
        if c.role
        in (
            ColumnRole.AMOUNT,
            ColumnRole.PRIOR,
            ColumnRole.CHANGE,
            ColumnRole.OTHER,
            ColumnRole.LABEL,
            ColumnRole.PLAN,
        )
    ][:6]
    if not open_columns:
        return
    rows = [row for row, _ in sheet.rows]
    values = list(zip(*(numbers_in(rows, c.index) for c in open_columns), strict=True))
    places: list[int | None] = [None, *range(len(open_columns))]
    ranked: list[tuple[float, tuple[int | None, int | None, int | None]]] = []
    for this in range(len(open_columns)):
        for prior in places:
            if prior == this:
                continue
            for change in places:
                if change is not None and change in (this, prior):
                    continue
                if (
                    prior is None
                    and change is not None
                    and open_columns[change].role is not ColumnRole.CHANGE
                ):
                    continue
                bits = _reading_bits(open_columns, values, this, prior, change, own)
                ranked.append((bits, (this, prior, change)))
    ranked.sort(key=lambda each: -each[0])
    best = ranked[0]
    others = [bits for bits, reading in ranked[1:] if reading[0] != best[1][0]]
    sheet.margin = best[0] - (max(others) if others else best[0] - 10.0)
    second = [bits for bits, reading in ranked[1:] if reading[1] != best[1][1]]
    sheet.prior_margin = best[0] - (max(second) if second else best[0] - 10.0)
    for name, place in zip(("amount", "prior", "change"), best[1], strict=True):
        if place is not None:
            sheet.roles[name] = open_columns[place].index


def _reading_bits(
    columns: Sequence[Column],
    values: Sequence[Sequence[Fraction | None]],
    this: int,
    prior: int | None,
    change: int | None,
    own: int | None,
) -> float:
    bits = 0.0
    for place, column in enumerate(columns):
        role = (
            ColumnRole.AMOUNT
            if place == this
            else ColumnRole.PRIOR
            if place == prior
            else ColumnRole.CHANGE
            if place == change
            else None
        )
        said = (
            column.role
            if column.role in (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
            else None
        )
        if column.year is not None and said is not ColumnRole.CHANGE:
            if own is not None:
                wanted = {0: ColumnRole.AMOUNT, -1: ColumnRole.PRIOR}.get(column.year.year - own)
                bits += (
                    5.0
                    if role is wanted
                    else -5.0
                    if role is not None or wanted is ColumnRole.AMOUNT
                    else -1.0
                )
        elif said is not None:
            bits += 4.0 if role is said else -4.0 if role is not None else -1.5
        elif role is not None:
            # A heading that says something else speaks more against last year than a column that
            # is left out; only sums tell otherwise.
            bits += 0.0 if not column.heading else -0.5 if role is ColumnRole.AMOUNT else -1.6
            falls = sum((row[place] or 0) < 0 for row in values)
            if falls:
                bits += 3.0 if role is ColumnRole.CHANGE else -5.0
        else:
            bits -= 1.0
    first, second = columns[this].year, columns[prior].year if prior is not None else None
    if first is not None and second is not None:
        bits += 3.0 if first.year == second.year + 1 else -8.0
    if prior is not None and this < prior:
        bits += 0.3
    if prior is not None and change is not None:
        bits += _difference_bits(values, this, prior, change)
    return bits


def _difference_bits(
    values: Sequence[Sequence[Fraction | None]], this: int, prior: int, change: int
) -> float:
    """What amount - prior = change over the rows is worth: by how unlikely it is by chance."""
    bits = 0.0
    for row in values:
        now, before, by = row[this], row[prior], row[change]
        if by is None or (now is None and before is None):
            continue
        if (now or 0) - (before or 0) == by:
            bits += min(3.0, 0.7 * len(str(abs(by)))) if by else 0.3
        else:
            bits -= 3.0
    return max(-10.0, min(12.0, bits))
