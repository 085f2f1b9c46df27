"""This year's and last year's figures below each other, and their difference (給与費明細書)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import FiscalYear, Money, Quantity, Record, Series, SeriesValue, Source
from pipeline.assemble.family import About
from pipeline.assemble.tables.roles import role_of, unit_note
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.sheets import number_in
from pipeline.bind.texts import probability
from pipeline.schemas.grid import Entry, Grid, Head
from pipeline.schemas.reading import Filling, Reading

_YEARS = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class _Compared:
    """The rows of one thing: what they stand under, what names them, and each year's row."""

    outer: tuple[str, ...]
    inner: tuple[str, ...]
    rows: dict[ColumnRole, Entry]


def read_compared(grid: Grid, about: About) -> Reading | None:
    """A series for each column of rows named 本年度, 前年度 and 比較; null for other tables."""
    year = about.fiscal_year
    things = _things(grid)
    if year is None or not things:
        return None
    held, tried = _differences(grid, things)
    if tried and held < _MOSTLY * tried:
        return None
    bits = 4.0 + min(6.0, 1.0 * held)
    records: list[Record] = []
    for thing in things:
        for head in grid.figured():
            record = _series(grid, thing, head, year, proved=held > 1)
            if record is not None:
                records.append(record)
    return Reading(tuple(records), bits) if records else None


def _things(grid: Grid) -> list[_Compared]:
    """The rows by what they are about; none where any row names no year."""
    found: list[_Compared] = []
    for entry in grid.entries:
        at = next((n for n, label in enumerate(entry.labels) if _year(label.text)), None)
        if at is None:
            return []
        role = _year(entry.labels[at].text)
        outer = tuple(label.text for label in entry.labels[:at])
        inner = tuple(label.text for label in entry.labels[at + 1 :])
        same = next((t for t in found if (t.outer, t.inner) == (outer, inner)), None)
        if role is None or (same is not None and role in same.rows):
            return []
        if same is None:
            found.append(same := _Compared(outer, inner, {}))
        same.rows[role] = entry
    whole = all({ColumnRole.AMOUNT, ColumnRole.PRIOR} <= thing.rows.keys() for thing in found)
    return found if whole else []


def _year(text: str) -> ColumnRole | None:
    role = role_of(text)
    return role if role in _YEARS and text.strip() not in ("計", "合計") else None


def _differences(grid: Grid, things: Sequence[_Compared]) -> tuple[int, int]:
    """How many columns hold this year less last year as the difference, and how many could."""
    held = tried = 0
    for thing in things:
        if ColumnRole.CHANGE not in thing.rows:
            continue
        for head in grid.figured():
            this, last, change = (number_in(thing.rows[role].row, head.index) for role in _YEARS)
            if this is not None and last is not None and change is not None:
                tried += 1
                held += this - last == change
    return held, tried


def _series(
    grid: Grid, thing: _Compared, head: Head, year: FiscalYear, *, proved: bool
) -> Series | None:
    label = grid.heading(head)
    if label is None or not head.leaf:
        return None
    filling = Filling(grid, thing.rows[ColumnRole.AMOUNT])
    filling.name(label, " ".join((*thing.inner, head.leaf)))
    values: list[SeriesValue] = []
    for role, own in (
        (ColumnRole.AMOUNT, year),
        (ColumnRole.PRIOR, year.model_copy(update={"year": year.year - 1, "text": ""})),
    ):
        found = _value(grid, thing.rows[role], head)
        if found is not None:
            filling.sources[f"values.{len(values)}.value"] = found[1]
            values.append(SeriesValue(fiscal_year=own, value=found[0]))
    if not values:
        return None
    if (row := thing.rows.get(ColumnRole.CHANGE)) and (found := _value(grid, row, head)):
        filling.fields["change"], filling.sources["change"] = found
    money = any(isinstance(value.value, Money) for value in values)
    unsaid = money and not grid.sheet.unit_sure
    filling.sure["values"] = probability(-1.0 if unsaid else 6.0 if proved else 3.0)
    common = dict(filling.common())
    titles = [text for text in grid.captions if unit_note(text) is None]
    outer = (*grid.section, *titles[:1], *thing.outer, *head.path[:-1])
    common["section"] = tuple(dict.fromkeys(text for text in outer if text))
    return Series.model_validate({**filling.fields, **common, "values": tuple(values)})


def _value(grid: Grid, entry: Entry, head: Head) -> tuple[Money | Quantity, Source] | None:
    return grid.value(entry, head, name=head.leaf)
