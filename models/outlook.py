"""Records of what is promised, owed or counted over several years."""

from typing import Literal

from models.base import RecordBase
from models.values import FiscalYear, Funding, Money, Quantity, Value

CommitmentKind = Literal[
    "obligation",  # 債務負担行為
    "carry_over",  # 繰越明許費, 事故繰越し
    "continuing",  # 継続費
    "bonds",  # 地方債の限度額
]


class YearAmount(Value):
    """What falls to one year of a commitment (年割額, 支出予定額)."""

    fiscal_year: FiscalYear | None
    amount: Money | None


class Commitment(RecordBase):
    """What binds later years: 債務負担行為, 繰越明許費, 継続費, 地方債の限度額.

    `limit` is the most that may be spent or borrowed (限度額, 総額), `amounts` its parts by year,
    `reason` why it is carried over or what it is for. `fiscal_year` is that of the budget it
    belongs to: what is carried over belongs to the year that it is carried over from. A row that
    sums up others (合計) is one as well, under the name that is printed.
    """

    type: Literal["commitment"] = "commitment"
    name: str
    kind: CommitmentKind | None = None
    department: str | None = None
    fiscal_year: FiscalYear | None = None
    period: FiscalYear | None = None
    limit: Money | None = None
    amounts: tuple[YearAmount, ...] = ()
    funding: tuple[Funding, ...] = ()
    reason: str | None = None


class Movement(Value):
    """What a balance gained or lost, as printed, where a year has several (当初 取崩)."""

    name: str
    kind: Literal["increase", "decrease"]
    fiscal_year: FiscalYear | None
    amount: Money | None


class Balance(RecordBase):
    """A fund (基金) or debt (地方債現在高) in a year: opening + increase − decrease = closing.

    `movements` stand in place of `increase` and `decrease` where several of a kind are printed.
    """

    type: Literal["balance"] = "balance"
    name: str
    opening: Money | None = None
    increase: Money | None = None
    decrease: Money | None = None
    closing: Money | None = None
    movements: tuple[Movement, ...] = ()
    fiscal_year: FiscalYear | None = None


class SeriesValue(Value):
    """A series' figure of one year. Dashes and words have no `value`; `text` is their print."""

    fiscal_year: FiscalYear | None
    value: Money | Quantity | None = None
    text: str | None = None


class Series(RecordBase):
    """What was counted over the years (人口の推移). What is aimed at is an `indicator`.

    `unit` is that of all values as printed (千人, 百万円), where they share one. `change` is the
    printed difference of this year's value and last year's (比較).
    """

    type: Literal["series"] = "series"
    name: str
    unit: str | None = None
    values: tuple[SeriesValue, ...] = ()
    change: Money | Quantity | None = None
