"""What a reading is worth: how many of its values are expected to be right."""

import re
from collections import Counter
from collections.abc import Sequence

from models import BudgetItem, Indicator, Record
from models.values import Money, Quantity
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.places import bare, values_of

# What no book says otherwise than in tables of its own.
ANNEXED = ("commitment", "balance", "series", "indicator")
_PARTED = ("funding", "of_which")
_AMOUNTS = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
_SOURCES = 0.6
_TRUSTED = 0.97
_YEAR_BEFORE = re.compile(r"^(?:令和|平成|R|H)?(?:\d{1,4}|元)年度?(?=\D)")
_LONGEST_SOURCE = 8
_LAST_BRACKETS = re.compile(r"[(（][^()（）]{1,12}[)）]$")
# What an indicator is worth of which nobody knows what it counts.
_NAMELESS = 0.2
_ALIKE = 0.5


def worth_of(records: Sequence[Record]) -> float:
    """How many values of records are expected to be right, owners and roles included.

    Records of the readers that know one kind of document say nothing of how sure they are.
    """
    worth = 0.0
    if _of_one_project(records):
        # 決算額, 国庫支出金, 一般財源: what a form says of its project, as if each were a thing.
        return worth
    called = Counter(_called(record) for record in records)
    for record in records:
        fields = [name for name in record.sources if _holds_figure(record, name)]
        # What several projects of a year are called is their group's name.
        sure = record.confidence.get("name", _TRUSTED)
        if (own := _called(record)) is not None:
            sure /= called[own]
        if isinstance(record, Indicator) and not record.name:
            sure = _NAMELESS
        worth += sure * (1.0 + sum(_sure(record, name) - 0.4 for name in fields))
        worth += 0.2 * ("mark" in record.sources)
    return worth


def says_more(proposed: Sequence[Record], typed: Sequence[Record]) -> bool:
    """Whether indicators say all that others say of the same figures, and more years or figures."""
    new = [record for record in proposed if isinstance(record, Indicator)]
    old = [record for record in typed if isinstance(record, Indicator)]
    if not old or len(new) < len(proposed) or len(old) < len(typed):
        return False
    if not {_unitless(each.name) for each in old} <= {_unitless(each.name) for each in new}:
        return False
    held = [{place for each in part for place in values_of(each)} for part in (old, new)]
    # One reading's box of a figure may have its year with it.
    alike = len(held[0] & held[1]) >= _ALIKE * len(held[0])
    return alike and sum(map(_details, old)) < sum(map(_details, new))


def _unitless(name: str | None) -> str:
    """A name without what stands in brackets at its end: one reading takes the unit from it."""
    return _LAST_BRACKETS.sub("", bare(name))


def _details(record: Indicator) -> int:
    """How many figures an indicator has, how many of them a unit, and of its ends a year."""
    ends = [end for end in (record.baseline, record.target) if end is not None]
    values = [*ends, *(actual.value for actual in record.actuals if actual.value is not None)]
    dated = sum(end.fiscal_year is not None for end in ends)
    return len(values_of(record)) + dated + sum(bool(value.unit) for value in values)


def _called(record: Record) -> tuple[str, int | None] | None:
    """A project's name and year; null for other records, which share names as 節 do."""
    if not isinstance(record, BudgetItem):
        return None
    return (bare(record.name), record.fiscal_year.year if record.fiscal_year else None)


def _of_one_project(records: Sequence[Record]) -> bool:
    """Whether records are called after sources of money and amounts, as the rows of a form are."""
    named = [bare(getattr(record, "name", None)) for record in records]
    parts = [_is_amounts_label(name) for name in named]
    return bool(parts) and sum(parts) > _SOURCES * len(parts)


def _is_amounts_label(name: str) -> bool:
    """Whether a name is a label of an amount, with a year before or a unit behind, or several.

    >>> _is_amounts_label("2021年度予算額(千円)"), _is_amounts_label("国庫支出金県支出金")
    (True, True)
    """
    bare = _LAST_BRACKETS.sub("", _YEAR_BEFORE.sub("", name))
    if funding_of(bare) is not None or role_of(bare) in _AMOUNTS:
        return True
    return any(
        funding_of(bare[:at]) is not None and _is_amounts_label(bare[at:])
        for at in range(2, min(len(bare) - 1, _LONGEST_SOURCE))
    )


def _holds_figure(record: Record, name: str) -> bool:
    top, _, rest = name.partition(".")
    if isinstance(getattr(record, top, None), Money | Quantity):
        return not rest
    if rest.endswith("fiscal_year"):
        return False
    return bool(rest) and (record.type in ANNEXED or top in _PARTED)


def _sure(record: Record, name: str) -> float:
    sure = record.confidence
    return sure.get(name, sure.get(name.partition(".")[0], _TRUSTED))
