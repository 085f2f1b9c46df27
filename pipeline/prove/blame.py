"""The one figure that is to blame where identities fail, and the repair of figures read by OCR."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from models import Issue, Money, Record
from pipeline.prove.identities import Cell, Identity, Ledger

# Digits that readers of images take for one another.
_ALIKE = {
    "0": "68",
    "1": "7",
    "2": "7",
    "3": "85",
    "4": "9",
    "5": "36",
    "6": "085",
    "7": "12",
    "8": "0369",
    "9": "48",
}
_MOST_CELLS = 60
_SURE = 0.9


def blamed(ledger: Ledger, identities: Sequence[Identity]) -> list[Issue]:
    """An issue for each figure whose change alone would satisfy every identity it takes part in."""
    issues: list[Issue] = []
    index = _index(identities)
    for failing in _failing_groups(ledger, identities):
        found = list(_candidates(ledger, index, failing))
        if len(found) != 1:
            continue
        cell, value = found[0]
        issues.append(_issue(ledger, cell, value))
    return issues


def repair(ledger: Ledger, identities: Sequence[Identity]) -> tuple[Ledger, list[Issue]]:
    """Figures read by OCR, with one digit read anew where exactly one reading satisfies all."""
    issues: list[Issue] = []
    records = list(ledger.records)
    index = _index(identities)
    for failing in _failing_groups(ledger, identities):
        found = [
            (cell, value)
            for cell, value in _candidates(ledger, index, failing, every=True)
            if _is_unsure(ledger.records[cell[0]], cell[1])
            and _is_reading(ledger, cell, value)
            and _is_carried(ledger, cell, index[cell])
        ]
        if len(found) != 1:
            continue
        cell, value = found[0]
        money = ledger.money(cell)
        repaired = _with(records[cell[0]], cell[1], value)
        if money is None or repaired is None:
            continue
        records[cell[0]] = repaired
        issues.append(
            _issue(ledger, cell, value).model_copy(
                update={
                    "code": "ocr_repaired",
                    "severity": "info",
                    "message": f"{cell[1]} was read as {money.text} and is {int(value):,} yen, the "
                    "only reading with which the figures add up",
                }
            )
        )
    return (Ledger(records), issues) if issues else (ledger, issues)


_Index: TypeAlias = dict[Cell, list[Identity]]


def _index(identities: Sequence[Identity]) -> _Index:
    """The identities that each figure certainly takes part in."""
    index: _Index = {}
    for identity in identities:
        for cell, _ in identity.terms if identity.certain else ():
            index.setdefault(cell, []).append(identity)
    return index


def _failing_groups(ledger: Ledger, identities: Sequence[Identity]) -> list[list[Identity]]:
    """Failing identities, those that share a figure together."""
    groups: dict[int, list[Identity]] = {}
    group_of: dict[Cell, int] = {}
    for number, identity in enumerate(identities):
        if identity.open or not identity.certain or ledger.holds(identity):
            continue
        groups[number] = [identity]
        cells = [cell for cell, _ in identity.terms]
        for other in {group_of[cell] for cell in cells if cell in group_of}:
            moved = groups.pop(other)
            groups[number].extend(moved)
            cells.extend(cell for each in moved for cell, _ in each.terms)
        group_of.update(dict.fromkeys(cells, number))
    return list(groups.values())


def _candidates(
    ledger: Ledger,
    index: _Index,
    failing: Sequence[Identity],
    *,
    every: bool = False,
) -> Iterator[tuple[Cell, Fraction]]:
    """Figures that all of the failing identities share, with the value that satisfies all.

    Unless `every` is asked for, a figure must stand in two identities at least, or nothing tells
    it from the others of its own.
    """
    shared = set.intersection(*({cell for cell, _ in identity.terms} for identity in failing))
    if len(shared) > _MOST_CELLS:
        return
    first = failing[0]
    signs = dict(first.terms)
    for cell in sorted(shared):
        term = ledger.term(cell)
        if term is None:
            continue
        value = term.value - ledger.residual(first) * signs[cell]
        changed = ledger.with_figure(cell, value)
        own = index[cell]
        if (every or len(own) > 1) and all(changed.holds(each) for each in own):
            yield cell, value


def _is_reading(ledger: Ledger, cell: Cell, value: Fraction) -> bool:
    """Whether the value is the printed figure with one digit taken for one that looks like it."""
    money = ledger.money(cell)
    if money is None or money.yen is None or value.denominator != 1:
        return False
    scale = money.unit if not money.unit_text else 1
    if value % scale:
        return False
    read = str(abs(money.yen) // scale)
    wanted = str(abs(int(value)) // scale)
    if len(read) != len(wanted) or (money.yen < 0) != (value < 0):
        return False
    differing = [(a, b) for a, b in zip(read, wanted, strict=True) if a != b]
    return len(differing) == 1 and differing[0][1] in _ALIKE[differing[0][0]]


def _is_unsure(record: Record, path: str) -> bool:
    """Whether a figure was read by OCR, and not surely."""
    source = record.sources.get(path)
    return source is not None and source.confidence is not None and source.confidence < _SURE


def _is_carried(ledger: Ledger, cell: Cell, identities: Sequence[Identity]) -> bool:
    """Whether two sums speak for a figure that share no other, and have none unread."""
    read = [
        {other for other, _ in each.terms if other != cell}
        for each in identities
        if all(ledger.term(other) is not None for other, _ in each.terms)
    ]
    return any(not one & other for one, other in combinations(read, 2))


def _with(record: Record, path: str, value: Fraction) -> Record | None:
    """The record with one amount changed; its source keeps what was read."""
    head, _, tail = path.partition(".")
    field: object = getattr(record, head)
    if not tail:
        if not isinstance(field, Money):
            return None
        return record.model_copy(update={head: field.model_copy(update={"yen": int(value)})})
    number, _, _ = tail.partition(".")
    if not isinstance(field, tuple):
        return None
    part = field[int(number)]
    amount = part.amount.model_copy(update={"yen": int(value)})
    parts = [*field]
    parts[int(number)] = part.model_copy(update={"amount": amount})
    return record.model_copy(update={head: tuple(parts)})


def _issue(ledger: Ledger, cell: Cell, value: Fraction) -> Issue:
    record = ledger.records[cell[0]]
    source = record.sources.get(cell[1])
    money = ledger.money(cell)
    name = getattr(record, "name", None) or record.type
    printed = money.text if money is not None else ""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", printed))
    return Issue(
        code="figure_to_blame",
        severity="error",
        message=f"{name}: {cell[1]} is printed {printed or digits}; {int(value):,} would satisfy "
        "every identity it stands in, and no other single change would",
        page=source.page if source else record.page,
        bbox=source.bbox if source else None,
        line=source.line if source else None,
        text=source.text if source else printed,
    )
