"""Identities between printed figures, with the tolerance that their printed precision allows.

Budget figures are over-determined: change is this year less last year, funding adds up to the
amount, parts add up to totals, shares are parts of wholes. Figures cut to 千円, 百万円 or 億円 are
rounded, each by half a step of its last printed place at the most, or truncated, each by less than
one step and always towards zero. So n figures can miss their total by (n + 1) / 2 steps, or by
n - 1 steps to one side.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from models import Money

# From this precision on, figures are taken to be rounded for reading, not kept to the last place.
_ROUNDED_FROM = 10_000
_FEWEST_FIGURES = 2
SCALES = {
    "兆": 10**12,
    "億": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_LAST_PLACE = re.compile(
    r"(?<!\d)(?<!\d,)\d[\d,]{0,60}+(?:\.(?P<decimals>\d{1,60}))?\s*+(?P<scale>兆|億|千万|百万|十万|万|千|百)?(?=\D*+$)"
)

Outcome = Literal["exact", "rounded", "close", "fails"]
"""exact; within rounding; off by what rounding would explain where none is expected; wrong."""

HOLDS: frozenset[Outcome] = frozenset({"exact", "rounded"})
"""What counts as holding."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure and the step of its last printed place, in the same unit."""

    value: Fraction
    step: Fraction = Fraction(1)

    @staticmethod
    def of(value: int | float, step: int | float = 1) -> "Term":
        """A term from plain numbers, as they would be printed."""
        return Term(Fraction(str(value)), Fraction(str(step)))


def money_term(money: Money | None) -> Term | None:
    """The amount as a term; null where there is none. A printed dash counts as zero.

    Where no unit is known, the figure itself stands for the amount: its table's figures share
    whatever unit they have.
    """
    if money is None or money.upper_yen is not None:
        return None
    if money.none:
        return Term(Fraction(0), Fraction(0))
    if money.yen is not None:
        return Term(Fraction(money.yen), Fraction(step_of(money)))
    bare = bare_number(money.text)
    return None if bare is None else Term(bare)


def bare_number(text: str) -> Fraction | None:
    """A figure without a unit: `△ 1,234` is -1234; null where the text is anything else."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    match = re.fullmatch(r"([△▲▼−-]?)(\d[\d,]*(?:\.\d+)?)", folded)
    if match is None:
        return None
    value = Fraction(match[2].replace(",", ""))
    return -value if match[1] else value


def step_of(money: Money) -> int:
    """The yen of the last printed place: 58.6億円 is exact to 10,000,000.

    >>> step_of(Money(yen=5_860_000_000, text="58.6億円"))
    10000000
    >>> step_of(Money(yen=188_089_000, text="188,089", unit=1000))
    1000
    """
    match = _LAST_PLACE.search(unicodedata.normalize("NFKC", money.text))
    if match is None:
        return money.unit
    scale = SCALES[match["scale"]] if match["scale"] else 0
    if not scale:
        scale = 1 if money.unit_text else money.unit
    decimals = len(match["decimals"] or "")
    return max(scale // int(10**decimals), 1)


Signed: TypeAlias = tuple[Term, int]
"""A figure and its sign in an identity: the total +1, its parts -1."""


def agree(figures: Sequence[Signed]) -> Outcome:
    """Whether figures add up to nothing, each taken with its sign.

    >>> agree([(Term.of(15), 1), (Term.of(3), -1), (Term.of(4), -1), (Term.of(5), -1)])
    'fails'
    >>> agree([(Term.of(14), 1), (Term.of(3), -1), (Term.of(4), -1), (Term.of(5), -1)])
    'close'
    """
    off = residual(figures)
    if off == 0:
        return "exact"
    if not _is_within_rounding(off, figures):
        return "fails"
    step = max((term.step for term, _ in figures), default=Fraction(1))
    return "rounded" if step >= _ROUNDED_FROM or step < 1 else "close"


def residual(figures: Sequence[Signed]) -> Fraction:
    """By how much figures, taken with their signs, miss zero."""
    return sum((sign * term.value for term, sign in figures), Fraction(0))


def _is_within_rounding(off: Fraction, figures: Sequence[Signed]) -> bool:
    """Whether rounding, or truncation towards zero, of every figure explains the miss."""
    if 2 * abs(off) <= sum(term.step for term, _ in figures):
        return True
    # A printed 0 may have been a little above or below it.
    above = sum(t.step for t, sign in figures if sign * t.value <= 0)
    below = sum(t.step for t, sign in figures if sign * t.value >= 0)
    return -below < off < above


def adds_up(total: Term, parts: Sequence[Term]) -> Outcome:
    """Whether the parts add up to the total."""
    return agree([(total, 1), *((part, -1) for part in parts)])


def is_change(change: Term, this: Term, prior: Term) -> Outcome:
    """Whether the change is this year's figure less the prior one."""
    return agree([(this, 1), (prior, -1), (change, -1)])


def bits(figures: Sequence[Signed]) -> float:
    """How unlikely it is that these figures add up by chance: once in 2 to this power.

    That is the number of values which the largest of them could have had. Zeros that all figures
    end in carry nothing, and neither does a figure alone.

    >>> round(bits([(Term.of(40), 1), (Term.of(10), -1), (Term.of(30), -1)]), 1)
    2.3
    >>> round(bits([(Term.of(188089), 1), (Term.of(188089), -1)]), 1)
    17.5
    """
    values = [abs(term.value) for term, _ in figures if term.value]
    if len(values) < _FEWEST_FIGURES:
        return 0.0
    scale = min((term.step for term, _ in figures if term.step), default=Fraction(1))
    whole = [value / scale for value in values]
    while all(value.denominator == 1 and value % 10 == 0 for value in whole):
        whole = [value / 10 for value in whole]
    return math.log2(1 + float(max(whole)))


def rounded_bits(figures: Sequence[Signed]) -> float:
    """The same for figures that add up within rounding: any of several misses would have done."""
    return max(bits(figures) - math.log2(1 + len(figures)), 0.0)


def is_share(percent: Term, part: Term, whole: Term) -> Outcome:
    """Whether the percentage is the part's share of the whole, rounded or truncated."""
    if whole.value == 0:
        return "exact" if part.value == percent.value == 0 else "fails"
    true = 100 * part.value / whole.value
    slack = 100 * (part.step + abs(true) / 100 * whole.step) / abs(whole.value) / 2
    off = true - percent.value if true >= 0 else percent.value - true
    if 2 * abs(off) <= percent.step:
        return "exact"
    return "rounded" if -percent.step / 2 - slack <= off < percent.step + slack else "fails"
