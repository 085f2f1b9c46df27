"""Speeches, reasons for bills, answers and news: nothing is wrong as if it were right."""

from pathlib import Path

import pytest

from pipeline import extract
from tests.prose.truths import outcomes

TEXTS = Path(__file__).resolve().parents[2] / "fixtures" / "prose"
# How many values of each text are right in value, sign, year and subject.
RIGHT = {
    "press-conference": 17,
    "settlement-newsletter": 24,
    "council-answers": 21,
    "mayors-speech": 27,
    "reasons-for-bills": 19,
    "governors-speech": 31,
    "newspaper": 30,
    "budget-committee": 12,
    "press-release": 16,
    "budget-requests": 17,
    "assembly-newsletter": 16,
    "towns-policy": 19,
}


@pytest.mark.parametrize("name", sorted(each.stem for each in TEXTS.glob("*.txt")))
def test_values_of_a_text_are_right_or_open(name: str) -> None:
    found = extract(TEXTS / f"{name}.txt")
    own = found.document.fiscal_year.year if found.document.fiscal_year else None
    what = outcomes(TEXTS / f"{name}.tsv", found.records, own)
    assert what["silent"] == []
    assert len(what["right"]) >= RIGHT[name], what["open"]
