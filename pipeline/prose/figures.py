"""The figures of a text that state something: amounts, shares and counts."""

import re
from dataclasses import dataclass

from models import FiscalYear, Money, Quantity
from pipeline.digits import figures_of
from pipeline.recognise import Mention, find_money, find_quantities

# 千円 and 百万円 alone are units.
_DIGIT = re.compile(r"[\d一二三四五六七八九〇十]|百[千十]|千百")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of a text, with the year that brackets beside it give."""

    start: int
    end: int
    value: Money | Quantity
    year: FiscalYear | None = None
    per_unit: bool = False

    @property
    def kind(self) -> str:
        """What is measured: yen, %, or the unit that is counted."""
        return "yen" if isinstance(self.value, Money) else self.value.unit

    @property
    def group(self) -> str:
        """Money, a share, or a count of anything."""
        return self.kind if self.kind in ("yen", "%") else "count"


def stated_mentions(text: str, unit: int | None) -> list[Mention[Money] | Mention[Quantity]]:
    """Amounts, and the quantities that are no part of one, nor of a date, a number or a name."""
    # Told by the same rules that account for figures: the 3 of 3 主な内容 is no 3千円.
    taken = [(found.start, found.end) for found in figures_of(text) if found.kind is not None]
    money = [
        mention
        for mention in find_money(text, unit=unit)
        if _DIGIT.search(mention.text)
        and (mention.value.unit_text or not any(a <= mention.start < b for a, b in taken))
    ]
    taken += [(mention.start, mention.end) for mention in money]
    counted = [
        mention
        for mention in find_quantities(text)
        if not any(mention.start < end and start < mention.end for start, end in taken)
    ]
    return sorted([*money, *counted], key=lambda mention: mention.start)


def figures_in(text: str) -> list[Figure]:
    """The figures of a sentence, from left to right."""
    return [
        Figure(
            mention.start,
            mention.end,
            mention.value,
            mention.fiscal_year,
            mention.role == "per_unit",
        )
        for mention in stated_mentions(text, None)
    ]
