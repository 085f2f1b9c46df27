"""The values that records are made of: money, years, quantities and where each was printed."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

BBox: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the page as shown."""

Probability: TypeAlias = Annotated[float, Field(ge=0, le=1)]
"""How likely something is, from 0 to 1."""

JsonObject: TypeAlias = dict[str, JsonValue]
"""A record, or a part of one, as its line of JSON has it."""

Direction = Literal["revenue", "expenditure"]
"""歳入 or 歳出: whether money comes in or goes out."""

Qualifier = Literal[
    "about",  # 約, 程度, 前後, 頃
    "at_least",  # 以上
    "more_than",  # 超, を超える, 余り
    "at_most",  # 以下, 以内, 最大, 上限
    "less_than",  # 未満
    "slightly_less",  # 弱
    "slightly_more",  # 強
]

Phase = Literal["initial", "supplementary", "request", "settlement"]
"""当初 (also 肉付け), 補正 (also 前倒し), 要求 (also 見込み at request time), 決算."""

FundingSource = Literal[
    "national",  # 国庫支出金
    "prefectural",  # 県支出金, 道支出金, 都支出金
    "national_prefectural",  # 国県支出金, where a document does not part the two
    "municipal",  # 市町村支出金, 分担金及び負担金 from municipalities
    "bonds",  # 地方債, 市債, 町債
    "other",  # その他特定財源
    "general",  # 一般財源
    "private",  # 民間資金, ふるさと納税, 寄附金
]


def _is_none(value: object) -> bool:
    return value is None


class Value(BaseModel):
    """Base of everything in a record: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Value):
    """Where a field was printed.

    `bbox` is null for text input, where `line` (1-based) stands instead. `text` is as printed,
    with a line feed where the value was broken over lines; `bbox` then covers all of them.
    `confidence` (0 to 1) is set only for what was read by OCR. `corrected` is the id of the line of
    corrections.jsonl that gave the field its value; it is left out where nobody has corrected it.
    """

    page: Annotated[int, Field(ge=1)]
    bbox: BBox | None = None
    line: Annotated[int, Field(ge=1)] | None = None
    text: str
    confidence: Probability | None = None
    corrected: Annotated[str | None, Field(exclude_if=_is_none)] = None


class Money(Value):
    """An amount of money in yen, beside the way it was printed.

    `unit` is the multiplier that was applied (1000 for 千円), `unit_text` its printed form and
    empty where the unit came from a heading the value does not repeat. `upper_yen` closes a
    range. `none` is true where the document prints a dash, 皆増 or 皆減 instead of a figure; a
    blank cell is no Money at all, and a printed 0 is 0.
    """

    yen: int | None
    text: str
    unit: Annotated[int, Field(ge=1)] = 1
    unit_text: str = ""
    qualifier: Qualifier | None = None
    upper_yen: int | None = None
    none: bool = False


class FiscalYear(Value):
    """A year or a span of years; 年度 (fiscal, April to March) and 年 (calendar) are told apart.

    `year` is the western year in which the (fiscal) year begins. A dated month belongs to its
    fiscal year: 平成25年3月 is year 2012, basis fiscal, `start` "2013-03". `start` and `end` are
    ISO dates as exact as printed, and only set where a month or day is printed. `open_end`
    marks R4～. `about` marks 頃, 程度.
    """

    year: int
    end_year: int | None = None
    basis: Literal["fiscal", "calendar"] = "fiscal"
    phase: Phase | None = None
    text: str = ""
    start: str | None = None
    end: str | None = None
    open_end: bool = False
    about: bool = False


class Quantity(Value):
    """A counted or measured value other than a budget amount.

    `value` is in `unit` with counting multipliers applied (15,430千人 is 15430000 人, 490万m³ is
    4900000 m³, 1,500億円 is 150000000000 円); shares are in % (6割 is 60 %) and ratios in 倍. It
    is null where words stand for a figure (全国水準). `cumulative` marks 累計 and 延べ.
    """

    value: int | float | None
    text: str
    unit: str = ""
    comparator: Qualifier | None = None
    cumulative: bool = False
    fiscal_year: FiscalYear | None = None
    upper_value: int | float | None = None


class Funding(Value):
    """One part of an amount's financing (財源内訳). `label` is the printed heading."""

    source: FundingSource
    label: str | None = None
    amount: Money | None


class Check(Value):
    """An identity that was tried on a record.

    `name` is from docs/records.md (change, funding, share, parts, repeated …). `holds` is null
    where a term is missing. `terms` are the numbers that took part, by their role. `exact` is true
    where they agree to the last printed place, and false where they only lie within what rounding
    allows: that is consistent, and proves nothing. `bits` says how unlikely the identity is to hold
    by chance, once in 2 to this power; it is null where nothing was proved.
    """

    name: str
    holds: bool | None
    severity: Literal["error", "warning", "info"] = "error"
    terms: dict[str, int | float | None] = {}
    exact: bool | None = None
    bits: Annotated[float, Field(ge=0)] | None = None
