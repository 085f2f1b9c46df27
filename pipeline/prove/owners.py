"""Figures that cannot all be what they are said to be: one owner, one year, and several values.

No sum sees whose a figure is. But where a table has two blocks of columns under one heading, or a
name was lost, several figures are given the same owner, which one table never means.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Check,
    Fact,
    FiscalYear,
    Issue,
    Money,
    Quantity,
    Record,
)
from pipeline.prove.groups import TOTAL_NAME

_MOST_NAMED = 3
_LEVEL = 2.0
_UNIT_WORDS = re.compile(
    r"(?:\d|[.,\s])+(?:[兆億万千百]|\d|[.,\s])*(?:円|人|名|件|社|世帯|戸|か所|箇所|m2|km|ha|kg|t|m)?"
)


def owner_checks(records: Sequence[Record]) -> tuple[list[tuple[int, Check]], list[Issue]]:
    """A failing check for each figure whose owner has another figure too, and an issue a page."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        owner = _owner(record)
        if owner is not None:
            places[record.page, record.section, owner].append(place)
    shared = [
        found for found in places.values() if len({_number(records[place]) for place in found}) > 1
    ]
    checks = [
        (place, _check(records[place], found, before=before))
        for found in shared
        for place, before in zip(found, _before(records, found), strict=True)
    ]
    nameless = [place for place, record in enumerate(records) if _is_nameless(record)]
    told = {place for place, _ in checks}
    checks += [
        (place, _check(records[place], (place,), before=1))
        for place in (*nameless, *_one_of_a_row(records))
        if place not in told
    ]
    return checks, [*_issues(records, shared), *_unnamed(records, nameless)]


def _one_of_a_row(records: Sequence[Record]) -> Iterator[int]:
    """Stated totals that have one of several amounts of a row, whose other amounts are facts.

    歳出合計 of 補正前の額, 補正額 and 計: which of them it was meant to have is not told.
    """
    facts: dict[Hashable, list[float]] = defaultdict(list)
    for record in records:
        source = record.sources.get("value")
        if isinstance(record, Fact) and isinstance(record.value, Money) and source and source.bbox:
            facts[source.page, record.label].append(source.bbox[1])
    for place, record in enumerate(records):
        source = record.sources.get("amount")
        if isinstance(record, BudgetTotal) and source is not None and source.bbox is not None:
            level = source.bbox[1]
            tops = facts.get((source.page, record.name), ())
            if any(abs(top - level) < _LEVEL for top in tops):
                yield place


def _is_nameless(record: Record) -> bool:
    """Whether a figure is called by nothing but itself: 70.81%."""
    if not isinstance(record, Fact) or any(record.path.row if record.path else ()):
        return False
    words = _UNIT_WORDS.sub("", unicodedata.normalize("NFKC", record.label))
    return not any(character.isalpha() for character in words)


def _unnamed(records: Sequence[Record], places: Sequence[int]) -> Iterator[Issue]:
    for page, group in groupby(places, key=lambda place: records[place].page):
        texts = [str(getattr(records[place], "label", "")) for place in group]
        listed = ", ".join(texts[:_MOST_NAMED]) + (" …" if len(texts) > _MOST_NAMED else "")
        yield Issue(
            code="owner_unknown",
            severity="warning",
            message=f"{len(texts)} figures stand without a name, so that it is not told whose "
            f"they are: {listed}",
            page=page,
        )


def _owner(record: Record) -> Hashable | None:
    """All that says whose a record's figure is; null where it has none, or is a sum of any."""
    match record:
        case Fact(value=value):
            unit = "円" if isinstance(value, Money) else value.unit
            cumulative = isinstance(value, Quantity) and value.cumulative
            return (record.label, record.scope, record.path, unit, cumulative, _year(record))
        case BudgetStatementLine(amount=Money()) if not TOTAL_NAME.fullmatch(record.name):
            kind = (record.code, record.direction, record.level, record.account)
            return (record.name, kind, _year(record))
        case BudgetItem(amount=Money(), name=str()) if record.mark != "relisted":
            place = (record.department, record.code, record.project, record.description)
            whole = (record.direction, record.level, record.account, record.region, record.mark)
            return (record.name, place, whole, _year(record))
        case _:
            return None


def _year(record: Fact | BudgetStatementLine | BudgetItem) -> Hashable:
    year = record.fiscal_year
    if year is None and isinstance(record, Fact) and isinstance(record.value, Quantity):
        year = record.value.fiscal_year
    return None if year is None else _span(year)


def _span(year: FiscalYear) -> Hashable:
    return (year.year, year.end_year, year.phase, year.start)


def _number(record: Record) -> float | None:
    value = record.value if isinstance(record, Fact) else getattr(record, "amount", None)
    if isinstance(value, Money):
        return value.yen if value.upper_yen is None else None
    return value.value if isinstance(value, Quantity) else None


def _before(records: Sequence[Record], found: Sequence[int]) -> Iterator[int]:
    """How many figures of the owner each comes after, those of the row before it left out.

    Two rows that follow one another may well be printed with one name. Where others stand between
    them, another block has begun.
    """
    before = 0
    for at, place in enumerate(found):
        between = records[found[at - 1] : place] if at else []
        before += len({_printed(record) for record in between} - {_printed(records[place])}) > 0
        yield before


def _printed(record: Record) -> str | None:
    """The name of a record's row as it is printed."""
    source = record.sources.get("label") or record.sources.get("name")
    return source.text if source is not None else None


def _check(record: Record, found: Sequence[int], *, before: int) -> Check:
    path = "value" if isinstance(record, Fact) else "amount"
    terms = {path: _number(record), "figures": len(found), "before": before}
    return Check(name="one_owner", holds=False, severity="warning", terms=terms)


def _issues(records: Sequence[Record], shared: Sequence[Sequence[int]]) -> Iterator[Issue]:
    firsts = sorted((records[found[0]].page, found[0]) for found in shared)
    for page, group in groupby(firsts, key=lambda first: first[0]):
        places = [place for _, place in group]
        names = [
            str(getattr(records[place], "name", None) or getattr(records[place], "label", ""))
            for place in places[:_MOST_NAMED]
        ]
        listed = ", ".join(names) + (" …" if len(places) > _MOST_NAMED else "")
        yield Issue(
            code="owner_shared",
            severity="warning",
            message=f"{len(places)} names stand for several figures each, so that it is not told "
            f"whose they are: {listed}",
            page=page,
        )
