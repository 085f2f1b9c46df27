"""What was counted over the years: a row of figures under years, or a column beside them."""

import re
from collections.abc import Sequence

from models import FiscalYear, Money, Quantity, Record, Series, SeriesValue
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import REVENUE
from pipeline.bind.kinds import project_bits
from pipeline.bind.texts import department_share, probability
from pipeline.schemas.compared import read_compared
from pipeline.schemas.grid import Entry, Grid, Head, Label, plain, unit_in, without_unit
from pipeline.schemas.reading import Filling, Reading

_LEAST_YEARS = 3
_MOSTLY = 0.8
_AIMED = re.compile(r"目標|指標|達成|KPI|基準値|計画値|進捗", re.IGNORECASE)
_BUDGET = re.compile(r"予算|当初|補正|事業費|計画額|経費")
_PERIOD = re.compile(r"(?:[RHS令和平成昭\d元年度月まで～~〜\-－―・./]){2,24}")
# Bits by which a table of projects speaks against a series.
_OF_PROJECTS = 6.0
# 事業費計（Ａ）: the letter that a formula below calls it by.
FORMULA = re.compile(r"[(（][A-ZＡ-Ｚa-zａ-ｚ①-⑳ア-ン+＋=＝-]{1,5}[)）]")
_BITS_A_YEAR = 2.0
_MOST_YEARS = 6.0
_NO_SERIES = re.compile(r"[増減差比伸]|構成")


def read_series(grid: Grid, about: About) -> Reading | None:
    """The series of a table; null where its years are too few, or what is aimed at stands there."""
    if _AIMED.search("".join(head.text for head in grid.heads)):
        return None
    if (compared := read_compared(grid, about)) is not None:
        return compared
    records = _across(grid) or _down(grid, about)
    costs = 0 if _of_an_account(records) else sum(_of_a_project(each) for each in records)
    if costs > 1:
        records = [each for each in records if not _of_a_project(each)]
    if not records or 2 * costs >= len(records):
        return None
    bits = 4.0 - (4.0 if _AIMED.search(grid.said[:80]) else 0.0)
    # A statement has this year and last, and seldom the one before: more years are none of its.
    years = max(len(record.values) for record in records if isinstance(record, Series))
    bits += min(_MOST_YEARS, _BITS_A_YEAR * (years - _LEAST_YEARS))
    if _budgeted(grid) and _names_projects(grid, records):
        # What is budgeted for projects this year and was before is a list of projects.
        bits -= _OF_PROJECTS
    return Reading(tuple(records), bits)


def _names_projects(grid: Grid, records: Sequence[Record]) -> bool:
    """Whether the series, or what stands beside their names, are called as projects are."""
    columns: dict[int, list[str]] = {}
    for label in (label for entry in grid.entries for label in entry.labels if label.own):
        columns.setdefault(label.column, []).append(plain(label.text))
    named = [plain(getattr(record, "name", "") or "") for record in records]
    return any(
        project_bits(names, around=grid.captions) > 0 for names in (named, *columns.values())
    )


def _budgeted(grid: Grid) -> bool:
    """Whether the years over the columns are of budgets."""
    dated = [head for head in grid.figured() if head.year is not None]
    return any(_BUDGET.search(head.text) for head in dated)


def _dates(text: str) -> bool:
    """Whether a label is a period or a code: R6~R9, 5.2.3."""
    return _PERIOD.fullmatch("".join(text.split())) is not None


def _of_a_project(record: Record) -> bool:
    """Whether a name is a source of money or an amount: the rows of one project's costs."""
    name = FORMULA.sub("", plain(getattr(record, "name", "") or ""))
    return funding_of(name) is not None or role_of(name) is not None


def _of_an_account(records: Sequence[Record]) -> bool:
    """Whether 国庫支出金 and 市債 stand beside 市税: lines of revenue, and not of one project."""
    names = [plain(getattr(record, "name", "") or "") for record in records]
    return any(REVENUE.fullmatch(name) and funding_of(name) is None for name in names)


def _across(grid: Grid) -> list[Record]:
    """Years stand over the columns, and each row is a series."""
    dated = [
        head for head in grid.figured() if head.year is not None and head.year.end_year is None
    ]
    years = {head.year.year for head in dated if head.year}
    if len(years) < _LEAST_YEARS or len(years) < len(dated):
        return []
    found: list[Series] = []
    for entry in grid.entries:
        if not entry.labels:
            continue
        cells = [(head.year, head) for head in dated]
        first = min(head.index for head in dated)
        before = [label for label in entry.labels if label.column < first] or entry.labels
        named = [
            label
            for label in before
            if not _dates(label.text) and not department_share([label.text])
        ] or before
        series = _series(grid, [(entry, year, head) for year, head in cells], named[-1], entry.unit)
        if series is not None:
            found.append(series)
    # What was begun later, or counted once, is a series among others.
    full = [series for series in found if len(series.values) >= _LEAST_YEARS]
    return list(found) if full else []


def _down(grid: Grid, about: About) -> list[Record]:
    """Years stand beside the rows, and each column is a series."""
    own = about.fiscal_year.year if about.fiscal_year else None
    dated: list[tuple[Entry, FiscalYear]] = []
    for entry in grid.entries:
        years = [year for label in entry.labels if (year := _only_year(label.text, own))]
        if years and years[0].end_year is None:
            dated.append((entry, years[0]))
    different = {year.year for _, year in dated}
    if len(different) < _LEAST_YEARS or len(different) < _MOSTLY * len(grid.entries):
        return []
    found: list[Record] = []
    for head in grid.figured():
        if not head.text or _NO_SERIES.search(head.leaf):
            continue
        label = grid.heading(head)
        if label is None:
            continue
        series = _series(grid, [(entry, year, head) for entry, year in dated], label, "")
        if series is not None and len(series.values) >= _LEAST_YEARS:
            found.append(series)
    return found


def _series(
    grid: Grid, cells: list[tuple[Entry, FiscalYear | None, Head]], label: Label, unit: str
) -> Series | None:
    own = unit or unit_in(label.text)
    name = without_unit(label.text)
    filling = Filling(grid, cells[0][0])
    filling.name(label, name)
    values: list[SeriesValue] = []
    for entry, year, head in cells:
        found = grid.value(entry, head, unit=own, name=name)
        if found is None:
            continue
        filling.sources[f"values.{len(values)}.value"] = found[1]
        values.append(SeriesValue(fiscal_year=year, value=found[0], text=None))
    if not values:
        return None
    money = any(isinstance(value.value, Money) for value in values)
    units = {v.value.unit for v in values if isinstance(v.value, Quantity) and v.value.value}
    own = own or (units.pop() if len(units) == 1 and not money else "")
    filling.sure["values"] = probability(-1.0 if money and not grid.sheet.unit_sure else 5.0)
    return Series.model_validate(
        {**filling.fields, **filling.common(), "unit": own or None, "values": tuple(values)}
    )


def _only_year(text: str, own: int | None) -> FiscalYear | None:
    """The year that a label is, with nothing else beside it but 末 and its like."""
    year, rest = heading_year(text, own)
    return year if year is not None and len(re.sub(r"[年度末現在()（）]", "", rest)) == 0 else None
