"""Records of policy documents: themes, targets, indicators, initiatives and what goes with them."""

from typing import Literal

from models.base import RecordBase
from models.budget import Part
from models.values import FiscalYear, Money, Quantity, Value


class Axis(Value):
    """The viewpoint or axis that a theme stands under: ① 連なる好機 Chance."""

    number: str | None = None
    name: str
    english: str | None = None


class Theme(RecordBase):
    """A priority theme or strategic project, with its overview entry and its sheet in one.

    `key_term` is the emphasised part of the name. `keyword` and `lead` come from the sheet.
    """

    type: Literal["theme"] = "theme"
    number: str | None = None
    name: str | None = None
    key_term: str | None = None
    axis: Axis | None = None
    aim: str | None = None
    keyword: str | None = None
    lead: str | None = None
    total: Money | None = None
    of_which: tuple[Part, ...] = ()
    fiscal_year: FiscalYear | None = None


class Target(RecordBase):
    """A theme's target: 国内線利用者数 2,671万人 (R7). `name` is the metric."""

    type: Literal["target"] = "target"
    name: str
    value: Quantity | None = None
    fiscal_year: FiscalYear | None = None
    theme: str | None = None


class Actual(Value):
    """An indicator's result in one year. 未 and dashes have no `value`; `text` is their print."""

    fiscal_year: FiscalYear
    value: Quantity | None = None
    progress_percent: float | None = None
    text: str | None = None


class Indicator(RecordBase):
    """A KPI or numeric goal (数値目標) with baseline, targets and results over the years."""

    type: Literal["indicator"] = "indicator"
    kind: Literal["goal", "kpi"] | None = None
    name: str | None = None
    baseline: Quantity | None = None
    target: Quantity | None = None
    revised_target: Quantity | None = None
    actuals: tuple[Actual, ...] = ()
    grade: str | None = None
    scope: str | None = None


class ItemList(Value):
    """A titled list inside an initiative: 【重点国・地域】 and its members."""

    name: str
    items: tuple[str, ...]


class Initiative(RecordBase):
    """A ◆ initiative: a title, then a paragraph (`text`) or bullets (`points`)."""

    type: Literal["initiative"] = "initiative"
    name: str
    text: str | None = None
    points: tuple[str, ...] = ()
    lists: tuple[ItemList, ...] = ()
    project: str | None = None
    fiscal_years: tuple[FiscalYear, ...] = ()


class Analysis(RecordBase):
    """分析と課題: what a review says of a project's results, a bullet each."""

    type: Literal["analysis"] = "analysis"
    points: tuple[str, ...]
    project: str | None = None


class BureauProposal(RecordBase):
    """A policy proposal of one or more 振興局. `joint` marks 共同提案."""

    type: Literal["bureau_proposal"] = "bureau_proposal"
    name: str
    bureaus: tuple[str, ...]
    joint: bool = False
    summary: str | None = None
    related_theme: str | None = None
    pillar: str | None = None


class Reflection(RecordBase):
    """How a department took up a proposal: ○ text（部）."""

    type: Literal["reflection"] = "reflection"
    text: str
    department: str | None = None


class MunicipalGroup(RecordBase):
    """An area of co-operating municipalities. `stated_count` is the n in its own name."""

    type: Literal["municipal_group"] = "municipal_group"
    name: str
    municipalities: tuple[str, ...]
    start_fiscal_year: FiscalYear | None = None
    stated_count: int | None = None


class StaffDispatch(RecordBase):
    """Staff sent to municipalities in a year. `continued` is the うち…前年度から継続."""

    type: Literal["staff_dispatch"] = "staff_dispatch"
    name: str
    fiscal_year: FiscalYear | None = None
    count: Quantity | None = None
    continued: Quantity | None = None
    continued_from: FiscalYear | None = None


class Milestone(RecordBase):
    """An event with its date: R3(2021)年5月頃 イコモスによる勧告."""

    type: Literal["milestone"] = "milestone"
    fiscal_year: FiscalYear
    event: str


class SlidePoint(RecordBase):
    """A bullet of a slide. `box` is the heading of the box it stands in, where there is one."""

    type: Literal["slide_point"] = "slide_point"
    text: str
    box: str | None = None


class PlanOutline(RecordBase):
    """A labelled statement of a plan: ■期間 平成25年度から5年程度."""

    type: Literal["plan_outline"] = "plan_outline"
    label: str
    text: str | None = None
    points: tuple[str, ...] = ()
    period: FiscalYear | None = None


class HeadingPath(Value):
    """All headings that lead to a figure in a table, outermost first."""

    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()


class Fact(RecordBase):
    """Any stated figure that belongs to none of the other records.

    `scope` is what it is about (a table's title, a row, a sentence's subject). `path` has the
    headings of its row and its column apart, where it stands in a table.
    """

    type: Literal["fact"] = "fact"
    label: str
    value: Money | Quantity
    scope: str | None = None
    path: HeadingPath | None = None
    fiscal_year: FiscalYear | None = None
