"""When in the life of a budget an amount stands: 当初, each 補正 by its number, 現計, 決算."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex

from models import BudgetItem, BudgetStatementLine, BudgetTotal, FiscalYear, Phase, Record

StageName: TypeAlias = Phase | Literal["revised"]
"""A phase as a record has it, or `revised` (現計): 当初 with every 補正 so far."""

_SUPPLEMENT = regex.compile(r"補正予算|補正額|月補正|専決(?:処分|予算)|補正\(|補正$|\d号補正")
_OTHERS: tuple[tuple[Phase, "regex.Pattern[str]"], ...] = (
    ("initial", regex.compile(r"当初予算|肉付け予算|骨格予算")),
    ("settlement", regex.compile(r"決算")),
    ("request", regex.compile(r"予算要求|概算要求")),
)
# 議案第8号 is the bill's number and not the supplement's.
_NUMBER = regex.compile(r"補正[^第\d]{0,8}\(?第(\d{1,2})(?:号|回|次)|第?(\d{1,2})号補正")
_MONTH = regex.compile(r"(\d{1,2})月[^\d月]{0,10}(?:補正|専決)")


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase with its number. A name of null is a stage that no one states.

    `number` is that of 第3号; `month` stands for it where a document says 12月補正 instead.
    """

    name: StageName | None = None
    number: int | None = None
    month: int | None = None

    @property
    def order(self) -> tuple[int, int]:
        """Supplements in the order in which a fiscal year (April to March) has them."""
        return (self.number or 0, (self.month - 4) % 12 if self.month else 0)

    def __str__(self) -> str:
        if self.name is None:
            return ""
        if self.number is not None:
            return f"{self.name} {self.number}"
        return f"{self.name} month {self.month}" if self.month is not None else self.name


UNKNOWN = Stage()
REVISED = Stage("revised")


def stage_of(record: Record, around: Stage) -> Stage:
    """The stage of a record's amount: by itself, its form, the headings above it, its document.

    `around` is the document's stage. What is printed before and after a supplement makes it one.
    """
    year = getattr(record, "fiscal_year", None)
    said = year.phase if isinstance(year, FiscalYear) else None
    if said is None and is_supplement_by_form(record):
        said = "supplementary"
    from_headings = read_stage(reversed(record.section))
    if said is None:
        said = from_headings.name or around.name  # type: ignore[assignment]
    if said != "supplementary":
        return Stage(said)
    for other in (
        read_stage([year.text]) if isinstance(year, FiscalYear) else UNKNOWN,
        from_headings,
        around,
    ):
        if other.name == "supplementary" and (other.number or other.month):
            return other
    return Stage("supplementary")


def is_supplement_by_form(record: Record) -> bool:
    """Whether the record prints the budget before or after (補正前の額, 計) what it adds."""
    return isinstance(record, BudgetItem | BudgetStatementLine | BudgetTotal) and (
        record.amount_before is not None or record.amount_after is not None
    )


def read_stage(texts: Iterable[str]) -> Stage:
    """The stage that the first telling heading names; unknown where one names two.

    >>> read_stage(["令和7年度 一般会計補正予算(第3号)"])
    Stage(name='supplementary', number=3, month=None)
    >>> str(read_stage(["令和7年度 12月一般会計補正予算"]))
    'supplementary month 12'
    >>> read_stage(["議案第8号 令和4年度一般会計予算"])
    Stage(name=None, number=None, month=None)
    """
    for text in texts:
        folded = "".join(unicodedata.normalize("NFKC", text).split())
        names = {name for name, pattern in _OTHERS if pattern.search(folded)}
        if _SUPPLEMENT.search(folded):
            names.add("supplementary")
        if len(names) != 1:
            continue
        (name,) = names
        if name != "supplementary":
            return Stage(name)
        number, month = _NUMBER.search(folded), _MONTH.search(folded)
        return Stage(
            name,
            number=int(number[1] or number[2]) if number else None,
            month=int(month[1]) if month and 1 <= int(month[1]) <= 12 else None,
        )
    return UNKNOWN
