"""What a figure may have been before it was misread: a digit exchanged, lost, added, or a sign.

A sum that fails by such a slip of one figure is a sum that was meant to hold; one that fails by
anything is perhaps no sum at all.
"""

import math
from collections.abc import Iterator
from fractions import Fraction

from pipeline.arithmetic import Term, bits
from pipeline.prove.identities import Cell, Identity, Ledger

_SCALES = (10, 100, 1000, 10**4, 10**6)
# A digit that is exchanged moves the figure by 1 to 9, up or down.
_EXCHANGES = 18
# A digit may be lost, or any of ten have come before it.
_CHANGES = 11
_SIGN_OR_UNIT = 11


def slips(ledger: Ledger, identity: Identity) -> Iterator[tuple[Cell, Fraction]]:
    """The figures of an identity that would satisfy it if they were misread, with their values."""
    off = ledger.residual(identity)
    for cell, sign in identity.terms:
        term = ledger.term(cell)
        if term is not None and is_slip(term, term.value - off * sign):
            yield cell, term.value - off * sign


def slip_bits(ledger: Ledger, identity: Identity) -> float:
    """How unlikely it is that a failing identity is one slip from holding by chance, in bits.

    A digit exchanged moves a sum by a digit and zeros, whichever figure it stands in. What else
    may happen to a figure moves it by an amount of that figure's own.
    """
    found = list(slips(ledger, identity))
    figures = ledger.figures(identity)
    if not found or not figures:
        return 0.0
    longest = max(len(_digits(term, term.value)) for term, _ in figures)
    exchanged = any(_exchanged(term, value) for cell, value in found if (term := ledger.term(cell)))
    ways = (
        _EXCHANGES * longest if exchanged else len(figures) * (_CHANGES * longest + _SIGN_OR_UNIT)
    )
    return max(bits(figures) + 1 - math.log2(ways), 0.0)


def is_slip(term: Term, value: Fraction) -> bool:
    """Whether a printed figure is another value with one digit or the sign misread.

    >>> is_slip(Term.of(-1234), Fraction(1234)), is_slip(Term.of(1234), Fraction(1284))
    (True, True)
    >>> is_slip(Term.of(1234), Fraction(134)), is_slip(Term.of(1234), Fraction(1389))
    (True, False)
    """
    if value == term.value or not term.step or (value / term.step).denominator != 1:
        return False
    if value == -term.value:
        return True
    if (value < 0) != (term.value < 0):
        return False
    if term.value and any(value in (term.value * s, term.value / s) for s in _SCALES):
        return True
    if _exchanged(term, value):
        return True
    read, other = _digits(term, term.value), _digits(term, value)
    longer, shorter = sorted((read, other), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _exchanged(term: Term, value: Fraction) -> bool:
    """Whether one digit is another."""
    read, other = _digits(term, term.value), _digits(term, value)
    if len(read) != len(other) or (value < 0) != (term.value < 0):
        return False
    return sum(a != b for a, b in zip(read, other, strict=True)) == 1


def _digits(term: Term, value: Fraction) -> str:
    """The digits of a value as it would be printed at the term's precision."""
    return str(int(abs(value) / (term.step or 1)))
