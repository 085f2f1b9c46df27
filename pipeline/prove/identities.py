"""Linear identities over the figures of records: which figures, with what signs, add up to zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from models import Money, Record
from pipeline.arithmetic import Outcome, Term, adds_up, is_change, money_term

Cell: TypeAlias = tuple[int, str]
"""A figure: the place of its record and the path of its field (funding.0.amount)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum(sign * figure) == 0`, tried on behalf of the record at `owner`."""

    name: str
    owner: int
    terms: tuple[tuple[Cell, int], ...]
    severity: Literal["error", "warning", "info"] = "error"


class Ledger:
    """The records' figures by cell, as exact numbers with the precision of their print."""

    def __init__(self, records: Sequence[Record], changed: dict[Cell, Fraction] | None = None):
        self.records = list(records)
        self.changed = changed or {}
        self._terms: dict[Cell, Term | None] = {}

    def money(self, cell: Cell) -> Money | None:
        """The amount of a cell; null where the field is empty or no amount."""
        value: object = self.records[cell[0]]
        for part in cell[1].split("."):
            if isinstance(value, tuple):
                value = value[int(part)] if int(part) < len(value) else None
            else:
                value = getattr(value, part, None)
        return value if isinstance(value, Money) else None

    def term(self, cell: Cell) -> Term | None:
        """The figure of a cell, with what was changed in it."""
        if cell not in self._terms:
            self._terms[cell] = self._read(cell)
        return self._terms[cell]

    def _read(self, cell: Cell) -> Term | None:
        term = money_term(self.money(cell))
        if term is not None and cell in self.changed:
            return Term(self.changed[cell], term.step)
        return term

    def number(self, cell: Cell) -> int | float | None:
        """The figure of a cell as a plain number."""
        term = self.term(cell)
        if term is None:
            return None
        return int(term.value) if term.value.denominator == 1 else float(term.value)

    def with_figure(self, cell: Cell, value: Fraction) -> "Ledger":
        """The same ledger with one figure changed."""
        return Ledger(self.records, {**self.changed, cell: value})

    def outcome(self, identity: Identity) -> Outcome:
        """How an identity fares. Blank figures count as nothing."""
        plus = [t for cell, sign in identity.terms if sign > 0 and (t := self.term(cell))]
        minus = [t for cell, sign in identity.terms if sign < 0 and (t := self.term(cell))]
        if identity.name == "change" and len(plus) == 1 and len(minus) <= 2:
            prior = minus[0] if len(minus) == 2 else Term(Fraction(0))
            return is_change(minus[-1], plus[0], prior)
        total = plus[0] if plus else Term(Fraction(0))
        return adds_up(total, [*minus, *(Term(-term.value, term.step) for term in plus[1:])])

    def residual(self, identity: Identity) -> Fraction:
        """By how much an identity misses zero."""
        return sum(
            (sign * term.value for cell, sign in identity.terms if (term := self.term(cell))),
            Fraction(0),
        )
