"""Units that a table's own figures speak against: too small for a budget, or unlike other pages.

Where the 千 of (単位:千円) is lost, a project of 3,078 thousand yen comes to 3,078 yen. Prints of a
page are as long as those of other pages that are in thousands, and sums see nothing of it.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from models import Money
from pipeline.prove.identities import Cell

Reach: TypeAlias = tuple[object, ...]
"""The figures that took their unit from one place: those of a section, or of a page without one."""

_BUDGET = frozenset(
    {"budget_item", "budget_statement_line", "budget_total", "commitment", "balance"}
)
# Half of a budget's projects cost more than the one, and one of them more than the other.
_SMALL, _NEVER_LARGE = 100_000, 10_000_000
_LEAST = 4
# What even the smallest city, town or village has more of in a year.
_MORE_THAN = (
    (re.compile(r"特別区税|市税"), 2 * 10**8),
    (re.compile(r"(?:地方|普通)交付税"), 10**8),
    (re.compile(r"町税|民生費|総務費|土木費|教育費|人件費|公債費|一般会計"), 3 * 10**7),
    (re.compile(r"村税"), 10**7),
)
# What no government owes less than, taken together.
_DEBT, _LEAST_DEBT = re.compile(r"地方債|[市町村]債|起債"), 5 * 10**7
_ALL = re.compile(r"合計|総計|計")
_NOT_OF_ALL = re.compile(
    r"[1一１]人|あたり|当たり|当り|世帯|補正|変更|差引|増減|不用|繰越|未済|欠損|超過|特別会計|報酬|手当|款|項|目|節"
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]{0,12}[)）]\Z")
_YEARLY = frozenset({"amount", "prior_amount", "value", "closing", "opening"})
_DIGITS = 4
# So much of a document's figures have to be in the other unit, for a page to be unlike them; their
# prints have to be as long, to within a power of ten.
_MOST_OTHERS, _AS_LONG, _FAR = 2 / 3, 1.0, 1000


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with what it is of. `own` says that its unit is printed beside it.

    `about` is all that stands above it: section, scope, account. `row` are the headings of its row,
    where it is a fact of a table.
    """

    cell: Cell
    type: str
    money: Money
    yen: int
    name: str
    field: str
    year: int | None
    about: str
    own: bool
    reach: Reach
    row: tuple[str, ...] = ()

    @property
    def length(self) -> float:
        """How long its print is: the logarithm of the figure without its unit."""
        return math.log10(self.yen / self.money.unit)


def slight(amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Amounts of projects and statements in plain yen that are all too small for any budget."""
    for group in _by_reach(amounts).values():
        typed = [amount for amount in group if amount.type in _BUDGET]
        if len(typed) < _LEAST or typed[0].money.unit != 1:
            continue
        yen = [amount.yen for amount in typed]
        if median(yen) < _SMALL and max(yen) < _NEVER_LARGE:
            yield from typed


def beneath(amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Amounts that even the smallest government has more of, where two of them say so at once."""
    for group in _by_reach(amounts).values():
        found = [amount for amount in group if _is_beneath(amount)]
        if len({amount.yen for amount in found}) > 1:
            yield from found


def _is_beneath(amount: Amount) -> bool:
    if amount.field not in _YEARLY or amount.money.unit != 1 or amount.length < _DIGITS - 1:
        return False
    if _NOT_OF_ALL.search(amount.name) or _NOT_OF_ALL.search(amount.about):
        return False
    if amount.type == "balance" and _ALL.fullmatch(amount.name) and _DEBT.search(amount.about):
        return amount.yen < _LEAST_DEBT
    names = [_IN_BRACKETS.sub("", name) for name in (amount.name, *amount.row)]
    return any(
        known.fullmatch(name) and amount.yen < least
        for known, least in _MORE_THAN
        for name in names
    )


def unlike(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Amounts of a few pages in a unit that is a thousandth of all others', with prints as long.

    Pay by the month and other facts are rightly in plain yen beside a budget in thousands.
    """
    groups = _by_reach(amounts)
    inherited = sum(map(len, groups.values()))
    for reach, group in groups.items():
        unit = group[0].money.unit
        others = [
            amount
            for other, found in groups.items()
            if other != reach and found[0].money.unit >= _FAR * unit
            for amount in found
        ]
        budget = sum(amount.type in _BUDGET for amount in group)
        if budget < _LEAST or 2 * budget < len(group) or len(others) < _MOST_OTHERS * inherited:
            continue
        lengths = (median(amount.length for amount in found) for found in (group, others))
        if abs(next(lengths) - next(lengths)) < _AS_LONG:
            yield from ((amount, others[0]) for amount in group)


def _by_reach(amounts: Sequence[Amount]) -> Mapping[Reach, list[Amount]]:
    """The amounts that took their unit from elsewhere, by where they took it from."""
    groups: dict[Reach, list[Amount]] = defaultdict(list)
    for amount in amounts:
        if not amount.own:
            groups[amount.reach].append(amount)
    return groups
