"""Identities between printed figures, with the tolerance that their printed precision allows.

Budget figures are over-determined: change is this year less last year, funding adds up to the
amount, parts add up to totals, shares are parts of wholes. Figures cut to 千円, 百万円 or 億円 are
rounded or truncated, each by less than one step of its last printed place.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from models import Money

# From this precision on, figures are taken to be rounded for reading, not kept to the last place.
_ROUNDED_FROM = 10_000
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
    r"\d[\d,]*(?:\.(?P<decimals>\d+))?\s*(?P<scale>兆|億|千万|百万|十万|万|千|百)?(?=[^\d]*$)"
)

Outcome = Literal["exact", "rounded", "close", "fails"]
"""exact; within rounding; off by what rounding would explain where none is expected; wrong."""


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
        return Term(Fraction(0), Fraction(money.unit))
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


def adds_up(total: Term, parts: Sequence[Term]) -> Outcome:
    """Whether the parts add up to the total."""
    off = abs(sum((part.value for part in parts), Fraction(0)) - total.value)
    step = max([total.step, *(part.step for part in parts)])
    return _outcome(off, step, len(parts) + 1)


def is_change(change: Term, this: Term, prior: Term) -> Outcome:
    """Whether the change is this year's figure less the prior one."""
    off = abs(this.value - prior.value - change.value)
    return _outcome(off, max(change.step, this.step, prior.step), 2)


def is_share(percent: Term, part: Term, whole: Term) -> Outcome:
    """Whether the percentage is the part's share of the whole, rounded or truncated."""
    if whole.value == 0:
        return "exact" if part.value == percent.value == 0 else "fails"
    true = 100 * part.value / whole.value
    slack = percent.step + 100 * (part.step + abs(true) / 100 * whole.step) / abs(whole.value) / 2
    off = abs(true - percent.value)
    if 2 * off <= percent.step:
        return "exact"
    return "rounded" if off < slack else "fails"


def _outcome(off: Fraction, step: Fraction, figures: int) -> Outcome:
    if off == 0:
        return "exact"
    if off < step * figures:
        return "rounded" if step >= _ROUNDED_FROM or step < 1 else "close"
    return "fails"
