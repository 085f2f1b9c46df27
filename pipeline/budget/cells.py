"""What may be added to what: the cells of a year's budget, told by their headings."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import regex

from models import BudgetItem, BudgetStatementLine, Direction, Record
from pipeline.budget.stage import UNKNOWN, Stage

Table: TypeAlias = Literal[
    "statement", "nature", "sources", "explained", "projects", "selected", "other"
]
"""The kind of table an amount stands in.

`statement` is 款 項 目 節 (第1表, 総括, 事項別明細, 目的別); `nature` is 性質別; `sources` is
財源別 (自主財源, 特定財源); `explained` are the projects of a book's 説明, all of them; `projects`
is any other list of projects, and `selected` one that says it names some of them (主要事業);
`other` is a table of whose kind nothing is known.
"""

LEVELS: tuple[str, ...] = ("title", "item", "subitem", "section", "detail")
"""款 項 目 節 細節, outermost first."""

# 款 項 目 節 and a 大事業 or two.
_DEEPEST = 6

TOP = "top"
"""The level of lines that no other line of their table is above: all of 性質別 but its うち."""

_NATURE_HEADING = regex.compile(r"性質別|性質によ")
_SOURCES_HEADING = regex.compile(r"(?:自主|依存|特定|一般)財源|財源別|財源区分")
_SOME = regex.compile(r"主な|主要|重点|抜粋|目玉|新規事業|継続事業|拡充事業|計上した.*事業")
_BY_ORIGIN = regex.compile(r"自主|依存")
_NATURES = regex.compile(
    r"(?:義務的|消費的|投資的|その他の?)経費|人件費|物件費|維持補修費|扶助費|補助費等?|公債費|積立金"
    r"|(?:投資及び)?出資金?[・及び]*貸付金|繰出金|(?:前年度)?繰上充用金|普通建設事業費?|災害復旧事業費?"
)
_DIRECTIONS: tuple[tuple[Direction, "regex.Pattern[str]"], ...] = (
    (
        "revenue",
        regex.compile(r"^(?:\(?\d+\)?[.、]?)?(?:歳入|収益的収入|資本的収入|収入)(?:の部)?$"),
    ),
    (
        "expenditure",
        regex.compile(r"^(?:\(?\d+\)?[.、]?)?(?:歳出|収益的支出|資本的支出|支出)(?:の部)?$"),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an amount may be added to others: with those of the same cell, and with no others.

    `account` is the account's key and `half` 収益的 or 資本的 of an enterprise, both empty where no
    one states them; a direction or stage that no one states is null or unknown. `level` is one of
    `LEVELS`, `TOP`, the depth in a book's 説明 as text, the way in which revenue is parted by
    source, or empty where there are no levels.
    """

    table: Table
    account: str = ""
    direction: Direction | None = None
    stage: Stage = UNKNOWN
    level: str = ""
    half: str = ""


def folded(text: str) -> str:
    """NFKC without spaces: 歳 入 is 歳入."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=4096)
def direction_named(heading: str) -> Direction | None:
    """The direction that a heading is the name of: 歳入, 2 歳出, 歳入の部."""
    text = folded(heading)
    return next((name for name, pattern in _DIRECTIONS if pattern.match(text)), None)


def below_direction(section: Sequence[str]) -> tuple[str, ...]:
    """The headings below 歳入 or 歳出: 款, 項, 目; all of them where neither stands there."""
    marks = [index for index, title in enumerate(section) if direction_named(title)]
    return tuple(section[marks[-1] + 1 :] if marks else section)[-_DEEPEST:]


def direction_of(record: Record) -> Direction | None:
    """Whether the record's money comes in or goes out, by itself or the headings above it."""
    said: Direction | None = getattr(record, "direction", None)
    if said is not None:
        return said
    return next((d for title in reversed(record.section) if (d := direction_named(title))), None)


def table_of_item(record: BudgetItem) -> Table:
    """A book's 説明 knows how deep it is, or stands under 歳入 or 歳出 in its 款 項 目."""
    if record.level is not None:
        return "explained"
    below = below_direction(record.section)
    if 3 <= len(below) <= _DEEPEST and len(below) < len(record.section):
        return "explained"
    return list_under(record.section)


def list_under(headings: Iterable[str]) -> Table:
    """Whether a list of projects says that it names some of them: 主な新規事業."""
    some = any(_SOME.search(folded(heading)) for heading in headings)
    return "selected" if some else "projects"


def table_of_line(record: BudgetStatementLine, headings: Sequence[str]) -> Table:
    """The kind of table of a statement line; `headings` are those of its section and document.

    Its level says more than a heading: 性質別歳入 lists the 款 of the revenue.
    """
    if record.level in LEVELS:
        return "statement"
    if record.section and _SOURCES_HEADING.search(folded(record.section[-1])):
        return "sources"
    if any(_NATURE_HEADING.search(folded(text)) for text in headings):
        return "nature"
    return "other"


def source_group(record: BudgetStatementLine) -> tuple[str, str]:
    """Which parting of revenue by source a heading belongs to, and the heading.

    自主財源 and 依存財源 part it by who raises it, 特定財源 and 一般財源 by what it is for: two
    ways of cutting one whole, whose parts are never added up together.
    """
    heading = record.section[-1] if record.section else ""
    return ("by_origin" if _BY_ORIGIN.search(folded(heading)) else "by_use"), heading


def is_nature(name: str) -> bool:
    """Whether a name is one of 性質別 spending: 人件費, 扶助費, 普通建設事業費."""
    return _NATURES.fullmatch(folded(name)) is not None
