"""Rows that totals may add up, and how the numbers before their names are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.prove.identities import Cell

_STYLES = (
    re.compile(r"\d+"),
    re.compile(r"[(（]\d+[)）]"),
    re.compile(r"[①-⑳]"),
    re.compile(r"[(（]?[アイウエオカキクケコイロハニホヘトｱ-ｵｲﾛﾊﾆﾎ][)）]?"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that totals may add up: its record's place, its depth, whether it is a total itself.

    `cells` are its figures by column where each is a record of its own.
    """

    place: int
    depth: int
    is_total: bool = False
    cells: Mapping[str, Cell] | None = None
    section: tuple[str, ...] = ()

    def cell(self, field: str) -> Cell:
        """The figure of a field or a column; there may be none."""
        own = self.cells.get(field) if self.cells is not None else None
        return own or (self.place, field)


def style_of(code: str | None) -> int | None:
    """How a row's number is written: 1, (1), ①, ア. Null for anything else."""
    if code is None:
        return None
    return next((n for n, form in enumerate(_STYLES) if form.fullmatch(code)), None)
