"""Rows that only their ground tells from the page: heading bands, and every other row of a table.

Their grounds part columns where a cell each has its own, and look like tables of one row. They are
rows of the table around them, where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.page import Char, Rule, Table

_MOST_ROWS = 2
_THIN = 3.0
_NEAR = 2.0
_PALE = 0.9


@dataclass(frozen=True, slots=True)
class Tinted:
    """A table that grounds draw, and its characters."""

    table: Table
    chars: list[Char]


def is_tinted(table: Table, rules: Sequence[Rule]) -> bool:
    """Whether nothing but grounds draws a table of a row or two; white gaps are no rules."""
    if table.rows > _MOST_ROWS or table.bbox is None:
        return False
    x0, top, x1, bottom = table.bbox
    return not any(
        rule.x0 > x0 - _NEAR
        and rule.x1 < x1 + _NEAR
        and rule.top > top - _NEAR
        and rule.bottom < bottom + _NEAR
        and (rule.stroked or (_is_thin(rule) and not _is_pale(rule)))
        for rule in rules
    )


def _is_thin(rule: Rule) -> bool:
    return min(rule.x1 - rule.x0, rule.bottom - rule.top) < _THIN


def _is_pale(rule: Rule) -> bool:
    return rule.fill is not None and len(rule.fill) < 4 and min(rule.fill) > _PALE
