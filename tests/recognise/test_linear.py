"""No text makes a recogniser take more than time in proportion to its length."""

import time
from collections.abc import Callable

import pytest

from pipeline.recognise import (
    find_money,
    find_noted_money,
    find_projects,
    find_quantities,
    find_years,
    read_amount,
    read_percent,
    read_unit_note,
    read_year_heading,
)
from pipeline.recognise.reading import read

SMALL, FACTOR = 2_000, 8
# Work in proportion grows 8 times, quadratic work 64 times; what lies between is noise.
LIMIT = 28

PATTERNS = {
    "digits": "1",
    "grouped": ",123",
    "spaced digits": "1 ",
    "spaced groups": "1 , 2 3 4",
    "kanji digits": "三",
    "multipliers": "1万",
    "tens": "十",
    "kanji amounts": "三億二千万円",
    "opened": "(",
    "nested": "([「",
    "quotes": "「",
    "closed": "」",
    "tildes": "~",
    "dashes": "-",
    "dashes and digits": "1-",
    "eras": "令和",
    "era years": "令和2",
    "ranges": "R2～",
    "bare years": "2年度",
    "blanks": "\n",
    "spaces": " ",
    "cells": "\t1",
    "commas": "1、",
    "points": "1・",
    "projects": "整備事業",
    "run of names": "甲事業乙計画",
    "kanji": "漢",
    "hiragana": "の",
    "bracketed": "【甲乙丙丁事業】",
    "quoted": "「甲乙丙丁事業」",
    "items": "・甲乙丙丁事業費 1,200 [-]\n",
    "prose": "甲乙丙丁事業を実施し、",
    "year words": "前年度",
    "from": "1億円から",
    "about": "約",
    "triangles": "△",
    "nothing": "皆増",
    "units": "単位：千円",
    "spaces and bracket": " 12 (",
}
FINDERS: dict[str, Callable[[str], object]] = {
    "money": find_money,
    "money with a unit": lambda text: find_money(text, unit=1000),
    "noted money": find_noted_money,
    "years": lambda text: find_years(text, year=2020),
    "quantities": lambda text: find_quantities(text, year=2020, money=True),
    "projects": lambda text: find_projects(text, language=False),
    "amount": lambda text: read_amount(text, unit=1000),
    "percent": read_percent,
    "unit": read_unit_note,
    "heading": lambda text: read_year_heading(text, year=2020),
}


def _seconds(find: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        read.cache_clear()
        start = time.process_time()
        find(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("find", FINDERS.values(), ids=FINDERS.keys())
@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_time_grows_with_length(pattern: str, find: Callable[[str], object]) -> None:
    small = (pattern * SMALL)[:SMALL]
    large = (pattern * SMALL * FACTOR)[: SMALL * FACTOR]
    if _seconds(find, large) < 0.02:
        return  # too fast to be anything but linear
    assert _seconds(find, large) < LIMIT * max(_seconds(find, small), 0.0005)
