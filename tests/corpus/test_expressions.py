"""The shared list of hard expressions: every value read as it was written down by hand."""

import csv
import json
from pathlib import Path

import pytest

from models import FiscalYear, Phase, Qualifier
from pipeline.recognise import find_money, find_quantities, find_years

pytestmark = pytest.mark.corpus

LIST = Path(__file__).resolve().parents[3] / "shared" / "expressions.tsv"
UNITS = {"千円": 1000, "百万円": 10**6}
QUALIFIERS: dict[str, Qualifier] = {
    "about": "about",
    "ge": "at_least",
    "gt": "more_than",
    "lt": "less_than",
    "lt_about": "slightly_less",
    "gt_about": "slightly_more",
}
PHASES: dict[str, Phase] = {"補正": "supplementary"}


def _rows() -> list[dict[str, str]]:
    if not LIST.is_file():
        return []
    with LIST.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_the_list_is_whole() -> None:
    assert len(_rows()) == 68


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_expression(row: dict[str, str]) -> None:
    expected = json.loads(row["expected"])
    kind = expected["t"]
    if kind in {"pct", "times", "count"}:
        _check_quantity(row["expression"], expected)
    elif kind in {"money", "money_list", "money_range", "change"}:
        _check_money(row, expected)
    else:
        _check_year(row, expected)


def _check_quantity(expression: str, expected: dict[str, object]) -> None:
    (mention,) = find_quantities(expression)
    units = {"pct": "%", "times": "倍", "count": expected.get("u")}
    assert mention.value.value == expected["v"]
    assert mention.value.unit == units[str(expected["t"])]
    assert mention.value.comparator == QUALIFIERS.get(str(expected.get("q")))
    year = mention.value.fiscal_year
    assert (year.year if year else None) == expected.get("fy")


def _check_money(row: dict[str, str], expected: dict[str, object]) -> None:
    mentions = find_money(row["expression"], unit=UNITS.get(row["context"]))
    if expected["t"] == "money_list":
        assert [mention.value.yen for mention in mentions] == expected["v"]
        return
    (mention,) = mentions
    value = mention.value
    if expected["t"] == "money_range":
        assert (value.yen, value.upper_yen) == (expected["lo"], expected["hi"])
        return
    if expected["t"] == "change":
        assert value.none
        assert value.text == {"new": "皆増", "gone": "皆減"}[str(expected["v"])]
        return
    assert value.yen == expected["v"]
    assert value.none == (expected["v"] is None)
    assert value.qualifier == QUALIFIERS.get(str(expected.get("q")))
    assert mention.role == {None: None, "prior_none": "prior"}.get(
        expected.get("role"), expected.get("role")
    )
    year = mention.fiscal_year
    assert (year.year if year else None) == expected.get("fy")
    assert (year.phase if year else None) == PHASES.get(str(expected.get("stage")))


def _check_year(row: dict[str, str], expected: dict[str, object]) -> None:
    context = row["context"]
    year = int(context.removeprefix("anchor:FY")) if context.startswith("anchor:FY") else None
    era = "令和" if context == "anchor:令和" else None
    values = [mention.value for mention in find_years(row["expression"], year=year, era=era)]
    kind, wanted = expected["t"], expected["v"]
    if kind == "fy":
        assert [value.year for value in values] == wanted
        assert all(value.basis == "fiscal" and value.end_year is None for value in values)
        assert values[-1].phase == PHASES.get(str(expected.get("stage")), values[-1].phase)
        return
    (value,) = values
    assert value.about == ("q" in expected)
    if kind == "cy":
        assert ([value.year], value.basis) == (wanted, "calendar")
    elif kind == "fy_range":
        assert [value.year, value.end_year] == wanted
    elif kind == "ym_range":
        assert [value.start, value.end] == wanted
    else:
        assert value.start == wanted
        assert value.open_end == (kind == "ym_from")
        _check_fiscal(value, expected)


def _check_fiscal(value: FiscalYear, expected: dict[str, object]) -> None:
    assert value.year == expected.get("fy", value.year)
