"""Lists of hard expressions, written down before the rules were tried on it.

Each line of hard_expressions.tsv has a kind (M money, MQ money with its qualifier, Y years, Q
quantities), the options the recogniser is given, the text, and what must be found in it: yen,
low..high for a range, none for a dash; a year, c for a calendar one, /phase, =date; value and unit.
`?` behind a value says that it is given as doubtful; `-` is nothing at all.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from models import FiscalYear, Money, Quantity
from pipeline.recognise import Mention, find_money, find_quantities, find_years


class Row(NamedTuple):
    """One line of the list."""

    kind: str
    options: str
    text: str
    expected: str


def _rows() -> list[Row]:
    path = Path(__file__).with_name("hard_expressions.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        return [Row(*row) for row in csv.reader(lines, delimiter="\t")][1:]


ROWS = _rows()


def _money(mention: Mention[Money], *, qualified: bool) -> str:
    value = mention.value
    if value.none:
        return "none"
    said = f"{value.yen}" if value.upper_yen is None else f"{value.yen}..{value.upper_yen}"
    said += "?" if mention.doubt else ""
    return f"{said} {value.qualifier}" if qualified and value.qualifier else said


def _year(value: FiscalYear) -> str:
    said = f"{value.year}"
    if value.start is not None:
        said += f"={value.start}" + (f"..{value.end}" if value.end else "")
    elif value.basis == "calendar":
        said += "c"
    if value.start is None and (value.end_year is not None or value.open_end):
        said += f"..{value.end_year or ''}"
    return f"{said}/{value.phase}" if value.phase else said


def _quantity(mention: Mention[Quantity]) -> str:
    value = mention.value
    upper = "" if value.upper_value is None else f"..{value.upper_value:g}"
    low = value.value or 0
    return f"{low:.12g}{upper} {value.unit}" + ("?" if mention.doubt else "")


def _found(row: Row) -> str:
    options = dict(pair.split("=") for pair in row.options.split(";") if pair)
    if row.kind[0] == "M":
        unit = int(options["unit"]) if "unit" in options else None
        qualified = row.kind == "MQ"
        found = [_money(m, qualified=qualified) for m in find_money(row.text, unit=unit)]
    elif row.kind == "Y":
        year = int(options["year"]) if "year" in options else None
        years = find_years(row.text, year=year, era=options.get("era"))
        found = [_year(mention.value) for mention in years]
    else:
        found = [_quantity(mention) for mention in find_quantities(row.text)]
    return "; ".join(found) or "-"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.text[:24]}")
def test_hard_expression(row: Row) -> None:
    assert _found(row) == row.expected
